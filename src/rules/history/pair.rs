//! One succession of the form between two tables.

use super::NB506;
use super::side::{Side, Term};
use crate::diag::{Code, Finding, Message, Severity, cells, label, number, say};
use crate::model::form::{Each, Succession};
use crate::model::{Passage, Place};
use crate::rules::Subject;
use rust_decimal::Decimal;

crate::diag::codes! {
    NB501 = Warning "上年结转与上年报告的结转下年度不一致"
        what "第三部分逐列比较：本年的“上年结转”= 上年报告的“结转下年度继续办理”。"
        why "上年没有办完、结转下来的申请，就是本年的上年结转，是同一批申请；两版格式都是如此。"
        fix "对照两年的申请台账，改正填错的一处；上年数据确已更正的，保留说明备查。"
        basis "{notices}所附表格：“二、上年结转”“四、结转下年度继续办理”的含义。";
    NB502 = Warning "现行有效件数与上年不衔接"
        what "规章、行政规范性文件逐行比较：现行有效件数 = 上年现行有效件数 + 本年制发 − 本年废止。第六部分说明了清理、划转、口径调整等原因的，只作提示。"
        why "现行有效的文件由上年留存和本年增减得来；不衔接多是漏报、重报，或统计口径变了。"
        fix "核对文件清单中本年制发、废止和现行有效的件数；因清理、划转、口径调整而不衔接的，在第六部分说明。"
        basis "表头“本年制发件数、本年废止件数、现行有效件数”的含义；实际公开的连续年度报告均相衔接。";
    NB503 = Warning "上一年项目数量与上年报告不衔接"
        what "2019 年版逐行比较：上一年项目数量 = 上年报告的上一年项目数量 + 本年增/减。"
        why "上年的项目数量加上当年的增减，就是下一年报告里的“上一年项目数量”。"
        fix "核对事项清单；上年数据确已更正的，保留说明备查。"
        basis "{notice-2019}所附表格“上一年项目数量”“本年增/减”的含义。";
}

/// The code whose breaks section 六 may explain.
const IN_FORCE: &str = "NB502";
/// What an explanation speaks of, and why the figures do not follow.
const OF_DOCUMENTS: [&str; 3] = ["规范性文件", "规章", "现行有效"];
const REASONS: [&str; 12] = [
    "清理",
    "口径",
    "调整",
    "划转",
    "移交",
    "机构改革",
    "职能",
    "更正",
    "核减",
    "核增",
    "合并",
    "梳理",
];

/// A succession with the tables on both sides of it.
pub struct Pair<'a> {
    /// This year's table.
    pub this: &'a Side<'a>,
    /// Last year's table.
    pub last: &'a Side<'a>,
    /// What messages call last year's report.
    pub last_name: &'a str,
    /// What must follow from what.
    pub succession: &'a Succession,
}

/// What one line of a succession came to.
enum Outcome {
    Fits,
    Differs(Finding),
    Lacks(Lack),
}

/// Why there is nothing to compare.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Lack {
    in_last: bool,
    words: bool,
}

impl<'a> Pair<'a> {
    /// A finding for every line that does not follow, and one for all that lack the same.
    pub fn check(&self) -> Vec<Finding> {
        let Some(code) = CODES.iter().copied().find(|code| code.id == self.succession.code) else {
            return Vec::new();
        };
        let mut findings = Vec::new();
        let mut lacking: Vec<(Lack, &str)> = Vec::new();
        for line in self.lines() {
            match self.compare(code, line) {
                Outcome::Fits => {}
                Outcome::Differs(finding) => findings.push(finding),
                Outcome::Lacks(lack) => lacking.push((lack, line)),
            }
        }
        while let Some(&(lack, _)) = lacking.first() {
            let is_same = |entry: &&(Lack, &str)| entry.0 == lack;
            let lines: Vec<&str> = lacking.iter().filter(is_same).map(|(_, line)| *line).collect();
            lacking.retain(|(other, _)| *other != lack);
            findings.push(self.lacks(&lines, lack));
        }
        findings
    }

