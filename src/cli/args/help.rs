//! The help in Chinese: headings, usage, flags, and what `watch` and `check` take otherwise
//! than `convert`.

use super::Arguments;
use crate::diag::wrap::wrap;
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// The headings of help, in Chinese.
const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command with Chinese headings everywhere.
pub fn command() -> Command {
    let command = Arguments::command()
        .mut_subcommand("watch", |watch| {
            watch.mut_args(|arg| match arg.get_id().as_str() {
                "workbooks" => arg.value_name("文件夹").help("守候的文件夹，可以有多个"),
                "output" => arg.required(true).help("结果放在哪个文件夹"),
                // They belong to a run that ends.
                "shard" | "summary" | "resume" | "format" => arg.hide(true),
                _ => arg,
            })
        })
        .mut_subcommand("check", |check| {
            check.mut_args(|arg| match arg.get_id().as_str() {
                "to" => arg.help("打算生成哪些格式，照此核对能不能生成（不写则为 docx、pdf、xml）"),
                "html_fragment" => arg.help("打算只生成网页的正文"),
                "allow_errors" => arg.hide(true),
                _ => arg,
            })
        });
    chinese(command, "nianbao")
}

/// The same in lines of a terminal of 80 columns. clap breaks at blanks only, and Chinese has
/// none.
pub fn for_terminal() -> Command {
    in_lines(command())
}

fn in_lines(command: Command) -> Command {
    const COLUMNS: usize = 80;
    /// Around an argument; before an option stands a letter or as much room.
    const MARGINS: usize = 4;
    const LETTER: usize = 4;
    // Only a command that is built knows how many values an argument takes.
    let mut built = command.clone();
    built.build();
    let mut widest: BTreeMap<Option<String>, usize> = BTreeMap::new();
    for arg in built.get_arguments().filter(|arg| !arg.is_hide_set()) {
        let letter = if arg.is_positional() { 0 } else { LETTER };
        let own = widest.entry(arg.get_help_heading().map(str::to_owned)).or_default();
        *own = (*own).max(letter + arg.to_string().width());
    }
    let command = command.mut_args(|arg| {
        let heading = arg.get_help_heading().map(str::to_owned);
        let taken = widest.get(&heading).map_or(0, |widest| widest + MARGINS);
        match arg.get_help().map(ToString::to_string) {
            Some(help) => arg.help(wrap(&help, Some(COLUMNS.saturating_sub(taken)), 0)),
            None => arg,
        }
    });
    command.mut_subcommands(in_lines)
}

/// `path` is what is typed to get here.
fn chinese(command: Command, path: &str) -> Command {
    let flag = |id: &'static str, short: char, help: &'static str, action: ArgAction| {
        Arg::new(id).short(short).long(id).help(help).action(action)
    };
    let usage = usage(&command, path);
    let mut command = command
        .help_template(HELP)
        .override_usage(usage)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .arg(flag("help", 'h', "显示帮助", ArgAction::Help));
    if command.has_subcommands() {
        let version = flag("version", 'V', "显示版本", ArgAction::Version);
        command = command.disable_version_flag(true).arg(version);
    }
    command = command.mut_args(|arg| match arg.get_help_heading().is_some() {
        true => arg,
        false if arg.is_positional() => arg.help_heading("参数"),
        false => arg.help_heading("选项"),
    });
    command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        chinese(sub, &path)
    })
}

/// `nianbao watch [选项] --output <文件夹> <文件夹>...`
fn usage(command: &Command, path: &str) -> String {
    // Only a command that is built knows how many values an argument takes.
    let mut command = command.clone();
    command.build();
    let required = command.get_opts().filter(|arg| arg.is_required_set());
    let arguments = required.chain(command.get_positionals()).map(ToString::to_string);
    let subcommand = command.has_subcommands().then(|| "<命令>".to_owned());
    let words = [path.to_owned(), "[选项]".to_owned()].into_iter();
    words.chain(arguments).chain(subcommand).collect::<Vec<_>>().join(" ")
}
