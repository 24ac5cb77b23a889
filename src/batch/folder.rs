//! A folder of reports of the bodies below: every workbook in it, in the order of their
//! paths, and everything else by name.

use super::load::judged;
use super::names::slashed;
use super::saved::saved;
use super::walk::{Contents, named};
use crate::error::Error;
use crate::pipeline::{Document, Options};
use crate::sum::{Child, Gathered, LeftOut, Why};
use crate::writers::workbook::sources_sheet;
use std::path::{Path, PathBuf};

/// Reads every workbook below a folder with `read`, except these files. One that cannot be
/// read is kept with the reason.
///
/// # Errors
/// [`Error::Read`] when a folder cannot be listed.
pub fn gather(
    folder: &Path,
    except: &[&Path],
    read: impl Fn(&Path, String) -> Result<Child, Error>,
) -> Result<Gathered, Error> {
    if folder.is_file() {
        let name = folder.display();
        return Err(Error::Usage(format!("“{name}”是一个文件，请给出放着各单位工作簿的文件夹")));
    }
    let except: Vec<PathBuf> = except.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let found = Contents::walk(folder, &except);
    let mut gathered = Gathered::default();
    for path in &found.workbooks {
        let file = slashed(path);
        match read(&folder.join(path), file.clone()) {
            Ok(child) => gathered.children.push(child),
            Err(error) => {
                let reason = error.to_string();
                // The file is named beside it, without the folder.
                let own = format!("“{}”：", folder.join(path).display());
                let reason = reason.strip_prefix(&own).unwrap_or(&reason).to_owned();
                gathered.left_out.push(LeftOut { file, why: Why::Unreadable, reason });
            }
        }
    }
    let mut others = found.others;
    for (path, error) in found.closed {
        match error {
            Error::Usage(why) => others.push((path, why)),
            error => return Err(error),
        }
    }
    gathered.passed_over = others.iter().map(|(path, why)| named(&slashed(path), why)).collect();
    Ok(gathered)
}

/// Reads the workbook of one body, which messages call `file`.
///
/// # Errors
/// What [`judged`] says.
pub fn child(path: &Path, file: String, options: &Options) -> Result<Child, Error> {
    let (document, errors) = judged(path, options)?;
    let is_sum = document.sheets.iter().any(|sheet| Some(sheet.as_str()) == sources_sheet());
    let saved = saved(&document.bytes);
    let Document { report, origins, .. } = document;
    Ok(Child { file, report, origins, errors, unit: None, called: None, saved, is_sum })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sum::samples;
    use std::fs;

    /// Every file reads as the report of a body of that name, but those called bad.
    fn stub(path: &Path, file: String) -> Result<Child, Error> {
        if path.to_string_lossy().contains("bad") {
            return Err(Error::NotAWorkbook("不是工作簿".into()));
        }
        Ok(Child { file: file.clone(), ..samples::child(&file, &[]) })
    }

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    fn files(gathered: &Gathered) -> Vec<&str> {
        gathered.children.iter().map(|child| child.file.as_str()).collect()
    }

    #[test]
    fn workbooks_of_every_kind_are_read_in_order_at_any_depth() {
        let folder = folder(&["乙.XLSX", "甲.et", "c/d/e.ods", "a.xls", "b.xlsb", "z.xlsm"]);
        let gathered = gather(folder.path(), &[], stub).unwrap();
        assert_eq!(
            files(&gathered),
            ["a.xls", "b.xlsb", "c/d/e.ods", "z.xlsm", "乙.XLSX", "甲.et"]
        );
        assert_eq!(gathered.passed_over, [""; 0]);
    }

    #[test]
    fn the_total_itself_is_not_one_of_its_parts() {
        let folder = folder(&["a.xlsx", "sub/TOTAL.xlsx"]);
        let total = folder.path().join("sub/../sub/TOTAL.xlsx");
        assert_eq!(files(&gather(folder.path(), &[&total], stub).unwrap()), ["a.xlsx"]);
    }

    #[test]
    fn what_cannot_be_read_is_kept_with_the_reason() {
        let folder = folder(&["a.xlsx", "bad.xls"]);
        let gathered = gather(folder.path(), &[], stub).unwrap();
        assert_eq!(files(&gathered), ["a.xlsx"]);
        assert_eq!(gathered.left_out.len(), 1);
        assert_eq!(
            (gathered.left_out[0].file.as_str(), gathered.left_out[0].why),
            ("bad.xls", Why::Unreadable)
        );
        assert_eq!(gathered.left_out[0].reason, "不是工作簿");
    }

    #[test]
    fn documents_and_workbooks_being_edited_are_named_but_our_own_outputs_are_not() {
        let folder = folder(&[
            "a.xlsx",
            "a.docx",
            "a.pdf",
            "a.xml",
            "b.txt",
            "~$a.xlsx",
            ".~lock.c.ods#",
            ".DS_Store",
            "__MACOSX/._a.xlsx",
            "d.zip",
        ]);
        let gathered = gather(folder.path(), &[], stub).unwrap();
        assert_eq!(files(&gathered), ["a.xlsx"]);
        let open = "（正在打开，可能有修改没有保存）";
        let expected =
            [format!("a.xlsx{open}"), "b.txt".into(), format!("c.ods{open}"), "d.zip".into()];
        assert_eq!(gathered.passed_over, expected);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_above_does_not_loop() {
        let folder = folder(&["sub/a.xlsx"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("sub/up")).unwrap();
        let gathered = gather(folder.path(), &[], stub).unwrap();
        assert_eq!(files(&gathered), ["sub/a.xlsx"]);
        assert_eq!(gathered.passed_over, ["sub/up（是链接）"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let error = gather(Path::new("没有这个文件夹"), &[], stub).unwrap_err();
        assert!(error.to_string().contains("文件不存在"));
    }
}
