//! The headings of sections: which cell is one, and of which section.

use crate::model::Forms;
use crate::model::form::{Form, SectionForm};
use crate::reader::grid::{Book, Position, Sheet};
use crate::reader::tables::Map;
use crate::text::clean::trim;
use crate::text::label::{Fit, Label, Pattern, fold};
use crate::text::numeral::{leading, numeral};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Longest text that can be a section heading, gaps aside.
const HEADING_CHARACTERS: usize = 36;
/// Within so many characters of a line its number has ended.
const ORDINAL_CHARACTERS: usize = 12;

/// A section heading found on a sheet.
pub struct HeadingAt {
    /// Sheet and cell.
    pub at: (usize, Position),
    /// Section number, by the wording.
    pub number: u8,
    /// The number typed before it; sections are often misnumbered.
    pub typed: Option<u8>,
    /// Wording without its number.
    pub text: String,
}

/// What the sections of a form are called.
struct Wording {
    /// Headings by section number.
    headings: Vec<(u8, Pattern)>,
    /// The official wordings, folded, by section number.
    official: Vec<(u8, String)>,
    /// What sheets may be called, by section number.
    sheets: Vec<(u8, Pattern)>,
    /// Labels of rows that carry numbers like headings.
    rows: Vec<String>,
}

/// The wordings of several forms; those that forms share stand here once.
struct Wordings {
    distinct: Vec<Wording>,
    /// By the name of the form.
    of: BTreeMap<&'static str, usize>,
}

impl Wording {
    fn of(form: &Form) -> Wording {
        let sheet = |s: &SectionForm| Pattern::new(&s.sheet, s.aliases.iter().chain([&s.heading]));
        let sections = || form.sections.iter();
        Wording {
            headings: sections()
                .map(|s| (s.number, Pattern::new(&s.heading, &s.aliases)))
                .collect(),
            official: sections().map(|s| (s.number, fold(&s.heading))).collect(),
            sheets: sections().map(|s| (s.number, sheet(s))).collect(),
            rows: row_labels(form),
        }
    }

    /// The heading of a section that is missing, in words that no form knows: a line with its
    /// number, alone in its row, behind the section before it and above the one after it.
    fn by_number(&self, number: u8, found: &[HeadingAt], book: &Book) -> Option<HeadingAt> {
        let of = |number: u8| found.iter().find(|one| one.number == number).map(|one| one.at);
        let (before, after) = (of(number.checked_sub(1)?), of(number + 1));
        if of(number).is_some() || (number > 1 && before.is_none()) {
            return None;
        }
        let index = before.or(after)?.0;
        let sheet = book.sheets.get(index).filter(|sheet| self.of_sheet(&sheet.name).is_none())?;
        let later = found.iter().filter(|one| one.number > number && one.at.0 == index);
        let end = later.map(|one| one.at.1).min();
        let start = before.map(|(_, at)| at);
        let is_between = |at: &Position| {
            start.is_none_or(|start| *at > start) && end.is_none_or(|end| *at < end)
        };
        let mut last_ordinal = None;
        for at in sheet.cells.keys().filter(|at| is_between(at)) {
            let Some(text) = sheet.text(*at) else { continue };
            let start: String = trim(text).chars().take(ORDINAL_CHARACTERS).collect();
            let Some(ordinal) = leading_ordinal(&start) else { continue };
            let is_row = || self.rows.contains(&fold(text));
            let filled = sheet.row(at.0).filter(|(_, cell)| !cell.content.is_blank()).count();
            if filled > 1 || is_row() {
                continue;
            }
            // Behind a second 四, a 五 goes on with a list.
            let is_next = last_ordinal != Some(number.wrapping_sub(1));
            let text = trim(text).trim_end_matches(['。', '：', ':']);
            if ordinal == number && is_next && may_be_heading(text) {
                let text = without_remarks_and_number(text);
                return Some(HeadingAt { at: (index, *at), number, typed: Some(number), text });
            }
            last_ordinal = Some(ordinal);
        }
        None
    }

