//! Recomputes the simple formulas of a form: sums of cells and ranges of the same sheet,
//! and sums that stay blank while nothing is filled in, as the official workbook has them.
//! A stored result is never trusted and a missing one never guessed; what is more than
//! that is left to the spreadsheet program.
//!
//! A number typed as text counts here, whatever it is typed like; SUM of a spreadsheet program
//! skips it. What that program shows is worked out too, so that the two can be told apart.

mod parser;

use super::grid::{Content, Position, Sheet};
use super::value::{self, Oddity};
use crate::model::Value;
use crate::model::area::Area;
use crate::model::form::FigureKind;
use parser::Parser;
use rust_decimal::Decimal;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// How deep formulas may lean on formulas.
const DEPTH: u32 = 12;
/// The most cells one range may have.
const CELLS: u64 = 10_000;
/// The most cells looked at for one figure, those that its parts add up included. A form needs
/// some hundred; sums that add up each other in circles would need 10,000 to the twelfth.
const STEPS: u32 = 20_000;
/// What a formula comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Computed {
    /// A number.
    Number(Decimal),
    /// Nothing: its cells are not filled in.
    Blank,
}

/// A formula recomputed.
#[derive(Debug, Default)]
pub struct Recomputed {
    /// What it comes to; `None` where it is more than sums.
    pub value: Option<Computed>,
    /// What a spreadsheet program makes of it, as far as that is known.
    pub shown: Option<Computed>,
    /// Cells with a number typed as text, which SUM skips.
    pub skipped: BTreeSet<Position>,
    /// Cells that hold no number and should: errors, dates, words.
    pub faults: BTreeSet<Position>,
}

/// Recomputes the formula at a cell.
pub fn compute(sheet: &Sheet, at: Position) -> Recomputed {
    let work = Work::new(sheet, false);
    let value = work.compute(at, DEPTH);
    let (skipped, faults) = (work.skipped.into_inner(), work.faults.into_inner());
    let shown = if skipped.is_empty() && faults.is_empty() {
        value
    } else {
        Work::new(sheet, true).compute(at, DEPTH)
    };
    Recomputed { value, shown, skipped, faults }
}

/// The sheet, how many of its cells may still be looked at, and what was met.
struct Work<'s> {
    sheet: &'s Sheet,
    steps: Cell<u32>,
    /// Numbers typed as text do not count.
    as_shown: bool,
    skipped: RefCell<BTreeSet<Position>>,
    faults: RefCell<BTreeSet<Position>>,
}

