//! NB1xx: what was filled in, cell by cell.

use super::Subject;
use super::line::{Square, formula_help, lines};
use super::repair::Sheet;
use crate::diag::{Finding, Message, Part, cells, label, number, say, value};
use crate::model::form::{Each, FigureKind, TableForm, field_label};
use crate::model::{Address, Date, Table, Value, form};
use crate::reader::codes::{NB012, NB013};
use crate::reader::value::says_not_given;
use crate::text::ellipsis::shortened;
use rust_decimal::{Decimal, RoundingStrategy};

crate::diag::codes! {
    NB101 = Error "不是数字"
        what "应填件数或金额的单元格里是文字。"
        why "文字无法核对，也不能进入门户数据。"
        fix "改为数字；没有发生的填 0。需要说明的写在数字后面的括号里，例如 22（其中修订16件）。"
        basis "{notice}所附表格各栏均为数字。";
    NB102 = Error "件数不是整数"
        what "应填件数的单元格里是小数。"
        why "件数只能是整数。"
        fix "核对后改为整数。"
        basis "表中数量单位为件。";
    NB103 = Error "出现负数"
        what "件数或金额为负数。"
        why "只有 2019 年版“本年增/减”可以为负。"
        fix "核对后改为 0 或正数。"
        basis "表中数量为件数、金额为收费金额。";
    NB104 = Warning "万元金额的小数超过六位"
        what "以万元为单位的金额小数位超过 6 位。"
        why "6 位小数即精确到分，更多小数通常是公式计算的残余。"
        fix "核对后保留不超过 6 位小数。"
        basis "“单位：万元”；实际公开的报告有精确到分的，均不超过 6 位。";
    NB105 = Warning "有数据的行没有填总计"
        what "一行里填了数据，但总计是空白。"
        why "空白与 0 不同；总计空白时读者无法核对。"
        fix "填上提示中算出的总计。"
        basis "表头“总计”。";
    NB106 = Info "写了“-”“无”等，没有给出数字"
        what "单元格里用“-”“—”“/”“无”表示没有。"
        why "它既不是 0 也不是空白；输出时照印，门户数据里按未提供处理。"
        fix "没有发生的请填 0。"
        basis "格式未规定；多数报告填 0。";
    NB107 = Error "必填的基本信息没有填"
        what "报告年度、机关名称、公开日期三项中有空白。"
        why "标题、落款和门户数据都要用到它们，程序不会代为编造。"
        fix "在“基本信息”表里填写。"
        basis "《政府信息公开条例》第五十条；门户数据的必备项。";
}

/// Row and column of a figure, with their labels.
type Named = (&'static form::Row, &'static form::Column);

/// Places behind the point of an amount in 万元: six make one 分.
const WAN_YUAN_PLACES: u32 = 6;

/// Year, body and date of publication must be there.
pub fn metadata(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let metadata = &subject.report.metadata;
    let missing = [
        ("year", metadata.year.is_none()),
        ("agency", metadata.agency.is_none()),
        ("datePublished", metadata.date_published.is_none()),
    ];
    for (id, is_missing) in missing {
        // A value that is there but unreadable has its own finding.
        if is_missing && subject.origins.field(id).is_none() {
            let key = field_label(id);
            let due = subject.origins.due(&Address::Field(id.into()));
            let help = match due {
                Some(place) => say!("在 {} 填写{}。", cells(place.reference()), label(key)),
                None if subject.origins.is_document => {
                    say!("写进标题或落款；或者用 --set {} 指定。", format!("{key}=…"))
                }
                None => say!("在{}表里填写{}。", label(&form::fields().sheet), label(key)),
            };
            let message = say!("基本信息的{}没有填", label(key));
            findings.push(Finding::new(&NB107, message, help).at(due.cloned()));
        }
    }
}

/// Every figure must be what its column asks for.
pub fn figures(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (id, table) in &subject.report.tables {
        let Some(table_form) = table.form.form().table(id) else { continue };
        for (row, column) in table_form.squares() {
            let figure = table.figure(&row.id, &column.id);
            let place = subject.place(id, &row.id, &column.id);
            let finding = match &figure.value {
                Value::Blank => None,
                Value::Kept(text) if says_not_given(text) => Some(Finding::new(
                    &NB106,
                    say!("{}填的是{}，按未提供处理", label(name(row, column)), value(text)),
                    "没有发生的请填 0。",
                )),
                Value::Kept(text) => {
                    Some(unreadable(subject, table_form, table, (row, column), text))
                }
                Value::Whole(_) | Value::Exact(_) => {
                    let at = (row, column);
                    let unfit = || unfit_part(subject, table_form, table, at).is_none();
                    let typed = figure.number().filter(|_| unfit());
                    typed.and_then(|typed| check(subject, table_form, table, at, typed))
                }
            };
            findings.extend(finding.map(|finding| finding.at(place)));
        }
    }
}

/// What is no number: an error, a date, words; with what belongs there.
fn unreadable(
    subject: &Subject<'_>,
    form: &'static TableForm,
    table: &Table,
    (row, column): Named,
    text: &str,
) -> Finding {
    let square: Square = (&row.id, &column.id);
    let total = lines(form).find(|line| line.total() == Some(square));
    let is_formula = subject.origins.is_formula(&form.id, square.0, square.1);
    let cell = cell(subject, form, (row, column));
    let mut help = match total.filter(|_| is_formula) {
        Some(line) => formula_help(subject, form, &line),
        None => implied(subject, form, table, (row, column))
            .unwrap_or_else(|| say!("把 {} 改为数字；没有发生的填 0。", cell.clone())),
    };
    help.push(waits(cell));
    if text.starts_with('#') {
        Finding::new(&NB012, say!("单元格是错误值 {}", text), help)
    } else if Date::parse(text).is_some() {
        let message = say!("应填数字的单元格是日期格式，显示为 {}", text);
        Finding::new(&NB013, message, say!("把单元格格式改为“常规”；{}", help))
    } else {
        let typed = value(shortened(text));
        let message = say!("{}填的是{}，不是数字", label(name(row, column)), typed);
        help.push("说明文字写在表格下面，以“注：”开头。");
        Finding::new(&NB101, message, help)
    }
}

