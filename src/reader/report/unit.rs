//! The unit of a bare number: what its number format, its head or the unit line of its table
//! says, where that is not the unit of its column.

use super::typed::typed;
use crate::diag::{Finding, Message, Severity, cells, number, say, value};
use crate::model::Figure;
use crate::model::area::reference;
use crate::model::form::FigureKind;
use crate::reader::grid::{Book, Position};
use crate::reader::notes::Notes;
use crate::reader::number_format;
use crate::reader::tables::{FoundTable, Piece};
use crate::reader::value::{Oddity, column_unit};
use crate::text::unit::{Measure, Unit, WAN_YUAN, is_line, line, named};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

crate::diag::codes! {
    NB018 = Error "单位与官方表头不一致"
        what "单元格、单元格的数字格式、改过的表头或“单位：元”这样的一行，写的单位与官方表头规定的不同，例如“万元”列里写了“元”。"
        why "单位不同会使金额相差一万倍。能确定的已经换算，作为提示；几处写的单位互相矛盾、不能确定的，作为错误。"
        fix "按官方表头的单位换算后只填数字，表头改回官方写法。"
        basis "表头“本年收费金额（单位：万元）”。";
}

/// A unit line stands at most so many rows above or below its table.
const NEAR: u32 = 3;

/// The unit lines of a table.
pub struct Units(Vec<Line>);

struct Line {
    sheet: usize,
    at: Position,
    unit: Unit,
    text: String,
}

/// What a bare number counts.
pub enum Bare {
    /// What its column counts.
    Official,
    /// Another unit, and who says so.
    Named(Unit, Message),
    /// Two units: nobody can tell which.
    Doubtful(Message),
}

impl Units {
    /// Looks for unit lines around a table.
    pub fn find(book: &Book, found: &FoundTable, notes: &mut Notes<'_>) -> Units {
        let mut lines = Vec::new();
        // What the heads name is of their columns alone.
        let of_piece = |piece: &Piece| -> Vec<(usize, Position)> {
            piece.labels().map(|at| (piece.sheet, at)).collect()
        };
        let labels: BTreeSet<(usize, Position)> = found.pieces.iter().flat_map(of_piece).collect();
        for piece in &found.pieces {
            let (top, last) = piece.lines();
            let rows = (top.saturating_sub(NEAR), 0)..(last + NEAR + 1, 0);
            let cells = book.sheets[piece.sheet].cells.range(rows).map(|(at, _)| *at);
            for at in cells.filter(|at| !labels.contains(&(piece.sheet, *at))) {
                let text = book.sheets[piece.sheet].text(at).unwrap_or_default();
                let units = line(text);
                if !units.is_empty() && is_line(text) {
                    notes.mark(piece.sheet, at);
                }
                let sheet = piece.sheet;
                lines.extend(units.into_iter().map(|(unit, text)| Line { sheet, at, unit, text }));
            }
        }
        Units(lines)
    }

