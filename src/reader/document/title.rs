//! The title of a report: above its first paragraph, else on the page or among its tags.

use super::flow::{Block, Line};
use super::name;
use crate::text::clean::trim;

/// Takes the title out of the opening lines; else finds that of the page.
pub fn take(above: &[Block], opening: &mut Vec<Block>, facts: &[(String, String)]) -> Option<Line> {
    if let Some(at) = own(opening) {
        return Some(take_at(opening, at));
    }
    let lines = || above.iter().rev().filter_map(Block::line).map(joined).filter(is_title);
    let tagged = facts.iter().filter(|(name, _)| name == "ArticleTitle" || name == "title");
    let tagged = || {
        tagged.clone().find_map(|(_, text)| {
            let parts = text.split(['_', '|', '-', '—', '–']).map(trim);
            let title = parts.into_iter().find(|part| name::is_title(part))?;
            Some(Line { level: None, text: title.to_owned(), source: 0 })
        })
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

fn take_at(opening: &mut Vec<Block>, at: usize) -> Line {
    /// Longest line of a title that is set in several, in characters.
    const PART: usize = 40;
    let mut title = opening[at].line().map(joined).unwrap_or_default();
    let mut first = at;
    // The body may have a line to itself, and the year too.
    while first > 0
        && name::body_of(&title.text).is_none()
        && let Some(before) = opening[first - 1].line().map(joined)
        && (name::is_body(&before.text) || name::year(&before.text).is_some())
        && before.text.chars().count() <= PART
    {
        title = Line { text: before.text + &title.text, source: before.source, ..title };
        first -= 1;
    }
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
