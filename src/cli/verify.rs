//! `nianbao verify`.

use super::Outcome;
use super::args::VerifyArgs;
use super::console::Console;
use crate::deliver::archive::figures::compare;
use crate::deliver::archive::{DOCX, METADATA, PDF, XML, sums};
use crate::error::Error;
use crate::pipeline::load::load_forms;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// No more differences than this are listed.
const MOST: usize = 50;

/// Checks the fingerprints of a folder made by `archive`, and whether its documents have the
/// same figures.
pub fn run(args: &VerifyArgs, console: &Console) -> Result<Outcome, Error> {
    let forms = load_forms(&args.forms.form)?;
    let folder = &args.folder;
    let sums = read(folder, sums::NAME)?;
    let listed = sums::read(&sums).map_err(|line| {
        Error::Usage(format!("“{}”第 {line} 行不是校验值", folder.join(sums::NAME).display()))
    })?;
    let mut outcome = Outcome::Clean;
    let mut wrong = |sentence: String| {
        console.print(&format!("不符  {sentence}\n"));
        outcome = Outcome::Findings;
    };
    let mut files: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for (name, sum) in &listed {
        match read(folder, name) {
            Ok(bytes) if sums::fingerprint(&bytes) == *sum => {
                console.print(&format!("一致  {name}：校验值\n"));
                files.insert(name, bytes);
            }
            Ok(bytes) => {
                wrong(format!("{name}：内容已被改动，校验值不同"));
                files.insert(name, bytes);
            }
            Err(Error::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                wrong(format!("{name}：文件缺失"));
            }
            Err(error) => return Err(error),
        }
    }
    let others = others(folder, &listed)?;
    for name in &others {
        wrong(format!("{name}：校验值清单里没有这个文件"));
        // Its figures may be right all the same.
        if [XML, DOCX, PDF, METADATA].contains(&name.as_str()) {
            files.insert(name, read(folder, name)?);
        }
    }
    if let Some(metadata) = files.get(METADATA) {
        let metadata = String::from_utf8_lossy(metadata);
        for name in [PDF, DOCX, XML] {
            let Some(bytes) = files.get(name) else { continue };
            if !metadata.contains(&sums::fingerprint(bytes)) {
                wrong(format!("{name}：与 {METADATA} 里登记的校验值不同"));
            }
        }
    }
    match (files.get(XML), files.get(DOCX), files.get(PDF)) {
        (Some(xml), Some(docx), Some(pdf)) => match compare(xml, docx, pdf, forms) {
            Ok(agreement) => {
                for sentence in agreement.differences.iter().take(MOST) {
                    wrong(sentence.clone());
                }
                let more = agreement.differences.len().saturating_sub(MOST);
                if more > 0 {
                    wrong(format!("另有 {more} 处"));
                }
                if agreement.differences.is_empty() {
                    let (tables, figures) = (agreement.tables, agreement.figures);
                    console.print(&format!(
                        "一致  {tables} 张表 {figures} 个数据：XML、DOCX、PDF 逐格相同\n"
                    ));
                }
            }
            Err(error) => wrong(error.to_string()),
        },
        _ => wrong(format!("{XML}、{DOCX}、{PDF} 不齐，无法核对数据")),
    }
    let shown = folder.display();
    let verdict = if outcome == Outcome::Clean { "全部一致" } else { "有不符之处" };
    console.print(&format!("{shown}：{verdict}\n"));
    Ok(outcome)
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, Error> {
    let path = folder.join(name);
    std::fs::read(&path).map_err(|source| Error::Read { path, source })
}

/// Files of the folder that nobody vouches for.
fn others(folder: &Path, listed: &[(String, String)]) -> Result<BTreeSet<String>, Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut others = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if name != sums::NAME && !listed.iter().any(|(listed, _)| *listed == name) {
            others.insert(name);
        }
    }
    Ok(others)
}
