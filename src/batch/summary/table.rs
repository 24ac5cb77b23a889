//! The summary for people: counts of every outcome, then the workbooks that went worst.

use super::{Row, Status, Summary};
use crate::diag::text::printable;
use unicode_width::UnicodeWidthStr;

/// How many of the worst are named.
const NAMED: usize = 20;

/// The table and the worst workbooks, each outcome in these words.
pub fn table(summary: &Summary, words: fn(Status) -> &'static str) -> String {
    let mut lines: Vec<(String, usize)> = Vec::new();
    for status in Status::ALL {
        let count = summary.count(status);
        if count > 0 || status == Status::Clean {
            lines.push((words(status).to_owned(), count));
        }
        let made = |row: &&Row| row.status == Status::Errors && !row.facts.files.is_empty();
        let made = summary.rows.iter().filter(made).count();
        if status == Status::Errors && made > 0 {
            lines.push(("  其中照样生成".to_owned(), made));
        }
    }
    lines.push(("合计".to_owned(), summary.rows.len()));
    let width = lines.iter().map(|(label, _)| label.width()).max().unwrap_or_default();
    let mut text = "汇总\n".to_owned();
    for (label, count) in &lines {
        let gap = " ".repeat(width - label.width());
        text.push_str(&format!("  {label}{gap}  {count:>6} 份\n"));
    }
    let unchanged = summary.rows.iter().filter(|row| row.unchanged).count();
    if unchanged > 0 {
        text.push_str(&format!("  其中 {unchanged} 份没有变化，没有重新生成\n"));
    }
    text.push_str(&worst(summary, words));
    text
}

/// The worst first: what could not be done, what could not be read, then by number.
fn worst(summary: &Summary, words: fn(Status) -> &'static str) -> String {
    let is_bad = |row: &&Row| !matches!(row.status, Status::Clean | Status::Left);
    let mut rows: Vec<&Row> = summary.rows.iter().filter(is_bad).collect();
    rows.sort_by_key(|row| {
        (row.status, usize::MAX - row.facts.errors, usize::MAX - row.facts.warnings)
    });
    let mut text = String::new();
    if rows.is_empty() {
        return text;
    }
    text.push_str(&match rows.len() {
        all @ ..=NAMED => format!("需要处理的 {all} 份：\n"),
        all => format!("需要处理的 {all} 份，最要紧的 {NAMED} 份：\n"),
    });
    for row in rows.iter().take(NAMED) {
        let (status, workbook) = (words(row.status), printable(&row.workbook));
        text.push_str(&format!("  {status}  {workbook}：{}\n", printable(&row.message)));
    }
    text
}

/// The files that are no workbooks; empty for none.
pub fn passed_over(summary: &Summary) -> String {
    let files = &summary.passed_over;
    let mut text = String::new();
    if !files.is_empty() {
        text.push_str(&format!("没有读取的其他文件 {} 个：\n", files.len()));
        for file in files.iter().take(NAMED) {
            text.push_str(&format!("  {}\n", printable(file)));
        }
        if files.len() > NAMED {
            text.push_str(&format!("  ……以及另外 {} 个\n", files.len() - NAMED));
        }
    }
    if summary.hidden > 0 {
        text.push_str(&format!("没有读取的隐藏文件 {} 个\n", summary.hidden));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::Facts;
    use super::*;

    fn row(workbook: &str, status: Status, errors: usize) -> Row {
        Row {
            workbook: workbook.into(),
            status,
            unchanged: status == Status::Clean,
            message: format!("{errors} 个错误"),
            facts: Facts { errors, ..Facts::default() },
            milliseconds: 1,
            retry: false,
        }
    }

    #[test]
    fn the_worst_come_first_and_the_table_adds_up() {
        let mut summary = Summary {
            rows: vec![
                row("a.xlsx", Status::Errors, 1),
                row("b.xlsx", Status::Clean, 0),
                row("c.xlsx", Status::Errors, 9),
                row("d\u{1b}[2J.xlsx", Status::Unreadable, 0),
            ],
            passed_over: vec!["说明.docx".into()],
            hidden: 2,
        };
        summary.rows[3].message = "不是工作簿".into();
        assert_eq!(
            table(&summary, Status::words),
            "汇总
  已生成       1 份
  有错误       2 份
  读不了       1 份
  合计         4 份
  其中 1 份没有变化，没有重新生成
需要处理的 3 份：
  读不了  d\u{fffd}[2J.xlsx：不是工作簿
  有错误  c.xlsx：9 个错误
  有错误  a.xlsx：1 个错误
"
        );
        assert_eq!(
            passed_over(&summary),
            "没有读取的其他文件 1 个：\n  说明.docx\n没有读取的隐藏文件 2 个\n"
        );
    }

    #[test]
    fn of_many_only_the_worst_are_named() {
        let rows = (0..50).map(|number| row(&format!("{number}.xlsx"), Status::Errors, number));
        let summary = Summary { rows: rows.collect(), ..Summary::default() };
        let text = table(&summary, Status::words);
        assert!(text.contains("需要处理的 50 份，最要紧的 20 份：\n  有错误  49.xlsx"), "{text}");
        assert_eq!(text.lines().filter(|line| line.contains(".xlsx")).count(), 20);
    }
}
