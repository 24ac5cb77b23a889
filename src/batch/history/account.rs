//! The reports in order, body by body and year by year, and what there is to say of them.

use super::body::{Identity, code, identities};
use super::cells::words;
use super::note::{Kind, Note};
use super::reading::{Reading, Readings};
use crate::batch::collect::Roster;
use crate::diag::Finding;
use crate::error::Error;
use crate::model::form::SUCCESSION_CODES;
use crate::model::{Forms, Report};
use crate::rules::Subject;
use crate::rules::history::history;
use crate::sum::{bare, counted_first, usual_years, why};
use std::collections::BTreeMap;

/// The code of figures that could not be held against last year's.
pub const UNCOMPARED: &str = "NB506";

/// A report with its place in the account.
#[derive(Debug)]
pub struct Entry {
    /// The report.
    pub reading: Reading,
    /// Which body it is of.
    pub body: usize,
    /// Its year.
    pub year: i32,
    /// What does not follow from the year before; nothing where that is not here.
    pub breaks: Option<Vec<Finding>>,
}

/// A body.
#[derive(Debug)]
pub struct Body {
    /// What it was called last, or on the roster.
    pub name: String,
    /// Its unified social credit code, if a report says one.
    pub code: Option<String>,
    /// Whether there is a roster, and it is not on it.
    pub is_stranger: bool,
}

/// The whole account.
#[derive(Debug)]
pub struct Account {
    /// In the order of the roster, else as they were found.
    pub bodies: Vec<Body>,
    /// Body by body, year by year.
    pub entries: Vec<Entry>,
    /// What there is to say.
    pub notes: Vec<Note>,
}

impl Entry {
    /// The report.
    pub fn report(&self) -> &Report {
        &self.reading.of.report
    }

    /// The path of its file.
    pub fn file(&self) -> &str {
        &self.reading.of.name
    }
}

impl Account {
    /// Puts the reports in order.
    ///
    /// # Errors
    /// [`Error::Usage`] when there is no report.
    pub fn of(readings: Readings, roster: Option<&Roster>, forms: Forms) -> Result<Account, Error> {
        let mut notes: Vec<Note> = Vec::new();
        let left_out = |file: &str, reason: &str| {
            Note::new(Kind::LeftOut, "", None, reason)
                .of(file)
                .with("处理后重试；与年度报告无关的文件请移出")
        };
        notes.extend(readings.left_out.iter().map(|(file, reason)| left_out(file, reason)));
        let identities = identities(&readings.reports, roster);
        let mut placed: Vec<(Identity, i32, Reading)> = Vec::new();
        for (identity, one) in identities.into_iter().zip(readings.reports) {
            match (identity, one.of.report.metadata.year) {
                (Some(identity), Some(year)) => placed.push((identity, year, one)),
                (None, _) => notes.push(left_out(&one.of.name, "没有填机关名称，不知道是谁的报告")),
                (_, None) => notes.push(left_out(&one.of.name, "没有填报告年度，不知道排在哪一年")),
            }
        }
        if placed.is_empty() {
            let why: Vec<String> =
                notes.iter().map(|note| format!("“{}”{}", note.file, note.message)).collect();
            let why = if why.is_empty() { "没有工作簿".into() } else { why.join("；") };
            return Err(Error::Usage(format!("没有一份可以排列的报告：{why}")));
        }
        let order = order(&placed);
        let place = |one: &(Identity, i32, Reading)| (order[&one.0], one.1);
        placed.sort_by(|a, b| {
            place(a).cmp(&place(b)).then_with(|| counted_first(a.2.filed(), b.2.filed()))
        });
        let placed = without_twins(placed, &mut notes);
        let mut bodies: Vec<Body> = Vec::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut last: Option<Identity> = None;
        for (identity, year, reading) in placed {
            if last.as_ref() != Some(&identity) {
                let is_stranger = roster.is_some() && !matches!(identity, Identity::Unit(_));
                bodies.push(Body { name: String::new(), code: None, is_stranger });
            }
            let body = bodies.len() - 1;
            let (of, own) = (&reading.of.report.metadata, &mut bodies[body]);
            own.code = code(&reading).or(own.code.take());
            let unit = match (&identity, roster) {
                (Identity::Unit(unit), Some(roster)) => Some(roster.units[*unit].name.clone()),
                _ => None,
            };
            own.name = unit.or(of.agency.clone()).unwrap_or_else(|| std::mem::take(&mut own.name));
            entries.push(Entry { reading, body, year, breaks: None });
            last = Some(identity);
        }
        let found = |unit: usize| order.contains_key(&Identity::Unit(unit));
        for (_, unit) in roster
            .into_iter()
            .flat_map(|all| all.units.iter().enumerate())
            .filter(|(at, _)| !found(*at))
        {
            notes.push(Note::new(Kind::Missing, &unit.name, None, "名单上有，没有报告"));
        }
        let mut account = Account { bodies, entries, notes };
        account.compare(forms);
        account.add_notes();
        let passed = readings.passed_over.iter();
        account.notes.extend(passed.map(|file| Note::new(Kind::PassedOver, "", None, file)));
        account.notes.sort_by_key(|note| note.kind);
        Ok(account)
    }

