//! `nianbao check --mark`: where the marked copy goes.

use crate::batch::load::is_same_file;
use crate::deliver::own_files::OwnFiles;
use crate::deliver::save::save;
use crate::diag::Finding;
use crate::error::Error;
use crate::pipeline::{self, Document};
use std::path::{Path, PathBuf};

/// Endings of pages, which hold no comments.
const PAGES: [&str; 4] = ["html", "htm", "mht", "mhtml"];

/// The marked copy that a run is to write.
pub struct Marked<'a> {
    target: &'a Path,
    force: bool,
}

impl<'a> Marked<'a> {
    /// Makes sure before any work that the copy can go there and harms no other file.
    ///
    /// # Errors
    /// [`Error::Usage`] when it cannot.
    pub fn new(target: &'a Path, workbooks: &[PathBuf], force: bool) -> Result<Self, Error> {
        let [workbook] = workbooks else {
            return Err(Error::Usage("--mark 每次只能标注一个工作簿，请分开核对".into()));
        };
        let ending = |path: &Path| path.extension().map(|ending| ending.to_ascii_lowercase());
        if ending(workbook).is_some_and(|own| PAGES.iter().any(|page| own == *page)) {
            return Err(Error::Usage(
                "网页里不能加批注；请先用 --to docx 或 --to xlsx 转换，再标注所得的文件".into(),
            ));
        }
        if let Some(own) = ending(workbook)
            && ending(target) != Some(own.clone())
        {
            return Err(Error::Usage(format!(
                "标注副本与原工作簿是同一种文件，请把“{}”的扩展名改为 .{}",
                target.display(),
                own.display()
            )));
        }
        if is_same_file(target, workbook) {
            return Err(Error::Usage(format!(
                "标注副本不能覆盖正在核对的工作簿“{}”，请另起名字",
                workbook.display()
            )));
        }
        // Somebody may have begun to put things right in an earlier copy.
        if !force {
            OwnFiles::default().refuse_foreign(&[target])?;
        }
        Ok(Marked { target, force })
    }

    /// Writes the copy; what there is to say of it.
    ///
    /// # Errors
    /// What [`pipeline::mark`] and [`save`] say.
    pub fn write(&self, document: &Document, findings: &[Finding]) -> Result<String, Error> {
        let copy = pipeline::mark(document, findings)?;
        let file = (self.target.to_owned(), copy);
        OwnFiles::default().claim(std::slice::from_ref(&file), None, self.force)?;
        save(self.target, &file.1)?;
        Ok(format!("已生成标注副本 {}\n", self.target.display()))
    }
}
