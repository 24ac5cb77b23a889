//! Labels as people retype them: folded, reduced to their core, and compared with some tolerance.

use unicode_normalization::UnicodeNormalization;

/// Characters without width: BOM, zero-width spaces and joiners, soft hyphen, controls.
fn has_no_width(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{AD}')
}

/// Whether a text shows nothing at all.
pub fn is_invisible(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || has_no_width(c))
}

/// Folds a label: NFKC, no white space, no quotes, one kind of comma, lower case.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match plain(c) {
            Some(c) => folded.extend(folded_character(c)),
            None => return composed(text).collect(),
        }
    }
    folded
}

/// The beginning of a folded text, and whether that is all of it.
pub fn fold_start(text: &str, characters: usize) -> (String, bool) {
    let mut rest = composed(text);
    let start = rest.by_ref().take(characters).collect();
    (start, rest.next().is_none())
}

fn composed(text: &str) -> impl Iterator<Item = char> {
    text.nfkc().filter_map(folded_character)
}

/// The NFKC form of a character that is one character and takes in none behind it: ASCII,
/// hanzi and the punctuation beside them. Nearly all texts are made of these alone, and the
/// tables of Unicode need not be asked.
fn plain(c: char) -> Option<char> {
    match c {
        '\0'..='\x7F'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301B}'
        | '\u{2018}'..='\u{201A}'
        | '\u{201C}'..='\u{201E}'
        | '\u{2013}'..='\u{2015}' => Some(c),
        '\u{3000}' => Some(' '),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}

/// One character of the NFKC form; none where it does not count.
fn folded_character(c: char) -> Option<char> {
    let is_left_out = c.is_whitespace()
        || has_no_width(c)
        || matches!(
            c,
            '“' | '”' | '"' | '‘' | '’' | '\'' | '「' | '」' | '『' | '』' | '*' | '★' | '☆'
        );
    (!is_left_out).then(|| match c {
        '、' | ',' | '，' | ';' | '；' => ',',
        '：' | '﹕' => ':',
        '〔' | '［' | '[' | '【' | '{' => '(',
        '〕' | '］' | ']' | '】' | '}' => ')',
        '它' => '他',
        '/' | '／' | '∕' => '/',
        c => c.to_ascii_lowercase(),
    })
}

/// A folded label without its leading number (`一、` `（三）` `1.`) .
pub fn without_number(folded: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let mut rest = folded;
    if let Some(inner) = folded.strip_prefix('(') {
        if let Some((number, tail)) = inner.split_once(')')
            && !number.is_empty()
            && number.chars().all(is_number)
        {
            rest = tail;
        }
    } else {
        let tail = folded.trim_start_matches(is_number);
        if tail.len() < folded.len()
            && let Some(tail) = tail.strip_prefix([',', '.', ')', ':', '·'])
        {
            rest = tail;
        }
    }
    rest.trim_start_matches([',', '.', ':'])
}

/// A folded label without remarks in brackets at its end.
pub fn without_remark(folded: &str) -> &str {
    let mut rest = folded.trim_end_matches([':', '.', '。', ',']);
    while rest.ends_with(')')
        && let Some(open) = matching_bracket(rest)
        && open > 0
    {
        rest = rest[..open].trim_end_matches([':', '.', ',']);
    }
    rest
}

/// Where the bracket that ends the text was opened.
fn matching_bracket(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (index, c) in text.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}

/// How well a label found fits a label of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// A few characters differ or are missing: worth telling the clerk.
    Loose,
    /// The same but for a known variant, a number or a remark.
    Known,
    /// The same.
    Exact,
}

/// A text as it is compared: folded once, compared often.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    folded: String,
    core: Core,
}

/// A folded text without number and remark, with its length in characters.
#[derive(Debug, Clone, PartialEq)]
struct Core {
    text: String,
    length: usize,
    /// One bit for each of its characters; several may share a bit.
    characters: u64,
}

impl Core {
    fn new(folded: &str) -> Core {
        let text = without_number(without_remark(folded)).to_owned();
        let characters = text.chars().fold(0, |bits, c| bits | 1 << (u32::from(c) % 64));
        Core { length: text.chars().count(), characters, text }
    }

    /// Whether at least one more than so many of its characters are not in the other.
    fn is_foreign_to(&self, other: &Core, characters: usize) -> bool {
        let mut foreign = self.characters & !other.characters;
        for _ in 0..characters {
            // Without its lowest bit; to count them all takes longer.
            foreign &= foreign.wrapping_sub(1);
        }
        foreign != 0
    }
}

impl Label {
    /// Whether nothing is left of it.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Folds a text.
    pub fn new(text: &str) -> Label {
        let folded = fold(text);
        Label { core: Core::new(&folded), folded }
    }
}

/// A label of the form with everything needed to compare against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    whole: String,
    core: Core,
    aliases: Vec<Core>,
}