impl<'s> Work<'s> {
    fn new(sheet: &'s Sheet, as_shown: bool) -> Work<'s> {
        let (skipped, faults) = Default::default();
        Work { sheet, steps: Cell::new(STEPS), as_shown, skipped, faults }
    }

    fn compute(&self, at: Position, depth: u32) -> Option<Computed> {
        let formula = self.sheet.cell(at)?.formula.as_deref()?;
        let Some((guard, rest)) = guarded(self, formula) else {
            self.step()?;
            let depth = depth.checked_sub(1)?;
            let text = without_introducer(formula);
            return if text.is_empty() { None } else { self.whole(text, depth) }
                .map(Computed::Number);
        };
        let depth = depth.checked_sub(1)?;
        if self.holds(guard, depth)? {
            self.whole(rest, depth).map(Computed::Number)
        } else {
            Some(Computed::Blank)
        }
    }

    /// Whether there is something to add up.
    fn holds(&self, guard: Guard, depth: u32) -> Option<bool> {
        let mut filled = false;
        let mut sum = Decimal::ZERO;
        for at in cells(guard.area)? {
            self.step()?;
            if guard.counts == Counts::Sum {
                sum = sum.checked_add(self.cell(at, depth)?)?;
                continue;
            }
            let Some(cell) = self.sheet.cell(at) else { continue };
            filled |= match (&cell.formula, &cell.content) {
                (Some(_), _) => self.compute(at, depth) != Some(Computed::Blank),
                (None, Content::Number(_)) => true,
                (None, content) if guard.counts == Counts::Anything => !content.is_blank(),
                (None, content) => !self.as_shown && is_meant(content),
            };
        }
        Some(filled || !sum.is_zero())
    }

    /// The number a cell counts for, in a range or by itself.
    fn cell(&self, at: Position, depth: u32) -> Option<Decimal> {
        self.step()?;
        let Some(cell) = self.sheet.cell(at) else { return Some(Decimal::ZERO) };
        match &cell.formula {
            Some(formula) if !formula.trim().is_empty() => {
                let depth = depth.checked_sub(1)?;
                let text =
                    guarded(self, formula).map_or(without_introducer(formula), |(_, rest)| rest);
                self.whole(text, depth).or_else(|| self.fault(at, &cell.content))
            }
            _ => self.stored(at, &cell.content),
        }
    }

    /// The number a plain cell counts for: blank is nothing, and so are words, which are noted.
    fn stored(&self, at: Position, content: &Content) -> Option<Decimal> {
        match content {
            Content::Number(_) => Some(meant(content).0.unwrap_or_default()),
            Content::Text(_) if self.as_shown => Some(Decimal::ZERO),
            Content::Text(_) => match meant(content) {
                (Some(number), true) => {
                    self.skipped.borrow_mut().insert(at);
                    Some(number)
                }
                (None, true) => Some(Decimal::ZERO),
                (_, false) => self.fault(at, content),
            },
            Content::Bool(_) => Some(Decimal::ZERO),
            Content::Uncalculated => None,
            Content::Error(_) | Content::Date(_) | Content::DateText(_) => self.fault(at, content),
        }
    }

    /// Notes a cell that holds no number; it counts for nothing until it is put right.
    fn fault(&self, at: Position, content: &Content) -> Option<Decimal> {
        let is_fault = !self.as_shown
            && matches!(
                content,
                Content::Error(_) | Content::Date(_) | Content::DateText(_) | Content::Text(_)
            );
        is_fault.then(|| {
            self.faults.borrow_mut().insert(at);
            Decimal::ZERO
        })
    }

    fn whole(&self, text: &str, depth: u32) -> Option<Decimal> {
        let mut parser = Parser::new(self, text, depth)?;
        let value = parser.sum()?;
        parser.rest.trim().is_empty().then_some(value)
    }

    fn step(&self) -> Option<()> {
        self.steps.set(self.steps.get().checked_sub(1)?);
        Some(())
    }
}

/// The number that a content is meant for, and whether it can be left as it is: blank and `-`
/// can, words and a unit of something else cannot.
fn meant(content: &Content) -> (Option<Decimal>, bool) {
    let (figure, oddity) = value::figure(content, FigureKind::Count, None, false);
    let is_plain = !matches!(oddity, Some(Oddity::Unit(_)));
    match &figure.value {
        Value::Blank => (None, true),
        Value::Kept(text) => (None, value::says_not_given(text)),
        Value::Whole(_) | Value::Exact(_) => (figure.number(), is_plain),
    }
}

/// Whether a cell is filled in with a number, or with what should be one.
fn is_meant(content: &Content) -> bool {
    let (number, is_fine) = meant(content);
    number.is_some() || !is_fine
}

/// What a formula waits for before it shows anything.
#[derive(Clone, Copy)]
struct Guard {
    area: Area,
    counts: Counts,
}

/// What of a range counts.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    /// Its numbers.
    Numbers,
    /// Whatever is filled in.
    Anything,
    /// That they do not come to zero.
    Sum,
}

