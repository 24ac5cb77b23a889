//! The signature of a report: the body and the date below its last paragraph, and what stands
//! behind them.

use super::flow::{Block, Cell, Content, Line};
use super::landmark::is_landmark;
use super::name;
use crate::model::form::fields;
use crate::model::{Date, Forms};
use crate::text::clean::trim;

/// How far from the end a signature may stand, in paragraphs: names of attachments, contacts
/// and whom a copy goes to may follow it.
const REACH: usize = 15;
/// A name and its seal may be set in so many lines.
const LINES: usize = 3;

/// A signature, taken from the end of a report.
#[derive(Default)]
pub struct Signature {
    /// The body as signed, and the paragraph of the file.
    pub body: Option<(String, u32)>,
    /// The date, the words of it, and the paragraph of the file.
    pub date: Option<(Date, String, u32)>,
    /// What stands behind it.
    pub behind: Vec<Block>,
}

/// Takes the signature out of a report; `named` are names of the body known otherwise.
pub fn take(body: &mut Vec<Block>, named: &[Option<String>], forms: Forms) -> Signature {
    take_out_of_table(body);
    let text_from = body
        .iter()
        .rposition(|block| block.line().is_none() || is_landmark(block, forms))
        .map_or(0, |at| at + 1);
    let first = text_from.max(body.len().saturating_sub(REACH));
    let lines: Vec<&Line> = body[first..].iter().filter_map(Block::line).collect();
    let Some((start, end, mut signed)) = find(&lines, named) else { return Signature::default() };
    signed.behind = body.split_off(first + end);
    body.truncate(first + start);
    signed
}

/// Where the signature begins and ends among the last lines, and what it says.
fn find(lines: &[&Line], named: &[Option<String>]) -> Option<(usize, usize, Signature)> {
    for at in (0..lines.len()).rev() {
        let line = lines[at];
        let text = trim(&line.text);
        let date = name::date(text);
        if date.is_some() || name::is_unfilled_date(text) {
            let date = date.map(|date| (date, text.to_owned(), line.source));
            let before = at.saturating_sub(LINES)..at;
            let names = before.rev().take_while(|at| is_signer(lines[*at], named)).count();
            if names > 0 {
                let body = signer_of(&lines[at - names..at], named);
                return Some((at - names, at + 1, Signature { body, date, behind: Vec::new() }));
            }
            let after = lines[at + 1..].iter().take(LINES);
            let names = after.take_while(|line| is_signer(line, named)).count();
            if names > 0 {
                let body = signer_of(&lines[at + 1..at + 1 + names], named);
                return Some((at, at + 1 + names, Signature { body, date, behind: Vec::new() }));
            }
            // A date alone signs where nothing but remarks follows.
            let is_end = lines[at + 1..].iter().all(|line| is_remark(&line.text));
            return is_end.then(|| (at, at + 1, Signature { date, ..Signature::default() }));
        }
        // One line may hold both.
        if let Some((before, after)) = text.rsplit_once(char::is_whitespace)
            && let Some(date) = name::date(after)
            && let own = (Line { text: before.to_owned(), ..line.clone() })
            && is_signer(&own, named)
        {
            let body = signer_of(&[&own], named);
            let date = Some((date, after.to_owned(), line.source));
            return Some((at, at + 1, Signature { body, date, behind: Vec::new() }));
        }
    }
    // A name known otherwise signs without a date.
    let last = lines.len().checked_sub(1)?;
    let is_named = is_one_of(&signer(&lines[last].text), named);
    let body = signer_of(&lines[last..], named);
    is_named.then(|| (last, last + 1, Signature { body, ..Signature::default() }))
}

