//! Every argument with its help, in Chinese, and the sentences for wrong ones.

use super::Outcome;
use super::console::Console;
use super::convert::Shard;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// The headings of help, in Chinese.
const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// 政府信息公开工作年度报告：填好的工作簿进，DOCX、PDF、XML 出
#[derive(Debug, Parser)]
#[command(name = "nianbao", version, disable_help_subcommand = true)]
#[command(
    after_help = "退出码：0 没有错误（可以有警告）；1 工作簿有错误；2 无法完成（文件不存在、不是工作簿、参数有误等）"
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 核对工作簿，并生成 DOCX、PDF、XML
    Convert(ConvertArgs),
    /// 守候文件夹：来一份工作簿，核对并生成一份，直到按 Ctrl-C
    Watch(WatchArgs),
    /// 只核对，不生成文件
    Check(CheckArgs),
    /// 说明核对规则：查什么、为什么、怎么改、依据
    Explain(ExplainArgs),
    /// 生成移交档案部门的文件夹（PDF/A-1b、DOCX、XML、元数据、校验值）
    Archive(ArchiveArgs),
    /// 核对归档文件夹：校验值，以及 XML、DOCX、PDF 的数据是否一致
    Verify(VerifyArgs),
    /// 生成或更新 feed.xml，供门户自动收取
    Feed(FeedArgs),
    /// 输出 XML Schema
    Schema(SchemaArgs),
    /// 把文件夹里各单位的报告加总，写成一份官方工作簿
    Sum(SumArgs),
    /// 生成空白的官方工作簿
    Template(TemplateArgs),
    /// 输出命令补全脚本
    Completions {
        /// 命令行环境
        #[arg(
            value_name = "SHELL",
            hide_possible_values = true,
            help = "命令行环境：bash、elvish、fish、powershell 或 zsh"
        )]
        shell: clap_complete::Shell,
    },
}

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

/// `nianbao check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// 填好的工作簿，可以有多个
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
    /// 上年的报告（工作簿，或本程序生成的 XML），用来核对结转等数据
    #[arg(long, value_name = "上年报告")]
    pub previous: Option<PathBuf>,
    /// 放着下级报告的文件夹，用来逐格核对汇总的数据
    #[arg(long, value_name = "文件夹")]
    pub children: Option<PathBuf>,
    /// 门户需要的基本信息没有填、写得不对的，都算错误
    #[arg(long)]
    pub portal_strict: bool,
    /// 规则集：按本省要求调整规则的级别（TOML 文件）
    #[arg(long, value_name = "文件")]
    pub profile: Option<PathBuf>,
    /// 警告也算不合格（退出码 1）
    #[arg(long)]
    pub strict: bool,
    /// 另存一份标注副本：每个问题标在所在的单元格上
    #[arg(long, value_name = "文件")]
    pub mark: Option<PathBuf>,
    /// 标注副本已经存在时覆盖
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
}

/// `nianbao archive`.
#[derive(Debug, Args)]
pub struct ArchiveArgs {
    /// 填好的工作簿
    #[arg(value_name = "工作簿")]
    pub workbook: PathBuf,
    /// 归档文件夹放在哪里
    #[arg(short = 'o', long = "output", value_name = "文件夹")]
    pub output: PathBuf,
    /// 档号；由档案部门给出，不写则不填
    #[arg(long, value_name = "档号")]
    pub archive_number: Option<String>,
    /// 全宗号；不写则不填
    #[arg(long, value_name = "全宗号")]
    pub fonds: Option<String>,
    /// 保管期限；不写则不填
    #[arg(long, value_name = "期限")]
    pub retention: Option<String>,
    /// 有错误时也照样归档：已经公开的报告按原样移交（退出码仍为 1）
    #[arg(long)]
    pub allow_errors: bool,
    /// 本单位的字体文件夹，优先采用
    #[arg(long, value_name = "文件夹")]
    pub font_dir: Option<PathBuf>,
}

