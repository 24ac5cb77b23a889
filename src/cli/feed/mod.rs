//! `nianbao feed`: the folder of converted reports as a feed.

mod folder;

use super::Outcome;
use super::args::FeedArgs;
use super::console::Console;
use crate::deliver::feed::{Asked, Base, Built, FILE, Feed, Options, build, parse};
use crate::deliver::save::save;
use crate::diag::{Severity, text};
use crate::error::Error;
use folder::{check_sums_are_ours, lost, publish, read, save_sums, sources};
use std::collections::BTreeSet;
use std::path::Path;

/// What a feed is to be like, as typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// Where the folder is on the web; needed the first time.
    pub base_url: Option<&'a str>,
    /// Title.
    pub title: Option<&'a str>,
    /// Author.
    pub author: Option<&'a str>,
    /// What a correction corrects, or why a report is withdrawn.
    pub note: Option<&'a str>,
    /// When it was corrected or withdrawn.
    pub date: Option<&'a str>,
    /// Whether reports that are gone are withdrawn.
    pub withdraw: bool,
    /// Whether files that were made anew are published though the report is the same.
    pub republish: bool,
}

/// Builds or updates the feed of a folder.
pub fn run(args: &FeedArgs, console: &Console) -> Result<Outcome, Error> {
    let request = Request {
        base_url: args.base_url.as_deref(),
        title: args.title.as_deref(),
        author: args.author.as_deref(),
        note: args.note.as_deref(),
        date: args.date.as_deref(),
        withdraw: args.withdraw,
        republish: args.republish,
    };
    update(&args.folder, &request, console)
}

/// Builds or updates the feed of a folder; `convert` comes here too.
///
/// # Errors
/// [`Error::Usage`] for what is asked wrongly or cannot be done without more being said;
/// [`Error::Read`] and [`Error::Write`] for files.
pub fn update(folder: &Path, request: &Request<'_>, console: &Console) -> Result<Outcome, Error> {
    let path = folder.join(FILE);
    let before = if path.exists() { Some(read(&path, usize::MAX)?) } else { None };
    let previous = before.as_deref().map(parse).transpose()?;
    let mut options = options(request, previous.as_ref())?;
    options.lost = previous.as_ref().map(|feed| lost(folder, feed)).unwrap_or_default();
    let (sources, passed_over) = sources(folder)?;
    let built = build(&sources, previous.as_ref(), &options)?;
    check_sums_are_ours(folder)?;
    // The feed comes last: what it names is there already.
    for copy in &built.copies {
        publish(folder, copy)?;
    }
    for (stem, bytes) in &built.reports {
        save(&folder.join(format!("{stem}.xml")), bytes)?;
    }
    if before.as_deref() != Some(&built.feed) {
        save(&path, &built.feed)?;
    }
    save_sums(folder, &sources, &built)?;
    console.complain(&text::render(
        &path.display().to_string(),
        &built.findings,
        &crate::cli::terminal::stderr(),
    ));
    console.print(&summary(&path, &built, &passed_over));
    let has_errors = built.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if has_errors { Outcome::Findings } else { Outcome::Clean })
}

fn options(request: &Request<'_>, previous: Option<&Feed>) -> Result<Options, Error> {
    let base = match (request.base_url, previous) {
        (Some(typed), _) => Base::new(typed).ok_or_else(|| {
            let sentence =
                format!("--base-url 写的“{typed}”不是网址，应如 https://www.example.gov.cn/xxgk/");
            Error::Usage(sentence)
        })?,
        (None, Some(feed)) => feed.base.clone(),
        (None, None) => {
            let sentence = format!("第一次生成 {FILE} 须用 --base-url 写明文件夹在网站上的地址");
            return Err(Error::Usage(sentence));
        }
    };
    let date = match request.date {
        Some(typed) => Some(Asked::parse(typed).ok_or_else(|| {
            Error::Usage(format!(
                "--date 写的“{typed}”不是日期，应如 2022-03-01 或 \"2022-03-01 09:00\""
            ))
        })?),
        None => None,
    };
    Ok(Options {
        base,
        title: request.title.map(str::to_owned),
        author: request.author.map(str::to_owned),
        note: request.note.map(str::to_owned),
        date,
        withdraw: request.withdraw,
        republish: request.republish,
        lost: BTreeSet::new(),
    })
}

fn summary(path: &Path, built: &Built, passed_over: &[String]) -> String {
    let tally = built.tally;
    let mut text = format!(
        "已生成 {}：新增 {} 份，更正 {} 份，没有变化 {} 份，撤回 {} 份\n",
        path.display(),
        tally.new,
        tally.corrected,
        tally.unchanged,
        tally.withdrawn
    );
    if tally.made_anew > 0 {
        text.push_str(&format!(
            "{} 份的文件重新生成过，报告内容没有变化，仍用已发布的文件；要换成新的，加 --republish\n",
            tally.made_anew
        ));
    }
    if tally.withdrawn > 0 {
        text.push_str("撤回的报告，原来发布的文件还在年度文件夹里，请一并从网站上删除\n");
    }
    if !passed_over.is_empty() {
        text.push_str(&format!("不是年度报告，没有计入：{}\n", passed_over.join("、")));
    }
    text
}
