//! The signature of a report: the body and the date below its last paragraph, and what stands
//! behind them.

use super::flow::{Block, Cell, Content, Line};
use super::landmark::{is_landmark, sections};
use super::name;
use crate::model::form::fields;
use crate::model::{Date, Forms};
use crate::text::clean::trim;

/// How far from the end a signature may stand, in paragraphs: names of attachments, contacts
/// and whom a copy goes to may follow it.
const REACH: usize = 15;
/// A name and its seal may be set in so many lines.
const LINES: usize = 3;
/// Gaps in a line that holds name and date, those inside them too.
const GAPS: usize = 40;

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
    let from = last_section(body, forms);
    let mut below = body.len();
    loop {
        let table = (from..below).rev().find(|at| body[*at].line().is_none());
        let start = table.map_or(from, |at| at + 1);
        let first = start.max(below.saturating_sub(REACH));
        let lines: Vec<&Line> = body[first..below].iter().filter_map(Block::line).collect();
        // Above a table only name and date together are a signature.
        let is_sure = |one: &Signature| one.body.is_some() && one.date.is_some();
        let found = find(&lines, named).filter(|one| below == body.len() || is_sure(&one.2));
        if let Some((start, end, mut signed)) = found {
            signed.behind = body.split_off(first + end);
            body.truncate(first + start);
            take_back_tables(body, &mut signed.behind, forms);
            return signed;
        }
        match table {
            Some(at) => below = at,
            None => return Signature::default(),
        }
    }
}

/// Where the text of the last section begins.
fn last_section(body: &[Block], forms: Forms) -> usize {
    let highest = |block: &Block| match block.content {
        Content::Line(_) => sections(block, forms).into_iter().max().unwrap_or(0),
        Content::Table(_) => 0,
    };
    let last = body.iter().map(highest).max().filter(|last| *last > 0);
    let at = last.and_then(|last| body.iter().position(|block| highest(block) == last));
    // Without headings, tables are all that tells where the text begins.
    let table = || body.iter().rposition(|block| is_landmark(block, forms));
    at.or_else(table).map_or(0, |at| at + 1)
}

/// The tables of a report may be attached behind its signature; where it has its own already,
/// those behind it are of somebody else.
fn take_back_tables(body: &mut Vec<Block>, behind: &mut Vec<Block>, forms: Forms) {
    let is_table = |block: &Block| block.line().is_none() && is_landmark(block, forms);
    if !body.iter().any(is_table) {
        body.extend(behind.extract_if(.., |block| is_table(block)));
    }
}

/// Where the signature begins and ends among the last lines, and what it says.
fn find(lines: &[&Line], named: &[Option<String>]) -> Option<(usize, usize, Signature)> {
    for at in (0..lines.len()).rev() {
        let line = lines[at];
        let text = trim(&line.text);
        let date = dated(text);
        if date.is_some() || name::is_unfilled_date(text) {
            let date = date.map(|date| (date, text.to_owned(), line.source));
            let before = at.saturating_sub(LINES)..at;
            let names = before.rev().take_while(|at| is_signer(lines[*at], named)).count();
            if let Some(body) = signer_of(&lines[at - names..at], named) {
                return Some((
                    at - names,
                    at + 1,
                    Signature { body: Some(body), date, behind: Vec::new() },
                ));
            }
            let after = lines[at + 1..].iter().take(LINES);
            let names = after.take_while(|line| is_signer(line, named)).count();
            if let Some(body) = signer_of(&lines[at + 1..at + 1 + names], named) {
                let signed = Signature { body: Some(body), date, behind: Vec::new() };
                return Some((at, at + 1 + names, signed));
            }
            // A date alone signs where nothing but remarks follows.
            let is_end = lines[at + 1..].iter().all(|line| is_remark(&line.text));
            return is_end.then(|| (at, at + 1, Signature { date, ..Signature::default() }));
        }
        // One line may hold both.
        let gaps = text.char_indices().filter(|(_, c)| c.is_whitespace());
        let signed = gaps.take(GAPS).find_map(|(gap, _)| {
            let (before, after) = (&text[..gap], trim(&text[gap..]));
            let date = Some((dated(after)?, after.to_owned(), line.source));
            let own = Line { text: before.to_owned(), ..line.clone() };
            let body = Some(signer_of(&[&own], named).filter(|_| is_signer(&own, named))?);
            Some(Signature { body, date, behind: Vec::new() })
        });
        if let Some(signed) = signed {
            return Some((at, at + 1, signed));
        }
    }
    if let Some(printed) = printed(lines, named) {
        return Some(printed);
    }
    // A name known otherwise signs without a date.
    let last = lines.len().checked_sub(1)?;
    let is_named = is_one_of(&signer(&lines[last].text), named);
    let body = signer_of(&lines[last..], named);
    is_named.then(|| (last, last + 1, Signature { body, ..Signature::default() }))
}

