//! What lies in the folder of a feed: reports in, published files and check sums out.

use crate::cli::schema::schemas;
use crate::deliver::archive::sums::{self, NAME as SUMS, fingerprint as sha256};
use crate::deliver::feed::{Built, Copy, FILE, Feed, KINDS, Kind, Source, SourceFile};
use crate::deliver::save::save;
use crate::error::Error;
use crate::model::Forms;
use crate::payload::read::read_payload;
use crate::payload::write::MOST_BYTES;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Every version of our payload has this in it, and nothing else does.
const MARK: &[u8] = b"urn:x-nianbao:xxgk-report:";
/// Where the schemas lie, for whoever takes the feed in.
const SCHEMA_FOLDER: &str = "xsd";

/// The reports directly in the folder by name, and the XML files that are none.
pub fn sources(folder: &Path, forms: Forms) -> Result<(Vec<Source>, Vec<String>), Error> {
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
        let files = KINDS.iter().filter_map(|kind| length_and_sum(folder, stem, kind).transpose());
        let files = files.collect::<Result<_, _>>()?;
        sources.push(Source { stem: stem.to_owned(), payload, files });
    }
    Ok((sources, passed_over))
}

/// Length and hash of one file of a report, if it has it.
fn length_and_sum(
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
pub fn publish(folder: &Path, copy: &Copy) -> Result<(), Error> {
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

pub fn read(path: &Path, most: usize) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(most as u64).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Published files of the feed that are no longer where they were put.
pub fn lost(folder: &Path, feed: &Feed) -> BTreeSet<String> {
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
pub fn save_sums(
    folder: &Path,
    sources: &[Source],
    built: &Built,
    forms: Forms,
) -> Result<(), Error> {
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
pub fn check_sums_are_ours(folder: &Path) -> Result<(), Error> {
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
