//! The feed as it was, read back page by page. Only what we wrote ourselves is taken.

use super::pages::is_further;
use super::{ATOM, Base, Entry, FILE, Feed, Moment, Reports, TOMBSTONES, Tombstone, XHTML};
use crate::error::Error;
use crate::formats::xml::parse::{self, Limits, Names};
use crate::formats::xml::tree::{Element, in_namespace};
use crate::model::Forms;
use crate::payload::read::explain::explain;
use crate::payload::read::payload;
use crate::payload::write::NAMESPACE;
use std::sync::Arc;

/// A site of a thousand reports has a feed of some hundred megabytes.
const LIMITS: Limits = Limits { bytes: 512 << 20, depth: 24, elements: 8_000_000, attributes: 64 };

/// Reads `feed.xml` and the pages that it leads to, which `read` gives by name; their names.
///
/// # Errors
/// [`Error::Usage`] with one sentence when one of them is no page of a feed of ours; those of
/// `read`.
pub fn parse_pages(
    first: Vec<u8>,
    forms: Forms,
    reports: &Reports,
    read: impl Fn(&str) -> Result<Vec<u8>, Error>,
) -> Result<(Feed, Vec<String>), Error> {
    let not_read = |name: &str, why: String| {
        Error::Usage(format!("原有的 {name} 读不懂（{why}）；请恢复它的备份，确实不要的请先移走"))
    };
    let (mut feed, mut next) =
        one_page(&first, forms, reports).map_err(|why| not_read(FILE, why))?;
    drop(first);
    let mut names: Vec<String> = Vec::new();
    while let Some(name) = next {
        if names.contains(&name) {
            return Err(not_read(&name, "各页指成了一个圈".into()));
        }
        let (page, further) =
            one_page(&read(&name)?, forms, reports).map_err(|why| not_read(&name, why))?;
        feed.entries.extend(page.entries);
        feed.tombstones.extend(page.tombstones);
        names.push(name);
        next = further;
    }
    feed.entries.sort_by(|a, b| a.id.cmp(&b.id));
    feed.tombstones.sort_by(|a, b| a.id.cmp(&b.id));
    Ok((feed, names))
}

/// A page, and the name of the one behind it.
fn one_page(
    bytes: &[u8],
    forms: Forms,
    reports: &Reports,
) -> Result<(Feed, Option<String>), String> {
    let root = parse::parse(bytes, LIMITS, Names::Resolved { skipped: Some(XHTML) });
    let root = root.map_err(|error| explain(&error))?;
    let feed = feed(&root, forms, reports)?;
    let next = match link(&root, "next").and_then(|link| link.attribute("href")) {
        Some(href) => {
            let name = feed.base.path(href).filter(|name| is_further(name));
            Some(name.ok_or("下一页不在同一个文件夹里")?)
        }
        None => None,
    };
    Ok((feed, next))
}

fn feed(root: &Element, forms: Forms, reports: &Reports) -> Result<Feed, String> {
    if !root.is(ATOM, "feed") {
        return Err(format!("根元素是 {}", root.name));
    }
    // A further page says where the first one is.
    let own = link(root, "first").or_else(|| link(root, "self"));
    let own = own.and_then(|link| link.attribute("href"));
    let base = own.and_then(|href| Base::kept(href.strip_suffix(FILE)?));
    let entries =
        root.find_all(ATOM, "entry").map(|part| entry(part, forms, reports).map(Arc::new));
    let tombstones = root.find_all(TOMBSTONES, "deleted-entry").map(tombstone);
    Ok(Feed {
        id: text(root, ATOM, "id")?,
        title: text(root, ATOM, "title")?,
        author: text(child(root, ATOM, "author")?, ATOM, "name")?,
        base: base.ok_or("没有自己的地址")?,
        updated: moment(&text(root, ATOM, "updated")?)?,
        entries: entries.collect::<Result<_, _>>()?,
        tombstones: tombstones.collect::<Result<_, _>>()?,
    })
}

fn entry(part: &Element, forms: Forms, reports: &Reports) -> Result<Entry, String> {
    let predecessor = link(part, "predecessor-version").and_then(|link| {
        Some((link.attribute("href")?.to_owned(), link.attribute("type")?.to_owned()))
    });
    Ok(Entry {
        id: text(part, ATOM, "id")?,
        published: moment(&text(part, ATOM, "published")?)?,
        updated: moment(&text(part, ATOM, "updated")?)?,
        summary: text(part, ATOM, "summary")?,
        predecessor,
        payload: reports.share(payload(child(part, NAMESPACE, "report")?, forms)?),
    })
}

fn tombstone(part: &Element) -> Result<Tombstone, String> {
    let revision =
        part.attribute(&in_namespace(NAMESPACE, "revision")).and_then(|typed| typed.parse().ok());
    let needed = |name: &str| part.attribute(name).ok_or(format!("撤回记录缺少 {name}"));
    Ok(Tombstone {
        id: needed("ref")?.to_owned(),
        when: moment(needed("when")?)?,
        revision: revision.unwrap_or(1),
        by: text(child(part, TOMBSTONES, "by")?, ATOM, "name")?,
        comment: text(part, TOMBSTONES, "comment")?,
    })
}

fn link<'e>(part: &'e Element, rel: &str) -> Option<&'e Element> {
    part.find_all(ATOM, "link").find(|link| link.attribute("rel") == Some(rel))
}

fn child<'e>(part: &'e Element, namespace: &str, name: &str) -> Result<&'e Element, String> {
    let found = part.find_all(namespace, name).next();
    found.ok_or_else(|| format!("{} 缺少 {name}", part.name))
}

fn text(part: &Element, namespace: &str, name: &str) -> Result<String, String> {
    Ok(child(part, namespace, name)?.text().into_owned())
}

fn moment(typed: &str) -> Result<Moment, String> {
    Moment::parse(typed).ok_or_else(|| format!("“{typed}”不是北京时间的时刻"))
}
