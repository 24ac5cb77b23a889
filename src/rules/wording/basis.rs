//! The notice that a report says it rests on: that of its year's form.

use super::narrative::{preamble, sections};
use crate::diag::{Finding, number, say, value};
use crate::model::{Form, Place};
use crate::rules::Subject;
use crate::text::label::fold;

crate::diag::codes! {
    NB420 = Warning "依据的文件不适用于报告年度"
        what "正文或引言写明依据另一版格式的通知，例如 2022 年度的报告写依据国办公开办函〔2019〕60号。"
        why "各版格式适用的年度不同；多半是沿用了往年的文字。"
        fix "改为报告年度所用格式的通知。"
        basis "{notices}的适用年度。";
}

/// Words of a sentence that names a notice without resting on it.
const PAST: [&str; 5] = ["废止", "原", "停止执行", "取代", "代替"];

/// No notice of another edition is named as the basis.
pub fn basis(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(year) = subject.report.metadata.year else { return };
    let own = subject.forms.for_year(Some(year));
    let mut look = |text: &str, place: Option<&Place>| {
        let folded = fold(text);
        let other = |form: &&'static Form| form.notice != own.notice && is_named(&folded, form);
        let Some(other) = subject.forms.iter().find(other) else { return };
        if is_named(&folded, own) || PAST.iter().any(|word| folded.contains(word)) {
            return;
        }
        let message = say!(
            "依据写的是{}，{} 年度用的是{}",
            value(&other.notice),
            number(year),
            value(&own.notice)
        );
        let help = say!("改为{}。", value(&own.notice));
        findings.push(Finding::new(&NB420, message, help).at(place.cloned()));
    };
    let (text, place, _) = preamble(subject);
    look(text, place);
    for text in sections(subject).iter().flat_map(|section| &section.texts) {
        look(text.passage.text(), text.place);
    }
}

/// Whether a folded text holds the number of a form's notice; its issuer may be shortened.
fn is_named(folded: &str, form: &Form) -> bool {
    const SHORT: usize = 2;
    let notice: String = fold(&form.notice).chars().skip(SHORT).collect();
    !notice.is_empty() && folded.contains(&notice)
}
