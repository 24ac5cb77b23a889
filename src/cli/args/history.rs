//! Arguments of `history`.

use super::FormArgs;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `nianbao history`.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// 各年度（或各单位）的报告：工作簿、Word 文档、存下的网页、本程序生成的 XML，或放着它们的文件夹，可以有多个
    #[arg(value_name = "文件", required = true)]
    pub files: Vec<PathBuf>,
    /// 历年表，.xlsx（有图）；.csv 或 .json 为逐格的长表。写了 --format csv 或 json 的，不写则显示出来
    #[arg(short = 'o', long = "output", value_name = "历年表")]
    pub output: Option<PathBuf>,
    /// 格式：xlsx 带图的工作簿，csv 或 json 逐格的长表；不写则看输出文件的名字
    #[arg(long, value_name = "格式", hide_possible_values = true)]
    pub format: Option<HistoryFormat>,
    /// 排列什么：year 一个机关的各年度（不写则为此），body 同一年度的各机关
    #[arg(
        long,
        value_name = "什么",
        default_value = "year",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub by: HistoryBy,
    /// 与 --by body 一起用：排列哪一年度；不写则为多数报告的年度
    #[arg(long, value_name = "年度")]
    pub year: Option<i32>,
    /// 单位名单：更名的按别名和统一社会信用代码认作同一机关，各机关按名单的次序，缺哪一家一并说明
    #[arg(long, value_name = "名单")]
    pub roster: Option<PathBuf>,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
    /// 覆盖不是本程序生成的、或者生成以后有人改动过的输出文件
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HistoryFormat {
    /// A workbook with charts.
    Xlsx,
    /// The long table, as Excel reads it.
    Csv,
    /// The long table for programs.
    Json,
    /// Named only to be refused in so many words.
    #[value(hide = true)]
    Parquet,
}

/// What is beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HistoryBy {
    /// Years of one body.
    Year,
    /// Bodies in one year.
    Body,
}
