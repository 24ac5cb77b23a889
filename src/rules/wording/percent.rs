//! Percentages worked out again, where the sentence itself gives the numbers: a share
//! (`7件，占3.5%`) and a change (`较上年54件增长22.2%`).

use super::naming::is_plain;
use super::narrative::sections;
use super::number::Kind;
use super::sentence::Sentence;
use super::talk::Talk;
use crate::diag::{Finding, Message, number, say, value};
use crate::rules::Subject;
use crate::rules::body::Body;
use rust_decimal::Decimal;

crate::diag::codes! {
    NB416 = Info "百分比与所给的数算不拢"
        what "说申请的句子里写了件数和占比，或写了两年的件数和增减幅度，按句中的数重新计算不等于所写的百分比；办理结果之后括号里只写百分比的，句中没有别的数时按表三（七）总计计算；或者只写占比的各项加起来超过 100%。四舍五入和截尾都算相符。"
        why "百分比多半是改了件数以后没有重算。"
        fix "按句中的数重新计算，或写明是占哪个数的百分比。"
        basis "算术；所占的总数可能没有写在句子里，因此只作提示。";
}

/// Words of a change upwards.
pub const UP: [&str; 4] = ["增长", "上升", "增加", "提高"];
/// Words of a change downwards.
pub const DOWN: [&str; 3] = ["下降", "减少", "降低"];
/// Codes of quantities that are parts of one whole.
const OF_A_WHOLE: [&str; 2] = ["NB412", "NB413"];
/// Words that make a number one of last year.
const LAST_YEAR: [&str; 4] = ["上年", "去年", "上一年", "同期"];

/// Numbers that a share in a later sentence may be of.
struct Earlier {
    /// Of the paragraph and the table.
    all: Vec<Decimal>,
    /// Of the sentence before.
    last: Vec<Decimal>,
    /// All that was handled, by the table.
    handled: Option<Decimal>,
}

/// A number of things in a sentence.
struct Count {
    value: Decimal,
    is_last_year: bool,
    is_difference: bool,
    /// It is that of a result, of which there are as many as were handled.
    is_result: bool,
}

/// Works out every percentage about requests again.
pub fn percentages(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let body = Body::of(&subject.report.metadata);
    let mut talk = Talk::new(&body, subject.report.metadata.year);
    for section in sections(subject) {
        talk.start(&section);
        for text in &section.texts {
            let all = totals(subject);
            let mut earlier = Earlier { handled: all.last().copied(), all, last: Vec::new() };
            talk.read(text, |talk, sentence| {
                if !talk.is_about("requests") {
                    return;
                }
                for (clause, at, message) in wrong(talk, sentence, &mut earlier) {
                    let quote = sentence.quote(clause, Some(at));
                    let message = say!("{}：{}", value(quote), message);
                    findings.push(Finding::new(&NB416, message, NB416.fix).at(text.place.cloned()));
                }
            });
        }
    }
}

/// The totals a share may be of though the sentence does not repeat them.
fn totals(subject: &Subject<'_>) -> Vec<Decimal> {
    let Some((form, table)) = subject.table("requests") else { return Vec::new() };
    let total = |role: &str| -> Decimal {
        let squares = form.squares().filter(|(r, c)| r.role() == role && c.role() == "total");
        squares.filter_map(|(row, column)| table.figure(&row.id, &column.id).number()).sum()
    };
    let (received, carried_in) = (total("received"), total("carried-in"));
    let mut totals = cases(subject);
    totals.extend([received, received + carried_in, total("handled")]);
    totals
}

/// The same of reviews and suits.
fn cases(subject: &Subject<'_>) -> Vec<Decimal> {
    let Some((form, table)) = subject.table("litigation") else { return Vec::new() };
    let totals = form.squares().filter(|(_, column)| column.role().ends_with("-total"));
    let totals = totals.filter_map(|(row, column)| table.figure(&row.id, &column.id).number());
    let mut totals: Vec<Decimal> = totals.collect();
    totals.extend(totals.get(1..).map(|suits| suits.iter().sum::<Decimal>()));
    totals
}

