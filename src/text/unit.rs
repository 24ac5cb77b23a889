//! Units as people write them: `元`, `千元`, `百万元`, `万`, `百件`; alone, behind a number or in
//! a line such as `单位：万元`.

use rust_decimal::Decimal;

/// The name of the unit of amounts.
pub const WAN_YUAN: &str = "万元";

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Money, counted in 元.
    Money,
    /// Things, counted one by one.
    Things,
    /// Not said: `万` alone multiplies whatever its column counts.
    Open,
}

/// A unit and how many 元, or things, one of it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// What it measures.
    pub measure: Measure,
    /// How many of the smallest unit it is.
    pub factor: Decimal,
}

/// Units of things.
const THINGS: &[&str] = &["人次", "件", "条", "项", "个", "次", "起", "宗", "份", "部", "人", "篇"];
/// Units of money.
const MONEY: &[&str] = &["元人民币", "元", "块钱"];
/// Says before a unit of money which money.
const CURRENCY: &str = "人民币";
/// Multipliers with their power of ten.
const POWERS: &[(char, u32)] = &[('十', 1), ('百', 2), ('千', 3), ('万', 4), ('亿', 8)];
/// No larger multiplier is believed: 百亿.
const MAX_POWER: u32 = 10;

impl Unit {
    /// 元.
    pub const YUAN: Unit = Unit { measure: Measure::Money, factor: Decimal::ONE };
    /// 万元.
    pub const WAN_YUAN: Unit =
        Unit { measure: Measure::Money, factor: Decimal::from_parts(10_000, 0, 0, false, 0) };
    /// One thing.
    pub const ONE: Unit = Unit { measure: Measure::Things, factor: Decimal::ONE };

    /// A unit at the start of a text, and what follows it.
    pub fn leading(text: &str) -> Option<(Unit, &str)> {
        let mut rest = text.strip_prefix(CURRENCY).unwrap_or(text);
        let mut power = 0;
        while let Some((_, more)) = POWERS.iter().find(|(c, _)| rest.starts_with(*c)) {
            power += more;
            rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
        }
        let factor = Decimal::from(10_u64.checked_pow(power).filter(|_| power <= MAX_POWER)?);
        let named = [(Measure::Money, MONEY), (Measure::Things, THINGS)];
        for (measure, names) in named {
            if let Some(rest) = names.iter().find_map(|name| rest.strip_prefix(name)) {
                return Some((Unit { measure, factor }, rest));
            }
        }
        (power > 0).then_some((Unit { measure: Measure::Open, factor }, rest))
    }

    /// A text that is a unit and nothing else.
    pub fn of(text: &str) -> Option<Unit> {
        Unit::leading(text.trim()).filter(|(_, rest)| rest.is_empty()).map(|(unit, _)| unit)
    }

    /// An amount in this unit, in another one: exactly or not at all.
    pub fn convert(self, amount: Decimal, to: Unit) -> Option<Decimal> {
        if self.measure != to.measure && self.measure != Measure::Open {
            return None;
        }
        let smallest = amount.checked_mul(self.factor)?;
        let converted = smallest.checked_div(to.factor)?;
        (converted.checked_mul(to.factor)? == smallest).then(|| converted.normalize())
    }
}

/// The units that a head or a line above a table names, with their texts: behind `单位：` or
/// `单位为`, alone in brackets at the end, or alone behind a blank there.
pub fn named(label: &str) -> Vec<(Unit, String)> {
    let last = label.trim_end().rsplit_once(char::is_whitespace).map(|(_, last)| last);
    let apart = last.and_then(|last| Some((Unit::of(last)?, last.to_owned())));
    let text: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    let text =
        text.replace(['﹕', ':'], "：").replace("单位为", "单位：").replace("单位是", "单位：");
    let listed = text.rsplit_once("单位：").map(|(before, units)| match units.find(['）', ')']) {
        // `（单位：百件）（本列数据的勾稽关系为…）`
        Some(end) if before.ends_with(['（', '(']) => &units[..end],
        _ => units,
    });
    let bracketed = || {
        let inner = text.strip_suffix(['）', ')'])?;
        Some(&inner[inner.rfind(['（', '('])?..]).map(|inner| inner.trim_start_matches(['（', '(']))
    };
    let Some(units) = listed.or_else(bracketed) else { return Vec::from_iter(apart) };
    let units = units.trim_end_matches(['）', ')', '。', '；']);
    let each: Option<Vec<_>> = units
        .split(['、', '/', '／', '，', ',', '；', '或'])
        .map(|text| Unit::of(text).map(|unit| (unit, text.to_owned())))
        .collect();
    each.unwrap_or_default()
}

/// The units of a line or a title: `（金额单位：元）`, `注：收费金额单位为元。` None for any other
/// text, such as one that names an organisation behind 单位.
pub fn line(text: &str) -> Vec<(Unit, String)> {
    if text.contains("单位") { named(text) } else { Vec::new() }
}

/// Whether a text is a unit line and nothing else.
pub fn is_line(text: &str) -> bool {
    /// No more characters stand before the word 单位.
    const BEFORE: usize = 3;
    let text = text.trim_start().trim_start_matches(['(', '（']);
    text.split_once("单位").is_some_and(|(before, _)| before.chars().count() <= BEFORE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(text: &str) -> Option<(Measure, String)> {
        Unit::of(text).map(|unit| (unit.measure, unit.factor.to_string()))
    }

    #[test]
    fn units_are_multiples_of_yuan_or_of_things() {
        let money = |factor: &str| Some((Measure::Money, factor.to_owned()));
        assert_eq!(factor("元"), money("1"));
        assert_eq!(factor("千元"), money("1000"));
        assert_eq!(factor("百万元"), money("1000000"));
        assert_eq!(factor("亿元"), money("100000000"));
        assert_eq!(factor("百件"), Some((Measure::Things, "100".into())));
        assert_eq!(factor("万"), Some((Measure::Open, "10000".into())));
        assert_eq!(factor("局"), None);
        assert_eq!(factor("亿亿元"), None);
    }

    #[test]
    fn a_head_or_a_line_names_its_units() {
        let texts = |label| named(label).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(texts("本年收费金额（单位：万元）"), ["万元"]);
        assert_eq!(texts("本年收费金额(元)"), ["元"]);
        assert_eq!(texts("金额单位: 千元"), ["千元"]);
        assert_eq!(texts("单位：件、万元"), ["件", "万元"]);
        assert_eq!(texts("（单位：百件）（本列数据的勾稽关系为：第一项）"), ["百件"]);
        assert_eq!(texts("本年收费金额（人民币元）"), ["人民币元"]);
        assert_eq!(texts("本年收费金额 元"), ["元"]);
        assert_eq!(texts("注：行政事业性收费金额单位为元。"), ["元"]);
        assert!(texts("单位：淳化县司法局").is_empty());
        assert!(texts("行政事业性收费（含罚没）").is_empty());
    }

    #[test]
    fn amounts_are_converted_exactly_or_not_at_all() {
        let yuan = Unit::YUAN;
        let exact = |text: &str| Decimal::from_str_exact(text).unwrap();
        assert_eq!(yuan.convert(exact("727012578"), Unit::WAN_YUAN), Some(exact("72701.2578")));
        assert_eq!(yuan.convert(exact("1"), Unit::ONE), None);
        let wan = Unit::of("万").unwrap();
        assert_eq!(wan.convert(exact("1.2"), Unit::ONE), Some(exact("12000")));
        assert_eq!(wan.convert(exact("1.2"), Unit::WAN_YUAN), Some(exact("1.2")));
    }
}