/// What a figure must be that the relations leave no choice for.
fn implied(
    subject: &Subject<'_>,
    form: &'static TableForm,
    table: &Table,
    (row, column): Named,
) -> Option<Message> {
    let due = Sheet::new(subject, form, table).implied((&row.id, &column.id))?;
    let cell = cell(subject, form, (row, column));
    Some(say!("把 {} 改为 {}（按表中其余各数推算）。", cell, number(due)))
}

fn waits(cell: Part) -> Message {
    say!("用到它的合计、勾稽关系和正文，{} 处理后再核对。", cell)
}

/// The cell of a figure, else what it is called.
fn cell(subject: &Subject<'_>, form: &TableForm, (row, column): Named) -> Part {
    let place = subject.place(&form.id, &row.id, &column.id);
    place.map_or_else(|| label(name(row, column)), |place| cells(place.reference()))
}

/// The part that makes a formula's total unfit.
fn unfit_part(
    subject: &Subject<'_>,
    form: &'static TableForm,
    table: &Table,
    (row, column): Named,
) -> Option<Square> {
    if !subject.origins.is_formula(&form.id, &row.id, &column.id) {
        return None;
    }
    let line = lines(form).find(|line| line.total() == Some((&row.id, &column.id)))?;
    let mut parts = line.relation.right.iter().map(|id| line.square(id));
    parts.find(|(row, column)| subject.waits(form, table, row, column))
}

/// A number that is none of its column.
fn check(
    subject: &Subject<'_>,
    form: &'static TableForm,
    table: &Table,
    (row, column): Named,
    typed: Decimal,
) -> Option<Finding> {
    let name = name(row, column);
    let help = |otherwise: &str| {
        let mut help = implied(subject, form, table, (row, column))
            .unwrap_or_else(|| otherwise.to_owned().into());
        let square: Square = (&row.id, &column.id);
        if lines(form).any(|line| line.squares().any(|other| other == square)) {
            help.push(waits(cell(subject, form, (row, column))));
        }
        help
    };
    match column.kind {
        FigureKind::Count | FigureKind::Signed if !typed.fract().is_zero() => Some(Finding::new(
            &NB102,
            say!("{}填的是 {}，不是整数", label(name), number(typed)),
            help("件数只能是整数，请核对。"),
        )),
        FigureKind::Count | FigureKind::WanYuan | FigureKind::Money
            if typed.is_sign_negative() && !typed.is_zero() =>
        {
            Some(Finding::new(
                &NB103,
                say!("{}填的是负数 {}", label(name), number(typed)),
                help("核对后改为 0 或正数。"),
            ))
        }
        FigureKind::WanYuan if typed.normalize().scale() > WAN_YUAN_PLACES => Some(Finding::new(
            &NB104,
            say!(
                "{}填的是 {}，小数超过 {} 位",
                label(name),
                number(typed),
                number(WAN_YUAN_PLACES)
            ),
            say!(
                "把 {} 改为 {}（四舍五入）。",
                cell(subject, form, (row, column)),
                number(
                    typed
                        .round_dp_with_strategy(
                            WAN_YUAN_PLACES,
                            RoundingStrategy::MidpointAwayFromZero
                        )
                        .normalize()
                )
            ),
        )),
        _ => None,
    }
}

/// A total left blank beside figures.
pub fn totals_left_blank(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (id, table) in &subject.report.tables {
        let Some(table_form) = table.form.form().table(id) else { continue };
        for relation in &table_form.relations {
            let ([total], Each::Row) = (&relation.left[..], relation.each) else { continue };
            for row in table_form.rows() {
                let parts = || relation.right.iter().map(|column| table.figure(&row.id, column));
                let Some(column) = table_form.column(&row.id, total) else { continue };
                let is_filled = parts().any(|figure| figure.number().is_some_and(|n| !n.is_zero()));
                if !is_filled
                    || !table.figure(&row.id, total).is_blank()
                    || subject.waits(table_form, table, &row.id, total)
                    || relation.right.iter().any(|id| subject.waits(table_form, table, &row.id, id))
                {
                    continue;
                }
                let sum: Decimal = parts().filter_map(|figure| figure.number()).sum();
                let own = lines(table_form).find(|line| line.total() == Some((&row.id, total)));
                let help = match own.filter(|_| subject.origins.is_formula(id, &row.id, total)) {
                    Some(line) => formula_help(subject, table_form, &line),
                    None => say!("填上 {}。", number(sum)),
                };
                findings.push(
                    Finding::new(
                        &NB105,
                        say!("{}没有填，各栏之和是 {}", label(name(row, column)), number(sum)),
                        help,
                    )
                    .at(subject.place(id, &row.id, total)),
                );
            }
        }
    }
}

/// A figure's name for messages: row and column.
pub fn name(row: &form::Row, column: &form::Column) -> String {
    let group = column.under.last().filter(|_| row.label.is_empty());
    match group {
        Some(group) => format!("{group}·{}", column.label),
        None => format!("{}·{}", row.label, column.label),
    }
}
