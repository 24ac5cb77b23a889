//! Characters that the PDF cannot print, merged with the findings of the reader.

use crate::diag::Finding;
use crate::model::{Origins, Report};
use crate::reader::NB016;
use crate::writers::pdf::{Fonts, NB902, characters};

/// Adds what the fonts lack. A private character that the reader warned of is an error here:
/// one finding for it is enough.
pub fn add_characters(
    findings: &mut Vec<Finding>,
    report: &Report,
    origins: &Origins,
    fonts: &Fonts,
) {
    let found = characters(report, origins, fonts);
    findings.retain(|earlier| {
        let again = |one: &Finding| {
            one.code.id == NB902.id && one.place.is_some() && one.place == earlier.place
        };
        earlier.code.id != NB016.id || !found.iter().any(again)
    });
    findings.extend(found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Address, Passage, Place};

    #[test]
    fn a_private_character_is_told_of_once_and_where_it_stands() {
        let mut origins = Origins::default();
        origins.put(Address::Passage(1, 0), Place::cell("一、总体情况", 1, 0));
        origins.put(Address::Note(3, 0), Place::cell("三、依申请公开", 30, 0));
        let mut report: Report =
            toml::from_str(include_str!("../../templates/example-2021.toml")).unwrap();
        report.sections[0].blocks = vec![Passage::Paragraph("\u{e815}镇".into())];
        report.sections[2].notes.push("注：\u{e815}镇未计入。".into());
        let warned = |place| Finding::new(&NB016, "", "").at(Some(place));
        let mut findings = vec![
            warned(Place::cell("一、总体情况", 1, 0)),
            warned(Place::cell("三、依申请公开", 30, 0)),
            warned(Place::cell("基本信息", 9, 1)),
        ];
        add_characters(&mut findings, &report, &origins, &Fonts::embedded());
        let told: Vec<(&str, u32)> =
            findings.iter().map(|one| (one.code.id, one.place.as_ref().unwrap().first.0)).collect();
        assert_eq!(told, [("NB016", 9), ("NB902", 1), ("NB902", 30)]);
    }
}
