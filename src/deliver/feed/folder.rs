//! The folder of a feed: reports in; the feed, published files and check sums out.

use super::published::{announced, look_after, lost, predecessors, publish};
use super::sources::{Found, below, is_page, read};
use super::state::State;
use super::{Asked, Base, Built, FILE, Feed, Options, Reports, Source, build, parse_pages};
use crate::deliver::archive::sums::{self, NAME as SUMS};
use crate::deliver::own_files::OwnFiles;
use crate::deliver::save::{save, sweep};
use crate::deliver::schemas;
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::Forms;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where the schemas lie, for whoever takes the feed in.
const SCHEMA_FOLDER: &str = "xsd";
/// What is remembered of the reports; hidden, for it is not for the website.
const STATE: &str = ".nianbao-feed.json";

/// What a feed is to be like, as typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// Where the folder is on the web; needed the first time.
    pub base_url: Option<&'a str>,
    /// Title.
    pub title: Option<&'a str>,
    /// Author.
    pub author: Option<&'a str>,
    /// The editions of the form there are.
    pub forms: Forms,
    /// What a correction corrects, or why a report is withdrawn.
    pub note: Option<&'a str>,
    /// When it was corrected or withdrawn.
    pub date: Option<&'a str>,
    /// Whether reports that are gone are withdrawn.
    pub withdraw: bool,
    /// Whether several reports may be withdrawn at once.
    pub yes: bool,
    /// Whether files that were made anew are published though the report is the same.
    pub republish: bool,
}

/// A feed that was built or updated.
pub struct Updated {
    /// Its file.
    pub path: PathBuf,
    /// What is in it.
    pub built: Built,
    /// XML files of the folder that are no reports.
    pub passed_over: Vec<String>,
    /// Folders in it that were not entered, with the reason.
    pub closed: Vec<String>,
}

