//! Workbooks in, files out: once, or as they come.

use super::FormArgs;
use crate::batch::Shard;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `nianbao convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// 填好的工作簿（或本程序生成的 XML），或放着工作簿的文件夹，可以有多个
    #[arg(value_name = "工作簿", required = true)]
    pub workbooks: Vec<PathBuf>,
    /// 输出文件夹；不写则与工作簿放在一起
    #[arg(short = 'o', long = "output", value_name = "文件夹")]
    pub output: Option<PathBuf>,
    /// 要生成的格式，用逗号隔开：docx、pdf、xml，以及网页 html、官方工作簿 xlsx（不写则为前三种）
    #[arg(
        long = "to",
        value_name = "格式",
        value_delimiter = ',',
        default_value = "docx,pdf,xml",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub to: Vec<Format>,
    /// html 只写正文：没有标题和网页标签，样式写在每个元素上，供粘贴到网站后台的编辑器
    #[arg(long)]
    pub html_fragment: bool,
    /// 有错误时也照样生成（退出码仍为 1）
    #[arg(long)]
    pub allow_errors: bool,
    /// 本单位的字体文件夹（方正小标宋、仿宋_GB2312 等），优先采用
    #[arg(long, value_name = "文件夹")]
    pub font_dir: Option<PathBuf>,
    /// 本单位的 DOCX 模板：DOCX 采用其中的样式、页面设置、页眉和页脚
    #[arg(long, value_name = "文件")]
    pub docx_template: Option<PathBuf>,
    /// 样式对照文件（TOML），一行一个，例如 "标题 1" = "一级标题"；样式名称与惯例不同时才需要
    #[arg(long, value_name = "文件", requires = "docx_template")]
    pub docx_styles: Option<PathBuf>,
    /// DOCX 的版心：gbt9704 页边距 37/35 毫米、行距 28.95 磅（默认），gbt33476 页边距 34.58/32.58 毫米、行距 29.5 磅
    #[arg(
        long,
        value_name = "版心",
        default_value = "gbt9704",
        hide_default_value = true,
        hide_possible_values = true,
        conflicts_with = "docx_template"
    )]
    pub docx_profile: DocxProfile,
    /// PDF 的标准：a-1b、a-1a、a-2b、a-2u、a-2a、a-3b、a-3u、a-3a、a-4、ua-1，或用逗号连成一对
    #[arg(long, value_name = "标准", default_value = "a-2a,ua-1", hide_default_value = true)]
    pub pdf_standard: String,
    /// 本单位的 PDF 版式文件夹，其中的 report.typ 代替程序自带的版式
    #[arg(long, value_name = "文件夹")]
    pub pdf_template: Option<PathBuf>,
    /// 把源工作簿和 XML 附在 PDF 里（只有 a-3b、a-3u、a-3a 可以）
    #[arg(long)]
    pub attach: bool,
    /// 输出文件夹在网站上的地址；写了就同时生成或更新其中的 feed.xml（同 nianbao feed）
    #[arg(long, value_name = "网址")]
    pub base_url: Option<String>,
    /// feed.xml 里更正的说明
    #[arg(long, value_name = "说明", requires = "base_url")]
    pub note: Option<String>,
    /// feed.xml 里更正的日期，例如 2022-03-01 或 "2022-03-01 09:00"
    #[arg(long, value_name = "日期", requires = "base_url")]
    pub date: Option<String>,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
    /// 门户映射：另按对方的元素名称生成 XML（TOML 文件），可以写几次
    #[arg(long, value_name = "文件")]
    pub mapping: Vec<PathBuf>,
    /// 门户需要的基本信息没有填、写得不对的，都算错误
    #[arg(long)]
    pub portal_strict: bool,
    /// 规则集：按本省要求调整规则的级别（TOML 文件）
    #[arg(long, value_name = "文件")]
    pub profile: Option<PathBuf>,
    /// 警告也算不合格（退出码 1；文件照样生成）
    #[arg(long)]
    pub strict: bool,
    /// 只显示错误，不显示警告、提示和进度
    #[arg(short, long)]
    pub quiet: bool,
    /// 同时转换几份；不写则为处理器的个数
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
    /// 每隔几秒看一次
    #[arg(
        long,
        value_name = "秒数",
        default_value = "2",
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    pub interval: u64,
}

/// The two readings of the type area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocxProfile {
    /// Common practice.
    Gbt9704,
    /// GB/T 33476.2-2016.
    Gbt33476,
}

/// What `convert` can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Format {
    /// Word.
    Docx,
    /// Archival PDF.
    Pdf,
    /// Portal XML.
    Xml,
    /// The page of a portal.
    Html,
    /// The official workbook, filled.
    Xlsx,
}

impl Format {
    /// Ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Xml => "xml",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
        }
    }
}
