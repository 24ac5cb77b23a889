//! What the elements of a page do to the lines of its text.

/// Elements that begin and end a line.
pub const BLOCKS: [&str; 40] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
    "table",
];
/// Elements without text for people.
pub const SKIPPED: [&str; 18] = [
    "script", "style", "template", "noscript", "iframe", "select", "button", "object", "embed",
    "svg", "math", "canvas", "audio", "video", "map", "rt", "rp", "datalist",
];
/// Blocks that are only one line, and no box around others.
pub const LINES: [&str; 10] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "caption"];
