//! Arguments of `archive` and `verify`.

use super::FormArgs;
use clap::Args;
use std::path::PathBuf;

/// `nianbao archive`.
#[derive(Debug, Args)]
pub struct ArchiveArgs {
    /// 填好的工作簿
    #[arg(value_name = "工作簿")]
    pub workbook: PathBuf,
    /// 归档文件夹放在哪里
    #[arg(short = 'o', long = "output", value_name = "文件夹")]
    pub output: PathBuf,
    /// 另放一份 OFD-A（GB/T 42133-2022）
    #[arg(long)]
    pub ofd: bool,
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
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
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
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
    /// 归档时用的本单位的字体文件夹
    #[arg(long, value_name = "文件夹")]
    pub font_dir: Option<PathBuf>,
}
