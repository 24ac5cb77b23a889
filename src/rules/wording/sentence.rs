//! Narrative cut into sentences and clauses, with the numbers in them found. Every width of
//! character is one, blanks are gone, titles in 《》 and remarks in brackets are left out of
//! what is searched; the original stays for quoting.

use super::number::{Kind, Number, is_unit, numbers};

/// A sentence.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its clauses, between commas, colons and semicolons.
    pub clauses: Vec<Clause>,
    /// Its characters as printed, without blanks.
    original: Vec<char>,
}

/// A clause: text to search, and the numbers in it.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Folded characters.
    pub text: Vec<char>,
    /// Where each stands in the original sentence.
    at: Vec<usize>,
    /// Numbers, in order.
    pub numbers: Vec<Number>,
    /// It stands in brackets: `（含上年结转3件）`.
    pub is_aside: bool,
}

/// Longest quotation of a sentence, in characters.
const QUOTE: usize = 40;
/// Characters quoted after the number that a quotation is about.
const QUOTE_AFTER: usize = 6;

/// The sentences of a text.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let original: Vec<char> =
        text.chars().filter(|c| *c == '\n' || !(c.is_whitespace() || is_invisible(*c))).collect();
    let folded: Vec<char> = original.iter().map(|c| fold(*c)).collect();
    let mut sentences = Vec::new();
    let mut start = 0;
    for (index, c) in folded.iter().enumerate() {
        let digit =
            |at: Option<usize>| at.and_then(|at| folded.get(at)).is_some_and(char::is_ascii_digit);
        // A full stop typed as a point: not within `2.64`.
        let is_point = *c == '.' && !digit(index.checked_sub(1)) && !digit(Some(index + 1));
        if matches!(c, '。' | '!' | '?' | '\n') || is_point {
            sentences.extend(sentence(&folded[start..index], &original[start..index]));
            start = index + 1;
        }
    }
    sentences.extend(sentence(&folded[start..], &original[start..]));
    sentences
}

/// One character as the narrower and commoner one.
pub fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '﹪' => '%',
        '﹐' => ',',
        '〇' => '零',
        c => c,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

fn sentence(folded: &[char], original: &[char]) -> Option<Sentence> {
    if folded.is_empty() {
        return None;
    }
    let mut clauses = Vec::new();
    cut(folded, 0, false, &mut clauses);
    Some(Sentence { clauses, original: original.to_vec() })
}

/// Cuts text that starts at this character of the sentence into clauses. Titles and remarks
/// are left out; a remark that counts something is a clause of its own.
fn cut(text: &[char], start: usize, is_aside: bool, clauses: &mut Vec<Clause>) {
    let (mut own, mut at) = (Vec::new(), Vec::new());
    let end = |own: &mut Vec<char>, at: &mut Vec<usize>, clauses: &mut Vec<Clause>| {
        let (text, at) = (std::mem::take(own), std::mem::take(at));
        clauses.push(Clause { numbers: numbers(&text), text, at, is_aside });
    };
    let mut index = 0;
    while index < text.len() {
        match text[index] {
            '(' | '《' => {
                let close = closing(text, index);
                let inner = &text[index + 1..close];
                // `不予公开（20件）` is `不予公开20件`.
                let is_named = text[index] == '(' && own.last().is_some_and(|c| is_name(*c));
                if is_named && is_bare_count(inner) {
                    own.extend_from_slice(inner);
                    at.extend(start + index + 1..start + close);
                } else if text[index] == '(' && counts_something(inner) {
                    end(&mut own, &mut at, clauses);
                    cut(inner, start + index + 1, true, clauses);
                }
                index = close;
            }
            ',' if is_in_number(text, index) => {}
            // `不予公开：20件；`
            ':' if own.last().is_some_and(|c| is_name(*c)) && is_item(&text[index + 1..]) => {}
            ',' | ';' | ':' => end(&mut own, &mut at, clauses),
            c => {
                own.push(c);
                at.push(start + index);
            }
        }
        index += 1;
    }
    end(&mut own, &mut at, clauses);
}

/// Whether a character can end the name of a figure: no digit, no unit behind one.
fn is_name(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii() && !is_unit(c)
}

/// Whether a text is a number with its unit and nothing else.
fn is_bare_count(text: &[char]) -> bool {
    match &numbers(text)[..] {
        [Number { kind: Kind::Count(_, Some(unit)), start: 0, end }] => {
            is_unit(*unit) && *end == text.len()
        }
        _ => false,
    }
}

/// Whether a text starts with a number and its unit as an item of their own: `20件；`, not
/// `3件维持、2件…`.
fn is_item(text: &[char]) -> bool {
    let end = (0..text.len()).find(|at| match text[*at] {
        ',' => !is_in_number(text, *at),
        c => matches!(c, ';' | '、' | '(' | ':'),
    });
    is_bare_count(&text[..end.unwrap_or(text.len())])
}

/// Where the bracket that opens here is closed, or the end of the text.
fn closing(text: &[char], open: usize) -> usize {
    let mut depth = 0usize;
    for (index, c) in text.iter().enumerate().skip(open) {
        match c {
            '(' | '《' => depth += 1,
            ')' | '》' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return index;
        }
    }
    text.len()
}

fn counts_something(text: &[char]) -> bool {
    numbers(text).iter().any(|number| match number.kind {
        Kind::Count(_, unit) => unit.is_some_and(is_unit),
        Kind::Percent(_) => true,
        _ => false,
    })
}

