//! The sheet 核对结果 of a marked copy: our own words about a report, and no part of it. It is
//! left out before anything else looks at the sheets.

use super::grid::Sheet;
use crate::model::form::fields;
use crate::text::label::fold;

/// The heads stand in one of the first rows.
const HEAD_ROWS: u32 = 10;

/// Whether a sheet lists our findings: by its name and its heads.
pub fn is_ours(sheet: &Sheet) -> bool {
    let form = &fields().results;
    let has_heads = |row: u32| {
        let has = |head: &String| {
            sheet.row(row).any(|(at, _)| sheet.text(at).is_some_and(|text| text.trim() == head))
        };
        form.columns.iter().all(has)
    };
    fold(&sheet.name).starts_with(&fold(&form.sheet)) && (0..HEAD_ROWS).any(has_heads)
}
