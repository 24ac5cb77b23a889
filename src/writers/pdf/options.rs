//! How a PDF is made: which standards, whose template, which files inside.

use super::template::Template;
use crate::error::Error;
use typst_pdf::{PdfStandard, PdfStandards};

/// A standard on offer.
struct Offer {
    /// As the user writes it.
    name: &'static str,
    standard: PdfStandard,
    /// Part of PDF/A; `None` for PDF/UA.
    part: Option<u8>,
}

const fn offer(name: &'static str, standard: PdfStandard, part: Option<u8>) -> Offer {
    Offer { name, standard, part }
}

/// Everything `--pdf-standard` takes.
const OFFERS: [Offer; 10] = [
    offer("a-1b", PdfStandard::A_1b, Some(1)),
    offer("a-1a", PdfStandard::A_1a, Some(1)),
    offer("a-2b", PdfStandard::A_2b, Some(2)),
    offer("a-2u", PdfStandard::A_2u, Some(2)),
    offer("a-2a", PdfStandard::A_2a, Some(2)),
    offer("a-3b", PdfStandard::A_3b, Some(3)),
    offer("a-3u", PdfStandard::A_3u, Some(3)),
    offer("a-3a", PdfStandard::A_3a, Some(3)),
    offer("a-4", PdfStandard::A_4, Some(4)),
    offer("ua-1", PdfStandard::Ua_1, None),
];

/// What the file must conform to: one standard, or PDF/A and PDF/UA together.
#[derive(Debug, Clone, PartialEq)]
pub struct Standards {
    list: Vec<PdfStandard>,
    /// Part of PDF/A, if it is one.
    part: Option<u8>,
}

impl Standards {
    /// The archive's copy: PDF/A-1b.
    pub fn archive() -> Standards {
        Standards { list: vec![PdfStandard::A_1b], part: Some(1) }
    }

    /// Reads `a-2a,ua-1` and the like, in any case and order.
    ///
    /// # Errors
    /// [`Error::Usage`] that names what is unknown or does not go together.
    pub fn parse(text: &str) -> Result<Standards, Error> {
        let mut chosen: Vec<&Offer> = Vec::new();
        for word in text.split([',', '，', '、', '+', ' ']).filter(|word| !word.is_empty()) {
            let named = |offer: &&Offer| offer.name.eq_ignore_ascii_case(word);
            let found = OFFERS.iter().find(named).ok_or_else(|| unknown(word))?;
            if !chosen.iter().any(|other| other.name == found.name) {
                chosen.push(found);
            }
        }
        // PDF/A first: two spellings of one wish give the same file.
        chosen.sort_by_key(|offer| offer.part.is_none());
        let part = match chosen[..] {
            [] => return Err(unknown(text)),
            [one] => one.part,
            [a, ua] if ua.part.is_none() => match a.part {
                // Scopes of table heads came with PDF 1.5; PDF/UA-1 ends with PDF 1.7.
                Some(1) => {
                    return Err(apart(a, ua, "PDF/A-1 还不能标出表头的方向，可改用 a-2a,ua-1"));
                }
                Some(4) => return Err(apart(a, ua, "PDF/A-4 用 PDF 2.0，PDF/UA-1 用 PDF 1.7")),
                part => part,
            },
            [a, b, ..] => return Err(apart(a, b, "一个文件只能符合一种 PDF/A")),
        };
        Ok(Standards { list: chosen.iter().map(|offer| offer.standard).collect(), part })
    }

    /// Whether files can be put inside.
    pub fn take_attachments(&self) -> bool {
        self.part == Some(3)
    }

    /// Whether it is a kind of PDF/A: then the file must have a date.
    pub(super) fn is_archival(&self) -> bool {
        self.part.is_some()
    }

    /// Whether objects may be put into compressed streams: PDF 1.5 and later.
    pub(super) fn may_pack(&self) -> bool {
        self.part != Some(1)
    }

    pub(super) fn typst(&self) -> Result<PdfStandards, Error> {
        PdfStandards::new(&self.list).map_err(|error| Error::writer("PDF", error.message()))
    }
}

