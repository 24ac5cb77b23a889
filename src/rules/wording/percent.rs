//! Percentages worked out again, where the sentence itself gives the numbers: a share
//! (`7件，占3.5%`) and a change (`较上年54件增长22.2%`).

use super::finder::Finder;
use super::narrative::sections;
use super::number::Kind;
use super::sentence::Sentence;
use crate::diag::{Finding, Message, number, say, value};
use crate::rules::Subject;
use crate::rules::body::Body;
use rust_decimal::Decimal;

crate::diag::codes! {
    NB416 = Info "百分比与所给的数算不拢"
        what "说申请的句子里写了件数和占比，或写了两年的件数和增减幅度，按句中的数重新计算不等于所写的百分比。四舍五入和截尾都算相符。"
        why "百分比多半是改了件数以后没有重算。"
        fix "按句中的数重新计算，或写明是占哪个数的百分比。"
        basis "算术；所占的总数可能没有写在句子里，因此只作提示。";
}

/// Words of a change upwards and downwards.
const UP: [&str; 4] = ["增长", "上升", "增加", "提高"];
const DOWN: [&str; 3] = ["下降", "减少", "降低"];
/// Words that make a number one of last year.
const LAST_YEAR: [&str; 4] = ["上年", "去年", "上一年", "同期"];

/// Numbers that a share in a later sentence may be of.
struct Earlier {
    /// Of the paragraph and the table.
    all: Vec<Decimal>,
    /// Of the sentence before.
    last: Vec<Decimal>,
}

/// A number of things in a sentence.
struct Count {
    value: Decimal,
    is_last_year: bool,
    is_difference: bool,
}

/// Works out every percentage about requests again.
pub fn percentages(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let body = Body::of(&subject.report.metadata);
    let year = subject.report.metadata.year;
    let mut finder = Finder::new(&body, year);
    for section in sections(subject) {
        finder.start(&section);
        for text in &section.texts {
            let mut earlier = Earlier { all: totals(subject), last: Vec::new() };
            finder.read(text, |finder, sentence| {
                if !finder.is_about("requests") {
                    return;
                }
                for (clause, at, message) in wrong(sentence, year, &mut earlier) {
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
    vec![received, received + carried_in, total("handled")]
}

/// The percentages of a sentence that do not come out, with what they should be.
fn wrong(
    sentence: &Sentence,
    year: Option<i32>,
    earlier: &mut Earlier,
) -> Vec<(usize, usize, Message)> {
    let last_year = year.map(|year| format!("{}年", year - 1)).unwrap_or_default();
    let mut counts: Vec<Count> = Vec::new();
    let mut found = Vec::new();
    // `…805件。其中，予以公开258件，占…`: the whole stands in the sentence before.
    if !sentence.original().starts_with("其中") {
        earlier.last.clear();
    }
    for (index, clause) in sentence.clauses.iter().enumerate() {
        for (at, number) in clause.numbers.iter().enumerate() {
            let before = clause.before(at, 0);
            match number.kind {
                Kind::Count(value, _) => {
                    let old = LAST_YEAR.iter().any(|word| before.contains(word))
                        || (!last_year.is_empty() && before.contains(&last_year));
                    let difference = UP.iter().chain(&DOWN).any(|word| before.contains(word));
                    counts.push(Count {
                        value: value.into(),
                        is_last_year: old && !before.contains('转'),
                        is_difference: difference,
                    });
                }
                Kind::Percent(percent) => {
                    let message = if before.contains('占') {
                        share(percent, &counts, earlier)
                    } else {
                        change(percent, &before, &counts)
                    };
                    found.extend(message.map(|message| (index, at, message)));
                }
                _ => {}
            }
        }
    }
    earlier.last = counts.iter().map(|count| count.value).collect();
    earlier.all.extend(earlier.last.clone());
    found
}

/// What is wrong with a share of the number before it.
fn share(percent: Decimal, counts: &[Count], earlier: &Earlier) -> Option<Message> {
    let (part, others) = counts.split_last()?;
    let wholes: Vec<Decimal> = earlier
        .all
        .iter()
        .copied()
        .chain(others.iter().map(|count| count.value))
        .filter(|whole| *whole >= part.value && !whole.is_zero())
        .collect();
    // Without a whole in the text it may be a share of anything.
    let said =
        others.iter().rev().map(|count| count.value).chain(earlier.last.iter().rev().copied());
    let spoken = said.into_iter().find(|whole| *whole > part.value)?;
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
    let now = counts.iter().rev().find(|count| !count.is_last_year && !count.is_difference)?.value;
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
        say!(
            "由 {} 到 {}，变化为 {}%，不是 {}%",
            number(then),
            number(now),
            number(shown),
            number(signed)
        )
    })
}

/// Whether a ratio is this percentage, rounded or cut off.
fn is_near(ratio: Decimal, percent: Decimal) -> bool {
    let step = Decimal::new(1, percent.scale());
    (ratio * Decimal::ONE_HUNDRED - percent).abs() < step
}