/// Shares named without a count, of one list.
#[derive(Default)]
struct Shares {
    /// What they are shares of the results or of the applicants.
    code: &'static str,
    named: Vec<&'static str>,
    sum: Decimal,
    /// How far rounding can carry the sum.
    slack: Decimal,
}

/// The percentages of a sentence that do not come out, with what they should be.
fn wrong(
    talk: &Talk<'_>,
    sentence: &Sentence,
    earlier: &mut Earlier,
) -> Vec<(usize, usize, Message)> {
    let last_year = talk.year().map(|year| format!("{}年", year - 1)).unwrap_or_default();
    let mut counts: Vec<Count> = Vec::new();
    let mut shares = Shares::default();
    let mut found = Vec::new();
    // What was said since the last number, and whether that was a count.
    let (mut since, mut is_count) = (String::new(), false);
    let mut counted_aside = false;
    // `…805件。其中，予以公开258件，占…`: the whole stands in the sentence before.
    if !sentence.original().starts_with("其中") {
        earlier.last.clear();
    }
    for (index, clause) in sentence.clauses.iter().enumerate() {
        let mut end = 0;
        counted_aside &= clause.is_aside;
        for (at, number) in clause.numbers.iter().enumerate() {
            let before = clause.before(at, 0);
            let said = format!("{since}{}", clause.between(end, number.start));
            match number.kind {
                // `（市政府3件，占…）`: of its own, and no part of what follows.
                Kind::Count(..) if clause.is_aside => counted_aside = true,
                Kind::Count(value, _) => {
                    let old = LAST_YEAR.iter().any(|word| before.contains(word))
                        || (!last_year.is_empty() && before.contains(&last_year));
                    let difference = UP.iter().chain(&DOWN).any(|word| before.contains(word));
                    counts.push(Count {
                        value: value.into(),
                        is_last_year: old && !before.contains('转'),
                        is_difference: difference,
                        is_result: is_result(talk, &before),
                    });
                    (since, end, is_count) = (String::new(), number.end, true);
                }
                Kind::Percent(_) if counted_aside => {}
                Kind::Percent(percent) => {
                    let is_change = UP.iter().chain(&DOWN).any(|word| said.contains(word));
                    let message = if is_change {
                        change(percent, &before, &counts)
                    // `增加43件（29.66%）` is no share.
                    } else if counts.last().is_some_and(|count| count.is_difference) {
                        None
                    } else if is_count && is_of_count(&said, clause.is_aside) {
                        share(percent, &counts, earlier, clause.is_aside && !said.contains('占'))
                    } else if said.contains('占') && !clause.is_aside {
                        shares.add(talk, &said, percent)
                    } else {
                        None
                    };
                    found.extend(message.map(|message| (index, at, message)));
                    if !clause.is_aside {
                        (since, end, is_count) = (String::new(), number.end, false);
                    }
                }
                _ => {}
            }
        }
        if !clause.is_aside {
            since.push_str(&clause.between(end, clause.text.len()));
            since.push(',');
        }
    }
    earlier.last = counts.iter().map(|count| count.value).collect();
    earlier.all.extend(earlier.last.clone());
    found
}

/// Whether a percentage is of the count before it: `60件，占90.9%`, `60件（90.9%）`; not in
/// `66件，其中自然人占90.9%`.
fn is_of_count(said: &str, is_aside: bool) -> bool {
    match said.rsplit_once('占') {
        Some((lead, _)) => is_plain(&lead.replace(',', "")),
        None => is_aside && is_plain(&said.replace(',', "")),
    }
}

/// Whether a number is that of one of the results.
fn is_result(talk: &Talk<'_>, before: &str) -> bool {
    let mut named = talk.named(before).filter(|(_, end, _)| is_plain(&before[*end..]));
    named.any(|(.., q)| q.code == "NB412" && q.part.is_none())
}

