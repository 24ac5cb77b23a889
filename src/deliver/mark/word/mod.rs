//! The marked copy of a Word file: a comment at every sentence, or paragraph in a table, that
//! has a finding. Only the body, the comments and the lists that lead to them change.

mod runs;

use super::broken;
use crate::diag::Finding;
use crate::error::Error;
use crate::formats::opc::Edit;
use crate::formats::xml::markup::{Tag, TagKind, tags};
use crate::formats::xml::patch::Patch;
use crate::formats::xml::printer::encode;
use runs::{Cut, Runs};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

/// Who speaks in our comments.
const AUTHOR: &str = "nianbao 核对";
const CONTENT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// A signature covers the bytes of the parts: any comment breaks it.
const SIGNED: &str =
    "文档带有数字签名，加了批注签名就会失效，所以没有标注；请另存一份副本，再标注副本";
const CANNOT: &str = "这种格式不能加批注，请用 WPS 或 Word 另存为“Word 文档（*.docx）”后再标注";

/// What a finding is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Passage<'t> {
    /// Which paragraph of the file.
    pub paragraph: u32,
    /// The sentence of it; none for the whole.
    pub sentence: Option<&'t str>,
}

/// A copy of a Word file with a comment for every finding; `passage` tells what one is about.
/// What has none is said at the first paragraph.
///
/// The same file and findings give the same bytes.
///
/// # Errors
/// [`Error::Usage`] when the file is no Word file or is signed; [`Error::Writer`] when a part
/// that has to change is not readable.
pub fn mark_word<'t>(
    document: &[u8],
    findings: &'t [Finding],
    passage: impl Fn(&'t Finding) -> Option<Passage<'t>>,
) -> Result<Vec<u8>, Error> {
    let cannot = || Error::Usage(CANNOT.into());
    let mut package = Edit::open(document).map_err(|_| cannot())?;
    let root = package.relationships("")?;
    let is_signed = root.part("origin").is_some_and(|part| package.has(part))
        || package.names().any(|name| name.starts_with("_xmlsignatures/"));
    if is_signed {
        return Err(Error::Usage(SIGNED.into()));
    }
    let main = root.part("officeDocument").unwrap_or("word/document.xml").to_owned();
    let strict = root.is_strict();
    let body = package.text(&main)?.ok_or_else(cannot)?;
    let links = package.relationships(&main)?;
    let known = links.part("comments").map(str::to_owned);
    let old = match &known {
        Some(part) => package.text(part)?,
        None => None,
    };
    let old = old.unwrap_or_else(blank);
    let (ours, next) = earlier(&old)?;
    let mut passages: Vec<(Passage<'_>, &Finding)> = findings
        .iter()
        .filter(|finding| finding.accepted.is_none())
        .map(|finding| (passage(finding).unwrap_or_default(), finding))
        .collect();
    passages.sort_by_key(|(passage, _)| passage.paragraph);
    let mut comments = String::new();
    let mut at: BTreeMap<u32, Vec<Comment<'_>>> = BTreeMap::new();
    for (id, (passage, finding)) in (next..).zip(passages) {
        comment(id, finding, &mut comments);
        at.entry(passage.paragraph).or_default().push(Comment { id, sentence: passage.sentence });
    }
    package.put(&main, marked(&body, &at, &ours)?);
    let part = match known {
        Some(part) => part,
        None if comments.is_empty() => return package.finish().map_err(broken),
        None => {
            let part = package.unused("word/comments", ".xml");
            package.relate(&main, "comments", &part, strict)?;
            part
        }
    };
    package.write(&part, with_comments(&old, &comments, &ours)?);
    package.declare(&part, CONTENT_TYPE)?;
    package.finish().map_err(broken)
}

fn blank() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{NAMESPACE}\"></w:comments>"
    )
}

