//! The little of the language of formulas that a form needs: sums of cells and ranges.

use super::{Work, cells};
use crate::model::area::{Area, leading_position};
use crate::reader::grid::Position;
use rust_decimal::Decimal;

/// Longest formula, in bytes; Excel allows 8,192 characters.
const LENGTH: usize = 8_192;
/// Deepest brackets in one formula; Excel allows 64.
const BRACKETS: u32 = 64;

/// What is left of a formula, and what may still be done for it.
pub struct Parser<'w> {
    work: &'w Work<'w>,
    /// What is not read yet.
    pub rest: &'w str,
    /// How much deeper formulas may lean on formulas.
    depth: u32,
    /// How many more brackets may be opened.
    brackets: u32,
}

impl<'w> Parser<'w> {
    /// At the start of a formula that is not too long.
    pub fn new(work: &'w Work<'_>, text: &'w str, depth: u32) -> Option<Parser<'w>> {
        (text.len() <= LENGTH).then_some(Parser { work, rest: text, depth, brackets: BRACKETS })
    }

    /// Terms, added and subtracted.
    pub fn sum(&mut self) -> Option<Decimal> {
        let mut total = self.term()?;
        loop {
            if self.eat('+') {
                total = total.checked_add(self.term()?)?;
            } else if self.eat('-') {
                total = total.checked_sub(self.term()?)?;
            } else {
                return Some(total);
            }
        }
    }

    fn term(&mut self) -> Option<Decimal> {
        let mut is_negative = false;
        while self.eat('+') || self.rest.starts_with('-') {
            is_negative ^= self.eat('-');
        }
        let value = self.unsigned()?;
        Some(if is_negative { -value } else { value })
    }

    fn unsigned(&mut self) -> Option<Decimal> {
        if self.eat('(') {
            let inner = self.inside(Self::sum)?;
            return self.eat(')').then_some(inner);
        }
        if self.word("SUM") {
            return self.inside(Self::arguments);
        }
        if self.rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            let end = self
                .rest
                .find(|c: char| !(c.is_ascii_digit() || c == '.'))
                .unwrap_or(self.rest.len());
            let (number, rest) = self.rest.split_at(end);
            self.rest = rest;
            return number.parse().ok();
        }
        let area = self.range()?;
        (area.first == area.last).then_some(())?;
        self.work.cell(area.first, self.depth)
    }

    /// What stands in a bracket, if there are not too many around it.
    fn inside(&mut self, parse: fn(&mut Self) -> Option<Decimal>) -> Option<Decimal> {
        self.brackets = self.brackets.checked_sub(1)?;
        let value = parse(self);
        self.brackets += 1;
        value
    }

    /// `( … , … )` of SUM, ranges added up.
    fn arguments(&mut self) -> Option<Decimal> {
        self.eat('(').then_some(())?;
        let mut total = Decimal::ZERO;
        loop {
            let before = self.rest;
            match self.range() {
                Some(area) if self.at_separator() => {
                    total = total.checked_add(self.range_sum(area)?)?;
                }
                _ => {
                    self.rest = before;
                    total = total.checked_add(self.sum()?)?;
                }
            }
            if self.eat(')') {
                return Some(total);
            }
            self.separator().then_some(())?;
        }
    }

    fn range_sum(&self, area: Area) -> Option<Decimal> {
        cells(area)?
            .try_fold(Decimal::ZERO, |total, at| total.checked_add(self.work.cell(at, self.depth)?))
    }

    /// `A1` or `A1:B2`, with `$` and the brackets of OpenDocument allowed.
    pub fn range(&mut self) -> Option<Area> {
        self.skip();
        let bracket = self.eat('[');
        let first = self.reference()?;
        let last = if self.eat(':') { self.reference()? } else { first };
        (!bracket || self.eat(']')).then_some(Area::between(first, last))
    }

    fn reference(&mut self) -> Option<Position> {
        self.skip();
        let (found, rest) = leading_position(self.rest.trim_start_matches('.'))?;
        self.rest = rest;
        Some(found)
    }

    /// A function name, if a bracket follows it.
    pub fn word(&mut self, name: &str) -> bool {
        self.skip();
        let matches = self.rest.get(..name.len()).is_some_and(|w| w.eq_ignore_ascii_case(name))
            && self.rest[name.len()..].trim_start().starts_with('(');
        if matches {
            self.rest = &self.rest[name.len()..];
        }
        matches
    }

    /// `""`.
    pub fn nothing(&mut self) -> bool {
        self.eat('"') && self.rest.starts_with('"') && self.eat('"')
    }

    /// What stands between arguments.
    pub fn separator(&mut self) -> bool {
        self.eat(',') || self.eat(';')
    }

    fn at_separator(&mut self) -> bool {
        self.skip();
        self.rest.starts_with([',', ';', ')'])
    }

    /// A character, if it comes next.
    pub fn eat(&mut self, c: char) -> bool {
        self.skip();
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }
}
