//! Checks that the parts of a form fit together, which the file format alone cannot say.

use super::table::{Block, TableForm};
use super::{Each, Form, RELATION_CODES, Row, SUCCESSION_CODES};
use crate::text::label::fold;
use std::collections::BTreeSet;

/// What is wrong with a form, and where in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The way there from the top of the file; as much of it as the file has counts.
    pub path: Vec<Step>,
    /// A clause without full stop.
    pub what: String,
}

/// One step into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// To a key.
    Key(&'static str),
    /// To an element of a list.
    Item(usize),
}

use Step::{Item, Key};

impl Fault {
    /// Something wrong at a place.
    pub fn new(path: impl Into<Vec<Step>>, what: impl Into<String>) -> Fault {
        Fault { path: path.into(), what: what.into() }
    }
}

/// Report years there can be.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9999;
/// More sections have no numeral.
const MOST_SECTIONS: usize = 99;
/// Longest heading that the reader takes for one.
const HEADING_CHARACTERS: usize = 36;
/// Longest label that the reader takes for one.
const LABEL_CHARACTERS: usize = 60;
/// Longest name of a sheet.
const SHEET_CHARACTERS: usize = 31;
/// A table of Word has no more columns.
const MOST_COLUMNS: usize = 60;
/// Sizes of text that can be printed and read.
const FONT_PT: std::ops::RangeInclusive<f64> = 5.0..=30.0;
/// Widest column, in millimetres.
const WIDEST_MM: f64 = 300.0;

type Checked = Result<(), Fault>;

/// Checks everything.
pub(super) fn check(form: &Form) -> Checked {
    facts(form)?;
    sections(form)?;
    let mut ids = BTreeSet::new();
    for (index, own) in form.tables.iter().enumerate() {
        let at = |key| vec![Key("table"), Item(index), Key(key)];
        identifier(&own.id, at("id"))?;
        once(&mut ids, &own.id, at("id"), "表的标识")?;
        let section = form.sections.iter().find(|s| s.table.as_ref() == Some(&own.id));
        match section {
            None => {
                let what = format!("没有一个部分（section）的 table 写了“{}”", own.id);
                return Err(Fault::new(at("id"), what));
            }
            Some(section) if section.number != own.section => {
                let what = format!(
                    "表“{}”的 section 是 {}，写明这张表的却是第 {} 部分",
                    own.id, own.section, section.number
                );
                return Err(Fault::new(at("section"), what));
            }
            Some(_) => {}
        }
        table(own, &[Key("table"), Item(index)])?;
    }
    Ok(())
}

fn facts(form: &Form) -> Checked {
    let is_name = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
    };
    for (key, value) in [("edition", &form.name), ("format_code", &form.format_code)] {
        if !is_name(value) {
            let what = format!("{key} 只能用文字、数字和 - _ . ，不能空着，也不能有空格");
            return Err(Fault::new([Key(key)], what));
        }
    }
    filled(&form.notice, &[Key("notice")], "notice")?;
    for (key, year) in [("first_year", Some(form.first_year)), ("last_year", form.last_year)] {
        if year.is_some_and(|year| !YEARS.contains(&year)) {
            return Err(Fault::new([Key(key)], format!("{key} 应为四位年份")));
        }
    }
    if form.last_year.is_some_and(|last| last < form.first_year) {
        return Err(Fault::new([Key("last_year")], "last_year 早于 first_year"));
    }
    Ok(())
}

fn sections(form: &Form) -> Checked {
    if form.sections.is_empty() {
        return Err(Fault::new([], "没有一个部分（[[section]]）"));
    }
    if form.sections.len() > MOST_SECTIONS {
        return Err(Fault::new([Key("section")], format!("部分超过 {MOST_SECTIONS} 个")));
    }
    let (mut headings, mut sheets) = (BTreeSet::new(), BTreeSet::new());
    let (mut tables, mut roles) = (BTreeSet::new(), BTreeSet::new());
    let fields = super::fields();
    let taken = [&fields.sheet, &fields.acceptance.sheet, &fields.results.sheet];
    sheets.extend(fields.ignored_sheets.iter().chain(taken).map(|name| fold(name)));
    for (index, section) in form.sections.iter().enumerate() {
        let at = |key| vec![Key("section"), Item(index), Key(key)];
        if usize::from(section.number) != index + 1 {
            let (due, number) = (index + 1, section.number);
            let what = format!("部分的 number 应从 1 起依次写，这里应为 {due}，写的是 {number}");
            return Err(Fault::new(at("number"), what));
        }
        words(&section.heading, HEADING_CHARACTERS, at("heading"), "部分的标题")?;
        once(&mut headings, &fold(&section.heading), at("heading"), "部分的标题")?;
        words(&section.sheet, SHEET_CHARACTERS, at("sheet"), "工作表的名称")?;
        if section.sheet.contains(['[', ']', ':', '*', '?', '/', '\\'])
            || section.sheet.starts_with('\'')
            || section.sheet.ends_with('\'')
        {
            let what = "工作表的名称里不能有 [ ] : * ? / \\，也不能以 ' 开头或结尾";
            return Err(Fault::new(at("sheet"), what));
        }
        once(&mut sheets, &fold(&section.sheet), at("sheet"), "工作表的名称")?;
        for (alias, text) in section.aliases.iter().enumerate() {
            let path = [at("aliases"), vec![Item(alias)]].concat();
            words(text, HEADING_CHARACTERS, path, "标题的其他写法")?;
        }
        if let Some(table) = &section.table {
            if form.table(table).is_none() {
                return Err(Fault::new(at("table"), format!("没有标识是“{table}”的表")));
            }
            once(&mut tables, table, at("table"), "部分的表")?;
        }
        if let Some(role) = form.role_of(section) {
            once(&mut roles, role, at("role"), "部分的作用（role）")?;
        }
    }
    Ok(())
}

