//! Whose a report is. A body keeps its unified social credit code when its name changes; a
//! roster says what else it goes by.

use super::reading::Reading;
use crate::batch::collect::Roster;
use crate::sum::bare;
use std::collections::{BTreeMap, BTreeSet};

/// What makes two reports those of one body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identity {
    /// A line of the roster.
    Unit(usize),
    /// A code.
    Code(String),
    /// A name, where there is no code.
    Name(String),
}

/// Whose each report is; nothing for one that says neither name nor code and is on no roster.
pub fn identities(reports: &[Reading], roster: Option<&Roster>) -> Vec<Option<Identity>> {
    let unit = |one: &Reading| roster?.find_of(&one.of.report.metadata, &one.of.name);
    let mut units: BTreeMap<String, usize> = BTreeMap::new();
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in reports {
        let Some(code) = code(one) else { continue };
        units.extend(unit(one).map(|unit| (code.clone(), unit)));
        if let Some(name) = name(one) {
            codes.entry(name).or_default().insert(code);
        }
    }
    let identity = |one: &Reading| {
        if let Some(unit) = unit(one) {
            return Some(Identity::Unit(unit));
        }
        let name = name(one);
        // A report without a code is of the one body that has this name and a code.
        let known = || match codes.get(name.as_ref()?)?.iter().collect::<Vec<_>>()[..] {
            [code] => Some(code.clone()),
            _ => None,
        };
        let code = code(one).or_else(known);
        let by_code = code.map(|code| match units.get(&code) {
            Some(unit) => Identity::Unit(*unit),
            None => Identity::Code(code),
        });
        by_code.or(name.map(Identity::Name))
    };
    reports.iter().map(identity).collect()
}

/// The code that a report says, as it is compared.
pub fn code(one: &Reading) -> Option<String> {
    let typed = one.of.report.metadata.field("publisherCode")?;
    Some(bare(typed).to_uppercase()).filter(|code| !code.is_empty())
}

fn name(one: &Reading) -> Option<String> {
    one.of.report.metadata.agency.as_deref().map(bare).filter(|name| !name.is_empty())
}
