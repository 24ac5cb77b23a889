//! A finding that an office has accepted: a row of the sheet 核对说明, and what it does to
//! the finding it names.

use super::Message;
use crate::model::Place;

/// One row, as plain data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Its first cell.
    pub at: Place,
    /// Where its reason stands, or is to stand.
    pub reason_at: Place,
    /// Where the value of that time stands.
    pub value_at: Place,
    /// The code it accepts, as typed.
    pub code: String,
    /// The cell it accepts it for, as typed.
    pub cell: String,
    /// What the cell held when the row was written; empty where nobody wrote it down.
    pub then: String,
    /// What the cell holds today.
    pub now: String,
    /// The sentence of the finding at that time.
    pub said: String,
    /// Why it is right all the same.
    pub reason: Reason,
}

/// Why a finding is accepted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Reason {
    /// The reason.
    pub why: String,
    /// Who says so.
    pub who: String,
    /// Since when.
    pub date: String,
}

impl Acceptance {
    /// Whether it is about this code at this place.
    pub fn names(&self, code: &str, cell: &str) -> bool {
        plain(&self.code).eq_ignore_ascii_case(code) && plain(&self.cell) == plain(cell)
    }

    /// Its cells, as typed.
    pub fn row(&self) -> [&str; 7] {
        let Reason { why, who, date } = &self.reason;
        [&self.code, &self.cell, &self.then, &self.said, why, who, date]
    }

    /// Whether the cell still holds what it held.
    pub fn is_unchanged(&self) -> bool {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        self.then.is_empty() || bare(&self.then) == bare(&self.now)
    }

    /// Whether a finding still speaks of the same figures; its words may be put better.
    pub fn speaks_of(&self, message: &Message) -> bool {
        self.said.is_empty() || figures(&self.said) == figures(&message.to_string())
    }
}

impl Reason {
    /// `（张三，2024-01-05）`, or what is known of it.
    pub fn signature(&self) -> String {
        let known = [&self.who, &self.date].map(String::as_str);
        let known: Vec<&str> = known.into_iter().filter(|text| !text.is_empty()).collect();
        if known.is_empty() { String::new() } else { format!("（{}）", known.join("，")) }
    }
}

/// A name as it is compared: however the sheet and the cell are set apart.
fn plain(name: &str) -> String {
    let sign = |c: char| if matches!(c, '!' | '！' | '>' | '》' | '›') { '▸' } else { c };
    name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '$')).map(sign).collect()
}

/// The runs of digits in a sentence.
fn figures(sentence: &str) -> Vec<&str> {
    sentence
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|run| run.contains(|c: char| c.is_ascii_digit()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, cell: &str) -> Acceptance {
        let at = Place::cell("核对说明", 2, 0);
        Acceptance {
            at: at.clone(),
            reason_at: at.clone(),
            value_at: at,
            code: code.into(),
            cell: cell.into(),
            then: "9 件".into(),
            now: "9件".into(),
            said: "正文写 9 件，表中为 7".into(),
            reason: Reason::default(),
        }
    }

    #[test]
    fn a_row_names_its_finding_however_it_is_typed() {
        for cell in
            ["一、总体情况 ▸ A3", "一、总体情况▸A3", "一、总体情况!A3", "'一、总体情况'!$A$3"]
        {
            assert!(row("nb411", cell).names("NB411", "一、总体情况 ▸ A3"), "{cell}");
        }
        assert!(!row("NB411", "一、总体情况 ▸ A4").names("NB411", "一、总体情况 ▸ A3"));
        assert!(!row("NB412", "一、总体情况 ▸ A3").names("NB411", "一、总体情况 ▸ A3"));
    }

    #[test]
    fn other_words_are_the_same_finding_and_other_figures_are_not() {
        let row = row("NB411", "一、总体情况 ▸ A3");
        assert!(row.is_unchanged());
        assert!(row.speaks_of(&"文字里是 9，表里是 7".into()));
        assert!(!row.speaks_of(&"文字里是 9，表里是 8".into()));
    }

    #[test]
    fn a_signature_has_what_is_known() {
        let reason = |who: &str, date: &str| Reason {
            who: who.into(),
            date: date.into(),
            ..Reason::default()
        };
        assert_eq!(reason("张三", "2024-01-05").signature(), "（张三，2024-01-05）");
        assert_eq!(reason("", "2024-01-05").signature(), "（2024-01-05）");
        assert_eq!(reason("", "").signature(), "");
    }
}
