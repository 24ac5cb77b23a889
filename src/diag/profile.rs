//! A province's own severities: a small TOML file that re-grades codes.
//!
//! ```toml
//! name = "某省"
//! [severity]
//! NB106 = "warning"   # error | warning | info | off
//! ```
//!
//! A code that is an error by default rests on the form, or on data that cannot be read. A
//! profile can lower it to `warning`, so that the conversion passes, but not hide it.

use super::{Catalogue, Finding, Severity};
use crate::text::by_hand;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// The values of `[severity]`.
const GRADES: [(&str, Grade); 4] = [
    ("error", Grade::Shown(Severity::Error)),
    ("warning", Grade::Shown(Severity::Warning)),
    ("info", Grade::Shown(Severity::Info)),
    ("off", Grade::Off),
];

/// The severity that a profile gives to a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// Shown with this severity.
    Shown(Severity),
    /// Not shown, only counted.
    Off,
}

/// A named set of severities other than the codes' own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    name: String,
    grades: BTreeMap<&'static str, Grade>,
}

impl Profile {
    /// Parses a profile; it is called `named` if it does not give its name.
    ///
    /// # Errors
    /// What is wrong with the file, as the rest of a sentence.
    pub fn parse(bytes: &[u8], named: &str, codes: &Catalogue) -> Result<Profile, String> {
        let text = by_hand::text(bytes)?;
        let table: Table = toml::from_str(text).map_err(|error| {
            let line = by_hand::line(text, error.span().unwrap_or_default().start);
            format!("第 {line} 行的写法有误，应写成 NB106 = \"warning\" 这样")
        })?;
        let mut profile = Profile { name: named.to_owned(), grades: BTreeMap::new() };
        for (key, value) in &table {
            match (key.as_str(), value) {
                ("name", Value::String(name)) if !name.trim().is_empty() => {
                    name.trim().clone_into(&mut profile.name);
                }
                ("name", _) => return Err("name 应是文字，例如 name = \"某省\"".into()),
                ("severity", Value::Table(severity)) => profile.read(severity, codes)?,
                ("severity", _) => {
                    return Err("severity 应单写一行 [severity]，下面逐行写代码".into());
                }
                (code, _) if codes.find(code).is_some() => {
                    return Err(format!("“{code}”应写在 [severity] 一行的下面"));
                }
                (other, _) => return Err(format!("不认识“{other}”，只能写 name 和 [severity]")),
            }
        }
        Ok(profile)
    }

    fn read(&mut self, severity: &Table, codes: &Catalogue) -> Result<(), String> {
        for (id, value) in severity {
            let code = codes.find(id).ok_or_else(|| codes.unknown(id))?;
            let known = GRADES.iter().find(|(name, _)| value.as_str() == Some(name));
            let Some((_, grade)) = known else {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                return Err(format!(
                    "{id} 的级别“{value}”不认识，可以写 error、warning、info 或 off"
                ));
            };
            if lowest(code.severity, *grade) != *grade {
                return Err(format!(
                    "{}（{}）默认是错误，最低只能调为 warning，不能写 {}",
                    code.id,
                    code.title,
                    value.as_str().unwrap_or_default()
                ));
            }
            if self.grades.insert(code.id, *grade).is_some() {
                return Err(format!("{} 写了两次", code.id));
            }
        }
        Ok(())
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The codes that it changes, in order, each with its grade.
    pub fn grades(&self) -> impl Iterator<Item = (&'static str, Grade)> {
        self.grades.iter().map(|(code, grade)| (*code, *grade))
    }

    /// Changes severities and removes findings that are off; gives how many it removed.
    pub fn apply(&self, findings: &mut Vec<Finding>) -> usize {
        let before = findings.len();
        findings.retain_mut(|finding| {
            let Some(grade) = self.grades.get(finding.code.id) else { return true };
            // A code that is no error by default can still raise one.
            match lowest(finding.severity, *grade) {
                Grade::Shown(severity) => finding.severity = severity,
                Grade::Off => return false,
            }
            true
        });
        before - findings.len()
    }

    /// The sentence to print where findings were removed.
    pub fn omission(&self, omitted: usize) -> Option<String> {
        (omitted > 0).then(|| format!("按规则集“{}”略去 {omitted} 条", self.name))
    }
}

/// The grade asked for; `warning` where that would hide an error.
fn lowest(own: Severity, asked: Grade) -> Grade {
    match (own, asked) {
        (Severity::Error, Grade::Off | Grade::Shown(Severity::Info)) => {
            Grade::Shown(Severity::Warning)
        }
        _ => asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::samples::{NB022, NB101, NB106, catalogue};

    fn profile(text: &str) -> Result<Profile, String> {
        Profile::parse(text.as_bytes(), "文件名", &catalogue())
    }

    #[test]
    fn severities_change_and_what_is_off_is_counted() {
        let text =
            "\u{feff}name = \"某省\"\r\n[severity]\r\nNB106 = \"off\"\r\nnb101 = \"warning\"\r\n";
        let profile = profile(text).unwrap();
        let mut findings = vec![
            Finding::new(&NB106, "一", ""),
            Finding::new(&NB101, "二", ""),
            Finding::new(&NB106, "三", ""),
        ];
        assert_eq!(profile.apply(&mut findings), 2);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].severity, Severity::Warning);
        assert_eq!(profile.omission(2).unwrap(), "按规则集“某省”略去 2 条");
        assert_eq!(profile.omission(0), None);
    }

    #[test]
    fn an_error_never_vanishes() {
        for text in ["[severity]\nNB201 = \"off\"", "[severity]\nNB201 = \"info\""] {
            let said = profile(text).unwrap_err();
            assert!(said.contains("NB201") && said.contains("warning"), "{said}");
        }
        let profile = profile("[severity]\nNB022 = \"off\"").unwrap();
        let grave = Finding { severity: Severity::Error, ..Finding::new(&NB022, "丢失", "") };
        let mut findings = vec![grave, Finding::new(&NB022, "小事", "")];
        assert_eq!(profile.apply(&mut findings), 1);
        assert_eq!(findings[0].severity, Severity::Warning);
    }

    #[test]
    fn a_wrong_profile_gets_a_sentence_that_names_the_place() {
        for (text, part) in [
            ("name = 某省", "第 1 行"),
            ("name = \"某省\"\n[severity]\nNB106 = warning", "第 3 行"),
            ("name = 5", "name"),
            ("severity = 5", "[severity]"),
            ("NB106 = \"off\"", "[severity]"),
            ("title = \"某省\"", "title"),
            ("[severity]\nNB999 = \"off\"", "没有代码“NB999”"),
            ("[severity]\nNB16 = \"off\"", "NB016"),
            ("[severity]\nNB106 = \"fatal\"", "fatal"),
            ("[severity]\nNB106 = 3", "“3”"),
            ("[severity]\nNB106 = \"off\"\nnb106 = \"info\"", "两次"),
        ] {
            let said = profile(text).unwrap_err();
            assert!(said.contains(part), "{text}: {said}");
        }
    }

    #[test]
    fn a_profile_without_a_name_is_called_like_its_file() {
        assert_eq!(profile("").unwrap().name(), "文件名");
    }
}
