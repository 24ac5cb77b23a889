//! NB2xx: the relations that the form data states, each checked wherever it repeats.

use super::Subject;
use super::line::{Line, Square, formula_help, lines};
use super::repair::{Edit, Sheet};
use crate::diag::{Code, Finding, Message, cells, label, number, say};
use crate::model::form::{Each, TableForm};
use crate::model::{Place, Table};

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

/// Checks every relation of every table. What one wrong figure has upset is one finding.
pub fn relations(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (id, table) in &subject.report.tables {
        let Some(form) = table.form.form().table(id) else { continue };
        let sheet = Sheet::new(subject, form, table);
        let mut explained: Vec<Line> = Vec::new();
        for line in sheet.failing() {
            if !explained.contains(&line) {
                findings.extend(told(subject, form, table, &sheet, line, &mut explained));
            }
        }
    }
}

/// The finding of a line that does not hold.
fn told(
    subject: &Subject<'_>,
    form: &'static TableForm,
    table: &Table,
    sheet: &Sheet<'_>,
    line: Line,
    explained: &mut Vec<Line>,
) -> Option<Finding> {
    let relation = line.relation;
    let code = CODES.iter().copied().find(|code| code.id == relation.code)?;
    let (left, right) = (line.left(form, table).0, line.right(form, table).0);
    let side = |ids| named(subject, form, &line, ids);
    let ((left_name, left_place), (right_name, right_place)) =
        (side(&relation.left), side(&relation.right));
    let difference = left - right;
    let more = if difference.is_sign_positive() { "多" } else { "少" };
    let mut message = say!(
        "{}：{} {}，{} {}，{} {}",
        line_name(form, relation.each, line.along),
        left_name,
        number(left.normalize()),
        right_name,
        number(right.normalize()),
        more,
        number(difference.abs().normalize())
    );
    let sum = number(right.normalize());
    if line.has_blank_total(table) {
        message.push(say!("（总计空白，填 {} 即相符）", sum.clone()));
    }
    let span = left_place.clone().zip(right_place.clone());
    let span = span.and_then(|(l, r)| l.joined(&r).or(Some(l)));
    let is_formula = |(row, column): Square| subject.origins.is_formula(&form.id, row, column);
    let (mended, help, place) = if line.total().is_some_and(is_formula) {
        (sheet.mended_by_total(&line), formula_help(subject, form, &line), left_place)
    } else {
        let suspects = sheet.suspects(&line);
        let total = line.total().and(left_place);
        let (help, place) = match (&suspects.repairs[..], total) {
            ([edits], total) => {
                let place = edits
                    .first()
                    .and_then(|((row, column), _)| subject.place(&form.id, row, column));
                (repair_help(subject, form, table, edits), place.or(total))
            }
            (_, Some(total)) => match right_place {
                Some(parts) => {
                    let help = say!(
                        "核对 {}；分项无误时，把 {} 改为 {}。",
                        cells(parts.reference()),
                        cells(total.reference()),
                        sum
                    );
                    (help, Some(total))
                }
                None => (code.fix.into(), Some(total)),
            },
            _ => (all_that_take_part(subject, form, &line, code), span),
        };
        (suspects.mended, help, place)
    };
    if mended.len() > 1 {
        message.push(say!("；另有 {} 处合计或勾稽关系也因此不符", number(mended.len() - 1)));
    }
    explained.extend(mended);
    Some(Finding::new(code, message, help).at(place))
}

/// What to type where: one figure, or two that stand in each other's place.
fn repair_help(subject: &Subject<'_>, form: &TableForm, table: &Table, edits: &[Edit]) -> Message {
    let cell = |(row, column): Square| {
        cell(form, row, column, subject.place(&form.id, row, column).as_ref())
    };
    match edits {
        [(a, first), (b, second)] => say!(
            "多半是 {} 和 {} 两个数填反了：把 {} 改为 {}，把 {} 改为 {}，合计、勾稽关系就相符了，正文也相符。",
            cell(*a),
            cell(*b),
            cell(*a),
            number(*first),
            cell(*b),
            number(*second)
        ),
        _ => {
            let mut help = Message::default();
            for ((row, column), right) in edits {
                let was = table.figure(row, column).to_string();
                help.push(say!(
                    "多半是 {} 填错：把 {} 由 {} 改为 {}，合计、勾稽关系就相符了。",
                    cell((row, column)),
                    cell((row, column)),
                    if was.is_empty() { "空白".into() } else { Message::from(number(was)) },
                    number(*right)
                ));
            }
            help
        }
    }
}

/// Nobody can tell which figure is wrong: all that take part, and which of them not to touch.
fn all_that_take_part(
    subject: &Subject<'_>,
    form: &'static TableForm,
    line: &Line,
    code: &'static Code,
) -> Message {
    let (mut typed, mut formulas) = (Vec::new(), Vec::new());
    for (row, column) in line.squares() {
        let Some(place) = subject.place(&form.id, row, column) else { return code.fix.into() };
        if !subject.origins.is_formula(&form.id, row, column) {
            typed.push(cells(place.reference()));
            continue;
        }
        let parts = lines(form).find(|other| other.total() == Some((row, column)));
        let parts = parts.and_then(|other| named(subject, form, &other, &other.relation.right).1);
        let Some(parts) = parts else { continue };
        formulas.push(say!(
            "{} 是公式，要改就改 {}",
            cells(place.reference()),
            cells(parts.reference())
        ));
    }
    let mut help = say!("只凭合计不能确定哪一个数错，请核对 {}", Message::join(typed, "、"));
    if !formulas.is_empty() {
        help.push(say!("（{}）", Message::join(formulas, "；")));
    }
    help.push("，改正错的一个。");
    help
}

/// A figure in a sentence: its cell, else what it is called.
fn cell(form: &TableForm, row: &str, column: &str, place: Option<&Place>) -> Message {
    match (place, form.row(row), form.column(row, column)) {
        (Some(place), ..) => cells(place.reference()).into(),
        (None, Some(row), Some(column)) => label(super::filled::name(row, column)).into(),
        _ => Message::default(),
    }
}

/// What one side of a line is called, and its cells.
fn named(
    subject: &Subject<'_>,
    form: &TableForm,
    line: &Line,
    ids: &'static [String],
) -> (Message, Option<Place>) {
    let squares = ids.iter().map(|id| line.square(id));
    let place = squares
        .filter_map(|(row, column)| subject.place(&form.id, row, column))
        .reduce(|known, more| known.joined(&more).unwrap_or(known));
    let term = |id| term(form, line.relation.each, line.along, id);
    let text = match ids {
        [one] => term(one).into(),
        [one, other] => format!("{}＋{}", term(one), term(other)).into(),
        _ => match &place {
            Some(place) => say!("{} 之和", cells(place.reference())),
            None => "各分项之和".into(),
        },
    };
    (text, place)
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
