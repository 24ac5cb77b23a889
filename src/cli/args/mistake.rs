//! A wrong command line, said in Chinese.

use crate::batch::Listener;
use crate::cli::console::Console;
use crate::pipeline::Outcome;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::process::ExitCode;

/// A wrong command line in a Chinese sentence; help and version as they are.
pub fn explain(error: &clap::Error, console: &Console) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        console.print(&error.render().to_string());
        return ExitCode::SUCCESS;
    }
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识参数“{argument}”"),
        ErrorKind::InvalidSubcommand => {
            format!("不认识命令“{}”", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("参数“{argument}”后面缺少内容"),
        ErrorKind::InvalidValue => {
            let choices = text(ContextKind::ValidValue);
            let choices = if choices.is_empty() {
                String::new()
            } else {
                format!("，可以写：{choices}")
            };
            format!("参数“{argument}”不能写“{value}”{choices}")
        }
        ErrorKind::ValueValidation => format!("参数“{argument}”写的“{value}”不对"),
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}"),
        ErrorKind::ArgumentConflict => format!("参数“{argument}”不能这样合用"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            console.complain(&error.render().to_string());
            return Outcome::Failed.into();
        }
        _ => format!("命令行有误：{}", error.to_string().lines().next().unwrap_or_default()),
    };
    console.complain(&format!("{sentence}，请用 nianbao --help 查看用法\n"));
    Outcome::Failed.into()
}
