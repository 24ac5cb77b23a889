//! The command line. Exit code 0: clean or warnings only; 1: errors found; 2: the work
//! could not be done.

mod archive;
mod args;
mod check;
mod collect;
mod console;
mod convert;
mod diff;
mod explain;
mod feed;
mod history;
mod marked;
mod progress;
pub mod reference;
mod report;
mod schema;
mod sum;
mod template;
pub mod terminal;
mod verify;

use crate::batch::{Listener, child, process};
use crate::error::Error;
use crate::pipeline::Outcome;
use args::{Arguments, Command};
use clap::{CommandFactory, FromArgMatches};
use console::Console;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::Failed => 2,
        })
    }
}

/// Runs the program with these arguments, its own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|first| first == child::COMMAND) {
        let served = child::serve(std::io::stdin(), std::io::stdout());
        return if served.is_ok() { Outcome::Clean } else { Outcome::Failed }.into();
    }
    process::prepare();
    let console = Console::default();
    let parsed = args::for_terminal().try_get_matches_from(arguments).and_then(|matches| {
        let told = |error: clap::Error| error.format(&mut args::for_terminal());
        Arguments::from_arg_matches(&matches).map_err(told)
    });
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return args::explain(&error, &console),
    };
    // A panic that nobody nearer has caught.
    match catch_unwind(AssertUnwindSafe(|| dispatch(parsed.command, &console))) {
        Ok(Ok(outcome)) => outcome.into(),
        Ok(Err(error)) => {
            console.error(&error);
            Outcome::Failed.into()
        }
        Err(panic) => {
            let reason = process::reason(panic.as_ref());
            console.complain(&format!("程序出了错，请把这句话告诉开发者：{reason}\n"));
            Outcome::Failed.into()
        }
    }
}

fn dispatch(command: Command, console: &Console) -> Result<Outcome, Error> {
    match command {
        Command::Convert(convert) => convert::run(&convert, console),
        Command::Watch(watch) => convert::watch(&watch, console),
        Command::Check(check) => check::run(&check, console),
        Command::Diff(diff) => diff::run(&diff, console),
        Command::History(history) => history::run(&history, console),
        Command::Collect(collect) => collect::run(&collect, console),
        Command::Explain(explain) => explain::run(&explain, console),
        Command::Archive(archive) => archive::run(&archive, console),
        Command::Verify(verify) => verify::run(&verify, console),
        Command::Feed(feed) => feed::run(&feed, console),
        Command::Schema(schema) => schema::run(&schema, console),
        Command::Sum(sum) => sum::run(&sum, console),
        Command::Template(template) => template::run(&template, console),
        Command::Help { command } => help(command.as_deref(), console),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "nianbao", &mut script);
            console.print(&String::from_utf8_lossy(&script));
            Ok(Outcome::Clean)
        }
    }
}

/// The help of one command, or of all.
fn help(command: Option<&str>, console: &Console) -> Result<Outcome, Error> {
    let arguments = ["nianbao"].into_iter().chain(command).chain(["--help"]);
    match args::for_terminal().try_get_matches_from(arguments) {
        Err(error) if args::explain(&error, console) != ExitCode::SUCCESS => Ok(Outcome::Failed),
        _ => Ok(Outcome::Clean),
    }
}