/// A comment with the sentence that it is about; none for the whole paragraph.
#[derive(Debug, Clone, Copy)]
struct Comment<'t> {
    id: usize,
    sentence: Option<&'t str>,
}

/// One comment: what is wrong, and what to do.
fn comment(id: usize, finding: &Finding, out: &mut String) {
    let line = |text: &str| {
        let text = encode(text);
        format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
    };
    let said = format!("{} {}：{}", finding.severity, finding.code.id, finding.message);
    let help = match finding.help.is_empty() {
        true => String::new(),
        false => line(&format!("修改：{}", finding.help)),
    };
    let _ = write!(
        out,
        "<w:comment w:id=\"{id}\" w:author=\"{AUTHOR}\" w:initials=\"NB\">{}{help}</w:comment>",
        line(&said)
    );
}

/// The ids of our comments of an earlier marking, and the first id that is free.
fn earlier(comments: &str) -> Result<(BTreeSet<String>, usize), Error> {
    let (mut ours, mut next) = (BTreeSet::new(), 1);
    for tag in tags(comments) {
        let tag = tag?;
        let Some(id) = tag.opens("comment").then(|| tag.prefixed("id")).flatten() else { continue };
        next = next.max(id.number::<usize>().map_or(0, |id| id.saturating_add(1)));
        if tag.prefixed("author").is_some_and(|author| author.text() == AUTHOR) {
            ours.insert(id.text().into_owned());
        }
    }
    Ok((ours, next))
}

/// The comments with the new ones in and our old ones out.
fn with_comments(old: &str, new: &str, ours: &BTreeSet<String>) -> Result<String, Error> {
    let mut patch = Patch::new(old);
    let mut begun: Option<usize> = None;
    for tag in tags(old) {
        let tag = tag?;
        let is_own = tag.prefixed("id").is_some_and(|id| ours.contains(&*id.text()));
        match (tag.local(), tag.kind) {
            ("comment", TagKind::Open) if is_own => begun = Some(tag.span.start),
            ("comment", TagKind::Empty) if is_own => patch.remove(tag.span.clone()),
            ("comment", TagKind::Close) => {
                if let Some(start) = begun.take() {
                    patch.remove(start..tag.span.end);
                }
            }
            ("comments", TagKind::Close) => {
                patch.insert(tag.span.start, named(new, tag.prefix(), old))
            }
            ("comments", TagKind::Empty) => {
                tag.fill(&named(new, tag.prefix(), old), &mut patch);
            }
            _ => {}
        }
    }
    Ok(patch.apply())
}

/// Comments in the prefix of the part they go into.
fn named(comments: &str, prefix: &str, part: &str) -> String {
    // A part may call the namespace otherwise; then each comment brings its own name for it.
    match prefix == "w:" && part.contains("xmlns:w=") {
        true => comments.to_owned(),
        false => comments.replace("<w:comment ", &format!("<w:comment xmlns:w=\"{NAMESPACE}\" ")),
    }
}

/// A paragraph that is open.
struct Open {
    number: u32,
    depth: usize,
    /// Behind its properties.
    start: usize,
    is_begun: bool,
    runs: Runs,
}

