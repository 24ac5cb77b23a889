//! One figure: the cell it stands in, its formula, and what was odd about either.

use super::unit::{Bare, Units};
use crate::diag::{Finding, Message, Severity, cells, label, number, say, value};
use crate::model::area::reference;
use crate::model::form::FigureKind;
use crate::model::{Address, Figure, Origins, Place, Table, Value};
use crate::reader::codes::{NB009, NB012};
use crate::reader::formula::{self, Computed};
use crate::reader::grid::{Book, Cell, Content, Position};
use crate::reader::notes::Notes;
use crate::reader::tables::{FoundTable, Located, Piece};
use crate::reader::value::{Oddity, figure as read_figure, is_note_mark};
use crate::text::unit::Unit;
use rust_decimal::Decimal;

crate::diag::codes! {
    NB007 = Error "同一项数据出现两次且不相同"
        what "同一行同一列的数据在工作簿里有两处，而且数值不同。"
        why "程序不能替您选择哪一个是对的。"
        fix "核对两处数据，删掉错误的一处。"
        basis "每项数据只报告一次。";
    NB010 = Warning "公式的保存结果已过时"
        what "单元格里公式保存的结果，与按本表现有数据重新计算的结果不同。"
        why "修改数据后没有重新计算就保存，合计会停留在旧数上。已采用重新计算的结果。"
        fix "请用 WPS/Excel 打开并保存一次，再转换。"
        basis "本程序的读取约定：不信任缓存的合计。";
    NB011 = Error "公式无法计算"
        what "单元格里的公式没有保存结果，程序也不能替它计算。"
        why "这一格因此没有数字。"
        fix "请用 WPS/Excel 打开并保存一次；或把公式改成数字。"
        basis "本程序的读取约定：不猜测、不把空白当作 0。";
    NB013 = Error "数字单元格被设成了日期"
        what "应填件数或金额的单元格，被设置成日期格式。"
        why "显示的是日期，无法确定原来要填的数字。"
        fix "把单元格格式改为“常规”或“数值”，重新填写数字。"
        basis "格式要求填写数字。";
    NB017 = Info "数据不在合并单元格的首格"
        what "数据写在合并区域的非首格里。"
        why "已照常读取；但在表格软件里可能看不见。"
        fix "取消合并后把数据移到左上角一格，再重新合并。"
        basis "本程序的读取约定。";
    NB018 = Error "单位与官方表头不一致"
        what "单元格、单元格的数字格式、改过的表头或“单位：元”这样的一行，写的单位与官方表头规定的不同，例如“万元”列里写了“元”。"
        why "单位不同会使金额相差一万倍。能确定的已经换算，作为提示；几处写的单位互相矛盾、不能确定的，作为错误。"
        fix "按官方表头的单位换算后只填数字，表头改回官方写法。"
        basis "表头“本年收费金额（单位：万元）”。";
    NB025 = Info "数字后面带有注释标记"
        what "数字后面有“①”“²”“[1]”“注1”这样的标记。"
        why "标记不是数字的一部分：数字照读，标记作为备注印在数字后面。"
        fix "核对数字；不需要标记的请删去，需要说明的写在表下，以“注：”开头。"
        basis "本程序的读取约定。";
    NB028 = Warning "几项数据合并成了一格"
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
        fix "核对该数字；确需长数字时改为文本格式录入。"
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
    if !located.slot.filled {
        if origins.get(&address).is_none() {
            origins.put(address, place);
        }
        say_merged(book, (piece.sheet, at), &column.label, notes);
        return;
    }
    notes.take(piece.sheet, at);
    let sheet = &book.sheets[piece.sheet];
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
            notes.find(&NB007, spot, message, "核对两处数据，删掉错误的一处。");
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
        origins.put(address, place);
        return;
    }
    if let Some(home) = located.slot.expected {
        notes.find(
            &NB017,
            spot,
            say!("数据写在合并区域的非首格里，已照常读取（首格是 {}）", cells(reference(home))),
            "取消合并后把数据移到首格，再重新合并。",
        );
    }
    let bare = units.bare(book, piece, (located.column, column.kind), at);
    let unit = match &bare {
        Bare::Named(unit, _) => Some(*unit),
        Bare::Official | Bare::Doubtful(_) => None,
    };
    let (mut figure, oddity) = read_figure(&cell.content, column.kind, unit, book.epoch_1904);
    if let Some(formula) = &cell.formula {
        figure = recomputed(figure, formula, cell, formula::compute(sheet, at), spot, notes);
    }
    if let Value::Kept(text) = &figure.value {
        let text = notes.text(piece.sheet, at, text);
        figure.value = Value::Kept(text.split('\n').map(crate::text::clean::trim).collect());
    }
    if let Some(remark) = figure.remark.take() {
        let remark = notes.text(piece.sheet, at, &remark);
        if is_note_mark(&remark) {
            let bare = typed(&Figure { remark: None, ..figure.clone() });
            let message =
                say!("数字 {} 后面的{}按注释标记读取，不是数字的一部分", bare, value(&remark));
            notes.find(&NB025, spot, message, "核对数字；不需要标记的请删去。");
        }
        figure.remark = Some(remark.split('\n').map(crate::text::clean::trim).collect());
    }
    if let Some(oddity) = oddity {
        say_odd(oddity, &figure, column.kind, &bare, spot, notes);
    }
    if let Bare::Doubtful(units) = bare
        && figure.number().is_some_and(|number| !number.is_zero())
    {
        say_doubtful(units, &figure, column.kind, spot, notes);
    }
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
        if text.chars().filter(char::is_ascii_digit).count() > EXACT_DIGITS && figure.number().is_some_and(|n| n.scale() == 0));
    if is_stored_number {
        notes.find(
            &NB020,
            spot,
            say!("数字 {} 超过 {} 位，末尾几位可能已经丢失", typed(&figure), number(EXACT_DIGITS)),
            "核对该数字；确需长数字时改为文本格式录入。",
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

/// The figure of a formula cell: computed anew where that is possible.
fn recomputed(
    stored: Figure,
    formula: &str,
    cell: &Cell,
    computed: Option<Computed>,
    spot: (usize, Position),
    notes: &mut Notes<'_>,
) -> Figure {
    const ADVICE: &str = "请用 WPS/Excel 打开并保存一次，再转换。";
    let as_figure = |number: Decimal| {
        let number = number.normalize();
        let value = match i64::try_from(number) {
            Ok(whole) if number.scale() == 0 => Value::Whole(whole),
            _ => Value::Exact(number),
        };
        Figure { value, ..Figure::BLANK }
    };
    match (&cell.content, computed) {
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
        (Content::Uncalculated, None) => {
            notes.find(
                &NB011,
                spot,
                say!("公式{}没有计算结果，也无法代为计算", label(format!("={formula}"))),
                ADVICE,
            );
            stored
        }
        (Content::Number(_) | Content::Text(_), Some(Computed::Number(number)))
            if stored.number().is_some_and(|n| n != number) =>
        {
            let figure = as_figure(number);
            notes.find(
                &NB010,
                spot,
                say!(
                    "公式{}保存的结果是 {}，按本表数据应为 {}，已采用 {}",
                    label(format!("={formula}")),
                    typed(&stored),
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

/// What was typed, for messages.
fn typed(figure: &Figure) -> Message {
    let Figure { value, unit, remark } = figure;
    let value: Message = match value {
        Value::Blank => Message::default(),
        Value::Whole(whole) => number(whole).into(),
        Value::Exact(exact) => number(exact).into(),
        // A serial number that is no date.
        Value::Kept(text) if text.parse::<Decimal>().is_ok() => number(text).into(),
        Value::Kept(text) => text.as_str().into(),
    };
    let words = |words: &Option<String>| words.clone().unwrap_or_default();
    say!("{}{}{}", value, words(unit), words(remark))
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
    notes.find(&NB028, spot, message, "取消合并，每一格分别填写。");
}

/// The name of the unit of a column, for messages.
fn unit_name(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Count | FigureKind::Signed => "件",
        FigureKind::WanYuan => "万元",
        FigureKind::Money => "",
    }
}

/// Two places name two units: an error, because one of them is wrong ten thousand times.
fn say_doubtful(
    units: Message,
    figure: &Figure,
    kind: FigureKind,
    spot: (usize, Position),
    notes: &mut Notes<'_>,
) {
    let cell = cells(reference(spot.1));
    let yuan = figure.number().and_then(|number| Unit::YUAN.convert(number, Unit::WAN_YUAN));
    let help = match yuan.filter(|_| kind == FigureKind::WanYuan) {
        Some(wan) => {
            say!("核对单位；如果 {} 填的是元，改为 {}，并删去写错的单位。", cell, number(wan))
        }
        None => "核对单位，删去写错的那一处。".into(),
    };
    let message = say!("{}，不能确定 {} 的单位", units, typed(figure));
    notes.find(&NB018, spot, message, help);
}

fn say_odd(
    oddity: Oddity,
    figure: &Figure,
    kind: FigureKind,
    bare: &Bare,
    spot: (usize, Position),
    notes: &mut Notes<'_>,
) {
    match oddity {
        Oddity::Date => notes.find(
            &NB013,
            spot,
            say!("应填数字的单元格是日期格式，显示为 {}", typed(figure)),
            "把单元格格式改为“常规”，重新填写数字。",
        ),
        Oddity::Error(code) => {
            notes.find(&NB012, spot, format!("单元格是错误值 {code}"), "修正公式或直接填写数字。");
        }
        Oddity::Unit(unit) => notes.find(
            &NB018,
            spot,
            say!("填的是 {}，单位{}与表头规定的单位不一致", typed(figure), value(unit)),
            "按表头单位换算后只填数字。",
        ),
        Oddity::Converted(was) => {
            let now = typed(&Figure { remark: None, ..figure.clone() });
            let now = say!("{}{}", now, if figure.unit.is_none() { unit_name(kind) } else { "" });
            let has_unit = !was.ends_with(|c: char| c.is_ascii_digit());
            let message = match bare {
                Bare::Named(_, by) if !has_unit => {
                    say!("{}，{} 已换算为 {}", by.clone(), number(was), now)
                }
                _ => say!("填的是 {}，已换算为 {}", was, now),
            };
            let plain = typed(&Figure { remark: None, unit: None, ..figure.clone() });
            let help = match bare {
                Bare::Named(..) if !has_unit => {
                    "核对换算后的数；下次请按官方表头的单位填写，不要改动表头和格式。".into()
                }
                _ => say!("请把 {} 改为 {}。", cells(reference(spot.1)), plain),
            };
            let place = notes.place(spot.0, spot.1);
            let mut finding = Finding::new(&NB018, message, help).at(place);
            finding.severity = Severity::Info;
            notes.findings.push(finding);
        }
    }
}
