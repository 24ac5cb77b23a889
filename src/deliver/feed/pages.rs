//! A long feed in pages (RFC 5005, section 3): what changed last stands in `feed.xml`, each
//! page leads to the next. A further page is called by what is in it, so that the pages that a
//! `feed.xml` leads to are never those of another one, whenever a run is killed.

use super::write::{Links, items, page};
use super::{FILE, Feed};
use crate::formats::digest::sha256;

/// So many entries and tombstones stand on a page.
pub const ON_A_PAGE: usize = 100;
/// What the name of a further page begins with.
const BEGINNING: &str = "feed-";
/// Digits of its content's SHA-256 in its name.
const DIGITS: usize = 16;

/// The pages of a feed with their names, the last first: what a page leads to is there before
/// it, and [`FILE`] comes at the end. Only one is in memory at a time.
pub fn pages(feed: &Feed) -> impl Iterator<Item = (String, Vec<u8>)> {
    let items = items(feed);
    let count = items.len().div_ceil(ON_A_PAGE).max(1);
    let mut next: Option<String> = None;
    (0..count).rev().map(move |number| {
        let is_first = number == 0;
        let own = if is_first { FILE } else { BEGINNING };
        let links = Links { own, next: next.as_deref(), is_first, is_whole: count == 1 };
        let items = items.iter().skip(number * ON_A_PAGE).take(ON_A_PAGE);
        let page = match page(feed, items, links) {
            page if is_first => (FILE.to_owned(), page),
            page => named(feed, page),
        };
        next = Some(page.0.clone());
        page
    })
}

/// A further page with its name, the only thing in it that the name does not depend on.
fn named(feed: &Feed, page: Vec<u8>) -> (String, Vec<u8>) {
    let name = format!("{BEGINNING}{}.xml", &sha256(&page)[..DIGITS]);
    let link = |name: &str| format!("\"{}\"", feed.base.join(name));
    // It was a text a moment ago.
    let page = String::from_utf8_lossy(&page).replacen(&link(BEGINNING), &link(&name), 1);
    (name, page.into_bytes())
}

/// Whether a file is called as a further page is.
pub fn is_further(name: &str) -> bool {
    let digits = name.strip_prefix(BEGINNING).and_then(|rest| rest.strip_suffix(".xml"));
    let is_digit = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    digits.is_some_and(|digits| digits.len() == DIGITS && digits.chars().all(is_digit))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{options, report, source};
    use super::*;
    use crate::deliver::feed::{Built, Reports, Source, build, parse_pages};
    use crate::error::Error;
    use crate::model::Forms;
    use std::collections::BTreeMap;

    fn sources() -> Vec<Source> {
        let one = |number: usize| {
            let mut report = report();
            report.metadata.agency = Some(format!("第{number}镇人民政府"));
            report.metadata.fields.insert("siteIdCode".into(), format!("61043{number:05}"));
            source(&format!("{number:03}"), report)
        };
        (0..ON_A_PAGE * 2 + 1).map(one).collect()
    }

    fn read_back(built: &Built) -> (Feed, Vec<String>) {
        let pages: BTreeMap<String, Vec<u8>> = built.pages().collect();
        let page = |name: &str| pages.get(name).cloned().ok_or(Error::Usage("no such page".into()));
        parse_pages(pages[FILE].clone(), Forms::shipped(), &Reports::default(), page).unwrap()
    }

    #[test]
    fn a_long_feed_is_read_back_from_its_pages_and_written_as_it_was() {
        let sources = sources();
        let built = build(&sources, None, &options()).unwrap();
        let (feed, names) = read_back(&built);
        assert_eq!(feed.entries.len(), sources.len());
        let written: Vec<(String, Vec<u8>)> = built.pages().collect();
        assert_eq!([&names[1], &names[0], FILE], [0, 1, 2].map(|at| &*written[at].0));
        assert_eq!((names.len(), written.len()), (2, 3));
        assert!(names.iter().all(|name| is_further(name)), "{names:?}");
        let text = String::from_utf8(written[2].1.clone()).unwrap();
        assert!(!text.contains("fh:complete") && text.matches("<entry>").count() == ON_A_PAGE);
        let again = build(&sources, Some(&feed), &options()).unwrap();
        assert_eq!(again.pages().collect::<Vec<_>>(), written);
    }

    #[test]
    fn a_page_that_is_missing_is_an_error_and_no_report_is_forgotten() {
        let built = build(&sources(), None, &options()).unwrap();
        let none = |_: &str| Err(Error::Usage("gone".into()));
        let (_, first) = built.pages().last().unwrap();
        assert!(parse_pages(first, Forms::shipped(), &Reports::default(), none).is_err());
    }

    #[test]
    fn only_pages_are_called_as_pages_are() {
        assert!(is_further("feed-0123456789abcdef.xml"));
        for name in ["feed.xml", "feed-2.xml", "feed-0123456789ABCDEF.xml", "feed-0123456789abcdef"]
        {
            assert!(!is_further(name), "{name}");
        }
    }
}
