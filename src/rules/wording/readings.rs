//! What a quantity can mean in the tables: every reading with its value and its cells.

use super::mention::Mention;
use super::talk::spoken;
use super::words::{Quantity, Reading};
use crate::model::form::{Column, Each, Relation, Row, TableForm};
use crate::model::{Place, Table};
use crate::rules::Subject;
use rust_decimal::Decimal;

/// A reading worked out.
#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    /// In words.
    pub name: String,
    /// The sum of its cells.
    pub value: Decimal,
    /// It may agree, but is not shown: worked out from parts because a total is blank or wrong,
    /// or not meant for certain.
    pub is_hidden: bool,
    /// Its cells, as far as they are few or lie together: `三、依申请公开 J5`.
    pub cells: Option<String>,
    /// The cells that its formulas add up, where it has any.
    pub parts: Option<String>,
}

/// One cell of a reading, with its sign.
struct Term<'f> {
    row: &'f str,
    column: &'f str,
    minus: bool,
}

/// Every reading of a quantity that the tables allow; none where the table is not there or
/// holds no figure at all, or a cell must be put right first.
pub fn readings(
    subject: &Subject<'_>,
    quantity: &'static Quantity,
    mention: &Mention,
) -> Vec<Worked> {
    let Some((table_form, table)) = subject.table(&quantity.table) else { return Vec::new() };
    if table_form
        .squares()
        .all(|(row, column)| table.figure(&row.id, &column.id).number().is_none())
    {
        return Vec::new();
    }
    let mut worked = Vec::new();
    let mut waits = false;
    for reading in &quantity.readings {
        let year = subject.report.metadata.year;
        let says_so = |words: &'static [String], text: &str| {
            words.is_empty() || spoken(words, year).iter().any(|word| text.contains(word.as_ref()))
        };
        if says_so(&reading.when, &mention.said) && says_so(&reading.with, &mention.sentence) {
            waits |= work_out(
                subject,
                table_form,
                table,
                reading,
                &reading.rows,
                &reading.name,
                &mut worked,
            );
        }
    }
    // `予以公开12件，其中自然人10件`: a column of the row just named.
    if quantity.code == "NB413"
        && let (Some(first), Some(row)) =
            (quantity.readings.first(), mention.within.and_then(|q| q.readings.first()))
    {
        let name = format!("{}·{}", row.name, first.name.rsplit('·').next().unwrap_or_default());
        waits |= work_out(subject, table_form, table, first, &row.rows, &name, &mut worked);
    }
    // `自然人申请150件，其中予以公开46件`: a row of the columns just named.
    let is_row = quantity.code == "NB412" || quantity.id.starts_with("carried");
    let columns = mention.among.filter(|_| is_row).map(|applicants| &applicants.readings[..]);
    for column in columns.unwrap_or_default() {
        let Some(row) = quantity.readings.first() else { break };
        let name = format!("{}·{}", row.name, column.name.rsplit('·').next().unwrap_or_default());
        let first = worked.len();
        waits |= work_out(subject, table_form, table, column, &row.rows, &name, &mut worked);
        // Meant for certain only where that is said.
        let is_said = mention.said.contains("其中");
        worked[first..].iter_mut().for_each(|one| one.is_hidden |= !is_said);
    }
    if waits {
        worked.clear();
    }
    worked
}

