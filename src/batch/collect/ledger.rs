//! The ledger: for each body of the roster whether its report is in, and how good it is.

use super::received::{Received, TOTALS};
use super::roster::Roster;
use crate::sum::{counted_first, usual_years, why};
use rust_decimal::Decimal;
use serde::Serialize;

/// How it stands with a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its report is in, without errors and warnings.
    Filed,
    /// Its report is in, with warnings.
    Warnings,
    /// Its report is in, with errors.
    Errors,
    /// Several different reports of it are in.
    Repeated,
    /// What it sent cannot be read.
    Unreadable,
    /// Nothing of this year is in.
    Missing,
}

impl State {
    /// All of them, as the ledger counts them.
    pub const ALL: [State; 6] = [
        State::Filed,
        State::Warnings,
        State::Errors,
        State::Repeated,
        State::Unreadable,
        State::Missing,
    ];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            State::Filed => "已报",
            State::Warnings => "有警告",
            State::Errors => "有错误",
            State::Repeated => "重复报",
            State::Unreadable => "读不了",
            State::Missing => "未报",
        }
    }
}

/// The line of a body.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// Its name on the roster.
    pub unit: String,
    /// How it stands.
    pub state: State,
    /// The files that are of it, the one that counts first.
    pub files: Vec<String>,
    /// When the one that counts was saved last, as it says itself.
    pub saved: Option<String>,
    /// Errors in it.
    pub errors: usize,
    /// Warnings in it.
    pub warnings: usize,
    /// Hints in it.
    pub infos: usize,
    /// New requests, requests dealt with, requests carried over.
    pub totals: [Option<Decimal>; TOTALS.len()],
    /// What else there is to know.
    pub remarks: Vec<String>,
    /// Whom to ask.
    pub contact: String,
    /// At which number.
    pub phone: String,
}

/// The whole account.
#[derive(Debug)]
pub struct Ledger {
    /// The year it is about, if any report says one.
    pub year: Option<i32>,
    /// A line for each body, in the order of the roster.
    pub lines: Vec<Line>,
    /// Everything that was received.
    pub received: Vec<Received>,
    /// Files that are no reports, in words.
    pub others: Vec<String>,
}

impl Ledger {
    /// Puts what was received on the lines of the roster. Without a year, the one that most
    /// reports are about.
    pub fn of(
        roster: &Roster,
        received: Vec<Received>,
        others: Vec<String>,
        year: Option<i32>,
    ) -> Ledger {
        // Of two years with as many reports it is about the later.
        let usual = || usual_years(received.iter().filter_map(Received::year)).last().copied();
        let year = year.or_else(usual);
        let line = |(at, _)| line(roster, at, &received, year);
        let lines = roster.units.iter().enumerate().map(line).collect();
        Ledger { year, lines, received, others }
    }

    /// How many bodies stand so.
    pub fn count(&self, state: State) -> usize {
        self.lines.iter().filter(|line| line.state == state).count()
    }

    /// What was received of bodies that are not on the roster.
    pub fn strangers(&self) -> impl Iterator<Item = &Received> {
        self.received.iter().filter(|one| one.unit.is_none())
    }

    /// The words to send to a body whose report is not in.
    pub fn reminder(&self, line: &Line) -> String {
        let year = self.year.map(|year| format!(" {year} 年度")).unwrap_or_default();
        let what = format!("{year}政府信息公开工作年度报告");
        let unit = &line.unit;
        let files = line.files.first().map_or("", String::as_str);
        let reason = || line.remarks.first().map_or("", |reason| reason.trim_end_matches('。'));
        match line.state {
            State::Unreadable => format!(
                "{unit}：你单位报送的{what}（“{files}”）已收到，但文件读不了（{}）。请用工作簿（.xlsx）或 Word 文档（.docx）重新报送。",
                reason()
            ),
            _ if !line.remarks.is_empty() => {
                // What is behind the first pause is for the desk.
                let seen = line.remarks.iter().filter_map(|remark| remark.split('；').next());
                let seen: Vec<&str> = seen.collect();
                let seen = seen.join("；");
                format!("{unit}：你单位的{what}截至目前尚未收到（{seen}），请核对后尽快报送。")
            }
            _ => format!("{unit}：你单位的{what}截至目前尚未收到，请尽快报送。"),
        }
    }
}

