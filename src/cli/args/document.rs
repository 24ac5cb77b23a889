//! Arguments that decide how a document comes out. `check` takes them too, so that it finds
//! what `convert` would.

use super::FormArgs;
use crate::batch::Settings;
use crate::pipeline::{Attach, Format};
use crate::writers::{docx, ofd};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Options of a document.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "生成的文件")]
pub struct DocumentArgs {
    /// 要生成的格式，用逗号隔开：docx、pdf、xml，以及版式文件 ofd、网页 html、官方工作簿 xlsx、一图读懂的长图 png 或 svg 和 A4 版 poster（不写则为前三种）
    #[arg(
        long = "to",
        value_name = "格式",
        value_delimiter = ',',
        default_value = "docx,pdf,xml",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Format::ALL.map(Format::name))
            .map(|name| Format::named(&name).expect("the parser lets no other pass"))
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
    /// 本单位的一图读懂版式文件夹，其中的 poster.typ 代替程序自带的版式
    #[arg(long, value_name = "文件夹")]
    pub poster_template: Option<PathBuf>,
    /// OFD 的标准：ofd-a 档案用的 OFD（默认），ofd 普通的 OFD
    #[arg(
        long,
        value_name = "标准",
        default_value = "ofd-a",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub ofd_standard: OfdStandard,
    /// 把源工作簿和 XML 附在 PDF（只有 a-3b、a-3u、a-3a）和 OFD（只有 ofd）里；--attach=xml 只附 XML，ofd-a 也可以
    #[arg(
        long,
        value_name = "附件",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "all",
        hide_possible_values = true
    )]
    pub attach: Option<Attached>,
    /// 门户映射：另按对方的元素名称生成 XML（TOML 文件），可以写几次
    #[arg(long, value_name = "文件")]
    pub mapping: Vec<PathBuf>,
    /// 门户需要的基本信息没有填、写得不对的，都算错误
    #[arg(long)]
    pub portal_strict: bool,
    /// 规则集：按本省要求调整规则的级别（TOML 文件）
    #[arg(long, value_name = "文件")]
    pub profile: Option<PathBuf>,
    /// 指定一项基本信息，例如 --set 报告年度=2024，可以写几次；比文件里写的优先
    #[arg(long, value_name = "名=值")]
    pub set: Vec<String>,
    /// 文件读不了时，把技术原因也写出来，供技术人员查看
    #[arg(long)]
    pub verbose: bool,
    /// The editions there are beside those of the program.
    #[command(flatten)]
    pub forms: FormArgs,
}

/// The two readings of the type area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocxProfile {
    /// Common practice.
    Gbt9704,
    /// GB/T 33476.2-2016.
    Gbt33476,
}

/// The standards of the OFD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OfdStandard {
    /// GB/T 42133-2022.
    OfdA,
    /// GB/T 33190-2016.
    Ofd,
}

/// What is put inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Attached {
    /// The XML.
    Xml,
    /// The XML and the workbook.
    All,
}

impl DocumentArgs {
    /// The same without the command line.
    pub fn settings(&self) -> Settings {
        let all = self.clone();
        Settings {
            formats: all.to,
            html_fragment: all.html_fragment,
            allow_errors: all.allow_errors,
            font_dir: all.font_dir,
            docx_template: all.docx_template,
            docx_styles: all.docx_styles,
            docx_profile: match all.docx_profile {
                DocxProfile::Gbt9704 => docx::Profile::Common,
                DocxProfile::Gbt33476 => docx::Profile::Gbt33476,
            },
            pdf_standard: Some(all.pdf_standard),
            pdf_template: all.pdf_template,
            poster_template: all.poster_template,
            ofd_standard: match all.ofd_standard {
                OfdStandard::OfdA => ofd::Standard::OfdA,
                OfdStandard::Ofd => ofd::Standard::Ofd,
            },
            attach: match all.attach {
                None => Attach::Nothing,
                Some(Attached::Xml) => Attach::Xml,
                Some(Attached::All) => Attach::All,
            },
            mappings: all.mapping,
            portal_strict: all.portal_strict,
            profile: all.profile,
            sets: all.set,
            forms: all.forms.form,
            previous: Vec::new(),
            verbose: all.verbose,
        }
    }
}
