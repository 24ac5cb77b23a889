//! The official form as data, one file an edition under `templates/forms`.
//!
//! Labels, nesting, spans, units, ids and the relations between figures stand there and
//! nowhere else. Everything that draws, reads or checks a table asks this module.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::LazyLock;

/// An edition of the form, named by the year of its notice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Edition(pub String);

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One edition of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its name.
    pub edition: Edition,
    /// First report year it is used for.
    pub first_year: i32,
    /// Last report year, if another edition followed.
    pub last_year: Option<i32>,
    /// Number of the notice that issued it.
    pub notice: String,
    /// Identifier of the format in the portal XML.
    pub format_code: String,
    /// Labels that only this edition has.
    pub signatures: Vec<String>,
    /// The six sections.
    #[serde(rename = "section")]
    pub sections: Vec<SectionForm>,
    /// The three tables.
    #[serde(rename = "table")]
    pub tables: Vec<TableForm>,
}

/// A section of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionForm {
    /// 1 to 6.
    pub number: u8,
    /// Official heading without its number.
    pub heading: String,
    /// Name of its sheet in the official workbook.
    pub sheet: String,
    /// Id of its table, if it has one.
    pub table: Option<String>,
    /// Other wordings in use.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A table of the form: blocks of rows and columns below each other on one grid.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableForm {
    /// `proactive`, `requests` or `litigation`.
    pub id: String,
    /// Section it belongs to.
    pub section: u8,
    /// What it is, in words.
    pub title: String,
    /// Widths of the printed grid columns in millimetres.
    pub grid_mm: Vec<f64>,
    /// Size of its printed text in points.
    pub font_pt: f64,
    /// Unit of its counts.
    pub unit: Option<String>,
    /// Its blocks, top to bottom.
    #[serde(rename = "block")]
    pub blocks: Vec<Block>,
    /// What must add up.
    #[serde(rename = "relation", default)]
    pub relations: Vec<Relation>,
    /// What must follow from last year's report.
    #[serde(rename = "succession", default)]
    pub successions: Vec<Succession>,
}

/// Rows that share one set of column heads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Its name in this file.
    pub id: String,
    /// Text of the row over the whole width that opens it.
    pub band: Option<String>,
    /// The columns that hold row labels; none in a table without row labels.
    pub stub: Option<Stub>,
    /// Columns of figures, left to right.
    pub columns: Vec<Column>,
    /// Rows of figures, top to bottom.
    pub rows: Vec<Row>,
    /// Grid columns of each figure in data rows, where the official form merges them
    /// otherwise than their heads. Only the blank workbook draws it so.
    pub data_spans: Option<Vec<usize>>,
}

/// The label columns of a block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stub {
    /// Text in the corner above the row labels.
    pub label: String,
    /// Grid columns it takes.
    pub columns: usize,
}

/// A column of figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Stable English id.
    pub id: String,
    /// Official label.
    pub label: String,
    /// Labels above it, from the top.
    #[serde(default)]
    pub under: Vec<String>,
    /// What its figures are.
    pub kind: Kind,
    /// Grid columns it takes.
    #[serde(default = "one")]
    pub span: usize,
    /// Other wordings in use, damaged ones included.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A row of figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Stable English id.
    pub id: String,
    /// Official label; empty in a table without row labels.
    pub label: String,
    /// Labels to its left, from the outermost.
    #[serde(default)]
    pub under: Vec<String>,
    /// Other wordings in use, damaged ones included.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What the figures of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A whole number, zero or more.
    Count,
    /// A whole number with its sign: a change.
    Signed,
    /// An exact amount in 万元.
    WanYuan,
    /// An exact amount whose unit stands in the cell.
    Money,
}

/// Figures that must add up: the sum over `left` equals the sum over `right`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Code of the finding when it does not hold.
    pub code: String,
    /// `row`: ids are columns, checked in every row; `column`: ids are rows, in every column.
    pub each: Each,
    /// Ids whose figures are added on the left.
    pub left: Vec<String>,
    /// Ids whose figures are added on the right.
    pub right: Vec<String>,
}

/// Along what a [`Relation`] repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Each {
    /// Once a row.
    Row,
    /// Once a column.
    Column,
}

/// How a figure follows from last year's report: `this` equals the sum over `last` in that
/// report, and over `plus` in this one, less the sum over `minus` in this one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Succession {
    /// Code of the finding when it does not hold.
    pub code: String,
    /// `row`: ids are columns, checked in every row; `column`: ids are rows, in every column.
    pub each: Each,
    /// Id of this year's figure.
    pub this: String,
    /// Ids of last year's figures. A form without one of them counts something else: nothing
    /// is compared with it.
    pub last: Vec<String>,
    /// Ids of this year's figures that are added.
    #[serde(default)]
    pub plus: Vec<String>,
    /// Ids of this year's figures that are taken off.
    #[serde(default)]
    pub minus: Vec<String>,
}

fn one() -> usize {
    1
}

/// The editions, newest first.
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    [
        include_str!("../../templates/forms/2021.toml"),
        include_str!("../../templates/forms/2019.toml"),
    ]
    .into_iter()
    .map(|text| {
        let form: Form = toml::from_str(text).expect("a form of templates/forms is readable");
        form.sound().expect("a form of templates/forms is sound");
        form
    })
    .collect()
});

/// Every edition, newest first.
pub fn forms() -> &'static [Form] {
    &FORMS
}

/// The form of an edition; the newest for an unknown name.
pub fn form(edition: &Edition) -> &'static Form {
    FORMS.iter().find(|form| form.edition == *edition).unwrap_or(&FORMS[0])
}

/// The form officially in force for a report year.
pub fn form_for_year(year: i32) -> &'static Form {
    FORMS.iter().find(|form| form.covers(year)).unwrap_or(&FORMS[0])
}