    /// The reports of one year only; the others are named.
    ///
    /// # Errors
    /// [`Error::Usage`] when no report is of that year, or no year is said and two are as usual.
    pub fn of_year(&mut self, asked: Option<i32>) -> Result<i32, Error> {
        let years = || self.entries.iter().map(|entry| entry.year);
        let year = match (asked, &usual_years(years())[..]) {
            (Some(year), _) if years().any(|own| own == year) => year,
            (Some(year), _) => {
                return Err(Error::Usage(format!("没有一份 {year} 年度的报告")));
            }
            (None, [year]) => *year,
            (None, years) => {
                let years: Vec<String> = years.iter().map(i32::to_string).collect();
                let years = years.join("、");
                return Err(Error::Usage(format!(
                    "{years} 年度的报告一样多，请用 --year 写明年度"
                )));
            }
        };
        for entry in self.entries.iter().filter(|entry| entry.year != year) {
            let message = format!("是 {} 年度的报告，排列的是 {year} 年度", entry.year);
            let name = &self.bodies[entry.body].name;
            let note = Note::new(Kind::OtherYear, name, Some(entry.year), message);
            self.notes.push(note.of(entry.file()));
        }
        self.entries.retain(|entry| entry.year == year);
        // Of other years, and between years.
        self.notes.retain(|note| match note.kind {
            Kind::LeftOut | Kind::OtherYear | Kind::PassedOver => true,
            Kind::Missing => note.year.is_none(),
            Kind::Break | Kind::Uncompared | Kind::Renamed => false,
            _ => note.year.is_none_or(|own| own == year),
        });
        for (at, body) in self.bodies.iter().enumerate() {
            if !self.entries.iter().any(|entry| entry.body == at) {
                let message = format!("没有 {year} 年度的报告");
                self.notes.push(Note::new(Kind::Missing, &body.name, Some(year), message));
            }
        }
        self.notes.sort_by_key(|note| note.kind);
        Ok(year)
    }

    /// Whether the table may be wrong, or lacks somebody of the roster.
    pub fn is_doubtful(&self) -> bool {
        self.notes.iter().any(|note| match note.kind {
            Kind::LeftOut | Kind::Rival | Kind::Stranger => true,
            Kind::Missing => note.year.is_none(),
            _ => false,
        })
    }

    /// Holds each report against that of the year before.
    fn compare(&mut self, forms: Forms) {
        let found = self.entries.windows(2).map(|pair| breaks(&pair[0], &pair[1], forms));
        let found: Vec<Option<Vec<Finding>>> = found.collect();
        for (entry, breaks) in self.entries.iter_mut().skip(1).zip(found) {
            entry.breaks = breaks;
        }
    }

    fn add_notes(&mut self) {
        let mut notes = Vec::new();
        for (at, body) in self.bodies.iter().enumerate() {
            let own: Vec<&Entry> = self.entries.iter().filter(|entry| entry.body == at).collect();
            if body.is_stranger {
                let message = "报告已经计入，名单上没有";
                notes.push(Note::new(Kind::Stranger, &body.name, None, message));
            }
            notes.extend(own.windows(2).flat_map(|pair| between(pair[0], pair[1], &body.name)));
            notes.extend(own.iter().flat_map(|entry| of_entry(entry, &body.name)));
        }
        self.notes.extend(notes);
    }
}

