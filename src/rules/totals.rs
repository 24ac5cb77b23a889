//! NB2xx: the relations that the form data states, each checked wherever it repeats.

use super::Subject;
use crate::diag::{Code, Finding, Message, cells, label, number, say};
use crate::model::form::{Each, Relation, TableForm};
use crate::model::{Place, Table, Value};
use rust_decimal::Decimal;

crate::diag::codes! {
    NB201 = Error "总计不等于各类申请人之和"
        what "第三部分每一行：总计 = 自然人 + 法人或其他组织五类。"
        why "总计是各类申请人的合计；不相等说明分项或总计有错。"
        fix "核对该行各栏；分项无误时，把总计改为各栏之和。"
        basis "表头“总计”的含义。";
    NB202 = Error "办理结果总计不等于各项结果之和"
        what "第三部分每一列：（七）总计 = （一）至（六）各项之和。"
        why "每件办结的申请只计入一种结果，总计等于各项之和。"
        fix "核对该列各项；分项无误时，把（七）总计改为各项之和。"
        basis "表中“（七）总计”的含义；“只计这一情形，不计其他情形”。";
    NB203 = Error "勾稽关系不成立：新收 + 上年结转 ≠ 办理结果总计 + 结转下年度"
        what "第三部分每一列：第一项加第二项之和，等于第三项加第四项之和。"
        why "这是官方表格上印明的唯一勾稽关系。"
        fix "核对该列的本年新收、上年结转、（七）总计、结转下年度四个数。"
        basis "{notice}所附表格：“本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和”。";
    NB204 = Error "复议、诉讼的总计不等于各类结果之和"
        what "第四部分三组数据：总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结。"
        why "总计是四类结果的合计；实际公开的报告里常见总计误填为 0。"
        fix "核对四类结果；分项无误时，把总计改为四项之和。"
        basis "表头“总计”的含义。";
}

/// Checks every relation of every table.
pub fn relations(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (id, table) in &subject.report.tables {
        let Some(table_form) = table.form.form().table(id) else { continue };
        for relation in &table_form.relations {
            let Some(code) = CODES.iter().copied().find(|code| code.id == relation.code) else {
                continue;
            };
            for line in lines(table_form, relation) {
                findings.extend(check(subject, table_form, table, relation, code, line));
            }
        }
    }
}

/// The ids along which a relation repeats: rows, or columns of the block it names.
fn lines<'f>(table: &'f TableForm, relation: &Relation) -> Vec<&'f str> {
    match relation.each {
        Each::Row => table
            .rows()
            .filter(|row| relation.left.iter().all(|id| table.column(&row.id, id).is_some()))
            .map(|row| row.id.as_str())
            .collect(),
        Each::Column => {
            let block = relation.left.first().and_then(|row| table.block_of(row));
            block.into_iter().flat_map(|b| &b.columns).map(|column| column.id.as_str()).collect()
        }
    }
}

/// What one side of a relation on one line comes to.
struct Sum {
    sum: Decimal,
    /// Some figure is there, zero included.
    filled: bool,
    /// Only one term, and that one is blank.
    blank_total: bool,
}

/// One side with its name and its cells: only for a finding, most relations hold.
struct Side {
    sum: Decimal,
    blank_total: bool,
    text: Message,
    place: Option<Place>,
}

fn check(
    subject: &Subject<'_>,
    table_form: &TableForm,
    table: &Table,
    relation: &Relation,
    code: &'static Code,
    line: &str,
) -> Option<Finding> {
    let sum = |ids: &[String]| sum(table_form, table, relation.each, line, ids);
    let (left, right) = (sum(&relation.left), sum(&relation.right));
    if left.sum == right.sum || !(left.filled || right.filled) {
        return None;
    }
    // A blank row total has a finding of its own; so has a line of nothing but words.
    if left.blank_total && relation.each == Each::Row {
        return None;
    }
    let name =
        |side: Sum, ids: &[String]| named(subject, table_form, relation.each, line, ids, side);
    let (left, right) = (name(left, &relation.left), name(right, &relation.right));
    let difference = left.sum - right.sum;
    let more = if difference.is_sign_positive() { "多" } else { "少" };
    let mut message = say!(
        "{}：{} {}，{} {}，{} {}",
        line_name(table_form, relation.each, line),
        left.text,
        number(left.sum.normalize()),
        right.text,
        number(right.sum.normalize()),
        more,
        number(difference.abs().normalize())
    );
    if left.blank_total {
        message.push(say!("（总计空白，填 {} 即相符）", number(right.sum.normalize())));
    }
    let help = match (&relation.left[..], &right.place) {
        ([_], Some(parts)) => {
            let total = left.place.as_ref().map(Place::reference).unwrap_or_default();
            say!(
                "核对 {}；分项无误时，把 {} 改为 {}。",
                cells(parts.reference()),
                cells(total),
                number(right.sum.normalize())
            )
        }
        _ => code.fix.into(),
    };
    let place = match &relation.left[..] {
        [_] => left.place,
        // No single cell is the wrong one: the finding spans all of them.
        _ => left.place.zip(right.place).and_then(|(l, r)| l.joined(&r).or(Some(l))),
    };
    Some(Finding::new(code, message, help).at(place))
}

