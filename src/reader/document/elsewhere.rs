//! Why a page or a document that looks like the right one holds no report, and what to do.

use super::flow::{Block, Content, Flow};
use super::landmark::{is_of_form, sections};
use super::name;
use crate::error::Error;
use crate::model::Forms;
use std::collections::BTreeSet;

/// Says that no report is here, and where it may be.
pub fn nothing(flow: &Flow) -> Error {
    /// So many years are a list of reports.
    const YEARS: usize = 3;
    let titles =
        || flow.blocks.iter().filter_map(Block::line).filter(|line| name::is_title(&line.text));
    let years: BTreeSet<i32> = titles().filter_map(|line| name::year(&line.text)).collect();
    let what = if flow.is_page { "这个网页" } else { "这份 Word 文档" };
    let why = match () {
        () if !flow.is_page => "；请确认选对了文件",
        () if years.len() >= YEARS => {
            "，像是列出各年报告的目录页；请点开要用的那一份，再另存那一页"
        }
        () if flow.beside.is_attached => {
            "，报告像是放在附件里；请下载附件，是 Word 文档或工作簿的直接选它，是 PDF 的请找原来的 Word 文档"
        }
        () if flow.beside.is_framed => {
            "，正文像是放在框架里；请在正文上点右键，选“在新标签页中打开框架”（或“此框架”里的“打开”），再另存那一页"
        }
        () if flow.beside.pictures > 0 && titles().next().is_some() => {
            "，报告像是图片，程序不认图片里的字；请找原来的 Word 文档或工作簿"
        }
        () => "；请确认选对了文件",
    };
    Error::NotTheForm(format!("{what}里找不到年度报告的任何一张表或标题{why}"))
}

/// How many reports stand one behind the other.
pub fn reports(blocks: &[Block], forms: Forms) -> usize {
    let (mut count, mut highest, mut tables) = (1, 0, 0);
    for block in blocks {
        match &block.content {
            Content::Table(cells) => tables += usize::from(is_of_form(cells, forms)),
            Content::Line(_) => {
                for section in sections(block, forms) {
                    if section == 1 && highest > 2 && tables > 1 {
                        (count, tables, highest) = (count + 1, 0, 0);
                    }
                    highest = highest.max(section);
                }
            }
        }
    }
    // The last one counts where it has a table of its own.
    count - usize::from(count > 1 && tables == 0)
}
