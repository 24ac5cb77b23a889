//! A mapping filled from a report.

use super::path::{Collection, Item, Path};
use super::{Blank, Element, From, Holds, Piece, Source};
use crate::diag::{Message, label, say};
use crate::model::form::fields;
use crate::model::{Date, Report};

/// An element as it will be written.
pub struct Node {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub content: Content,
}

pub enum Content {
    Nodes(Vec<Node>),
    Text(String),
}

/// What is missing.
pub struct Lack {
    /// Name of the element.
    pub element: String,
    /// The rest of the sentence.
    pub why: Message,
    pub help: Message,
}

/// Fills the root, which always stands.
pub fn fill(root: &Element, report: &Report) -> (Node, Vec<Lack>) {
    let mut filler = Filler { report, lacks: Vec::new() };
    let node = filler.node(root, Item::Report).unwrap_or_else(|| Node {
        name: root.name.clone(),
        attributes: Vec::new(),
        content: Content::Nodes(Vec::new()),
    });
    (node, filler.lacks)
}

struct Filler<'r> {
    report: &'r Report,
    lacks: Vec<Lack>,
}

impl Filler<'_> {
    /// The element as often as it stands.
    fn nodes(&mut self, element: &Element, item: Item<'_>) -> Vec<Node> {
        let Some(each) = &element.each else {
            return self.node(element, item).into_iter().collect();
        };
        let mut nodes = Vec::new();
        let collection: &Collection = each;
        collection.each(self.report, item, &mut |item| nodes.extend(self.node(element, item)));
        if nodes.is_empty() && element.required {
            self.lack(element, "一项也没有", "请在工作簿里补填。");
        }
        nodes
    }

    /// The element once, unless it is blank and then left out.
    fn node(&mut self, element: &Element, item: Item<'_>) -> Option<Node> {
        let mut attributes = Vec::new();
        for (name, source) in &element.attributes {
            let text = self.text(source, element, item);
            attributes.extend(text.map(|text| (name.clone(), text)));
        }
        let content = match &element.holds {
            Holds::Elements(elements) => {
                let nodes = elements.iter().flat_map(|element| self.nodes(element, item));
                Content::Nodes(nodes.collect())
            }
            Holds::Text(source) => {
                let text = self.text(source, element, item);
                if text.is_none() && element.required {
                    self.lack_of(source, element);
                }
                Content::Text(text.unwrap_or_default())
            }
            Holds::Nothing => Content::Text(String::new()),
        };
        let is_blank = match &content {
            Content::Nodes(nodes) => nodes.is_empty(),
            Content::Text(text) => text.is_empty(),
        };
        let says_nothing = is_blank && element.holds != Holds::Nothing;
        match element.blank {
            Blank::Omit if says_nothing && element.holds.is_text() => return None,
            Blank::Omit if says_nothing && attributes.is_empty() => return None,
            Blank::Nil if says_nothing => attributes.push(("xsi:nil".into(), "true".into())),
            Blank::Omit | Blank::Empty | Blank::Nil => {}
        }
        Some(Node { name: element.name.clone(), attributes, content })
    }

    fn text(&mut self, source: &Source, element: &Element, item: Item<'_>) -> Option<String> {
        let found = match &source.from {
            From::Paths(paths) => paths.iter().find_map(|path| self.one(path, source, item)),
            From::Pieces(pieces) => {
                let piece = |piece: &Piece| match piece {
                    Piece::Text(text) => Some(text.clone()),
                    Piece::Path(path) => self.one(path, source, item),
                };
                pieces.iter().map(piece).collect::<Option<String>>()
            }
        };
        let Some(found) = found else { return source.default.clone() };
        if source.words.is_empty() {
            return Some(found);
        }
        match source.words.get(&found).or(source.default.as_ref()) {
            Some(word) => Some(word.clone()),
            None => {
                let why = format!("填的是“{found}”，映射里没有它的对应");
                self.lack(element, why, "改填映射里有的内容，或在映射的 map 里补上。".to_owned());
                None
            }
        }
    }

    fn one(&self, path: &Path, source: &Source, item: Item<'_>) -> Option<String> {
        match (&source.date, path.date(self.report)) {
            (Some(pattern), Some((date, time))) => Some(dated(pattern, date, time.as_deref())),
            _ => path.text(self.report, item),
        }
    }

    fn lack_of(&mut self, source: &Source, element: &Element) {
        let From::Paths(paths) = &source.from else {
            return self.lack(element, "空着", "请在工作簿里补填。");
        };
        let sheet = &fields().sheet;
        let help = match paths.iter().find_map(Path::label) {
            Some(key) => say!("在{}表里填写{}。", label(sheet), label(key)),
            None => match paths.first() {
                Some(path) => format!("请在工作簿里补填（{}）。", path.typed()).into(),
                None => Message::default(),
            },
        };
        self.lack(element, "空着", help);
    }

    fn lack(&mut self, element: &Element, why: impl Into<Message>, help: impl Into<Message>) {
        let (why, help) = (why.into(), help.into());
        self.lacks.push(Lack { element: element.name.clone(), why, help });
    }
}

impl Holds {
    fn is_text(&self) -> bool {
        matches!(self, Holds::Text(_))
    }
}

/// A date by a pattern of `YYYY`, `MM`, `DD`, `M`, `D` and `HH:mm`.
fn dated(pattern: &str, date: Date, time: Option<&str>) -> String {
    let (hour, minute) = time.and_then(|time| time.split_once(':')).unwrap_or(("00", "00"));
    let values = [
        ("YYYY", format!("{:04}", date.year)),
        ("MM", format!("{:02}", date.month)),
        ("DD", format!("{:02}", date.day)),
        ("HH", hour.to_owned()),
        ("mm", minute.get(..2).unwrap_or(minute).to_owned()),
        ("M", date.month.to_string()),
        ("D", date.day.to_string()),
    ];
    let (mut text, mut rest) = (String::new(), pattern);
    while let Some(c) = rest.chars().next() {
        match values.iter().find(|(token, _)| rest.starts_with(token)) {
            Some((token, value)) => {
                text.push_str(value);
                rest = &rest[token.len()..];
            }
            None => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    text
}
