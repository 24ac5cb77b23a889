//! One figure: the cell it stands in, its formula, and what was odd about either.

use super::typed::typed;
use super::unit::{self, Bare, Units};
use crate::diag::{Finding, Severity, cells, label, number, say, value};
use crate::model::area::reference;
use crate::model::form::FigureKind;
use crate::model::{Address, Figure, Origins, Place, Table, Value};
use crate::reader::codes::{NB007, NB009};
use crate::reader::formula::{self, Computed, Recomputed};
use crate::reader::grid::{Book, Cell, Content, Position, Sheet};
use crate::reader::notes::Notes;
use crate::reader::tables::{FoundTable, Located, Piece};
use crate::reader::value::{Oddity, figure as read_figure, is_note_mark, names_unit};
use crate::text::clean::one_line;
use crate::text::unit::WAN_YUAN;
use rust_decimal::Decimal;

crate::diag::codes! {
    NB010 = Warning "公式的保存结果已过时"
        what "单元格里公式保存的结果，与按本表现有数据重新计算的结果不同。"
        why "修改数据后没有重新计算就保存，合计会停留在旧数上。已采用重新计算的结果。"
        fix "用 WPS 或 Excel 打开，按 Ctrl+S 保存，再核对一次。"
        basis "本程序的读取约定：不信任缓存的合计。";
    NB011 = Error "公式无法计算"
        what "单元格里的公式没有保存结果，程序也不能替它计算。"
        why "这一格因此没有数字。"
        fix "请用 WPS/Excel 打开并保存一次；或把公式改成数字。"
        basis "本程序的读取约定：不猜测、不把空白当作 0。";
    NB017 = Info "数据不在合并单元格的首格"
        what "数据写在合并区域的非首格里。"
        why "已照常读取；但在表格软件里可能看不见。"
        fix "取消合并后把数据移到左上角一格，再重新合并。"
        basis "本程序的读取约定。";
    NB025 = Info "数字后面带有注释标记"
        what "数字后面有“①”“²”“[1]”“注1”这样的标记。"
        why "标记不是数字的一部分：数字照读，标记作为备注印在数字后面。"
        fix "核对数字；不需要标记的请删去，需要说明的写在表下，以“注：”开头。"
        basis "本程序的读取约定。";
    NB030 = Warning "几项数据合并成了一格"
        what "上下或左右相邻的几项数据合并成一个单元格，里面只有一个数。"
        why "一个数不能当作几项数据；只读作第一格的，其余按空白读取。"
        fix "取消合并，每一格分别填写；没有发生的填 0。"
        basis "{notice}所附格式：一格一项数据。";
    NB019 = Warning "金额没有单位"
        what "采购总金额没有写明是元还是万元。"
        why "2019 年版表头没有规定单位，只能由单元格写明。"
        fix "在数字后写上“元”或“万元”。"
        basis "{notice-2019}所附格式第（九）项。";
    NB020 = Warning "长数字可能已被损坏"
        what "单元格里的数字超过 15 位。"
        why "表格软件只保留 15 位有效数字，其余位数可能已变成 0。"
        fix "核对这个数；件数、金额不会有这么长。"
        basis "表格软件的数值精度。";
}

/// Figures beyond this many digits have been rounded by the spreadsheet.
const EXACT_DIGITS: usize = 15;

/// What a figure stands in.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The workbook.
    pub book: &'a Book,
    /// The table as found.
    pub found: &'a FoundTable,
    /// The piece of it.
    pub piece: &'a Piece,
    /// The unit lines of the table.
    pub units: &'a Units,
}

