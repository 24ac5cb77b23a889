//! What a file's properties say: the core, custom and application parts.

use crate::formats::xml::tree::Element;
use crate::publication::Document;

/// Where the workbook gives no date. The clock is never asked: the same workbook has to
/// give the same bytes tomorrow.
const NO_DATE: [i32; 3] = [1980, 1, 1];

/// The language of every report.
const LANGUAGE: &str = "zh-CN";

/// Format id of user-defined properties, fixed by the standard.
const USER_DEFINED: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";

/// Word counts user-defined properties from here.
const FIRST_PROPERTY: usize = 2;

/// Title, author, subject, keywords, language and dates.
pub fn core(document: &Document) -> Element {
    let date = |name| {
        Element::new(name).with("xsi:type", "dcterms:W3CDTF").with_text(&timestamp(document.date))
    };
    Element::new("cp:coreProperties")
        .with("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:dcmitype", "http://purl.org/dc/dcmitype/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .children([
            Element::new("dc:title").with_text(&document.title),
            Element::new("dc:subject").with_text(&document.subject),
            Element::new("dc:creator").with_text(&document.author),
            Element::new("cp:keywords").with_text(&document.keywords.join("; ")),
            Element::new("cp:lastModifiedBy").with_text(&document.author),
            Element::new("cp:revision").with_text("1"),
            date("dcterms:created"),
            date("dcterms:modified"),
            Element::new("dc:language").with_text(LANGUAGE),
        ])
}

/// 索引号, 报告年度 and whatever else the publication names; none where it names none.
pub fn custom(document: &Document) -> Option<Element> {
    let mut seen = Vec::new();
    let mut properties = Vec::new();
    for (name, value) in &document.properties {
        // Word refuses a file with a nameless property or the same name twice.
        let key = name.to_lowercase();
        if name.is_empty() || seen.contains(&key) {
            continue;
        }
        seen.push(key);
        properties.push(
            Element::new("property")
                .with("fmtid", USER_DEFINED)
                .with("pid", FIRST_PROPERTY + properties.len())
                .with("name", name)
                .child(Element::new("vt:lpwstr").with_text(value)),
        );
    }
    (!properties.is_empty()).then(|| {
        Element::new("Properties")
            .with(
                "xmlns",
                "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
            )
            .with("xmlns:vt", VARIANTS)
            .children(properties)
    })
}

/// Which program wrote the file and for whom. No version: it would change every byte.
pub fn application(document: &Document) -> Element {
    Element::new("Properties")
        .with("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
        .with("xmlns:vt", VARIANTS)
        .children([
            Element::new("Template").with_text("Normal.dotm"),
            Element::new("Application").with_text("nianbao"),
            Element::new("DocSecurity").with_text("0"),
            Element::new("Company").with_text(&document.author),
        ])
}

const VARIANTS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes";

/// Midnight UTC of the date, as far as it is one: Word calls a file with a thirteenth
/// month damaged.
fn timestamp(date: Option<[i32; 3]>) -> String {
    let possible = |date: &[i32; 3]| {
        let [year, month, day] = *date;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1601..=9999).contains(&year) && (1..=days).contains(&day)
    };
    let [year, month, day] = date.filter(possible).unwrap_or(NO_DATE);
    format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
}

#[cfg(test)]
mod tests {
    use super::{custom, timestamp};
    use crate::publication::Document;

    #[test]
    fn an_impossible_date_becomes_the_fixed_one() {
        assert_eq!(timestamp(Some([2022, 2, 8])), "2022-02-08T00:00:00Z");
        assert_eq!(timestamp(Some([2024, 2, 29])), "2024-02-29T00:00:00Z");
        for date in [None, Some([2022, 13, 1]), Some([2023, 2, 29]), Some([0, 1, 1])] {
            assert_eq!(timestamp(date), "1980-01-01T00:00:00Z");
        }
    }

    #[test]
    fn custom_properties_are_numbered_from_two_without_repeats() {
        let pairs = [("索引号", "甲"), ("", "乙"), ("索引号", "丙"), ("报告年度", "2021")];
        let properties = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let part = custom(&Document { properties, ..Document::default() }).unwrap();
        let found: Vec<_> =
            part.elements().map(|one| (one.attribute("pid"), one.attribute("name"))).collect();
        assert_eq!(found, [(Some("2"), Some("索引号")), (Some("3"), Some("报告年度"))]);
        assert_eq!(custom(&Document::default()), None);
    }
}
