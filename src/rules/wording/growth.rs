//! Growth on last year, worked out from both reports: `共收到申请3646件，同比增长1.05%`.

use super::finder::mentions;
use super::mention::Mention;
use super::narrative::sections;
use super::number::Kind;
use super::percent::{DOWN, UP, is_near, is_told};
use super::readings::readings;
use super::sentence::Sentence;
use super::talk::Talk;
use super::words::{is_made_of, words};
use crate::diag::{Finding, Message, number, say, value};
use crate::rules::Subject;
use crate::rules::body::Body;
use rust_decimal::Decimal;

crate::diag::codes! {
    NB507 = Warning "增减幅度与上年报告算不拢"
        what "正文说申请、复议等件数比上年增减百分之几或几件，按两年表格里同一项的数重新计算不相等。句子里写了上年件数的，由 NB416 核对。四舍五入和截尾都算相符。"
        why "百分比多半是改了件数以后没有重算，或者上年的数取自别处。"
        fix "按两年的表格重新计算；口径不同的，写明口径。"
        basis "算术；两年同一项数据的含义。";
}

/// Compares what the narrative says of growth with both reports.
pub fn growth(
    this: &Subject<'_>,
    last: &Subject<'_>,
    last_name: &str,
    findings: &mut Vec<Finding>,
) {
    let body = Body::of(&this.report.metadata);
    let mut talk = Talk::new(&body, this.report.metadata.year);
    for section in sections(this) {
        talk.start(&section);
        for text in &section.texts {
            talk.read(text, |talk, sentence| {
                for mention in mentions(talk, sentence) {
                    let wrong = wrong(this, last, last_name, sentence, &mention);
                    findings.extend(wrong.map(|message| {
                        Finding::new(&NB507, message, NB507.fix).at(text.place.cloned())
                    }));
                }
            });
        }
    }
}

/// What is wrong with the growth told right behind a number.
fn wrong(
    this: &Subject<'_>,
    last: &Subject<'_>,
    last_name: &str,
    sentence: &Sentence,
    mention: &Mention,
) -> Option<Message> {
    let (clause, Some(at)) = mention.at else { return None };
    let ([quantity], false) = (&mention.quantities[..], mention.is_unclear) else { return None };
    let now = Decimal::from(mention.value);
    let (place, told, is_up) = told(sentence, (clause, at))?;
    let before = readings(last, quantity, mention);
    // Every reading that fits this year, with the same of last year.
    let pairs: Vec<(String, Decimal)> = readings(this, quantity, mention)
        .into_iter()
        .filter(|worked| worked.value == now)
        .flat_map(|worked| before.iter().filter(move |last| last.name == worked.name))
        .map(|worked| (worked.name.clone(), worked.value))
        .collect();
    let fits = |then: Decimal| {
        let signed = |told: Decimal| if is_up { told } else { -told };
        match told {
            Told::Percent(told) => then.is_zero() || is_near((now - then) / then, signed(told)),
            Told::Count(told) => now - then == signed(told),
        }
    };
    let (name, then) = pairs.first()?.clone();
    if pairs.iter().any(|(_, then)| fits(*then)) {
        return None;
    }
    let real = if then.is_zero() { Decimal::ZERO } else { (now - then) / then };
    let real = (real * Decimal::ONE_HUNDRED).round_dp(2).normalize();
    let change = now - then;
    let change = match change.is_zero() {
        true => "没有增减".into(),
        false => {
            let (more, growth) = match change.is_sign_positive() {
                true => ("增加", "增长"),
                false => ("减少", "下降"),
            };
            let (count, real) = (number(change.abs().normalize()), number(real.abs()));
            say!("{} {} 件，{} {}%", more, count, growth, real)
        }
    };
    Some(say!(
        "{}：“{}”上年 {} 件（{}），本年 {} 件，{}",
        value(sentence.quote(place.0, Some(place.1))),
        name,
        number(then.normalize()),
        last_name,
        number(now),
        change
    ))
}

/// A change as a sentence gives it.
enum Told {
    Percent(Decimal),
    Count(Decimal),
}

/// The change told by the next number of the sentence, and whether it is upwards.
fn told(sentence: &Sentence, after: (usize, usize)) -> Option<((usize, usize), Told, bool)> {
    let numbers = sentence.clauses.iter().enumerate().filter(|(_, one)| !one.is_aside);
    let mut numbers = numbers.flat_map(|(index, clause)| {
        let numbers = clause.numbers.iter().enumerate();
        numbers.map(move |(at, number)| ((index, at), number, clause))
    });
    let (place, number, clause) =
        numbers.find(|(place, number, _)| *place > after && !number.is_date())?;
    let before = clause.before(place.1, 0);
    if !is_of_the_same(sentence, after, place) {
        return None;
    }
    let is_up = is_told(&before, &UP);
    if !(is_up || is_told(&before, &DOWN)) || is_told(&before, &["占", "其中"]) {
        return None;
    }
    let told = match number.kind {
        Kind::Percent(percent) => Told::Percent(percent),
        Kind::Count(count, Some(_)) => Told::Count(count.into()),
        _ => return None,
    };
    Some((place, told, is_up))
}

/// Whether nothing is named between a number and its growth that might have grown instead, and
/// no year but the last: `较2019年增加88件`, `办结率同比提高2.3%`.
fn is_of_the_same(sentence: &Sentence, from: (usize, usize), to: (usize, usize)) -> bool {
    let mut between = String::new();
    for (index, clause) in sentence.clauses.iter().enumerate().take(to.0 + 1).skip(from.0) {
        let start = if index == from.0 { clause.numbers[from.1].end } else { 0 };
        let end = if index == to.0 { clause.numbers[to.1].start } else { clause.text.len() };
        if !clause.is_aside || index == to.0 {
            between.push_str(&clause.between(start.min(end), end));
        }
    }
    is_made_of(&between, &words().plain.growth)
}
