//! `nianbao feed`: the folder of converted reports as a feed.

use super::args::FeedArgs;
use super::console::Console;
use super::terminal;
use crate::batch::Listener;
use crate::batch::settings::forms;
use crate::deliver::feed::folder::{Request, update};
use crate::diag::text;
use crate::error::Error;
use crate::pipeline::Outcome;

/// Builds or updates the feed of a folder.
pub fn run(args: &FeedArgs, console: &Console) -> Result<Outcome, Error> {
    let request = Request {
        base_url: args.base_url.as_deref(),
        title: args.title.as_deref(),
        author: args.author.as_deref(),
        note: args.note.as_deref(),
        date: args.date.as_deref(),
        withdraw: args.withdraw,
        yes: args.yes,
        republish: args.republish,
        forms: forms(&args.forms.form)?,
    };
    let updated = update(&args.folder, &request)?;
    let findings = &updated.built.findings;
    let name = updated.path.display().to_string();
    console.complain(&text::render(&name, findings, &terminal::stderr()));
    console.print(&updated.summary());
    Ok(Outcome::of(findings, false))
}
