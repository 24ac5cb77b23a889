//! Automatic numbers, written out as Word shows them: 一、 （一） 1. and the like.

use super::flag::{is_on, value};
use crate::formats::Fault;
use crate::formats::limits::cut_name;
use crate::formats::xml::tokens::{Token, Xml};
use crate::text::numeral::numeral;
use std::collections::{BTreeMap, BTreeSet};

/// Levels of a list.
const LEVELS: usize = 9;
/// Lists beyond this are not looked at; pasted documents have some thousand.
const MAX_LISTS: usize = 20_000;

/// Longest text of a level in characters; Word shows no more either.
const MAX_TEXT: usize = 31;

/// Which list a paragraph is in, and at which level.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Link {
    /// The id of the list.
    pub list: Option<String>,
    /// The level, from 0.
    pub level: Option<usize>,
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    /// What is shown; `%1` is the number of the first level.
    text: String,
    start: u32,
    /// Whether all numbers in it are Arabic ones.
    is_legal: bool,
    /// The level after which it begins anew; by default any above.
    restart: Option<usize>,
    /// The style whose paragraphs are on this level.
    style: String,
}

#[derive(Debug, Default)]
struct Abstract {
    levels: Vec<Level>,
    /// Another list whose levels it takes.
    linked: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    of: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// All lists, and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    abstracts: BTreeMap<String, Abstract>,
    lists: BTreeMap<String, List>,
    /// Lists that are what a style of lists is, by its id.
    styles: BTreeMap<String, String>,
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Lists with starts of their own that have begun.
    begun: BTreeSet<(String, usize)>,
}

impl Numbering {
    /// Reads the part.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(xml: &mut Xml<'_>) -> Result<Numbering, Fault> {
        let mut all = Numbering::default();
        let (mut abstract_id, mut list_id) = (String::new(), None::<String>);
        let (mut whole, mut list) = (Abstract::default(), List::default());
        let (mut index, mut level) = (0usize, Level { start: 0, ..Level::default() });
        loop {
            match xml.token()? {
                Token::Open(tag) => match tag.local() {
                    "abstractNum" => {
                        abstract_id = cut_name(&tag.attribute("abstractNumId").unwrap_or_default());
                        whole = Abstract { levels: vec![Level::default(); LEVELS], linked: None };
                    }
                    "num" => {
                        list_id = Some(cut_name(&tag.attribute("numId").unwrap_or_default()));
                        list = List::default();
                    }
                    "abstractNumId" => list.of = cut_name(&value(&tag)),
                    "numStyleLink" => whole.linked = Some(cut_name(&value(&tag))),
                    "styleLink" => {
                        all.styles.insert(cut_name(&value(&tag)), abstract_id.clone());
                    }
                    "lvlOverride" | "lvl" => {
                        let number = tag.attribute("ilvl").and_then(|n| n.parse().ok());
                        index = number.unwrap_or(0usize).min(LEVELS - 1);
                        level = Level::default();
                    }
                    "startOverride" => {
                        list.starts.insert(index, value(&tag).parse().unwrap_or(1));
                    }
                    "start" => level.start = value(&tag).parse().unwrap_or(1),
                    "numFmt" => level.format = cut_name(&value(&tag)),
                    "lvlText" => level.text = value(&tag).chars().take(MAX_TEXT).collect(),
                    "isLgl" => level.is_legal = is_on(&tag),
                    "lvlRestart" => level.restart = value(&tag).parse().ok(),
                    "pStyle" => level.style = cut_name(&value(&tag)),
                    "numPicBullet" => xml.skip()?,
                    _ => {}
                },
                Token::Close(tag) => match tag.local() {
                    "lvl" if list_id.is_some() => {
                        list.levels.insert(index, std::mem::take(&mut level));
                    }
                    "lvl" => {
                        if let Some(own) = whole.levels.get_mut(index) {
                            *own = std::mem::take(&mut level);
                        }
                    }
                    "abstractNum" if all.abstracts.len() < MAX_LISTS => {
                        all.abstracts.insert(abstract_id.clone(), std::mem::take(&mut whole));
                    }
                    "num" if all.lists.len() < MAX_LISTS => {
                        all.lists.extend(list_id.take().map(|id| (id, std::mem::take(&mut list))));
                    }
                    _ => {}
                },
                Token::End => return Ok(all),
                _ => {}
            }
        }
    }

    /// The levels of a list.
    fn levels(&self, list: &List) -> Option<(&str, &[Level])> {
        let own = self.abstracts.get_key_value(&list.of)?;
        let linked = own.1.linked.as_ref().and_then(|style| self.styles.get(style));
        let (id, whole) = linked.and_then(|id| self.abstracts.get_key_value(id)).unwrap_or(own);
        Some((id, &whole.levels))
    }

    /// The number of the next paragraph of a list; empty for bullets, and where there is no
    /// such list. `style` is the style that put the paragraph there, if one did.
    pub fn next(&mut self, link: &Link, style: Option<&str>) -> String {
        self.counted(link, style).unwrap_or_default()
    }

    fn counted(&mut self, link: &Link, style: Option<&str>) -> Option<String> {
        let id = link.list.as_deref()?;
        let list = self.lists.get(id)?;
        let (counter, levels) = self.levels(list)?;
        let by_style = || levels.iter().position(|level| Some(&*level.style) == style);
        let at = link.level.or_else(by_style).unwrap_or(0).min(LEVELS - 1);
        let level = |index: usize| list.levels.get(&index).or_else(|| levels.get(index));
        let own = level(at)?.clone();
        let start = |index: usize| match (list.starts.get(&index), level(index)) {
            (Some(start), _) => *start,
            (None, Some(level)) => level.start,
            (None, None) => 1,
        };
        let starts: Vec<u32> = (0..=at).map(start).collect();
        let restarts: Vec<Option<usize>> =
            (0..LEVELS).map(|index| level(index).and_then(|level| level.restart)).collect();
        let formats: Vec<String> = (0..=at)
            .map(|index| level(index).map(|level| level.format.clone()).unwrap_or_default())
            .collect();
        let (counter, has_start) = (counter.to_owned(), list.starts.contains_key(&at));
        let begins = has_start && self.begun.insert((id.to_owned(), at));
        let counts = self.counts.entry(counter).or_default();
        counts[at] = Some(match counts[at] {
            Some(count) if !begins => count.saturating_add(1),
            _ => starts[at],
        });
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let keeps = restarts[below].is_some_and(|after| after <= at);
            if !keeps {
                *count = None;
            }
        }
        for (above, count) in counts.iter_mut().enumerate().take(at) {
            count.get_or_insert(starts[above]);
        }
        Some(shown(&own, counts, &formats))
    }
}