    /// The section that a text is the heading of, with the number typed before it and the
    /// wording without that number. On a sheet named after a section, `own`, the heading of
    /// another one counts only in its official words and with its number: a sub-heading such
    /// as `一、主动公开` is none.
    fn heading(
        &self,
        text: &str,
        label: &Label,
        own: Option<u8>,
    ) -> Option<(u8, Option<u8>, String)> {
        let mended = with_numeral(text);
        let mended_label = mended.as_deref().map(Label::new);
        let (text, label) =
            (mended.as_deref().unwrap_or(text), mended_label.as_ref().unwrap_or(label));
        let fit = self.headings.iter().filter_map(|(n, p)| Some((p.fit(label)?, *n))).max();
        let (fit, number) = fit?;
        // A heading carries its Chinese number, or is the official wording itself.
        let bare = without_remarks_and_number(text);
        let numbered = leading_ordinal(text);
        let folded = fold(&bare);
        let official = self.official.iter().any(|(n, heading)| *n == number && *heading == folded);
        let is_heading = match own {
            // `（一）存在的主要问题` is a part of it, and no second heading.
            Some(own) if own == number => !fold(text).starts_with('('),
            Some(_) => official && numbered == Some(number),
            None => {
                official || (numbered.is_some() && fit >= Fit::Known) || numbered == Some(number)
            }
        };
        is_heading.then_some((number, numbered, bare))
    }

    /// The first line of a sheet named after a section, where it carries the number of that
    /// section: its heading, whatever its words are. With a number of another kind, as in
    /// `（一）总体情况`, only in the official words: a sub-heading is none.
    fn first_line(&self, index: usize, sheet: &Sheet, own: u8) -> Option<HeadingAt> {
        let (at, text) = sheet.cells.keys().find_map(|at| Some((*at, sheet.text(*at)?)))?;
        let text = trim(text).trim_end_matches(['。', '：', ':']);
        let heading =
            |text: String| HeadingAt { at: (index, at), number: own, typed: Some(own), text };
        if may_be_heading(text) && leading_ordinal(text) == Some(own) {
            return Some(heading(without_remarks_and_number(text)));
        }
        let (number, words) = otherwise_numbered(text)?;
        let is_official = || self.official.contains(&(own, fold(words)));
        (number == own && is_official()).then(|| heading(words.to_owned()))
    }

    /// The section a sheet is named after.
    fn of_sheet(&self, name: &str) -> Option<u8> {
        let name = Label::new(name);
        let mut named = self.sheets.iter().filter(|(_, pattern)| pattern.knows(&name));
        named.next().map(|(number, _)| *number)
    }
}

impl Wordings {
    fn of(forms: Forms) -> Wordings {
        let mut wordings = Wordings { distinct: Vec::new(), of: BTreeMap::new() };
        for form in forms.iter() {
            let own = Wording::of(form);
            let same =
                |other: &Wording| other.headings == own.headings && other.sheets == own.sheets;
            let index = wordings.distinct.iter().position(same).unwrap_or_else(|| {
                wordings.distinct.push(own);
                wordings.distinct.len() - 1
            });
            wordings.of.insert(&form.name, index);
        }
        wordings
    }
}

/// The section headings of a book, as each form words them.
pub struct Headings {
    wordings: &'static Wordings,
    found: Vec<Vec<HeadingAt>>,
}

