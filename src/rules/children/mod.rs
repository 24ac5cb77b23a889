//! NB8xx: a government's report against the sum over the bodies below it.
//!
//! Cell by cell on the total's own form. That totals agree is practice and no rule of the
//! form, so what differs is only named. Called by `check --children`.

pub mod codes;
#[cfg(test)]
mod tests;

use super::Subject;
use crate::diag::Finding;
use crate::model::Table;
use crate::model::form::{Kind, TableForm, figure_name};
use crate::sum::{
    Amount, Child, Gathered, Tally, amount, parts, remarks, select, tallies, usual_year,
};
use codes::{NB801, NB810};
use rust_decimal::Decimal;

/// Compares a report with the sum over those of a folder, and says what of the folder could
/// not be added.
pub fn children(total: &Subject<'_>, gathered: &Gathered) -> Vec<Finding> {
    let metadata = &total.report.metadata;
    let usual = || usual_year(&gathered.children).ok().flatten();
    let year = metadata.year.or_else(usual);
    let selection = select(&gathered.children, year, metadata.agency.as_deref());
    let left_out = gathered.left_out.iter().chain(&selection.left_out);
    let mut findings: Vec<Finding> = left_out.map(|one| one.finding()).collect();
    findings.extend(gathered.passed_over());
    let taken = selection.taken;
    if taken.is_empty() {
        findings.push(Finding::new(&NB810, "没有可以比较的下级报告，没有核对汇总", NB810.fix));
        return findings;
    }
    let tables: Vec<(&'static TableForm, &Table)> = total
        .report
        .tables
        .iter()
        .filter_map(|(id, table)| Some((table.form.form().table(id)?, table)))
        .collect();
    let forms: Vec<&'static TableForm> = tables.iter().map(|(form, _)| *form).collect();
    for child in &taken {
        let own = remarks(child, &forms, year);
        findings.extend(own.iter().map(|remark| remark.finding(child)));
    }
    for (form, table) in tables {
        for tally in tallies(form, &taken) {
            let finding = Square { form, table, tally: &tally, taken: &taken }.compare();
            let place = total.place(&form.id, &tally.row.id, &tally.column.id);
            findings.extend(finding.map(|finding| finding.at(place)));
        }
    }
    findings
}

/// One square of the total beside what the children have there.
struct Square<'a> {
    form: &'static TableForm,
    table: &'a Table,
    tally: &'a Tally,
    taken: &'a [&'a Child],
}

impl Square<'_> {
    fn compare(&self) -> Option<Finding> {
        let (row, column) = (self.tally.row, self.tally.column);
        let typed = self.table.figure(&row.id, &column.id);
        let (own, shown) = match amount(typed, column.kind) {
            Amount::Number(number) => (number, self.with_unit(number)),
            Amount::Blank => (Decimal::ZERO, "空白".to_owned()),
            Amount::Words(text) => (Decimal::ZERO, format!("填的是“{text}”")),
        };
        let sum = self.tally.sum().unwrap_or_default();
        if own == sum {
            return None;
        }
        let more = if own > sum { "多" } else { "少" };
        let count = self.taken.len() - self.tally.absent.len();
        let mut message = format!(
            "“{}”：本级 {shown}，下级合计 {}（{count} 家），本级{more} {}",
            figure_name(row, column),
            self.with_unit(sum),
            self.with_unit((own - sum).abs().normalize()),
        );
        for note in [self.contributors(), self.absent(), self.words(), self.blank_totals()] {
            message.extend(note.into_iter().flat_map(|note| ["；".to_owned(), note]));
        }
        let help = "对照各下级的该项数据核对；本级另有自身数据，或下级没有收齐的，可以不理会。";
        Some(Finding::new(&NB801, message, help))
    }

    /// A number with the unit that sums of its column are in.
    fn with_unit(&self, number: Decimal) -> String {
        let unit = match self.tally.column.kind {
            Kind::Count | Kind::Signed => "",
            Kind::WanYuan => " 万元",
            Kind::Money => " 元",
        };
        format!("{number}{unit}")
    }

    /// Who has something there, when they are few.
    fn contributors(&self) -> Option<String> {
        const FEW: usize = 3;
        let shares = self.tally.shares.iter().filter_map(|s| Some((s.child, s.number()?)));
        let shares: Vec<(usize, Decimal)> = shares.filter(|(_, n)| !n.is_zero()).collect();
        let named = |(child, number): &(usize, Decimal)| {
            format!("{} {}", self.name(*child), self.with_unit(*number))
        };
        let few = (1..=FEW).contains(&shares.len());
        few.then(|| format!("其中{}", shares.iter().map(named).collect::<Vec<_>>().join("、")))
    }

    /// Whose form has no such square.
    fn absent(&self) -> Option<String> {
        let names = self.tally.absent.iter().map(|child| self.name(*child));
        listed(names.collect()).map(|names| format!("{names}的表里没有这一项，没有计入"))
    }

    /// Who wrote words.
    fn words(&self) -> Option<String> {
        let words = self.tally.shares.iter().filter_map(|share| match &share.amount {
            Amount::Words(text) => Some(format!("{}填的是“{text}”", self.name(share.child))),
            Amount::Blank | Amount::Number(_) => None,
        });
        listed(words.collect()).map(|words| format!("{words}，没有计入"))
    }

    /// Who left a total blank whose parts are filled in.
    fn blank_totals(&self) -> Option<String> {
        let (row, column) = (self.tally.row, self.tally.column);
        let blank = |(index, child): (usize, &&Child)| {
            let skipped = self.tally.absent.contains(&index) || self.tally.share(index).is_some();
            let table = child.report.tables.get(&self.form.id).filter(|_| !skipped)?;
            let own = table.form.form().table(&self.form.id)?;
            let sum = parts(own, table, row, column)?;
            Some(format!("{}的总计空白，分项之和是 {sum}", self.name(index)))
        };
        listed(self.taken.iter().enumerate().filter_map(blank).collect())
    }

    fn name(&self, child: usize) -> &str {
        self.taken.get(child).map_or("", |child| child.name())
    }
}

/// The first few, and how many there are.
fn listed(texts: Vec<impl AsRef<str>>) -> Option<String> {
    const MOST: usize = 3;
    let shown: Vec<&str> = texts.iter().take(MOST).map(AsRef::as_ref).collect();
    let more = if texts.len() > MOST { format!("等 {} 家", texts.len()) } else { String::new() };
    (!shown.is_empty()).then(|| format!("{}{more}", shown.join("、")))
}
