//! `nianbao schema`: the schemas of our XML, for those who take it in.

use super::Outcome;
use super::args::SchemaArgs;
use super::console::Console;
use crate::deliver::save::save;
use crate::error::Error;
use crate::model::Forms;
use crate::payload::xsd;
use crate::pipeline::load::load_forms;

/// The schemas beside that of the report, by file name.
const OTHERS: [(&str, &str); 5] = [
    ("atom-profile.xsd", include_str!("../../templates/xsd/atom-profile.xsd")),
    ("tombstone.xsd", include_str!("../../templates/xsd/tombstone.xsd")),
    ("history.xsd", include_str!("../../templates/xsd/history.xsd")),
    ("xhtml-any.xsd", include_str!("../../templates/xsd/xhtml-any.xsd")),
    ("xml.xsd", include_str!("../../templates/xsd/xml.xsd")),
];

/// All schemas by file name; the first is the report's, on these editions.
pub fn schemas(forms: Forms) -> Vec<(&'static str, String)> {
    let others = OTHERS.map(|(name, text)| (name, text.to_owned()));
    [(xsd::NAME, xsd::schema(forms))].into_iter().chain(others).collect()
}

/// Prints the schema of the report, or writes all of them into a folder.
pub fn run(args: &SchemaArgs, console: &Console) -> Result<Outcome, Error> {
    let forms = load_forms(&args.forms.form)?;
    let Some(folder) = &args.output else {
        console.print(&xsd::schema(forms));
        return Ok(Outcome::Clean);
    };
    for (name, text) in schemas(forms) {
        let path = folder.join(name);
        save(&path, text.as_bytes())?;
        console.print(&format!("已生成 {}\n", path.display()));
    }
    Ok(Outcome::Clean)
}