/// A name with `2025年1月26日印发` below it: it signs where no date does without such a word.
fn printed(lines: &[&Line], named: &[Option<String>]) -> Option<(usize, usize, Signature)> {
    (1..lines.len()).rev().find_map(|at| {
        let (line, text) = (lines[at], trim(&lines[at].text));
        let date = Some((dated(text.strip_suffix("印发")?)?, text.to_owned(), line.source));
        let before = at.saturating_sub(LINES)..at;
        let names = before.rev().take_while(|at| is_signer(lines[*at], named)).count();
        let body = Some(signer_of(&lines[at - names..at], named)?);
        Some((at - names, at + 1, Signature { body, date, behind: Vec::new() }))
    })
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
        lines.any(|line| dated(line.rsplit(char::is_whitespace).next().unwrap_or(line)).is_some())
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
    let names = lines.iter().map(|line| signer(&line.text)).filter(|name| !name.is_empty());
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        return None;
    }
    let whole = names.concat();
    let is_whole = is_one_of(&whole, named) || !names.iter().all(|name| name::is_body(name));
    let source = lines.first()?.source;
    Some((if is_whole { whole } else { names.join("、") }, source))
}

/// A name without what is put before it in forms and around it for the seal; nothing is left
/// of a line for the seal alone.
fn signer(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let key = |(key, _): &(&str, &str)| {
        let key = without_seal(key);
        fields().signed_keys.iter().any(|known| known == key)
    };
    let value = text.split_once(['：', ':']).filter(key).map(|(_, value)| value);
    without_seal(value.unwrap_or(&text)).to_owned()
}

fn without_seal(text: &str) -> &str {
    fields().seal_words.iter().fold(text, |text, seal| {
        let half = seal.replace('（', "(").replace('）', ")");
        [seal.as_str(), &half].into_iter().fold(text, |text, seal| {
            let text = text.strip_suffix(seal).unwrap_or(text);
            text.strip_prefix(seal).unwrap_or(text)
        })
    })
}

/// The date that a line of a signature is: `2025年1月26日（盖章）`, `日期：2025年1月26日。`
fn dated(text: &str) -> Option<Date> {
    name::date(signer(text).trim_end_matches('。'))
}

fn is_signer(line: &Line, named: &[Option<String>]) -> bool {
    let name = signer(&line.text);
    line.level.is_none() && (name.is_empty() || is_one_of(&name, named) || name::is_body(&name))
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

    #[test]
    fn a_signature_may_have_words_of_forms_and_seals_around_it() {
        let (name, day) = (Some("某某县司法局".to_owned()), Some("2025-01-20".to_owned()));
        for lines in [
            &["某某县司法局", "2025年1月20日（盖章）"][..],
            &["某某县司法局（印章）", "2025年1月20日。"],
            &["某某县司法局", "(盖章)", "2025年元月20日"],
            &["（盖章）", "某某县司法局", "日期：2025年1月20日"],
            &["单位（公章）：某某县司法局", "填报日期: 2025 年 1 月 20 日"],
            &["填报单位（盖章）：某某县司法局    填报日期：2025年 1 月 20 日"],
            &["某某县司法局", "2025年1月20日印发"],
        ] {
            let texts = [&["文。"], lines].concat();
            assert_eq!(signed(&texts), (name.clone(), day.clone(), 1, Vec::new()), "{lines:?}");
        }
    }
}