/// Reads one cell into the table.
pub fn read(
    Around { book, found, piece, units }: Around<'_>,
    located: Located,
    table: &mut Table,
    notes: &mut Notes<'_>,
    origins: &mut Origins,
) {
    // Blocks that share their heads may differ in ids: the row decides.
    let Some(column) =
        found.table.block_of(located.row).and_then(|block| block.columns.get(located.column))
    else {
        return;
    };
    let (row, at) = (located.row, located.slot.at);
    let place = notes.place(piece.sheet, at);
    let address = Address::Figure(found.table.id.clone(), row.into(), column.id.clone());
    let sheet = &book.sheets[piece.sheet];
    if !located.slot.filled && !comes_to_a_number(sheet, at) {
        if origins.get(&address).is_none() {
            origins.put(address, place);
        }
        say_merged(book, (piece.sheet, at), &column.label, notes);
        return;
    }
    notes.take(piece.sheet, at);
    let Some(cell) = sheet.cell(at) else { return };
    let spot = (piece.sheet, at);
    if !located.slot.rivals.is_empty() {
        located.slot.rivals.iter().for_each(|rival| notes.take(piece.sheet, *rival));
        let other =
            located.slot.rivals.iter().find(|rival| {
                sheet.cell(**rival).is_some_and(|other| other.content != cell.content)
            });
        if let Some(other) = other {
            let message = say!(
                "{}一栏里，{} 和 {} 都有内容，不能确定哪一个是对的，都没有读取",
                label(&column.label),
                cells(reference(at)),
                cells(reference(*other))
            );
            let both = place.joined(&notes.place(piece.sheet, *other));
            let help = "核对两处数据，删掉错误的一处。";
            notes.findings.push(Finding::new(&NB007, message, help).at(both));
            origins.wait(address.clone());
            origins.put(address, place);
            return;
        }
    }
    if located.slot.parted {
        let message = say!(
            "{}的表头下面多出一列，不能确定 {} 是不是它的数，没有读取",
            label(&column.label),
            cells(reference(at))
        );
        notes.find(&NB007, spot, message, "删去自行增加的列。");
        origins.wait(address.clone());
        origins.put(address, place);
        return;
    }
    if let Some(home) = located.slot.expected {
        notes.find(
            &NB017,
            spot,
            say!("这里的数被合并的 {} 遮住了，已照常读取", cells(reference(home))),
            "点“开始”→“合并居中”取消合并，把数移到左上角的一格。",
        );
    }
    let bare = match names_unit(&cell.content) {
        true => Bare::Official,
        false if column.kind == FigureKind::WanYuan && is_in_yuan(&cell.content) => {
            Bare::Doubtful(say!("{} 的数前面写了“￥”", cells(reference(at))))
        }
        false => units.bare(book, piece, (located.column, column.kind), at),
    };
    let unit = match &bare {
        Bare::Named(unit, _) => Some(*unit),
        Bare::Official | Bare::Doubtful(_) => None,
    };
    let (mut figure, oddity) = read_figure(&cell.content, column.kind, unit, book.epoch_1904);
    if let Some(formula) = &cell.formula {
        origins.calculate(address.clone());
        let computed = formula::compute(sheet, at);
        notes.skipped.extend(computed.skipped.iter().map(|at| (piece.sheet, *at)));
        if computed.faults.is_empty() {
            let is_unknown = cell.content == Content::Uncalculated && computed.value.is_none();
            if is_unknown && !formula.trim().is_empty() && !may_be_blank(formula) {
                origins.wait(address.clone());
            }
            figure = recomputed(figure, formula, cell, computed, spot, notes);
        } else {
            // The cell it leans on has a finding; this one is not known until that is put right.
            origins.wait(address.clone());
            figure = Figure::BLANK;
        }
    }
    if matches!(oddity, Some(Oddity::Unit(_))) {
        origins.wait(address.clone());
    }
    if let Value::Kept(text) = &figure.value {
        let text = notes.text(piece.sheet, at, text);
        figure.value = Value::Kept(one_line(&text));
    }
    if let Some(remark) = figure.remark.take() {
        let remark = notes.text(piece.sheet, at, &remark);
        if is_note_mark(&remark) {
            let bare = typed(&Figure { remark: None, ..figure.clone() });
            let message =
                say!("数字 {} 后面的{}按注释标记读取，不是数字的一部分", bare, value(&remark));
            notes.find(&NB025, spot, message, "核对数字；不需要标记的请删去。");
        }
        figure.remark = Some(one_line(&remark));
    }
    let is_zero = figure.number().is_none_or(|number| number.is_zero());
    if matches!(bare, Bare::Doubtful(_)) && !is_zero {
        origins.wait(address.clone());
    }
    let counted_in = match column.kind {
        FigureKind::Count | FigureKind::Signed => found.table.unit.as_deref(),
        FigureKind::WanYuan => Some(WAN_YUAN),
        FigureKind::Money => None,
    };
    unit::say(bare, oddity, &figure, counted_in.unwrap_or_default(), spot, notes);
    if column.kind == FigureKind::Money
        && figure.unit.is_none()
        && figure.number().is_some_and(|n| !n.is_zero())
    {
        notes.find(
            &NB019,
            spot,
            say!("{}填的是 {}，没有写明单位", label(&column.label), typed(&figure)),
            "在数字后写上“元”或“万元”。",
        );
    }
    let is_stored_number = matches!(&cell.content, Content::Number(text)
        if text.split('.').next().is_some_and(|whole| whole.len() > EXACT_DIGITS) && figure.number().is_some_and(|n| n.scale() == 0));
    if is_stored_number {
        notes.find(
            &NB020,
            spot,
            say!("数字 {} 超过 {} 位，末尾几位可能已经丢失", typed(&figure), number(EXACT_DIGITS)),
            "核对这个数；件数、金额不会有这么长。",
        );
    }
    let known = table.figure(row, &column.id).clone();
    if !known.is_blank() {
        if known != figure {
            let elsewhere = origins.get(&address).map(Place::to_string).unwrap_or_default();
            notes.find(
                &NB007,
                spot,
                say!(
                    "同一项数据在 {} 填的是 {}，这里填的是 {}",
                    cells(elsewhere),
                    typed(&known),
                    typed(&figure)
                ),
                "核对两处数据，删掉错误的一处。",
            );
        }
        return;
    }
    origins.put(address, place);
    table.set(row, &column.id, figure);
}