/// Builds or updates the feed of a folder.
///
/// # Errors
/// [`Error::Usage`] for what is asked wrongly or cannot be done without more being said;
/// [`Error::Read`] and [`Error::Write`] for files.
pub fn update(folder: &Path, request: &Request<'_>) -> Result<Updated, Error> {
    let path = folder.join(FILE);
    // Of a thousand reports, the feed as it was takes as long to read as the reports do.
    let reports = Reports::default();
    let (previous, found) = std::thread::scope(|scope| {
        let found = scope.spawn(|| Found::look(folder, request.forms, &reports));
        let previous = previous(folder, request.forms, &reports);
        (previous, found.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    drop(reports);
    let (previous, old_pages) = previous?.unzip();
    let mut options = options(request, previous.as_ref())?;
    options.lost = previous.as_ref().map(|feed| lost(folder, feed)).unwrap_or_default();
    let Found { sources, unread, passed_over, closed } = found?;
    if let (true, None, Some((name, why))) = (sources.is_empty(), &previous, unread.first()) {
        return Err(Error::NotAWorkbook(format!("“{}”：{why}", below(folder, name).display())));
    }
    options.unread = unread;
    let state_file = folder.join(STATE);
    options.state = state(&state_file)?;
    if previous.is_none() {
        refuse_lost_feed(&path, &options.state)?;
    }
    let schemas = schemas::files(&folder.join(SCHEMA_FOLDER), request.forms)?;
    let mut built = build(&sources, previous.as_ref(), &options)?;
    let announced = announced(folder, previous.as_ref())?;
    sweep_all(folder, &built);
    // The feed comes after what it names, and what is remembered of it comes last: a run that
    // is killed in between is made good by the next.
    for copy in &built.copies {
        publish(folder, copy, announced.get(&copy.to))?;
    }
    built.findings.extend(look_after(folder, &built.feed));
    let written = OwnFiles::default();
    for (stem, bytes) in &built.reports {
        let file = (below(folder, &format!("{stem}.xml")), bytes.clone());
        // It was read a moment ago, and is the same but for its revision.
        written.claim(std::slice::from_ref(&file), None, true)?;
        save(&file.0, bytes)?;
    }
    let mut pages = BTreeMap::new();
    for (name, bytes) in built.pages() {
        save_changed(&folder.join(&name), &bytes)?;
        pages.insert(name, sha256(&bytes));
    }
    let mut sums = predecessors(folder, &built.feed, &announced)?;
    for (name, path, text) in schemas {
        save_changed(&path, text.as_bytes())?;
        sums.insert(format!("{SCHEMA_FOLDER}/{name}"), sha256(text.as_bytes()));
    }
    sums.extend(pages.clone());
    save_sums(folder, &sources, &built, sums)?;
    save_changed(&state_file, &built.state.write())?;
    remove_pages(folder, &pages, &old_pages.unwrap_or_default())?;
    Ok(Updated { path, built, passed_over, closed })
}

/// The feed as it was, and its further pages; `None` where there is none yet.
fn previous(
    folder: &Path,
    forms: Forms,
    reports: &Reports,
) -> Result<Option<(Feed, Vec<String>)>, Error> {
    let path = folder.join(FILE);
    let first = path.exists().then(|| read(&path, usize::MAX)).transpose()?;
    let read = |name: &str| read_page(&folder.join(name));
    first.map(|first| parse_pages(first, forms, reports, read)).transpose()
}

/// What is remembered; nothing where there is no file of it.
fn state(path: &Path) -> Result<State, Error> {
    if !path.is_file() {
        return Ok(State::default());
    }
    State::parse(&read(path, usize::MAX)?).map_err(|why| {
        Error::Usage(format!(
            "“{}”{why}；请恢复它的备份，没有备份的请把它移走：会按 {FILE} 重新记录",
            path.display()
        ))
    })
}

/// Withdrawals and dates stand in the feed alone: without it, those who follow it would be
/// told less than they know.
fn refuse_lost_feed(path: &Path, state: &State) -> Result<(), Error> {
    match state.reports.len() {
        0 => Ok(()),
        count => Err(Error::Usage(format!(
            "“{}”不在了，而以前发布过 {count} 份报告；请恢复它的备份再试，发布时间和撤回记录只在它里面；确实要从头开始的，请把“{STATE}”也移走",
            path.display()
        ))),
    }
}

fn options(request: &Request<'_>, previous: Option<&Feed>) -> Result<Options, Error> {
    for (name, typed) in [("--title", request.title), ("--author", request.author)] {
        if typed.is_some_and(|typed| typed.trim().is_empty()) {
            let sentence = format!("{name} 后面是空的；请写上内容，或去掉 {name}");
            return Err(Error::Usage(sentence));
        }
    }
    let base = match (request.base_url, previous) {
        (Some(typed), _) => Base::new(typed).map_err(|why| {
            Error::Usage(format!(
                "--base-url 写的“{typed}”不能用：{why}；应如 https://www.example.gov.cn/xxgk/"
            ))
        })?,
        (None, Some(feed)) if feed.base.is_right() => feed.base.clone(),
        (None, Some(feed)) => {
            let sentence =
                format!("{FILE} 里原来的网址“{}”写得不对，请用 --base-url 重写", feed.base);
            return Err(Error::Usage(sentence));
        }
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
        yes: request.yes,
        republish: request.republish,
        lost: BTreeSet::new(),
        unread: Vec::new(),
        state: State::default(),
    })
}

impl Updated {
    /// What has changed, in words.
    pub fn summary(&self) -> String {
        let Updated { path, built, passed_over, closed } = self;
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
        if !built.dated.is_empty() {
            let titles: Vec<String> =
                built.dated.iter().map(|title| format!("“{title}”")).collect();
            text.push_str(&format!("{}的更正补写了日期或说明\n", titles.join("、")));
        }
        if tally.withdrawn > 0 {
            text.push_str("撤回的报告，原来发布的文件还在年度文件夹里，请一并从网站上删除\n");
        }
        if !passed_over.is_empty() {
            text.push_str(&format!("不是年度报告，没有计入：{}\n", passed_over.join("、")));
        }
        if !closed.is_empty() {
            text.push_str(&format!("没有看的文件夹：{}\n", closed.join("、")));
        }
        text
    }
}

/// Takes away what killed runs left in all folders that are written to.
fn sweep_all(folder: &Path, built: &Built) {
    let copies = built.copies.iter().map(|copy| copy.to.as_str());
    let files = copies.chain(built.published.keys().map(String::as_str));
    let schemas = folder.join(SCHEMA_FOLDER);
    let mut folders = BTreeSet::from([folder.to_owned(), schemas]);
    folders.extend(files.filter_map(|path| Some(below(folder, path).parent()?.to_owned())));
    folders.iter().for_each(|folder| sweep(folder));
}

/// `SHA256SUMS` over all that goes to the website: what is given, reports and published files.
fn save_sums(
    folder: &Path,
    sources: &[Source],
    built: &Built,
    mut sums: BTreeMap<String, String>,
) -> Result<(), Error> {
    sums.extend(built.published.clone());
    for source in sources {
        let name = format!("{}.xml", source.stem);
        let sum = sha256(&read(&below(folder, &name), usize::MAX)?);
        sums.insert(name, sum);
    }
    save_changed(&folder.join(SUMS), &sums::lines(&sums))
}

/// A further page of the feed as it was.
fn read_page(path: &Path) -> Result<Vec<u8>, Error> {
    match path.is_file() {
        true => read(path, usize::MAX),
        false => Err(Error::Usage(format!(
            "{FILE} 的后一页“{}”不在了；请恢复它的备份再试",
            path.display()
        ))),
    }
}

/// Takes away pages that neither this feed nor the one before leads to: who began to read that
/// one a moment ago may still go on.
fn remove_pages(
    folder: &Path,
    pages: &BTreeMap<String, String>,
    old: &[String],
) -> Result<(), Error> {
    let is_kept = |name: &str| pages.contains_key(name) || old.iter().any(|own| own == name);
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let Some(name) = name.to_str() else { continue };
        let path = folder.join(name);
        if !is_kept(name) && is_page(&path, name)? {
            std::fs::remove_file(&path).map_err(|source| Error::Write { path, source })?;
        }
    }
    Ok(())
}

/// Saves a file if it is not there with these very bytes.
fn save_changed(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.is_file() && read(path, usize::MAX)? == bytes {
        return Ok(());
    }
    save(path, bytes)
}
