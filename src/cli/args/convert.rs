//! Arguments of `convert` and `watch`.

use super::{DocumentArgs, FindingsFormat};
use crate::batch::{FeedOptions, Options, Settings, Shard};
use crate::diag::Style;
use clap::Args;
use std::path::PathBuf;

/// `nianbao convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// 填好的工作簿（或 Word 草稿、存下的网页、本程序生成的 XML），或放着它们的文件夹，可以有多个
    #[arg(value_name = "工作簿", required = true)]
    pub workbooks: Vec<PathBuf>,
    /// 输出文件夹；不写则与工作簿放在一起
    #[arg(short = 'o', long = "output", value_name = "文件夹")]
    pub output: Option<PathBuf>,
    /// How each is converted.
    #[command(flatten)]
    pub document: DocumentArgs,
    /// 核对结果的格式：text 文字，json 或 sarif 供程序读取（与 check 的相同，写到标准输出）
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        conflicts_with = "resume"
    )]
    pub format: FindingsFormat,
    /// 输出文件夹在网站上的地址；写了就同时生成或更新其中的 feed.xml（同 nianbao feed）
    #[arg(long, value_name = "网址")]
    pub base_url: Option<String>,
    /// feed.xml 里更正的说明
    #[arg(long, value_name = "说明", requires = "base_url")]
    pub note: Option<String>,
    /// feed.xml 里更正的日期，例如 2022-03-01 或 "2022-03-01 09:00"
    #[arg(long, value_name = "日期", requires = "base_url")]
    pub date: Option<String>,
    /// 往年的报告，与上年核对，并在一图读懂里画出历年的数字；可以写两次（前年、上年）
    #[arg(long, value_name = "文件")]
    pub previous: Vec<PathBuf>,
    /// 覆盖不是本程序生成的、或者生成以后有人改动过的同名文件
    #[arg(long)]
    pub force: bool,
    /// 警告也算不合格（退出码 1；文件照样生成）
    #[arg(long)]
    pub strict: bool,
    /// 只显示错误，不显示警告、提示和进度
    #[arg(short, long)]
    pub quiet: bool,
    /// 同时转换几份；不写则由程序决定
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// 分给几台电脑时，本机做第几份，例如 1/4
    #[arg(long, value_name = "第几/共几")]
    pub shard: Option<Shard>,
    /// 汇总另存为文件，每份工作簿一行：.xlsx、.csv 或 .json
    #[arg(long, value_name = "文件")]
    pub summary: Option<PathBuf>,
    /// 接着上次做：已经生成而且没有变化的略过（须写 -o）
    #[arg(long, requires = "output")]
    pub resume: bool,
}

/// `nianbao watch`.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// What to do with what arrives.
    #[command(flatten)]
    pub convert: ConvertArgs,
    /// 每隔几秒看一次（不写则为 2）
    #[arg(
        long,
        value_name = "秒数",
        default_value = "2",
        hide_default_value = true,
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    pub interval: u64,
}

impl ConvertArgs {
    /// The same without the command line.
    pub fn options(&self, style: Style) -> Options {
        let feed = self.base_url.clone().map(|base_url| FeedOptions {
            base_url,
            note: self.note.clone(),
            date: self.date.clone(),
        });
        Options {
            workbooks: self.workbooks.clone(),
            output: self.output.clone(),
            settings: Settings { previous: self.previous.clone(), ..self.document.settings() },
            jobs: self.jobs.map(usize::from),
            shard: self.shard,
            summary: self.summary.clone(),
            resume: self.resume,
            force: self.force,
            strict: self.strict,
            quiet: self.quiet,
            tells_findings: self.format == FindingsFormat::Text,
            style,
            feed,
        }
    }
}
