//! The finished document in the template's styles: ids renamed, and what the writer set by
//! hand for its own look taken out where it would override the office's.

use super::Template;
use crate::formats::xml::tree::{Element, Node};
use crate::writers::docx::page::half_points;

/// Fonts with no more than GB2312: rare characters need another one, as in our own faces.
const NARROW: [&str; 6] = [
    "仿宋_GB2312",
    "楷体_GB2312",
    "方正小标宋简体",
    "方正仿宋简体",
    "方正楷体简体",
    "方正黑体简体",
];

/// For hanzi beyond U+FFFF, in whatever face.
const EXTENSION: &str = "宋体-ExtB";

/// Own footers, where they stay, name styles too.
pub fn paragraphs(template: &Template, part: &mut Element, pt: Option<f64>) {
    let inside = part.elements_mut().filter(|child| child.name == "w:p");
    inside.for_each(|paragraph_| paragraph(template, paragraph_, pt));
}

/// What a table says of itself before its rows.
pub fn table(template: &Template, table: &mut Element) {
    if let Some(style) = &template.table {
        for look in table.elements_mut().filter(|child| child.name == "w:tblPr") {
            remove(look, "w:tblBorders");
            look.nodes.insert(0, Node::Element(Element::value("w:tblStyle", style)));
        }
    }
}

/// `pt` is the size that the whole table is set in, for a paragraph in a cell.
pub fn paragraph(template: &Template, paragraph: &mut Element, pt: Option<f64>) {
    let mut ours = String::new();
    for look in paragraph.elements_mut().filter(|child| child.name == "w:pPr") {
        for style in look.elements_mut().filter(|child| child.name == "w:pStyle") {
            for (_, value) in &mut style.attributes {
                ours.clone_from(value);
                *value = template.id(&ours);
            }
        }
    }
    let is_table = ours.starts_with("Table");
    if is_table && template.role(&ours).is_none() {
        // Heads and figures without a style of the office's build on its text of tables.
        "TableText".clone_into(&mut ours);
    }
    // The grid of the page would pull the lines of a cell apart.
    for look in paragraph.elements_mut().filter(|child| is_table && child.name == "w:pPr") {
        if look.find("w:snapToGrid").is_none() {
            look.nodes.push(Node::Element(Element::value("w:snapToGrid", 0)));
        }
    }
    if template.role(&ours).is_none() {
        return;
    }
    let sets = |group: &str, name: &str, key: &str| {
        template.effective(&ours, group, name, key).is_some_and(|value| value != "0")
    };
    let has_number = sets("w:pPr", "w:numPr", "w:numId") || {
        let id = template.role(&ours).unwrap_or_default();
        numbered(template, id)
    };
    for look in paragraph.elements_mut().filter(|child| child.name == "w:pPr") {
        if has_number {
            // The report numbers its headings in the text; Word must not number them again.
            let none = Element::new("w:numPr")
                .child(Element::value("w:ilvl", 0))
                .child(Element::value("w:numId", 0));
            look.nodes.push(Node::Element(none));
        }
        if ours == "Signature" || ours == "Date" {
            ["w:jc", "w:ind", "w:spacing"].into_iter().for_each(|name| remove(look, name));
        }
        if is_table {
            cells_own(template, look, &ours);
        } else {
            for key in ["w:before", "w:after"] {
                if sets("w:pPr", "w:spacing", key) {
                    remove_attribute(look, "w:spacing", key);
                }
            }
        }
        // A heading alone at the end of a page is no look of anybody's.
        if ours.starts_with("Heading") && look.find("w:keepNext").is_none() {
            look.nodes.push(Node::Element(Element::new("w:keepNext")));
        }
        if is_table && let Some(pt) = pt {
            look.elements_mut().filter(|c| c.name == "w:rPr").for_each(|run| resize(run, pt));
        }
    }
    let font = template.effective(&ours, "w:rPr", "w:rFonts", "w:eastAsia");
    let narrow = font.is_some_and(|font| NARROW.contains(&font.as_str()));
    for run in paragraph.elements_mut().filter(|child| child.name == "w:r") {
        for look in run.elements_mut().filter(|child| child.name == "w:rPr") {
            if is_table && let Some(pt) = pt {
                resize(look, pt);
            }
            for fonts in look.elements_mut().filter(|child| child.name == "w:rFonts") {
                if !narrow && fonts.attribute("w:eastAsia") != Some(EXTENSION) {
                    fonts.attributes.retain(|(key, _)| key == "w:hint");
                }
            }
        }
    }
}

