//! Arguments of `template`, `sum` and `schema`, and `--form`.

use clap::Args;
use std::path::PathBuf;

/// Editions that are added for one run.
#[derive(Debug, Clone, Args)]
pub struct FormArgs {
    /// 另加一版表格格式（TOML 文件），可以写几次
    #[arg(long = "form", value_name = "文件")]
    pub form: Vec<PathBuf>,
}

/// `nianbao template`.
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// 格式版本或报告年度：2021（2021 年度起）或 2019（2019、2020 年度），不写则为最新的一版
    #[arg(long, value_name = "版本")]
    pub edition: Option<String>,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
    /// 生成空白的单位名单，供 collect 和 sum 用
    #[arg(long, conflicts_with = "edition")]
    pub roster: bool,
    /// 输出文件；不写则为当前文件夹下的 official-2021.xlsx 这样
    #[arg(short = 'o', long = "output", value_name = "文件")]
    pub output: Option<PathBuf>,
    /// 覆盖已有的文件（填好的工作簿不会不声不响地被覆盖）
    #[arg(long)]
    pub force: bool,
}

/// `nianbao sum`.
#[derive(Debug, Args)]
pub struct SumArgs {
    /// 放着各单位工作簿的文件夹，其中的文件夹也一并读取
    #[arg(value_name = "文件夹")]
    pub folder: PathBuf,
    /// 输出文件，.xlsx
    #[arg(short = 'o', long = "output", value_name = "文件")]
    pub output: PathBuf,
    /// 汇总哪一年度；不写则为多数报告的年度
    #[arg(long, value_name = "年度")]
    pub year: Option<i32>,
    /// 汇总表的机关名称；不写则空着
    #[arg(long, value_name = "名称")]
    pub agency: Option<String>,
    /// 汇总表的格式版本：2021 或 2019；不写则各表用多数报告的版本
    #[arg(long, value_name = "版本")]
    pub edition: Option<String>,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
    /// 应当报送的单位名单：缺哪一家、多哪一家，一并说明
    #[arg(long, value_name = "名单")]
    pub roster: Option<PathBuf>,
    /// 覆盖不是本程序生成的、或者生成以后有人改动过的输出文件
    #[arg(long)]
    pub force: bool,
}

/// `nianbao schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// 把全部 XML Schema 写进文件夹；不写则只显示报告的那一个
    #[arg(short = 'o', long = "output", value_name = "文件夹")]
    pub output: Option<PathBuf>,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
}
