//! The schemas of our XML and of the feed around it, for those who take it in.

use super::xsd;
use crate::model::Forms;

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
