//! `nianbao schema`: the schemas of our XML, for those who take it in.

use super::Outcome;
use super::args::SchemaArgs;
use super::console::Console;
use crate::deliver::save::save;
use crate::error::Error;

/// The schemas by file name; the first is the report's.
pub const SCHEMAS: [(&str, &str); 6] = [
    ("xxgk-report-1.xsd", include_str!("../../templates/xsd/xxgk-report-1.xsd")),
    ("atom-profile.xsd", include_str!("../../templates/xsd/atom-profile.xsd")),
    ("tombstone.xsd", include_str!("../../templates/xsd/tombstone.xsd")),
    ("history.xsd", include_str!("../../templates/xsd/history.xsd")),
    ("xhtml-any.xsd", include_str!("../../templates/xsd/xhtml-any.xsd")),
    ("xml.xsd", include_str!("../../templates/xsd/xml.xsd")),
];

/// Prints the schema of the report, or writes all of them into a folder.
pub fn run(args: &SchemaArgs, console: &Console) -> Result<Outcome, Error> {
    let Some(folder) = &args.output else {
        console.print(SCHEMAS[0].1);
        return Ok(Outcome::Clean);
    };
    for (name, text) in SCHEMAS {
        let path = folder.join(name);
        save(&path, text.as_bytes())?;
        console.print(&format!("已生成 {}\n", path.display()));
    }
    Ok(Outcome::Clean)
}