fn line(roster: &Roster, at: usize, received: &[Received], year: Option<i32>) -> Line {
    let unit = &roster.units[at];
    let own: Vec<&Received> = received.iter().filter(|one| one.unit == Some(at)).collect();
    let is_of_year = |one: &&&Received| {
        one.report.is_ok() && (one.year().is_none() || year.is_none() || one.year() == year)
    };
    let mut good: Vec<&Received> = own.iter().filter(is_of_year).copied().collect();
    good.sort_by(|a, b| counted_first(a.filed(), b.filed()));
    let mut remarks = Vec::new();
    let is_same = |one: &&Received| one.report == good[0].report;
    let state = match &good[..] {
        [] if own.iter().any(|one| one.report.is_err()) => State::Unreadable,
        [] => State::Missing,
        all if !all.iter().all(is_same) => State::Repeated,
        all => match (all[0].facts.errors, all[0].facts.warnings) {
            (0, 0) => State::Filed,
            (0, _) => State::Warnings,
            _ => State::Errors,
        },
    };
    let counted = good.first().copied();
    for one in &own {
        match &one.report {
            Err(reason) if state == State::Unreadable => remarks.push(reason.clone()),
            Err(reason) => remarks.push(format!("“{}”读不了：{reason}", one.file)),
            Ok(_) if !good.iter().any(|other| other.file == one.file) => {
                let other = one.year().map(|year| year.to_string()).unwrap_or_default();
                remarks.push(format!("“{}”是 {other} 年度的报告", one.file));
            }
            Ok(_) => {}
        }
    }
    // A body that was renamed and has no code is known by nothing but the name of its file; one
    // that reports with another, by the names in the report.
    let is_named = |one: &&Received| {
        let is_within = roster.is_within(at, one.agency().unwrap_or_default());
        one.unit.is_none() && (is_within || roster.find_in(&one.file) == Some(at))
    };
    for one in received.iter().filter(is_named).filter(|_| own.is_empty()) {
        let name = one.agency().unwrap_or_default();
        remarks.push(format!(
            "“{}”里的机关名称是“{name}”，不在名单上；是同一单位的，请把它写进名单的别名",
            one.file
        ));
    }
    if let Some(first) = counted {
        for one in good.iter().skip(1) {
            let what = match is_same(one) {
                true => "内容相同".to_owned(),
                false => {
                    let why = why(first.filed(), one.filed());
                    format!("内容不同，数字取“{}”（{why}），请确认以哪一份为准", first.file)
                }
            };
            remarks.push(format!("另有“{}”，{what}", one.file));
        }
        if let Some(name) = first.agency()
            && roster.find(None, Some(name)) != Some(at)
        {
            remarks.push(format!("报告里的机关名称是“{name}”"));
        }
        if first.year().is_none() {
            remarks.push("报告里没有写年度".into());
        }
    }
    let files = good.iter().map(|one| one.file.clone());
    let rest = own.iter().filter(|one| !good.iter().any(|other| other.file == one.file));
    let facts = counted.map(|one| one.facts.clone()).unwrap_or_default();
    Line {
        unit: unit.name.clone(),
        state,
        files: files.chain(rest.map(|one| one.file.clone())).collect(),
        saved: counted.and_then(|one| one.saved.clone()),
        errors: facts.errors,
        warnings: facts.warnings,
        infos: facts.infos,
        totals: counted.map(Received::totals).unwrap_or_default(),
        remarks,
        contact: unit.contact.clone(),
        phone: unit.phone.clone(),
    }
}
