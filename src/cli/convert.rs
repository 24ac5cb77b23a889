//! `nianbao convert` and `nianbao watch`.

use super::args::{ConvertArgs, FindingsFormat, WatchArgs};
use super::console::Console;
use super::report;
use super::terminal;
use crate::batch::inputs::expanded;
use crate::batch::{self, Listener, watch};
use crate::error::Error;
use crate::pipeline::Outcome;

/// Converts workbooks and folders of them.
pub fn run(args: &ConvertArgs, console: &Console) -> Result<Outcome, Error> {
    let mut options = args.options(terminal::stderr());
    options.workbooks = expanded(&options.workbooks)?;
    let (outcome, found) = batch::run(&options, console)?;
    if args.format != FindingsFormat::Text {
        let (profile, forms) = (options.settings.load_profile()?, options.settings.load_forms()?);
        console.print(&report::render(&found, profile.as_ref(), forms, args.format)?);
    }
    Ok(outcome)
}

/// Converts what arrives in folders.
pub fn watch(args: &WatchArgs, console: &Console) -> Result<Outcome, Error> {
    if args.convert.format != FindingsFormat::Text {
        return Err(Error::Usage("--format 只用于 convert 和 check".into()));
    }
    if !args.convert.previous.is_empty() {
        return Err(Error::Usage("--previous 只用于 convert 和 check".into()));
    }
    watch::run(&args.convert.options(terminal::stderr()), args.interval, console)?;
    Ok(Outcome::Clean)
}
