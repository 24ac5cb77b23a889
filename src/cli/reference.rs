//! All commands and their options as Markdown: `docs/commands.md`.

use super::args;
use clap::{Arg, Command};
use std::fmt::Write;

/// What stands before the commands.
const PREFACE: &str = "\
<!-- 本文件由 nianbao 的命令行说明生成，请勿手工修改。 -->

# 命令

各命令怎样配合使用，见[使用说明](usage.md)。每条命令后面加 `--help`，显示同样的说明。
";

/// The whole page.
pub fn markdown() -> String {
    let mut program = args::command();
    program.build();
    let mut text = PREFACE.to_owned();
    let commands: Vec<&Command> =
        program.get_subcommands().filter(|one| !one.is_hide_set()).collect();
    text.push_str("\n| 命令 | 用处 |\n| --- | --- |\n");
    for command in &commands {
        let (name, about) = (command.get_name(), about(command));
        let _ = writeln!(text, "| [`{name}`](#{name}) | {about} |");
    }
    for command in commands {
        section(&mut text, command);
    }
    if let Some(codes) = program.get_after_help() {
        let _ = writeln!(text, "\n{codes}");
    }
    text
}

fn section(text: &mut String, command: &Command) {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.split_once("nianbao").map_or(&*usage, |(_, usage)| usage).trim();
    let _ = writeln!(text, "\n## {}\n\n{}。\n", command.get_name(), about(command));
    let _ = writeln!(text, "```text\nnianbao {usage}\n```\n");
    text.push_str("| 参数和选项 | 作用 |\n| --- | --- |\n");
    for argument in command.get_arguments().filter(|one| !one.is_hide_set()) {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "| {} | {} |", name(argument), escape(&help));
    }
}

fn about(command: &Command) -> String {
    command.get_about().map(|about| escape(&about.to_string())).unwrap_or_default()
}

/// `-o`、`--output 文件夹`.
fn name(argument: &Arg) -> String {
    let values: Vec<&str> = match argument.get_action().takes_values() {
        true => {
            argument.get_value_names().into_iter().flatten().map(|name| name.as_str()).collect()
        }
        false => Vec::new(),
    };
    if argument.is_positional() {
        return format!("`{}`", values.join(" "));
    }
    let short = argument.get_short().map(|short| format!("`-{short}`"));
    let long = argument.get_long().map(|long| match &values[..] {
        [] => format!("`--{long}`"),
        values if argument.is_require_equals_set() => format!("`--{long}[={}]`", values.join(" ")),
        values => format!("`--{long} {}`", values.join(" ")),
    });
    short.into_iter().chain(long).collect::<Vec<_>>().join("、")
}

/// Text that means nothing to a table of Markdown.
fn escape(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "\\<").replace('\n', " ")
}