/// `￥5,874,072.00`: whether 元 or 万元 is meant, the sign does not say.
fn is_in_yuan(content: &Content) -> bool {
    matches!(content, Content::Text(text) if text.trim_start().starts_with(['￥', '¥']))
}

/// Whether a formula says itself when it shows nothing: `IF(台账!B2="","",台账!B2)`.
fn may_be_blank(formula: &str) -> bool {
    formula.replace(' ', "").contains(",\"\"")
}

/// Whether a cell that shows nothing holds a formula that adds up something: text that it
/// skips, or a result that was never stored.
fn comes_to_a_number(sheet: &Sheet, at: Position) -> bool {
    if sheet.cell(at).is_none_or(|cell| cell.formula.is_none()) {
        return false;
    }
    let Recomputed { value, skipped, .. } = formula::compute(sheet, at);
    let is_zero = |number: &Decimal| number.is_zero() && skipped.is_empty();
    matches!(value, Some(Computed::Number(number)) if !is_zero(&number))
}

/// The figure of a formula cell: computed anew where that is possible.
fn recomputed(
    stored: Figure,
    formula: &str,
    cell: &Cell,
    Recomputed { value, shown, skipped, .. }: Recomputed,
    spot: (usize, Position),
    notes: &mut Notes<'_>,
) -> Figure {
    const ADVICE: &str = "用 WPS 或 Excel 打开，按 Ctrl+S 保存，再核对一次。";
    let as_figure = |number: Decimal| {
        let number = number.normalize();
        let value = match i64::try_from(number) {
            Ok(whole) if number.scale() == 0 => Value::Whole(whole),
            _ => Value::Exact(number),
        };
        Figure { value, ..Figure::BLANK }
    };
    let is_shown = match shown {
        Some(Computed::Number(number)) => stored.number() == Some(number),
        Some(Computed::Blank) => stored.is_blank(),
        None => true,
    } || cell.content == Content::Uncalculated;
    match (&cell.content, value) {
        // The spreadsheet program has skipped numbers typed as text: they have a finding.
        (_, Some(Computed::Number(number))) if !skipped.is_empty() && is_shown => as_figure(number),
        (Content::Uncalculated, Some(Computed::Blank)) => Figure::BLANK,
        (Content::Uncalculated, Some(Computed::Number(number))) => {
            let figure = as_figure(number);
            notes.find(
                &NB009,
                spot,
                say!(
                    "公式{}没有计算结果，已按本表数据算出 {} 采用",
                    label(format!("={formula}")),
                    typed(&figure)
                ),
                ADVICE,
            );
            figure
        }
        // The text of the formula is not to be had, its stored result is an empty text.
        (Content::Uncalculated, None) if formula.trim().is_empty() => Figure::BLANK,
        (Content::Number(_), Some(Computed::Blank)) if stored.number().is_some() => {
            let message = say!(
                "公式{}保存的结果是 {}，但要算的各格都空着，已按空白读取",
                label(format!("={formula}")),
                typed(&stored)
            );
            notes.find(&NB010, spot, message, ADVICE);
            Figure::BLANK
        }
        (Content::Uncalculated, None) if may_be_blank(formula) => {
            let message = say!("公式{}没有算出数，按空白读取", label(format!("={formula}")));
            let help = "核对它所取的数是否确实没有填；没有发生的填 0。";
            let mut finding = Finding::new(&NB011, message, help);
            finding.severity = Severity::Info;
            notes.findings.push(finding.at(notes.place(spot.0, spot.1)));
            stored
        }
        (Content::Uncalculated, None) => {
            notes.find(
                &NB011,
                spot,
                say!("公式{}没有计算结果，也无法代为计算", label(format!("={formula}"))),
                "用 WPS 或 Excel 打开，按 Ctrl+S 保存，再核对一次；还有这个提示的，把公式改成数字。",
            );
            stored
        }
        (
            Content::Number(_) | Content::Text(_) | Content::Error(_),
            Some(Computed::Number(number)),
        ) if stored.number() != Some(number) && !(stored.is_blank() && number.is_zero()) => {
            let figure = as_figure(number);
            let stored_result = match stored.is_blank() {
                true => "空白".into(),
                false => typed(&stored),
            };
            notes.find(
                &NB010,
                spot,
                say!(
                    "公式{}保存的结果是 {}，按本表数据应为 {}，已采用 {}",
                    label(format!("={formula}")),
                    stored_result,
                    typed(&figure),
                    typed(&figure)
                ),
                ADVICE,
            );
            figure
        }
        _ => stored,
    }
}

/// A cell that is merged with the one of another figure: a number in that holds for that alone.
fn say_merged(book: &Book, spot: (usize, Position), head: &str, notes: &mut Notes<'_>) {
    let (index, at) = spot;
    let sheet = &book.sheets[index];
    let area = sheet.area(at);
    let Some(owner) = sheet.cell(area.first).filter(|cell| !cell.content.is_blank()) else {
        return;
    };
    if area.first == at || matches!(owner.content, Content::Uncalculated) {
        return;
    }
    let merged = Place { sheet: sheet.name.clone(), first: area.first, last: area.last };
    let message = say!(
        "{} 合并成了一格，里面的数只读作 {} 的，{}这一格（{}）按空白读取",
        cells(merged.reference()),
        cells(reference(area.first)),
        label(head),
        cells(reference(at))
    );
    notes.find(&NB030, spot, message, "取消合并，每一格分别填写。");
}
