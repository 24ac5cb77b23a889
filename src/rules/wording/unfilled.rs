//! Text with a place that nobody filled in.

use super::narrative::{preamble, sections};
use crate::diag::{Finding, Severity, say, value};
use crate::model::form::fields;
use crate::model::{Address, Place};
use crate::rules::Subject;
use crate::text::ellipsis::shortened;
use crate::text::placeholder::placeholder;

crate::diag::codes! {
    NB421 = Warning "正文里有没有填的地方"
        what "正文、引言或注里留着“XX”“××”“20__年”“202X年”“N条”“（ ）条”“某某”“待补充”“【填写说明】”之类代替内容的符号或字眼。隐去姓名的“李某某”不算；别的“某某”只作提示。"
        why "多半是照模板写的，忘了填；会原样公开。"
        fix "填上真实的内容；没有的删去。"
        basis "属检查惯例，因此只作警告。";
}

/// Every passage, note and the preamble is filled in.
pub fn unfilled(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut look = |text: &str, place: Option<&Place>| {
        // The reader has told of what the form says to the clerk.
        if fields().prompts.iter().any(|prompt| text.contains(prompt.as_str())) {
            return;
        }
        let found = placeholder(text).map(|left| {
            let message = say!("{}里的{}没有填", value(shortened(text)), value(left.text));
            let mut finding = Finding::new(&NB421, message, NB421.fix).at(place.cloned());
            if left.may_be_meant {
                finding.severity = Severity::Info;
            }
            finding
        });
        findings.extend(found);
    };
    let (text, place, _) = preamble(subject);
    look(text, place);
    for text in sections(subject).iter().flat_map(|section| &section.texts) {
        look(text.passage.text(), text.place);
    }
    for section in &subject.report.sections {
        for (index, note) in section.notes.iter().enumerate() {
            look(note, subject.origins.get(&Address::Note(section.number, index)));
        }
    }
}
