//! How an element looks by its own attributes: hidden, struck out.
//!
//! What a style sheet makes of a class is not asked: tabs and folded parts are hidden until
//! somebody clicks, and a report may stand in one.

use super::tree::{Data, Tree};
use crate::text::clean::trim;

/// Whether it is not to be seen.
pub fn is_hidden(tree: &Tree, node: usize) -> bool {
    let style = style(tree, node);
    tree.attribute(node, "hidden").is_some()
        || ["display:none", "visibility:hidden", "font-size:0;", "font-size:0px"]
            .iter()
            .any(|one| style.contains(one))
        || style.ends_with("font-size:0")
}

/// Whether it strikes out what stands in it.
pub fn strikes_out(tree: &Tree, node: usize, name: &str) -> bool {
    matches!(name, "del" | "s" | "strike") || style(tree, node).contains("line-through")
}

/// The style that stands on it.
fn style(tree: &Tree, node: usize) -> String {
    let style = tree.attribute(node, "style").unwrap_or_default();
    style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

/// The beginning of its text, by which somebody finds it.
pub fn beginning(tree: &Tree, node: usize) -> String {
    /// Enough to find it, in bytes.
    const LONG: usize = 200;
    let mut text = String::new();
    let mut nodes = vec![node];
    while let Some(node) = nodes.pop()
        && text.len() < LONG
    {
        let node = &tree.nodes[node];
        match &node.data {
            Data::Text(own) => {
                text.push_str(trim(own));
                text.push(' ');
            }
            _ => nodes.extend(node.children.iter().rev()),
        }
    }
    trim(&text).to_owned()
}
