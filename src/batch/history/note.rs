//! What a reader of the table has to know: years that are missing, figures that do not follow
//! from those of the year before, files that were not taken.

use serde::Serialize;

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A file was not taken.
    LeftOut,
    /// Another report of the same body and year counts, and says something else.
    Rival,
    /// A report is of another year than the one that was asked for.
    OtherYear,
    /// There is no report of a year, or of a body of the roster.
    Missing,
    /// A body is not on the roster.
    Stranger,
    /// A body had another name.
    Renamed,
    /// A report has errors of its own.
    Errors,
    /// Figures do not follow from those of the year before.
    Break,
    /// Figures could not be held against those of the year before.
    Uncompared,
    /// Words stand in place of a number.
    Words,
    /// A rate could not be worked out, or not from all of its figures.
    Rate,
    /// Nothing was filled in.
    Blank,
    /// Words stand beside a number.
    Remark,
    /// A file says the same as another of the same body and year.
    Copy,
    /// A file is no report.
    PassedOver,
}

impl Kind {
    /// All of them, gravest first.
    pub const ALL: [Kind; 15] = [
        Kind::LeftOut,
        Kind::Rival,
        Kind::OtherYear,
        Kind::Missing,
        Kind::Stranger,
        Kind::Renamed,
        Kind::Errors,
        Kind::Break,
        Kind::Uncompared,
        Kind::Words,
        Kind::Rate,
        Kind::Blank,
        Kind::Remark,
        Kind::Copy,
        Kind::PassedOver,
    ];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::LeftOut => "没有计入",
            Kind::Rival => "一年有两份",
            Kind::OtherYear => "别的年度",
            Kind::Missing => "没有报告",
            Kind::Stranger => "不在名单上",
            Kind::Renamed => "机关名称有变",
            Kind::Errors => "报告本身有错误",
            Kind::Break => "与上年不衔接",
            Kind::Uncompared => "没有与上年比较",
            Kind::Words => "填的不是数字",
            Kind::Rate => "比率没有算全",
            Kind::Blank => "没有填写",
            Kind::Remark => "数字旁有文字",
            Kind::Copy => "内容相同的副本",
            Kind::PassedOver => "没有读取的其他文件",
        }
    }
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// What it is about.
    pub kind: Kind,
    /// Whose report.
    pub body: String,
    /// Of which year.
    pub year: Option<i32>,
    /// Which file.
    pub file: String,
    /// The code of the rule, of a break.
    pub code: &'static str,
    /// Where in the file.
    pub place: String,
    /// What there is to say.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Note {
    /// A note without a file and a place.
    pub fn new(kind: Kind, body: &str, year: Option<i32>, message: impl Into<String>) -> Note {
        let (body, message) = (body.to_owned(), message.into());
        let (file, place, help) = (String::new(), String::new(), String::new());
        Note { kind, body, year, file, code: "", place, message, help }
    }

    /// The same of a file.
    pub fn of(self, file: &str) -> Note {
        Note { file: file.to_owned(), ..self }
    }

    /// The same with what to do.
    pub fn with(self, help: &str) -> Note {
        Note { help: help.to_owned(), ..self }
    }
}
