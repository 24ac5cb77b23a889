//! The official form as data, one file an edition under `templates/forms`.
//!
//! Labels, nesting, spans, units, ids and the relations between figures stand there and
//! nowhere else. Everything that draws, reads or checks a table asks this module.

mod edition;
mod field;
mod forms;
mod parse;
mod relation;
mod role;
mod sound;
mod table;

pub use edition::Edition;
pub use field::{
    AcceptanceForm, FieldForm, FieldForms, FieldKind, PreambleForm, field_label, field_named,
    fields,
};
pub use forms::Forms;
pub use relation::{Each, RELATION_CODES, Relation, SUCCESSION_CODES, Succession};
pub use table::{Block, Column, FigureKind, Row, Stub, TableForm, figure_name};

use serde::Deserialize;

/// One edition of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its name.
    #[serde(rename = "edition")]
    pub name: String,
    /// First report year it is used for.
    pub first_year: i32,
    /// Last report year, if another edition followed.
    pub last_year: Option<i32>,
    /// Number of the notice that issued it.
    pub notice: String,
    /// Identifier of the format in the portal XML.
    pub format_code: String,
    /// Its sections, in order.
    #[serde(rename = "section")]
    pub sections: Vec<SectionForm>,
    /// Its tables, in order.
    #[serde(rename = "table")]
    pub tables: Vec<TableForm>,
}

/// A section of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionForm {
    /// Counted from 1.
    pub number: u8,
    /// What it is about, for the rules that must know.
    role: Option<String>,
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

impl Form {
    /// Whether this edition is the official one for a report year.
    pub fn covers(&self, year: i32) -> bool {
        self.first_year <= year && self.last_year.is_none_or(|last| year <= last)
    }

    /// A table by id.
    pub fn table(&self, id: &str) -> Option<&TableForm> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The table that holds what the rules know by this name.
    pub fn table_of(&self, role: &str) -> Option<&TableForm> {
        self.tables.iter().find(|table| table.role() == role)
    }

    /// The section that is about what the rules know by this name.
    pub fn section_of(&self, role: &str) -> Option<&SectionForm> {
        self.sections.iter().find(|section| self.role_of(section) == Some(role))
    }

    /// What a section is about: its own role, else that of its table.
    pub fn role_of<'f>(&'f self, section: &'f SectionForm) -> Option<&'f str> {
        let of_table = || Some(self.table(section.table.as_deref()?)?.role());
        section.role.as_deref().or_else(of_table)
    }

    /// A section by number.
    pub fn section(&self, number: u8) -> Option<&SectionForm> {
        self.sections.iter().find(|section| section.number == number)
    }

    /// The edition that it is the form of.
    pub fn edition(&'static self) -> Edition {
        Edition::of(self)
    }
}
