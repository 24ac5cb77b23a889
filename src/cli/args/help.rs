//! The help in Chinese: headings, flags, and what `watch` takes otherwise than `convert`.

use super::Arguments;
use clap::CommandFactory;

/// The headings of help, in Chinese.
const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command with Chinese headings everywhere.
pub fn command() -> clap::Command {
    chinese(Arguments::command().mut_subcommand("watch", |watch| {
        let watch = watch
            .mut_arg("workbooks", |arg| arg.value_name("文件夹").help("守候的文件夹，可以有多个"))
            .mut_arg("output", |arg| arg.required(true).help("结果放在哪个文件夹"));
        // They belong to a run that ends.
        ["shard", "summary", "resume", "format"]
            .into_iter()
            .fold(watch, |watch, id| watch.mut_arg(id, |arg| arg.hide(true)))
    }))
}

fn chinese(command: clap::Command) -> clap::Command {
    let has_subcommands = command.has_subcommands();
    let mut command = command
        .help_template(HELP)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .help("显示帮助")
                .action(clap::ArgAction::Help),
        );
    if has_subcommands {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .help("显示版本")
                .action(clap::ArgAction::Version),
        );
    }
    let positional = |arg: &clap::Arg| arg.is_positional();
    command = command.mut_args(move |arg| {
        let heading = if positional(&arg) { "参数" } else { "选项" };
        arg.help_heading(heading)
    });
    command.mut_subcommands(chinese)
}