/// `nianbao verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// archive 生成的文件夹
    #[arg(value_name = "文件夹")]
    pub folder: PathBuf,
}

/// `nianbao feed`.
#[derive(Debug, Args)]
pub struct FeedArgs {
    /// convert 的输出文件夹
    #[arg(value_name = "文件夹")]
    pub folder: PathBuf,
    /// 文件夹在网站上的地址，例如 https://www.example.gov.cn/xxgk/ndbg/；已有 feed.xml 时可以不写
    #[arg(long, value_name = "网址")]
    pub base_url: Option<String>,
    /// feed 的标题；不写则沿用原来的，或由机关名称组成
    #[arg(long, value_name = "标题")]
    pub title: Option<String>,
    /// feed 的作者；不写则沿用原来的，或为机关名称
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
    /// 报告内容没有变化、只是文件重新生成过的，也作为更正发布
    #[arg(long)]
    pub republish: bool,
}
/// `nianbao schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// 把全部 XML Schema 写进文件夹；不写则只显示报告的那一个
    #[arg(short = 'o', long = "output", value_name = "文件夹")]
    pub output: Option<PathBuf>,
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
    /// 覆盖已经填写过内容的输出文件
    #[arg(long)]
    pub force: bool,
}

/// `nianbao template`.
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// 格式版本：2021（2021 年度起）或 2019（2019、2020 年度）
    #[arg(long, value_name = "版本", default_value = "2021", hide_default_value = true)]
    pub edition: String,
    /// 输出文件；不写则为当前文件夹下的 official-版本.xlsx
    #[arg(short = 'o', long = "output", value_name = "文件")]
    pub output: Option<PathBuf>,
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

/// The command with Chinese headings everywhere.
pub fn command() -> clap::Command {
    chinese(Arguments::command().mut_subcommand("watch", |watch| {
        let watch = watch
            .mut_arg("workbooks", |arg| arg.value_name("文件夹").help("守候的文件夹，可以有多个"))
            .mut_arg("output", |arg| arg.required(true).help("结果放在哪个文件夹"));
        // They belong to a run that ends.
        ["shard", "summary", "resume"]
            .into_iter()
            .fold(watch, |watch, id| watch.mut_arg(id, |arg| arg.hide(true)))
    }))
}

fn chinese(command: clap::Command) -> clap::Command {
    let has_subcommands = command.has_subcommands();
    let mut command = command
        .help_template(HELP)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .help("显示帮助")
                .action(clap::ArgAction::Help),
        );
    if has_subcommands {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .help("显示版本")
                .action(clap::ArgAction::Version),
        );
    }
    let positional = |arg: &clap::Arg| arg.is_positional();
    command = command.mut_args(move |arg| {
        let heading = if positional(&arg) { "参数" } else { "选项" };
        arg.help_heading(heading)
    });
    command.mut_subcommands(chinese)
}

/// A wrong command line in a Chinese sentence; help and version as they are.
pub fn explain(error: &clap::Error, console: &Console) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        console.print(&error.render().to_string());
        return ExitCode::SUCCESS;
    }
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识参数“{argument}”"),
        ErrorKind::InvalidSubcommand => {
            format!("不认识命令“{}”", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("参数“{argument}”后面缺少内容"),
        ErrorKind::InvalidValue => {
            let choices = text(ContextKind::ValidValue);
            let choices = if choices.is_empty() {
                String::new()
            } else {
                format!("，可以写：{choices}")
            };
            format!("参数“{argument}”不能写“{value}”{choices}")
        }
        ErrorKind::ValueValidation => format!("参数“{argument}”写的“{value}”不对"),
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}"),
        ErrorKind::ArgumentConflict => format!("参数“{argument}”不能这样合用"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            console.complain(&error.render().to_string());
            return Outcome::Failed.into();
        }
        _ => format!("命令行有误：{}", error.to_string().lines().next().unwrap_or_default()),
    };
    console.complain(&format!("{sentence}，请用 nianbao --help 查看用法\n"));
    Outcome::Failed.into()
}
