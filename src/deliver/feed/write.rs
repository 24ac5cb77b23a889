//! A page of the feed as Atom.

use super::address::is_web;
use super::{ATOM, Entry, FILE, FILE_KINDS, Feed, HISTORY, Moment, TOMBSTONES, Tombstone, XHTML};
use crate::formats::xml::printer::Printer;
use crate::payload::write::{self, FileRole, NAMESPACE, PublishedFile, XSI};
use crate::publication::compose;
use crate::writers::html::blocks::{self, Plain};
use std::cmp::Reverse;

/// What a feed lists.
pub enum Item<'f> {
    /// A current report.
    Entry(&'f Entry),
    /// A withdrawn one.
    Tombstone(&'f Tombstone),
}

/// All that a feed lists, what changed last first.
pub fn items(feed: &Feed) -> Vec<Item<'_>> {
    let entries = feed.entries.iter().map(|e| ((Reverse(e.updated), &e.id), Item::Entry(e)));
    let stones = feed.tombstones.iter().map(|t| ((Reverse(t.when), &t.id), Item::Tombstone(t)));
    let mut items: Vec<_> = entries.chain(stones).collect();
    items.sort_by_key(|(order, _)| *order);
    items.into_iter().map(|(_, item)| item).collect()
}

/// Where a page stands among the pages of its feed.
pub struct Links<'n> {
    /// Its own name.
    pub own: &'n str,
    /// That of the page behind it.
    pub next: Option<&'n str>,
    /// Whether it is where everybody begins.
    pub is_first: bool,
    /// Whether it is the only one.
    pub is_whole: bool,
}

/// Writes a page of the feed.
pub fn page<'i>(
    feed: &Feed,
    items: impl Iterator<Item = &'i Item<'i>>,
    links: Links<'_>,
) -> Vec<u8> {
    let mut out = Printer::document();
    out.open(
        "feed",
        &[
            ("xmlns", ATOM),
            ("xmlns:at", TOMBSTONES),
            ("xmlns:fh", HISTORY),
            ("xmlns:r", NAMESPACE),
            ("xmlns:xsi", XSI),
            ("xml:lang", "zh-CN"),
        ],
    );
    out.leaf("id", &[], &feed.id);
    out.leaf("title", &[("type", "text")], &feed.title);
    out.leaf("updated", &[], &feed.updated.to_string());
    author(&mut out, &feed.author);
    let mut link = |rel, name| {
        let href = feed.base.join(name);
        out.empty("link", &[("rel", rel), ("type", "application/atom+xml"), ("href", &href)]);
    };
    link("self", links.own);
    if !links.is_first {
        link("first", FILE);
    }
    if let Some(next) = links.next {
        link("next", next);
    }
    out.leaf("generator", &[("version", env!("CARGO_PKG_VERSION"))], "nianbao");
    if links.is_whole {
        out.empty("fh:complete", &[]);
    }
    for item in items {
        match item {
            Item::Entry(one) => entry(&mut out, one),
            Item::Tombstone(one) => tombstone(&mut out, one),
        }
    }
    out.close("feed");
    out.finish()
}

fn author(out: &mut Printer, name: &str) {
    out.open("author", &[]);
    out.leaf("name", &[], name);
    out.close("author");
}

fn entry(out: &mut Printer, entry: &Entry) {
    let report = &entry.payload.report;
    let moment = |out: &mut Printer, name: &str, moment: Moment| {
        out.leaf(name, &[], &moment.to_string());
    };
    out.open("entry", &[]);
    out.leaf("id", &[], &entry.id);
    out.leaf("title", &[("type", "text")], &report.title());
    moment(out, "published", entry.published);
    moment(out, "updated", entry.updated);
    if let Some(agency) = &report.metadata.agency {
        author(out, agency);
    }
    out.empty(
        "category",
        &[
            ("term", "annual-report"),
            ("scheme", "urn:x-nianbao:xxgk-doctype"),
            ("label", "政府信息公开工作年度报告"),
        ],
    );
    links(out, entry);
    out.leaf("summary", &[("type", "text")], &entry.summary);
    out.open("content", &[("type", "xhtml")]);
    out.open("div", &[("xmlns", XHTML), ("xml:lang", "zh-CN")]);
    blocks::write(out, &compose(report, None), &Plain);
    out.close("div");
    out.close("content");
    write::element(out, report, entry.payload.issue, &entry.payload.files);
    out.close("entry");
}

/// The page, the files, and the file that this revision replaces.
fn links(out: &mut Printer, entry: &Entry) {
    let files = &entry.payload.files;
    let is_page = |file: &&PublishedFile| file.role == FileRole::Web;
    let url = entry.payload.report.metadata.field("url").filter(|url| is_web(url));
    let page = url.or(files.iter().find(is_page).map(|file| file.href.as_str()));
    if let Some(href) = page {
        out.empty(
            "link",
            &[("rel", "alternate"), ("type", "text/html"), ("hreflang", "zh-CN"), ("href", href)],
        );
    }
    for file in files {
        let kind = FILE_KINDS.iter().find(|kind| kind.media_type == file.media_type);
        out.empty(
            "link",
            &[
                ("rel", "enclosure"),
                ("type", &file.media_type),
                ("length", &file.length.to_string()),
                ("r:sha256", &file.sha256),
                ("title", kind.map_or("", |kind| kind.title)),
                ("href", &file.href),
            ],
        );
    }
    if let Some((href, media_type)) = &entry.predecessor {
        out.empty("link", &[("rel", "predecessor-version"), ("type", media_type), ("href", href)]);
    }
}

fn tombstone(out: &mut Printer, stone: &Tombstone) {
    out.open(
        "at:deleted-entry",
        &[
            ("ref", &stone.id),
            ("when", &stone.when.to_string()),
            ("r:revision", &stone.revision.to_string()),
        ],
    );
    out.open("at:by", &[]);
    out.leaf("name", &[], &stone.by);
    out.close("at:by");
    out.leaf("at:comment", &[], &stone.comment);
    out.close("at:deleted-entry");
}
