//! The table: every indicator at every year, or at every body.

use super::account::{Account, Entry};
use super::cells::gaps;
use super::indicator::{Group, Indicator, Measure, groups};
use super::note::Note;
use crate::error::Error;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::ops::Range;

/// More years than these are no chart that one can read.
const MOST_YEARS: i32 = 15;
/// So many bodies are named in one sentence.
const NAMED: usize = 5;

/// What stands beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Years of one body.
    Year,
    /// Bodies in one year.
    Body,
}

/// A year or a body.
#[derive(Debug)]
pub struct Point<'a> {
    /// What it is called.
    pub label: String,
    /// Its report; nothing for a year without one.
    pub entry: Option<&'a Entry>,
}

/// An indicator with its values.
#[derive(Debug)]
pub struct Line {
    /// The group it belongs to.
    pub group: &'static Group,
    /// What it is.
    pub indicator: &'static Indicator,
    /// Its name, with the edition where only one has it.
    pub name: String,
    /// Which editions have it, in words.
    pub scope: String,
    /// A value for each point.
    pub values: Vec<Option<Decimal>>,
}

/// The whole table.
#[derive(Debug)]
pub struct Grid<'a> {
    /// What is beside each other.
    pub by: By,
    /// The line above it.
    pub title: String,
    /// Years or bodies.
    pub points: Vec<Point<'a>>,
    /// Indicators that at least one form here has.
    pub lines: Vec<Line>,
    /// What is blank, and what could not be worked out.
    pub notes: Vec<Note>,
}

impl<'a> Grid<'a> {
    /// The years of the one body of an account.
    ///
    /// # Errors
    /// [`Error::Usage`] when there are several bodies, or too few or too many years.
    pub fn of_years(account: &'a Account) -> Result<Grid<'a>, Error> {
        let refused = |sentence: String| Err(Error::Usage(sentence));
        if account.bodies.len() > 1 {
            return refused(several(account));
        }
        let years = account.entries.iter().map(|entry| entry.year);
        let (Some(first), Some(last)) = (years.clone().min(), years.max()) else {
            return refused("没有一份可以排列的报告".into());
        };
        if first == last {
            return refused(format!(
                "只有 {first} 年度的一份报告，历年表至少要两个年度；同一年度的多个机关请用 --by body"
            ));
        }
        if last.saturating_sub(first) >= MOST_YEARS {
            return refused(format!(
                "{first} 到 {last} 年度超过 {MOST_YEARS} 年，图上看不清，请分几次生成"
            ));
        }
        let at = |year| account.entries.iter().find(|entry| entry.year == year);
        let point = |year| Point { label: format!("{year}年"), entry: at(year) };
        let body = &account.bodies[0].name;
        let title = format!("{body}政府信息公开工作历年数据（{first}—{last} 年度）");
        Ok(Grid::new(By::Year, title, (first..=last).map(point).collect(), account))
    }

    /// The bodies of an account that is of one year.
    pub fn of_bodies(account: &'a Account, year: i32) -> Grid<'a> {
        let name = |entry: &Entry| account.bodies[entry.body].name.clone();
        let point = |entry: &'a Entry| Point { label: name(entry), entry: Some(entry) };
        let title = format!("{year} 年度各单位政府信息公开工作数据");
        Grid::new(By::Body, title, account.entries.iter().map(point).collect(), account)
    }

    fn new(by: By, title: String, points: Vec<Point<'a>>, account: &Account) -> Grid<'a> {
        let mut lines = Vec::new();
        let mut measures = Vec::new();
        for group in groups() {
            for indicator in &group.indicators {
                let measure = |point: &Point<'_>| Some(indicator.measure(point.entry?.report()));
                let found: Vec<Option<Measure>> = points.iter().map(measure).collect();
                if found.iter().flatten().all(|one| *one == Measure::Absent) {
                    continue;
                }
                lines.push(line(group, indicator, &points, &found));
                measures.push((indicator, found));
            }
        }
        let notes = notes(account, &points, &measures);
        Grid { by, title, points, lines, notes }
    }

    /// Groups of lines that belong together, as places of lines.
    pub fn groups(&self) -> Vec<Range<usize>> {
        let mut groups: Vec<Range<usize>> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            match groups.last_mut() {
                Some(last) if std::ptr::eq(self.lines[last.start].group, line.group) => {
                    last.end = at + 1;
                }
                _ => groups.push(at..at + 1),
            }
        }
        groups
    }
}

fn line(
    group: &'static Group,
    indicator: &'static Indicator,
    points: &[Point<'_>],
    found: &[Option<Measure>],
) -> Line {
    let edition = |point: &Point<'_>| Some(point.entry?.report().edition.name());
    let all: BTreeSet<&str> = points.iter().filter_map(edition).collect();
    let pairs = points.iter().zip(found);
    let has = pairs.filter(|(_, one)| !matches!(one, None | Some(Measure::Absent)));
    let own: BTreeSet<&str> = has.filter_map(|(point, _)| edition(point)).collect();
    let editions = own.iter().copied().collect::<Vec<_>>().join("、");
    let (name, scope) = match (own == all, all.len()) {
        (true, 1) => (indicator.name.clone(), format!("{editions} 年版")),
        (true, _) => (indicator.name.clone(), "各版可比".to_owned()),
        (false, _) => {
            (format!("{}（{editions} 年版）", indicator.name), format!("只有 {editions} 年版"))
        }
    };
    let value = |one: &Option<Measure>| match one {
        Some(Measure::Number(number)) => Some(*number),
        _ => None,
    };
    Line { group, indicator, name, scope, values: found.iter().map(value).collect() }
}

/// What was left blank, and which rates could not be worked out.
fn notes(
    account: &Account,
    points: &[Point<'_>],
    measures: &[(&'static Indicator, Vec<Option<Measure>>)],
) -> Vec<Note> {
    let mut notes = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let Some(entry) = point.entry else { continue };
        let own = measures.iter().filter_map(|(one, found)| Some((*one, found[at].as_ref()?)));
        let own: Vec<(&Indicator, &Measure)> = own.collect();
        notes.extend(gaps(&entry.reading, &account.bodies[entry.body].name, &own));
    }
    notes.sort_by_key(|note| note.kind);
    notes
}

/// Which bodies there are, and what to do where they are one.
fn several(account: &Account) -> String {
    let file = |at| account.entries.iter().find(|entry| entry.body == at).map_or("", Entry::file);
    let named = account.bodies.iter().enumerate().take(NAMED).map(|(at, body)| {
        let code = body.code.as_ref().map(|code| format!("，{code}")).unwrap_or_default();
        format!("“{}”（{}{code}）", body.name, file(at))
    });
    let named: Vec<String> = named.collect();
    let more = if account.bodies.len() > NAMED { "等" } else { "" };
    format!(
        "这些报告是 {} 个机关的：{}{more}；同一年度的多个机关请用 --by body；同一机关更名的，请在基本信息里填统一社会信用代码，或者用 --roster 给出写了别名的名单",
        account.bodies.len(),
        named.join("、")
    )
}