    /// Every figure that this year's one is worked out from, with its side and sign.
    fn terms(&self) -> impl Iterator<Item = (&'a Side<'a>, &'a str, Decimal)> {
        let (plus, minus) = (Decimal::ONE, Decimal::NEGATIVE_ONE);
        let last = self.succession.last.iter().map(move |id| (self.last, id.as_str(), plus));
        let made = self.succession.plus.iter().map(move |id| (self.this, id.as_str(), plus));
        let ended = self.succession.minus.iter().map(move |id| (self.this, id.as_str(), minus));
        last.chain(made).chain(ended)
    }

    /// The rows or columns in which both forms have all the figures.
    fn lines(&self) -> Vec<&'a str> {
        let this = self.succession.this.as_str();
        let lines: Vec<&str> = match self.succession.each {
            Each::Row => self.this.form.rows().map(|row| row.id.as_str()).collect(),
            Each::Column => {
                let block = self.this.form.block_of(this);
                block.into_iter().flat_map(|b| &b.columns).map(|c| c.id.as_str()).collect()
            }
        };
        let own = (self.this, this, Decimal::ZERO);
        let is_shared = |line: &&str| {
            std::iter::once(own).chain(self.terms()).all(|(side, id, _)| {
                let (row, column) = self.square(line, id);
                side.form.column(row, column).is_some()
            })
        };
        lines.into_iter().filter(is_shared).collect()
    }

    fn square<'i>(&self, line: &'i str, id: &'i str) -> (&'i str, &'i str) {
        match self.succession.each {
            Each::Row => (line, id),
            Each::Column => (id, line),
        }
    }

    fn term(&self, side: &Side<'_>, line: &str, id: &str) -> Term {
        let (row, column) = self.square(line, id);
        side.term(row, column)
    }

    fn compare(&self, code: &'static Code, line: &str) -> Outcome {
        let own = (self.this, self.succession.this.as_str(), Decimal::ZERO);
        let mut blank: Option<Lack> = None;
        let mut seen = Vec::new();
        for (side, id, sign) in std::iter::once(own).chain(self.terms()) {
            let in_last = std::ptr::eq(side, self.last);
            match self.term(side, line, id) {
                Term::Number(number, remark) => seen.push((side, id, sign, number, remark)),
                Term::Nothing => _ = blank.get_or_insert(Lack { in_last, words: false }),
                Term::Words => return Outcome::Lacks(Lack { in_last, words: true }),
            }
        }
        let Some(lack) = blank else { return self.judge(code, line, &seen) };
        // A blank row beside zeros, or beside another blank row, hides nothing.
        match seen.iter().all(|(_, _, _, number, _)| number.is_zero()) {
            true => Outcome::Fits,
            false => Outcome::Lacks(lack),
        }
    }

    /// Compares the first figure with what the others make.
    fn judge(&self, code: &'static Code, line: &str, seen: &[Seen<'_>]) -> Outcome {
        let [(_, id, _, own, remark), terms @ ..] = seen else { return Outcome::Fits };
        let sum: Decimal = terms.iter().map(|(_, _, sign, number, _)| sign * number).sum();
        if *own == sum {
            return Outcome::Fits;
        }
        let mut text = Message::default();
        for (index, (side, id, sign, term, remark)) in terms.iter().enumerate() {
            text.push(match index {
                0 => "",
                _ if sign.is_sign_negative() => " － ",
                _ => " ＋ ",
            });
            let in_last = std::ptr::eq(*side, self.last);
            let whose = if in_last { "" } else { "本年" };
            let name = self.name(side, line, id);
            let name = name.strip_prefix(whose).unwrap_or(&name);
            text.push(say!("{}{}{}{}", whose, label(name), number(term), remark.clone()));
            if let Some(place) = self.place(side, line, id).filter(|_| in_last) {
                text.push(say!("（{}）", cells(place)));
            }
        }
        if terms.len() > 1 {
            text.push(say!(" ＝ {}", number(sum.normalize())));
        }
        let more = if *own > sum { "多" } else { "少" };
        let message = say!(
            "{}：{}填 {}{}，上年报告（{}）{}，{} {}",
            self.line_name(line),
            label(self.name(self.this, line, id)),
            number(own),
            remark.clone(),
            self.last_name,
            text,
            more,
            number((own - sum).abs().normalize())
        );
        let mut finding = Finding::new(code, message, code.fix).at(self.own_place(line));
        if code.id == IN_FORCE && is_explained(self.this.subject) {
            finding.severity = Severity::Info;
            finding.help = "第六部分已有说明，核对说明是否与数据相符。".into();
        }
        Outcome::Differs(finding)
    }

    fn lacks(&self, lines: &[&str], lack: Lack) -> Finding {
        let names = Message::join(lines.iter().map(|line| self.line_name(line)), "、");
        let line = lines.first().copied().unwrap_or_default();
        let last = self.succession.last.first().map_or("", String::as_str);
        let whose = match lack.in_last {
            true => {
                let name = label(self.name(self.last, line, last));
                say!("上年报告（{}）的{}", self.last_name, name)
            }
            false => say!("{}", label(self.name(self.this, line, &self.succession.this))),
        };
        let why = if lack.words { "填的不是数字" } else { "整行没有填写" };
        let message = say!("{}：{}{}，没有与上年比较", names, whose, why);
        let places = lines.iter().filter_map(|line| self.own_place(line));
        let place = places.reduce(|all, one| all.joined(&one).unwrap_or(all));
        Finding::new(&NB506, message, "补填后再比较；没有发生的填 0。").at(place)
    }

    /// This year's figures of a line: any of them may be the wrong one.
    fn own_place(&self, line: &str) -> Option<Place> {
        let own = std::iter::once((self.this, self.succession.this.as_str()));
        let terms = self.terms().map(|(side, id, _)| (side, id));
        let own = own.chain(terms.filter(|(side, _)| std::ptr::eq(*side, self.this)));
        let places = own.filter_map(|(side, id)| self.place(side, line, id));
        places.reduce(|all, one| all.joined(&one).unwrap_or(all))
    }

    fn place(&self, side: &Side<'_>, line: &str, id: &str) -> Option<Place> {
        let (row, column) = self.square(line, id);
        side.place(row, column)
    }

    fn name(&self, side: &Side<'_>, line: &str, id: &str) -> String {
        let (row, column) = self.square(line, id);
        let label = match self.succession.each {
            Each::Row => side.form.column(row, column).map(|column| &column.label),
            Each::Column => side.form.row(row).map(|row| &row.label),
        };
        label.map_or(id, String::as_str).to_owned()
    }

    fn line_name(&self, line: &str) -> Message {
        let (form, id) = (self.this.form, &self.succession.this);
        match self.succession.each {
            Each::Row => say!("{}行", label(form.row(line).map_or(line, |row| &row.label))),
            Each::Column => {
                say!("{}列", label(form.column(id, line).map_or(line, |column| &column.label)))
            }
        }
    }
}

/// Whether a sentence of section 六 says why documents in force do not follow last year's.
fn is_explained(subject: &Subject<'_>) -> bool {
    let section = subject.section("other").and_then(|number| subject.report.section(number));
    let texts = section.iter().flat_map(|section| {
        section.blocks.iter().map(Passage::text).chain(section.notes.iter().map(String::as_str))
    });
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    texts
        .flat_map(|text| text.split(['。', '；', '\n']))
        .any(|sentence| has(sentence, &OF_DOCUMENTS) && has(sentence, &REASONS))
}

/// A term that is a number: side, id, sign, number, remark.
type Seen<'a> = (&'a Side<'a>, &'a str, Decimal, Decimal, Message);