impl Form {
    /// Whether this edition is the official one for a report year.
    pub fn covers(&self, year: i32) -> bool {
        self.first_year <= year && self.last_year.is_none_or(|last| year <= last)
    }

    /// A table by id.
    pub fn table(&self, id: &str) -> Option<&TableForm> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// A section by number.
    pub fn section(&self, number: u8) -> Option<&SectionForm> {
        self.sections.iter().find(|section| section.number == number)
    }

    /// Ids are unique, relations name ids that exist, every block fills the grid.
    fn sound(&self) -> Result<(), String> {
        for table in &self.tables {
            let grid = table.grid_mm.len();
            for block in &table.blocks {
                let stub = block.stub.as_ref().map_or(0, |stub| stub.columns);
                let spans: usize = block.columns.iter().map(|column| column.span).sum();
                let data: usize = block.data_spans.as_ref().map_or(spans, |s| s.iter().sum());
                if stub + spans != grid || data != spans {
                    return Err(format!("{} {}: 跨列之和不等于栅格列数", self.edition, block.id));
                }
            }
            let known = |each: Each, id: &String| match each {
                Each::Row => table.columns().any(|column| column.id == *id),
                Each::Column => table.rows().any(|row| row.id == *id),
            };
            for relation in &table.relations {
                if let Some(id) =
                    relation.left.iter().chain(&relation.right).find(|id| !known(relation.each, id))
                {
                    return Err(format!("{} {}: 没有 {id}", self.edition, relation.code));
                }
            }
            for succession in &table.successions {
                let Succession { this, last, plus, minus, .. } = succession;
                let mut ids = last.iter().chain(plus).chain(minus).chain([this]);
                if let Some(id) = ids.find(|id| !known(succession.each, id)) {
                    return Err(format!("{} {}: 没有 {id}", self.edition, succession.code));
                }
            }
        }
        Ok(())
    }
}

impl TableForm {
    /// Every row of every block.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.blocks.iter().flat_map(|block| &block.rows)
    }

    /// Every column of every block; ids repeat where blocks share a meaning.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.blocks.iter().flat_map(|block| &block.columns)
    }

    /// The block that holds a row.
    pub fn block_of(&self, row: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.rows.iter().any(|r| r.id == row))
    }

    /// A row by id.
    pub fn row(&self, id: &str) -> Option<&Row> {
        self.rows().find(|row| row.id == id)
    }

    /// The column a figure stands in.
    pub fn column(&self, row: &str, id: &str) -> Option<&Column> {
        self.block_of(row)?.columns.iter().find(|column| column.id == id)
    }

    /// Every (row, column) that takes a figure, in printed order.
    pub fn squares(&self) -> impl Iterator<Item = (&Row, &Column)> {
        self.blocks.iter().flat_map(|block| {
            block.rows.iter().flat_map(|row| block.columns.iter().map(move |column| (row, column)))
        })
    }
}

impl Block {
    /// How many rows its column heads take.
    pub fn head_rows(&self) -> usize {
        self.columns.iter().map(|column| column.under.len() + 1).max().unwrap_or(0)
    }

    /// Grid columns taken by row labels.
    pub fn stub_columns(&self) -> usize {
        self.stub.as_ref().map_or(0, |stub| stub.columns)
    }
}

impl Column {
    /// All labels from the top, its own last.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        self.under.iter().chain(std::iter::once(&self.label)).map(String::as_str)
    }
}

impl Row {
    /// All labels from the outermost, its own last.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        self.under.iter().chain(std::iter::once(&self.label)).map(String::as_str)
    }
}

/// A figure's name for messages: row and column; in a table without row labels the group
/// above the column.
pub fn figure_name(row: &Row, column: &Column) -> String {
    match column.under.last().filter(|_| row.label.is_empty()) {
        Some(group) => format!("{group}·{}", column.label),
        None => format!("{}·{}", row.label, column.label),
    }
}

/// The keys of 基本信息.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldForms {
    /// Name of the sheet.
    pub sheet: String,
    /// Heads of its three columns.
    pub columns: [String; 3],
    /// Sheets that hold no report: instructions and the mark of the edition.
    pub ignored_sheets: Vec<String>,
    /// Sentences of the official form that speak to the clerk and must not be published.
    pub prompts: Vec<String>,
    /// The keys in their order.
    #[serde(rename = "field")]
    pub fields: Vec<FieldForm>,
    /// The default preamble.
    pub preamble: PreambleForm,
}

/// The preamble of a report whose workbook has none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreambleForm {
    /// Sentences with `{id}` of keys, `{year}`, `{agency}` and `{notice}`; one that lacks a
    /// value is left out.
    pub sentences: Vec<String>,
}

/// One key of 基本信息.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldForm {
    /// Name in the model.
    pub id: String,
    /// The key as printed.
    pub label: String,
    /// What its value is.
    pub kind: FieldKind,
    /// Whether a report must have it.
    #[serde(default)]
    pub required: bool,
    /// Help for the clerk.
    pub note: String,
    /// The values to choose from.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Other names in use.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What the value of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Any text.
    Text,
    /// Four digits.
    Year,
    /// A date.
    Date,
    /// A code that must be stored as text.
    Code,
    /// One of a list.
    Choice,
}

static FIELDS: LazyLock<FieldForms> = LazyLock::new(|| {
    toml::from_str(include_str!("../../templates/forms/metadata.toml"))
        .expect("templates/forms/metadata.toml is readable")
});

/// The keys of 基本信息.
pub fn fields() -> &'static FieldForms {
    &FIELDS
}

/// The printed name of a key.
pub fn field_label(id: &str) -> &'static str {
    FIELDS.fields.iter().find(|field| field.id == id).map_or("", |field| &field.label)
}
