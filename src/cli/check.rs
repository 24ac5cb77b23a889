//! `nianbao check`.

use super::Outcome;
use super::args::{CheckArgs, FindingsFormat};
use super::compared::Compared;
use super::console::Console;
use super::load::load;
use crate::diag::{json, text};
use crate::error::Error;

/// Checks every file; one that cannot be read does not stop the others.
pub fn run(args: &CheckArgs, console: &Console) -> Result<Outcome, Error> {
    let compared =
        Compared::open(&args.workbooks, args.previous.as_deref(), args.children.as_deref())?;
    let mut outcome = Outcome::Clean;
    let mut results = Vec::new();
    for path in &args.workbooks {
        let mut result = load(path);
        if let Ok(loaded) = &mut result {
            compared.apply(loaded);
        }
        outcome = outcome.max(match &result {
            Ok(loaded) if loaded.has_errors() => Outcome::Findings,
            Ok(_) => Outcome::Clean,
            Err(_) => Outcome::Failed,
        });
        let name = path.display().to_string();
        match args.format {
            FindingsFormat::Text => match &result {
                Ok(loaded) => {
                    console.print(&text::render(&name, &loaded.findings));
                    console.print(&format!("{name}：{}\n", text::counts(&loaded.findings)));
                }
                Err(error) => console.error(error),
            },
            FindingsFormat::Json => results.push((name, result)),
        }
    }
    if args.format == FindingsFormat::Json {
        let files = results
            .iter()
            .map(|(name, result)| match result {
                Ok(loaded) => json::file(name.clone(), &loaded.findings, None),
                Err(error) => json::file(name.clone(), &[], Some(error.to_string())),
            })
            .collect();
        let document = serde_json::to_string_pretty(&json::Document { files })
            .map_err(|error| Error::writer("JSON", error))?;
        console.print(&format!("{document}\n"));
        for (_, result) in &results {
            if let Err(error) = result {
                console.error(error);
            }
        }
    }
    Ok(outcome)
}
