//! Figures that differ, by row and column of the form.

use super::Side;
use crate::model::form::{TableForm, figure_name};
use crate::model::{Figure, Place, Table};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeSet;

/// A figure with another value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FigureChange {
    /// The id of the table.
    pub table: String,
    /// What the table is called.
    pub table_name: String,
    /// The id of the row.
    pub row: String,
    /// The id of the column.
    pub column: String,
    /// What row and column are called.
    pub name: String,
    /// What stood there, with unit and remark; none where it was blank.
    pub old: Option<String>,
    /// What stands there now.
    pub new: Option<String>,
    /// New less old, where both are numbers.
    pub difference: Option<Decimal>,
    /// Where the old one stands.
    pub old_cell: Option<String>,
    /// Where the new one stands.
    pub new_cell: Option<String>,
    /// Whether the form of one of the two has no such row or column.
    pub is_of_one_edition: bool,
    /// Where the new one stands.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// The figures that differ, table by table. What only one edition has is named where it is
/// filled in.
pub fn changes(old: Side<'_>, new: Side<'_>) -> Vec<FigureChange> {
    let form = new.report.edition.form();
    let mut tables: Vec<&str> = form.tables.iter().map(|table| table.id.as_str()).collect();
    for id in new.report.tables.keys().chain(old.report.tables.keys()) {
        if !tables.contains(&id.as_str()) {
            tables.push(id);
        }
    }
    tables.into_iter().flat_map(|id| of_table(id, old, new)).collect()
}

fn of_table(id: &str, old: Side<'_>, new: Side<'_>) -> Vec<FigureChange> {
    let tables = [new, old].map(|side| side.report.tables.get(id));
    let form = |table: &Table| table.form.form().table(id);
    let forms: Vec<&TableForm> = tables.into_iter().flatten().filter_map(form).collect();
    let squares = |form: &TableForm| -> BTreeSet<(String, String)> {
        form.squares().map(|(row, column)| (row.id.clone(), column.id.clone())).collect()
    };
    let known: Vec<_> = forms.iter().map(|form| squares(form)).collect();
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    for form in &forms {
        for (row, column) in form.squares() {
            let key = (row.id.clone(), column.id.clone());
            let figure = |table: Option<&Table>| {
                table.map_or(Figure::BLANK, |table| table.figure(&row.id, &column.id).clone())
            };
            let [is, was] = tables.map(figure);
            let is_of_one_edition = known.iter().any(|squares| !squares.contains(&key));
            if !seen.insert(key) || was == is {
                continue;
            }
            let place = |side: Side<'_>| side.origins.figure(id, &row.id, &column.id).cloned();
            let shown = |figure: &Figure| Some(figure.to_string()).filter(|text| !text.is_empty());
            changes.push(FigureChange {
                table: id.to_owned(),
                table_name: form.title.clone(),
                row: row.id.clone(),
                column: column.id.clone(),
                name: figure_name(row, column),
                old: shown(&was),
                new: shown(&is),
                difference: was.number().zip(is.number()).map(|(was, is)| is - was),
                old_cell: place(old).map(|place| (old.place_name)(&place)),
                new_cell: place(new).map(|place| (new.place_name)(&place)),
                is_of_one_edition,
                place: place(new),
            });
        }
    }
    changes
}
