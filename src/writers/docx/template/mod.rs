//! `--docx-template`: an office's own document lends its styles, page, header and footer.
//!
//! ```text
//! bytes ─▶ read     the guard of the reader, then the parts as trees
//!       ─▶ parts    headers and footers with their images, theme, numbering, fonts
//!       ─▶ roles    which of its styles stands for which of ours
//!       ─▶ styles   its styles, and ours where it has none
//!       ─▶ apply    the finished text in its styles, without what would override them
//! ```
//!
//! The text of the template is not taken, only looked at for the styles in use.

mod apply;
mod parts;
mod read;
mod roles;
mod settings;
mod source;
mod styles;

#[cfg(test)]
mod tests;

pub use apply::{paragraph, paragraphs, section, table};
pub use settings::settings;
pub use styles::merge;

use std::collections::BTreeMap;

use super::page::{Page, TWIPS_PER_PT};
use crate::formats::xml::tree::Element;

/// What of an office's document goes into the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Its styles part.
    pub styles: Element,
    /// Its settings part, empty where it has none.
    pub settings: Element,
    /// Its last section, references resolved to the ids in `carried`.
    pub section: Element,
    /// Its font table.
    pub fonts: Vec<Element>,
    /// Parts that go into the package as they are.
    pub carried: Vec<Carried>,
    /// Our style by the style of the template that stands for it.
    roles: BTreeMap<&'static str, String>,
    /// Its style for tables.
    table: Option<String>,
}

/// A part taken over.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Path in the package.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
    /// Content type.
    pub media: String,
    /// Relationship from the document: its id and the last word of its type; none for parts
    /// that belong to another part.
    pub relation: Option<(String, &'static str)>,
}

/// What cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The document.
    Document(String),
    /// The text that says which style is for what.
    Styles(String),
}

impl Template {
    /// Reads a template with the text that says which style is for what, where there is one.
    ///
    /// # Errors
    /// [`Refused`] with what comes after “不能用：”, when the document is none, is not safe, or
    /// the other text names what is not there.
    pub fn read(bytes: &[u8], styles: Option<&[u8]>) -> Result<Template, Refused> {
        let mapping = styles.map(roles::mapping).transpose().map_err(Refused::Styles)?;
        Self::with(bytes, &mapping.unwrap_or_default()).map_err(Refused::Document)
    }

    fn with(bytes: &[u8], mapping: &roles::Mapping) -> Result<Template, String> {
        let found = read::read(bytes)?;
        let (roles, table) = roles::resolve(&found.styles, &found.used, mapping)?;
        Ok(Template {
            styles: found.styles,
            settings: found.settings,
            section: found.section,
            fonts: found.fonts,
            carried: found.carried,
            roles,
            table,
        })
    }

    /// The style of the template that stands for ours.
    fn role(&self, ours: &str) -> Option<&str> {
        self.roles.get(ours).map(String::as_str)
    }

    /// Id by which the document names what we call by this one.
    fn id(&self, ours: &str) -> String {
        match self.role(ours) {
            Some(theirs) => theirs.to_owned(),
            // Another style of the template may have taken the id.
            None if styles::find(&self.styles, ours).is_some() => format!("Nianbao{ours}"),
            None => ours.to_owned(),
        }
    }

    /// An attribute of a property such as `w:rPr`/`w:sz` that a role's style has or inherits.
    fn effective(&self, role: &str, group: &str, name: &str, key: &str) -> Option<String> {
        styles::effective(&self.styles, self.role(role)?, group, name, key)
    }

    /// Whether header or footer are the template's.
    pub fn has_footers(&self) -> bool {
        self.section.find("w:footerReference").is_some()
    }

    /// Its fonts, and those of ours that it does not name.
    pub fn font_table(&self, ours: Element) -> Element {
        let named = |font: &Element| font.attribute("w:name").map(str::to_lowercase);
        let known: Vec<_> = self.fonts.iter().map(named).collect();
        let more = ours.elements().filter(|font| !known.contains(&named(font)));
        Element::new("w:fonts").children(self.fonts.iter().chain(more).cloned())
    }

    /// Size of the text in tables where the template has a style for it, in points.
    pub fn table_pt(&self) -> Option<f64> {
        let half: f64 = self.effective("TableText", "w:rPr", "w:sz", "w:val")?.parse().ok()?;
        (4.0..=36.0).contains(&(half / 2.0)).then_some(half / 2.0)
    }

    /// The page of the template in twips; what it does not say stays as it is in `page`.
    pub fn page(&self, page: &Page) -> Page {
        let mut page = *page;
        let number = |name: &str, key: &str| -> Option<i32> {
            self.section.find(name)?.attribute(key)?.parse().ok()
        };
        let size = |key, or: i32| number("w:pgSz", key).filter(|l| *l > 2000).unwrap_or(or);
        let official = page.width - page.margins[1] - page.margins[3];
        (page.width, page.height) = (size("w:w", page.width), size("w:h", page.height));
        for (place, key) in ["w:top", "w:right", "w:bottom", "w:left"].into_iter().enumerate() {
            let margin = number("w:pgMar", key).map(i32::abs);
            page.margins[place] = margin.unwrap_or(page.margins[place]);
        }
        let gutter = number("w:pgMar", "w:gutter").unwrap_or(0).max(0);
        page.margins[3] += gutter;
        let width = page.width - page.margins[1] - page.margins[3];
        page.table_scale = f64::from(width.max(2000)) / f64::from(official);
        if let Some(half) = self.effective("NormalIndent", "w:rPr", "w:sz", "w:val")
            && let Ok(half) = half.parse::<f64>()
        {
            page.body_pt = half / 2.0;
            let closer = self.effective("NormalIndent", "w:rPr", "w:spacing", "w:val");
            let closer: f64 = closer.and_then(|twips| twips.parse().ok()).unwrap_or(0.0);
            page.character = page.body_pt * TWIPS_PER_PT + closer;
            page.tightening = 0;
        }
        page.characters = f64::from(width) / page.character;
        page
    }
}
