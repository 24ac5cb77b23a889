//! Every argument with its help, in Chinese, and the sentences for wrong ones.

mod archive;
mod check;
mod collect;
mod convert;
mod diff;
mod document;
mod feed;
mod form;
mod help;
mod history;
mod mistake;

pub use archive::{ArchiveArgs, VerifyArgs};
pub use check::{CheckArgs, ExplainArgs, FindingsFormat, PageFormat};
pub use collect::CollectArgs;
pub use convert::{ConvertArgs, WatchArgs};
pub use diff::{DiffArgs, DiffFormat};
pub use document::DocumentArgs;
pub use feed::FeedArgs;
pub use form::{FormArgs, SchemaArgs, SumArgs, TemplateArgs};
pub use help::{command, for_terminal};
pub use history::{HistoryArgs, HistoryBy, HistoryFormat};
pub use mistake::explain;

use clap::{Parser, Subcommand};

/// 政府信息公开工作年度报告：填好的工作簿进，DOCX、PDF、XML 出
#[derive(Debug, Parser)]
#[command(name = "nianbao", version, disable_help_subcommand = true)]
#[command(
    after_help = "退出码（供其他程序判断）：0 没有错误（可以有警告）；1 工作簿有错误；2 无法完成（文件不存在、不是工作簿、参数有误等）"
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
    /// 比较两份报告：数字、文字、基本信息哪里不同
    Diff(DiffArgs),
    /// 历年数据排在一起，画成图：一个机关的各年度，或同一年度的各机关
    History(HistoryArgs),
    /// 说明核对规则：查什么、为什么、怎么改、依据
    Explain(ExplainArgs),
    /// 生成移交档案部门的文件夹（PDF/A-1b、DOCX、XML、著录信息、校验值，需要时加 OFD-A）
    Archive(ArchiveArgs),
    /// 核对归档文件夹：校验值，以及 XML、DOCX、PDF、OFD 的数据是否一致
    Verify(VerifyArgs),
    /// 生成或更新 feed.xml，供门户自动收取
    Feed(FeedArgs),
    /// 输出 XML 的格式定义（供门户技术人员）
    Schema(SchemaArgs),
    /// 对照名单收件：谁报了、谁没报、有没有错，写成台账
    Collect(CollectArgs),
    /// 把文件夹里各单位的报告加总，写成一份官方工作簿
    Sum(SumArgs),
    /// 生成空白的官方工作簿
    Template(TemplateArgs),
    /// 显示帮助：nianbao help 命令
    Help {
        /// 哪一个命令；不写则列出全部
        #[arg(value_name = "命令")]
        command: Option<String>,
    },
    /// 输出按 Tab 补全命令的脚本（供技术人员）
    Completions {
        /// 命令行环境
        #[arg(
            value_name = "环境",
            hide_possible_values = true,
            help = "命令行环境：bash、elvish、fish、powershell 或 zsh"
        )]
        shell: clap_complete::Shell,
    },
}
