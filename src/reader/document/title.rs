//! The title of a report: above its first paragraph, else on the page or among its tags.

use super::flow::{Block, Cell, Content, Line};
use super::landmark::is_landmark;
use super::name;
use crate::model::Forms;
use crate::reader::narrative::section_of;
use crate::text::clean::trim;

/// Takes the title out of the opening lines; else finds that of the page.
pub fn take(above: &[Block], opening: &mut Vec<Block>, facts: &[(String, String)]) -> Option<Line> {
    if let Some(at) = own(opening) {
        return Some(take_at(opening, at, facts));
    }
    let lines = || above.iter().rev().filter_map(Block::line).map(joined).filter(is_title);
    let tagged = || {
        let text = tagged(facts).next()?.to_owned();
        Some(Line { level: None, text, source: 0 })
    };
    let has_year = |line: &Line| name::year(&line.text).is_some();
    // An item of a menu has the words of a title, too, but names no year.
    let dated = lines().find(has_year).or_else(|| tagged().filter(has_year));
    let set_as_one = || lines().find(|line| line.level == Some(1));
    dated.or_else(set_as_one).or_else(tagged).or_else(|| lines().next())
}

/// Where the title stands among the opening lines.
pub fn own(opening: &[Block]) -> Option<usize> {
    let line = |block: &Block| block.line().map(joined).filter(is_title);
    let has_year = |block: &Block| line(block).is_some_and(|line| name::year(&line.text).is_some());
    let is_set_as_one = |block: &Block| line(block).is_some_and(|line| line.level == Some(1));
    let dated = opening.iter().rposition(has_year);
    let set_as_one = || opening.iter().rposition(is_set_as_one);
    let any = || opening.iter().rposition(|block| line(block).is_some());
    dated.or_else(set_as_one).or_else(any)
}

/// The titles that the tags of a page name.
fn tagged(facts: &[(String, String)]) -> impl Iterator<Item = &str> {
    let tags = facts.iter().filter(|(name, _)| name == "ArticleTitle" || name == "title");
    tags.filter_map(|(_, text)| {
        text.split(['_', '|', '-', '—', '–']).map(trim).find(|part| name::is_title(part))
    })
}

/// Where the title begins among the opening lines: the body may have a line to itself, and the
/// year too.
pub fn begin(opening: &[Block], facts: &[(String, String)]) -> Option<usize> {
    own(opening).map(|at| whole(opening, at, facts).0)
}

/// The whole title whose last line this is, and where it begins.
fn whole(opening: &[Block], at: usize, facts: &[(String, String)]) -> (usize, Line) {
    /// Longest line of a title that is set in several, in characters.
    const PART: usize = 40;
    let mut title = opening[at].line().map(joined).unwrap_or_default();
    let mut first = at;
    // A page may have its own name above the title: its tags know better.
    let full = tagged(facts).find(|tag| tag.ends_with(&title.text) && tag.len() > title.text.len());
    while first > 0
        && name::body_of(&title.text).is_none()
        && let Some(before) = opening[first - 1].line().map(joined)
        && (name::is_body(&before.text) || name::year(&before.text).is_some())
        && full.is_none_or(|full| full.contains(&before.text))
        && before.text.chars().count() <= PART
    {
        title = Line { text: before.text + &title.text, source: before.source, ..title };
        first -= 1;
    }
    if let (Some(full), None) = (full, name::body_of(&title.text)) {
        title.text = full.to_owned();
    }
    (first, title)
}

/// Takes title and preamble out of the first rows of a table that holds more than figures.
pub fn take_out_of_table(body: &mut Vec<Block>, forms: Forms) {
    let Some(at) = body.iter().position(|block| is_landmark(block, forms)) else { return };
    let Content::Table(cells) = &body[at].content else { return };
    let rows = cells.chunk_by(|a, b| a.area.first.0 == b.area.first.0);
    let alone = rows.map_while(|row| {
        let mut filled = row.iter().filter(|cell| !trim(&cell.text()).is_empty());
        let lines: Vec<Line> = filled.next().into_iter().flat_map(Cell::lines).cloned().collect();
        let is_text = lines.iter().all(|line| section_of(&line.text, forms).is_none());
        (filled.next().is_none() && is_text).then_some((row.len(), lines))
    });
    let (counts, lines): (Vec<usize>, Vec<Vec<Line>>) = alone.unzip();
    let lines: Vec<Line> = lines.into_iter().flatten().collect();
    if !lines.iter().any(|line| is_title(&joined(line))) {
        return;
    }
    let within = body[at].within;
    if let Content::Table(cells) = &mut body[at].content {
        cells.drain(..counts.iter().sum::<usize>());
    }
    let lines = lines.into_iter().map(|line| Block { within, ..Block::of_line(line) });
    body.splice(at..at, lines);
}

fn take_at(opening: &mut Vec<Block>, at: usize, facts: &[(String, String)]) -> Line {
    let (first, title) = whole(opening, at, facts);
    opening.drain(first..=at);
    // What repeats it is no text.
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    opening.retain(|block| block.line().is_none_or(|line| bare(&line.text) != bare(&title.text)));
    title
}

fn is_title(line: &Line) -> bool {
    name::is_title(&line.text)
}

fn joined(line: &Line) -> Line {
    Line { text: line.text.split('\n').map(trim).collect(), ..line.clone() }
}
