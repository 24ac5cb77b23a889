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
use nianbao::model::{Edition, Forms};
use planter::Planter;
use std::collections::BTreeMap;

/// Where the advice does not yet lead back: editions, mistake, and why. A line whose mistake is
/// put right has to go.
const NOT_YET: &[(&[&str], &str, &str)] = &[
    (&["2019", "2021"], "一行全是文本", "总计是公式，却让人把它改成数字"),
    (&["2019", "2021"], "全部是文本", "总计是公式，却让人把它改成数字"),
    (&["2019", "2021"], "标题文字错", "没有指明标题写在哪一格"),
    (&["2019", "2021"], "标题没有", "没有指明标题写在哪一格"),
    (&["2019", "2021"], "第一部分空", "指的是标题，不是要写的那一格"),
    (&["2021"], "电话是占位词", "没有发现"),
    (&["2021"], "小标题序号重复", "没有发现"),
    (&["2021"], "两行填反", "两行都变了，没有单独一格能改对"),
    (&["2021"], "小标题像部分", "按小标题照印，没有发现"),
];

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
    if !clerk.overwritten.is_empty() {
        return Err(format!("公式被覆盖：{}", clerk.overwritten.join("、")));
    }
    let said = desk.check();
    let told = |one: &nianbao::Finding| {
        let place = one.place.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {place} {}｜{}", one.code.id, one.message, one.help)
    };
    if !said.findings.is_empty() {
        let before: Vec<String> = planted.check().findings.iter().map(told).collect();
        let after: Vec<String> = said.findings.iter().map(told).collect();
        return Err(format!(
            "还有：{}\n      起初：{}",
            after.join("\n        "),
            before.join("\n        ")
        ));
    }
    if said.report != *right {
        let before: Vec<String> = planted.check().findings.iter().map(told).collect();
        return Err(format!("没有恢复原数；起初：{}", before.join("\n        ")));
    }
    Ok(())
}

/// What becomes of every mistake in one edition.
fn tried(edition: Edition) -> BTreeMap<&'static str, Result<(), String>> {
    let right = Desk::right(edition);
    let found = right.check().findings;
    assert!(found.is_empty(), "{edition}: {found:#?}");
    let outcomes = MISTAKES.iter().filter_map(|one| Some((one.0, outcome(&right, one)?)));
    outcomes.collect()
}

#[test]
fn advice_followed_to_the_letter_leads_back_in_one_round() {
    let mut wrong = Vec::new();
    for form in Forms::shipped().iter() {
        let tried = tried(form.edition());
        assert!(tried.len() >= FEWEST, "{}: {} kinds", form.name, tried.len());
        for (name, outcome) in &tried {
            let is_it = |(editions, one, _): &&(&[&str], &str, &str)| {
                editions.contains(&&*form.name) && one == name
            };
            let known = NOT_YET.iter().any(|line| is_it(&line));
            match outcome {
                Ok(()) if known => {
                    wrong.push(format!("{} {name}: 已经改好，请从表中删去", form.name))
                }
                Err(why) if !known => wrong.push(format!("{} {name}: {why}", form.name)),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
