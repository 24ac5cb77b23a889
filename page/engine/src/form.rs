//! The official form as the page draws it to be filled: its tables as rectangles with ids,
//! its sums, its sections and the fields of 基本信息.

use nianbao::Options;
use nianbao::model::Form;
use nianbao::model::form::{Each, FieldForm, FieldKind, TableForm, fields, figure_name};
use nianbao::model::grid::{Cell, Grid};
use serde_json::{Value, json};

/// Every edition, the newest first.
pub fn forms(options: &Options) -> Value {
    json!({
        "fields": fields().fields.iter().map(field).collect::<Value>(),
        "sheet": fields().sheet,
        "editions": options.forms.iter().map(edition).collect::<Value>(),
    })
}

fn field(field: &FieldForm) -> Value {
    json!({
        "id": field.id,
        "label": field.label,
        "kind": match field.kind {
            FieldKind::Text => "text",
            FieldKind::Year => "year",
            FieldKind::Date => "date",
            FieldKind::Code => "code",
            FieldKind::Choice => "choice",
        },
        "required": field.required,
        "note": field.note,
        "choices": field.choices,
    })
}

fn edition(form: &'static Form) -> Value {
    let sections = form.sections.iter().map(|section| {
        json!({
            "number": section.number,
            "heading": section.heading,
            "sheet": section.sheet,
            "table": section.table,
        })
    });
    json!({
        "edition": form.name,
        "firstYear": form.first_year,
        "lastYear": form.last_year,
        "notice": form.notice,
        "sections": sections.collect::<Value>(),
        "tables": form.tables.iter().map(table).collect::<Value>(),
    })
}

fn table(form: &TableForm) -> Value {
    let grid = Grid::printed(form);
    let sums = form.relations.iter().map(|relation| {
        json!({
            "code": relation.code,
            "each": match relation.each { Each::Row => "row", Each::Column => "column" },
            "left": relation.left,
            "right": relation.right,
        })
    });
    json!({
        "id": form.id,
        "title": form.title,
        "unit": form.unit,
        "widths": form.grid_mm,
        "rows": grid.rows(),
        "cells": grid.cells.iter().map(cell).collect::<Value>(),
        "sums": sums.collect::<Value>(),
    })
}

fn cell(cell: &Cell<'_>) -> Value {
    let figure = cell.row.zip(cell.column).filter(|_| cell.label.is_empty());
    json!({
        "y": cell.y,
        "x": cell.x,
        "height": cell.height,
        "width": cell.width,
        "role": cell.role,
        "label": cell.label,
        "row": figure.map(|(row, _)| &row.id),
        "column": figure.map(|(_, column)| &column.id),
        "name": figure.map(|(row, column)| figure_name(row, column)),
    })
}
