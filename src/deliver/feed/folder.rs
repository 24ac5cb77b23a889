//! The folder of a feed: reports in; the feed, published files and check sums out.

use super::{
    Asked, Base, Built, Copy, FILE, FILE_KINDS, Feed, FileKind, Options, Source, SourceFile,
};
use super::{build, parse};
use crate::deliver::archive::sums::{self, NAME as SUMS};
use crate::deliver::save::save;
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::Forms;
use crate::payload::read::read_payload;
use crate::payload::schemas::schemas;
use crate::payload::write::MOST_BYTES;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Every version of our payload has this in it, and nothing else does.
const MARK: &[u8] = b"urn:x-nianbao:xxgk-report:";
/// Where the schemas lie, for whoever takes the feed in.
const SCHEMA_FOLDER: &str = "xsd";

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
}

/// Builds or updates the feed of a folder.
///
/// # Errors
/// [`Error::Usage`] for what is asked wrongly or cannot be done without more being said;
/// [`Error::Read`] and [`Error::Write`] for files.
pub fn update(folder: &Path, request: &Request<'_>) -> Result<Updated, Error> {
    let path = folder.join(FILE);
    let before = if path.exists() { Some(read(&path, usize::MAX)?) } else { None };
    let previous = before.as_deref().map(|bytes| parse(bytes, request.forms)).transpose()?;
    let mut options = options(request, previous.as_ref())?;
    options.lost = previous.as_ref().map(|feed| lost(folder, feed)).unwrap_or_default();
    let (sources, passed_over) = sources(folder, request.forms)?;
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
    save_sums(folder, &sources, &built, request.forms)?;
    Ok(Updated { path, built, passed_over })
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
        republish: request.republish,
        lost: BTreeSet::new(),
    })
}

impl Updated {
    /// What has changed, in words.
    pub fn summary(&self) -> String {
        let Updated { path, built, passed_over } = self;
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
}

/// The reports directly in the folder by name, and the XML files that are none.
fn sources(folder: &Path, forms: Forms) -> Result<(Vec<Source>, Vec<String>), Error> {
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
        let payload = read_payload(&bytes, forms).map_err(|error| match error {
            Error::NotAWorkbook(why) => Error::NotAWorkbook(format!("“{}”：{why}", path.display())),
            other => other,
        })?;
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else {
            return Err(Error::Usage(format!("“{}”的文件名不是 Unicode 文字", path.display())));
        };
        let files =
            FILE_KINDS.iter().filter_map(|kind| length_and_sum(folder, stem, kind).transpose());
        let files = files.collect::<Result<_, _>>()?;
        sources.push(Source { stem: stem.to_owned(), payload, files });
    }
    Ok((sources, passed_over))
}

/// Length and hash of one file of a report, if it has it.
fn length_and_sum(
    folder: &Path,
    stem: &str,
    kind: &'static FileKind,
) -> Result<Option<SourceFile>, Error> {
    let path = folder.join(format!("{stem}.{}", kind.ending));
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = read(&path, usize::MAX)?;
    let length = bytes.len() as u64;
    // A piece of a page (`--html-fragment`) is for the inside of another and is not published.
    let is_whole = kind.ending != "html" || is_page(&bytes);
    Ok((length > 0 && is_whole).then(|| SourceFile { kind, length, sha256: sha256(&bytes) }))
}

/// Whether it begins as a page of its own does.
fn is_page(html: &[u8]) -> bool {
    let text = html.strip_prefix(b"\xef\xbb\xbf").unwrap_or(html).trim_ascii_start();
    text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype"))
}

/// Puts a file where the feed says it is. What is published there already stays.
fn publish(folder: &Path, copy: &Copy) -> Result<(), Error> {
    let to = below(folder, &copy.to);
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

/// Published files of the feed that are no longer where they were put.
fn lost(folder: &Path, feed: &Feed) -> BTreeSet<String> {
    let files = feed.entries.iter().flat_map(|entry| &entry.payload.files);
    let paths = files.filter_map(|file| feed.base.path(&file.href));
    paths.filter(|path| !below(folder, path).is_file()).collect()
}

/// A path with `/` below the folder.
fn below(folder: &Path, path: &str) -> PathBuf {
    path.split('/').fold(folder.to_owned(), |path, part| path.join(part))
}

/// The schemas, and `SHA256SUMS` over all that goes to the website: feed, schemas, reports
/// and published files.
fn save_sums(folder: &Path, sources: &[Source], built: &Built, forms: Forms) -> Result<(), Error> {
    let mut sums: BTreeMap<String, String> = built.published.clone();
    sums.insert(FILE.to_owned(), sha256(&built.feed));
    for (name, text) in schemas(forms) {
        let path = format!("{SCHEMA_FOLDER}/{name}");
        save_changed(&below(folder, &path), text.as_bytes())?;
        sums.insert(path, sha256(text.as_bytes()));
    }
    for source in sources {
        let name = format!("{}.xml", source.stem);
        let sum = sha256(&read(&folder.join(&name), usize::MAX)?);
        sums.insert(name, sum);
    }
    save_changed(&folder.join(SUMS), &sums::lines(&sums))
}

/// Refuses a folder whose check sums are of something else, such as an archive's.
fn check_sums_are_ours(folder: &Path) -> Result<(), Error> {
    let path = folder.join(SUMS);
    let own = format!("  {FILE}\n");
    if path.exists() && !String::from_utf8_lossy(&read(&path, usize::MAX)?).contains(&own) {
        return Err(Error::Usage(format!(
            "“{}”不是本命令生成的，不覆盖；请换一个文件夹，或先把它移走",
            path.display()
        )));
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
