//! Numbers typed as text that a formula adds up: read like any number, but SUM of a
//! spreadsheet program skips them. Where no formula adds them up, nobody need know.

use crate::diag::{Finding, cells, number, say, value};
use crate::model::Place;
use crate::model::area::reference;
use crate::model::form::FigureKind;
use crate::reader::grid::{Book, Content, Position};
use crate::reader::notes::Notes;
use crate::reader::value::figure;
use crate::text::ellipsis::shortened;

crate::diag::codes! {
    NB028 = Warning "数字是文本格式，求和公式会跳过它"
        what "公式要加的单元格里，数字是文本格式，或者写成“5件”“５”这样。"
        why "WPS、Excel 的求和公式会跳过它，合计因此少算；读取时已按数字计入。"
        fix "单个的，改填提示中的数字。整列整块的，选中后点旁边出现的感叹号，选“转换为数字”；没有感叹号的，一次选一列，点“数据”→“分列”，在窗口里点“完成”。最后保存。"
        basis "WPS、Excel 求和公式的算法。";
}

/// One finding for all that the spreadsheet program can turn into numbers at once, and one for
/// each that must be typed anew.
pub fn report(book: &Book, notes: &mut Notes<'_>) {
    let skipped = std::mem::take(&mut notes.skipped);
    for (index, sheet) in book.sheets.iter().enumerate() {
        let of_sheet = skipped.iter().filter(|(number, _)| *number == index).map(|(_, at)| *at);
        let typed: Vec<(Position, &str)> =
            of_sheet.filter_map(|at| Some((at, sheet.text(at)?))).collect();
        let (plain, odd): (Vec<_>, Vec<_>) = typed
            .into_iter()
            .partition(|(_, text)| text.trim().bytes().all(|b| b.is_ascii_digit()));
        let alone = if plain.len() == 1 { &plain[..] } else { &[] };
        for (at, text) in odd.iter().chain(alone) {
            let (figure, _) =
                figure(&Content::Text((*text).into()), FigureKind::Count, None, false);
            let Some(meant) = figure.number() else { continue };
            notes.find(
                &NB028,
                (index, *at),
                say!("填的是{}，是文本格式，求和公式会跳过它", value(shortened(text))),
                say!("把 {} 改为 {}。", cells(reference(*at)), number(meant.normalize())),
            );
        }
        if plain.len() < 2 {
            continue;
        }
        let places = plain.iter().map(|(at, _)| notes.place(index, *at));
        let Some(place) = places.reduce(|a, b| a.joined(&b).unwrap_or(a)) else { continue };
        let count = number(plain.len());
        let message =
            say!("{} 里有 {} 个数是文本格式，求和公式会跳过它", cells(place.reference()), count);
        notes.findings.push(Finding::new(&NB028, message, advice(&place)).at(place));
    }
}

/// What to click.
fn advice(place: &Place) -> crate::diag::Message {
    say!(
        "选中 {}，点旁边出现的感叹号，选“转换为数字”；没有感叹号的，一次选一列，点“数据”→“分列”，在窗口里点“完成”。最后按 Ctrl+S 保存。",
        cells(place.reference())
    )
}
