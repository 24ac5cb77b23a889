//! What sections, tables, rows and columns are known by to the rules: their roles.
//!
//! A role is said once, in a form that comes with the program; what an added edition says in
//! the same words, or calls by the same id, has the same role there.

use super::sound::{Fault, Step};
use super::{Column, Form, Row, SectionForm, TableForm};
use crate::text::label::fold;

/// Gives an added form the roles of what it shares with these.
///
/// # Errors
/// A role that no form of these has.
pub(super) fn inherit(form: &mut Form, shipped: &[&Form]) -> Result<(), Fault> {
    let tables = || shipped.iter().flat_map(|form| &form.tables);
    for (index, section) in form.sections.iter_mut().enumerate() {
        let known =
            || shipped.iter().flat_map(|form| form.sections.iter().map(|s| (s, form.role_of(s))));
        let path = [Step::Key("section"), Step::Item(index)];
        settle(&mut section.role, known().filter_map(|(_, role)| role), &path)?;
        if section.role.is_none() && section.table.is_none() {
            let same = known().find(|(other, _)| shares_heading(section, other));
            section.role = same.and_then(|(_, role)| role).map(str::to_owned);
        }
    }
    for (index, table) in form.tables.iter_mut().enumerate() {
        let path = [Step::Key("table"), Step::Item(index)];
        settle(&mut table.role, tables().map(TableForm::role), &path)?;
        if table.role.is_none() && !tables().any(|other| other.id == table.id) {
            let same = tables().find(|other| fold(&other.title) == fold(&table.title));
            table.role = same.map(|other| other.role().to_owned());
        }
        let role = table.role().to_owned();
        let known: Vec<&TableForm> = tables().filter(|other| other.role() == role).collect();
        of_table(table, &known, &path)?;
    }
    Ok(())
}

fn of_table(table: &mut TableForm, known: &[&TableForm], path: &[Step]) -> Result<(), Fault> {
    for (index, block) in table.blocks.iter_mut().enumerate() {
        let path = [path, &[Step::Key("block"), Step::Item(index)]].concat();
        let rows = || known.iter().flat_map(|table| table.rows());
        for (index, row) in block.rows.iter_mut().enumerate() {
            let path = [&path[..], &[Step::Key("rows"), Step::Item(index)]].concat();
            settle(&mut row.role, rows().map(Row::role), &path)?;
            if row.role.is_none() {
                let same = rows().find(|other| other.id == row.id);
                let same = same.or_else(|| rows().find(|other| reads_as(other.path(), row.path())));
                row.role =
                    same.map(|other| other.role().to_owned()).or_else(|| of_group(row, rows()));
            }
        }
        let columns = || known.iter().flat_map(|table| table.columns());
        for (index, column) in block.columns.iter_mut().enumerate() {
            let path = [&path[..], &[Step::Key("columns"), Step::Item(index)]].concat();
            settle(&mut column.role, columns().map(Column::role), &path)?;
            if column.role.is_none() && !columns().any(|other| other.id == column.id) {
                let same = columns().find(|other| reads_as(other.path(), column.path()));
                column.role = same.map(|other| other.role().to_owned());
            }
        }
    }
    Ok(())
}

/// The role that all rows of its group have: one more reason to refuse is a refusal too.
fn of_group<'r>(row: &Row, known: impl Iterator<Item = &'r Row>) -> Option<String> {
    let group = row.under.last()?;
    let mut roles = known.filter(|other| other.under.last() == Some(group)).map(Row::role);
    let first = roles.next()?;
    roles.all(|role| role == first).then(|| first.to_owned())
}

fn shares_heading(section: &SectionForm, other: &SectionForm) -> bool {
    let heading = fold(&section.heading);
    other.aliases.iter().chain([&other.heading]).any(|known| fold(known) == heading)
}

/// Whether two labels with those above them are the same words.
fn reads_as<'l>(a: impl Iterator<Item = &'l str>, b: impl Iterator<Item = &'l str>) -> bool {
    a.map(fold).eq(b.map(fold))
}

/// A role that is said must be one that a form of the program has.
fn settle<'r>(
    said: &mut Option<String>,
    known: impl Iterator<Item = &'r str>,
    path: &[Step],
) -> Result<(), Fault> {
    let Some(role) = said else { return Ok(()) };
    let mut known: Vec<&str> = known.collect();
    if known.contains(&role.as_str()) {
        return Ok(());
    }
    let mut seen = std::collections::BTreeSet::new();
    known.retain(|role| seen.insert(*role));
    let path = [path, &[Step::Key("role")]].concat();
    Err(Fault::new(path, format!("作用（role）“{role}”不认识，可以写：{}", known.join("、"))))
}
