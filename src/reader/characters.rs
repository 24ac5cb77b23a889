//! Radicals typed for ordinary characters, replaced in a whole book before anything is read.

use super::grid::{Book, Content};
use crate::diag::{Finding, Message, number, say, value};
use crate::model::Place;
use crate::text::ideograph::in_ordinary;
use std::collections::BTreeMap;

crate::diag::codes! {
    NB024 = Info "换掉了看着相同的别的字"
        what "文字里有康熙部首、部首补充或兼容汉字，例如“⼈⺠⾏⽆”，看着与“人民行无”相同，编码不同。"
        why "从 PDF 复制的文字常有这种字；搜索不到，换字体后可能显示不出来。已换成普通汉字，读取和输出都用换过的字。"
        fix "通常不用处理；要改原表，可重新录入这些字。"
        basis "Unicode 的 EquivalentUnifiedIdeograph 和标准等价；GB 18030-2022 的编码汉字。";
}

/// Most replacements named in the message.
const NAMED: usize = 10;

/// A book in ordinary characters, with the finding that says so; nothing where it is one.
pub fn in_ordinary_characters(book: &Book) -> Option<(Book, Finding)> {
    let mut replaced: BTreeMap<char, char> = BTreeMap::new();
    let mut cells = 0usize;
    let mut first: Option<Place> = None;
    let mut changed = None;
    for (index, sheet) in book.sheets.iter().enumerate() {
        let mut note = |text: &str, place: Option<Place>| {
            let (text, found) = in_ordinary(text)?;
            replaced.extend(found);
            cells += 1;
            first = first.take().or(place);
            Some(text)
        };
        let name = note(&sheet.name, None);
        for (at, cell) in &sheet.cells {
            let Content::Text(text) = &cell.content else { continue };
            if let Some(text) = note(text, Some(Place::cell(&sheet.name, at.0, at.1))) {
                let book: &mut Book = changed.get_or_insert_with(|| book.clone());
                if let Some(cell) = book.sheets[index].cells.get_mut(at) {
                    cell.content = Content::Text(text);
                }
            }
        }
        if let Some(name) = name {
            changed.get_or_insert_with(|| book.clone()).sheets[index].name = name;
        }
    }
    let changed = changed?;
    let pairs = replaced.iter().take(NAMED).map(|(from, to)| value(format!("{from}→{to}")));
    let more = if replaced.len() > NAMED { "等" } else { "" };
    let message = say!(
        "{} 处文字里的部首字换成了普通汉字：{}{}",
        number(cells),
        Message::join(pairs, ""),
        more
    );
    Some((changed, Finding::new(&NB024, message, NB024.fix).at(first)))
}