/// The public's copy: PDF/A-2a and PDF/UA-1.
impl Default for Standards {
    fn default() -> Self {
        Standards { list: vec![PdfStandard::A_2a, PdfStandard::Ua_1], part: Some(2) }
    }
}

fn unknown(word: &str) -> Error {
    let names: Vec<&str> = OFFERS.iter().map(|offer| offer.name).collect();
    let names = names.join("、");
    Error::Usage(format!("--pdf-standard 不能写“{word}”，可以写：{names}，或合写，例如 a-2a,ua-1"))
}

fn apart(a: &Offer, b: &Offer, why: &str) -> Error {
    Error::Usage(format!("--pdf-standard 的 {} 与 {} 不能合用：{why}", a.name, b.name))
}

/// A file inside the PDF.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// Its name for whoever takes it out.
    pub name: String,
    /// MIME type.
    pub mime: &'static str,
    /// What the PDF is to it.
    pub relationship: Relationship,
    /// One sentence.
    pub description: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What an attached file is to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relationship {
    /// The document was made from it.
    Source,
    /// The figures of the document, for programs.
    Data,
}

impl Relationship {
    pub(super) fn name(self) -> &'static str {
        match self {
            Relationship::Source => "source",
            Relationship::Data => "data",
        }
    }
}

impl Attachment {
    /// The workbook that the report was read from.
    pub fn workbook(name: &str, bytes: Vec<u8>) -> Attachment {
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let mime = match ending.as_str() {
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsm" => "application/vnd.ms-excel.sheet.macroEnabled.12",
            "xlsb" => "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
            "ods" => "application/vnd.oasis.opendocument.spreadsheet",
            "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docm" => "application/vnd.ms-word.document.macroEnabled.12",
            "dotx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
            "html" | "htm" => "text/html",
            "mht" | "mhtml" => "multipart/related",
            _ => "application/vnd.ms-excel",
        };
        let description = "生成本报告的工作簿";
        let name = name.to_owned();
        Attachment { name, mime, relationship: Relationship::Source, description, bytes }
    }

    /// The report as XML, for portals.
    pub fn xml(name: &str, bytes: Vec<u8>) -> Attachment {
        Attachment {
            name: name.to_owned(),
            mime: "application/xml",
            relationship: Relationship::Data,
            description: "本报告的 XML 数据",
            bytes,
        }
    }
}

/// How a PDF is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Standards the file must conform to.
    pub standards: Standards,
    /// The look.
    pub template: Template,
    /// Files to put inside; only with PDF/A-3.
    pub attachments: Vec<Attachment>,
    /// How many documents are set at the same time in this process; 0 counts as one.
    pub at_once: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        Standards::parse(text).expect_err(text).to_string()
    }

    #[test]
    fn every_offered_standard_can_be_asked_for_and_typst_agrees() {
        for offer in &OFFERS {
            let standards = Standards::parse(&offer.name.to_uppercase()).unwrap();
            assert_eq!(standards.list, [offer.standard]);
            standards.typst().unwrap();
        }
    }

    #[test]
    fn a_pair_may_be_written_in_either_order() {
        assert_eq!(Standards::parse("ua-1，a-2a").unwrap(), Standards::default());
        assert_eq!(Standards::parse("a-2a, ua-1, a-2a").unwrap(), Standards::default());
        for pair in ["a-2b,ua-1", "a-2u,ua-1", "a-3b,ua-1", "a-3u,ua-1", "a-3a,ua-1"] {
            Standards::parse(pair).unwrap().typst().unwrap();
        }
    }

    #[test]
    fn what_does_not_go_together_is_refused_by_name() {
        assert!(refusal("a-4,ua-1").contains("a-4 与 ua-1 不能合用"));
        assert!(refusal("a-1a,ua-1").contains("a-1a 与 ua-1 不能合用"));
        assert!(refusal("a-1b,a-2b").contains("只能符合一种 PDF/A"));
        assert!(refusal("a-2a,ua-1,a-3a").contains("a-2a 与 a-3a"));
        assert!(refusal("a-5").contains("不能写“a-5”，可以写：a-1b、"));
        assert!(refusal("").contains("可以写"));
    }
}
