//! Changes to a text, collected first and applied at once; what they do not name stays as
//! it is, byte for byte.

use std::ops::Range;

/// Changes to one text.
#[derive(Debug)]
pub struct Patch<'a> {
    text: &'a str,
    changes: Vec<(Range<usize>, String)>,
}

impl<'a> Patch<'a> {
    /// No changes yet.
    pub fn new(text: &'a str) -> Self {
        Patch { text, changes: Vec::new() }
    }

    /// The text as it was.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Puts something in the place of a piece.
    pub fn replace(&mut self, span: Range<usize>, with: &str) {
        if self.text[span.clone()] != *with {
            self.changes.push((span, with.to_owned()));
        }
    }

    /// Puts something in at a place; several at one place stand in the order of the calls.
    pub fn insert(&mut self, at: usize, what: impl Into<String>) {
        self.changes.push((at..at, what.into()));
    }

    /// Takes a piece out.
    pub fn remove(&mut self, span: Range<usize>) {
        self.replace(span, "");
    }

    /// The text with all changes.
    pub fn apply(mut self) -> String {
        // Stable: insertions at one place keep their order and stand before a replacement.
        self.changes.sort_by_key(|(span, _)| (span.start, span.end));
        let mut result = String::with_capacity(self.text.len() + 1024);
        let mut done = 0;
        for (span, with) in &self.changes {
            // Changes overlap only in parts that no program writes; the first one wins.
            if span.start < done {
                continue;
            }
            result.push_str(&self.text[done..span.start]);
            result.push_str(with);
            done = span.end;
        }
        result.push_str(&self.text[done..]);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_applied_in_their_order() {
        let mut patch = Patch::new("一二三四");
        patch.insert(12, "!");
        patch.replace(3..6, "2");
        patch.insert(3, "a");
        patch.insert(3, "b");
        patch.remove(6..9);
        assert_eq!(patch.apply(), "一ab2四!");
        assert_eq!(Patch::new("一").apply(), "一");
    }
}