/// What does not follow from the year before; nothing where that is not here.
fn breaks(last: &Entry, this: &Entry, forms: Forms) -> Option<Vec<Finding>> {
    if last.body != this.body || last.year.checked_add(1) != Some(this.year) {
        return None;
    }
    let (own, old) = (&this.reading.of, &last.reading.of);
    let own = Subject::new(&own.report, &own.origins, forms);
    let old = Subject::new(&old.report, &old.origins, forms);
    let mut found = history(&own, &old, last.file());
    // Whose report it is was settled before, and prose is for `check --previous`.
    found.retain(|one| SUCCESSION_CODES.contains(&one.code.id) || one.code.id == UNCOMPARED);
    if let Some(layout) = &last.reading.of.layout {
        layout.tell_others(&mut found);
    }
    if let Some(layout) = &this.reading.of.layout {
        layout.tell(&mut found);
    }
    Some(found)
}

/// What there is to say of two reports that follow each other.
fn between(last: &Entry, this: &Entry, body: &str) -> Vec<Note> {
    let missing = last.year + 1..this.year;
    let mut notes: Vec<Note> = missing
        .map(|year| {
            let message = format!("没有 {year} 年度的报告，图上空着");
            Note::new(Kind::Missing, body, Some(year), message)
        })
        .collect();
    let name = |entry: &Entry| entry.report().metadata.agency.clone().unwrap_or_default();
    let (before, after) = (name(last), name(this));
    if bare(&before) != bare(&after) {
        let (old, new) = (last.year, this.year);
        let message = format!("{old} 年度是“{before}”，{new} 年度是“{after}”，按同一机关排列");
        notes.push(Note::new(Kind::Renamed, body, Some(new), message).of(this.file()));
    }
    notes
}

/// What there is to say of one report.
fn of_entry(entry: &Entry, body: &str) -> Vec<Note> {
    let note =
        |kind, message: String| Note::new(kind, body, Some(entry.year), message).of(entry.file());
    let mut notes = Vec::new();
    if entry.reading.errors > 0 {
        let message = format!("核对有 {} 个错误，数字照原样计入", entry.reading.errors);
        notes.push(note(Kind::Errors, message).with("用 nianbao check 核对"));
    }
    for finding in entry.breaks.iter().flatten() {
        let is_break = finding.code.id != UNCOMPARED;
        let kind = if is_break { Kind::Break } else { Kind::Uncompared };
        let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
        notes.push(Note {
            code: finding.code.id,
            place: finding.spot.as_ref().map_or(place, |spot| spot.whole.clone()),
            help: finding.help.to_string(),
            ..note(kind, finding.message.to_string())
        });
    }
    for form in &entry.report().edition.form().tables {
        if !entry.report().tables.contains_key(&form.id) {
            notes.push(note(Kind::Blank, format!("没有“{}”", form.title)));
        }
    }
    notes.extend(words(&entry.reading, body));
    notes
}

/// The places of the bodies: as on the roster, else as found.
fn order(placed: &[(Identity, i32, Reading)]) -> BTreeMap<Identity, usize> {
    let mut seen: Vec<&Identity> = Vec::new();
    for (identity, ..) in placed {
        if !seen.contains(&identity) {
            seen.push(identity);
        }
    }
    seen.sort_by_key(|identity| match identity {
        Identity::Unit(unit) => *unit,
        _ => usize::MAX,
    });
    seen.into_iter().cloned().zip(0..).collect()
}

/// Of two reports of one body and year the first counts; the other is named.
fn without_twins(
    placed: Vec<(Identity, i32, Reading)>,
    notes: &mut Vec<Note>,
) -> Vec<(Identity, i32, Reading)> {
    let mut kept: Vec<(Identity, i32, Reading)> = Vec::new();
    for (identity, year, other) in placed {
        let twin = kept.last().filter(|last| last.0 == identity && last.1 == year);
        let Some((_, _, first)) = twin else {
            kept.push((identity, year, other));
            continue;
        };
        let (counted, report) = (&first.of.name, &other.of.report);
        let (kind, message, help) = match *report == first.of.report {
            true => (Kind::Copy, format!("与“{counted}”内容相同，只计一份"), ""),
            false => {
                let why = why(first.filed(), other.filed());
                let message = format!(
                    "与“{counted}”都是 {year} 年度的报告，内容不同；计入的是“{counted}”（{why}）"
                );
                (Kind::Rival, message, "请确定以哪一份为准，把另一份移出")
            }
        };
        let body = report.metadata.agency.as_deref().unwrap_or_default();
        notes.push(Note::new(kind, body, Some(year), message).of(&other.of.name).with(help));
    }
    kept
}
