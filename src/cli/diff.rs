//! `nianbao diff`.

use super::args::{DiffArgs, DiffFormat};
use super::console::Console;
use super::marked::Marked;
use crate::batch::load::load;
use crate::batch::{Listener, Settings};
use crate::diff::{Diff, Side};
use crate::error::Error;
use crate::model::Place;
use crate::pipeline::{Document, Outcome};

/// Says what differs between two reports; [`Outcome::Findings`] when anything does.
pub fn run(args: &DiffArgs, console: &Console) -> Result<Outcome, Error> {
    let new_file = std::slice::from_ref(&args.new);
    let marked = args.mark.as_ref().map(|target| Marked::new(target, new_file, args.force));
    let marked = marked.transpose()?;
    let options = Settings { forms: args.forms.form.clone(), ..Settings::default() }.load(1)?;
    let (old, new) = (load(&args.old, &options)?, load(&args.new, &options)?);
    let (old_names, new_names) = (names(&old), names(&new));
    let (old_file, new_file) = (args.old.display().to_string(), args.new.display().to_string());
    let diff = Diff::between(side(&old_file, &old, &old_names), side(&new_file, &new, &new_names));
    console.print(&match args.format {
        DiffFormat::Text => diff.text(),
        DiffFormat::Json => diff.json()?,
    });
    if let Some(marked) = marked {
        console.complain(&marked.write(&new, &diff.findings())?);
    }
    Ok(if diff.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

fn side<'a>(
    name: &'a str,
    document: &'a Document,
    names: &'a dyn Fn(&Place) -> String,
) -> Side<'a> {
    Side { name, report: &document.report, origins: &document.origins, place_name: names }
}

/// What places in a document are called: cells of sheets, or in words.
fn names(document: &Document) -> impl Fn(&Place) -> String {
    move |place| match &document.layout {
        Some(layout) => layout.name_of(place),
        None => place.to_string(),
    }
}
