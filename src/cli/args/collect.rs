//! Arguments of `collect`.

use super::FormArgs;
use clap::Args;
use std::path::PathBuf;

/// `nianbao collect`.
#[derive(Debug, Args)]
pub struct CollectArgs {
    /// 收件的文件夹，其中的文件夹也一并读取
    #[arg(value_name = "收件夹")]
    pub folder: PathBuf,
    /// 应当报送的单位名单（空白的名单用 nianbao template --roster 取得）
    #[arg(long, value_name = "名单")]
    pub roster: PathBuf,
    /// 台账，.xlsx、.csv 或 .json；再次运行时与原来的台账（.xlsx）比较
    #[arg(short = 'o', long = "output", value_name = "台账")]
    pub output: PathBuf,
    /// 收的是哪一年度的报告；不写则为多数报告的年度
    #[arg(long, value_name = "年度")]
    pub year: Option<i32>,
    /// 按本省要求调整核对的规则集文件
    #[arg(long, value_name = "文件")]
    pub profile: Option<PathBuf>,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
    /// 覆盖不是本程序生成的、或者生成以后有人改动过的台账
    #[arg(long)]
    pub force: bool,
}
