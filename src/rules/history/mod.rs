//! NB5xx: this year's report against last year's.
//!
//! What follows from what is data: the successions of the form. Both reports are addressed
//! by row and column id, so that two editions are compared where their ids are the same
//! and nowhere else. Called by `check --previous`; [`super::check`] never sees two reports.

pub mod codes;
mod pair;
mod side;
#[cfg(test)]
mod tests;

use super::Subject;
use crate::diag::Finding;
use crate::model::Address;
use crate::reader::fields::short;
use codes::{NB504, NB505, NB506};
use pair::Pair;
use side::Side;
use unicode_normalization::UnicodeNormalization;

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
    let (name, last_agency) = (short(name), short(last_agency));
    let message = format!("机关名称是“{name}”，上年报告（{last_name}）是“{last_agency}”");
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
        let message = format!("上年报告（{last_name}）没有填报告年度，按 {before} 年度比较");
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
    let message = format!(
        "本报告是 {year} 年度，“{last_name}”是 {last_year} 年度{hint}；年度不相连，没有比较数据"
    );
    Years::Apart(Finding::new(&NB505, message, format!("换成 {before} 年度的报告。")).at(place))
}

fn no_table(this: &Subject<'_>, id: &str, title: &str, last_name: &str) -> Finding {
    let message = format!("上年报告（{last_name}）里没有“{title}”，没有比较");
    let help = "核对所选文件；上年的表若是图片，请换成填有单元格的工作簿。";
    Finding::new(&NB506, message, help).at(this.origins.get(&Address::Table(id.into())).cloned())
}