/// Adds what a reading comes to: as typed, and as parts add up where totals are blank or wrong.
/// True where it waits for a cell to be put right: then nothing can be said.
fn work_out(
    subject: &Subject<'_>,
    table_form: &TableForm,
    table: &Table,
    reading: &Reading,
    rows: &[String],
    name: &str,
    worked: &mut Vec<Worked>,
) -> bool {
    let terms = terms(table_form, rows, &reading.columns);
    if terms.is_empty() {
        return false;
    }
    if terms.iter().any(|term| subject.waits(table_form, table, term.row, term.column)) {
        return true;
    }
    let sum = |of: &dyn Fn(&Term<'_>) -> Decimal| -> Decimal {
        terms.iter().map(|term| if term.minus { -of(term) } else { of(term) }).sum()
    };
    let by = |each: Each, term: &Term<'_>| implied(table_form, table, term, each);
    let typed = |term: &Term<'_>| {
        let number = table.figure(term.row, term.column).number();
        number.or_else(|| by(Each::Row, term)).unwrap_or_default()
    };
    let (across, down) = (
        sum(&|term| by(Each::Row, term).unwrap_or_else(|| typed(term))),
        sum(&|term| by(Each::Column, term).unwrap_or_else(|| typed(term))),
    );
    let typed = sum(&typed);
    let cells = cells(subject, &table_form.id, &terms);
    let is_formula =
        |term: &&Term<'_>| subject.origins.is_formula(&table_form.id, term.row, term.column);
    let parts: Vec<Term<'_>> =
        terms.iter().filter(is_formula).flat_map(|term| parts(table_form, term)).collect();
    let parts = match parts.is_empty() {
        true => None,
        false => self::cells(subject, &table_form.id, &parts),
    };
    for (value, is_hidden) in [(typed, false), (across, true), (down, true)] {
        if !worked.iter().any(|known| known.value == value) {
            let (name, cells, parts) = (name.to_owned(), cells.clone(), parts.clone());
            worked.push(Worked { name, value, is_hidden, cells, parts });
        }
    }
    false
}

/// The cells of a reading that the form has; empty where it lacks one that is named.
fn terms<'f>(table: &'f TableForm, rows: &[String], columns: &[String]) -> Vec<Term<'f>> {
    let mut terms = Vec::new();
    for spoken in rows {
        let minus = spoken.starts_with('-');
        let role = spoken.trim_start_matches('-');
        let is_in = |column: &Column| {
            columns.iter().any(|name| column.role() == name || column.under.contains(name))
        };
        let found: Vec<Term<'f>> = table
            .squares()
            .filter(|(row, column)| (row.role() == role || is_called(row, role)) && is_in(column))
            .map(|(row, column)| Term { row: &row.id, column: &column.id, minus })
            .collect();
        if found.is_empty() {
            return Vec::new();
        }
        terms.extend(found);
    }
    terms
}

/// Whether a row has this label, its number aside.
pub fn is_called(row: &Row, label: &str) -> bool {
    row.label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.') == label
}

/// What a total comes to by its parts; `None` for what is no total or has no part filled in.
fn implied(table_form: &TableForm, table: &Table, term: &Term<'_>, each: Each) -> Option<Decimal> {
    let own = if each == Each::Row { term.column } else { term.row };
    let relation = table_form
        .relations
        .iter()
        .find(|relation| relation.each == each && relation.left[..] == [own.to_owned()])?;
    let part = |id: &String| match each {
        Each::Row => table.figure(term.row, id).number(),
        Each::Column => table.figure(id, term.column).number(),
    };
    let parts: Vec<Decimal> = relation.right.iter().filter_map(part).collect();
    (!parts.is_empty()).then(|| parts.into_iter().sum())
}

/// What the formula of a total adds up: the other figures of its row.
fn parts<'f>(table: &'f TableForm, total: &Term<'f>) -> impl Iterator<Item = Term<'f>> {
    let is_own = |relation: &&Relation| {
        relation.each == Each::Row && relation.left[..] == [total.column.to_owned()]
    };
    let relation = table.relations.iter().find(is_own);
    let ids = relation.into_iter().flat_map(|relation| &relation.right);
    let row = total.row;
    ids.map(move |column| Term { row, column, minus: false })
}

/// The cells by name: one, or two, or the rectangle of several.
fn cells(subject: &Subject<'_>, table: &str, terms: &[Term<'_>]) -> Option<String> {
    let places: Vec<Place> = terms
        .iter()
        .map(|term| subject.place(table, term.row, term.column))
        .collect::<Option<Vec<Place>>>()?;
    let sheet = &places.first()?.sheet;
    if places.iter().any(|place| place.sheet != *sheet) {
        return None;
    }
    let names = match &places[..] {
        [one] => one.reference(),
        [one, other] => format!("{}、{}", one.reference(), other.reference()),
        [first, rest @ ..] => {
            let all = rest.iter().try_fold(first.clone(), |all, place| all.joined(place))?;
            if terms.iter().any(|term| term.minus) {
                return Some(sheet.clone());
            } else {
                all.reference()
            }
        }
        [] => return None,
    };
    Some(format!("{sheet} {names}"))
}
