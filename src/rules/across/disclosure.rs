//! The table of what was disclosed: what its figures can be beside each other, and for this body.

use crate::diag::{Finding, Message, label, number, say, value};
use crate::model::form::Row;
use crate::model::{Place, Table};
use crate::rules::Subject;
use crate::rules::body::Body;
use rust_decimal::Decimal;

crate::diag::codes! {
    NB303 = Warning "没有规章制定权的机关填了规章"
        what "县级政府、乡镇街道、一般政府部门的“规章”一行填了大于 0 的数。"
        why "规章只由国务院部门、省级政府、设区的市和自治州的政府制定；其他机关填的多半是规范性文件或规章制度。机关类别没有填的，按机关名称判断；政府办公厅（室）可能代填本级政府的规章，不查。"
        fix "规范性文件改填在下一行；确有规章制定权的，改正“机关类别”。"
        basis "《立法法》关于规章制定权的规定（按一般了解写明，未附原文）；因此只作警告。";
    NB304 = Info "现行有效件数少于本年制发件数"
        what "2021 年版第（一）项：现行有效件数小于本年制发件数。"
        why "本年制发的通常年底仍然有效；少于制发数，多半是漏数或填错了栏。当年制发又当年废止的除外。"
        fix "核对两个数；情况属实的可以不理会。"
        basis "填报惯例，格式没有规定这项关系，因此只作提示。";
    NB305 = Warning "本年新公开多于对外公开总数量"
        what "2019 年版第（一）项：本年新公开数量大于对外公开总数量。"
        why "对外公开总数量包含本年新公开的。本年新公开少于本年新制作是允许的，不查。"
        fix "核对两个数。"
        basis "栏目名称的含义；{notice-2019}所附格式没有写明这项关系，因此只作警告。";
    NB306 = Warning "项目数量减成了负数"
        what "2019 年版第（五）（六）（八）项：上一年项目数量加本年增/减小于 0。"
        why "项目数量不能是负数；多半是把办件量填进了“本年增/减”，或者正负号写反。"
        fix "核对两个数；减少的填负数，例如 -8。"
        basis "栏目名称的含义；{notice-2019}所附格式。";
}

/// Role of the table.
const TABLE: &str = "proactive";
/// Role of its row of 规章.
const RULES: &str = "rules";

/// 规章 only from bodies that may make them.
pub fn rules_without_power(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some((table_form, table)) = subject.table(TABLE) else { return };
    let body = Body::of(&subject.report.metadata);
    if body.may_make_rules() != Some(false) {
        return;
    }
    let Some(row) = table_form.rows_of(RULES).next() else { return };
    let Some(block) = table_form.block_of(&row.id) else { return };
    let filled: Vec<(Message, Option<Place>)> = block
        .columns
        .iter()
        .filter_map(|column| {
            let figure = number(positive(table, &row.id, &column.id)?);
            let place = subject.place(&table_form.id, &row.id, &column.id);
            Some((say!("{} {}", &column.label, figure), place))
        })
        .collect();
    if filled.is_empty() {
        return;
    }
    let (figures, places): (Vec<Message>, Vec<Option<Place>>) = filled.into_iter().unzip();
    let figures = Message::join(figures, "，");
    let place = places.into_iter().flatten().reduce(|a, b| a.joined(&b).unwrap_or(a));
    let who = subject.report.metadata.field("category").filter(|_| body.is_stated);
    let who: Message = match who {
        Some(category) => say!("机关类别是{}，", value(category)),
        None => "从机关名称看，本机关".into(),
    };
    findings.push(
        Finding::new(
            &NB303,
            say!("{}没有规章制定权，但“{}”填了：{}", who, &row.label, figures),
            "是规范性文件的，改填在下一行，这一行填 0；确有规章制定权的，改正基本信息里的“机关类别”。",
        )
        .at(place),
    );
}

/// 现行有效 holds what was made this year, unless it was repealed within the year.
pub fn in_force(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    each_row(
        subject,
        |row, figure, place| {
            let (made, in_force) = (figure("made")?, figure("inForce")?);
            (in_force < made).then(|| {
                Finding::new(
                    &NB304,
                    say!(
                        "{}现行有效 {} 件，少于本年制发的 {} 件",
                        label(&row.label),
                        number(in_force),
                        number(made)
                    ),
                    "核对这一行的制发件数和现行有效件数；当年制发又当年废止的，可以不理会。",
                )
                .at(place("inForce"))
            })
        },
        findings,
    );
}

/// 2019: what was disclosed this year is part of all that is disclosed.
pub fn disclosed_of_all(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    each_row(
        subject,
        |row, figure, place| {
            let (this_year, all) = (figure("disclosed")?, figure("totalDisclosed")?);
            (this_year > all).then(|| {
                Finding::new(
                    &NB305,
                    say!(
                        "{}本年新公开 {} 件，多于对外公开总数量 {} 件",
                        label(&row.label),
                        number(this_year),
                        number(all)
                    ),
                    "对外公开总数量包含本年新公开的，请核对。",
                )
                .at(place("totalDisclosed"))
            })
        },
        findings,
    );
}

/// 2019: a number of items cannot fall below zero.
pub fn change_below_zero(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    each_row(
        subject,
        |row, figure, place| {
            let (before, change) = (figure("lastYear")?, figure("change")?);
            (before + change < Decimal::ZERO).then(|| {
                Finding::new(
                    &NB306,
                    say!(
                        "{}上一年项目数量 {}，本年增/减 {}，相加为 {}",
                        label(&row.label),
                        number(before),
                        number(change),
                        number(before + change)
                    ),
                    "项目数量不能少于 0，请核对这一行的上一年项目数量和本年增/减；减少的填负数，例如 -8。",
                )
                .at(place("change"))
            })
        },
        findings,
    );
}

/// Calls a check on every row with its figures and places by the role of their column.
fn each_row(
    subject: &Subject<'_>,
    check: impl Fn(
        &Row,
        &dyn Fn(&str) -> Option<Decimal>,
        &dyn Fn(&str) -> Option<Place>,
    ) -> Option<Finding>,
    findings: &mut Vec<Finding>,
) {
    let Some((table_form, table)) = subject.table(TABLE) else { return };
    for row in table_form.rows() {
        let id = |role: &str| Some(&table_form.block_of(&row.id)?.column_of(role)?.id);
        let number = |role: &str| table.figure(&row.id, id(role)?).number();
        let place = |role: &str| subject.place(&table_form.id, &row.id, id(role)?);
        findings.extend(check(row, &number, &place));
    }
}

fn positive(table: &Table, row: &str, column: &str) -> Option<Decimal> {
    table.figure(row, column).number().filter(|number| *number > Decimal::ZERO)
}