/// The comma of `1,234`.
fn is_in_number(text: &[char], comma: usize) -> bool {
    let digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    comma > 0 && digit(comma - 1) && (1..=3).all(|step| digit(comma + step)) && !digit(comma + 4)
}

impl Sentence {
    /// The sentence as printed, cut to a length fit for a message, with this number in it.
    pub fn quote(&self, clause: usize, number: Option<usize>) -> String {
        let clause = &self.clauses[clause];
        let end = match number.map(|index| &clause.numbers[index]) {
            Some(number) => clause.at.get(number.end.saturating_sub(1)),
            None => clause.at.last(),
        };
        let whole = self.original.len();
        let end = end.map_or(whole, |at| at + 1);
        let last = if whole - end <= QUOTE_AFTER { whole } else { end };
        let first = last.saturating_sub(QUOTE);
        let text: String = self.original[first..last].iter().collect();
        let (before, after) =
            (if first > 0 { "…" } else { "" }, if last < whole { "…" } else { "" });
        format!("{before}{text}{after}")
    }

    /// All its characters as printed.
    pub fn original(&self) -> String {
        self.original.iter().collect()
    }

    /// What is printed before a number, remarks included, since the number before it in its
    /// clause.
    pub fn printed_before(&self, clause: usize, number: usize) -> String {
        let Clause { at, numbers, .. } = &self.clauses[clause];
        let before = number.checked_sub(1).map_or(0, |before| numbers[before].end);
        let (from, to) = (at[before.min(at.len() - 1)], at[numbers[number].start]);
        self.original[from..to].iter().map(|c| fold(*c)).collect()
    }

    /// All its characters in their narrower and commoner form.
    pub fn folded(&self) -> String {
        self.original.iter().map(|c| fold(*c)).collect()
    }

    /// Whether it counts anything.
    pub fn has_counts(&self) -> bool {
        self.clauses.iter().flat_map(|clause| &clause.numbers).any(|n| n.count().is_some())
    }

    /// Whether it opens like a sub-heading: `（二）…`.
    pub fn is_numbered(&self) -> bool {
        matches!(self.original[..], ['（' | '(', n, ..] if "一二三四五六七八九十".contains(n))
    }
}

impl Clause {
    /// Its text.
    pub fn plain(&self) -> String {
        self.text.iter().collect()
    }

    /// The text before a number: since the one before it, years and dates aside, and not
    /// from before `least`.
    pub fn before(&self, index: usize, least: usize) -> String {
        let earlier = self.numbers[..index].iter().rev().find(|number| !number.is_date());
        let start = earlier.map_or(0, |number| number.end).max(least);
        self.text[start.min(self.numbers[index].start)..self.numbers[index].start].iter().collect()
    }

    /// The text from one character to before another.
    pub fn between(&self, start: usize, end: usize) -> String {
        self.text[start..end].iter().collect()
    }

    /// The whole text before a number.
    pub fn head(&self, index: usize) -> String {
        self.text[..self.numbers[index].start].iter().collect()
    }

    /// Whether the next number of the clause follows in the same item of a list.
    pub fn is_followed_by_count(&self, index: usize) -> bool {
        self.numbers.get(index + 1).is_some_and(|next| {
            next.count().is_some()
                && !self.text[self.numbers[index].end..next.start].contains(&'、')
        })
    }

    /// The text after a number, up to the next one, years and dates aside, or the next item of
    /// a list.
    pub fn after(&self, index: usize) -> String {
        let next = self.numbers[index + 1..].iter().find(|number| !number.is_date());
        let next = next.map_or(self.text.len(), |number| number.start);
        self.text[self.numbers[index].end..next].iter().take_while(|c| **c != '、').collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_titles_and_blanks_are_left_out_of_the_search() {
        let text = "全年 收到《条例》规定的申请 1,234 件（见附件），同比增长5.0%。下一句.";
        let found = sentences(text);
        assert_eq!(found.len(), 2);
        let clauses: Vec<String> = found[0].clauses.iter().map(Clause::plain).collect();
        assert_eq!(clauses, ["全年收到规定的申请1234件", "同比增长5.0%"]);
        assert_eq!(found[0].clauses[0].before(0, 0), "全年收到规定的申请");
    }

    #[test]
    fn a_remark_that_counts_is_a_clause_of_its_own() {
        let text = "办结申请66件（含上年结转3件，占4.5%）、转下年3件（共（一）类），完";
        let clauses: Vec<(String, bool)> =
            sentences(text)[0].clauses.iter().map(|c| (c.plain(), c.is_aside)).collect();
        let own = |text: &str| (text.to_owned(), false);
        let aside = |text: &str| (text.to_owned(), true);
        let expected = [
            own("办结申请66件"),
            aside("含上年结转3件"),
            aside("占4.5%"),
            own("、转下年3件"),
            own("完"),
        ];
        assert_eq!(clauses, expected);
        assert_eq!(sentences(text)[0].quote(1, Some(0)), "办结申请66件（含上年结转3件…");
    }

    #[test]
    fn a_quotation_ends_with_its_number() {
        let text = format!("{}收到申请7件，{}", "甲".repeat(60), "乙".repeat(60));
        let found = sentences(&text);
        let quote = found[0].quote(0, Some(0));
        assert!(quote.starts_with("…甲") && quote.ends_with("收到申请7件…"), "{quote}");
        assert_eq!(sentences("共 7 件。")[0].quote(0, Some(0)), "共7件");
    }
}
