//! Arguments of `feed`.

use super::FormArgs;
use clap::Args;
use std::path::PathBuf;

/// `nianbao feed`.
#[derive(Debug, Args)]
pub struct FeedArgs {
    /// convert 的输出文件夹
    #[arg(value_name = "文件夹")]
    pub folder: PathBuf,
    /// 文件夹在网站上的地址，例如 https://www.example.gov.cn/xxgk/ndbg/；已有 feed.xml 时可以不写
    #[arg(long, value_name = "网址")]
    pub base_url: Option<String>,
    /// feed.xml 的标题；不写则沿用原来的，或由机关名称组成
    #[arg(long, value_name = "标题")]
    pub title: Option<String>,
    /// feed.xml 的发布机关；不写则沿用原来的，或为机关名称
    #[arg(long, value_name = "机关")]
    pub author: Option<String>,
    /// 更正或撤回的说明
    #[arg(long, value_name = "说明")]
    pub note: Option<String>,
    /// 更正或撤回的日期，例如 2022-03-01 或 "2022-03-01 09:00"
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
    /// 撤回 feed.xml 里有、文件夹里已经没有的报告（须写 --date）
    #[arg(long)]
    pub withdraw: bool,
    /// 一次撤回几份报告时，表示确实都要撤回
    #[arg(long, requires = "withdraw")]
    pub yes: bool,
    /// 报告内容没有变化、只是文件重新生成过的，也作为更正发布
    #[arg(long)]
    pub republish: bool,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
}
