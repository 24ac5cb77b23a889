//! What was left out of a document, as findings.

use super::flow::{Note, NoteKind};
use crate::diag::{Code, Finding, Message, say, value};
use crate::reader::open::NB026;
use crate::text::ellipsis::shortened;

crate::diag::codes! {
    NB182 = Info "文档里有修订"
        what "Word 文档里有没有接受、也没有拒绝的修订。"
        why "按全部接受以后的文字读取；如果有的修订不应当接受，读到的就不对。"
        fix "在“审阅”里逐处接受或者拒绝修订，再核对一次。"
        basis "本程序的读取约定：修订按接受以后的读取，但要说明。";
    NB183 = Warning "脚注、尾注没有读取"
        what "Word 文档里有脚注或者尾注。"
        why "官方格式没有脚注；脚注的文字没有进入报告。"
        fix "属于报告的，写进正文，或者写成表下以“注：”开头的一行。"
        basis "本程序的读取约定：不悄悄丢失内容。";
    NB184 = Warning "隐藏的文字没有读取"
        what "Word 文档里有设为隐藏的文字。"
        why "隐藏的文字印不出来，所以没有读取；如果内容有效，报告里就少了它。"
        fix "作废的，请直接删掉；有效的，选中后在“字体”里取消“隐藏”。"
        basis "本程序的读取约定：看不见的内容也要说明。";
    NB185 = Warning "嵌入的内容没有读取"
        what "Word 文档里嵌入了别的文件（例如一张 Excel 表）。"
        why "嵌入的内容不是文档的文字，没有读取。"
        fix "把其中的文字、数字写成文档的段落或表格。"
        basis "本程序的读取约定：不悄悄丢失内容。";
    NB186 = Warning "文档的域不完整"
        what "Word 文档里有一处自动生成的内容（域）没有结尾。"
        why "它后面的文字可能没有读到。"
        fix "用 Word 或 WPS 打开，按 Ctrl+A、Ctrl+Shift+F9 把域变成文字，保存后再核对。"
        basis "本程序的读取约定：不悄悄丢失内容。";
}

/// The findings, and the paragraphs of the file that they are about.
pub fn findings(notes: &[Note]) -> Vec<(Finding, u32)> {
    let mut found = Vec::new();
    let tracked: Vec<&Note> = notes.iter().filter(|note| note.kind == NoteKind::Tracked).collect();
    if let Some(first) = tracked.first() {
        let message = say!(
            "文档里有修订（{} 段），按全部接受以后的文字读取",
            crate::diag::number(tracked.len())
        );
        found.push((Finding::new(&NB182, message, NB182.fix), first.source));
    }
    for note in notes {
        let words = value(shortened(&note.text));
        let said: (&'static Code, Message) = match note.kind {
            NoteKind::Tracked => continue,
            NoteKind::Footnote if note.text.is_empty() => (&NB183, "这里的脚注没有读取".into()),
            NoteKind::Footnote => (&NB183, say!("脚注{}没有读取", words)),
            NoteKind::Hidden => (&NB184, say!("隐藏的文字{}没有读取", words)),
            NoteKind::Struck => (&NB026, say!("有删除线的内容{}没有读取", words)),
            NoteKind::Embedded => (&NB185, "这里嵌入的内容没有读取".into()),
            NoteKind::Unfinished => (&NB186, "有一处域没有结尾，它后面的文字可能没有读到".into()),
        };
        found.push((Finding::new(said.0, said.1, said.0.fix), note.source));
    }
    found
}
