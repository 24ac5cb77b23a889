//! The sheet 核对结果: every finding with a link to its cell, the gravest first, so that
//! nobody need look for comments on all sheets.

use super::book::Book;
use super::sheets::{self, End, row};
use super::styles::{Look, Styles};
use crate::diag::{Finding, text::counts};
use crate::error::Error;
use crate::formats::opc::Edit;
use crate::formats::xml::printer::escape_attribute;
use crate::model::Place;
use crate::model::area::reference;
use crate::model::form::fields;
use crate::reader::acceptances::name;
use crate::reader::open::{OpenOptions, open};
use crate::reader::results::is_ours;

/// Widths of the columns in characters.
const WIDTHS: [u32; 5] = [8, 9, 26, 64, 52];
/// Row of the heads from 0.
const HEADS: u32 = 2;

/// The number of the sheet that an earlier marking has added.
pub fn find(workbook: &[u8], book: &Book) -> Option<usize> {
    let name = &fields().results.sheet;
    book.sheets.iter().find(|sheet| sheet.name.starts_with(name.as_str()))?;
    let grid = open(workbook, &OpenOptions::default()).ok()?.book;
    let known = grid.sheets.iter().find(|sheet| is_ours(sheet))?;
    book.sheets.iter().position(|sheet| sheet.name == known.name && sheet.part.is_some())
}

/// Lists the findings on the sheet of an earlier marking, or on a new one before all others.
/// A workbook whose structure is locked gets no sheet.
pub fn write(
    findings: &[Finding],
    book: &Book,
    styles: &mut Styles,
    package: &mut Edit<'_>,
) -> Result<(), Error> {
    let part = book.results.and_then(|old| book.sheets[old].part.as_ref());
    match part {
        Some(part) => {
            let selected = package.text(part)?.is_some_and(|text| sheets::is_selected(&text));
            let content = content(findings, selected, book, styles);
            package.write(part, sheets::text(&content, book.strict));
            Ok(())
        }
        None if findings.is_empty() || book.is_locked => Ok(()),
        None => {
            let content = content(findings, true, book, styles);
            sheets::add(book, &fields().results.sheet, &content, End::Front, package)
        }
    }
}

fn content(findings: &[Finding], selected: bool, book: &Book, styles: &mut Styles) -> String {
    let form = &fields().results;
    let cells = |texts: Vec<String>| -> Vec<(u32, String)> { (0..).zip(texts).collect() };
    let title = format!("{}：{}", form.sheet, counts(findings));
    let looks = [Look::Title, Look::Line, Look::Head, Look::Text, Look::Link];
    let [big, line, head, plain, link] = looks.map(|look| styles.of(look));
    let mut rows = row("", 0, &[(0, title)], |_| big);
    rows.push_str(&row("", 1, &[(0, form.line.clone())], |_| line));
    rows.push_str(&row("", HEADS, &cells(form.columns.to_vec()), |_| head));
    let mut links = String::new();
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|one| (one.accepted.is_some(), one.severity));
    for (number, finding) in (HEADS + 1..).zip(sorted) {
        let target = finding.place.as_ref().and_then(|place| target(place, book));
        let (severity, help) = match &finding.accepted {
            Some(reason) => {
                (form.accepted.clone(), format!("理由：{}{}", reason.why, reason.signature()))
            }
            None => (finding.severity.to_string(), finding.help.to_string()),
        };
        let colour = match finding.accepted {
            Some(_) => plain,
            None => styles.marked(plain, finding.severity),
        };
        let code = finding.code.id.to_owned();
        let place = name(finding.place.as_ref());
        let texts = vec![severity, code, place, finding.message.to_string(), help];
        rows.push_str(&row("", number, &cells(texts), |column| match column {
            0 => colour,
            2 if target.is_some() => link,
            _ => plain,
        }));
        if let Some(target) = target {
            let cell = reference((number, 2));
            links.push_str(&format!("<hyperlink ref=\"{cell}\" location=\"{target}\"/>"));
        }
    }
    let columns: String = (1..)
        .zip(WIDTHS)
        .map(|(n, width)| {
            format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}\" customWidth=\"1\"/>")
        })
        .collect();
    let selected = if selected { " tabSelected=\"1\"" } else { "" };
    let top = HEADS + 1;
    let links = match links.is_empty() {
        true => links,
        false => format!("<hyperlinks>{links}</hyperlinks>"),
    };
    format!(
        "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\"{selected} workbookViewId=\"0\"><pane ySplit=\"{top}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>{rows}</sheetData>{links}<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>",
        top + 1
    )
}

/// The place as a link names it; nothing where this workbook has no such sheet.
fn target(place: &Place, book: &Book) -> Option<String> {
    book.sheets.iter().find(|sheet| sheet.part.is_some() && sheet.name == place.sheet)?;
    let sheet = place.sheet.replace('\'', "''");
    Some(escape_attribute(&format!("'{sheet}'!{}", place.reference())))
}