/// `IF(COUNT(range)=0,"",…)` and what is written instead of it: `COUNTA`, `SUM`, `>0` or `<>0`
/// with the blank last, `A1=""`, `ISBLANK(A1)`. What is waited for, and what is computed then.
fn guarded<'f>(work: &'f Work<'_>, formula: &'f str) -> Option<(Guard, &'f str)> {
    let text = without_introducer(formula).strip_suffix(')')?;
    let mut parser = Parser::new(work, text, DEPTH)?;
    (parser.word("IF") && parser.eat('(')).then_some(())?;
    let known = [
        ("COUNT", Counts::Numbers),
        ("COUNTA", Counts::Anything),
        ("SUM", Counts::Sum),
        ("ISBLANK", Counts::Anything),
    ];
    let function = known.into_iter().find(|(name, _)| parser.word(name));
    let guard = |area, counts| Guard { area, counts };
    let (guard, is_blank_first) = match function {
        Some((name, counts)) => {
            let area = parser.eat('(').then(|| parser.range())??;
            parser.eat(')').then_some(())?;
            let is_blank_first = match name {
                "ISBLANK" => true,
                _ if parser.eat('=') => parser.eat('0').then_some(true)?,
                _ if parser.eat('>') => parser.eat('0').then_some(false)?,
                _ if parser.eat('<') => (parser.eat('>') && parser.eat('0')).then_some(false)?,
                _ => false,
            };
            (guard(area, counts), is_blank_first)
        }
        None => {
            let area = parser.range()?;
            let is_blank_first = parser.eat('=');
            let is_compared = is_blank_first || (parser.eat('<') && parser.eat('>'));
            (is_compared && parser.nothing()).then_some(())?;
            (guard(area, Counts::Anything), is_blank_first)
        }
    };
    parser.separator().then_some(())?;
    if is_blank_first {
        return (parser.nothing() && parser.separator()).then_some((guard, parser.rest));
    }
    let rest = parser.rest.trim_end().strip_suffix("\"\"")?.trim_end();
    Some((guard, rest.strip_suffix([',', ';'])?))
}

/// A formula without the signs that introduce it.
fn without_introducer(formula: &str) -> &str {
    formula.trim().trim_start_matches("of:").trim_start_matches('=').trim()
}

