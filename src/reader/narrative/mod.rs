//! Sections and their text: headings by their wording, paragraphs below them.

mod furniture;
mod heading;

pub use heading::{
    Headings, is_official_heading, numbered_otherwise, section_of, typed_section_of,
};

use super::grid::{Book, Content, Position};
use super::notes::Notes;
use crate::diag::{say, value};
use crate::model::form::{Form, fields};
use crate::model::{Address, Metadata, Origins, Passage, Section};
use crate::reader::codes::NB002;
use crate::text::clean::trim;
use crate::text::ellipsis::shortened;
use crate::text::label::{fold, without_number};
use crate::text::numeral::numeral;
use furniture::is_furniture;
use heading::{HeadingAt, Sections};

crate::diag::codes! {
    NB021 = Warning "留有模板提示语"
        what "正文里留着“该部分以表格形式报告”“编写说明：…”“此处填写”之类的模板提示语。"
        why "提示语是写给填报人的，不应公开；输出时照印，请删除。"
        fix "删去提示语。"
        basis "{notice}所附格式的填写提示。";
    NB023 = Warning "部分的序号不对"
        what "部分标题前写的序号与官方格式不同，例如“其他需要报告的事项”写成了“五”。"
        why "程序按标题文字认定是哪一部分，输出时改用官方序号，与原表不同。"
        fix "把标题前的序号改为官方序号；若标题文字写错，请改正文字。"
        basis "{notices}所附格式各部分的序号。";
}

/// Shortest text before section 一 that is a preamble and not a stray note.
const PREAMBLE_CHARACTERS: usize = 30;
/// Longest line that a document's own style makes a heading.
const STYLED_CHARACTERS: usize = 40;
/// Longest numbered line that is a third-level heading and not a sentence.
const THIRD_LEVEL_CHARACTERS: usize = 30;

/// Collects the text of every section. Cells already understood (tables, keys) are skipped.
pub fn read(
    book: &Book,
    form: &Form,
    named: Sections<'_>,
    tables: &[(u8, usize, (u32, u32))],
    metadata: &mut Metadata,
    notes: &mut Notes<'_>,
    origins: &mut Origins,
) -> Vec<Section> {
    let headings = named.headings;
    let mut sections: Vec<Section> = form
        .sections
        .iter()
        .map(|section| Section {
            number: section.number,
            heading: section.heading.clone(),
            blocks: Vec::new(),
            table: section.table.clone(),
            notes: Vec::new(),
        })
        .collect();
    for heading in headings {
        notes.take(heading.at.0, heading.at.1);
        say_misnumbered(heading, notes);
        let address = Address::Heading(heading.number);
        if origins.get(&address).is_none() {
            let place = notes.place(heading.at.0, heading.at.1);
            origins.put(address, place);
            if let Some(section) = sections.iter_mut().find(|s| s.number == heading.number) {
                section.heading = heading.text.clone();
            }
        }
    }
    for (index, sheet) in book.sheets.iter().enumerate() {
        if is_ours_to_ignore(&sheet.name) {
            sheet.cells.keys().for_each(|at| notes.mark(index, *at));
            continue;
        }
        // The sheet's own name says which section it is, until a heading says otherwise.
        let by_name = named.by_sheet_name(&sheet.name);
        let mut current = by_name
            .or_else(|| tables.iter().find(|(_, sheet, _)| *sheet == index).map(|(n, ..)| *n))
            .filter(|_| !headings.iter().any(|h| h.at.0 == index));
        if let Some(number) = by_name {
            origins.expect(Address::Heading(number), notes.place(index, (0, 0)));
        }
        let is_named = by_name.is_some();
        let has_heading = headings.iter().any(|h| h.at.0 == index);
        let touched =
            has_heading || is_named || sheet.cells.keys().any(|at| notes.is_used(index, *at));
        if !touched {
            continue;
        }
        for (&at, cell) in &sheet.cells {
            if let Some(heading) = headings.iter().find(|h| h.at == (index, at)) {
                current = Some(heading.number);
                continue;
            }
            if notes.is_used(index, at) || cell.content.is_blank() {
                continue;
            }
            let text = match &cell.content {
                Content::Text(text) => notes.text(index, at, text),
                _ => continue,
            };
            let after_table = tables
                .iter()
                .filter(|(number, sheet, _)| *sheet == index && Some(*number) == current)
                .any(|(_, _, (_, last))| at.0 > *last);
            let inside_table = tables
                .iter()
                .any(|(_, sheet, (top, last))| *sheet == index && (*top..=*last).contains(&at.0));
            if is_furniture(&text) {
                notes.mark(index, at);
                continue;
            }
            if inside_table {
                continue;
            }
            match current {
                Some(number) => {
                    notes.take(index, at);
                    let Some(section) = sections.iter_mut().find(|s| s.number == number) else {
                        continue;
                    };
                    for line in text.split('\n').map(trim).filter(|line| !line.is_empty()) {
                        if fields().prompts.iter().any(|prompt| line.contains(prompt.as_str())) {
                            notes.find(
                                &NB021,
                                (index, at),
                                say!("留有模板提示语{}", value(shortened(line))),
                                "删去这句提示语。",
                            );
                        }
                        if after_table {
                            let address = Address::Note(number, section.notes.len());
                            origins.put(address, notes.place(index, at));
                            section.notes.push(line.to_owned());
                        } else {
                            let address = Address::Passage(number, section.blocks.len());
                            let place = notes.place(index, at);
                            origins.put(address, place);
                            section.blocks.push(passage_of(line, sheet.levels.get(&at).copied()));
                        }
                    }
                }
                None => before_sections(&text, (index, at), metadata, notes, origins),
            }
        }
    }
    sections
}

