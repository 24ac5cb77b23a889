//! Arguments of `check` and `explain`.

use super::{DocumentArgs, FormArgs};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `nianbao check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// 填好的工作簿、Word 草稿、存下的网页或本程序生成的 XML，或放着它们的文件夹，可以有多个
    #[arg(value_name = "工作簿", required = true)]
    pub workbooks: Vec<PathBuf>,
    /// 输出格式：text 文字，json 或 sarif 供程序读取
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: FindingsFormat,
    /// 上年的报告（工作簿、Word 文档、存下的网页，或本程序生成的 XML），用来核对结转等数据
    #[arg(long, value_name = "上年报告")]
    pub previous: Option<PathBuf>,
    /// 放着下级报告的文件夹，用来逐格核对汇总的数据
    #[arg(long, value_name = "文件夹")]
    pub children: Option<PathBuf>,
    /// 应当报送的单位名单：下级报告缺哪一家、多哪一家，一并核对
    #[arg(long, value_name = "名单", requires = "children")]
    pub roster: Option<PathBuf>,
    /// How the documents would be converted.
    #[command(flatten)]
    pub document: DocumentArgs,
    /// 警告也算不合格（退出码 1）
    #[arg(long)]
    pub strict: bool,
    /// 另存一份标注副本：最前面的“核对结果”表列出全部问题，每个问题标在所在的单元格上，警告和提示列入“核对说明”表；Word 文档的副本里是批注
    #[arg(long, value_name = "文件")]
    pub mark: Option<PathBuf>,
    /// 覆盖不是本程序生成的、或者生成以后有人改动过的标注副本
    #[arg(long, requires = "mark")]
    pub force: bool,
}

/// `nianbao explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// 规则代码，例如 NB203，可以有多个；不写则列出全部
    #[arg(value_name = "代码")]
    pub codes: Vec<String>,
    /// 输出格式：text 文字，markdown 供发布（不写代码则为整本）
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: PageFormat,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
}

/// How `check` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For code-scanning services.
    Sarif,
}

/// How `explain` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// For people.
    Text,
    /// For the book of rules.
    Markdown,
}
