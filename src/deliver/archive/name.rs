//! Names of folders that Windows, macOS and Linux all take.

use super::Given;
use crate::model::Report;
use crate::text::file_name::{is_device, without_forbidden};

/// No longer than this, in characters: paths of archives are long already.
const MOST: usize = 80;

/// 档号, else year and code of the body, else the workbook's name.
pub fn of(report: &Report, stem: &str, given: &Given) -> String {
    let metadata = &report.metadata;
    let by_code = || {
        let code = metadata.field("publisherCode")?.trim();
        let year = metadata.year?;
        (!code.is_empty()).then(|| format!("{year}_{code}"))
    };
    safe(&given.archive_number.clone().or_else(by_code).unwrap_or_else(|| stem.to_owned()))
}

/// The same name without what some system refuses.
fn safe(name: &str) -> String {
    let name: String = without_forbidden(name.trim()).chars().take(MOST).collect();
    // Windows drops blanks and full stops at the end; a full stop in front hides the folder.
    let name = name.trim_end_matches([' ', '.']).trim_start_matches('.');
    if name.is_empty() {
        return "report".to_owned();
    }
    if is_device(name) { format!("_{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_name_is_one_that_every_system_takes() {
        assert_eq!(safe("X043-WS·2022-Y-0001"), "X043-WS·2022-Y-0001");
        assert_eq!(safe("A001/2022:1"), "A001_2022_1");
        assert_eq!(safe("..\\..\\etc"), "_.._etc");
        assert_eq!(safe("年报. . "), "年报");
        assert_eq!(safe("CON"), "_CON");
        assert_eq!(safe("com1.x"), "_com1.x");
        assert_eq!(safe("COM10"), "COM10");
        assert_eq!(safe(" . "), "report");
        assert_eq!(safe(&"长".repeat(300)).chars().count(), 80);
    }
}