    /// The unit of a bare number in a cell under a head.
    pub fn bare(
        &self,
        book: &Book,
        piece: &Piece,
        column: (usize, FigureKind),
        at: Position,
    ) -> Bare {
        let (column, kind) = column;
        let sheet = &book.sheets[piece.sheet];
        let official = column_unit(kind);
        let fits = |unit: Unit| match kind {
            FigureKind::Count | FigureKind::Signed => unit.measure == Measure::Things,
            FigureKind::WanYuan | FigureKind::Money => unit.measure == Measure::Money,
        };
        let head = piece.head(column).and_then(|at| {
            let (unit, text) = named(sheet.text(at)?).into_iter().find(|(unit, _)| fits(*unit))?;
            Some((unit, says(at, &text)))
        });
        // The label of its row, or a line near the table.
        let row = sheet.row(at.0).filter(|(beside, _)| beside.1 < at.1).find_map(|(beside, _)| {
            let (unit, text) =
                named(sheet.text(beside)?).into_iter().find(|(unit, _)| fits(*unit))?;
            Some((unit, says(beside, &text)))
        });
        let line = self.0.iter().find(|line| line.sheet == piece.sheet && fits(line.unit));
        let line = row.or_else(|| line.map(|line| (line.unit, says(line.at, &line.text))));
        let context = match (head, line) {
            (Some(head), Some(line)) if head.0 != line.0 => {
                return Bare::Doubtful(say!("{}，{}", head.1, line.1));
            }
            (Some(named), _) | (None, Some(named)) => Some(named),
            (None, None) => None,
        };
        let format = sheet.formats.get(&at).and_then(|code| number_format::shown(code));
        let named = match format {
            // The shown number is in the unit shown behind it.
            Some(number_format::Shown { scale, unit: Some((unit, text)) }) => {
                let unit = match (unit.measure, official) {
                    (Measure::Open, Some(official)) => Unit { measure: official.measure, ..unit },
                    _ => unit,
                };
                let factor = unit.factor / scale;
                Some((Unit { factor, ..unit }, say!("单元格格式显示的单位是{}", value(text))))
            }
            // Amounts shown as 万元 under a head that says so are stored in 元.
            Some(number_format::Shown { scale, unit: None }) if kind == FigureKind::WanYuan => {
                let shown_in = context.map_or(Unit::WAN_YUAN, |(unit, _)| unit);
                let stored = Unit { factor: shown_in.factor / scale, ..shown_in };
                let by = say!("单元格格式把数缩小到 1/{} 显示", number(scale));
                if stored.factor != Decimal::ONE {
                    return Bare::Doubtful(by);
                }
                Some((stored, by))
            }
            _ => context,
        };
        match named {
            Some((unit, by)) if official != Some(unit) => Bare::Named(unit, by),
            _ => Bare::Official,
        }
    }
}

fn says(at: Position, unit: &str) -> Message {
    say!("{} 写的单位是{}", cells(reference(at)), value(unit))
}

/// Says what the units of a figure led to. `counted_in` is the unit of its column.
pub fn say(
    bare: Bare,
    oddity: Option<Oddity>,
    figure: &Figure,
    counted_in: &str,
    spot: (usize, Position),
    notes: &mut Notes<'_>,
) {
    let cell = cells(reference(spot.1));
    let without_remark = Figure { remark: None, ..figure.clone() };
    match (oddity, bare) {
        (Some(Oddity::Converted(was)), bare) => {
            let unit = if figure.unit.is_none() { counted_in } else { "" };
            let now = say!("{}{}", typed(&without_remark), unit);
            let plain = typed(&Figure { unit: None, ..without_remark });
            let (message, help): (Message, Message) = match bare {
                Bare::Named(_, by) => (
                    say!("{}，{} 已换算为 {}", by, was, now),
                    "核对换算后的数；下次请按官方表头的单位填写，不要改动表头和格式。".into(),
                ),
                _ => (
                    say!("填的是 {}，已换算为 {}", was, now),
                    say!("请把 {} 改为 {}。", cell, plain),
                ),
            };
            let mut finding = Finding::new(&NB018, message, help);
            finding.severity = Severity::Info;
            notes.findings.push(finding.at(notes.place(spot.0, spot.1)));
        }
        (Some(Oddity::Unit(unit)), _) => {
            let message =
                say!("填的是 {}，单位{}与表头规定的单位不一致", typed(figure), value(unit));
            notes.find(&NB018, spot, message, "按表头单位换算后只填数字。");
        }
        // Two places name two units: one of them is wrong ten thousand times.
        (None, Bare::Doubtful(units)) if figure.number().is_some_and(|n| !n.is_zero()) => {
            let yuan =
                figure.number().and_then(|number| Unit::YUAN.convert(number, Unit::WAN_YUAN));
            let help = match yuan.filter(|_| counted_in == WAN_YUAN) {
                Some(wan) => {
                    say!(
                        "核对单位；如果 {} 填的是元，改为 {}，并删去写错的单位。",
                        cell,
                        number(wan)
                    )
                }
                None => "核对单位，删去写错的那一处。".into(),
            };
            let message = say!("{}，不能确定 {} 的单位", units, typed(figure));
            notes.find(&NB018, spot, message, help);
        }
        // Dates and errors are kept as shown; what belongs there is for the rules to say.
        _ => {}
    }
}
