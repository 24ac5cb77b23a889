//! `nianbao schema`: the schemas of our XML, for those who take it in.

use super::args::SchemaArgs;
use super::console::Console;
use crate::batch::Listener;
use crate::batch::settings::forms;
use crate::deliver::save::save;
use crate::deliver::schemas;
use crate::error::Error;
use crate::payload::xsd;
use crate::pipeline::Outcome;

/// Prints the schema of the report, or writes all of them into a folder.
pub fn run(args: &SchemaArgs, console: &Console) -> Result<Outcome, Error> {
    let forms = forms(&args.forms.form)?;
    let Some(folder) = &args.output else {
        console.print(&xsd::schema(forms));
        return Ok(Outcome::Clean);
    };
    for (_, path, text) in schemas::files(folder, forms)? {
        save(&path, text.as_bytes())?;
        console.print(&format!("已生成 {}\n", path.display()));
    }
    Ok(Outcome::Clean)
}
