//! The form of each table: the one in force, and the same for all.

use super::codes::{NB301, NB302};
use crate::diag::Finding;
use crate::model::form::Form;
use crate::model::{Address, Edition};
use crate::rules::Subject;
use std::collections::BTreeMap;

/// The form of each table must be the one in force for the report year.
pub fn edition(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(year) = subject.report.metadata.year else { return };
    let official = subject.forms.for_year(Some(year));
    for (id, table) in &subject.report.tables {
        let used = table.form.form();
        // A table that both editions share is on the right form whatever it was called.
        if used.covers(year) || same(id, used, official) {
            continue;
        }
        let title = used.table(id).map_or(id.as_str(), |table| &table.title);
        findings.push(
            Finding::new(
                &NB301,
                format!(
                    "{year} 年度的报告应使用 {} 年版格式，“{title}”用的是 {} 年版",
                    official.name, used.name
                ),
                format!(
                    "用 nianbao template --edition {} 取得空白表，重新填写这张表。",
                    official.name
                ),
            )
            .at(subject.origins.get(&Address::Table(id.clone())).cloned()),
        );
    }
}

/// All tables of one report are on the form of one edition.
pub fn hybrid(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut tables: BTreeMap<Edition, Vec<(&str, &str)>> = BTreeMap::new();
    for (id, table) in &subject.report.tables {
        let used = table.form.form();
        // One that is the same in all editions belongs to none of them.
        let is_shared = subject.forms.iter().all(|other| same(id, used, other));
        if !is_shared && let Some(own) = used.table(id) {
            tables.entry(table.form).or_default().push((id, &own.title));
        }
    }
    if tables.len() < 2 {
        return;
    }
    let named: Vec<String> = tables
        .iter()
        .map(|(edition, tables)| {
            let titles: Vec<String> =
                tables.iter().map(|(_, title)| format!("“{title}”")).collect();
            format!("{}用 {edition} 年版", titles.join("、"))
        })
        .collect();
    // The odd one out is where to look: the table that is not of the report's own edition.
    let odd = tables.iter().find(|(edition, _)| **edition != subject.report.edition);
    let place = odd
        .and_then(|(_, tables)| tables.first())
        .and_then(|(id, _)| subject.origins.get(&Address::Table((*id).to_owned())));
    findings.push(
        Finding::new(
            &NB302,
            format!("各表用了不同年版的格式：{}", named.join("，")),
            "全部表格改用报告年度应当使用的那一版。",
        )
        .at(place.cloned()),
    );
}

/// Whether a table is the same in two editions.
fn same(id: &str, a: &Form, b: &Form) -> bool {
    a.table(id).zip(b.table(id)).is_some_and(|(a, b)| {
        a.squares().map(|(r, c)| (&r.id, &c.id)).eq(b.squares().map(|(r, c)| (&r.id, &c.id)))
    })
}
