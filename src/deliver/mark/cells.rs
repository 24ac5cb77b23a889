//! The cells of a sheet: gives them other formats, and puts in those that are not there.

use super::broken;
use super::layout::Layout;
use super::styles::Styles;
use crate::diag::Severity;
use crate::error::Error;
use crate::formats::xml::markup::{Tag, TagKind, tags};
use crate::formats::xml::patch::Patch;
use crate::model::area::{Position, position, reference};
use std::collections::BTreeMap;

/// A row that has cells to be filled.
struct Row<'a> {
    tag: Tag<'a>,
    /// Where its cells end.
    end: usize,
    /// Column and place of each of its cells.
    cells: Vec<(u32, usize)>,
}

/// What one walk over the cells brings.
#[derive(Default)]
struct Found<'a> {
    /// `sheetData` without content.
    empty: Option<Tag<'a>>,
    /// Where rows end; `None` in a sheet that has no place for any.
    end: Option<usize>,
    /// Wanted rows that are there.
    rows: BTreeMap<u32, Row<'a>>,
    /// Where wanted rows belong that are not.
    gaps: BTreeMap<u32, usize>,
}

/// Fills the wanted cells, and gives cells that we filled before their own format back.
pub fn fill(
    wanted: &BTreeMap<Position, Severity>,
    layout: &Layout,
    styles: &mut Styles,
    patch: &mut Patch<'_>,
) -> Result<(), Error> {
    let found = restyle(wanted, styles, patch)?;
    let end = found
        .end
        .ok_or_else(|| broken("有一张工作表没有单元格，请用 WPS 或 Excel 另存一次后再标注"))?;
    let mut missing: BTreeMap<u32, Vec<(u32, Severity)>> = BTreeMap::new();
    for (&(row, column), &severity) in wanted {
        let there = |row: &Row<'_>| row.cells.iter().any(|(other, _)| *other == column);
        if !found.rows.get(&row).is_some_and(there) {
            missing.entry(row).or_default().push((column, severity));
        }
    }
    let prefix = &layout.prefix;
    let mut new_rows = String::new();
    for (&row, cells) in &missing {
        let old = found.rows.get(&row);
        let row_format = old.and_then(|old| row_format(&old.tag));
        let mut written = Vec::new();
        for &(column, severity) in cells {
            let format = row_format.or_else(|| layout.column_format(column)).unwrap_or(0);
            let format = styles.marked(format, severity);
            let cell = format!("<{prefix}c r=\"{}\" s=\"{format}\"/>", reference((row, column)));
            written.push((column, cell));
        }
        match old {
            Some(old) => insert(old, &written, patch),
            None => {
                let cells: String = written.into_iter().map(|(_, cell)| cell).collect();
                let text = format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1);
                match &found.empty {
                    Some(_) => new_rows.push_str(&text),
                    None => patch.insert(*found.gaps.get(&row).unwrap_or(&end), text),
                }
            }
        }
    }
    if let Some(tag) = found.empty.filter(|_| !new_rows.is_empty()) {
        tag.fill(&new_rows, patch);
    }
    Ok(())
}

/// Walks over all cells once. Rows and cells without a number stand behind the one before.
fn restyle<'a>(
    wanted: &BTreeMap<Position, Severity>,
    styles: &mut Styles,
    patch: &mut Patch<'a>,
) -> Result<Found<'a>, Error> {
    let mut found = Found::default();
    // Wanted rows, and the first of them that no greater row has passed yet.
    let mut rows: Vec<u32> = wanted.keys().map(|(row, _)| *row).collect();
    rows.dedup();
    let mut ahead = rows.iter().copied().peekable();
    let mut row = None;
    let mut column = None;
    let mut inside = false;
    for tag in tags(patch.text()) {
        let tag = tag?;
        if tag.depth == 1 {
            inside = tag.local() == "sheetData" && tag.kind == TagKind::Open;
            if tag.local() == "sheetData" && tag.kind != TagKind::Open {
                found.end = Some(tag.span.start);
                found.empty = (tag.kind == TagKind::Empty).then_some(tag);
                break;
            }
        } else if !inside {
            continue;
        } else if tag.depth == 2 && tag.opens("row") {
            let number = tag.value("r").and_then(|r| r.number::<u32>()?.checked_sub(1));
            let number = number.unwrap_or_else(|| row.map_or(0, |row: u32| row.saturating_add(1)));
            while let Some(passed) = ahead.next_if(|wanted| *wanted < number) {
                found.gaps.insert(passed, tag.span.start);
            }
            if rows.binary_search(&number).is_ok() {
                let end = tag.span.end;
                found.rows.entry(number).or_insert_with(|| Row { tag, end, cells: Vec::new() });
            }
            row = Some(number);
            column = None;
        } else if tag.depth == 2 && tag.kind == TagKind::Close {
            let open = row.and_then(|row| found.rows.get_mut(&row));
            open.into_iter().for_each(|open| open.end = tag.span.start);
        } else if tag.depth == 3 && tag.opens("c") {
            let next = column.map_or(0, |column: u32| column.saturating_add(1));
            let named = tag.value("r").and_then(|r| position(&r.text()));
            let here = named.map_or(next, |(_, column)| column);
            column = Some(here);
            let row = row.unwrap_or(0);
            if let Some(open) = found.rows.get_mut(&row) {
                open.cells.push((here, tag.span.start));
            }
            restyle_cell(&tag, wanted.get(&(row, here)).copied(), styles, patch);
        }
    }
    Ok(found)
}

fn restyle_cell(
    tag: &Tag<'_>,
    wanted: Option<Severity>,
    styles: &mut Styles,
    patch: &mut Patch<'_>,
) {
    let old = tag.value("s").and_then(|s| s.number()).unwrap_or(0);
    let new = match wanted {
        Some(severity) => styles.marked(old, severity),
        None => styles.unmarked(old),
    };
    if new != old {
        tag.set("s", &new.to_string(), patch);
    }
}

/// Puts cells into a row, in the order of columns.
fn insert(row: &Row<'_>, new: &[(u32, String)], patch: &mut Patch<'_>) {
    if row.tag.kind == TagKind::Empty {
        let cells: String = new.iter().map(|(_, cell)| cell.as_str()).collect();
        row.tag.fill(&cells, patch);
    } else {
        for (column, cell) in new {
            let next = row.cells.iter().find(|(other, _)| other > column);
            patch.insert(next.map_or(row.end, |(_, at)| *at), cell.as_str());
        }
    }
    // `spans` names the columns of the row, from 1; a cell outside of it would be a lie.
    let Some(spans) = row.tag.value("spans") else { return };
    let text = spans.text();
    let Some((first, last)) = text.split_once(':') else { return };
    let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>()) else { return };
    let columns = || new.iter().map(|(column, _)| column + 1);
    let wider = (columns().fold(first, u32::min), columns().fold(last, u32::max));
    if wider != (first, last) {
        patch.replace(spans.span.clone(), &format!("{}:{}", wider.0, wider.1));
    }
}

/// The format that a row gives to cells it does not have.
fn row_format(tag: &Tag<'_>) -> Option<usize> {
    tag.value("customFormat").filter(|custom| custom.is_true())?;
    tag.value("s")?.number()
}