fn table(table: &TableForm, path: &[Step]) -> Checked {
    let at = |key| [path, &[Key(key)]].concat();
    filled(&table.title, &at("title"), "title")?;
    let is_width = |width: &f64| *width > 0.0 && *width <= WIDEST_MM;
    if table.grid_mm.is_empty() || !table.grid_mm.iter().all(is_width) {
        return Err(Fault::new(at("grid_mm"), "栅格各列的宽度应是大于 0 的毫米数"));
    }
    if table.grid_mm.len() > MOST_COLUMNS {
        return Err(Fault::new(at("grid_mm"), format!("栅格超过 {MOST_COLUMNS} 列")));
    }
    if !FONT_PT.contains(&table.font_pt) {
        return Err(Fault::new(at("font_pt"), "font_pt 应在 5 与 30 之间"));
    }
    if let Some(unit) = &table.unit {
        filled(unit, &at("unit"), "unit")?;
    }
    if table.blocks.is_empty() {
        return Err(Fault::new(path, format!("表“{}”没有一块（[[table.block]]）", table.id)));
    }
    let (mut ids, mut rows) = (BTreeSet::new(), BTreeSet::new());
    for (index, own) in table.blocks.iter().enumerate() {
        let path = [path, &[Key("block"), Item(index)]].concat();
        once(&mut ids, &own.id, [&path[..], &[Key("id")]].concat(), "块的名称")?;
        block(own, table.grid_mm.len(), &path)?;
        for (index, row) in own.rows.iter().enumerate() {
            let path = [&path[..], &[Key("rows"), Item(index), Key("id")]].concat();
            once(&mut rows, &row.id, path, "行的标识")?;
        }
    }
    for (index, relation) in table.relations.iter().enumerate() {
        let path = [path, &[Key("relation"), Item(index)]].concat();
        code(&relation.code, &RELATION_CODES, &path)?;
        let lists = [("left", &relation.left), ("right", &relation.right)];
        terms(table, relation.each, &lists, &path)?;
    }
    for (index, succession) in table.successions.iter().enumerate() {
        let path = [path, &[Key("succession"), Item(index)]].concat();
        code(&succession.code, &SUCCESSION_CODES, &path)?;
        let this = vec![succession.this.clone()];
        let lists = [("this", &this), ("plus", &succession.plus), ("minus", &succession.minus)];
        terms(table, succession.each, &lists, &path)?;
        terms(table, succession.each, &[("last", &succession.last)], &path)?;
    }
    Ok(())
}

fn block(block: &Block, grid: usize, path: &[Step]) -> Checked {
    let at = |key| [path, &[Key(key)]].concat();
    if let Some(band) = &block.band {
        words(band, LABEL_CHARACTERS, at("band"), "band")?;
    }
    if block.columns.is_empty() {
        return Err(Fault::new(at("columns"), format!("块“{}”没有数据列", block.id)));
    }
    if block.rows.is_empty() {
        return Err(Fault::new(at("rows"), format!("块“{}”没有数据行", block.id)));
    }
    let mut ids = BTreeSet::new();
    for (index, column) in block.columns.iter().enumerate() {
        let at = |key| [path, &[Key("columns"), Item(index), Key(key)]].concat();
        identifier(&column.id, at("id"))?;
        once(&mut ids, &column.id, at("id"), "同一块里列的标识")?;
        words(&column.label, LABEL_CHARACTERS, at("label"), "列的标签")?;
        if column.span == 0 {
            return Err(Fault::new(at("span"), "span 应大于 0"));
        }
    }
    let stub = block.stub_columns();
    for (index, row) in block.rows.iter().enumerate() {
        rows(block, row, stub, &[path, &[Key("rows"), Item(index)]].concat())?;
    }
    let spans: usize = block.columns.iter().map(|column| column.span).sum();
    if stub + spans != grid {
        let what = format!(
            "块“{}”的行名占 {stub} 列，各列 span 之和是 {spans}，合计 {}，不等于栅格（grid_mm）的 {grid} 列",
            block.id,
            stub + spans
        );
        return Err(Fault::new(at("columns"), what));
    }
    match &block.data_spans {
        Some(data) if data.len() != block.columns.len() || data.contains(&0) => {
            let what = format!("data_spans 应有 {} 个大于 0 的数，一列一个", block.columns.len());
            Err(Fault::new(at("data_spans"), what))
        }
        Some(data) if data.iter().sum::<usize>() != spans => {
            let what = format!("data_spans 之和应等于各列 span 之和 {spans}");
            Err(Fault::new(at("data_spans"), what))
        }
        _ => Ok(()),
    }
}

