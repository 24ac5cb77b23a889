//! What is said at which cell: findings become the text of comments and the colours of
//! cells.

use super::book::Book;
use super::layout::Layout;
use crate::diag::{Finding, Severity};
use crate::error::Error;
use crate::model::Place;
use crate::model::area::{Area, Position, reference};
use std::collections::BTreeMap;

/// A rectangle of several rows and columns is filled at its first cell only when it has more
/// cells than this: the cells that a finding means lie scattered in it.
const MOST_FILLED: u64 = 12;
/// The same for one row or column.
const LONGEST_FILLED: u64 = 1_000;

/// Longest comment in UTF-16 units; Excel's limit is 32,767.
const LONGEST: usize = 32_000;

/// How every code begins.
pub const CODE: &str = "NB";

/// A finding on the sheet where it is shown.
#[derive(Debug)]
pub struct Remark<'a> {
    finding: &'a Finding,
    area: Area,
    /// Where it belongs, when it cannot be shown there.
    elsewhere: Option<String>,
}

/// Everything that is said at one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note(Vec<Saying>);

/// One finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    severity: Severity,
    /// `错误 NB201（F9:K9）`
    pub head: String,
    /// Message and help, a line each.
    pub body: String,
}

/// What is to be done on one sheet.
#[derive(Debug, Default)]
pub struct Marks {
    /// Comments by cell.
    pub notes: BTreeMap<Position, Note>,
    /// Fills by cell.
    pub fills: BTreeMap<Position, Severity>,
}

/// Findings by sheet, in the order of the sheets. What has no place in this workbook is
/// said at the first cell of its front sheet.
pub fn assign<'a>(findings: &[&'a Finding], book: &Book) -> Result<Vec<Vec<Remark<'a>>>, Error> {
    let mut sheets: Vec<Vec<Remark<'a>>> = book.sheets.iter().map(|_| Vec::new()).collect();
    for finding in findings {
        let place = finding.place.as_ref();
        let found = place.and_then(|place| {
            let area = Area { first: place.first, last: place.last };
            let is_it =
                |sheet: &super::book::Sheet| sheet.part.is_some() && sheet.name == place.sheet;
            let number = book.sheets.iter().position(is_it)?;
            area.is_possible().then_some((number, area))
        });
        let (number, area, elsewhere) = match found {
            Some((number, area)) => (number, area, None),
            None => {
                let belongs = place.map_or_else(|| "整份报告".to_owned(), Place::to_string);
                (book.front()?, Area { first: (0, 0), last: (0, 0) }, Some(belongs))
            }
        };
        sheets[number].push(Remark { finding, area, elsewhere });
    }
    Ok(sheets)
}

/// The gravest of some remarks.
pub fn worst(remarks: &[Remark<'_>]) -> Option<Severity> {
    remarks.iter().map(|remark| remark.finding.severity).min()
}

/// Puts remarks on the cells of their sheet. Of a merged area only the first cell is shown,
/// so that is the one with the comment and the fill.
pub fn settle(remarks: &[Remark<'_>], layout: &Layout) -> Marks {
    let mut marks = Marks::default();
    for remark in remarks {
        let Remark { finding, area, elsewhere } = remark;
        let at = layout.area(area.first).first;
        let place = match elsewhere {
            Some(place) => Some(place.clone()),
            None if area.first == area.last && area.first == at => None,
            None if area.first == area.last => Some(reference(area.first)),
            None => Some(format!("{}:{}", reference(area.first), reference(area.last))),
        };
        marks.notes.entry(at).or_default().add(Saying::new(finding, place));
        let is_line = area.first.0 == area.last.0 || area.first.1 == area.last.1;
        let most = if is_line { LONGEST_FILLED } else { MOST_FILLED };
        let filled = if area.size() <= most { *area } else { Area { first: at, last: at } };
        for cell in filled.cells() {
            let fill = marks.fills.entry(layout.area(cell).first).or_insert(finding.severity);
            *fill = finding.severity.min(*fill);
        }
    }
    marks
}

impl Note {
    /// What is said, the gravest first, cut where Excel would cut it.
    pub fn sayings(&self) -> Vec<Saying> {
        let mut sayings = self.0.clone();
        sayings.sort_by_key(|saying| saying.severity);
        let mut length = 0;
        let kept = sayings.iter().take_while(|saying| {
            length += saying.head.encode_utf16().count() + saying.body.encode_utf16().count() + 3;
            length <= LONGEST
        });
        let kept = kept.count();
        if kept < sayings.len() {
            let (head, left) = ("……".to_owned(), sayings.len() - kept);
            let body = format!("还有 {left} 条放不下，请看核对结果");
            sayings.truncate(kept);
            sayings.push(Saying { severity: Severity::Info, head, body });
        }
        sayings
    }

    /// The whole text.
    pub fn text(&self) -> String {
        let texts: Vec<String> =
            self.sayings().iter().map(|one| format!("{}\n{}", one.head, one.body)).collect();
        texts.join("\n\n")
    }

    /// The same thing is said once.
    fn add(&mut self, saying: Saying) {
        if !self.0.contains(&saying) {
            self.0.push(saying);
        }
    }
}

impl Saying {
    fn new(finding: &Finding, place: Option<String>) -> Saying {
        let place = place.map(|place| format!("（{place}）")).unwrap_or_default();
        let mut body = finding.message.to_string();
        if !finding.help.is_empty() {
            body = format!("{body}\n修改：{}", finding.help);
        }
        Saying {
            severity: finding.severity,
            head: format!("{} {}{place}", finding.severity, finding.code.id),
            body: body.replace("\r\n", "\n").replace('\r', "\n"),
        }
    }
}

/// Whether a text begins as a note does: `错误 NB201`.
pub fn is_saying(text: &str) -> bool {
    [Severity::Error, Severity::Warning, Severity::Info].iter().any(|severity| {
        let code = text.strip_prefix(&format!("{severity} {CODE}"));
        code.is_some_and(|code| code.bytes().take_while(u8::is_ascii_digit).count() == 3)
    })
}
