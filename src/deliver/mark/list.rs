//! One of the counted lists in the formats of a workbook, to be made longer.

use crate::error::Error;
use crate::formats::xml::markup::{TagKind, tags};
use crate::formats::xml::patch::Patch;
use std::collections::HashMap;
use std::ops::Range;

/// A list of elements, each as written.
#[derive(Debug)]
pub struct List {
    name: &'static str,
    /// The elements, added ones behind the others.
    pub items: Vec<String>,
    /// The first place of each element that was added or looked for.
    known: HashMap<String, usize>,
    /// How many were there.
    old: usize,
    place: Place,
}

/// Where more elements go.
#[derive(Debug)]
enum Place {
    /// Before the closing tag; the count that is to be put right.
    Closing(usize, Option<Range<usize>>),
    /// In place of the list, which has no content.
    Empty(Range<usize>),
    /// At this place, with the list, which is missing altogether.
    Missing(usize),
}

impl List {
    /// Reads the list of this name, which stands behind lists of the names `before`.
    pub fn read(text: &str, name: &'static str, before: &[&str]) -> Result<List, Error> {
        let mut list = List {
            name,
            items: Vec::new(),
            known: HashMap::new(),
            old: 0,
            place: Place::Missing(0),
        };
        let mut count = None;
        let mut inside = false;
        let mut start = 0;
        for tag in tags(text) {
            let tag = tag?;
            match (tag.depth, tag.kind) {
                (0, TagKind::Open) => list.place = Place::Missing(tag.span.end),
                (1, TagKind::Open) if tag.local() == name => {
                    inside = true;
                    count = tag.value("count").map(|value| value.span);
                }
                (1, TagKind::Empty) if tag.local() == name => {
                    list.place = Place::Empty(tag.span);
                    break;
                }
                (1, TagKind::Close) if tag.local() == name => {
                    list.place = Place::Closing(tag.span.start, count.take());
                    break;
                }
                (1, kind) if kind != TagKind::Open && before.contains(&tag.local()) => {
                    list.place = Place::Missing(tag.span.end);
                }
                (2, TagKind::Open) if inside => start = tag.span.start,
                (2, TagKind::Close) if inside => {
                    list.items.push(text[start..tag.span.end].to_owned())
                }
                (2, TagKind::Empty) if inside => list.items.push(text[tag.span].to_owned()),
                _ => {}
            }
        }
        list.old = list.items.len();
        Ok(list)
    }

    /// The place of an element, which is added where there is none like it.
    pub fn add(&mut self, item: String) -> usize {
        if let Some(&known) = self.known.get(&item) {
            return known;
        }
        let place = self.items.iter().position(|other| *other == item).unwrap_or_else(|| {
            self.items.push(item.clone());
            self.items.len() - 1
        });
        self.known.insert(item, place);
        place
    }

    /// Writes what was added.
    pub fn append(&self, prefix: &str, patch: &mut Patch<'_>) {
        let new = self.items[self.old..].concat();
        if new.is_empty() {
            return;
        }
        match &self.place {
            Place::Closing(at, count) => {
                if let Some(count) = count {
                    patch.replace(count.clone(), &self.items.len().to_string());
                }
                patch.insert(*at, new);
            }
            Place::Empty(span) => patch.replace(span.clone(), &self.whole(&new, prefix)),
            Place::Missing(at) => patch.insert(*at, self.whole(&new, prefix)),
        }
    }

    fn whole(&self, items: &str, prefix: &str) -> String {
        let (name, count) = (self.name, self.items.len());
        format!("<{prefix}{name} count=\"{count}\">{items}</{prefix}{name}>")
    }
}