fn sum(table_form: &TableForm, table: &Table, each: Each, line: &str, ids: &[String]) -> Sum {
    let mut side = Sum { sum: Decimal::ZERO, filled: false, blank_total: false };
    for id in ids {
        let (row, column) = square(each, line, id);
        let figure = table.figure(row, column);
        side.filled |= figure.number().is_some();
        let number = figure.number().or_else(|| implied(table_form, table, row, column));
        side.sum += number.unwrap_or_default();
        side.blank_total = ids.len() == 1 && figure.value == Value::Blank;
    }
    side
}

fn named(
    subject: &Subject<'_>,
    table_form: &TableForm,
    each: Each,
    line: &str,
    ids: &[String],
    side: Sum,
) -> Side {
    let mut place: Option<Place> = None;
    for id in ids {
        let (row, column) = square(each, line, id);
        if let Some(more) = subject.place(&table_form.id, row, column) {
            place = match place.take() {
                Some(known) => known.joined(&more).or(Some(known)),
                None => Some(more),
            };
        }
    }
    let text = match ids {
        [one] => term(table_form, each, line, one).into(),
        [one, other] => {
            let term = |id| term(table_form, each, line, id);
            format!("{}＋{}", term(one), term(other)).into()
        }
        _ => match &place {
            Some(place) => say!("{} 之和", cells(place.reference())),
            None => "各分项之和".into(),
        },
    };
    Side { sum: side.sum, blank_total: side.blank_total, text, place }
}

/// Row and column of a term.
fn square<'i>(each: Each, line: &'i str, id: &'i str) -> (&'i str, &'i str) {
    match each {
        Each::Row => (line, id),
        Each::Column => (id, line),
    }
}

/// What a blank row total would be: down a column of totals, one left blank (NB105 tells of
/// it) must not make the whole column look wrong.
fn implied(table_form: &TableForm, table: &Table, row: &str, column: &str) -> Option<Decimal> {
    let relation = table_form
        .relations
        .iter()
        .find(|relation| relation.each == Each::Row && relation.left[..] == [column.to_owned()])?;
    if table.figure(row, column).value != Value::Blank {
        return None;
    }
    Some(relation.right.iter().filter_map(|part| table.figure(row, part).number()).sum())
}

/// The label of one term.
fn term(table: &TableForm, each: Each, line: &str, id: &str) -> String {
    let label = match each {
        Each::Row => table.column(line, id).map(|column| column.label.as_str()),
        Each::Column => table.row(id).map(|row| row.label.as_str()),
    };
    brief(label.unwrap_or(id))
}

/// What a line is called: the row, or the column with the group above it.
fn line_name(table: &TableForm, each: Each, line: &str) -> Message {
    match each {
        Each::Row => {
            let name = table.row(line).map_or("", |row| row.label.as_str());
            if name.is_empty() {
                table.title.trim_end_matches('表').into()
            } else {
                say!("{}行", label(brief(name)))
            }
        }
        Each::Column => {
            let column = table.columns().find(|column| column.id == line);
            say!("{}列", label(column.map_or(line, |column| column.label.as_str())))
        }
    }
}

/// A label without its remark in brackets.
fn brief(label: &str) -> String {
    match label.char_indices().skip(1).find(|(index, c)| *c == '（' && *index > 3) {
        Some((index, _)) => label[..index].to_owned(),
        None => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::form::{RELATION_CODES, SUCCESSION_CODES};
    use crate::rules::history;

    #[test]
    fn a_form_can_name_every_code_of_a_relation_and_no_other() {
        let own: Vec<&str> = super::CODES.iter().map(|code| code.id).collect();
        assert_eq!(own, RELATION_CODES);
        for id in SUCCESSION_CODES {
            let mut codes = history::FAMILY.iter().copied().flatten();
            assert!(codes.any(|code| code.id == id), "{id}");
        }
    }
}
