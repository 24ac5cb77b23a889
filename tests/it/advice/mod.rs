//! Every piece of advice is tried: a mistake is planted in the official workbook, a clerk
//! does to the letter what the findings say, once, and then nothing may be left: no finding,
//! no lost formula, no figure other than the right one.

mod clerk;
mod desk;
mod mistakes;
mod planter;

use clerk::Clerk;
use desk::Desk;
use mistakes::{MISTAKES, Mistake};
use nianbao::model::Forms;
use planter::Planter;
use std::collections::BTreeMap;

/// The fewest kinds that each edition is tried with.
const FEWEST: usize = 61;

/// What becomes of a mistake: nothing where it cannot be made, else what is still wrong.
fn outcome(right: &Desk, (_, plant): &Mistake) -> Option<Result<(), String>> {
    let mut desk = right.clone();
    let said = right.check();
    plant(&mut Planter { desk: &mut desk, said: &said });
    desk.calculate();
    if desk == *right {
        return None;
    }
    let planted = desk.clone();
    let findings = desk.check().findings;
    if findings.is_empty() {
        // What reads as what was meant is no mistake.
        let same = desk.check().report == said.report;
        return (!same).then(|| Err("没有发现".to_owned()));
    }
    let mut clerk = Clerk { truth: right, overwritten: Vec::new() };
    clerk.follow(&mut desk, &findings);
    Some(verdict(&desk, &said.report, &clerk, &planted))
}

fn verdict(
    desk: &Desk,
    right: &nianbao::Report,
    clerk: &Clerk<'_>,
    planted: &Desk,
) -> Result<(), String> {
    let said = desk.check();
    let told = |findings: &[nianbao::Finding]| {
        let told = |one: &nianbao::Finding| {
            let place = one.place.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {place} {}｜{}", one.code.id, one.message, one.help)
        };
        findings.iter().map(told).collect::<Vec<_>>().join("\n        ")
    };
    let wrong = if !clerk.overwritten.is_empty() {
        format!("公式被覆盖：{}", clerk.overwritten.join("、"))
    } else if !said.findings.is_empty() {
        format!("还有：{}", told(&said.findings))
    } else if said.report != *right {
        "没有恢复原数".to_owned()
    } else {
        return Ok(());
    };
    Err(format!("{wrong}\n      起初：{}", told(&planted.check().findings)))
}

/// What becomes of every mistake in one workbook.
fn tried(right: &Desk) -> BTreeMap<&'static str, Result<(), String>> {
    let found = right.check().findings;
    assert!(found.is_empty(), "{found:#?}");
    let outcomes = MISTAKES.iter().filter_map(|one| Some((one.0, outcome(right, one)?)));
    outcomes.collect()
}

#[test]
fn advice_followed_to_the_letter_leads_back_in_one_round() {
    let mut wrong = Vec::new();
    for form in Forms::shipped().iter() {
        let edition = form.edition();
        for (totals, right) in [("公式", Desk::right(edition)), ("数字", Desk::typed(edition))]
        {
            let tried = tried(&right);
            assert!(tried.len() >= FEWEST, "{}: {} kinds", form.name, tried.len());
            for (name, outcome) in tried {
                if let Err(why) = outcome {
                    wrong.push(format!("{} 总计是{totals} {name}: {why}", form.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
