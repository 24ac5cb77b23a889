//! The feed itself: its id, and what it and its author are called.

use super::moment::Moment;
use super::{Feed, Options, Source, id};
use crate::error::Error;
use crate::model::Report;
use std::collections::BTreeSet;

/// The feed without entries: what it was called stays, what is new is composed.
pub fn frame(
    sources: &[Source],
    previous: Option<&Feed>,
    options: &Options,
) -> Result<Feed, Error> {
    let reports = || sources.iter().map(|source| &*source.payload.report);
    let first = reports()
        .filter_map(|report| Some((Moment::published(&report.metadata)?, report)))
        .min_by_key(|(published, report)| (*published, id::body(report).to_owned()));
    let (id, updated) = match (previous, first) {
        (Some(feed), _) => (feed.id.clone(), feed.updated),
        (None, Some((published, report))) => {
            (id::mint_feed(report, published, &options.base), published)
        }
        (None, None) => {
            return Err(Error::Usage(
                "文件夹里没有年度报告的 XML，请先用 nianbao convert 生成".into(),
            ));
        }
    };
    let known = previous.map_or(&[][..], |feed| &feed.entries);
    let known: Vec<&Report> = known.iter().map(|entry| &*entry.payload.report).collect();
    // What was composed of the reports as they were is composed anew.
    let old = Names::of(&known);
    let new = Names::of(&reports().chain(known).collect::<Vec<_>>());
    let kept = |asked: &Option<String>, was: Option<&String>, composed: &str, new: String| {
        let typed = was.filter(|was| *was != composed).cloned();
        asked.clone().or(typed).unwrap_or(new)
    };
    Ok(Feed {
        id,
        title: kept(&options.title, previous.map(|feed| &feed.title), &old.title, new.title),
        author: kept(&options.author, previous.map(|feed| &feed.author), &old.author, new.author),
        updated,
        base: options.base.clone(),
        entries: Vec::new(),
        tombstones: previous.map(|feed| feed.tombstones.clone()).unwrap_or_default(),
    })
}

/// What a feed is called when nobody says it.
struct Names {
    title: String,
    author: String,
}

impl Names {
    /// By the only body or the only site; several bodies of no common site are not called by
    /// one of them.
    fn of(reports: &[&Report]) -> Names {
        let only = |name: &dyn Fn(&Report) -> Option<String>| {
            let names: BTreeSet<Option<String>> = reports.iter().map(|one| name(one)).collect();
            (names.len() == 1).then(|| names.into_iter().next().flatten()).flatten()
        };
        let site = || only(&|report| report.metadata.field("siteName").map(str::to_owned));
        let whose = only(&|report| report.metadata.agency.clone()).or_else(site);
        Names {
            title: format!("{}政府信息公开工作年度报告", whose.as_deref().unwrap_or_default()),
            author: whose.unwrap_or_else(|| "各报告机关".to_owned()),
        }
    }
}