/// A row has a label, and room for it beside the labels that it stands under; the one row of
/// a block without row labels has none.
fn rows(block: &Block, row: &Row, stub: usize, path: &[Step]) -> Checked {
    let at = |key| [path, &[Key(key)]].concat();
    identifier(&row.id, at("id"))?;
    if stub == 0 {
        if block.rows.len() > 1 || !row.label.is_empty() || !row.under.is_empty() {
            let what = format!("块“{}”没有放行名的列（stub），只能有一行，label 写 \"\"", block.id);
            return Err(Fault::new(path, what));
        }
        return Ok(());
    }
    words(&row.label, LABEL_CHARACTERS, at("label"), "行的标签")?;
    if row.under.len() >= stub {
        let what =
            format!("行“{}”有 {} 级标签，放行名的只有 {stub} 列", row.id, row.under.len() + 1);
        return Err(Fault::new(path, what));
    }
    Ok(())
}

/// Ids that are added up must stand together in rows, or in columns, that have them all.
fn terms(
    table: &TableForm,
    each: Each,
    lists: &[(&'static str, &Vec<String>)],
    path: &[Step],
) -> Checked {
    let known = |id: &str| match each {
        Each::Row => table.columns().any(|column| column.id == *id),
        Each::Column => table.row(id).is_some(),
    };
    let mut seen = BTreeSet::new();
    let mut ids: Vec<&String> = Vec::new();
    for (key, list) in lists {
        if list.is_empty() && !matches!(*key, "plus" | "minus") {
            return Err(Fault::new([path, &[Key(key)]].concat(), format!("{key} 里没有标识")));
        }
        for (index, id) in list.iter().enumerate() {
            let path = [path, &[Key(key), Item(index)]].concat();
            if !known(id) {
                let what = if each == Each::Row { "列" } else { "行" };
                return Err(Fault::new(path, format!("表“{}”没有标识是“{id}”的{what}", table.id)));
            }
            once(&mut seen, id, path, "这项关系里的标识")?;
            ids.push(id);
        }
    }
    let holds = |block: &Block, id: &String| block.columns.iter().any(|column| column.id == *id);
    let is_together = match each {
        Each::Row => table.blocks.iter().any(|block| ids.iter().all(|id| holds(block, id))),
        Each::Column => {
            let columns = |id: &String| {
                let block = table.block_of(id);
                block.map(|block| block.columns.iter().map(|c| &c.id).collect::<BTreeSet<_>>())
            };
            ids.windows(2).all(|pair| columns(pair[0]) == columns(pair[1]))
        }
    };
    match is_together {
        true => Ok(()),
        false => Err(Fault::new(path, "这项关系里的标识不在同样的行列里，加不到一起")),
    }
}

fn code(code: &str, known: &[&str], path: &[Step]) -> Checked {
    if known.contains(&code) {
        return Ok(());
    }
    let what = format!("代码“{code}”不能用在这里，可以写：{}", known.join("、"));
    Err(Fault::new([path, &[Key("code")]].concat(), what))
}

fn identifier(id: &str, path: Vec<Step>) -> Checked {
    let is_good = id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    match is_good {
        true => Ok(()),
        false => {
            let what = format!("标识“{id}”应以英文字母开头，只用英文字母、数字和 - _");
            Err(Fault::new(path, what))
        }
    }
}

fn once(seen: &mut BTreeSet<String>, value: &str, path: Vec<Step>, what: &str) -> Checked {
    match seen.insert(value.to_owned()) {
        true => Ok(()),
        false => Err(Fault::new(path, format!("{what}“{value}”重复"))),
    }
}

fn filled(text: &str, path: &[Step], key: &str) -> Checked {
    match text.trim().is_empty() {
        true => Err(Fault::new(path, format!("{key} 是空的"))),
        false => Ok(()),
    }
}

/// A label or a name: some words on one line, and not too many.
fn words(text: &str, most: usize, path: Vec<Step>, what: &str) -> Checked {
    let count = text.chars().count();
    if text.trim().is_empty() || text.contains(['\n', '\r']) {
        return Err(Fault::new(path, format!("{what}是空的，或不止一行")));
    }
    match count > most {
        true => Err(Fault::new(path, format!("{what}有 {count} 个字，最多 {most} 个"))),
        false => Ok(()),
    }
}