impl Headings {
    /// Finds the headings of all sections, in book order.
    pub fn find(map: &Map<'_>, book: &Book, forms: Forms) -> Headings {
        let wordings = forms.derived(Wordings::of);
        let mut found: Vec<Vec<HeadingAt>> = wordings.distinct.iter().map(|_| Vec::new()).collect();
        for (index, sheet) in book.sheets.iter().enumerate() {
            let own: Vec<Option<u8>> =
                wordings.distinct.iter().map(|wording| wording.of_sheet(&sheet.name)).collect();
            for (at, label) in map.labels(index).iter() {
                let Some(text) = sheet.text(at).filter(|text| may_be_heading(text)) else {
                    continue;
                };
                for ((wording, found), own) in wordings.distinct.iter().zip(&mut found).zip(&own) {
                    let heading = wording.heading(text, label, *own);
                    found.extend(heading.map(|(number, typed, text)| HeadingAt {
                        at: (index, at),
                        number,
                        typed,
                        text,
                    }));
                }
            }
            for ((wording, found), own) in wordings.distinct.iter().zip(&mut found).zip(&own) {
                if !found.iter().any(|heading| heading.at.0 == index) {
                    found.extend(own.and_then(|own| wording.first_line(index, sheet, own)));
                }
            }
        }
        for (wording, found) in wordings.distinct.iter().zip(&mut found) {
            one_of_each(found);
            for (number, _) in &wording.headings {
                found.extend(wording.by_number(*number, found, book));
            }
            found.sort_by_key(|heading| heading.at);
        }
        Headings { wordings, found }
    }

    /// Where a heading of any form stands.
    pub fn places(&self) -> impl Iterator<Item = (usize, Position)> {
        self.found.iter().flatten().map(|heading| heading.at)
    }

    /// Those of one form.
    pub fn of(&self, form: &Form) -> Sections<'_> {
        let index = self.wordings.of.get(form.name.as_str()).copied().unwrap_or(0);
        Sections { wording: &self.wordings.distinct[index], headings: &self.found[index] }
    }
}

/// The section that a line of a document is the heading of, in any form's words.
pub fn section_of(text: &str, forms: Forms) -> Option<u8> {
    heading_of(text, forms).map(|(number, _)| number)
}

/// The same where a number is typed before it, with that number.
pub fn typed_section_of(text: &str, forms: Forms) -> Option<(u8, u8)> {
    heading_of(text, forms).and_then(|(number, typed)| Some((number, typed?)))
}

/// Whether a line is the heading of a section in the official words of a form, number and all.
pub fn is_official_heading(text: &str, forms: Forms) -> bool {
    let Some((number, typed)) = heading_of(text, forms) else { return false };
    let words = fold(&without_remarks_and_number(text));
    let mut wordings = forms.derived(Wordings::of).distinct.iter();
    typed == Some(number) && wordings.any(|one| one.official.contains(&(number, words.clone())))
}

fn heading_of(text: &str, forms: Forms) -> Option<(u8, Option<u8>)> {
    let text = trim(text);
    if text.is_empty() || !may_be_heading(text) {
        return None;
    }
    let label = Label::new(text);
    let wordings = forms.derived(Wordings::of);
    let found = wordings.distinct.iter().filter_map(|wording| wording.heading(text, &label, None));
    found.map(|(number, typed, _)| (number, typed)).next()
}

/// The section that a line is the heading of, in the words of a form but with a number of
/// another kind (`1.`, `（一）`, `第一部分`), and the heading with the number of the form.
pub fn numbered_otherwise(text: &str, forms: Forms) -> Option<(u8, String)> {
    let text: String = trim(text).nfkc().collect();
    if !may_be_heading(&text) {
        return None;
    }
    let arabic = || {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let words = text[end..].trim_start_matches(['.', '、', ',', ' ', ')']);
        Some((text[..end].parse().ok()?, trim(words)))
    };
    let (typed, words) = otherwise_numbered(&text).or_else(arabic)?;
    let number = section_of(&format!("{}、{words}", numeral(typed)), forms)?;
    (number == typed).then(|| (number, format!("{}、{words}", numeral(number))))
}

fn may_be_heading(text: &str) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).count() <= HEADING_CHARACTERS
        && !text.contains(['。', '；'])
}

