//! The book of rules as Markdown: the pages of all codes, `docs/rules.md`.

use super::catalogue::Family;
use super::page::parts;
use super::{Catalogue, Code};
use crate::model::Forms;
use std::fmt::Write;

/// What stands before the rules.
const PREFACE: &str = "\
# 核对规则

<!-- 本文件由 nianbao explain --format markdown 生成，请勿手工修改。 -->

`nianbao check` 和 `nianbao convert` 按下列规则核对工作簿。每条规则的代码长期不变，不会挪作他用；
`nianbao explain 代码` 显示同样的说明。

- **错误**：格式本身规定不能这样，或数据读不出来。有错误时 `convert` 不生成文件，退出码为 1。
- **警告**：按通行做法多半不对，请核对。加 `--strict` 时，有警告退出码也为 1。
- **提示**：值得知道的情况，不影响退出码。

各省要求不同的，可以用规则集（`--profile`）调整级别；默认为错误的规则最低只能调为警告。写法见
[核对结果](checks.md)。
";

/// The whole book.
pub fn book(codes: &Catalogue, forms: Forms) -> String {
    let mut text = PREFACE.to_owned();
    let families = codes.families();
    let _ = writeln!(text, "\n共 {} 条：\n", codes.all().count());
    text.push_str("| 代码 | 级别 | 标题 |\n| --- | --- | --- |\n");
    for code in families.iter().flat_map(|family| &family.codes) {
        let (id, title) = (code.id, escape(code.title));
        let _ = writeln!(text, "| [{id}](#{}) | {} | {title} |", id.to_lowercase(), code.severity);
    }
    for family in &families {
        chapter(&mut text, family, forms);
    }
    text
}

fn chapter(text: &mut String, family: &Family, forms: Forms) {
    let _ = writeln!(text, "\n## {}（{}）", family.name, family.range);
    for code in &family.codes {
        // Headings become anchors by rules of their own wherever they are shown.
        let _ = writeln!(text, "\n<a id=\"{}\"></a>\n", code.id.to_lowercase());
        text.push_str(&page(code, forms));
    }
}

/// The page of one code.
pub fn page(code: &Code, forms: Forms) -> String {
    format!("### {} {}\n\n{}", code.id, escape(code.title), body(code, forms))
}

/// A page without its heading.
pub fn body(code: &Code, forms: Forms) -> String {
    let mut text = format!("- **级别**：{}\n", code.severity);
    for (label, part) in parts(code, forms) {
        let _ = writeln!(text, "- **{label}**：{}", escape(&part));
    }
    text
}

/// Escapes what Markdown would interpret.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '<' | '>' | '|' | '`' | '[' | ']') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_markdown_would_read_is_escaped() {
        assert_eq!(super::escape("*a|b*_"), r"\*a\|b\*\_");
    }
}
