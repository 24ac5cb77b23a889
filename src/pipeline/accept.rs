//! The office's reasons put to the findings: what it accepts is marked, and every row that
//! does not do what it says is a finding of its own.

use crate::diag::{Acceptance, Finding, Severity, cells, say, value};
use crate::reader::acceptances::name;
use crate::text::ellipsis::shortened;

crate::diag::codes! {
    NB031 = Info "核对说明对应的问题已经没有"
        what "“核对说明”表里有一行写了理由，但核对时没有这个代码、这个单元格的警告或提示。"
        why "问题可能已经改好，也可能代码、单元格写错，或者插入了行、单元格换了位置；留着没用的说明，会让人以为还有问题。"
        fix "问题已经改好的，删去这一行；位置变了的，把“单元格”改为现在的位置。"
        basis "本程序的核对约定。";
    NB032 = Warning "说明以后内容变了"
        what "“核对说明”表里写了理由以后，那个单元格的内容或问题里的数字变了。"
        why "理由是对当时的内容写的，不一定适用于现在的内容，所以这个问题重新算作没有说明。"
        fix "重新核对；理由仍然成立的，把这一行“当时的值”改为现在的值，并清空“问题”一格；不成立的，删去这一行。"
        basis "本程序的核对约定。";
    NB033 = Info "核对说明没有写理由"
        what "“核对说明”表里有一行没有写理由，而它对应的问题还在。"
        why "没有理由的不算说明，这个问题照样计入。"
        fix "在这一行写上理由，或者按核对结果改正。"
        basis "本程序的核对约定。";
    NB034 = Warning "错误不能用说明代替"
        what "“核对说明”表里有一行对应的是错误，不是警告或提示。"
        why "错误是格式本身不允许的，或者数据读不出来；写了理由，公开的数字仍然不对。"
        fix "按核对结果改正错误，再删去这一行。"
        basis "{notice}所附格式。";
}

/// Marks the findings that the rows accept; what is wrong with the rows themselves comes
/// back. A row is not missed where its code was not looked for at all.
pub fn accept(
    findings: &mut [Finding],
    rows: &[Acceptance],
    was_looked_for: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    rows.iter().filter_map(|row| put(row, findings, &was_looked_for)).collect()
}

fn put(
    row: &Acceptance,
    findings: &mut [Finding],
    was_looked_for: &impl Fn(&str) -> bool,
) -> Option<Finding> {
    let meant = |one: &Finding| row.names(one.code.id, &name(one.place.as_ref()));
    let meant: Vec<&mut Finding> = findings.iter_mut().filter(|one| meant(one)).collect();
    if row.reason.why.is_empty() {
        let help = "在这一格写上理由，或者按核对结果改正。";
        let message = "这一行没有写理由，对应的问题照样计入";
        let finding = Finding::new(&NB033, message, help).at(row.reason_at.clone());
        return (!meant.is_empty()).then_some(finding);
    }
    let (code, place) = (shortened(&row.code), value(shortened(&row.cell)));
    if meant.is_empty() {
        let message = say!("{}没有 {} 的警告或提示，这一行的理由没有用上", place, &code);
        let help = "问题已经改好的，删去这一行；单元格写错或换了位置的，改为现在的位置。";
        let finding = Finding::new(&NB031, message, help).at(row.at.clone());
        return was_looked_for(&row.code).then_some(finding);
    }
    if meant.iter().any(|one| one.severity == Severity::Error) {
        let message = say!("{}的 {} 是错误，不能用说明代替", place, &code);
        let help = "按核对结果改正错误，再删去这一行。";
        return Some(Finding::new(&NB034, message, help).at(row.at.clone()));
    }
    let mut same = meant.into_iter().filter(|one| row.speaks_of(&one.message)).peekable();
    if !row.is_unchanged() {
        let (then, now) = (value(shortened(&row.then)), value(shortened(&row.now)));
        let message = say!("写理由时{}是{}，现在是{}，这个问题重新计入", place, then, now);
        let help = say!(
            "重新核对；理由仍然成立的，把 {} 改为{}；不成立的，删去这一行。",
            cells(row.value_at.reference()),
            value(&row.now)
        );
        return Some(Finding::new(&NB032, message, help).at(row.value_at.clone()));
    }
    if same.peek().is_none() {
        let message = say!("写理由以后，{}的 {} 所说的数字变了，这个问题重新计入", place, &code);
        let help = "重新核对；理由仍然成立的，清空这一行的“问题”一格；不成立的，删去这一行。";
        return Some(Finding::new(&NB032, message, help).at(row.at.clone()));
    }
    same.for_each(|one| one.accepted = Some(row.reason.clone()));
    None
}
