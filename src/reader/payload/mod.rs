//! Our own report XML, as far as two reports are compared: whose it is, of which year, and
//! every figure. The narrative stays behind.
//!
//! Strict, because it is a machine's file: another namespace, a DTD, an entity, an unknown
//! row or column, or a figure that is no number, and nothing is taken.

#[cfg(test)]
mod tests;

use crate::error::Error;
use crate::model::form::{Form, Kind, TableForm, forms};
use crate::model::{Figure, Metadata, Report, Section, Table, Value};
use crate::writers::xml::NAMESPACE;
use quick_xml::NsReader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Reads the figures of a report.
///
/// # Errors
/// [`Error::NotAWorkbook`] when it is not our XML, or is damaged.
pub fn read(bytes: &[u8]) -> Result<Report, Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| refuse("编码不是 UTF-8"))?;
    let mut reader = NsReader::from_str(text);
    let mut payload = Payload::default();
    loop {
        let (namespace, event) =
            reader.read_resolved_event().map_err(|error| refuse(&format!("{error}")))?;
        let is_ours = matches!(namespace, ResolveResult::Bound(ns) if ns.0 == NAMESPACE);
        match event {
            Event::Start(tag) => payload.open(&tag, is_ours)?,
            Event::Empty(tag) => {
                payload.open(&tag, is_ours)?;
                payload.close()?;
            }
            Event::End(_) => payload.close()?,
            Event::Text(text) => payload.text.push_str(&text.xml10_content()),
            Event::CData(text) => payload.text.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(c)) => payload.text.push(c),
                _ => payload.text.push_str(
                    resolve_predefined_entity(&entity).ok_or_else(|| refuse("有不认识的实体"))?,
                ),
            },
            Event::DocType(_) => return Err(refuse("有文档类型定义（DTD）")),
            Event::Eof => return payload.finish(),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

/// What has been read so far.
#[derive(Default)]
struct Payload {
    /// Open elements, by local name.
    path: Vec<String>,
    text: String,
    form: Option<&'static Form>,
    metadata: Metadata,
    tables: BTreeMap<String, Table>,
    table: Option<&'static TableForm>,
    row: String,
    /// The cell that is open: its column, and what its attributes say.
    cell: Option<(String, Figure)>,
}

impl Payload {
    fn open(&mut self, tag: &BytesStart<'_>, is_ours: bool) -> Result<(), Error> {
        let name = if is_ours { tag.local_name().into_inner() } else { "" }.to_owned();
        if self.path.is_empty() && name != "report" {
            return Err(refuse("根元素不是本程序的年度报告"));
        }
        self.text.clear();
        let value = |key: &str| attribute(tag, key);
        match name.as_str() {
            "report" => {
                let code = value("format")?.unwrap_or_default();
                self.form = forms().iter().find(|form| form.format_code == code);
                self.metadata.year = value("year")?.and_then(|year| year.parse().ok());
            }
            "table" => {
                let id = value("id")?.unwrap_or_default();
                let edition = value("form")?.unwrap_or_default();
                let form = forms().iter().find(|form| form.edition.0 == edition);
                let Some(table) = form.and_then(|form| form.table(&id)) else {
                    return Err(refuse(&format!("没有 {edition} 年版的表 {id}")));
                };
                let edition = crate::model::Edition(edition);
                self.tables.insert(id, Table::blank(edition));
                self.table = Some(table);
            }
            "row" => self.row = value("id")?.unwrap_or_default(),
            "cell" => {
                let mut figure = Figure { unit: value("unit")?, ..Figure::BLANK };
                let remark = value("remark")?;
                match value("nil")?.as_deref() {
                    Some("true" | "1") => figure.value = remark.map_or(Value::Blank, Value::Kept),
                    _ => figure.remark = remark,
                }
                self.cell = Some((value("col")?.unwrap_or_default(), figure));
            }
            _ => {}
        }
        self.path.push(name);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        let Some(name) = self.path.pop() else { return Ok(()) };
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        let said = || (!text.is_empty()).then(|| text.to_owned());
        match (self.path.last().map_or("", String::as_str), name.as_str()) {
            ("metadata", "ContentSource") => self.metadata.agency = said(),
            ("metadata", "publisherCode") => {
                self.metadata.fields.extend(said().map(|code| (name.clone(), code)));
            }
            ("row", "cell") => self.cell(text)?,
            (_, "table") => self.table = None,
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self, text: &str) -> Result<(), Error> {
        let (Some(form), Some((id, mut figure))) = (self.table, self.cell.take()) else {
            return Err(refuse("数据不在表里"));
        };
        let Some(column) = form.column(&self.row, &id) else {
            return Err(refuse(&format!("表 {} 没有 {}/{id}", form.id, self.row)));
        };
        if !text.is_empty() {
            let number: Decimal = text.parse().map_err(|_| refuse(&format!("“{text}”不是数字")))?;
            figure.value = match i64::try_from(number) {
                Ok(whole) if number.scale() == 0 => Value::Whole(whole),
                _ => Value::Exact(number),
            };
        }
        // The unit of the column is no unit of the cell.
        figure.unit = figure.unit.filter(|unit| column.kind != Kind::WanYuan || unit != "万元");
        if let Some(table) = self.tables.get_mut(&form.id) {
            table.set(&self.row, &id, figure);
        }
        Ok(())
    }

    fn finish(self) -> Result<Report, Error> {
        let form = self.form.ok_or_else(|| refuse("没有写明是哪一版格式"))?;
        if !self.path.is_empty() {
            return Err(refuse("内容不完整"));
        }
        let section = |section: &crate::model::form::SectionForm| Section {
            number: section.number,
            heading: section.heading.clone(),
            blocks: Vec::new(),
            table: section.table.clone(),
            notes: Vec::new(),
        };
        Ok(Report {
            edition: form.edition.clone(),
            metadata: self.metadata,
            sections: form.sections.iter().map(section).collect(),
            tables: self.tables,
        })
    }
}

/// The value of an attribute by its name without prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Error> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| refuse(&error.to_string()))?;
        if attribute.key.local_name().into_inner() == name {
            let value = unescape(&attribute.value).map_err(|error| refuse(&error.to_string()))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

fn refuse(why: &str) -> Error {
    Error::NotAWorkbook(format!("这个 XML 不能用作年度报告：{why}"))
}
