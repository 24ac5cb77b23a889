//! Arguments of `diff`.

use super::FormArgs;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `nianbao diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// 旧的一份：工作簿、Word 文档、存下的网页，或本程序生成的 XML
    #[arg(value_name = "旧")]
    pub old: PathBuf,
    /// 新的一份
    #[arg(value_name = "新")]
    pub new: PathBuf,
    /// 输出格式：text 文字，json 供程序读取
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: DiffFormat,
    /// 另存一份新稿的标注副本，每处不同标在所在的单元格或段落上
    #[arg(long, value_name = "文件")]
    pub mark: Option<PathBuf>,
    /// 覆盖不是本程序生成的、或者生成以后有人改动过的标注副本
    #[arg(long, requires = "mark")]
    pub force: bool,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
}

/// How the differences are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}
