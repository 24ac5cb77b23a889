//! NB3xx: one table against another, and the form against the year.

use super::Subject;
use crate::diag::Finding;
use crate::diag::codes::across::NB301;
use crate::model::Address;
use crate::model::form::{form, form_for_year};

/// The form of each table must be the one in force for the report year.
pub fn edition(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(year) = subject.report.metadata.year else { return };
    let official = form_for_year(year);
    for (id, table) in &subject.report.tables {
        let used = form(&table.form);
        // A table that both editions share is on the right form whatever it was called.
        let same = used.table(id).zip(official.table(id)).is_some_and(|(a, b)| {
            a.squares().map(|(r, c)| (&r.id, &c.id)).eq(b.squares().map(|(r, c)| (&r.id, &c.id)))
        });
        if used.covers(year) || same {
            continue;
        }
        let title = used.table(id).map_or(id.as_str(), |table| &table.title);
        findings.push(
            Finding::new(
                &NB301,
                format!(
                    "{year} 年度的报告应使用 {} 年版格式，“{title}”用的是 {} 年版",
                    official.edition, used.edition
                ),
                format!(
                    "用 nianbao template --edition {} 取得空白表，重新填写这张表。",
                    official.edition
                ),
            )
            .at(subject.origins.get(&Address::Table(id.clone())).cloned()),
        );
    }
}
