//! What a file says about itself: the tags of a page, the properties of a document.

use super::identity::{Entry, From, Identity, NB181};
use super::name;
use crate::diag::{Finding, say, value};
use crate::model::Date;
use crate::model::form::{field_label, fields};
use crate::payload::names::NAMES;
use crate::text::clean::trim;

impl Identity {
    /// What the file says about itself: page tags and properties under the names of fields.
    pub fn facts(&mut self, facts: &[(String, String)], is_page: bool) {
        let mut known: Vec<(&str, &str, &str)> = Vec::new();
        for (name, value) in facts {
            let by_tag = NAMES.iter().find(|one| is_page && one.element.eq_ignore_ascii_case(name));
            let by_key = || fields().fields.iter().find(|field| field.label == *name);
            let id =
                by_tag.map(|one| one.field).or_else(|| by_key().map(|field| field.id.as_str()));
            if let Some(id) = id.filter(|id| !field_label(id).is_empty()) {
                known.push((id, name, trim(value)));
            }
        }
        let told = |id: &str| known.iter().find(|one| one.0 == id).map(|one| one.2);
        let year = |text: &str| name::year(&format!("{text}年"));
        let is_other = |own: Option<&str>, told: Option<&str>| matches!((own.and_then(year), told.and_then(year)), (Some(a), Some(b)) if a != b);
        if is_other(self.value("year"), told("year")) {
            let year = told("year").unwrap_or_default();
            let message = say!("文档属性里的报告年度是{}，与标题不同，属性都没有采用", value(year));
            self.findings.push(Finding::new(&NB181, message, NB181.fix));
            return;
        }
        // A date of the signature that the properties do not know is newer than they are.
        let day = |text: &str| Date::parse(text);
        let signed = self
            .entries
            .iter()
            .find(|one| one.from == From::Signature && one.id.starts_with("date"));
        let signed = signed.map(|entry| (entry.id.clone(), day(&entry.value)));
        let dates = ["datePublished", "dateProduced"];
        let mut knows_dates = true;
        if let Some((id, signed)) = signed.clone()
            && !is_page
        {
            let is_told = |id: &&&str| told(id).and_then(day).is_some();
            knows_dates = dates.iter().any(|id| told(id).and_then(day) == signed);
            if knows_dates && dates.iter().filter(is_told).count() > 0 {
                // They say which of the two the signature has.
                self.entries.retain(|entry| entry.id != id || entry.from != From::Signature);
            }
        } else if let Some((id, signed)) = signed
            && let Some(published) = told("datePublished").and_then(day)
            && id == "datePublished"
            && signed.is_some_and(|signed| signed <= published)
        {
            self.entries.retain(|entry| entry.id != id || entry.from != From::Signature);
            if signed != Some(published)
                && let Some(signed) = signed
            {
                self.put(Entry {
                    id: "dateProduced".into(),
                    value: signed.to_string(),
                    from: From::Signature,
                    words: signed.chinese(),
                    source: None,
                });
            }
        }
        for (id, name, value) in known {
            // A time that nobody gave is midnight on pages.
            let value =
                value.strip_suffix(" 00:00:00").or(value.strip_suffix(" 00:00")).unwrap_or(value);
            if id.starts_with("date") && (!knows_dates || Date::parse(value).is_none()) {
                continue;
            }
            if id == "title" {
                continue;
            }
            self.put(Entry {
                id: id.into(),
                value: value.to_owned(),
                from: From::Fact,
                words: format!("{name}：{value}"),
                source: None,
            });
        }
    }
}
