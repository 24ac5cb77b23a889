//! A report under another portal's element names, by a mapping that is data.
//!
//! A mapping is a TOML file (`templates/mappings/catalogue.toml` is one, `docs/mappings.md`
//! says how to write it): a tree of elements, each filled from a path into the report. It is
//! checked as a whole when it is read, so that a wrong path is told with its line before any
//! workbook is touched; what a report lacks is a finding.

mod fill;
mod name;
mod parse;
mod path;
#[cfg(test)]
mod tests;

use crate::diag::{Finding, say, value};
use crate::formats::xml::printer::Printer;
use crate::model::{Forms, Report};
use crate::payload::write::XSI;
use crate::text::by_hand;
use fill::{Content, Node};
use path::{Collection, Path};
use std::collections::BTreeMap;

crate::diag::codes! {
    NB684 = Error "门户映射要求的内容空着"
        what "--mapping 的映射文件写明必须有（required）的元素，报告里没有相应的内容；或者填的内容在映射的 map 里没有对应。"
        why "缺少这一项，对方门户会拒收，或者收成没有编号、没有日期的记录。"
        fix "在工作簿里补填；对方其实不要求的，在映射文件里去掉 required，或写 default。"
        basis "使用者给出的映射文件；写法见 docs/mappings.md。";
}

/// Another portal's format.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// What stands between stem and `.xml` in the names of its files.
    pub name: String,
    /// Namespaces by prefix; that of an empty prefix is the default one.
    namespaces: BTreeMap<String, String>,
    root: Element,
}

/// An element to be written.
#[derive(Debug, Clone, PartialEq)]
struct Element {
    name: String,
    /// In the order of the file.
    attributes: Vec<(String, Source)>,
    /// Once for each of these.
    each: Option<Collection>,
    holds: Holds,
    blank: Blank,
    /// Whether a report must have it.
    required: bool,
}

/// What is in an element.
#[derive(Debug, Clone, PartialEq)]
enum Holds {
    Elements(Vec<Element>),
    Text(Source),
    Nothing,
}

/// What becomes of an element that would be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blank {
    /// It is left out.
    Omit,
    /// It stands there without content.
    Empty,
    /// It stands there with `xsi:nil="true"`.
    Nil,
}

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq)]
struct Source {
    from: From,
    /// The other portal's words for ours.
    words: BTreeMap<String, String>,
    /// Pattern of a date.
    date: Option<String>,
    /// Where all else is blank.
    default: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
enum From {
    /// The first of these that is not blank.
    Paths(Vec<Path>),
    /// A text with paths in it; blank where one of them is.
    Pieces(Vec<Piece>),
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Path(Path),
}

impl Mapping {
    /// The mapping that a file states; `named` if it does not say its name.
    ///
    /// # Errors
    /// What cannot be meant, with its line, as the rest of a sentence.
    pub fn parse(bytes: &[u8], named: &str, forms: Forms) -> Result<Mapping, String> {
        parse::parse(by_hand::text(bytes)?, named, forms)
    }

    /// What the format needs and the report does not have.
    pub fn check(&self, report: &Report) -> Vec<Finding> {
        let (_, missing) = fill::fill(&self.root, report);
        let finding = |lack: fill::Lack| {
            Finding::new(
                &NB684,
                say!("{}格式要求的{}{}", value(&self.name), value(lack.element), lack.why),
                lack.help,
            )
        };
        missing.into_iter().map(finding).collect()
    }

    /// Writes the report.
    pub fn write(&self, report: &Report) -> Vec<u8> {
        let (root, _) = fill::fill(&self.root, report);
        let mut out = Printer::document();
        let mut declarations: Vec<(String, String)> = Vec::new();
        for (prefix, namespace) in &self.namespaces {
            let name = if prefix.is_empty() { "xmlns".into() } else { format!("xmlns:{prefix}") };
            declarations.push((name, namespace.clone()));
        }
        if self.root.has_nil() && !self.namespaces.contains_key("xsi") {
            declarations.push(("xmlns:xsi".into(), XSI.into()));
        }
        write(&mut out, &root, &declarations);
        out.finish()
    }
}

impl Element {
    fn has_nil(&self) -> bool {
        self.blank == Blank::Nil
            || matches!(&self.holds, Holds::Elements(all) if all.iter().any(Element::has_nil))
    }
}

fn write(out: &mut Printer, node: &Node, declarations: &[(String, String)]) {
    let all = declarations.iter().chain(&node.attributes);
    let attributes: Vec<(&str, &str)> = all.map(|(k, v)| (k.as_str(), v.as_str())).collect();
    match &node.content {
        Content::Nodes(nodes) if !nodes.is_empty() => {
            out.open(&node.name, &attributes);
            for node in nodes {
                write(out, node, &[]);
            }
            out.close(&node.name);
        }
        Content::Text(text) if !text.is_empty() => out.leaf(&node.name, &attributes, text),
        Content::Nodes(_) | Content::Text(_) => out.empty(&node.name, &attributes),
    }
}
