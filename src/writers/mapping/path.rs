//! Paths into a report: `agency`, `requests.r1.total`, `section.1.text`, and `.id` of what an
//! element repeats for.
//!
//! Paths of every edition are known; where a report is on another form, they are blank.

use crate::model::form::{Column, FigureKind, Form, Row, TableForm, fields};
use crate::model::{Date, Figure, Forms, Metadata, Passage, Report, Section, Table};
use crate::payload::names::NAMES;
use crate::payload::write;
use crate::text::numeral::numeral;
use crate::text::unit::WAN_YUAN;

/// A path to one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Path(Vec<String>);

/// A path to several things of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Collection(Vec<String>);

/// What an element repeats for, as far as paths are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// The report alone.
    Report,
    Word,
    Section,
    Passage,
    Table,
    Row,
    Cell,
}

/// Where in a mapping a path stands, and the editions whose paths there are.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    /// What the element repeats for.
    pub inside: Inside,
    /// The editions.
    pub forms: Forms,
}

/// One of those things.
#[derive(Debug, Clone, Copy)]
pub enum Item<'r> {
    Report,
    Word(&'r str),
    Section(&'r Section),
    Passage(&'r Passage),
    Table(&'r TableForm, &'r Table),
    Row(&'r TableForm, &'r Table, &'r Row),
    Cell(&'r TableForm, &'r Table, &'r Row, &'r Column),
}

/// What a figure has.
const FIGURE: [&str; 3] = ["value", "unit", "remark"];
/// What there is inside.
const SECTION: [&str; 4] = ["no", "ordinal", "heading", "text"];
const PASSAGE: [&str; 2] = ["text", "level"];
const TABLE: [&str; 4] = ["id", "title", "form", "unit"];
const ROW: [&str; 3] = ["id", "label", "table"];
const CELL: [&str; 7] = ["column", "label", "row", "table", "value", "unit", "remark"];
/// What the report has beside its fields.
const REPORT: [&str; 3] = ["year", "format", "edition"];

impl Inside {
    /// Names after a full stop.
    fn names(self) -> &'static [&'static str] {
        match self {
            Inside::Report | Inside::Word => &[],
            Inside::Section => &SECTION,
            Inside::Passage => &PASSAGE,
            Inside::Table => &TABLE,
            Inside::Row => &ROW,
            Inside::Cell => &CELL,
        }
    }
}

impl Path {
    /// Reads a path. `.` is the thing itself.
    ///
    /// # Errors
    /// A sentence on why there is no such thing.
    pub fn parse(typed: &str, here: Here) -> Result<Path, String> {
        let Here { inside, forms } = here;
        let path = Path(typed.split('.').map(str::to_owned).collect());
        match path.parts()[..] {
            ["", ""] if matches!(inside, Inside::Word | Inside::Passage) => Ok(path),
            ["", name] => match inside.names() {
                [] => Err(format!("“{typed}”只能用在写了 each 的元素里")),
                names if names.contains(&name) => Ok(path),
                names => Err(format!("没有“{typed}”，这里可以写 .{}", names.join("、."))),
            },
            ["item", key] if !key.is_empty() => Ok(path),
            ["section", number, name] => match SECTION.contains(&name) && is_section(forms, number)
            {
                true => Ok(path),
                false => Err(format!("没有“{typed}”，应如 section.1.text")),
            },
            [name] if REPORT.contains(&name) || is_field(name) => Ok(path),
            [table, row, column] if has_figure(forms, table, row, column) => Ok(path),
            [table, row, column, of]
                if has_figure(forms, table, row, column) && FIGURE.contains(&of) =>
            {
                Ok(path)
            }
            _ => Err(unknown(forms, typed)),
        }
    }

    fn parts(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    /// What it leads to; nothing where that is blank.
    pub fn text(&self, report: &Report, item: Item<'_>) -> Option<String> {
        let found = match self.parts()[..] {
            ["", name] => own(item, name),
            ["item", key] => {
                let mut unknown = report.metadata.unknown.iter();
                unknown.find(|(name, _)| name.trim() == key).map(|(_, text)| text.clone())
            }
            ["section", number, name] => {
                let section = number.parse().ok().and_then(|number| report.section(number))?;
                of_section(section, name)
            }
            [name] => field(report, name),
            [table, row, column, ref of @ ..] => {
                let table = report.tables.get(table).map(|found| (table, found));
                let (id, table) = table?;
                let column_form = table.form.form().table(id)?.column(row, column)?;
                of_figure(table.figure(row, column), column_form, of.first().unwrap_or(&"value"))
            }
            _ => None,
        };
        found.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// As typed.
    pub fn typed(&self) -> String {
        self.0.join(".")
    }

    /// The date it leads to, with the time of day.
    pub fn date(&self, report: &Report) -> Option<(Date, Option<String>)> {
        let metadata = &report.metadata;
        match self.parts()[..] {
            ["dateProduced"] => Some((metadata.date_produced?, None)),
            ["datePublished"] => Some((metadata.date_published?, metadata.time_published.clone())),
            _ => None,
        }
    }

    /// Whether it leads to a date.
    pub fn is_date(&self) -> bool {
        matches!(self.parts()[..], ["dateProduced" | "datePublished"])
    }

    /// What the clerk must fill in, where that is a key of 基本信息.
    pub fn label(&self) -> Option<&'static str> {
        match self.parts()[..] {
            [name] => fields().fields.iter().find(|f| f.id == name).map(|f| f.label.as_str()),
            _ => None,
        }
    }
}

impl Collection {
    /// Reads a path to several things, and says what they are.
    ///
    /// # Errors
    /// A sentence on why there is no such thing.
    pub fn parse(typed: &str, here: Here) -> Result<(Collection, Inside), String> {
        let Here { inside, forms } = here;
        let collection = Collection(typed.split('.').map(str::to_owned).collect());
        let kind = match (&collection.parts()[..], inside) {
            (["keywords"], _) => Inside::Word,
            (["sections"], _) => Inside::Section,
            (["tables"], _) => Inside::Table,
            (["section", number, "paragraphs"], _) if is_section(forms, number) => Inside::Passage,
            ([table, "rows"], _) if forms.iter().any(|f| f.table(table).is_some()) => Inside::Row,
            ([table, row, "cells"], _) if has_row(forms, table, row) => Inside::Cell,
            (["", "paragraphs"], Inside::Section) => Inside::Passage,
            (["", "rows"], Inside::Table) => Inside::Row,
            (["", "cells"], Inside::Row) => Inside::Cell,
            _ => {
                return Err(format!(
                    "each 不能写“{typed}”，可以写 keywords、sections、section.1.paragraphs、tables、\
                     requests.rows、requests.r1.cells，以及里层的 .paragraphs、.rows、.cells"
                ));
            }
        };
        Ok((collection, kind))
    }

    fn parts(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    /// The things, handed over one by one.
    pub fn each(&self, report: &Report, item: Item<'_>, visit: &mut dyn FnMut(Item<'_>)) {
        let table = |id: &str| {
            let table = report.tables.get(id)?;
            Some((table.form.form().table(id)?, table))
        };
        match (&self.parts()[..], item) {
            (["keywords"], _) => {
                report.metadata.keywords().iter().for_each(|word| visit(Item::Word(word)));
            }
            (["sections"], _) => report.sections.iter().for_each(|s| visit(Item::Section(s))),
            (["tables"], _) => {
                let ids = report.edition.form().tables.iter().map(|table| table.id.as_str());
                ids.filter_map(table).for_each(|(form, table)| visit(Item::Table(form, table)));
            }
            (["section", number, "paragraphs"], _) => {
                let section = number.parse().ok().and_then(|number| report.section(number));
                let passages = section.iter().flat_map(|section| &section.blocks);
                passages.for_each(|passage| visit(Item::Passage(passage)));
            }
            ([id, "rows"], _) if !id.is_empty() => {
                if let Some((form, table)) = table(id) {
                    form.rows().for_each(|row| visit(Item::Row(form, table, row)));
                }
            }
            ([id, row, "cells"], _) if !id.is_empty() => {
                if let Some((form, table)) = table(id)
                    && let Some(row) = form.row(row)
                {
                    cells(form, table, row, visit);
                }
            }
            (["", "paragraphs"], Item::Section(section)) => {
                section.blocks.iter().for_each(|passage| visit(Item::Passage(passage)));
            }
            (["", "rows"], Item::Table(form, table)) => {
                form.rows().for_each(|row| visit(Item::Row(form, table, row)));
            }
            (["", "cells"], Item::Row(form, table, row)) => cells(form, table, row, visit),
            _ => {}
        }
    }
}

fn cells(form: &TableForm, table: &Table, row: &Row, visit: &mut dyn FnMut(Item<'_>)) {
    let columns = form.block_of(&row.id).into_iter().flat_map(|block| &block.columns);
    columns.for_each(|column| visit(Item::Cell(form, table, row, column)));
}

/// What there is in an item under a name; the item itself under none.
fn own(item: Item<'_>, name: &str) -> Option<String> {
    match (item, name) {
        (Item::Word(word), "") => Some(word.to_owned()),
        (Item::Section(section), name) => of_section(section, name),
        (Item::Passage(passage), "" | "text") => Some(passage.text().to_owned()),
        (Item::Passage(Passage::Heading { level, .. }), "level") => Some(level.to_string()),
        (Item::Table(form, _), "id") => Some(form.id.clone()),
        (Item::Table(form, _), "title") => Some(form.title.clone()),
        (Item::Table(form, _), "unit") => form.unit.clone(),
        (Item::Table(_, table), "form") => Some(table.form.to_string()),
        (Item::Cell(_, _, row, _), "row") => Some(row.id.clone()),
        (Item::Row(_, _, row), "id") => Some(row.id.clone()),
        (Item::Row(form, _, row), "label") => {
            Some(if row.label.is_empty() { form.title.clone() } else { row.label.clone() })
        }
        (Item::Row(form, ..) | Item::Cell(form, ..), "table") => Some(form.id.clone()),
        (Item::Cell(_, _, _, column), "column") => Some(column.id.clone()),
        (Item::Cell(_, _, _, column), "label") => Some(column.label.clone()),
        (Item::Cell(_, table, row, column), of) => {
            of_figure(table.figure(&row.id, &column.id), column, of)
        }
        _ => None,
    }
}

fn of_section(section: &Section, name: &str) -> Option<String> {
    match name {
        "no" => Some(section.number.to_string()),
        "ordinal" => Some(numeral(section.number)),
        "heading" => Some(section.heading.clone()),
        "text" => {
            let texts: Vec<&str> = section.blocks.iter().map(Passage::text).collect();
            Some(texts.join("\n"))
        }
        _ => None,
    }
}

/// Number, unit or remark of a figure; kept text is a remark, as in our own XML.
fn of_figure(figure: &Figure, column: &Column, of: &str) -> Option<String> {
    let number = figure.number();
    match of {
        "value" => number.map(|number| number.to_string()),
        "unit" => number.and(match column.kind {
            FigureKind::WanYuan => Some(figure.unit.clone().unwrap_or_else(|| WAN_YUAN.to_owned())),
            FigureKind::Count | FigureKind::Signed | FigureKind::Money => figure.unit.clone(),
        }),
        "remark" => match &figure.value {
            crate::model::Value::Kept(text) => Some(text.clone()),
            _ => figure.remark.clone(),
        },
        _ => None,
    }
}

fn field(report: &Report, name: &str) -> Option<String> {
    let metadata: &Metadata = &report.metadata;
    let official = report.edition;
    match name {
        "year" => metadata.year.map(|year| format!("{year:04}")),
        "format" => Some(official.format_code.clone()),
        "edition" => Some(official.to_string()),
        "title" => Some(report.title()),
        "datePublished" => metadata.date_published.map(|date| date.to_string()),
        name => write::value(metadata, name),
    }
}

fn is_field(name: &str) -> bool {
    fields().fields.iter().any(|field| field.id == name)
        || NAMES.iter().any(|known| known.field == name)
}

fn is_section(forms: Forms, typed: &str) -> bool {
    let mut sections = forms.iter().flat_map(|form| &form.sections);
    sections.any(|section| section.number.to_string() == typed)
}

fn has_row(forms: Forms, table: &str, row: &str) -> bool {
    forms.iter().any(|form| form.table(table).is_some_and(|table| table.row(row).is_some()))
}

fn has_figure(forms: Forms, table: &str, row: &str, column: &str) -> bool {
    let has = |form: &Form| Some(form.table(table)?.column(row, column).is_some());
    forms.iter().any(|form| has(form) == Some(true))
}

/// What may have been meant.
fn unknown(forms: Forms, typed: &str) -> String {
    let names = fields().fields.iter().map(|field| field.id.as_str()).chain(REPORT);
    let mut all: Vec<String> = names.map(str::to_owned).collect();
    for table in forms.iter().flat_map(|form| &form.tables) {
        let path =
            |(row, column): (&Row, &Column)| format!("{}.{}.{}", table.id, row.id, column.id);
        all.extend(table.squares().map(path));
    }
    let alike = |name: &String| strsim::normalized_damerau_levenshtein(name, typed);
    let nearest = all.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
    match nearest.filter(|name| alike(name) > 0.6) {
        Some(name) => format!("报告里没有“{typed}”，是不是 {name}"),
        None => format!("报告里没有“{typed}”，可以写的见 docs/mappings.md"),
    }
}
