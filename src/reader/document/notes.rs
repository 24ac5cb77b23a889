//! What was left out of a document, as findings.

use super::flow::{Note, NoteKind};
use crate::diag::{Code, Finding, Message, Severity, number, say, value};
use crate::reader::open::NB026;
use crate::reader::report::unread::NB027;
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
    NB189 = Warning "表格有一行少了格子"
        what "Word 文档、网页的表格里，有一行的格子比表头少。"
        why "少了哪一格，程序看不出来；这一行的数字可能都向左错了一格。"
        fix "在表格里补齐这一行的格子，没有数字的填 0。"
        basis "本程序的读取约定：分不清的要说明。";
    NB190 = Warning "自己加的表格读作段落"
        what "Word 文档、网页的正文里有一张自己加的表格。"
        why "官方格式的正文部分没有表格；这张表的文字、数字都在，但是不再是表格，一行成了一段。"
        fix "改写成一句话；或者删去，另作附件。"
        basis "{notice}所附格式：第一、五、六部分是文字。";
}

/// The findings, and the paragraphs of the file that they are about. What comes often is said
/// once.
pub fn findings(notes: &[Note]) -> Vec<(Finding, u32)> {
    /// So many of a kind are said one by one.
    const MOST: usize = 3;
    let mut kinds: Vec<NoteKind> = notes.iter().map(|note| note.kind).collect();
    kinds.sort();
    kinds.dedup();
    let of_kind = |kind: NoteKind| {
        let own: Vec<&Note> = notes.iter().filter(|note| note.kind == kind).collect();
        let count = own.len();
        match kind {
            NoteKind::Tracked => vec![finding(
                &NB182,
                own[0],
                say!("文档里有修订（{} 段），按全部接受以后的文字读取", number(count)),
            )],
            _ if count > MOST => {
                let (code, message) = said(own[0]);
                let all = say!("{}；同样的共 {} 处", message, number(count));
                vec![finding(code, own[0], all)]
            }
            _ => own
                .into_iter()
                .map(|note| {
                    let (code, message) = said(note);
                    finding(code, note, message)
                })
                .collect(),
        }
    };
    kinds.into_iter().flat_map(of_kind).collect()
}

fn finding(code: &'static Code, note: &Note, message: Message) -> (Finding, u32) {
    let mut finding = Finding::new(code, message, code.fix);
    match note.kind {
        NoteKind::Picture | NoteKind::Chart => {
            finding.severity = Severity::Info;
            finding.help = "表格做成图片的，换成有单元格的表格；其他图片不用处理。".into();
        }
        _ => {}
    }
    (finding, note.source)
}

/// What a note says, with its code.
fn said(note: &Note) -> (&'static Code, Message) {
    let words = value(shortened(&note.text));
    match note.kind {
        NoteKind::Tracked => (&NB182, Message::default()),
        NoteKind::Footnote if note.text.is_empty() => (&NB183, "这里的脚注没有读取".into()),
        NoteKind::Footnote => (&NB183, say!("脚注{}没有读取", words)),
        NoteKind::Hidden => (&NB184, say!("隐藏的文字{}没有读取", words)),
        NoteKind::Struck => (&NB026, say!("有删除线的内容{}没有读取", words)),
        NoteKind::Embedded => (&NB185, "这里嵌入的内容没有读取".into()),
        NoteKind::Picture => (&NB027, "这里是图片，没有读取".into()),
        NoteKind::Chart => (&NB027, "这里是图表，没有读取".into()),
        NoteKind::ShortRow => (&NB189, say!("{}这一行的格子比表头少，数字可能错了格", words)),
        NoteKind::OwnTable => {
            (&NB190, say!("这里的表格不是官方格式里的表，一行读作一段：{}", words))
        }
        NoteKind::Unfinished => (&NB186, "有一处域没有结尾，它后面的文字可能没有读到".into()),
    }
}
