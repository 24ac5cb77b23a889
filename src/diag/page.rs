//! The page of a code, and the list of all codes, as text.

use super::style::{Ink, Style};
use super::wrap::wrap;
use super::{Catalogue, Code, Severity};
use crate::model::{Form, Forms};

/// The sections of a page, each with its heading, for a run that knows these editions.
pub fn parts(code: &Code, forms: Forms) -> Vec<(&'static str, String)> {
    let mut parts = vec![
        ("查什么", code.what.to_owned()),
        ("为什么", code.why.to_owned()),
        ("怎么改", code.fix.to_owned()),
        ("依据", basis(code, forms)),
    ];
    let stating: Vec<&Form> = forms.iter().filter(|form| states(form, code)).collect();
    if !stating.is_empty() && stating.len() < forms.iter().count() {
        let names = stating.iter().map(|form| format!("{} 年版格式", form.name));
        parts.push(("适用", names.collect::<Vec<_>>().join("、")));
    }
    parts
}

/// What a code rests on. `{notice}` is the notice of the newest edition, `{notice-2019}` that
/// of the one named so, `{notices}` those of all: the first in full, the others by number.
fn basis(code: &Code, forms: Forms) -> String {
    let newest = forms.newest();
    let number = |form: &'static Form| &form.notice[form.notice.find('〔').unwrap_or(0)..];
    let others = forms.iter().filter(|form| form.name != newest.name).map(number);
    let all: Vec<&str> = std::iter::once(newest.notice.as_str()).chain(others).collect();
    let text = code.basis.replace("{notice}", &newest.notice).replace("{notices}", &all.join("、"));
    let named = |text: String, form: &'static Form| {
        text.replace(&format!("{{notice-{}}}", form.name), &form.notice)
    };
    forms.iter().fold(text, named)
}

/// Whether a form states what a code checks; most codes stand in no form.
fn states(form: &Form, code: &Code) -> bool {
    form.tables.iter().any(|table| {
        table.relations.iter().any(|relation| relation.code == code.id)
            || table.successions.iter().any(|succession| succession.code == code.id)
    })
}

/// A page as text.
pub fn text(code: &Code, forms: Forms, style: &Style) -> String {
    let mut text = style.paint(&format!("{} {}", code.id, code.title), Ink::Heading);
    text.push('\n');
    let severity = [("级别", code.severity.to_string())];
    for (label, part) in severity.into_iter().chain(parts(code, forms)) {
        text.push_str(&wrap(&format!("{label}：{part}"), style.width, 8));
        text.push('\n');
    }
    text
}

/// All codes with severity and title, by family.
pub fn list(codes: &Catalogue, style: &Style) -> String {
    let mut text = String::new();
    for family in codes.families() {
        let heading = format!("{}（{}）", family.name, family.range);
        text.push_str(&format!("{}\n", style.paint(&heading, Ink::Heading)));
        for code in family.codes {
            let severity = code.severity.to_string();
            let line = wrap(&format!("  {} {severity}  {}", code.id, code.title), style.width, 14);
            let ink = match code.severity {
                Severity::Error => Ink::Error,
                Severity::Warning => Ink::Warning,
                Severity::Info => Ink::Info,
            };
            text.push_str(&line.replacen(&severity, &style.paint(&severity, ink), 1));
            text.push('\n');
        }
    }
    text.push_str("\n一条规则的说明：nianbao explain 代码，例如 nianbao explain NB203\n");
    text
}
