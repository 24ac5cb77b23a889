//! Options of a document, as the page states them.

use crate::faces;
use crate::wire::Message;
use nianbao::diag::Profile;
use nianbao::pipeline::{Attach, codes};
use nianbao::writers::{docx, pdf};
use nianbao::{Error, Format, Options};
use serde::Deserialize;

/// What the clerk has chosen. Files are named by their place among the blobs.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Wish {
    /// Names of the formats to write.
    formats: Vec<String>,
    /// As in `a-2a,ua-1`; the usual ones where nothing is said.
    pdf_standard: Option<String>,
    /// Whether the source and the XML are put inside the PDF.
    attach: bool,
    /// Whether a report with errors is written all the same.
    allow_errors: bool,
    /// An office's own Word document.
    docx_template: Option<File>,
    /// Severities other than the codes' own.
    profile: Option<File>,
    /// Last year's report.
    previous: Option<File>,
}

/// A file among the blobs.
#[derive(Debug, Deserialize)]
struct File {
    name: String,
    blob: usize,
}

impl Wish {
    /// The options that are meant.
    ///
    /// # Errors
    /// [`Error::Usage`] when they do not go together or a file cannot be used; what reading
    /// last year's report says.
    pub fn options(&self, message: &Message) -> Result<Options, Error> {
        let bytes = |file: &File| message.blobs.get(file.blob).cloned().unwrap_or_default();
        let refused = |what: &str, file: &File, why: String| {
            Error::Usage(format!("{what}“{}”不能用：{why}", file.name))
        };
        let standards = match &self.pdf_standard {
            Some(text) => pdf::Standards::parse(text)?,
            None => pdf::Standards::default(),
        };
        let template = |file: &File| {
            docx::Template::read(&bytes(file), None).map_err(|why| {
                let (docx::Refused::Document(why) | docx::Refused::Styles(why)) = why;
                refused("Word 模板", file, why)
            })
        };
        let profile = |file: &File| {
            let stem = file.name.rsplit_once('.').map_or(&*file.name, |(stem, _)| stem);
            let refused = |why| refused("规则集", file, why);
            Profile::parse(&bytes(file), stem, codes()).map_err(refused)
        };
        let docx = self.docx_template.as_ref().map(template).transpose()?;
        let mut options = Options {
            formats: self.formats.iter().filter_map(|name| Format::named(name)).collect(),
            docx: docx::Options { template: docx, ..docx::Options::default() },
            pdf: pdf::Options { standards, ..pdf::Options::default() },
            attach: if self.attach { Attach::All } else { Attach::Nothing },
            allow_errors: self.allow_errors,
            fonts: faces::fonts(),
            profile: self.profile.as_ref().map(profile).transpose()?,
            ..Options::default()
        };
        if let Some(file) = &self.previous {
            let last = nianbao::read(&file.name, bytes(file), &options)
                .map_err(|why| refused("上年报告", file, why.to_string()))?;
            options.previous = Some(last.into());
        }
        Ok(options)
    }
}
