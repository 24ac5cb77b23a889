//! Problems and next steps, a line each, as the report words them: the numbered points of the
//! section, or the first sentences where it has none. Nothing is reworded; what is too long
//! ends at a comma with 〔……〕.

use super::words::{Words, words};
use crate::model::Passage;
use crate::text::ordinal;

/// No more characters than this in a line.
const LINE: usize = 44;
/// A line that is cut has a third of that at least.
const LEAST: usize = LINE / 3;
/// A longer heading is a point, and divides nothing.
const DIVIDER: usize = 14;
/// How many characters of a sentence say that it turns to something else.
const TURN: usize = 12;
/// A clause before such a turn has so many, or it belongs to it: `对此，下一步…`.
const CLAUSE: usize = 6;
/// No more sentences than this where no point is numbered.
const SENTENCES: usize = 2;

const ENDS: [char; 3] = ['。', '！', '？'];
const PAUSES: [char; 5] = ['；', ';', '：', ':', '，'];
const OPENING: [char; 4] = ['（', '《', '“', '‘'];
const CLOSING: [char; 4] = ['）', '》', '”', '’'];

/// The points of the section.
#[derive(Debug, Default, PartialEq)]
pub struct Points {
    /// What is wrong.
    pub problems: Vec<String>,
    /// What is done about it.
    pub steps: Vec<String>,
}

/// What a text is about at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
enum About {
    Problems,
    Steps,
}

/// Points and other sentences, while the section is read.
#[derive(Default)]
struct Found {
    numbered: Vec<String>,
    others: Vec<String>,
}

impl Found {
    /// The points, or else the first sentences.
    fn told(mut self) -> Vec<String> {
        self.others.truncate(SENTENCES);
        if self.numbered.is_empty() { self.others } else { self.numbered }
    }
}

/// The points of a section.
pub fn points(passages: &[Passage]) -> Points {
    let words = words();
    let (mut problems, mut steps) = (Found::default(), Found::default());
    // What headings say it is about, what the text says, and whether a heading is the point.
    let (mut part, mut about, mut is_told) = (About::Problems, About::Problems, false);
    for passage in passages {
        let text = match passage {
            Passage::Heading { text, .. } => {
                let bare = ordinal::bare(text);
                if let Some(divided) = divider(bare, words) {
                    (part, about, is_told) = (divided, divided, false);
                } else {
                    (about, is_told) = (part, true);
                    let found = if about == About::Steps { &mut steps } else { &mut problems };
                    found.numbered.push(line(bare));
                }
                continue;
            }
            Passage::Paragraph(text) => text,
        };
        let (led, text) = lead(text, words);
        if let Some(led) = led {
            (about, is_told) = (led, false);
        }
        let mut is_first = true;
        for piece in pieces(text, words) {
            if about == About::Problems && turns(piece, words) {
                (about, is_told, is_first) = (About::Steps, false, true);
            }
            let found = if about == About::Steps { &mut steps } else { &mut problems };
            match ordinal::behind(piece) {
                Some(point) if !is_told => found.numbered.push(line(point)),
                None if is_first && !is_told => found.others.push(line(piece)),
                _ => {}
            }
            is_first = false;
        }
    }
    Points { problems: problems.told(), steps: steps.told() }
}

fn has(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// What a heading begins, if it is one over points and none itself.
fn divider(bare: &str, words: &Words) -> Option<About> {
    if bare.chars().count() > DIVIDER {
        return None;
    }
    if has(bare, &words.problem_words) {
        return Some(About::Problems);
    }
    has(bare, &words.step_words).then_some(About::Steps)
}

/// A paragraph without the words that stand for a heading, and what they say: `存在的问题：…`.
fn lead<'t>(text: &'t str, words: &Words) -> (Option<About>, &'t str) {
    let split = text.split_once(['：', ':']);
    match split.and_then(|(lead, rest)| Some((divider(ordinal::bare(lead), words)?, rest))) {
        Some((about, rest)) => (Some(about), rest),
        None => (None, text),
    }
}

/// Whether a text turns to what is done.
fn turns(piece: &str, words: &Words) -> bool {
    let start: String = ordinal::bare(piece).chars().take(TURN).collect();
    has(&start, &words.turn_words)
}

/// Sentences, and clauses that begin with a number of their own or turn to what is done.
fn pieces<'t>(text: &'t str, words: &Words) -> Vec<&'t str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let rest = &text[end..];
        let is_end = ENDS.contains(&c) && !rest.starts_with(CLOSING);
        let is_point = PAUSES.contains(&c) && ordinal::behind(rest).is_some();
        let is_turn = PAUSES.contains(&c)
            && words.turn_words.iter().any(|word| rest.starts_with(word.as_str()))
            && ordinal::bare(&text[start..at]).chars().count() >= CLAUSE
            && !turns(&text[start..at], words);
        if is_end || is_point || is_turn {
            pieces.push(&text[start..end]);
            start = end;
        }
    }
    pieces.push(&text[start..]);
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

/// A piece on its line, without the mark at its end.
fn line(text: &str) -> String {
    let text = text.trim().trim_end_matches(['。', '；', ';', '，', '：', ':']);
    if text.chars().count() <= LINE {
        return text.to_owned();
    }
    // At the last pause that leaves no bracket open.
    let (mut depth, mut cut) = (0_i32, None);
    for (count, (at, c)) in text.char_indices().take(LINE - 2).enumerate() {
        depth += i32::from(OPENING.contains(&c)) - i32::from(CLOSING.contains(&c));
        if depth == 0 && count >= LEAST && (PAUSES.contains(&c) || c == '、') {
            cut = Some(at);
        }
    }
    let end = cut.or_else(|| text.char_indices().nth(LINE - 2).map(|(at, _)| at));
    format!("{}……", &text[..end.unwrap_or(text.len())])
}
