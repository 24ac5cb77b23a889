//! Which files are the same report: of each other, and as one that the feed has.

use super::plan::{NB690, content};
use super::{Entry, Source};
use crate::diag::{Finding, say, value};
use crate::error::Error;
use crate::model::Report;

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
    known: &[Entry],
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
fn chosen(all: &[&Source], known: &[Entry]) -> Result<Option<usize>, Error> {
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
