//! NB8xx: a government's report against the sum over the bodies below it.
//!
//! Cell by cell on the total's own form. That totals agree is practice and no rule of the
//! form, so what differs is only named. Called by `check --children`.

#[cfg(test)]
mod tests;

use super::Subject;
use crate::diag::{Finding, Message, label, number, say, value};
use crate::model::Table;
use crate::model::form::{FigureKind, TableForm, figure_name};
use crate::sum::{
    Amount, Attendance, Child, Gathered, Tally, amount, parts, remarks, select, tallies,
    usual_years,
};
use rust_decimal::Decimal;

crate::diag::codes! {
    NB801 = Info "与下级合计不一致"
        what "逐格比较：总表的数字与各下级报告同一格之和不相等。"
        why "政府的年度报告汇总所属部门和下级的数据；不相等多是漏报、重报，或汇总后下级又作了更正。"
        fix "对照提示中的各家数字核对；本级另有自身数据，或下级没有收齐的，可以不理会。"
        basis "政府年度报告汇总所属部门数据的通行做法；格式没有统一规定，故只作提示。";
    NB810 = Warning "没有可以比较的下级报告"
        what "文件夹里没有一份能与总表比较的报告。"
        why "没有作任何比较。"
        fix "核对文件夹路径和各报告的年度。"
        basis "本程序的读取约定：没有核对的要说明。";
    NB811 = Warning "名单上的单位没有计入下级合计"
        what "对照名单，下级报告里缺一家或几家，没有计入合计。"
        why "没有收齐时，下级合计必然偏小，与总表的差额不说明总表有错。"
        fix "请这些单位报送；已经报送、名称不同的，在名单的“别名”里写上。"
        basis "政府年度报告汇总所属部门数据的通行做法；名单由使用者给出。";
    NB812 = Warning "下级报告的单位不在名单上"
        what "对照名单，下级报告里多出一家或几家，照样计入了合计。"
        why "可能是别处的报告放错了文件夹，合计因此偏大；也可能是名单漏写了单位。"
        fix "放错的移出文件夹；名单漏写的，补在名单上。"
        basis "政府年度报告汇总所属部门数据的通行做法；名单由使用者给出。";
}

/// Compares a report with the sum over those of a folder, and says what of the folder could
/// not be added.
pub fn children(total: &Subject<'_>, gathered: &Gathered) -> Vec<Finding> {
    let metadata = &total.report.metadata;
    let years = gathered.children.iter().filter_map(|child| child.report.metadata.year);
    let usual = || match usual_years(years)[..] {
        [year] => Some(year),
        _ => None,
    };
    let year = metadata.year.or_else(usual);
    let selection = select(&gathered.children, year, metadata.agency.as_deref());
    let left_out = gathered.left_out.iter().chain(&selection.left_out);
    let mut findings: Vec<Finding> = left_out.map(|one| one.finding()).collect();
    findings.extend(gathered.passed_over());
    let taken = selection.taken;
    findings.extend(attendance(&gathered.attendance(&taken)));
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

/// Who of the roster is missing from the sum, and who is not on it.
fn attendance(Attendance { missing, strangers }: &Attendance) -> Vec<Finding> {
    let listed =
        |names: &[String]| (number(names.len()), Message::join(names.iter().map(value), "、"));
    let mut findings = Vec::new();
    if !missing.is_empty() {
        let (count, names) = listed(missing);
        let message = say!("名单上有 {} 家没有计入下级合计：{}", count, names);
        findings.push(Finding::new(&NB811, message, NB811.fix));
    }
    if !strangers.is_empty() {
        let (count, names) = listed(strangers);
        let message = say!("已经计入的有 {} 家不在名单上：{}", count, names);
        findings.push(Finding::new(&NB812, message, NB812.fix));
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
            Amount::Blank => (Decimal::ZERO, "空白".into()),
            Amount::Words(text) => (Decimal::ZERO, say!("填的是{}", value(text))),
        };
        let sum = self.tally.sum().unwrap_or_default();
        if own == sum {
            return None;
        }
        let more = if own > sum { "多" } else { "少" };
        let count = self.taken.len() - self.tally.absent.len();
        let mut message = say!(
            "{}：本级 {}，下级合计 {}（{} 家），本级{} {}",
            label(figure_name(row, column)),
            shown,
            self.with_unit(sum),
            number(count),
            more,
            self.with_unit((own - sum).abs().normalize())
        );
        let notes = [self.contributors(), self.absent(), self.words(), self.blank_totals()];
        for note in notes.into_iter().flatten() {
            message.push(say!("；{}", note));
        }
        let help = "对照各下级的该项数据核对；本级另有自身数据，或下级没有收齐的，可以不理会。";
        Some(Finding::new(&NB801, message, help))
    }

    /// A number with the unit that sums of its column are in.
    fn with_unit(&self, sum: Decimal) -> Message {
        let unit = match self.tally.column.kind {
            FigureKind::Count | FigureKind::Signed => "",
            FigureKind::WanYuan => " 万元",
            FigureKind::Money => " 元",
        };
        say!("{}{}", number(sum), unit)
    }

    /// Who has something there, when they are few.
    fn contributors(&self) -> Option<Message> {
        const FEW: usize = 3;
        let shares = self.tally.shares.iter().filter_map(|s| Some((s.child, s.number()?)));
        let shares: Vec<(usize, Decimal)> = shares.filter(|(_, n)| !n.is_zero()).collect();
        let named = |(child, share): &(usize, Decimal)| {
            say!("{} {}", self.name(*child), self.with_unit(*share))
        };
        let few = (1..=FEW).contains(&shares.len());
        few.then(|| say!("其中{}", Message::join(shares.iter().map(named), "、")))
    }

    /// Whose form has no such square.
    fn absent(&self) -> Option<Message> {
        let names = self.tally.absent.iter().map(|child| self.name(*child));
        listed(names.collect()).map(|names| say!("{}的表里没有这一项，没有计入", names))
    }

    /// Who wrote words.
    fn words(&self) -> Option<Message> {
        let words = self.tally.shares.iter().filter_map(|share| match &share.amount {
            Amount::Words(text) => Some(say!("{}填的是{}", self.name(share.child), value(text))),
            Amount::Blank | Amount::Number(_) => None,
        });
        listed(words.collect()).map(|words| say!("{}，没有计入", words))
    }

    /// Who left a total blank whose parts are filled in.
    fn blank_totals(&self) -> Option<Message> {
        let (row, column) = (self.tally.row, self.tally.column);
        let blank = |(index, child): (usize, &&Child)| {
            let skipped = self.tally.absent.contains(&index) || self.tally.share(index).is_some();
            let table = child.report.tables.get(&self.form.id).filter(|_| !skipped)?;
            let own = table.form.form().table(&self.form.id)?;
            let sum = parts(own, table, row, column)?;
            Some(say!("{}的总计空白，分项之和是 {}", self.name(index), number(sum)))
        };
        listed(self.taken.iter().enumerate().filter_map(blank).collect())
    }

    fn name(&self, child: usize) -> &str {
        self.taken.get(child).map_or("", |child| child.name())
    }
}

/// The first few, and how many there are.
fn listed(texts: Vec<impl Into<Message>>) -> Option<Message> {
    const MOST: usize = 3;
    let count = texts.len();
    let mut list = Message::join(texts.into_iter().take(MOST), "、");
    if count > MOST {
        list.push(say!("等 {} 家", number(count)));
    }
    (count > 0).then_some(list)
}
