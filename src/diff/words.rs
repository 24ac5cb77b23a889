//! What differs within a paragraph, word by word: a number and a Latin word are one, every
//! other character is one of its own.

use serde::Serialize;
use similar::{Algorithm, ChangeTag, capture_diff_slices};

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    /// In which of the two it stands.
    pub kind: PieceKind,
    /// Its text.
    pub text: String,
}

/// In which of two paragraphs a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PieceKind {
    /// In both.
    Kept,
    /// In the old one alone.
    Deleted,
    /// In the new one alone.
    Inserted,
}

/// The pieces of two texts, in order; what was deleted before what was inserted.
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let (before, after) = (words(old), words(new));
    let mut pieces: Vec<Piece> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        for change in op.iter_changes(&before, &after) {
            let kind = match change.tag() {
                ChangeTag::Equal => PieceKind::Kept,
                ChangeTag::Delete => PieceKind::Deleted,
                ChangeTag::Insert => PieceKind::Inserted,
            };
            match pieces.last_mut() {
                Some(last) if last.kind == kind => last.text.push_str(change.value()),
                _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
            }
        }
    }
    pieces
}

/// How much of two texts is the same, from 0 to 1.
pub fn likeness(old: &str, new: &str) -> f32 {
    let kept: usize = pieces(old, new)
        .iter()
        .filter(|piece| piece.kind == PieceKind::Kept)
        .map(|piece| piece.text.chars().count())
        .sum();
    let all = old.chars().count() + new.chars().count();
    if all == 0 { 1.0 } else { 2.0 * kept as f32 / all as f32 }
}

fn words(text: &str) -> Vec<&str> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '％');
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match is_of_word(first) {
            true => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}
