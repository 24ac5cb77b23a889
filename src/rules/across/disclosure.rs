//! The table of what was disclosed: what its figures can be beside each other, and for this body.

use super::codes::{NB303, NB304, NB305, NB306};
use crate::diag::Finding;
use crate::model::form::Row;
use crate::model::{Place, Table};
use crate::rules::Subject;
use crate::rules::body::Body;
use rust_decimal::Decimal;

/// Role of the table.
const TABLE: &str = "proactive";
/// Role of its row of 规章.
const RULES: &str = "rules";

/// 规章 only from bodies that may make them.
pub fn rules_without_power(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some((table_form, table)) = subject.table(TABLE) else { return };
    let body = Body::of(&subject.report.metadata);
    if body.may_make_rules() != Some(false) {
        return;
    }
    let Some(row) = table_form.rows_of(RULES).next() else { return };
    let Some(block) = table_form.block_of(&row.id) else { return };
    let filled: Vec<(String, Option<Place>)> = block
        .columns
        .iter()
        .filter_map(|column| {
            let number = positive(table, &row.id, &column.id)?;
            let place = subject.place(&table_form.id, &row.id, &column.id);
            Some((format!("{} {number}", column.label), place))
        })
        .collect();
    if filled.is_empty() {
        return;
    }
    let figures: Vec<&str> = filled.iter().map(|(text, _)| text.as_str()).collect();
    let place = filled
        .iter()
        .filter_map(|(_, place)| place.clone())
        .reduce(|a, b| a.joined(&b).unwrap_or(a));
    let who = subject.report.metadata.field("category").filter(|_| body.is_stated);
    let who = who.map_or("从机关名称看，本机关".to_owned(), |category| {
        format!("机关类别是“{category}”，")
    });
    findings.push(
        Finding::new(
            &NB303,
            format!("{who}没有规章制定权，但“{}”填了：{}", row.label, figures.join("，")),
            "规范性文件请填在下一行；确有规章制定权的，改正“机关类别”。",
        )
        .at(place),
    );
}

/// 现行有效 holds what was made this year, unless it was repealed within the year.
pub fn in_force(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    each_row(
        subject,
        |row, number, place| {
            let (made, in_force) = (number("made")?, number("inForce")?);
            (in_force < made).then(|| {
                Finding::new(
                    &NB304,
                    format!("“{}”现行有效 {in_force} 件，少于本年制发的 {made} 件", row.label),
                    "核对两个数；当年制发又当年废止的，可以不理会。",
                )
                .at(place("inForce"))
            })
        },
        findings,
    );
}

/// 2019: what was disclosed this year is part of all that is disclosed.
pub fn disclosed_of_all(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    each_row(
        subject,
        |row, number, place| {
            let (this_year, all) = (number("disclosed")?, number("totalDisclosed")?);
            (this_year > all).then(|| {
                Finding::new(
                    &NB305,
                    format!(
                        "“{}”本年新公开 {this_year} 件，多于对外公开总数量 {all} 件",
                        row.label
                    ),
                    "对外公开总数量包含本年新公开的，请核对。",
                )
                .at(place("totalDisclosed"))
            })
        },
        findings,
    );
}

/// 2019: a number of items cannot fall below zero.
pub fn change_below_zero(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    each_row(
        subject,
        |row, number, place| {
            let (before, change) = (number("lastYear")?, number("change")?);
            (before + change < Decimal::ZERO).then(|| {
                let after = before + change;
                Finding::new(
                    &NB306,
                    format!(
                        "“{}”上一年项目数量 {before}，本年增/减 {change}，相加为 {after}",
                        row.label
                    ),
                    "项目数量不能少于 0，请核对两个数。",
                )
                .at(place("change"))
            })
        },
        findings,
    );
}

/// Calls a check on every row with its figures and places by the role of their column.
fn each_row(
    subject: &Subject<'_>,
    check: impl Fn(
        &Row,
        &dyn Fn(&str) -> Option<Decimal>,
        &dyn Fn(&str) -> Option<Place>,
    ) -> Option<Finding>,
    findings: &mut Vec<Finding>,
) {
    let Some((table_form, table)) = subject.table(TABLE) else { return };
    for row in table_form.rows() {
        let id = |role: &str| Some(&table_form.block_of(&row.id)?.column_of(role)?.id);
        let number = |role: &str| table.figure(&row.id, id(role)?).number();
        let place = |role: &str| subject.place(&table_form.id, &row.id, id(role)?);
        findings.extend(check(row, &number, &place));
    }
}

fn positive(table: &Table, row: &str, column: &str) -> Option<Decimal> {
    table.figure(row, column).number().filter(|number| *number > Decimal::ZERO)
}
