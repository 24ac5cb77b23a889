//! The style sheet of the page, and the inline styles of the fragment for editors.

use super::blocks::{Dress, What};
use crate::publication::Table;
use crate::publication::measures::Measures;
use crate::publication::table::{Cell, Role};

/// The narrowest column of a table is at least so wide, in its own type: two characters.
const LEAST_COLUMN_EM: f64 = 2.4;
/// A digit is no wider in any common face.
const DIGIT_EM: f64 = 0.6;
/// What a cell keeps beside its figure.
const BESIDE_EM: f64 = 0.6;
/// The same in print.
const BESIDE_IN_PRINT_EM: f64 = 0.5;
/// A table at least so wide does not fit a phone.
const WIDE_EM: f64 = 24.0;
/// The grid of a table in a piece.
const GRID: &str = "border:1px solid #7d93a8;padding:4px 3px";
/// Its text; every element says it, because nothing stands around them.
const INK: &str = "color:#222222;overflow-wrap:anywhere";
const TEXT: &str = "font-size:16px;line-height:2;color:#222222;overflow-wrap:anywhere";
const HEAD: &str = "background-color:#edf3fa;color:#222222;font-weight:bold";
const LABEL: &str = "background-color:#f7fafd;color:#222222;font-weight:normal";

/// Elements for the style sheet of the page; inline only what differs from table to table.
pub struct Sheet {
    prefix: String,
}

impl Sheet {
    /// With this before every id.
    pub fn new(prefix: &str) -> Sheet {
        Sheet { prefix: prefix.to_owned() }
    }
}

impl Dress for Sheet {
    fn style(&self, what: What<'_>) -> Option<String> {
        match what {
            What::Table(table) => {
                let fit = print_size(table).unwrap_or_default();
                Some(format!("{};{}{fit}", type_size(table), least_width(table)))
            }
            What::Column(part) => Some(share(part)),
            _ => None,
        }
    }

    fn class(&self, what: What<'_>) -> Option<&'static str> {
        match what {
            What::Signature => Some("signature"),
            What::Scroller(table) if least_em(table) >= WIDE_EM => Some("scroller wide"),
            What::Scroller(_) => Some("scroller"),
            _ => None,
        }
    }

    fn scrolls(&self) -> bool {
        true
    }

    fn prefix(&self) -> Option<&str> {
        Some(&self.prefix)
    }
}

/// Elements that carry all their looks themselves.
pub struct Piece {
    prefix: String,
    indent: u32,
}

impl Piece {
    /// With this before every id.
    pub fn new(prefix: &str, measures: &Measures) -> Piece {
        Piece { prefix: prefix.to_owned(), indent: measures.indent_characters }
    }

    fn cell(cell: &Cell) -> String {
        let looks = match cell.role {
            Role::Band | Role::Corner | Role::ColumnHead => format!("{HEAD};text-align:center"),
            Role::RowHead if cell.height > 1 => format!("{LABEL};text-align:center"),
            Role::RowHead => format!("{LABEL};text-align:left"),
            Role::Figure => "text-align:center;overflow-wrap:normal".to_owned(),
        };
        // Not the rows: a label beside many of them would keep them all together.
        let keep = if cell.height == 1 { ";page-break-inside:avoid" } else { "" };
        format!("{GRID};{looks};vertical-align:middle{keep}")
    }
}

impl Dress for Piece {
    fn style(&self, what: What<'_>) -> Option<String> {
        let indent = self.indent;
        let style = match what {
            What::Heading(1) => {
                let font = "font-size:18px;line-height:2;font-weight:bold";
                format!("{font};{INK};text-indent:{indent}em;margin:24px 0 8px")
            }
            What::Heading(_) => {
                let font = "font-size:16px;line-height:2;font-weight:bold";
                format!("{font};{INK};text-indent:{indent}em;margin:12px 0 4px")
            }
            What::Paragraph => format!("{TEXT};text-indent:{indent}em;margin:0 0 4px"),
            What::Signature => format!("{TEXT};text-indent:0;text-align:right;margin:0"),
            What::Scroller(_) => return None,
            What::Table(table) => {
                format!(
                    "border-collapse:collapse;width:100%;{};{INK};line-height:1.5;text-indent:0;\
                     margin:12px 0 20px;page-break-inside:avoid",
                    type_size(table)
                )
            }
            What::Caption => "font-weight:bold;text-align:center;padding:4px 0;\
                              caption-side:top"
                .to_owned(),
            What::Column(part) => share(part),
            What::Cell(cell) => Piece::cell(cell),
        };
        Some(style)
    }

    fn has_lines(&self) -> bool {
        true
    }

    fn prefix(&self) -> Option<&str> {
        Some(&self.prefix)
    }
}

fn type_size(table: &Table) -> String {
    format!("font-size:{}pt", table.font_pt)
}

/// Below this a column would hold one character a line, or a figure would break: the box
/// around the table scrolls.
fn least_em(table: &Table) -> f64 {
    let whole: f64 = table.columns.iter().sum();
    let narrowest = table.columns.iter().copied().fold(f64::INFINITY, f64::min);
    figures_em(table, BESIDE_EM).max(LEAST_COLUMN_EM * whole / narrowest).ceil()
}

/// How wide a table must be for its figures, with so much beside each.
fn figures_em(table: &Table, beside: f64) -> f64 {
    let whole: f64 = table.columns.iter().sum();
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let figures = cells.filter(|cell| cell.role == Role::Figure).map(|cell| {
        let digits = cell.text.chars().take_while(char::is_ascii).count() as f64;
        let columns: f64 = table.columns[cell.x..cell.x + cell.width].iter().sum();
        (digits * DIGIT_EM + beside) * whole / columns
    });
    figures.fold(0.0, f64::max)
}

/// The size of type in print, where the figures would not fit on the paper in that of the
/// table; the style sheet looks for it.
fn print_size(table: &Table) -> Option<String> {
    const POINTS: f64 = 72.0 / 25.4;
    let fit = table.columns.iter().sum::<f64>() * POINTS / figures_em(table, BESIDE_IN_PRINT_EM);
    (fit < table.font_pt).then(|| format!(";--fit:{:.1}pt", (fit * 10.0).floor() / 10.0))
}

fn least_width(table: &Table) -> String {
    format!("min-width:{}em", least_em(table))
}

fn share(part: f64) -> String {
    format!("width:{:.2}%", part * 100.0)
}
