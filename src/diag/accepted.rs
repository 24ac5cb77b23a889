//! Accepted findings, folded: one line for all that share code and reason.

use super::group::{rectangles, references};
use super::{Code, Finding, Reason};
use crate::model::Place;
use std::collections::BTreeMap;

/// Findings of one code that are accepted for one reason.
pub struct Folded<'f> {
    /// Their code.
    pub code: &'static Code,
    /// Why.
    pub reason: &'f Reason,
    /// How many they are.
    pub count: usize,
    /// Their cells by sheet, `一、总体情况 A3、A5；四、复议诉讼 B5`; empty without any.
    pub places: String,
}

/// Splits findings into those that are open and those that are accepted.
pub fn split(findings: &[Finding]) -> (Vec<Finding>, Vec<&Finding>) {
    let open = findings.iter().filter(|one| one.accepted.is_none()).cloned().collect();
    (open, findings.iter().filter(|one| one.accepted.is_some()).collect())
}

/// How many findings are accepted.
pub fn count<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> usize {
    findings.into_iter().filter(|one| one.accepted.is_some()).count()
}

/// The accepted ones, by code and reason.
pub fn fold<'f>(accepted: &[&'f Finding]) -> Vec<Folded<'f>> {
    let mut alike: BTreeMap<(&str, &Reason), Vec<&Finding>> = BTreeMap::new();
    for finding in accepted {
        if let Some(reason) = &finding.accepted {
            alike.entry((finding.code.id, reason)).or_default().push(finding);
        }
    }
    let folded = alike.into_iter().map(|((_, reason), findings)| Folded {
        code: findings[0].code,
        reason,
        count: findings.len(),
        places: places(&findings),
    });
    folded.collect()
}

fn places(findings: &[&Finding]) -> String {
    let places: Vec<&Place> = findings.iter().filter_map(|one| one.place.as_ref()).collect();
    let mut sheets: Vec<&str> = places.iter().map(|place| place.sheet.as_str()).collect();
    sheets.dedup();
    let on_sheet = |sheet: &str| {
        let own = places.iter().filter(|place| place.sheet == sheet);
        let (cells, areas): (Vec<&Place>, Vec<&Place>) =
            own.partition(|place| place.first == place.last);
        let cells = cells.iter().map(|place| place.first).collect();
        let places = rectangles(sheet, cells).into_iter().chain(areas.into_iter().cloned());
        format!("{sheet} {}", references(&places.collect::<Vec<_>>()))
    };
    sheets.into_iter().map(on_sheet).collect::<Vec<_>>().join("；")
}