/// The body with ranges for these comments in, and those of our old ones out.
fn marked<'t>(
    body: &'t str,
    at: &BTreeMap<u32, Vec<Comment<'_>>>,
    ours: &BTreeSet<String>,
) -> Result<Patch<'t>, Error> {
    let mut patch = Patch::new(body);
    let mut open: Vec<Open> = Vec::new();
    let (mut count, mut is_body) = (0, false);
    let mut cuts: BTreeMap<Cut, String> = BTreeMap::new();
    let mut run: Option<Range<usize>> = None;
    let mut is_own_run = false;
    // Word lets no comment stand in a text box: it goes to the paragraph around.
    let mut boxed: Vec<usize> = Vec::new();
    for tag in tags(body) {
        let tag = tag?;
        if let Some(paragraph) = open.last_mut().filter(|_| is_text(&tag)) {
            paragraph.runs.take(&tag);
        }
        let is_own =
            |tag: &Tag<'_>| tag.prefixed("id").is_some_and(|id| ours.contains(&*id.text()));
        match (tag.local(), tag.kind) {
            ("body", TagKind::Open) => is_body = true,
            ("commentRangeStart" | "commentRangeEnd", TagKind::Empty) if is_own(&tag) => {
                patch.remove(tag.span.clone());
            }
            ("r", TagKind::Open) => (run, is_own_run) = (Some(tag.span.clone()), false),
            ("commentReference", _) => is_own_run = is_own(&tag),
            ("r", TagKind::Close) => {
                if let Some(begun) = run.take().filter(|_| is_own_run) {
                    patch.remove(begun.start..tag.span.end);
                }
                is_own_run = false;
            }
            ("pPr", kind) => {
                if let Some(paragraph) = open.last_mut()
                    && tag.depth == paragraph.depth + 1
                    && kind != TagKind::Open
                    && !paragraph.is_begun
                {
                    paragraph.start = tag.span.end;
                    paragraph.is_begun = true;
                }
            }
            ("p", TagKind::Open) if is_body && is_text(&tag) => {
                open.push(Open {
                    number: count,
                    depth: tag.depth,
                    start: tag.span.end,
                    is_begun: false,
                    runs: Runs::default(),
                });
                count += 1;
            }
            ("p", TagKind::Empty) if is_body && is_text(&tag) => {
                let ids = at.get(&count).into_iter().flatten().map(|comment| comment.id);
                let ids: Vec<usize> = ids.collect();
                match open.is_empty() {
                    true if !ids.is_empty() => {
                        let (start, end) = range(&ids, tag.prefix());
                        tag.fill(&(start + &end), &mut patch);
                    }
                    true => {}
                    false => boxed.extend(ids),
                }
                count += 1;
            }
            ("p", TagKind::Close) if open.last().is_some_and(|one| one.depth == tag.depth) => {
                let Some(paragraph) = open.pop() else { continue };
                let comments = at.get(&paragraph.number).map_or(&[][..], Vec::as_slice);
                if !open.is_empty() {
                    boxed.extend(comments.iter().map(|comment| comment.id));
                    continue;
                }
                let mut ids = Vec::new();
                for Comment { id, sentence } in comments {
                    match sentence.and_then(|words| paragraph.runs.find(body, words)) {
                        Some((first, last)) => {
                            let (start, end) = range(&[*id], tag.prefix());
                            cuts.entry(last).or_default().insert_str(0, &end);
                            cuts.entry(first).or_default().push_str(&start);
                        }
                        None => ids.push(*id),
                    }
                }
                ids.append(&mut boxed);
                if !ids.is_empty() {
                    let (start, end) = range(&ids, tag.prefix());
                    patch.insert(paragraph.start, start);
                    patch.insert(tag.span.start, end);
                }
            }
            _ => {}
        }
    }
    for (Cut { at, before, behind }, marks) in cuts {
        patch.insert(at, before + &marks + &behind);
    }
    Ok(patch)
}

/// Whether a tag is one of the text and not of a drawing or a formula.
fn is_text(tag: &Tag<'_>) -> bool {
    !matches!(tag.prefix(), "a:" | "dgm:" | "m:")
}