/// The text of a level with its numbers.
fn shown(level: &Level, counts: &[Option<u32>; LEVELS], formats: &[String]) -> String {
    if matches!(level.format.as_str(), "bullet" | "none" | "") {
        return String::new();
    }
    let mut text = String::new();
    let mut rest = level.text.chars().peekable();
    while let Some(c) = rest.next() {
        let index = rest.peek().and_then(|digit| digit.to_digit(10)).filter(|_| c == '%');
        match index.and_then(|index| (index as usize).checked_sub(1)) {
            Some(index) => {
                rest.next();
                let count = counts.get(index).copied().flatten().unwrap_or(1);
                let format = formats.get(index).map_or("decimal", String::as_str);
                text.push_str(&number(count, if level.is_legal { "decimal" } else { format }));
            }
            None => text.push(c),
        }
    }
    // Word puts a gap behind the number; behind a mark it says nothing.
    if text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        text.push(' ');
    }
    text
}

/// A number in one of Word's formats; Arabic where we do not know it.
fn number(count: u32, format: &str) -> String {
    let nth = |letters: &str| letters.chars().nth(count.checked_sub(1)? as usize);
    let small = u8::try_from(count).ok();
    let chinese = || small.map(numeral).filter(|text| !text.is_empty());
    let one = |letters: &str| nth(letters).map(String::from);
    let known = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand"
        | "koreanDigital2" => chinese(),
        "chineseLegalSimplified" | "ideographLegalTraditional" => one("壹贰叁肆伍陆柒捌玖拾"),
        "ideographTraditional" => one("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => one("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => one("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        "decimalEnclosedParen" => one("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
        "decimalEnclosedFullstop" => one("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
        "ideographEnclosedCircle" => one("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
        "decimalZero" => Some(format!("{count:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => {
            let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c);
            Some(count.to_string().chars().map(wide).collect())
        }
        "upperLetter" => letters(count, b'A'),
        "lowerLetter" => letters(count, b'a'),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).map(|text| text.to_lowercase()),
        _ => None,
    };
    known.unwrap_or_else(|| count.to_string())
}

/// A to Z, then AA to ZZ.
fn letters(count: u32, first: u8) -> Option<String> {
    let index = count.checked_sub(1)?;
    let letter = char::from(first + (index % 26) as u8);
    let times = usize::try_from(index / 26 + 1).ok().filter(|times| *times <= 30)?;
    Some(letter.to_string().repeat(times))
}

fn roman(mut count: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&count) {
        return None;
    }
    let mut text = String::new();
    for (worth, sign) in SIGNS {
        while count >= worth {
            text.push_str(sign);
            count -= worth;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = "<w:numbering>
        <w:abstractNum w:abstractNumId='7'>
            <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='H1'/><w:lvlText w:val='%1、'/></w:lvl>
            <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='H2'/><w:lvlText w:val='（%2）'/></w:lvl>
            <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%3.'/></w:lvl>
        </w:abstractNum>
        <w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num>
        <w:num w:numId='4'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='2'><w:startOverride w:val='5'/></w:lvlOverride></w:num>
    </w:numbering>";

    #[test]
    fn lists_count_as_word_does() {
        let mut numbering = Numbering::read(&mut Xml::of_text("n", LISTS)).unwrap();
        let mut next = |list: &str, level: Option<usize>, style: Option<&str>| {
            numbering.next(&Link { list: Some(list.into()), level }, style)
        };
        assert_eq!(next("3", Some(0), None), "一、");
        assert_eq!(next("3", None, Some("H2")), "（一）");
        assert_eq!(next("3", Some(2), None), "1.");
        assert_eq!(next("3", Some(2), None), "2.");
        assert_eq!(next("3", Some(1), None), "（二）");
        assert_eq!(next("3", Some(2), None), "1.", "begins anew below another");
        assert_eq!(next("4", Some(2), None), "5.", "has a start of its own");
        assert_eq!(next("4", Some(2), None), "6.");
        assert_eq!(next("3", Some(0), None), "二、");
        assert_eq!(next("3", Some(1), None), "（一）");
        assert_eq!(next("9", Some(0), None), "", "no such list");
    }

    #[test]
    fn numbers_have_the_format_of_their_level() {
        for (format, shown) in [
            ("decimal", "12"),
            ("chineseCountingThousand", "十二"),
            ("decimalEnclosedCircleChinese", "⑫"),
            ("lowerRoman", "xii"),
            ("upperLetter", "L"),
            ("decimalFullWidth", "１２"),
            ("thaiCounting", "12"),
        ] {
            assert_eq!(number(12, format), shown, "{format}");
        }
        assert_eq!(letters(28, b'A').as_deref(), Some("BB"));
    }
}