/// The labels of rows of a form, and those above them, that carry a number like headings.
fn row_labels(form: &Form) -> Vec<String> {
    let rows = form.tables.iter().flat_map(|table| &table.blocks).flat_map(|block| &block.rows);
    let labels = rows.flat_map(|row| row.under.iter().chain([&row.label]).chain(&row.aliases));
    labels.filter(|label| leading_ordinal(label).is_some()).map(|label| fold(label)).collect()
}

/// Where a heading carries the number of its section, one of the same wording with another
/// number is a sub-heading: `一、主动公开` in a report that has its 二.
fn one_of_each(found: &mut Vec<HeadingAt>) {
    let is_sure = |heading: &HeadingAt| heading.typed == Some(heading.number);
    let sure: Vec<u8> = found.iter().filter(|h| is_sure(h)).map(|h| h.number).collect();
    found.retain(|h| h.typed.is_none() || is_sure(h) || !sure.contains(&h.number));
    // What comes again in other words is prose: only the same heading is one.
    let mut first: BTreeMap<u8, String> = BTreeMap::new();
    found.retain(|h| {
        let folded = fold(&h.text);
        let known = first.entry(h.number).or_insert_with(|| folded.clone());
        is_sure(h) || *known == folded
    });
}

/// The headings of one form in a book, and what its sheets may be called.
#[derive(Clone, Copy)]
pub struct Sections<'h> {
    wording: &'static Wording,
    /// Its headings, in book order.
    pub headings: &'h [HeadingAt],
}

impl Sections<'_> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.headings.is_empty()
    }

    /// The section a sheet is named after.
    pub fn by_sheet_name(&self, name: &str) -> Option<u8> {
        self.wording.of_sheet(name)
    }
}

/// A heading whose 一 was typed as a dash, or whose number has a stray letter before it, with
/// the number as it should be.
fn with_numeral(text: &str) -> Option<String> {
    let text = trim(text);
    let mut rest = text.chars();
    let first = rest.next()?;
    let rest = rest.as_str();
    if matches!(first, '—' | '－' | '-' | '─' | '–' | '―' | 'ー') {
        return rest.starts_with(['、', '，', '．']).then(|| format!("一{rest}"));
    }
    (first.is_ascii_alphanumeric() && leading_ordinal(rest).is_some()).then(|| rest.to_owned())
}

/// The number and the words of `（一）总体情况` and `第一部分 总体情况`.
fn otherwise_numbered(text: &str) -> Option<(u8, &str)> {
    let part = |text| leading(text).and_then(|(n, rest)| Some((n, rest.strip_prefix("部分")?)));
    let in_brackets =
        |text| leading(text).and_then(|(n, rest)| Some((n, rest.strip_prefix(['）', ')'])?)));
    let (number, words) = match text.strip_prefix('第') {
        Some(rest) => part(rest)?,
        None => in_brackets(text.strip_prefix(['（', '('])?)?,
    };
    Some((number, trim(words.trim_start_matches(['、', '：', ':', '，', '.', '．']))))
}

/// `总体情况` of `一、总体情况`, as typed otherwise.
fn without_remarks_and_number(text: &str) -> String {
    let text: String = text.split('\n').map(trim).collect();
    let text = trim(&text);
    match leading_ordinal(text) {
        Some(_) => {
            let cut = text
                .find(['、', '，', ',', '.', '．', ' ', '\u{3000}'])
                .map(|at| at + text[at..].chars().next().map_or(0, char::len_utf8));
            trim(&text[cut.unwrap_or(0)..]).trim_start_matches(['、', '.', '．']).to_owned()
        }
        None => text.to_owned(),
    }
}

/// The number of `一、…`, spaces allowed.
fn leading_ordinal(text: &str) -> Option<u8> {
    let folded = fold(text);
    let (number, rest) = leading(&folded)?;
    rest.starts_with([',', '.', ':']).then_some(number)
}
