//! Where on the page the text has come to: an estimate. Tables close up for it as those of the
//! PDF do; nothing else depends on it, and a wrong one costs no more than a break elsewhere.

use super::lines::{Room, count};
use super::page::{Page, TWIPS_PER_PT};

/// Space that Word puts between Han and digits, in characters.
const BETWEEN: f64 = 0.25;

/// The same in the PDF, where it gives way.
const BETWEEN_AT_LEAST: f64 = 0.125;

/// What a mark of full width gives away there.
const MARKS_GIVE: f64 = 0.18;

/// Characters come no closer than this, in twips.
const CLOSEST: i32 = 9;

/// What a page has of the text so far, in twips.
#[derive(Debug, Clone)]
pub struct Place {
    /// Height of a page of text.
    pub page: f64,
    /// Distance of lines.
    pub line: f64,
    /// Used so far.
    pub used: f64,
    /// Of it, the headings right above what comes next: they go with it.
    pub headings: f64,
    /// A line in characters of the grid, and in twips.
    characters: f64,
    width: f64,
    indent: f64,
    /// Size of the type, and what every character is wider, in twips.
    em: f64,
    tightening: f64,
}

impl Place {
    /// The top of the first page.
    pub fn new(page: &Page) -> Place {
        let [top, right, bottom, left] = page.margins;
        Place {
            page: f64::from(page.height - top - bottom),
            line: f64::from(page.line),
            used: 0.0,
            headings: 0.0,
            characters: page.characters,
            width: f64::from(page.width - left - right),
            indent: page.indent,
            em: page.body_pt * TWIPS_PER_PT,
            tightening: f64::from(page.tightening),
        }
    }

    /// What is left of the page.
    pub fn left(&self) -> f64 {
        self.page - self.used
    }

    /// So many lines more.
    pub fn lines(&mut self, count: usize) {
        for _ in 0..count {
            if self.left() < self.line - 1.0 {
                self.used = 0.0;
            }
            self.used += self.line;
        }
        self.headings = 0.0;
    }

    /// A heading, which stays with what follows.
    pub fn heading(&mut self, lines: usize) {
        let (above, height) = (self.headings, lines as f64 * self.line);
        if self.left() < height + self.line - 1.0 {
            self.used = above;
        }
        self.used += height;
        self.headings = above + height;
    }

    /// Empty space; none at the end of a page. What of it stays with headings is told.
    pub fn space(&mut self, height: f64) {
        self.used = (self.used + height).min(self.page);
        if self.headings > 0.0 {
            self.headings += height;
        }
    }

    /// The lines of a paragraph, and how many twips closer than usual its characters stand:
    /// as they are, it would have a line more than in the PDF, whose spaces and marks give way.
    pub fn count(&self, text: &str) -> (usize, i32) {
        let word = |closer: i32| {
            let wider = (self.tightening - f64::from(closer)) / self.em;
            let (line, between) = (self.width / self.em, BETWEEN);
            count(text, Room { line, indent: self.indent, between, wider, marks_give: 0.0 })
        };
        let (line, indent) = (self.characters, self.indent);
        let (between, marks_give) = (BETWEEN_AT_LEAST, MARKS_GIVE);
        let in_pdf = count(text, Room { line, indent, between, wider: 0.0, marks_give });
        let lines = word(0);
        let closer = (1..=CLOSEST).find(|closer| word(*closer) <= in_pdf);
        match closer.filter(|_| lines > in_pdf) {
            // A twip more, for what the estimate has not seen.
            Some(closer) => (in_pdf, closer + 1),
            None => (lines, 0),
        }
    }
}
