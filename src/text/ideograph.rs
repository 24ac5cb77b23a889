//! Characters that look like ordinary ones and are others: radicals and compatibility
//! ideographs, as text copied from a PDF has them. No search and no sum finds them.

use unicode_normalization::UnicodeNormalization;

/// The CJK radicals supplement (U+2E80 to U+2EF3) with the ordinary character of each, from
/// the Unicode data file EquivalentUnifiedIdeograph.txt.
const SUPPLEMENT: &str = "\
    ⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小\
    ⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌\
    ⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫\
    ⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓\
    ⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑\
    ⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝\
    ⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏\
    ⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐\
    ⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯\
    ⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

/// Traditional and Japanese equivalents of radicals with the character that a report has: a PDF
/// in simplified characters writes ⼾ for 户, though its equivalent is 戶.
const SIMPLIFIED: &str = "\
    戶户見见貝贝車车長长門门靑青韋韦頁页風风飛飞馬马鬥斗\
    魚鱼鳥鸟鹵卤麥麦黃黄黽黾齊齐齒齿龍龙龜龟斉齐歯齿竜龙\
    亀龟糹纟飠饣尣尢𡯂尢歺歹";

/// The ordinary character that stands for this one, if there is another.
pub fn ordinary(c: char) -> Option<char> {
    let mut composed = match c {
        '\u{2E80}'..='\u{2EF3}' => return paired(SUPPLEMENT, c).map(simplified),
        '\u{2F00}'..='\u{2FD5}' => return std::iter::once(c).nfkc().next().map(simplified),
        // Compatibility ideographs with a canonical equivalent.
        '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => std::iter::once(c).nfkc(),
        _ => return None,
    };
    composed.next().filter(|ordinary| *ordinary != c)
}

fn simplified(c: char) -> char {
    paired(SIMPLIFIED, c).unwrap_or(c)
}

/// The second of the pair that starts with this character.
fn paired(pairs: &str, first: char) -> Option<char> {
    let mut pairs = pairs.chars();
    std::iter::from_fn(|| Some((pairs.next()?, pairs.next()?)))
        .find(|(own, _)| *own == first)
        .map(|(_, other)| other)
}

/// A text in ordinary characters, and what was replaced; nothing where nothing was.
pub fn in_ordinary(text: &str) -> Option<(String, Vec<(char, char)>)> {
    let replaced: Vec<(char, char)> =
        text.chars().filter_map(|c| Some((c, ordinary(c)?))).collect();
    let plain = || text.chars().map(|c| ordinary(c).unwrap_or(c)).collect();
    (!replaced.is_empty()).then(|| (plain(), replaced))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_and_compatibility_ideographs_become_ordinary_characters() {
        for (typed, ordinary) in [
            ("⼈⺠政府", "人民政府"),
            ("⾏政规范性⽂件", "行政规范性文件"),
            ("⽆法提供", "无法提供"),
            ("⻔户网站", "门户网站"),
            ("⻅附件⻚", "见附件页"),
            ("⻓江⻢⻰⻩⻘⻛⻋", "长江马龙黄青风车"),
            (
                "用⼾、⻔⼾网站、⾒⻅、⾨⻔、⿓⻰⻯、⻬⿑",
                "用户、门户网站、见见、门门、龙龙龙、齐齐",
            ),
            ("\u{F9DD}\u{FA1D}", "利精"),
            ("\u{2F800}", "丽"),
        ] {
            assert_eq!(in_ordinary(typed).map(|(text, _)| text).as_deref(), Some(ordinary));
        }
    }

    #[test]
    fn everything_else_stays_as_typed() {
        for text in ["人民政府", "１２３ＡＢＣ", "㎡①…“”", "𠮷𬭊㛃", "\u{FA0E}\u{FA11}"]
        {
            assert_eq!(in_ordinary(text), None, "{text}");
        }
        // Every radical has one, but for two that are unassigned or their own.
        let lacking = ('\u{2E80}'..='\u{2EF3}').filter(|c| ordinary(*c).is_none()).count();
        assert_eq!(lacking, 2);
    }
}