/// A heading with another number than its section's; the report follows the wording.
fn say_misnumbered(heading: &HeadingAt, notes: &mut Notes<'_>) {
    let Some(typed) = heading.typed.filter(|typed| *typed != heading.number) else { return };
    let (typed, expected) = (numeral(typed), numeral(heading.number));
    let text = &heading.text;
    notes.find(
        &NB023,
        heading.at,
        say!(
            "标题{}的序号是{}，应为{}，已按{}读取",
            value(shortened(text)),
            value(typed),
            value(&expected),
            value(&expected)
        ),
        say!("请确认后把标题改为{}。", value(format!("{expected}、{text}"))),
    );
}

/// Text above the first heading: the title, the preamble, or something to ask about.
fn before_sections(
    text: &str,
    place: (usize, Position),
    metadata: &mut Metadata,
    notes: &mut Notes<'_>,
    origins: &mut Origins,
) {
    let one_line: String = text.split('\n').map(trim).collect();
    let is_title = one_line.chars().count() <= 60
        && one_line.contains("报")
        && one_line.contains("信息公开")
        && !one_line.contains('。');
    if is_title {
        notes.take(place.0, place.1);
        if metadata.title.is_none() {
            metadata.title = Some(one_line);
            origins.put(Address::Field("title".into()), notes.place(place.0, place.1));
        }
    } else if one_line.chars().count() >= PREAMBLE_CHARACTERS && one_line.contains('。') {
        notes.take(place.0, place.1);
        let preamble = metadata.fields.entry("preamble".into()).or_default();
        if !preamble.is_empty() {
            preamble.push('\n');
        }
        preamble.push_str(trim(text));
        if origins.field("preamble").is_none() {
            origins.put(Address::Field("preamble".into()), notes.place(place.0, place.1));
        }
    } else {
        notes.mark(place.0, place.1);
        notes.find(
            &NB002,
            place,
            say!("{}在第一部分标题之前，没有读入报告", notes.quoted(text)),
            "若是正文，请移到对应部分的标题之下。",
        );
    }
}

/// A line of a document, which may say that it is a heading.
fn passage_of(line: &str, level: Option<u8>) -> Passage {
    let is_short = line.chars().count() <= STYLED_CHARACTERS && !line.contains('。');
    match (passage(line), level) {
        (Passage::Paragraph(text), Some(level @ 2..)) if is_short => {
            Passage::Heading { level: level.min(3), text }
        }
        (passage, _) => passage,
    }
}

/// A line of narrative: heading or paragraph.
pub fn passage(line: &str) -> Passage {
    match sub_heading_level(line) {
        Some(level) => Passage::Heading { level, text: line.to_owned() },
        None => Passage::Paragraph(line.to_owned()),
    }
}

/// 2 for `（一）…` without a full stop, 3 for a short `1.…`.
fn sub_heading_level(line: &str) -> Option<u8> {
    if line.contains('。') {
        return None;
    }
    let folded = fold(line);
    let bare = without_number(&folded);
    if bare.len() == folded.len() || bare.is_empty() {
        return None;
    }
    let number = &folded[..folded.len() - bare.len()];
    if number.starts_with('(') && number.contains(|c| "一二三四五六七八九十".contains(c))
    {
        return Some(2);
    }
    let arabic = number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(['.', ',']);
    let short = line.chars().count() <= THIRD_LEVEL_CHARACTERS;
    let sentence = line.contains(['；', '，', '：']) || line.ends_with(['！', '？', '…']);
    (arabic && short && !sentence && !bare.starts_with(|c: char| c.is_ascii_digit())).then_some(3)
}

/// Instructions and the edition mark: sheets of the blank workbook that hold no report.
pub fn is_ours_to_ignore(name: &str) -> bool {
    let folded = fold(name);
    fields().ignored_sheets.iter().any(|ignored| fold(ignored) == folded)
}
