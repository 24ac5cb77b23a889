//! Which of the reports found are added: each body once, all of one year, not the total.

use super::child::{Child, LeftOut, Why, bare};
use std::collections::BTreeMap;

/// The reports to add, and those that were left out.
#[derive(Debug)]
pub struct Selection<'c> {
    /// In the order of their files.
    pub taken: Vec<&'c Child>,
    /// Whose file, and why.
    pub left_out: Vec<LeftOut>,
}

/// Chooses the reports of this year (of any if there is none) that are not of the body
/// that the total is of. Of two of one body the one that was saved last counts; where files do
/// not say when, the last by name. A report without year is taken: that is named elsewhere.
pub fn select<'c>(
    children: &'c [Child],
    year: Option<i32>,
    total_of: Option<&str>,
) -> Selection<'c> {
    let mut bodies: BTreeMap<String, &'c Child> = BTreeMap::new();
    let mut reasons: BTreeMap<usize, (Why, String)> = BTreeMap::new();
    let total_of = total_of.map(bare);
    let mut newest_first: Vec<(usize, &Child)> = children.iter().enumerate().collect();
    newest_first.sort_by(|(_, a), (_, b)| (&b.saved, &b.file).cmp(&(&a.saved, &a.file)));
    for (at, child) in newest_first {
        let name = child.report.metadata.agency.as_deref().map(bare);
        match reason(child, year, total_of.as_deref(), name.as_deref(), &bodies) {
            Some(why) => drop(reasons.insert(at, why)),
            None => bodies.extend(name.map(|name| (name, child))),
        }
    }
    let mut selection = Selection { taken: Vec::new(), left_out: Vec::new() };
    for (at, child) in children.iter().enumerate() {
        match reasons.remove(&at) {
            Some((why, reason)) => {
                selection.left_out.push(LeftOut { file: child.file.clone(), why, reason });
            }
            None => selection.taken.push(child),
        }
    }
    selection
}

fn reason(
    child: &Child,
    year: Option<i32>,
    total_of: Option<&str>,
    name: Option<&str>,
    bodies: &BTreeMap<String, &Child>,
) -> Option<(Why, String)> {
    if let (Some(own), Some(year)) = (child.report.metadata.year, year)
        && own != year
    {
        return Some((Why::OtherYear, format!("它是 {own} 年度的报告，汇总的是 {year} 年度")));
    }
    let Some(name) = name else {
        // An earlier total that nobody has put a name to would count everybody twice.
        let reason = "它是汇总生成的工作簿，没有填机关名称".to_owned();
        return child.is_sum.then_some((Why::Total, reason));
    };
    if Some(name) == total_of {
        let reason = format!("机关名称与总表同为“{}”", child.name());
        return Some((Why::Total, reason));
    }
    let twin = bodies.get(name)?;
    let same = twin.report.tables == child.report.tables;
    let (why, how) = match same {
        true => (Why::Copy, "数据相同"),
        false => (Why::Rival, "数据不同，请确定以哪一份为准"),
    };
    Some((why, format!("“{}”已有一份报告（{}），{how}", twin.name(), twin.file)))
}

/// The year that most reports are of; `Err` with all of the most frequent if there are two.
pub fn usual_year(children: &[Child]) -> Result<Option<i32>, Vec<i32>> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for year in children.iter().filter_map(|child| child.report.metadata.year) {
        *counts.entry(year).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or(0);
    let years: Vec<i32> =
        counts.iter().filter(|(_, count)| **count == most).map(|(year, _)| *year).collect();
    match years[..] {
        [] => Ok(None),
        [year] => Ok(Some(year)),
        _ => Err(years),
    }
}
