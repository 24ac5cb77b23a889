//! The form of each table: the one in force, and the same for all.

use crate::diag::{Finding, Message, label, number, say};
use crate::model::form::Form;
use crate::model::{Address, Edition};
use crate::rules::Subject;
use std::collections::BTreeMap;

crate::diag::codes! {
    NB301 = Warning "所用表格与报告年度不符"
        what "某张表用的不是该年度应当使用的格式。"
        why "2021 年度起用 2021 年版格式，2019、2020 年度用 2019 年版；用错版本，项目和含义都不同。"
        fix "用 nianbao template 取得该年度的空白表重新填写。"
        basis "{notice}；{notice-2019}。";
    NB302 = Warning "各表用了不同年版的格式"
        what "同一份报告里，有的表用 2021 年版格式，有的表用 2019 年版。"
        why "各年版的项目不同，混用以后有的项目没有地方填，汇总时也对不上。实际公开的报告中有过第二部分用新表、第三部分用旧表的。"
        fix "全部表格改用报告年度应当使用的那一版。"
        basis "{notice}；{notice-2019}。";
}

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
                say!(
                    "{} 年度的报告应使用 {} 年版格式，{}用的是 {} 年版",
                    number(year),
                    number(&official.name),
                    label(title),
                    number(&used.name)
                ),
                match subject.forms.added().any(|form| form.name == official.name) {
                    false => say!(
                        "用 nianbao template --edition {} 取得空白表，重新填写这张表。",
                        number(&official.name)
                    ),
                    true => say!(
                        "用 nianbao template --form 格式文件 --edition {} 取得空白表，重新填写这张表。",
                        number(&official.name)
                    ),
                },
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
    let named = tables.iter().map(|(edition, tables)| {
        let titles = Message::join(tables.iter().map(|(_, title)| label(title)), "、");
        say!("{}用 {} 年版", titles, number(edition))
    });
    let named = Message::join(named, "，");
    // The odd one out is where to look: the table that is not of the report's own edition.
    let odd = tables.iter().find(|(edition, _)| **edition != subject.report.edition);
    let place = odd
        .and_then(|(_, tables)| tables.first())
        .and_then(|(id, _)| subject.origins.get(&Address::Table((*id).to_owned())));
    findings.push(
        Finding::new(
            &NB302,
            say!("各表用了不同年版的格式：{}", named),
            match subject.report.metadata.year.map(|year| subject.forms.for_year(Some(year))) {
                Some(form) => say!(
                    "全部表格改用 {} 年版：用 nianbao template --edition {} 取得空白工作簿，重填用错的表。",
                    number(&form.name),
                    number(&form.name)
                ),
                None => "全部表格改用报告年度应当使用的那一版。".into(),
            },
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