/// The cells of a range, if they are not too many.
fn cells(area: Area) -> Option<impl Iterator<Item = Position>> {
    (area.size() <= CELLS).then(|| area.cells())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::grid;

    fn sheet(cells: &[(Position, &str)]) -> Sheet {
        let mut sheet = Sheet::default();
        for (at, text) in cells {
            let cell = match text.strip_prefix('=') {
                Some(formula) => {
                    grid::Cell { content: Content::Uncalculated, formula: Some(formula.into()) }
                }
                None => grid::Cell { content: Content::Number((*text).into()), formula: None },
            };
            sheet.cells.insert(*at, cell);
        }
        sheet
    }

    fn value(formula: &str) -> Option<Computed> {
        let cells =
            [((0, 0), "1"), ((0, 1), "2"), ((1, 0), "3"), ((1, 1), "=A1+B1"), ((5, 5), formula)];
        compute(&sheet(&cells), (5, 5)).value
    }

    fn number(number: i64) -> Option<Computed> {
        Some(Computed::Number(number.into()))
    }

    #[test]
    fn the_official_total_is_blank_until_something_is_filled_in() {
        assert_eq!(value("=IF(COUNT(A1:A2)=0,\"\",SUM(A1:A2))"), number(4));
        assert_eq!(value("=IF(COUNT(Y1:Z9)=0,\"\",SUM(Y1:Z9))"), Some(Computed::Blank));
    }

    #[test]
    fn the_same_written_otherwise_comes_to_the_same() {
        for (filled, unfilled) in [
            ("=IF(COUNTA(A1:A2)=0,\"\",SUM(A1:A2))", "=IF(COUNTA(Y1:Z9)=0,\"\",SUM(Y1:Z9))"),
            ("=IF(SUM(A1:A2)=0,\"\",SUM(A1:A2))", "=IF(SUM(Y1:Z9)=0,\"\",SUM(Y1:Z9))"),
            ("=IF(COUNT(A1:A2)>0,SUM(A1:A2),\"\")", "=IF(COUNT(Y1:Z9)>0,SUM(Y1:Z9),\"\")"),
            ("=IF(COUNT(A1:A2),A1+A2,\"\")", "=IF(COUNT(Y1:Z9),Y1+Y2,\"\")"),
            ("=IF(SUM(A1:A2)<>0,A1+A2,\"\")", "=IF(SUM(Y1:Z9)<>0,Y1+Y2,\"\")"),
            ("=IF(A1=\"\",\"\",A1+A2)", "=IF(Y1=\"\",\"\",A1+A2)"),
            ("=IF(A1<>\"\",A1+A2,\"\")", "=IF(Y1<>\"\",A1+A2,\"\")"),
            ("=IF(ISBLANK(A1),\"\",A1+A2)", "=IF(ISBLANK(Y1),\"\",A1+A2)"),
        ] {
            assert_eq!(value(filled), number(4), "{filled}");
            assert_eq!(value(unfilled), Some(Computed::Blank), "{unfilled}");
        }
    }

    #[test]
    fn sums_and_differences_are_recomputed() {
        assert_eq!(value("=SUM(A1:B2)"), number(9));
        assert_eq!(value("=sum(A1, $B$1; A2) - 1"), number(5));
        assert_eq!(value("=A1+B1-(A2+2)"), number(-2));
        assert_eq!(value("=of:=SUM([.A1:.B1])"), number(3));
        assert_eq!(value("=SUM(Z9:Z10)"), number(0));
    }

    #[test]
    fn anything_else_is_left_alone() {
        for formula in
            ["=IF(A1>0,1,0)", "=A1*2", "=Sheet2!A1", "=SUM(A1:ZZZ999999)", "=F6", "=SUM(A1"]
        {
            assert_eq!(value(formula), None, "{formula}");
        }
    }

    #[test]
    fn numbers_typed_as_text_count_however_they_are_typed_and_are_told_apart() {
        for typed in ["5", "5件", "５", " 5 "] {
            let mut sheet =
                sheet(&[((0, 0), "1"), ((2, 0), "=IF(COUNT(A1:A2)=0,\"\",SUM(A1:A2))")]);
            let text = grid::Cell { content: Content::Text(typed.into()), formula: None };
            sheet.cells.insert((1, 0), text);
            let found = compute(&sheet, (2, 0));
            assert_eq!((found.value, found.shown), (number(6), number(1)), "{typed}");
            assert!(found.skipped.contains(&(1, 0)) && found.faults.is_empty(), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_noted_through_sums_of_sums() {
        for content in [
            Content::Error("#REF!".into()),
            Content::Date(45_356.0),
            Content::Text("约5".into()),
            Content::Text("5元".into()),
        ] {
            let mut sheet = sheet(&[((0, 0), "1"), ((2, 0), "=SUM(A1:A2)"), ((3, 0), "=A3+A1")]);
            sheet.cells.insert((1, 0), grid::Cell { content, formula: None });
            let found = compute(&sheet, (3, 0));
            assert_eq!(found.faults.into_iter().collect::<Vec<_>>(), [(1, 0)]);
        }
        let sheet = sheet(&[((0, 0), "1"), ((2, 0), "=SUM(A1:A2)")]);
        assert!(compute(&sheet, (2, 0)).faults.is_empty());
    }

    #[test]
    fn signs_may_pile_up() {
        assert_eq!(value("=1--1"), number(2));
        assert_eq!(value("=- + -A1+ -B1"), number(-1));
    }

    #[test]
    fn sums_that_add_up_each_other_come_to_an_end() {
        let names: Vec<Position> = (0..9).flat_map(|row| (0..9).map(move |c| (row, c))).collect();
        for formula in ["=SUM(A1:I9)", "=IF(COUNT(A1:I9)=0,\"\",SUM(A1:I9))"] {
            let cells: Vec<(Position, &str)> = names.iter().map(|at| (*at, formula)).collect();
            assert_eq!(compute(&sheet(&cells), (0, 0)).value, None);
        }
    }

    #[test]
    fn brackets_and_signs_without_end_are_left_alone() {
        for (piece, count) in [("(", 60), ("(", 200_000), ("-", 200_000), ("SUM(", 50_000)] {
            let open = format!("={}1", piece.repeat(count));
            assert_eq!(value(&open), None, "{piece}");
        }
        assert_eq!(value(&format!("={}1{}", "(".repeat(60), ")".repeat(60))), number(1));
    }
}
