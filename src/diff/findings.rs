//! The differences as findings in the new report, for its marked copy.

use super::Diff;
use super::text::{pieces, signed};
use crate::diag::{Finding, label, say, value};

crate::diag::codes! {
    NB850 = Info "与另一份报告不同"
        what "nianbao diff 比较的两份报告，这一处不同。"
        why "改过的地方需要有人看过。"
        fix "核对改动；不该改的，改回原来的内容。"
        basis "本程序的约定：diff 逐格、逐段比较。";
}

/// One finding for each difference.
pub fn of(diff: &Diff) -> Vec<Finding> {
    let shown = |text: &Option<String>| match text {
        Some(text) => value(text),
        None => crate::diag::Part::Text("空白".to_owned()),
    };
    let keys = diff.keys.iter().map(|key| {
        let message = say!("{}原为{}，现为{}", label(&key.name), shown(&key.old), shown(&key.new));
        (message, &key.place)
    });
    let figures = diff.figures.iter().map(|figure| {
        let mut message = say!("{}原为{}", label(&figure.name), shown(&figure.old));
        message.push(say!("，现为{}", shown(&figure.new)));
        if let Some(difference) = figure.difference {
            message.push(format!("（{}）", signed(difference)).as_str());
        }
        (message, &figure.place)
    });
    let text = diff
        .text
        .iter()
        .map(|change| (format!("改动：{}", pieces(&change.pieces)).as_str().into(), &change.place));
    let all = keys.chain(figures).chain(text);
    all.map(|(message, place)| Finding::new(&NB850, message, NB850.fix).at(place.clone())).collect()
}
