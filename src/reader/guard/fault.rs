//! Errors of the guard as Chinese sentences.

use crate::error::Error;
use crate::formats::Fault;
use crate::formats::fault::{Damage, Oddity, Size};
use crate::formats::limits::{MAX_ENTRIES, MAX_EVENT, MAX_EVENTS, MAX_INFLATED, MAX_RATIO};

/// What to do with nearly every file that cannot be read.
pub const SAVE_AGAIN: &str = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（*.xlsx）”后再试";

/// The file is broken: an accident.
pub fn damaged(what: impl std::fmt::Display) -> Error {
    Error::NotAWorkbook(format!(
        "文件已损坏：{what}；先用 WPS 或 Excel 打开，能打开（或修复）的，另存为“Excel 工作簿（*.xlsx）”后再试；打不开的多半没有下载完，请重新取得一份"
    ))
}

/// The file is as no program writes it: perhaps made to do harm.
pub fn strange(what: impl std::fmt::Display) -> Error {
    Error::NotAWorkbook(format!("文件异常：{what}，为安全起见没有读取；{SAVE_AGAIN}"))
}

/// The file holds far more than a report.
pub fn too_much(what: impl std::fmt::Display) -> Error {
    Error::NotAWorkbook(format!(
        "工作簿内容太多：{what}；请把与年度报告无关的工作表移到别的文件，另存后再试"
    ))
}

/// The file asks for a password.
pub fn locked() -> Error {
    Error::NotAWorkbook(
        "文件设有密码；请在 WPS 或 Excel 里打开，取消密码（“文件”→“文档加密”或“保护工作簿”）后保存再试；如果打开时并不问密码，另存为“Excel 工作簿（*.xlsx）”即可"
            .into(),
    )
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        match fault {
            Fault::Damaged(damage) => damaged(describe_damage(&damage)),
            Fault::Strange(oddity) => strange(describe_oddity(&oddity)),
            Fault::Locked => locked(),
        }
    }
}

fn describe_damage(damage: &Damage) -> String {
    match damage {
        Damage::NoEnd => "文件不完整，缺少结尾".into(),
        Damage::NoDirectory => "文件不完整，目录读不出来".into(),
        Damage::Directory => "文件内部的目录有误".into(),
        Damage::Unreadable(part) => format!("文件内部的“{part}”读不出来"),
        Damage::Missing(part) => format!("文件内部缺少“{part}”"),
        Damage::Unfinished(part) => format!("文件内部的“{part}”不完整"),
        Damage::Malformed(part) => format!("文件内部的“{part}”有误"),
        Damage::Checksum(part) => format!("文件内部的“{part}”与保存时不一样"),
    }
}

fn describe_oddity(oddity: &Oddity) -> String {
    match oddity {
        Oddity::Entries => format!("里面的部件超过 {MAX_ENTRIES} 个"),
        Oddity::OutsideName => "里面有部件指向文件以外".into(),
        Oddity::RepeatedName => "里面有重名的部件".into(),
        Oddity::Overlap => "里面的部件互相重叠".into(),
        Oddity::Relationships(list) => format!("“{list}”里的引用太多"),
        Oddity::Depth(part) => format!("“{part}”的层次太深"),
        Oddity::Entity(part) => format!("“{part}”里有不认识的字符代号"),
        Oddity::Grammar(part) => format!("“{part}”里有工作簿不该有的定义（DTD）"),
        Oddity::Size(part, size) => format!("“{part}”{}", describe_size(*size)),
    }
}

fn describe_size(size: Size) -> String {
    match size {
        Size::Event => format!("有一处内容超过 {} MB", MAX_EVENT >> 20),
        Size::Events => format!("有超过 {} 万个标记", MAX_EVENTS / 10_000),
        Size::Inflated => format!("展开后超过 {} MB", MAX_INFLATED >> 20),
        Size::Ratio => format!("展开后大了 {MAX_RATIO} 倍以上，像是有人故意做的"),
    }
}
