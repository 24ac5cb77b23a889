//! `nianbao check --mark`: where the marked copy goes.

use crate::batch::load::is_same_file;
use crate::deliver::mark::{list, mark, mark_word};
use crate::deliver::save::save;
use crate::diag::Finding;
use crate::error::Error;
use crate::pipeline::Document;
use std::path::{Path, PathBuf};

/// The marked copy that a run is to write.
pub struct Marked<'a> {
    target: &'a Path,
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
        let is_taken = target.metadata().is_ok_and(|known| known.len() > 0);
        if is_taken && !force {
            return Err(Error::Usage(format!(
                "“{}”已经存在；请另起名字，或加 --force 覆盖",
                target.display()
            )));
        }
        Ok(Marked { target })
    }

    /// Writes the copy; what there is to say of it.
    ///
    /// # Errors
    /// What [`list`], [`mark`], [`mark_word`] and [`save`] say.
    pub fn write(&self, document: &Document, findings: &[Finding]) -> Result<String, Error> {
        let bytes = &document.bytes;
        let copy = match &document.layout {
            None => mark(&list(bytes, findings)?, findings)?,
            Some(layout) if layout.is_page => {
                let sentence =
                    "网页不能加批注；请核对打印出来的结果，或者标注原来的 Word 文档、工作簿";
                return Err(Error::Usage(sentence.into()));
            }
            Some(layout) => mark_word(bytes, findings, |finding| {
                finding.place.as_ref().and_then(|place| layout.source(place))
            })?,
        };
        save(self.target, &copy)?;
        Ok(format!("已生成标注副本 {}\n", self.target.display()))
    }
}
