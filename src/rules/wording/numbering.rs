//! The numbers before sub-headings and items: each once, and in one style.

use super::narrative::{Text, sections};
use crate::diag::{Finding, cells, say, value};
use crate::model::Place;
use crate::rules::Subject;
use crate::text::clean::trim;
use crate::text::ellipsis::shortened;
use crate::text::numeral::{leading, numeral};

crate::diag::codes! {
    NB422 = Info "小标题的序号重复或写法不同"
        what "同一部分里，“（一）（二）（三）”这样的序号接连重复，或者“（二）”前面的（一）写成了“一、”。从（一）重新编号、跳号的不提示；“1.”不核对。"
        why "多半是增删段落后没有改序号，或者把“（一）”写成了“一、”。"
        fix "把序号改为连续的。"
        basis "《党政机关公文格式》（GB/T 9704—2012）7.3.3 的结构层次序数；属检查惯例，因此只作提示。";
}

/// A number before a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    /// `一、`.
    Plain(u8),
    /// `（一）`.
    Bracketed(u8),
}

/// Of every section.
pub fn numbering(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for section in sections(subject) {
        findings.extend(first_fault(&section.texts));
    }
}

/// The first number of a section that cannot be right: the same as the one before, or the
/// second where the first was typed as `一、`. Gaps are no fault: numbers may stand inside lines.
fn first_fault(texts: &[Text<'_>]) -> Option<Finding> {
    let mut last: Option<u8> = None;
    let mut above: Option<&Text<'_>> = None;
    for text in texts {
        match number(trim(text.passage.text())) {
            Some(Number::Plain(_)) => (above, last) = (Some(text), None),
            Some(Number::Bracketed(typed)) => {
                let is_repeated = typed > 1 && last == Some(typed);
                let misspelt = above.filter(|_| last.is_none()).and_then(|a| misspelt(a, typed));
                if is_repeated || misspelt.is_some() {
                    return Some(fault(text, typed, misspelt));
                }
                last = Some(typed);
            }
            None => {}
        }
    }
    None
}

/// What is said of a number; `misspelt` is the line before it, typed as `一、`.
fn fault(text: &Text<'_>, typed: u8, misspelt: Option<(&Text<'_>, &Place)>) -> Finding {
    let quoted = |text: &Text<'_>| value(shortened(trim(text.passage.text())));
    let bracketed = |number: u8| format!("（{}）", numeral(number));
    let (message, help) = match misspelt {
        Some((before, place)) => (
            say!("{}的前面没有{}", quoted(text), bracketed(typed - 1)),
            say!(
                "{} 的{}如果是它的上一项，把序号改为{}。",
                cells(place.reference()),
                quoted(before),
                bracketed(typed - 1)
            ),
        ),
        None => (
            say!("{}的序号与前面的重复", quoted(text)),
            match text.place.map(|place| cells(place.reference())) {
                Some(cell) => {
                    say!("把 {} 的序号改为{}，后面的序号一并核对。", cell, bracketed(typed + 1))
                }
                None => say!("序号改为{}，后面的序号一并核对。", bracketed(typed + 1)),
            },
        ),
    };
    Finding::new(&NB422, message, help).at(text.place.cloned())
}

/// The line with `一、` that should have the bracketed number before this one: `一、主动公开`
/// before `（二）依申请公开`.
fn misspelt<'t>(above: &'t Text<'t>, typed: u8) -> Option<(&'t Text<'t>, &'t Place)> {
    let before = typed.checked_sub(1).map(Number::Plain);
    let is_before = number(trim(above.passage.text())) == before;
    is_before.then_some(above).and_then(|text| Some((text, text.place?)))
}

/// The number that a line begins with.
fn number(line: &str) -> Option<Number> {
    if let Some(rest) = line.strip_prefix(['（', '(']) {
        let (number, rest) = leading(rest)?;
        return rest.starts_with(['）', ')']).then_some(Number::Bracketed(number));
    }
    let (number, rest) = leading(line)?;
    rest.starts_with('、').then_some(Number::Plain(number))
}