/// The last rows of a table that is the whole document, as lines: the signature stands in one
/// cell or two.
fn take_out_of_table(body: &mut Vec<Block>) {
    let Some(Block { content: Content::Table(cells), within }) = body.last_mut() else { return };
    let row_of = |cell: &Cell| cell.area.first.0;
    let last = cells.iter().map(row_of).max().unwrap_or_default();
    let alone = |row: u32| {
        let mut filled =
            cells.iter().filter(|cell| row_of(cell) == row && !trim(&cell.text()).is_empty());
        let cell = filled.next()?;
        filled.next().is_none().then(|| cell.text())
    };
    let rows = (0..=last).rev().take(LINES + 1).map_while(|row| Some((row, alone(row)?)));
    let rows: Vec<(u32, String)> = rows.collect();
    let is_dated = |text: &str| {
        let mut lines = text.split('\n').map(trim);
        lines.any(|line| {
            name::date(line.rsplit(char::is_whitespace).next().unwrap_or(line)).is_some()
        })
    };
    let Some(end) = rows.iter().position(|(_, text)| is_dated(text)) else { return };
    // The name stands in the row of the date, or in those above it.
    let names = rows[end + 1..].iter().take_while(|(_, text)| name::is_body(text)).count();
    let Some((first, _)) = rows.get(end + names).cloned() else { return };
    let (within, mut lines) = (*within, Vec::new());
    cells.retain(|cell| {
        let is_own = row_of(cell) >= first;
        if is_own {
            let of_cell = cell.lines().flat_map(|line| {
                let texts = line.text.split('\n').map(trim).filter(|text| !text.is_empty());
                texts.map(|text| Line { text: text.to_owned(), ..line.clone() })
            });
            lines.extend(of_cell);
        }
        !is_own
    });
    body.extend(lines.into_iter().map(|line| Block { within, ..Block::of_line(line) }));
}

/// What may stand behind a date that signs alone: `（此件公开发布）`.
fn is_remark(text: &str) -> bool {
    const SHORT: usize = 40;
    text.chars().count() <= SHORT && !text.contains('。')
}

/// Who signs in these lines: one long name, or several bodies.
fn signer_of(lines: &[&Line], named: &[Option<String>]) -> Option<(String, u32)> {
    let names: Vec<String> = lines.iter().map(|line| signer(&line.text)).collect();
    let whole = names.concat();
    let is_whole = is_one_of(&whole, named) || !names.iter().all(|name| name::is_body(name));
    let source = lines.first()?.source;
    Some((if is_whole { whole } else { names.join("、") }, source))
}

/// A name without what is put behind it for the seal.
fn signer(text: &str) -> String {
    let mut text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for seal in &fields().seal_words {
        if let Some(rest) = text.strip_suffix(seal.as_str()) {
            text = rest.to_owned();
        }
    }
    text
}

fn is_signer(line: &Line, named: &[Option<String>]) -> bool {
    let name = signer(&line.text);
    line.level.is_none() && (is_one_of(&name, named) || name::is_body(&name))
}

fn is_one_of(name: &str, named: &[Option<String>]) -> bool {
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    named.iter().flatten().any(|one| bare(one) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(texts: &[&str]) -> (Option<String>, Option<String>, usize, Vec<String>) {
        let line =
            |text: &&str| Block::of_line(Line { level: None, text: (*text).into(), source: 0 });
        let mut body: Vec<Block> = texts.iter().map(line).collect();
        let signed = take(&mut body, &[Some("某某县司法局".into())], Forms::default());
        let behind = signed.behind.iter().filter_map(Block::line).map(|line| line.text.clone());
        (
            signed.body.map(|(name, _)| name),
            signed.date.map(|(date, ..)| date.to_string()),
            body.len(),
            behind.collect(),
        )
    }

    #[test]
    fn a_signature_may_have_something_behind_it() {
        let (name, day) = (Some("某某县司法局".to_owned()), Some("2025-01-20".to_owned()));
        for tail in [
            &[][..],
            &["（此件公开发布）"],
            &["附件：1.统计表", "抄送：市政府办公室。", "某某县司法局办公室 2025年1月21日印发"],
        ] {
            let mut texts = vec!["本年度没有其他事项。", "某某县司法局", "2025年1月20日"];
            texts.extend(tail);
            let tail: Vec<String> = tail.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(signed(&texts), (name.clone(), day.clone(), 1, tail), "{texts:?}");
        }
        assert_eq!(
            signed(&["文。", "2025年1月20日", "某某县司法局"]),
            (name.clone(), day.clone(), 1, Vec::new())
        );
        assert_eq!(
            signed(&["文。", "某某县司法局　2025年1月20日"]),
            (name.clone(), day.clone(), 1, Vec::new())
        );
        assert_eq!(signed(&["文。", "某某县司法局"]), (name.clone(), None, 1, Vec::new()));
        assert_eq!(signed(&["文。", "2025年1月20日"]), (None, day, 1, Vec::new()));
        assert_eq!(
            signed(&["文。", "某某县司法局", "2025年  月  日"]),
            (Some("某某县司法局".into()), None, 1, Vec::new())
        );
        assert_eq!(signed(&["2025年1月20日", "召开了会议。"]).2, 2);
    }
}