/// Whether a style, or one it is based on, has a number.
fn numbered(template: &Template, id: &str) -> bool {
    let mut next = super::styles::find(&template.styles, id);
    for _ in 0..24 {
        let Some(style) = next else { return false };
        if style.find("w:pPr").is_some_and(|look| look.find("w:numPr").is_some()) {
            return true;
        }
        let base = style.find("w:basedOn").and_then(|base| base.attribute("w:val"));
        next = base.and_then(|id| super::styles::find(&template.styles, id));
    }
    false
}

/// In a cell there is no space around a paragraph and no indent but what the office says of
/// the text of tables: what it says of all text is meant for the page.
fn cells_own(template: &Template, look: &mut Element, ours: &str) {
    let style = template.role(ours).and_then(|id| super::styles::find(&template.styles, id));
    let said = |name: &str, key: &str| {
        let own = style.and_then(|style| style.find("w:pPr")).and_then(|own| own.find(name));
        own.is_some_and(|own| own.attribute(key).is_some())
    };
    if said("w:spacing", "w:line") {
        remove_attribute(look, "w:spacing", "w:line");
        remove_attribute(look, "w:spacing", "w:lineRule");
    }
    let mut set = |name: &str, keys: &[&str]| {
        if look.find(name).is_none() {
            look.nodes.push(Node::Element(Element::new(name)));
        }
        for child in look.elements_mut().filter(|child| child.name == name) {
            for key in keys {
                if !said(name, key) && child.attribute(key).is_none() {
                    child.attributes.push(((*key).to_owned(), "0".to_owned()));
                }
            }
        }
    };
    set("w:spacing", &["w:before", "w:after"]);
    set("w:ind", &["w:left", "w:right", "w:firstLineChars", "w:firstLine"]);
    look.retain(|child| {
        !matches!(child.name.as_str(), "w:spacing" | "w:ind") || !child.attributes.is_empty()
    });
}

/// Takes a size away that is the table's own; a smaller one is there to make a figure fit.
fn resize(look: &mut Element, pt: f64) {
    let usual = half_points(pt).to_string();
    look.retain(|child| {
        !matches!(child.name.as_str(), "w:sz" | "w:szCs")
            || child.attribute("w:val") != Some(usual.as_str())
    });
}

fn remove(look: &mut Element, name: &str) {
    look.retain(|child| child.name != name);
}

fn remove_attribute(look: &mut Element, name: &str, key: &str) {
    for child in look.elements_mut().filter(|child| child.name == name) {
        child.attributes.retain(|(other, _)| other != key);
    }
    look.retain(|child| child.name != name || !child.attributes.is_empty());
}

/// The section of the template; our page numbers where it has neither header nor footer.
pub fn section(template: &Template, ours: &mut Element) {
    let theirs = &template.section;
    let mut made = Element::new("w:sectPr");
    if !template.has_footers() {
        let is_footer = |child: &&Element| child.name == "w:footerReference";
        let footers: Vec<Element> = ours.elements().filter(is_footer).cloned().collect();
        // A first page that differs would else have no number.
        let differs = theirs.find("w:titlePg").is_some_and(|own| {
            own.attribute("w:val").is_none_or(|on| !matches!(on, "0" | "false" | "off"))
        });
        let first = footers.first().filter(|_| differs).map(|first| {
            let mut first = first.clone();
            first.attributes.retain(|(key, _)| key != "w:type");
            first.with("w:type", "first")
        });
        made = made.children(footers).children(first);
    }
    made = made.children(theirs.elements().cloned());
    for name in ["w:pgSz", "w:pgMar", "w:cols"] {
        if made.find(name).is_none()
            && let Some(child) = ours.find(name)
        {
            made = made.child(child.clone());
        }
    }
    *ours = made;
}
