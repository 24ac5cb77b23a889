//! Notes of the guard as findings.

use crate::diag::{Finding, Message, Severity, say, value};
use crate::model::Place;
use crate::reader::codes::NB002;
use crate::reader::guard::{Note, NoteKind, SAVE_AGAIN};

crate::diag::codes! {
    NB026 = Warning "有删除线的内容没有读取"
        what "单元格里的数字或文字，有的加了删除线。"
        why "删除线表示作废，所以没有读取；如果内容有效，报告里就少了它。"
        fix "作废的，请直接删掉；有效的，请去掉删除线。"
        basis "本程序的读取约定：作废的内容不进入报告，但要说明。";
    NB022 = Warning "文件中有读不出的内容"
        what "文件的某一处数据已损坏或格式不明，程序跳过了它。"
        why "跳过的内容没有进入报告。"
        fix "请用 WPS/Excel 打开，另存为 .xlsx 后重试，并核对提示所指的位置。"
        basis "本程序的读取约定：不悄悄丢失内容。";
}

/// What the notes say to a clerk.
pub fn findings(notes: &[Note]) -> Vec<Finding> {
    notes.iter().filter_map(finding).collect()
}

fn finding(note: &Note) -> Option<Finding> {
    let (code, severity, help): (_, _, Message) = match note.kind {
        NoteKind::FarCells => (
            &NB002,
            NB002.severity,
            "按 Ctrl+End 找到这些单元格；没有用的请删除所在的行列，有用的请移到表中对应的行列，或写成表下以“注：”开头的一行。".into(),
        ),
        // Text that is gone or stands for two things must not go out as if nothing were.
        NoteKind::LostText | NoteKind::RepeatedCell => {
            (&NB022, Severity::Error, format!("{SAVE_AGAIN}，并核对这个单元格。").into())
        }
        NoteKind::StruckText => {
            (&NB026, NB026.severity, "作废的内容请直接删掉；有效的请去掉删除线。".into())
        }
        NoteKind::DamagedText => (&NB022, NB022.severity, "请重新录入这个单元格的文字。".into()),
        NoteKind::LostSheet => {
            (&NB022, NB022.severity, format!("{SAVE_AGAIN}，并核对这张工作表。").into())
        }
        NoteKind::GuessedCodePage | NoteKind::ManyMerges => {
            (&NB022, Severity::Info, format!("{SAVE_AGAIN}。").into())
        }
        // The reader names long numbers itself, where it knows what they are for.
        NoteKind::LongNumber => return None,
    };
    let message = match (&note.at, note.sheet.as_str()) {
        (None, sheet) if !sheet.is_empty() => {
            say!("工作表{}：{}", value(sheet), note.detail.clone())
        }
        _ => note.detail.clone(),
    };
    let mut finding = Finding::new(code, message, help);
    finding.severity = severity;
    finding.place = note.at.map(|(row, column)| Place::cell(&note.sheet, row, column));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_of_a_cell_has_its_place_and_one_of_a_sheet_its_name() {
        let note = |kind, at| Note { kind, sheet: "表".into(), at, detail: "说明".into() };
        let notes = [
            note(NoteKind::FarCells, Some((29_999, 0))),
            note(NoteKind::LostSheet, None),
            note(NoteKind::LongNumber, Some((0, 0))),
        ];
        let findings = findings(&notes);
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[0].place, Some(Place::cell("表", 29_999, 0)));
        assert_eq!(findings[1].message.to_string(), "工作表“表”：说明");
    }
}
