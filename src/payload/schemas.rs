//! The schemas of our XML and of the feed around it, for those who take it in.

/// The schemas by file name; the first is the report's.
pub const SCHEMAS: [(&str, &str); 6] = [
    ("xxgk-report-1.xsd", include_str!("../../templates/xsd/xxgk-report-1.xsd")),
    ("atom-profile.xsd", include_str!("../../templates/xsd/atom-profile.xsd")),
    ("tombstone.xsd", include_str!("../../templates/xsd/tombstone.xsd")),
    ("history.xsd", include_str!("../../templates/xsd/history.xsd")),
    ("xhtml-any.xsd", include_str!("../../templates/xsd/xhtml-any.xsd")),
    ("xml.xsd", include_str!("../../templates/xsd/xml.xsd")),
];
