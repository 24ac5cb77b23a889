//! `r:report` and its sections.

use super::element::{attribute, no_text, only_attributes, text, unknown, words};
use super::{Payload, metadata, newer, table};
use crate::formats::xml::tree::Element;
use crate::model::form::Form;
use crate::model::{Forms, Passage, Report, Section, Table};
use crate::payload::write::{FileRole, Issue, NAMESPACE, PublishedFile, SCHEMA_VERSION, Status};
use std::collections::BTreeMap;

/// Length of a SHA-256 in hex.
const SHA256_DIGITS: usize = 64;

/// Reads the root element.
pub fn read(root: &Element, forms: Forms) -> Result<Payload, String> {
    if root.name == "report" && root.namespace != NAMESPACE {
        return Err(format!("命名空间是“{}”，应为 {NAMESPACE}", root.namespace));
    }
    if !root.is(NAMESPACE, "report") {
        return Err(format!("根元素是 {}，应为 {NAMESPACE} 的 report", root.name));
    }
    let version = attribute(root, "schemaVersion")?;
    if newer::is_newer(version) {
        let mut known = root.clone();
        newer::prune(&mut known);
        return content(&known, forms);
    }
    if version != SCHEMA_VERSION {
        return Err(format!("版本是 {version}，本程序只认得 {SCHEMA_VERSION}，请升级程序"));
    }
    content(root, forms)
}

fn content(root: &Element, forms: Forms) -> Result<Payload, String> {
    only_attributes(root, &["schemaVersion", "format", "year", "revision", "status"])?;
    let form = format(root, forms)?;
    let issue = issue(root)?;
    let mut parts = root.elements().peekable();
    let mut metadata = match parts.next() {
        Some(part) if part.is(NAMESPACE, "metadata") => metadata::read(part)?,
        _ => return Err("缺少 metadata".to_owned()),
    };
    metadata.year = Some(year(root)?);
    let mut tables = BTreeMap::new();
    let mut sections = Vec::new();
    for official in &form.sections {
        let number = official.number;
        let Some(part) = parts.next_if(|part| part.is(NAMESPACE, "section")) else {
            return Err(format!("缺少第 {number} 部分"));
        };
        if attribute(part, "no")? != number.to_string() {
            return Err(format!("第 {number} 部分的序号是 {}", attribute(part, "no")?));
        }
        sections.push(section(part, (forms, form), number, &mut tables)?);
    }
    let files = match parts.next_if(|part| part.is(NAMESPACE, "files")) {
        Some(part) => files(part)?,
        None => Vec::new(),
    };
    if let Some(part) = parts.next() {
        return Err(unknown(part));
    }
    no_text(root)?;
    let report = Report { edition: form.edition(), metadata, sections, tables };
    Ok(Payload { report, issue, files })
}

fn format(root: &Element, forms: Forms) -> Result<&'static Form, String> {
    let code = attribute(root, "format")?;
    let found = forms.iter().find(|form| form.format_code == code);
    found.ok_or_else(|| format!("没有格式“{code}”"))
}

fn year(root: &Element) -> Result<i32, String> {
    let typed = attribute(root, "year")?;
    let is_year = typed.len() == 4 && typed.bytes().all(|b| b.is_ascii_digit());
    let year = typed.parse().ok().filter(|year| is_year && (1900..=9999).contains(year));
    year.ok_or_else(|| format!("报告年度“{typed}”不是四位年份"))
}

fn issue(root: &Element) -> Result<Issue, String> {
    let typed = attribute(root, "revision")?;
    let revision = typed.parse().ok().filter(|revision| *revision > 0);
    let revision = revision.ok_or_else(|| format!("修订号“{typed}”不是正整数"))?;
    let status = match attribute(root, "status")? {
        "published" => Status::Published,
        "corrected" => Status::Corrected,
        other => return Err(format!("状态“{other}”不认识")),
    };
    Ok(Issue { revision, status })
}

fn section(
    part: &Element,
    (forms, form): (Forms, &'static Form),
    number: u8,
    tables: &mut BTreeMap<String, Table>,
) -> Result<Section, String> {
    only_attributes(part, &["no"])?;
    no_text(part)?;
    let due = form.section(number).and_then(|official| official.table.clone());
    let mut parts = part.elements().peekable();
    let heading = match parts.next_if(|part| part.is(NAMESPACE, "heading")) {
        Some(heading) => words(heading)?,
        None => return Err(format!("第 {number} 部分缺少标题")),
    };
    let mut blocks = Vec::new();
    while let Some(text) = parts.next_if(|part| part.is(NAMESPACE, "p")) {
        blocks.extend(passage(text)?);
    }
    while let Some(sub) = parts.next_if(|part| part.is(NAMESPACE, "sub")) {
        only_attributes(sub, &[])?;
        no_text(sub)?;
        let mut texts = sub.elements();
        match texts.next() {
            Some(heading) if heading.is(NAMESPACE, "heading") => {
                blocks.push(Passage::Heading { level: 2, text: words(heading)? });
            }
            _ => return Err(format!("第 {number} 部分的 sub 缺少标题")),
        }
        for text in texts {
            blocks.extend(passage(text)?);
        }
    }
    if let Some(found) = parts.next_if(|part| part.is(NAMESPACE, "table")) {
        let (id, table) = table::read(found, forms)?;
        if due.as_deref() != Some(id) {
            return Err(format!("第 {number} 部分不应有表 {id}"));
        }
        tables.insert(id.to_owned(), table);
    }
    let mut notes = Vec::new();
    while let Some(note) = parts.next_if(|part| part.is(NAMESPACE, "note")) {
        notes.push(words(note)?);
    }
    match parts.next() {
        Some(part) => Err(unknown(part)),
        None => Ok(Section { number, heading, blocks, table: due, notes }),
    }
}

/// A paragraph, or a heading below the second level; nothing for an empty one.
fn passage(part: &Element) -> Result<Option<Passage>, String> {
    if !part.is(NAMESPACE, "p") {
        return Err(unknown(part));
    }
    only_attributes(part, &["level"])?;
    let text = text(part)?;
    if text.is_empty() {
        return Ok(None);
    }
    match part.attribute("level") {
        None => Ok(Some(Passage::Paragraph(text))),
        Some(level) => match level.parse() {
            Ok(level @ 3..=9) => Ok(Some(Passage::Heading { level, text })),
            _ => Err(format!("标题级别“{level}”不认识")),
        },
    }
}

fn files(part: &Element) -> Result<Vec<PublishedFile>, String> {
    only_attributes(part, &[])?;
    part.elements().map(file).collect()
}

fn file(part: &Element) -> Result<PublishedFile, String> {
    if !part.is(NAMESPACE, "file") {
        return Err(unknown(part));
    }
    only_attributes(part, &["href", "mediaType", "role", "length", "sha256"])?;
    let roles = [FileRole::Archival, FileRole::Editable, FileRole::FixedLayout, FileRole::Web];
    let role = attribute(part, "role")?;
    let role = roles.into_iter().find(|known| known.as_str() == role);
    let length = attribute(part, "length")?.parse().ok();
    let sha256 = attribute(part, "sha256")?;
    let is_hex = sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match (role, length) {
        (Some(role), Some(length)) if is_hex && sha256.len() == SHA256_DIGITS => {
            Ok(PublishedFile {
                href: attribute(part, "href")?.to_owned(),
                media_type: attribute(part, "mediaType")?.to_owned(),
                role,
                length,
                sha256: sha256.to_owned(),
            })
        }
        _ => Err("files 里有一个文件的说明有误".to_owned()),
    }
}
