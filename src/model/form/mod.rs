//! The official form as data, one file an edition under `templates/forms`.
//!
//! Labels, nesting, spans, units, ids and the relations between figures stand there and
//! nowhere else. Everything that draws, reads or checks a table asks this module.

mod field;
mod relation;
mod table;

pub use field::{FieldForm, FieldForms, FieldKind, PreambleForm, field_label, fields};
pub use relation::{Each, Relation, Succession};
pub use table::{Block, Column, Kind, Row, Stub, TableForm, figure_name};

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

/// The editions, newest first.
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    [
        include_str!("../../../templates/forms/2021.toml"),
        include_str!("../../../templates/forms/2019.toml"),
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
