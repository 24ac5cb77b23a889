//! How many lines a text takes: an estimate, for what depends on the place on the page.

/// Marks that begin no line.
const NOT_FIRST: &str = "!%),.:;?]}·’”…、。〃〉》」』】〕〗！％），．：；？］｝～—";

/// Marks that end no line.
const NOT_LAST: &str = "([{‘“〈《「『【〔〖（［｛";

/// The room for a text, and how it is set, in characters.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// A line.
    pub line: f64,
    /// What the first line lacks.
    pub indent: f64,
    /// Space between Han and digits or letters.
    pub between: f64,
    /// What every character is wider than its type.
    pub wider: f64,
    /// What a mark gives of its width.
    pub marks_give: f64,
}

/// The lines of a text, at least one.
pub fn count(text: &str, room: Room) -> usize {
    text.split('\n').map(|part| count_of_one(part, room)).sum()
}

fn count_of_one(text: &str, room: Room) -> usize {
    let (mut lines, mut used, mut piece) = (1, room.indent, 0.0);
    let mut last: Option<char> = None;
    let mut put = |piece: f64, last: Option<char>| {
        let ends_in_mark = room.marks_give > 0.0 && last.is_some_and(|c| is_wide(c, NOT_FIRST));
        let line = room.line + if ends_in_mark { 0.5 - room.marks_give } else { 0.0 };
        if used + piece <= line {
            used += piece;
            return;
        }
        // What is longer than a line is cut anywhere.
        let over = (piece / room.line).ceil().max(1.0) - 1.0;
        lines += 1 + over as usize;
        used = piece - over * room.line;
    };
    for c in text.chars() {
        if last.is_some_and(|last| may_break(last, c)) {
            put(piece, last);
            piece = 0.0;
        }
        piece += room.wider + if c.is_ascii() { 0.5 } else { 1.0 };
        if is_wide(c, NOT_FIRST) || is_wide(c, NOT_LAST) {
            piece -= room.marks_give;
        }
        if last.is_some_and(|last| meet(last, c)) {
            piece += room.between;
        }
        last = Some(c);
    }
    put(piece, last);
    lines
}

fn may_break(last: char, next: char) -> bool {
    let is_word = last.is_ascii_graphic() && next.is_ascii_graphic();
    !is_word && !NOT_FIRST.contains(next) && !NOT_LAST.contains(last)
}

fn is_wide(c: char, marks: &str) -> bool {
    !c.is_ascii() && marks.contains(c)
}

/// Whether Han and digits or letters meet.
fn meet(last: char, next: char) -> bool {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    is_latin(last) != is_latin(next) && last.is_alphanumeric() && next.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::{Room, count};

    const ROOM: Room = Room { line: 10.0, indent: 2.0, between: 0.25, wider: 0.0, marks_give: 0.0 };

    #[test]
    fn lines_are_counted_in_characters() {
        assert_eq!(count("", ROOM), 1);
        assert_eq!(count(&"字".repeat(8), ROOM), 1);
        assert_eq!(count(&"字".repeat(9), ROOM), 2);
        assert_eq!(count(&"1".repeat(60), ROOM), 4);
        // The full stop takes a character with it.
        assert_eq!(count(&("字".repeat(18) + "。"), ROOM), 3);
        assert_eq!(count("一\n二", ROOM), 2);
    }

    #[test]
    fn space_beside_digits_counts_and_marks_may_give() {
        let text = "共收到12件，办结11件";
        let room = Room { indent: 0.0, ..ROOM };
        assert_eq!(count(text, Room { between: 0.0, ..room }), 1);
        assert_eq!(count(text, room), 2);
        assert_eq!(count(text, Room { wider: -0.1, ..room }), 1);
        let room = Room { line: 6.5, ..room };
        assert_eq!(count("《条例》（国令", Room { marks_give: 0.25, ..room }), 1);
        assert_eq!(count("《条例》（国令", room), 2);
    }
}
