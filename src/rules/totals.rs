//! NB2xx: the relations that the form data states, each checked wherever it repeats.

use super::Subject;
use super::repair::{Sheet, Square};
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

/// One relation on one line of its table.
#[derive(Clone, Copy)]
pub struct Line {
    /// What must hold.
    pub relation: &'static Relation,
    /// The row or column.
    along: &'static str,
}

impl PartialEq for Line {
    fn eq(&self, other: &Line) -> bool {
        std::ptr::eq(self.relation, other.relation) && self.along == other.along
    }
}

/// Every relation of a table on every line it repeats along.
pub fn lines(table: &'static TableForm) -> impl Iterator<Item = Line> {
    table.relations.iter().flat_map(move |relation| {
        let along: Vec<&str> = match relation.each {
            Each::Row => table
                .rows()
                .filter(|row| relation.left.iter().all(|id| table.column(&row.id, id).is_some()))
                .map(|row| row.id.as_str())
                .collect(),
            Each::Column => {
                let block = relation.left.first().and_then(|row| table.block_of(row));
                let columns = block.into_iter().flat_map(|block| &block.columns);
                columns.map(|column| column.id.as_str()).collect()
            }
        };
        along.into_iter().map(move |along| Line { relation, along })
    })
}

impl Line {
    /// Row and column of each of its figures.
    pub fn squares(&self) -> impl Iterator<Item = Square> {
        let ids = self.relation.left.iter().chain(&self.relation.right);
        let line = *self;
        ids.map(move |id| line.square(id))
    }

    /// The total of a line that has one alone on its left.
    pub fn total(&self) -> Option<Square> {
        match &self.relation.left[..] {
            [total] => Some(self.square(total)),
            _ => None,
        }
    }

    fn square(&self, id: &'static str) -> Square {
        match self.relation.each {
            Each::Row => (self.along, id),
            Each::Column => (id, self.along),
        }
    }

    /// What its left side comes to, and whether any figure of it is there, zero included.
    pub fn left(&self, form: &TableForm, table: &Table) -> (Decimal, bool) {
        self.sum(&self.relation.left, form, table)
    }

    /// The same of its right side.
    pub fn right(&self, form: &TableForm, table: &Table) -> (Decimal, bool) {
        self.sum(&self.relation.right, form, table)
    }

    fn sum(&self, ids: &'static [String], form: &TableForm, table: &Table) -> (Decimal, bool) {
        let (mut sum, mut is_filled) = (Decimal::ZERO, false);
        for id in ids {
            let (row, column) = self.square(id);
            let figure = table.figure(row, column);
            is_filled |= figure.number().is_some();
            let number = figure.number().or_else(|| implied(form, table, row, column));
            sum += number.unwrap_or_default();
        }
        (sum, is_filled)
    }

    fn has_blank_total(&self, table: &Table) -> bool {
        self.total().is_some_and(|(row, column)| table.figure(row, column).value == Value::Blank)
    }
}

/// By how much a line does not hold; none where it holds, or has nothing to judge.
pub fn difference(form: &TableForm, table: &Table, line: &Line) -> Option<Decimal> {
    let (left, right) = (line.left(form, table), line.right(form, table));
    // A blank row total has a finding of its own; so has a line of nothing but words.
    let is_told = line.has_blank_total(table) && line.relation.each == Each::Row;
    let judged = (left.1 || right.1) && !is_told;
    Some(left.0 - right.0).filter(|difference| judged && !difference.is_zero())
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
        let (help, place) = match (&suspects.changes[..], total) {
            ([((row, column), right)], total) => {
                let place = subject.place(&form.id, row, column);
                let was = table.figure(row, column).to_string();
                let help = say!(
                    "多半是 {} 填错：把 {} 由 {} 改为 {}，合计、勾稽关系就相符了。",
                    cell(form, row, column, place.as_ref()),
                    cell(form, row, column, place.as_ref()),
                    if was.is_empty() { "空白".into() } else { Message::from(number(was)) },
                    number(*right)
                );
                (help, place.or(total))
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

/// What to write into a total whose formula does not add up all its parts.
pub fn formula_help(subject: &Subject<'_>, form: &TableForm, line: &Line) -> Message {
    let places = |ids: &'static [String]| -> Vec<Place> {
        let squares = ids.iter().map(|id| line.square(id));
        squares.filter_map(|(row, column)| subject.place(&form.id, row, column)).collect()
    };
    let parts = places(&line.relation.right);
    let all = parts.iter().cloned().reduce(|a, b| a.joined(&b).unwrap_or(a));
    let total = places(&line.relation.left).first().map(Place::reference).unwrap_or_default();
    match all {
        Some(all) if all.size() == parts.len() as u64 => say!(
            "{} 的公式没有把各项加全，不要改成数字，把公式改为 {}。",
            cells(total),
            label(format!("=SUM({})", all.reference()))
        ),
        _ => {
            say!("{} 的公式没有把各项加全，不要改成数字，从空白表复制这一格的公式。", cells(total))
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
