//! `nianbao feed`: the folder of converted reports as a feed.

use super::Outcome;
use super::args::FeedArgs;
use super::console::Console;
use crate::diag::{Severity, text};
use crate::error::Error;
use crate::reader::xml::read_payload;
use crate::writers::feed::{
    Asked, Base, Built, Copy, FILE, Feed, KINDS, Kind, Options, Source, SourceFile, build, parse,
};
use crate::writers::save::save;
use crate::writers::xml::MOST_BYTES;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Every version of our payload has this in it, and nothing else does.
const MARK: &[u8] = b"urn:x-nianbao:xxgk-report:";

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
    let options = options(request, previous.as_ref())?;
    let (sources, passed_over) = sources(folder)?;
    let built = build(&sources, previous.as_ref(), &options)?;
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
    console.complain(&text::render(
        &path.display().to_string(),
        &built.findings,
        &crate::diag::Style::stderr(),
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
    })
}

/// The reports directly in the folder by name, and the XML files that are none.
fn sources(folder: &Path) -> Result<(Vec<Source>, Vec<String>), Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let is_xml = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml"));
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_xml && path.is_file() && name != FILE && !name.starts_with('.') {
            paths.push(path);
        }
    }
    paths.sort();
    let (mut sources, mut passed_over) = (Vec::new(), Vec::new());
    for path in paths {
        let bytes = read(&path, MOST_BYTES + 1)?;
        if !bytes.windows(MARK.len()).any(|window| window == MARK) {
            passed_over.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
            continue;
        }
        let payload = read_payload(&bytes).map_err(|error| match error {
            Error::NotAWorkbook(why) => Error::NotAWorkbook(format!("“{}”：{why}", path.display())),
            other => other,
        })?;
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else {
            return Err(Error::Usage(format!("“{}”的文件名不是 Unicode 文字", path.display())));
        };
        let files = KINDS.iter().filter_map(|kind| fingerprint(folder, stem, kind).transpose());
        let files = files.collect::<Result<_, _>>()?;
        sources.push(Source { stem: stem.to_owned(), payload, files });
    }
    Ok((sources, passed_over))
}

/// Length and hash of one file of a report, if it has it.
fn fingerprint(
    folder: &Path,
    stem: &str,
    kind: &'static Kind,
) -> Result<Option<SourceFile>, Error> {
    let path = folder.join(format!("{stem}.{}", kind.ending));
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = read(&path, usize::MAX)?;
    let length = bytes.len() as u64;
    Ok((length > 0).then(|| SourceFile { kind, length, sha256: sha256(&bytes) }))
}

/// Puts a file where the feed says it is. What is published there already stays.
fn publish(folder: &Path, copy: &Copy) -> Result<(), Error> {
    let to: PathBuf = copy.to.split('/').fold(folder.to_owned(), |path, part| path.join(part));
    if to.exists() {
        return match sha256(&read(&to, usize::MAX)?) == copy.sha256 {
            true => Ok(()),
            false => Err(Error::Usage(format!(
                "“{}”已经发布过，内容与现在的不同；发布过的文件不能改动，请恢复原来的 {FILE} 再试",
                to.display()
            ))),
        };
    }
    let from = folder.join(&copy.from);
    let bytes = read(&from, usize::MAX)?;
    if sha256(&bytes) != copy.sha256 {
        return Err(Error::Usage(format!("“{}”正在被改动，请稍后重试", from.display())));
    }
    save(&to, &bytes)
}

fn read(path: &Path, most: usize) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(most as u64).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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
    if !passed_over.is_empty() {
        text.push_str(&format!("不是年度报告，没有计入：{}\n", passed_over.join("、")));
    }
    text
}
