//! Which files are the same report: of each other, and as one that the feed has.

use super::codes::NB690;
use super::{Entry, Source, State};
use crate::diag::{Finding, say, value};
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::Report;
use crate::payload::write::{Issue, write_issue};
use std::sync::Arc;

/// Whether two reports are of the same body and year. Names are not unique: where both have
/// a code, it decides.
pub fn is_same(a: &Report, b: &Report) -> bool {
    let code = |report: &Report| report.metadata.field("publisherCode").map(str::to_owned);
    a.metadata.year == b.metadata.year
        && match (code(a), code(b)) {
            (Some(a), Some(b)) => a == b,
            _ => a.metadata.agency == b.metadata.agency,
        }
}

/// The files to go by, and those that are left out as another file of the same report.
pub fn distinct<'s>(
    sources: &'s [Source],
    known: &[Arc<Entry>],
    findings: &mut Vec<Finding>,
) -> Result<(Vec<&'s Source>, Vec<&'s Source>), Error> {
    let (mut kept, mut left) = (Vec::new(), Vec::new());
    let mut rest: Vec<&Source> = sources.iter().collect();
    while !rest.is_empty() {
        let first = rest.remove(0);
        let is_twin = |other: &&Source| is_same(&first.payload.report, &other.payload.report);
        let (twins, others): (Vec<&Source>, Vec<&Source>) = rest.into_iter().partition(is_twin);
        rest = others;
        if twins.is_empty() {
            kept.push(first);
            continue;
        }
        let mut all = vec![first];
        all.extend(twins);
        let chosen = chosen(&all, known)?;
        findings.push(told(&all, chosen.map(|at| all[at])));
        for (at, one) in all.into_iter().enumerate() {
            if chosen == Some(at) { kept.push(one) } else { left.push(one) }
        }
    }
    Ok((kept, left))
}

/// The one that is as published, else the first of several that say the same.
fn chosen(all: &[&Source], known: &[Arc<Entry>]) -> Result<Option<usize>, Error> {
    let contents: Vec<Vec<u8>> =
        all.iter().map(|one| content(&one.payload.report)).collect::<Result<_, _>>()?;
    for entry in known.iter().filter(|entry| is_same(&entry.payload.report, &all[0].payload.report))
    {
        let published = content(&entry.payload.report)?;
        if let Some(at) = contents.iter().position(|one| *one == published) {
            return Ok(Some(at));
        }
    }
    Ok(contents.iter().all(|one| *one == contents[0]).then_some(0))
}

fn told(all: &[&Source], chosen: Option<&Source>) -> Finding {
    let metadata = &all[0].payload.report.metadata;
    let names: Vec<String> = all.iter().map(|one| format!("“{}.xml”", one.stem)).collect();
    let shared =
        match all.iter().all(|one| one.payload.report.metadata.field("publisherCode").is_some()) {
            true => "统一社会信用代码和年度都相同",
            false => "机关名称和年度都相同",
        };
    let done = match chosen {
        Some(one) => format!("只计入“{}.xml”", one.stem),
        None => "内容不同，都没有计入".to_owned(),
    };
    Finding::new(
        &NB690,
        say!(
            "{}是同一份报告（{}，{}年，{}）；{}",
            names.join("和"),
            value(metadata.agency.as_deref().unwrap_or_default()),
            metadata.year.unwrap_or_default().to_string(),
            shared.to_owned(),
            done
        ),
        "只留一份；是不同机关的，分别填写统一社会信用代码。",
    )
}

/// Whether two revisions say the same.
///
/// # Errors
/// As [`fingerprint`].
pub fn is_unchanged(new: &Arc<Report>, old: &Arc<Report>) -> Result<bool, Error> {
    Ok(Arc::ptr_eq(new, old) || content(new)? == content(old)?)
}

/// What two revisions are compared by.
pub fn content(report: &Report) -> Result<Vec<u8>, Error> {
    write_issue(report, Issue::FIRST)
}

/// What a report is known by, whichever issue of it and whichever file.
///
/// # Errors
/// [`Error::Writer`] when it is too long for a feed.
pub fn fingerprint(report: &Report) -> Result<String, Error> {
    content(report).map(|bytes| sha256(&bytes))
}

/// What tells that a source and an entry are one report.
type Sign<'s> = &'s dyn Fn(&Source, &Entry) -> bool;

/// For every source the entry of the feed that is the same report, each entry once: by the
/// code of the body, else by its name, else by a name that it had, else by name and file
/// where only the code was put right.
pub fn claims(sources: &[&Source], known: &[Arc<Entry>], state: &State) -> Vec<Option<usize>> {
    let code = |report: &Report| report.metadata.field("publisherCode").map(str::to_owned);
    let same_code = |own: &Source, entry: &Entry| {
        let own = code(&own.payload.report);
        own.is_some() && own == code(&entry.payload.report)
    };
    let once = |own: &Source, entry: &Entry| {
        state.reports.get(&entry.id).is_some_and(|known| known.is(&own.payload.report))
    };
    let same_file = |own: &Source, entry: &Entry| {
        let agency = |report: &Report| report.metadata.agency.clone();
        state.file(&entry.id) == Some(own.stem.as_str())
            && agency(&own.payload.report) == agency(&entry.payload.report)
    };
    let same = |own: &Source, entry: &Entry| is_same(&own.payload.report, &entry.payload.report);
    let signs: [Sign<'_>; 4] = [&same_code, &same, &once, &same_file];
    let mut claims = vec![None; sources.len()];
    for sign in signs {
        for (at, source) in sources.iter().enumerate() {
            if claims[at].is_none() {
                let own = &source.payload.report;
                let is_it = |index: &usize| {
                    let entry = &known[*index];
                    own.metadata.year == entry.payload.report.metadata.year
                        && sign(source, entry)
                        && !claims.contains(&Some(*index))
                };
                claims[at] = (0..known.len()).find(is_it);
            }
        }
    }
    claims
}
