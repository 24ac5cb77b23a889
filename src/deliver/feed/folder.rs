//! The folder of a feed: reports in; the feed, published files and check sums out.

use super::pages::is_further;
use super::sources::{Found, below, read};
use super::state::State;
use super::{Asked, Base, Built, Copy, FILE, Feed, Options, Source, build, parse_pages};
use crate::deliver::archive::sums::{self, NAME as SUMS};
use crate::deliver::save::{save, sweep};
use crate::deliver::written::Written;
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::Forms;
use crate::payload::schemas::schemas;
use crate::payload::write::PublishedFile;
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
    let (previous, found) = std::thread::scope(|scope| {
        let found = scope.spawn(|| Found::look(folder, request.forms));
        let previous = previous(folder, request.forms);
        (previous, found.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let (previous, old_pages) = previous?.unzip();
    let mut options = options(request, previous.as_ref())?;
    options.lost = previous.as_ref().map(|feed| lost(folder, feed)).unwrap_or_default();
    let Found { sources, unread, passed_over, closed } = found?;
    if let (true, None, Some((name, why))) = (sources.is_empty(), &previous, unread.first()) {
        return Err(Error::NotAWorkbook(format!("“{}”：{why}", below(folder, name).display())));
    }
    options.unread = unread;
    let state_file = folder.join(STATE);
    if state_file.is_file() {
        options.state = State::parse(&read(&state_file, usize::MAX)?);
    }
    let built = build(&sources, previous.as_ref(), &options)?;
    let announced = announced(folder, previous.as_ref())?;
    sweep_all(folder, &built);
    // The feed comes after what it names, and what is remembered of it comes last: a run that
    // is killed in between is made good by the next.
    for copy in &built.copies {
        publish(folder, copy, announced.get(&copy.to))?;
    }
    let written = Written::default();
    for (stem, bytes) in &built.reports {
        let file = (below(folder, &format!("{stem}.xml")), bytes.clone());
        // It was read a moment ago, and is the same but for its revision.
        written.claim(std::slice::from_ref(&file), true)?;
        save(&file.0, bytes)?;
    }
    let mut pages = BTreeMap::new();
    for (name, bytes) in built.pages() {
        save_changed(&folder.join(&name), &bytes)?;
        pages.insert(name, sha256(&bytes));
    }
    save_sums(folder, &sources, &built, &pages, request.forms)?;
    save_changed(&state_file, &built.state.write())?;
    remove_pages(folder, &pages, &old_pages.unwrap_or_default())?;
    Ok(Updated { path, built, passed_over, closed })
}

/// The feed as it was, and its further pages; `None` where there is none yet.
fn previous(folder: &Path, forms: Forms) -> Result<Option<(Feed, Vec<String>)>, Error> {
    let path = folder.join(FILE);
    let first = path.exists().then(|| read(&path, usize::MAX)).transpose()?;
    first.map(|first| parse_pages(first, forms, |name| read_page(&folder.join(name)))).transpose()
}

fn options(request: &Request<'_>, previous: Option<&Feed>) -> Result<Options, Error> {
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
        if tally.dated > 0 {
            text.push_str(&format!("{} 份更正补写了日期或说明\n", tally.dated));
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

/// Puts a file where the feed says it is. What was announced there stays or is restored; what
/// a run left that was killed before its feed was written is replaced.
fn publish(folder: &Path, copy: &Copy, announced: Option<&String>) -> Result<(), Error> {
    let to = below(folder, &copy.to);
    if to.is_file() {
        if sha256(&read(&to, usize::MAX)?) == copy.sha256 {
            return Ok(());
        }
        if announced.is_some_and(|sum| *sum != copy.sha256) {
            return Err(Error::Usage(format!(
                "“{}”已经发布过，内容与现在的不同；发布过的文件不能改动，请恢复原来的文件和 {FILE} 再试",
                to.display()
            )));
        }
    }
    let from = below(folder, &copy.from);
    let bytes = read(&from, usize::MAX)?;
    if sha256(&bytes) != copy.sha256 {
        return Err(Error::Usage(format!("“{}”正在被改动，请稍后重试", from.display())));
    }
    save(&to, &bytes)
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

/// Published files of the feed that are no longer where they were put.
fn lost(folder: &Path, feed: &Feed) -> BTreeSet<String> {
    let files = feed.entries.iter().flat_map(|entry| &entry.payload.files);
    let paths = files.filter_map(|file| feed.base.path(&file.href));
    paths.filter(|path| !below(folder, path).is_file()).collect()
}

/// The schemas, and `SHA256SUMS` over all that goes to the website: feed, schemas, reports
/// and published files. The pages of the feed are given with theirs.
fn save_sums(
    folder: &Path,
    sources: &[Source],
    built: &Built,
    pages: &BTreeMap<String, String>,
    forms: Forms,
) -> Result<(), Error> {
    let mut sums: BTreeMap<String, String> = built.published.clone();
    sums.extend(pages.clone());
    for (name, text) in schemas(forms) {
        let path = format!("{SCHEMA_FOLDER}/{name}");
        save_changed(&below(folder, &path), text.as_bytes())?;
        sums.insert(path, sha256(text.as_bytes()));
    }
    for source in sources {
        let name = format!("{}.xml", source.stem);
        let sum = sha256(&read(&below(folder, &name), usize::MAX)?);
        sums.insert(name, sum);
    }
    save_changed(&folder.join(SUMS), &sums::lines(&sums))
}

/// Paths of what was published, with its SHA-256: by the feed as it was, and by the check sums, which may be
/// of a feed that is lost. Refuses a folder whose check sums are of something else, such as
/// an archive's.
fn announced(folder: &Path, feed: Option<&Feed>) -> Result<BTreeMap<String, String>, Error> {
    let mut announced = BTreeMap::new();
    let path = folder.join(SUMS);
    if path.exists() {
        let bytes = read(&path, usize::MAX)?;
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.lines().filter_map(|line| line.split_once("  "));
        announced.extend(lines.map(|(sum, name)| (name.to_owned(), sum.to_owned())));
        if !announced.contains_key(FILE) {
            return Err(Error::Usage(format!(
                "“{}”不是本命令生成的，不覆盖；请换一个文件夹，或先把它移走",
                path.display()
            )));
        }
    }
    let files = feed.into_iter().flat_map(|feed| &feed.entries).flat_map(|one| &one.payload.files);
    let known = |file: &PublishedFile| Some((feed?.base.path(&file.href)?, file.sha256.clone()));
    announced.extend(files.filter_map(known));
    Ok(announced)
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
        if is_further(name) && !is_kept(name) {
            let path = folder.join(name);
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