impl Pattern {
    /// From the official label and its variants.
    pub fn new<'a>(label: &str, aliases: impl IntoIterator<Item = &'a String>) -> Pattern {
        let whole = fold(label);
        Pattern {
            core: Core::new(&whole),
            whole,
            aliases: aliases.into_iter().map(|alias| Core::new(&fold(alias))).collect(),
        }
    }

    /// How a label as typed fits, if at all.
    pub fn fit(&self, typed: &Label) -> Option<Fit> {
        if typed.folded.is_empty() {
            return None;
        }
        if typed.folded == self.whole {
            return Some(Fit::Exact);
        }
        if self.forms().any(|form| *form == typed.core) {
            return Some(Fit::Known);
        }
        self.forms().any(|form| resembles(&typed.core, form)).then_some(Fit::Loose)
    }

    /// Whether it fits at all.
    pub fn fits(&self, typed: &Label) -> bool {
        self.fit(typed).is_some()
    }

    /// Whether it fits better than loosely; for that nothing has to be weighed.
    pub fn knows(&self, typed: &Label) -> bool {
        !typed.folded.is_empty()
            && (typed.folded == self.whole || self.forms().any(|form| *form == typed.core))
    }

    /// The same for a text that is compared only once.
    pub fn fit_text(&self, typed: &str) -> Option<Fit> {
        self.fit(&Label::new(typed))
    }

    fn forms(&self) -> impl Iterator<Item = &Core> {
        std::iter::once(&self.core).chain(&self.aliases)
    }
}

/// Damaged but recognisable: some characters lost, or one in five different.
fn resembles(typed: &Core, form: &Core) -> bool {
    let (short, long) = (typed.length, form.length);
    if short < 3 || long < 4 {
        return false;
    }
    // Lengths and characters rule the costly comparisons out for all but a few.
    let may_have_lost = short < long && short * 5 >= long * 3;
    let most = short.max(long) / 5;
    let mut may_be_close = short.abs_diff(long) <= most;
    if !(may_have_lost || may_be_close) || typed.is_foreign_to(form, most) {
        return false;
    }
    may_be_close &= !form.is_foreign_to(typed, most);
    let lost_some =
        may_have_lost && !typed.is_foreign_to(form, 0) && is_subsequence(&typed.text, &form.text);
    lost_some || (may_be_close && strsim::normalized_levenshtein(&typed.text, &form.text) >= 0.8)
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|d| d == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(form: &str, typed: &str) -> Option<Fit> {
        Pattern::new(form, &[]).fit_text(typed)
    }

    #[test]
    fn spaces_breaks_quotes_and_widths_do_not_matter() {
        assert_eq!(fit("总计", "总　计"), Some(Fit::Exact));
        assert_eq!(fit("商业企业", "商业\n企业"), Some(Fit::Exact));
        assert_eq!(fit("结果维持", "结\n果\n维\n持"), Some(Fit::Exact));
        assert_eq!(fit("（三）不予公开", "(三) 不予公开"), Some(Fit::Exact));
        assert_eq!(fit("3.危及“三安全一稳定”", "3．危及\"三安全一稳定\""), Some(Fit::Exact));
        assert_eq!(fit("三、本年度办理结果", "三 、本 年 度办 理 结果"), Some(Fit::Exact));
    }

    #[test]
    fn plain_characters_are_those_of_unicode() {
        let marks = ['\u{300}', '\u{308}', '\u{3099}', '\u{309A}', '\u{20D2}', 'か', 'ㅏ'];
        for c in ('\0'..=char::MAX).filter(|c| plain(*c).is_some()) {
            let composed: Vec<char> = c.to_string().nfkc().collect();
            assert_eq!(composed, [plain(c).unwrap()]);
            // What may be taken in is not plain, so that such a text goes the long way.
            assert!(marks.iter().all(|mark| plain(*mark).is_none()));
        }
        for text in ["总　计（件）", "Ａ：“b”，", "é e\u{301} ㎡…", "\u{FEFF}其它【1】/"]
        {
            assert_eq!(fold(text), composed(text).collect::<String>());
            let (start, is_all) = fold_start(text, 3);
            assert!(fold(text).starts_with(&start) && is_all == (start == fold(text)));
        }
    }

    #[test]
    fn numbers_and_remarks_may_be_missing_or_added() {
        assert_eq!(fit("（一）予以公开", "予以公开"), Some(Fit::Known));
        assert_eq!(fit("上一年项目数量", "上一年项目数量(指2019年事项数)"), Some(Fit::Known));
        assert_eq!(fit("本年收费金额（单位：万元）", "本年收费金额"), Some(Fit::Known));
    }

    #[test]
    fn damaged_labels_are_recognised_loosely() {
        assert_eq!(fit("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"), Some(Fit::Loose));
        assert_eq!(fit("行政事业性收费", "行政事业型收费"), Some(Fit::Loose));
    }

    #[test]
    fn different_labels_are_kept_apart() {
        assert_eq!(fit("行政许可", "行政处罚"), None);
        assert_eq!(fit("行政复议", "行政诉讼"), None);
        assert_eq!(fit("其他", "其他结果"), None);
        assert_eq!(fit("一般规定", "规定"), None);
        assert_eq!(fit("规章", "行政规范性文件"), None);
    }
}
