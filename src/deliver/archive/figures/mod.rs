//! The figures of a report, read back out of its XML, DOCX, PDF and OFD, and whether they agree.
//!
//! Each file is read for itself: the DOCX by its tables, PDF and OFD by their tags, without a look
//! at the model that they were written from.

mod docx;
mod ofd;
pub mod pdf;
mod xml;

use crate::error::Error;
use crate::formats::xml::parse::Limits;
use crate::model::Forms;
use crate::model::form::{TableForm, figure_name};
use crate::writers::ofd::is_shown;
use crate::writers::ofd::printed::is_print_of;

/// No document of ours is longer, nor nested so deeply.
pub const LIMITS: Limits =
    Limits { bytes: 64 << 20, depth: 64, elements: usize::MAX, attributes: 1_024 };

/// One figure as the XML has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cell {
    text: String,
    unit: String,
}

/// One table as the XML has it: its form, and its figures in the order of the form.
struct Table {
    form: &'static TableForm,
    cells: Vec<Cell>,
}

/// Figures of one document: table by table, in the order of the form.
type Printed = Vec<Vec<String>>;

/// What came out of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// How many tables were compared.
    pub tables: usize,
    /// How many figures were compared.
    pub figures: usize,
    /// What differs, one sentence each.
    pub differences: Vec<String>,
}

/// The documents of a report that are compared with its XML.
#[derive(Debug, Clone, Copy)]
pub struct Documents<'d> {
    /// Word.
    pub docx: &'d [u8],
    /// PDF.
    pub pdf: &'d [u8],
    /// OFD, where there is one.
    pub ofd: Option<&'d [u8]>,
}

/// Compares the documents of a report with its XML cell by cell.
///
/// # Errors
/// [`Error::NotAWorkbook`] with one sentence when one of them cannot be read.
pub fn compare(xml: &[u8], documents: Documents<'_>, forms: Forms) -> Result<Agreement, Error> {
    let failed = |name: &str| {
        let name = name.to_owned();
        move |why: String| Error::NotAWorkbook(format!("读不出 {name} 里的数据：{why}"))
    };
    let tables = xml::read(xml, forms).map_err(failed("XML"))?;
    let forms: Vec<&TableForm> = tables.iter().map(|table| table.form).collect();
    let mut printed = vec![
        ("DOCX", docx::read(documents.docx, &forms).map_err(failed("DOCX"))?),
        ("PDF", pdf::read(documents.pdf, &forms).map_err(failed("PDF"))?),
    ];
    if let Some(ofd) = documents.ofd {
        printed.push(("OFD", ofd::read(ofd, &forms).map_err(failed("OFD"))?));
    }
    let mut agreement = Agreement { tables: tables.len(), ..Agreement::default() };
    for (index, table) in tables.iter().enumerate() {
        for (order, (row, column)) in table.form.squares().enumerate() {
            let cell = &table.cells[order];
            agreement.figures += 1;
            let texts = printed.iter().map(|(name, tables)| (*name, &tables[index][order]));
            if !texts.clone().all(|(_, text)| cell.is_printed_as(text)) {
                let others: String =
                    texts.map(|(name, text)| format!("，{name} 是{}", shown(text))).collect();
                agreement.differences.push(format!(
                    "{}，{}：XML 是{}{others}",
                    table.form.title,
                    figure_name(row, column),
                    shown(&cell.text),
                ));
            }
        }
    }
    Ok(agreement)
}

impl Cell {
    /// Whether a printed text is this figure. XML names the unit of every amount; on paper
    /// it stands in the cell only where the workbook has it there.
    fn is_printed_as(&self, printed: &str) -> bool {
        let bare = || without_unit(&squeeze(printed), &self.unit);
        is_print_of(printed, &self.text)
            || (!self.unit.is_empty() && is_print_of(&bare(), &self.text))
    }
}

/// `20.30万元（含利息）` without its unit behind the number.
fn without_unit(printed: &str, unit: &str) -> String {
    let digits = printed.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    match digits.strip_prefix(unit) {
        Some(rest) => printed[..printed.len() - digits.len()].to_owned() + rest,
        None => printed.to_owned(),
    }
}

/// What a reader sees, without blanks: a line may break anywhere. An OFD has nothing else, so
/// that a soft hyphen in the other files is no difference.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && is_shown(*c)).collect()
}

fn shown(text: &str) -> String {
    if text.is_empty() { "空白".to_owned() } else { format!("“{text}”") }
}

/// The document's tables, each with as many figures as its form has.
fn checked(tables: Printed, forms: &[&TableForm]) -> Result<Printed, String> {
    if tables.len() != forms.len() {
        return Err(format!("有 {} 张表，应有 {} 张", tables.len(), forms.len()));
    }
    for (table, form) in tables.iter().zip(forms) {
        let expected = form.squares().count();
        if table.len() != expected {
            return Err(format!("“{}”有 {} 个数据，应有 {expected} 个", form.title, table.len()));
        }
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_may_stand_in_the_cell_or_not() {
        let cell = Cell { text: "20.30（含利息）".into(), unit: "万元".into() };
        assert!(cell.is_printed_as("20.30万元（含利息）"));
        assert!(cell.is_printed_as("20.30（含 利息）"));
        assert!(!cell.is_printed_as("20.3万元（含利息）"));
        assert!(!cell.is_printed_as("20.30元（含利息）"));
        assert!(cell.is_printed_as("20.30（含\u{ad}利\u{200b}息）"));
        let blank = Cell { text: String::new(), unit: String::new() };
        assert!(blank.is_printed_as(" ") && !blank.is_printed_as("0"));
    }
}
