//! NB5xx: this year's report against last year's.
//!
//! What follows from what is data: the successions of the form. Both reports are addressed
//! by row and column id, so that two editions are compared where their ids are the same
//! and nowhere else. Called by `check --previous`; [`super::check`] never sees two reports.

mod copied;
mod pair;
mod side;
#[cfg(test)]
mod tests;

use super::Subject;
use super::wording::growth;
use crate::diag::{Codes, Finding, label, number, say, value};
use crate::model::Address;
use crate::text::ellipsis::shortened;
use copied::copied;
use pair::Pair;
use side::Side;
use unicode_normalization::UnicodeNormalization;

crate::diag::codes! {
    NB504 = Warning "上年报告的机关名称不同"
        what "用来比较的上年报告，机关名称与本年报告不同。"
        why "可能选错了文件；机关更名、合并的，数据仍照常比较。"
        fix "核对所选文件；机关已更名的，可以不理会。"
        basis "前后两年的比较应在同一机关之间进行。";
    NB505 = Warning "两份报告的年度不相连"
        what "用来比较的报告不是上一年度的。"
        why "结转、现行有效等数据只在相邻两年之间衔接；年度不相连时不作比较。"
        fix "换成上一年度的报告。"
        basis "“上年”“下年度”的含义。";
    NB506 = Info "缺少数据，没有与上年比较"
        what "两年中有一年没有填写，或填的不是数字，或缺少这张表。"
        why "空白不等于 0：一行全部空白视为未提供，不作比较；同一行填有其他数字时，空白按 0 计算。"
        fix "补填缺少的数据；没有发生的填 0。"
        basis "本程序的读取约定：不猜测、不把空白当作 0。";
}

/// The codes of the family, file by file.
pub const FAMILY: &[Codes] = &[pair::CODES, CODES, copied::CODES];

/// Compares a report with that of the year before, which the messages call `last_name`.
pub fn history(this: &Subject<'_>, last: &Subject<'_>, last_name: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(other_agency(this, last, last_name));
    match years(this, last, last_name) {
        Years::Follow => {}
        Years::Unknown(finding) => findings.push(finding),
        Years::Apart(finding) => {
            findings.push(finding);
            return findings;
        }
    }
    growth(this, last, last_name, &mut findings);
    copied(this, last, last_name, &mut findings);
    for (id, table) in &this.report.tables {
        let Some(own) = table.form.form().table(id) else { continue };
        let other = last.report.tables.get(id).and_then(|t| Some((t, t.form.form().table(id)?)));
        let Some((last_table, last_form)) = other else {
            if !own.successions.is_empty() {
                findings.push(no_table(this, id, &own.title, last_name));
            }
            continue;
        };
        let this = Side { subject: this, form: own, table };
        let last = Side { subject: last, form: last_form, table: last_table };
        for succession in &own.successions {
            findings.extend(Pair { this: &this, last: &last, last_name, succession }.check());
        }
    }
    findings
}

/// Says so when the reports are of two bodies. A name may have gained or lost the region in
/// front of it, and a code that stayed the same outweighs a name that changed.
fn other_agency(this: &Subject<'_>, last: &Subject<'_>, last_name: &str) -> Option<Finding> {
    let (own, other) = (&this.report.metadata, &last.report.metadata);
    let (name, last_agency) = (own.agency.as_deref()?, other.agency.as_deref()?);
    let (a, b) = (bare(name), bare(last_agency));
    let code = own.field("publisherCode").filter(|code| !code.is_empty());
    let same_code = code.is_some() && code == other.field("publisherCode");
    if same_code || a.ends_with(&b) || b.ends_with(&a) {
        return None;
    }
    let (name, last_agency) = (shortened(name), shortened(last_agency));
    let last = format!("，上年报告（{last_name}）是");
    let message = say!("机关名称是{}{}{}", value(name), last, value(last_agency));
    let help = "核对是否选错了上年的文件；机关已更名的，可以不理会。";
    Some(Finding::new(&NB504, message, help).at(this.origins.field("agency").cloned()))
}

fn bare(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// How the years of two reports stand to each other.
enum Years {
    Follow,
    /// Last year's report does not say; it is taken for what it is called.
    Unknown(Finding),
    /// Nothing can be compared.
    Apart(Finding),
}

fn years(this: &Subject<'_>, last: &Subject<'_>, last_name: &str) -> Years {
    // A year that this report lacks has a finding of its own.
    let Some(year) = this.report.metadata.year else { return Years::Follow };
    let place = this.origins.field("year").cloned();
    let before = year.saturating_sub(1);
    let Some(last_year) = last.report.metadata.year else {
        let message =
            say!("上年报告（{}）没有填报告年度，按 {} 年度比较", last_name, number(before));
        let help = "核对所选文件是否为上一年度的报告。";
        return Years::Unknown(Finding::new(&NB506, message, help).at(place));
    };
    if last_year == before {
        return Years::Follow;
    }
    let hint = match last_year.saturating_sub(year) {
        0 => "，与本报告同年",
        1 => "，两份文件可能给反了",
        _ => "",
    };
    let message = say!(
        "本报告是 {} 年度，{}是 {} 年度{}；年度不相连，没有比较数据",
        number(year),
        value(last_name),
        number(last_year),
        hint
    );
    let help = say!("换成 {} 年度的报告。", number(before));
    Years::Apart(Finding::new(&NB505, message, help).at(place))
}

fn no_table(this: &Subject<'_>, id: &str, title: &str, last_name: &str) -> Finding {
    let message = say!("上年报告（{}）里没有{}，没有比较", last_name, label(title));
    let help = "核对所选文件；上年的表若是图片，请换成填有单元格的工作簿。";
    Finding::new(&NB506, message, help).at(this.origins.get(&Address::Table(id.into())).cloned())
}
