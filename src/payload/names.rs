//! The elements of `r:metadata` in their order, and the field of the report each carries.
//!
//! The writer, the reader and the page's `<meta>` tags all go by this list.

/// One element of `r:metadata`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Its name without prefix.
    pub element: &'static str,
    /// Id of the field it carries, as in `templates/forms/metadata.toml`.
    pub field: &'static str,
}

const fn name(element: &'static str, field: &'static str) -> Name {
    Name { element, field }
}

/// Elements in the order of the schema. Up to `Url` they are the page tags of
/// 《政府网站发展指引》, verbatim; then the disclosure catalogue; then our own.
///
/// `columnType`, `author` and `description` are keys of no workbook so far: they pass
/// through from an XML that has them.
pub const NAMES: &[Name] = &[
    name("SiteName", "siteName"),
    name("SiteDomain", "siteDomain"),
    name("SiteIDCode", "siteIdCode"),
    name("ColumnName", "columnName"),
    name("ColumnType", "columnType"),
    name("ArticleTitle", "title"),
    name("PubDate", "datePublished"),
    name("ContentSource", "agency"),
    name("Keywords", "keywords"),
    name("Author", "author"),
    name("Description", "description"),
    name("Url", "url"),
    name("indexNumber", "indexNumber"),
    name("publisher", "publisher"),
    name("publisherCode", "publisherCode"),
    name("dateProduced", "dateProduced"),
    name("docNumber", "docNumber"),
    name("subjectCategory", "subjectCategory"),
    name("validity", "validity"),
    name("disclosureMode", "disclosureMode"),
    name("preamble", "preamble"),
    name("agencyCategory", "category"),
    name("phone", "phone"),
    name("address", "address"),
];

/// What is neither year nor on the list goes into an `r:item` under its id or its key.
pub const ITEM: &str = "item";

/// Page tags are written with a capital.
impl Name {
    /// Whether it is one of the national page tags.
    pub fn is_page_tag(&self) -> bool {
        self.element.starts_with(|c: char| c.is_ascii_uppercase())
    }
}

/// The element that carries a field.
pub fn of_field(field: &str) -> Option<&'static Name> {
    NAMES.iter().find(|name| name.field == field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form::fields;

    #[test]
    fn every_key_of_the_workbook_has_an_element() {
        for field in fields().fields.iter().filter(|field| field.id != "year") {
            assert!(of_field(&field.id).is_some(), "{}", field.id);
        }
    }
}