/// What stands before and behind the text that comments are about.
fn range(ids: &[usize], prefix: &str) -> (String, String) {
    let (mut start, mut end) = (String::new(), String::new());
    for id in ids {
        let _ = write!(start, "<{prefix}commentRangeStart {prefix}id=\"{id}\"/>");
        let _ = write!(
            end,
            "<{prefix}commentRangeEnd {prefix}id=\"{id}\"/><{prefix}r><{prefix}commentReference {prefix}id=\"{id}\"/></{prefix}r>"
        );
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::samples::NB106;
    use crate::formats::opc::archive::{Packed, archive};

    const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"x\"/></Types>";
    const BODY: &str = "<w:document xmlns:w=\"urn:w\"><w:body><w:p><w:pPr><w:jc/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>";

    fn file() -> Vec<u8> {
        of(BODY)
    }

    fn of(body: &str) -> Vec<u8> {
        let parts = [("[Content_Types].xml", TYPES), ("word/document.xml", body)];
        let packed: Vec<Packed> =
            parts.iter().map(|(name, text)| Packed::new(name, text.as_bytes()).unwrap()).collect();
        archive(&packed).unwrap()
    }

    fn text(bytes: &[u8], part: &str) -> String {
        Edit::open(bytes).unwrap().text(part).unwrap().unwrap_or_default()
    }

    #[test]
    fn comments_stand_at_their_paragraphs_and_nothing_else_changes() {
        let findings = [Finding::new(&NB106, "甲<", "改"), Finding::new(&NB106, "乙", "")];
        let places = |finding: &Finding| {
            let is_second = finding.message.to_string() == "乙";
            is_second.then_some(Passage { paragraph: 1, sentence: None })
        };
        let once = mark_word(&file(), &findings, places).unwrap();
        let body = text(&once, "word/document.xml");
        assert!(body.contains("</w:pPr><w:commentRangeStart w:id=\"1\"/><w:r><w:t>甲"), "{body}");
        assert!(body.contains("<w:tc><w:p><w:commentRangeStart w:id=\"2\"/><w:commentRangeEnd"));
        let comments = text(&once, "word/comments1.xml");
        assert!(comments.contains("提示 NB106：甲&lt;") && comments.contains("修改：改"));
        // Marked again, it is as if it had been marked once; without findings, as before.
        let again = mark_word(&once, &findings, places).unwrap();
        let strip = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
        assert_eq!(strip(&text(&again, "word/document.xml")), strip(&body));
        let none = mark_word(&once, &[], places).unwrap();
        assert_eq!(text(&none, "word/document.xml").replace("<w:p></w:p>", "<w:p/>"), BODY);
        assert!(!text(&none, "word/comments1.xml").contains("<w:comment "));
    }

    #[test]
    fn a_comment_covers_the_sentence_it_is_about_and_runs_keep_their_look() {
        let findings = [Finding::new(&NB106, "甲", ""), Finding::new(&NB106, "乙", "")];
        let body = "<w:document xmlns:w=\"urn:w\"><w:body><w:p><w:r><w:t>一。</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>二&amp;三，</w:t></w:r><w:r><w:t>四。五</w:t></w:r></w:p></w:body></w:document>";
        let words = |finding: &Finding| {
            let sentence =
                if finding.message.to_string() == "甲" { "二&三，四。" } else { "没有" };
            Some(Passage { paragraph: 0, sentence: Some(sentence) })
        };
        let once = mark_word(&of(body), &findings, words).unwrap();
        let told = text(&once, "word/document.xml");
        for part in [
            "<w:p><w:commentRangeStart w:id=\"2\"/>",
            "</w:r><w:commentRangeStart w:id=\"1\"/><w:r><w:rPr><w:b/></w:rPr><w:t>二&amp;三，",
            "<w:t>四。</w:t></w:r><w:commentRangeEnd w:id=\"1\"/>",
            "</w:r><w:r><w:t>五</w:t></w:r><w:commentRangeEnd w:id=\"2\"/>",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        // Marked again, no run is cut again.
        let again = mark_word(&once, &findings, words).unwrap();
        let runs = |text: &str| text.matches("<w:t>").count();
        assert_eq!(runs(&text(&again, "word/document.xml")), runs(&told));
    }

    #[test]
    fn what_is_no_word_file_is_refused() {
        assert!(matches!(mark_word(b"x", &[], |_| None), Err(Error::Usage(_))));
    }
}
