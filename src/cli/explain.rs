//! `nianbao explain`.

use super::args::{ExplainArgs, PageFormat};
use super::console::Console;
use super::terminal;
use crate::batch::Listener;
use crate::batch::settings::forms;
use crate::diag::{markdown, page};
use crate::error::Error;
use crate::pipeline;
use crate::pipeline::Outcome;

/// Prints the pages of the codes asked for, or the list of all; as Markdown, the whole book.
pub fn run(args: &ExplainArgs, console: &Console) -> Result<Outcome, Error> {
    let forms = forms(&args.forms.form)?;
    let known = pipeline::codes();
    let found =
        |typed: &String| known.typed(typed).ok_or_else(|| Error::Usage(known.unknown(typed)));
    let codes = args.codes.iter().map(found).collect::<Result<Vec<_>, Error>>()?;
    let style = terminal::stdout();
    let pages: Vec<String> = match (args.format, codes.is_empty()) {
        (PageFormat::Text, true) => vec![page::list(known, &style)],
        (PageFormat::Text, false) => {
            codes.iter().map(|code| page::text(code, forms, &style)).collect()
        }
        (PageFormat::Markdown, true) => vec![markdown::book(known, forms)],
        (PageFormat::Markdown, false) => {
            codes.iter().map(|code| markdown::page(code, forms)).collect()
        }
    };
    console.print(&pages.join("\n"));
    Ok(Outcome::Clean)
}
