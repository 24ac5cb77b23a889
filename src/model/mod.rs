//! The report as plain data: what the workbook says, nothing about how it is read,
//! judged or printed. Serde in and out, no I/O.
//!
//! Glossary, used in names all over the code:
//!
//! | Chinese | here |
//! |---|---|
//! | 报告年度 | year |
//! | 机关 | agency |
//! | 主动公开 | proactive (disclosure) |
//! | 依申请公开 / 政府信息公开申请 | request |
//! | 新收 / 上年结转 / 结转下年度 | received / carried in / carried over |
//! | 予以公开、不予公开 … | outcome |
//! | 行政复议 / 行政诉讼 | reconsideration / litigation |
//! | 勾稽关系 | relation (between figures) |
//! | 规章 / 行政规范性文件 | rules / normative documents |
//! | 信息处理费 | processing fee |
//! | 引言 | preamble |
//! | 成文日期 / 公开日期 | date produced / date published |
//! | 索引号 / 文号 | index number / document number |

pub mod area;
pub mod date;
pub mod figure;
pub mod form;
pub mod grid;
pub mod metadata;
pub mod origin;

pub use date::Date;
pub use figure::{Figure, Value};
pub use form::{Edition, Form, Forms};
pub use metadata::Metadata;
pub use origin::{Address, Origins, Place};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One annual report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The edition whose sections and wording the report follows; each table has its own.
    pub edition: Edition,
    /// 基本信息.
    pub metadata: Metadata,
    /// Every section of its form, in order.
    pub sections: Vec<Section>,
    /// The tables that were found, by table id.
    pub tables: BTreeMap<String, Table>,
}

/// One of its sections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Counted from 1.
    pub number: u8,
    /// The heading as it will be printed, without its number.
    pub heading: String,
    /// Sub-headings and paragraphs, in order. Sections with a table may have some too.
    pub blocks: Vec<Passage>,
    /// The table that belongs here, if the form has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Notes printed below the table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A piece of narrative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Passage {
    /// A sub-heading such as `（一）…` (level 2) or `1.…` (level 3), with its number.
    Heading {
        /// 2 or 3.
        level: u8,
        /// Text with its number.
        text: String,
    },
    /// A paragraph.
    Paragraph(String),
}

impl Passage {
    /// The text, whatever it is.
    pub fn text(&self) -> &str {
        match self {
            Passage::Heading { text, .. } | Passage::Paragraph(text) => text,
        }
    }
}

/// A filled table: figures by row id and column id of its form.
///
/// Blank figures are left out of the map; [`Table::figure`] gives them back as blank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The edition whose form this table follows.
    pub form: Edition,
    /// Row id → column id → figure.
    pub rows: BTreeMap<String, BTreeMap<String, Figure>>,
}

impl Table {
    /// An empty table on this form.
    pub fn blank(form: Edition) -> Self {
        Table { form, rows: BTreeMap::new() }
    }

    /// The figure at this place; blank where nothing was filled in.
    pub fn figure(&self, row: &str, column: &str) -> &Figure {
        static BLANK: Figure = Figure::BLANK;
        self.rows.get(row).and_then(|columns| columns.get(column)).unwrap_or(&BLANK)
    }

    /// Puts a figure; a wholly blank one removes what was there.
    pub fn set(&mut self, row: &str, column: &str, figure: Figure) {
        if figure == Figure::BLANK {
            if let Some(columns) = self.rows.get_mut(row) {
                columns.remove(column);
            }
        } else {
            self.rows.entry(row.into()).or_default().insert(column.into(), figure);
        }
    }
}

impl Report {
    /// The section with this number.
    pub fn section(&self, number: u8) -> Option<&Section> {
        self.sections.iter().find(|section| section.number == number)
    }

    /// The title to print: the workbook's own, else body and year in the official wording.
    pub fn title(&self) -> String {
        self.metadata.title.clone().unwrap_or_else(|| self.default_title())
    }

    /// The title in the official wording.
    pub fn default_title(&self) -> String {
        let agency = self.metadata.agency.as_deref().unwrap_or_default();
        usual_title(agency, self.metadata.year)
    }
}

/// `<机关名称><年度>年政府信息公开工作年度报告`.
pub fn usual_title(agency: &str, year: Option<i32>) -> String {
    match year {
        Some(year) => format!("{agency}{year}年政府信息公开工作年度报告"),
        None => format!("{agency}政府信息公开工作年度报告"),
    }
}
