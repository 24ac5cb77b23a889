//! A wrong command line, said in Chinese.

use crate::batch::Listener;
use crate::cli::console::Console;
use crate::pipeline::Outcome;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error;
use std::path::Path;
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
        ErrorKind::UnknownArgument => {
            let near = nearest(&text(ContextKind::SuggestedArg));
            format!("不认识参数“{argument}”{near}")
        }
        ErrorKind::InvalidSubcommand => {
            let typed = text(ContextKind::InvalidSubcommand);
            // A file is dropped onto the program, or typed without a command.
            if Path::new(&typed).extension().is_some() || Path::new(&typed).exists() {
                let file = if typed.contains(' ') { format!("\"{typed}\"") } else { typed };
                let commands = format!(
                    "要核对，请写：nianbao check {file}\n要核对并生成文件，请写：nianbao convert {file}\n"
                );
                console.complain(&format!("没有写要做什么。\n{commands}"));
                return Outcome::Failed.into();
            }
            format!("不认识命令“{typed}”{}", nearest(&text(ContextKind::SuggestedSubcommand)))
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
        ErrorKind::ValueValidation => {
            format!("参数“{argument}”写的“{value}”不对，{}", right_value(error))
        }
        ErrorKind::MissingRequiredArgument => {
            format!("没有写{}", argument.replace(['<', '>', '.'], ""))
        }
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            other if other.is_empty() || other == argument => {
                format!("参数“{argument}”写了两次，请去掉一个")
            }
            other => format!("“{argument}”和“{other}”只能写一个"),
        },
        ErrorKind::TooManyValues => format!("“{argument}”后面不写内容"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            console.complain(&error.render().to_string());
            return Outcome::Failed.into();
        }
        _ => "命令写得不对".to_owned(),
    };
    console.complain(&format!("{sentence}，请用 nianbao --help 查看用法\n"));
    Outcome::Failed.into()
}

/// What a value should have been: as its parser says it, or the range of a number.
fn right_value(error: &clap::Error) -> String {
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    if !cause.is_ascii() {
        return cause;
    }
    let range = cause.split_whitespace().find_map(|word| word.split_once("..="));
    range
        .map_or("应是数字".to_owned(), |(least, most)| format!("应是 {least} 到 {most} 的整数"))
}

fn nearest(known: &str) -> String {
    // The likeliest stands last.
    let known = known.rsplit('、').next().unwrap_or_default();
    if known.is_empty() { String::new() } else { format!("（是不是“{known}”？）") }
}
