//! From the tree of a page to lines and tables.

use super::elements::{BLOCKS, LINES, SKIPPED};
use super::grid::Grid;
use super::look;
use super::tree::{Data, Tree};
use crate::error::Error;
use crate::reader::document::budget::Budget;
use crate::reader::document::flow::{Block, Cell, Content, Flow, Line, Note, NoteKind};
use crate::text::raised::raised;

/// Walks a page, adding to a flow.
pub struct Walk<'t> {
    tree: &'t Tree,
    flow: &'t mut Flow,
    budget: &'t mut Budget,
    /// The line in hand.
    text: String,
    level: Option<u8>,
    /// The box in hand.
    within: u32,
    is_raised: bool,
    is_pre: bool,
    struck: String,
    is_struck: bool,
    lines: u32,
    /// The number before the next line, in a list.
    number: String,
}

impl<'t> Walk<'t> {
    /// Adds all of a page.
    ///
    /// # Errors
    /// When it holds too much.
    pub fn page(tree: &'t Tree, flow: &'t mut Flow, budget: &'t mut Budget) -> Result<(), Error> {
        let within = flow.around.len() as u32;
        flow.around.push(0);
        let lines = flow.blocks.len() as u32;
        let mut walk = Walk {
            tree,
            flow,
            budget,
            text: String::new(),
            level: None,
            within,
            is_raised: false,
            is_pre: false,
            struck: String::new(),
            is_struck: false,
            lines,
            number: String::new(),
        };
        let mut blocks = Vec::new();
        walk.children(0, &mut blocks)?;
        walk.end_line(&mut blocks)?;
        walk.flow.blocks.extend(blocks);
        Ok(())
    }

    fn children(&mut self, node: usize, blocks: &mut Vec<Block>) -> Result<(), Error> {
        for index in 0..self.tree.nodes[node].children.len() {
            self.node(self.tree.nodes[node].children[index], blocks)?;
        }
        Ok(())
    }

    fn node(&mut self, node: usize, blocks: &mut Vec<Block>) -> Result<(), Error> {
        let tree = self.tree;
        if let Data::Text(text) = &tree.nodes[node].data {
            return self.add(text);
        }
        let name = tree.name(node);
        self.look_beside(node, name);
        if SKIPPED.contains(&name) {
            return Ok(());
        }
        if look::is_hidden(tree, node) {
            self.note_hidden(node);
            return Ok(());
        }
        let was_struck = self.is_struck;
        self.is_struck |= look::strikes_out(tree, node, name);
        let read = self.element(node, name, blocks);
        self.is_struck = was_struck;
        read
    }

    /// Reads an element that is to be seen.
    fn element(&mut self, node: usize, name: &str, blocks: &mut Vec<Block>) -> Result<(), Error> {
        let tree = self.tree;
        match name {
            // Forms of systems show figures in fields to type in.
            "input" => {
                let kind = tree.attribute(node, "type").unwrap_or("text").to_ascii_lowercase();
                return match tree.attribute(node, "value") {
                    Some(value) if matches!(&*kind, "text" | "number" | "") => self.add(value),
                    _ => Ok(()),
                };
            }
            "head" => return self.head(node),
            "br" => {
                // A title goes on behind a break.
                if self.level.is_some() {
                    self.text.push('\n');
                } else {
                    self.end_line(blocks)?;
                }
                return Ok(());
            }
            "wbr" | "meta" | "link" | "base" => {
                if name == "meta" {
                    self.meta(node);
                }
                return Ok(());
            }
            "table" => {
                self.end_line(blocks)?;
                return self.table(node, blocks);
            }
            "sup" => {
                let before = std::mem::replace(&mut self.is_raised, true);
                self.children(node, blocks)?;
                self.is_raised = before;
                return Ok(());
            }
            _ => {}
        }
        if !BLOCKS.contains(&name) {
            return self.children(node, blocks);
        }
        self.end_line(blocks)?;
        let outer = (self.within, self.level, self.is_pre);
        if !LINES.contains(&name) {
            self.within = self.enter(outer.0);
        }
        self.level = match name.strip_prefix('h').and_then(|level| level.parse().ok()) {
            // The title of a page stands on the first level, sections on the second.
            Some(level @ 1..=6) => Some(level),
            _ => outer.1,
        };
        self.is_pre |= name == "pre";
        if name == "ol" {
            self.list(node, blocks)?;
        } else {
            self.children(node, blocks)?;
        }
        self.end_line(blocks)?;
        (self.within, self.level, self.is_pre) = outer;
        Ok(())
    }

