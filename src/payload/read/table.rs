//! `r:table`: every row and every cell of the form, each once and in its order.

use super::element::{attribute, excerpt, no_text, only_attributes, text, unknown};
use crate::formats::xml::tree::{Element, in_namespace};
use crate::model::form::{Column, FigureKind};
use crate::model::{Figure, Forms, Table, Value};
use crate::payload::write::{NAMESPACE, XSI};
use crate::text::clean::{clean, trim};
use crate::text::unit::WAN_YUAN;
use rust_decimal::Decimal;

/// Reads a table with its id.
pub fn read(part: &Element, forms: Forms) -> Result<(&'static str, Table), String> {
    only_attributes(part, &["id", "form", "unit"])?;
    no_text(part)?;
    let (id, edition) = (attribute(part, "id")?, attribute(part, "form")?);
    let found = forms.find(edition);
    let Some((edition, official)) = found.and_then(|own| Some((own, own.form().table(id)?))) else {
        return Err(format!("没有 {edition} 年版的表 {id}"));
    };
    let mut table = Table::blank(edition);
    let mut rows = part.elements();
    for block in &official.blocks {
        for row in &block.rows {
            let missing = || format!("表 {id} 缺少行 {}", row.id);
            let found = rows.next().filter(|found| found.is(NAMESPACE, "row"));
            let found = found.ok_or_else(missing)?;
            only_attributes(found, &["id", "label"])?;
            no_text(found)?;
            if attribute(found, "id")? != row.id {
                let other = attribute(found, "id")?;
                if table.rows.contains_key(other) {
                    return Err(format!("表 {id} 的行 {other} 重复"));
                }
                return Err(format!("表 {id} 的行 {other} 不认识或位置不对，应为 {}", row.id));
            }
            let mut cells = found.elements();
            for (index, column) in block.columns.iter().enumerate() {
                let place = format!("{id}/{}/{}", row.id, column.id);
                let is_it = |cell: &&Element| {
                    cell.is(NAMESPACE, "cell") && cell.attribute("col") == Some(&column.id)
                };
                let found = cells.next();
                let col = found.and_then(|cell| cell.attribute("col")).unwrap_or_default();
                if block.columns[..index].iter().any(|before| before.id == col) {
                    return Err(format!("{id}/{}/{col} 重复", row.id));
                }
                let cell = found.filter(is_it).ok_or_else(|| format!("缺少 {place}"))?;
                let figure = figure(cell, column).map_err(|why| format!("{place} {why}"))?;
                table.set(&row.id, &column.id, figure);
            }
            if let Some(cell) = cells.next() {
                let col = cell.attribute("col").unwrap_or_default();
                if block.columns.iter().any(|known| known.id == col) {
                    return Err(format!("{id}/{}/{col} 重复", row.id));
                }
                return Err(format!("表 {id} 的行 {} {}", row.id, unknown(cell)));
            }
        }
    }
    match rows.next() {
        Some(row) => Err(format!("表 {id} {}", unknown(row))),
        None => Ok((&official.id, table)),
    }
}

fn figure(cell: &Element, column: &Column) -> Result<Figure, String> {
    only_attributes(cell, &["col", "unit", "remark"])?;
    let said = |name: &str| {
        let value = cell.attribute(name).map(|value| trim(&clean(value).text).to_owned());
        value.filter(|value| !value.is_empty())
    };
    let is_nil = match cell.attribute(&in_namespace(XSI, "nil")) {
        Some("true" | "1") => true,
        None | Some("false" | "0") => false,
        Some(other) => return Err(format!("的 xsi:nil 是“{other}”")),
    };
    let typed = text(cell)?;
    if is_nil {
        return match typed.as_str() {
            "" => Ok(said("remark").map_or(Figure::BLANK, |remark| Figure {
                value: Value::Kept(remark),
                ..Figure::BLANK
            })),
            _ => Err(format!("标明是空白，却有内容“{}”", excerpt(&typed))),
        };
    }
    let number = number(&typed).ok_or_else(|| match typed.as_str() {
        "" => "没有数字，空白应写 xsi:nil=\"true\"".to_owned(),
        typed => format!("是“{}”，不是数字", excerpt(typed)),
    })?;
    let value = match i64::try_from(number) {
        Ok(whole) if number.scale() == 0 => Value::Whole(whole),
        _ => Value::Exact(number),
    };
    // The unit of the column is no unit of the cell.
    let unit = said("unit").filter(|unit| column.kind != FigureKind::WanYuan || unit != WAN_YUAN);
    Ok(Figure { value, unit, remark: said("remark") })
}

/// A decimal without exponent and exact, as the writer has it; a plus sign is let pass, as
/// schemas do.
fn number(typed: &str) -> Option<Decimal> {
    let digits = typed.strip_prefix(['-', '+']).unwrap_or(typed);
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !are_digits(whole) || !are_digits(places) {
        return None;
    }
    Decimal::from_str_exact(typed).ok()
}
