//! Findings on figures that could not be added up as they stand.

use super::amount::{Amount, amount};
use super::child::Child;
use super::child::NB803;
use crate::diag::{Code, Finding};
use crate::model::form::{Column, Each, FigureKind, Row, TableForm, figure_name};
use crate::model::{Table, Value};
use rust_decimal::Decimal;

crate::diag::codes! {
    NB805 = Info "下级报告用的是另一版表格"
        what "下级报告的某张表与总表版本不同，两版都有的项目照常相加，其余没有计入。"
        why "两版中名称不同的项目不是同一项数据，不能相加。"
        fix "请该单位改用该年度的格式重报；或在总表中人工补计。"
        basis "{notice}与〔2019〕60号所附格式的差别。";
    NB806 = Info "下级报告有数据不能照原样相加"
        what "下级报告里有的格不是数字、没有写明单位、单位需要换算、总计空白，或缺少一张表。"
        why "不是数字和没有单位的金额不计入；单位不同的按准确倍数换算；空白的总计不代为补算。"
        fix "请该单位补正；没有发生的填 0。"
        basis "本程序的读取约定：不猜测、不把空白当作 0。";
    NB807 = Warning "下级报告本身有错误"
        what "下级报告里有错误级的问题，例如总计不等于分项之和。"
        why "数据照原样计入，错误也随之进入合计。"
        fix "先用 nianbao check 核对该报告，改正后重新汇总。"
        basis "合计的准确以各家数据准确为前提。";
}

/// One thing to know about a report that was added.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// Its kind.
    pub code: &'static Code,
    /// In words, without the report's name.
    pub text: String,
}

impl Remark {
    /// The remark as a finding.
    pub fn finding(&self, child: &Child) -> Finding {
        Finding::new(self.code, format!("{}：{}", child.full_name(), self.text), self.code.fix)
    }
}

/// Everything to know about a report that is added to a total on these tables; `year` is
/// the total's.
pub fn remarks(child: &Child, tables: &[&'static TableForm], year: Option<i32>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut remark = |code, text: String| remarks.push(Remark { code, text });
    if child.report.metadata.year.is_none() {
        remark(
            &NB803,
            match year {
                Some(year) => format!("没有填报告年度，按 {year} 年度计入"),
                None => "没有填报告年度".to_owned(),
            },
        );
    }
    if child.errors > 0 {
        remark(&NB807, format!("有 {} 个错误，数据照原样计入", child.errors));
    }
    for total in tables {
        let Some(table) = child.report.tables.get(&total.id) else {
            remark(&NB806, format!("缺少“{}”，按没有数据计", total.title));
            continue;
        };
        let Some(own) = table.form.form().table(&total.id) else { continue };
        let lost = lost(own, table, total);
        if let [first, ..] = &lost[..] {
            let many =
                if lost.len() > 1 { format!("等 {} 项", lost.len()) } else { String::new() };
            let edition = &table.form;
            remark(
                &NB805,
                format!(
                    "“{}”用的是 {edition} 年版，{first}{many}在总表里没有对应的项目，没有计入",
                    total.title
                ),
            );
        }
        let odd = odd(child, own, table);
        if !odd.is_empty() {
            remark(&NB806, listed(&odd));
        }
    }
    remarks
}

/// Figures, zeros aside, of squares that the total's form lacks.
fn lost(own: &TableForm, table: &Table, total: &TableForm) -> Vec<String> {
    own.squares()
        .filter(|(row, column)| total.column(&row.id, &column.id).is_none())
        .filter_map(|(row, column)| {
            let figure = table.figure(&row.id, &column.id);
            let number = figure.number().filter(|number| !number.is_zero())?;
            Some(format!("“{}”{}", figure_name(row, column), number.normalize()))
        })
        .collect()
}

/// Words in place of numbers, amounts in another unit, blank totals.
fn odd(child: &Child, own: &TableForm, table: &Table) -> Vec<String> {
    let squares = own.squares().filter_map(|(row, column)| {
        let figure = table.figure(&row.id, &column.id);
        let is_other_unit = column.kind == FigureKind::WanYuan && figure.unit.is_some();
        let text = match amount(figure, column.kind) {
            Amount::Words(text) => match &figure.value {
                Value::Kept(_) => format!("填的是“{text}”，没有计入"),
                _ if column.kind == FigureKind::Money => {
                    format!("填的是 {text}，没有单位，没有计入")
                }
                _ => format!("填的是 {text}，没有计入"),
            },
            Amount::Number(number) if is_other_unit => {
                format!("填的是 {figure}，按 {number} 万元计入")
            }
            Amount::Number(_) => return None,
            Amount::Blank => {
                let sum = parts(own, table, row, column)?;
                format!("空白，分项之和是 {sum}，没有代为补算")
            }
        };
        let place = child.origins.figure(&own.id, &row.id, &column.id);
        let place = place.map(|place| format!("（{place}）")).unwrap_or_default();
        Some(format!("“{}”{place}{text}", figure_name(row, column)))
    });
    squares.collect()
}

/// The sum of the parts of a row total, if they hold anything.
pub fn parts(form: &TableForm, table: &Table, row: &Row, column: &Column) -> Option<Decimal> {
    let relation = form.relations.iter().find(|relation| {
        relation.each == Each::Row && matches!(&relation.left[..], [id] if *id == column.id)
    })?;
    let part = |id: &String| match amount(table.figure(&row.id, id), form.column(&row.id, id)?.kind)
    {
        Amount::Number(number) => Some(number),
        Amount::Blank | Amount::Words(_) => None,
    };
    let sum: Decimal = relation.right.iter().filter_map(part).sum();
    (!sum.is_zero()).then(|| sum.normalize())
}

fn listed(texts: &[String]) -> String {
    const MOST: usize = 3;
    let shown: Vec<&str> = texts.iter().take(MOST).map(String::as_str).collect();
    let more = match texts.len() {
        n if n > MOST => format!("；等共 {n} 处"),
        _ => String::new(),
    };
    format!("{}{more}", shown.join("；"))
}