    /// A new box inside another.
    fn enter(&mut self, outer: u32) -> u32 {
        self.flow.around.push(outer);
        self.flow.around.len() as u32 - 1
    }

    /// A numbered list, with its numbers.
    fn list(&mut self, node: usize, blocks: &mut Vec<Block>) -> Result<(), Error> {
        let tree = self.tree;
        let mut number: u32 =
            tree.attribute(node, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        for &child in &tree.nodes[node].children {
            if tree.name(child) == "li" {
                let own = tree.attribute(child, "value").and_then(|own| own.trim().parse().ok());
                number = own.unwrap_or(number);
                self.end_line(blocks)?;
                self.number = format!("{number}.");
                number = number.saturating_add(1);
            }
            self.node(child, blocks)?;
            self.number.clear();
        }
        Ok(())
    }

    /// Remembers what else a page holds, where a report may be.
    fn look_beside(&mut self, node: usize, name: &str) {
        let of = |attribute| self.tree.attribute(node, attribute).unwrap_or_default();
        let is_document = |address: &str| {
            let address = address.to_ascii_lowercase();
            [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ofd", ".wps", ".zip", ".rar"]
                .iter()
                .any(|ending| address.ends_with(ending))
        };
        let beside = &mut self.flow.beside;
        match name {
            "iframe" | "frame" => beside.is_framed = true,
            "a" => beside.is_attached |= is_document(of("href")),
            "embed" => beside.is_attached |= is_document(of("src")),
            "object" => beside.is_attached |= is_document(of("data")),
            "img" => beside.pictures = beside.pictures.saturating_add(1),
            _ => {}
        }
    }

    /// Notes the text of something hidden.
    fn note_hidden(&mut self, node: usize) {
        /// The most that are told of.
        const MOST: usize = 500;
        let text = look::beginning(self.tree, node);
        if !text.is_empty() && self.flow.notes.len() < MOST {
            self.flow.notes.push(Note { kind: NoteKind::Hidden, source: self.lines, text });
        }
    }

    /// Adds text as a browser shows it: white space is one blank, and none where a line of the
    /// source ends between two hanzi.
    fn add(&mut self, text: &str) -> Result<(), Error> {
        self.budget.text(text.len())?;
        if self.is_struck {
            self.struck.push_str(text);
            return Ok(());
        }
        let text = if self.is_raised { raised(text) } else { text.to_owned() };
        for c in text.chars() {
            match c {
                '\u{200B}' | '\u{FEFF}' | '\u{AD}' => {}
                '\n' if self.is_pre => self.text.push('\n'),
                // Marks a gap that may yet be none.
                '\n' | '\r' => self.gap('\r'),
                ' ' | '\t' | '\u{C}' => self.gap(' '),
                c => {
                    if self.text.ends_with('\r') {
                        self.text.pop();
                        let is_between = self.text.ends_with(is_wide) && is_wide(c);
                        if !is_between && !self.text.is_empty() {
                            self.text.push(' ');
                        }
                    }
                    self.text.push(c);
                }
            }
        }
        Ok(())
    }

    fn gap(&mut self, gap: char) {
        if self.text.ends_with(' ') || self.text.ends_with('\r') {
            if gap == '\r' && self.text.ends_with(' ') {
                self.text.pop();
                self.text.push('\r');
            }
        } else if !self.text.is_empty() {
            self.text.push(gap);
        }
    }

    fn end_line(&mut self, blocks: &mut Vec<Block>) -> Result<(), Error> {
        let text = std::mem::take(&mut self.text).replace(['\r', '\u{A0}'], " ");
        let struck = std::mem::take(&mut self.struck);
        let text = text.split('\n').map(str::trim).collect::<Vec<_>>().join("\n");
        let text = text.trim_matches(|c: char| c.is_whitespace());
        if !struck.trim().is_empty() {
            let text = struck.split_whitespace().collect::<String>();
            self.flow.notes.push(Note { kind: NoteKind::Struck, source: self.lines, text });
        }
        if text.is_empty() {
            return Ok(());
        }
        self.budget.paragraph()?;
        let number = std::mem::take(&mut self.number);
        let is_numbered = text.starts_with(|c: char| c.is_ascii_digit());
        let text = if is_numbered { text.to_owned() } else { number + text };
        let line = Line { level: self.level, text, source: self.lines };
        self.lines += 1;
        blocks.push(Block { within: self.within, content: Content::Line(line) });
        Ok(())
    }

    fn table(&mut self, node: usize, blocks: &mut Vec<Block>) -> Result<(), Error> {
        let outer = (self.within, self.level, self.is_pre);
        self.within = self.enter(outer.0);
        let mut grid = Grid::default();
        let mut cells = Vec::new();
        let mut rows = Vec::new();
        self.rows(node, blocks, &mut rows)?;
        for row in rows {
            grid.row();
            for &cell in &self.tree.nodes[row].children {
                if !matches!(self.tree.name(cell), "td" | "th") {
                    continue;
                }
                if look::is_hidden(self.tree, cell) {
                    self.note_hidden(cell);
                    continue;
                }
                let span = |name| {
                    let span = self.tree.attribute(cell, name).unwrap_or_default();
                    let digits = span.trim().trim_end_matches(|c: char| !c.is_ascii_digit());
                    digits.parse::<u32>().ok()
                };
                let area = grid.place(span("rowspan"), span("colspan"));
                self.budget.cell()?;
                let mut inner = Vec::new();
                let around = self.within;
                self.within = self.enter(around);
                self.level = None;
                self.children(cell, &mut inner)?;
                self.end_line(&mut inner)?;
                self.within = around;
                cells.push(Cell { area, blocks: inner });
            }
        }
        grid.close(&mut cells);
        (self.within, self.level, self.is_pre) = outer;
        if !cells.is_empty() {
            blocks.push(Block { within: outer.0, content: Content::Table(cells) });
        }
        Ok(())
    }

    /// The rows of a table; what stands before them, such as its caption, is read.
    fn rows(
        &mut self,
        node: usize,
        blocks: &mut Vec<Block>,
        rows: &mut Vec<usize>,
    ) -> Result<(), Error> {
        let tree = self.tree;
        for &child in &tree.nodes[node].children {
            match tree.name(child) {
                "tr" if look::is_hidden(tree, child) => self.note_hidden(child),
                "tr" => rows.push(child),
                "thead" | "tbody" | "tfoot" => self.rows(child, blocks, rows)?,
                "caption" => self.node(child, blocks)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Page tags and the title.
    fn head(&mut self, node: usize) -> Result<(), Error> {
        let tree = self.tree;
        for &child in &tree.nodes[node].children {
            match tree.name(child) {
                "meta" => self.meta(child),
                "title" => {
                    let texts = tree.nodes[child].children.iter();
                    let text: String = texts
                        .filter_map(|text| match &tree.nodes[*text].data {
                            Data::Text(text) => Some(text.as_str()),
                            _ => None,
                        })
                        .collect();
                    self.flow.facts.push(("title".into(), text.trim().to_owned()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn meta(&mut self, node: usize) {
        /// Pages have some dozen.
        const MOST: usize = 500;
        let name = self.tree.attribute(node, "name");
        let name = name.or_else(|| self.tree.attribute(node, "property"));
        if let (Some(name), Some(content)) = (name, self.tree.attribute(node, "content"))
            && self.flow.facts.len() < MOST
        {
            self.flow.facts.push((name.trim().to_owned(), content.trim().to_owned()));
        }
    }
}

/// Whether a character is as wide as it is high, so that no blank stands beside it.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}