impl Shares {
    /// Adds a share; says so when the shares of the list cannot be right together.
    fn add(&mut self, talk: &Talk<'_>, said: &str, percent: Decimal) -> Option<Message> {
        let mut named = talk.named(said).map(|(.., quantity)| quantity);
        let known = named.find(|q| OF_A_WHOLE.contains(&q.code.as_str()) && q.part.is_none());
        let (code, name) = match known {
            Some(quantity) => (quantity.code.as_str(), quantity.id.as_str()),
            None if said.contains("其他") || said.contains("其余") => (self.code, "rest"),
            None => return None,
        };
        if code != self.code || said.contains("其中") || self.named.contains(&name) {
            *self = Shares { code, ..Shares::default() };
        }
        self.named.push(name);
        self.sum += percent;
        self.slack += Decimal::new(1, percent.scale());
        (self.sum > Decimal::ONE_HUNDRED + self.slack)
            .then(|| say!("各项占比加起来是 {}%，超过 100%", number(self.sum)))
    }
}

/// What is wrong with a share of the number before it.
fn share(
    percent: Decimal,
    counts: &[Count],
    earlier: &Earlier,
    is_of_all: bool,
) -> Option<Message> {
    let (part, others) = counts.split_last()?;
    let wholes: Vec<Decimal> = earlier
        .all
        .iter()
        .copied()
        .chain(others.iter().map(|count| count.value))
        .filter(|whole| *whole >= part.value && !whole.is_zero())
        .collect();
    // Without a whole in the text it may be a share of anything.
    // A result is a share of no other result.
    let others = others.iter().filter(|other| !(part.is_result && other.is_result));
    let said = others.rev().map(|count| count.value).chain(earlier.last.iter().rev().copied());
    // `予以公开98件（44.75%）` is of all that was handled, said or not.
    let handled = earlier.handled.filter(|_| is_of_all && part.is_result);
    let spoken = said.into_iter().find(|whole| *whole > part.value);
    let spoken = spoken.or(handled.filter(|whole| *whole > part.value))?;
    let fits = |whole: &Decimal| is_near(part.value / whole, percent);
    (!wholes.iter().any(fits)).then(|| {
        let shown = (part.value / spoken * Decimal::ONE_HUNDRED).round_dp(2);
        say!(
            "{} ÷ {} = {}%，不是 {}%",
            number(part.value),
            number(spoken),
            number(shown),
            number(percent)
        )
    })
}

/// What is wrong with a change against last year's number.
fn change(percent: Decimal, before: &str, counts: &[Count]) -> Option<Message> {
    let is_up = UP.iter().any(|word| before.contains(word));
    if !is_up && !DOWN.iter().any(|word| before.contains(word)) {
        return None;
    }
    // What belongs to the count before this one says nothing of it.
    let is_now = |count: &Count| !count.is_last_year && !count.is_difference;
    let at = counts.iter().rposition(is_now)?;
    let now = counts[at].value;
    let counts = if counts[..at].iter().any(is_now) { &counts[at..] } else { counts };
    let difference = counts.iter().rev().find(|count| count.is_difference).map(|count| count.value);
    let then = match (
        counts.iter().rev().find(|count| count.is_last_year && !count.is_difference),
        difference,
    ) {
        (Some(count), _) => count.value,
        (None, Some(difference)) => {
            if is_up {
                now - difference
            } else {
                now + difference
            }
        }
        (None, None) => return None,
    };
    if then <= Decimal::ZERO {
        return None;
    }
    let real = (now - then) / then;
    let signed = if is_up { percent } else { -percent };
    (!is_near(real, signed)).then(|| {
        let shown = (real * Decimal::ONE_HUNDRED).round_dp(2);
        let change = if real.is_sign_negative() { "下降" } else { "增长" };
        let told = if is_up { "增长" } else { "下降" };
        say!(
            "由 {} 到 {}，{} {}%，不是{} {}%",
            number(then),
            number(now),
            change,
            number(shown.abs()),
            told,
            number(percent)
        )
    })
}

/// Whether a text holds one of these words.
pub fn is_told(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a ratio is this percentage, rounded or cut off.
pub fn is_near(ratio: Decimal, percent: Decimal) -> bool {
    let step = Decimal::new(1, percent.scale());
    (ratio * Decimal::ONE_HUNDRED - percent).abs() < step
}
