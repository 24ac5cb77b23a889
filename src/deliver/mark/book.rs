//! The workbook part: which sheets there are and whether this file can carry comments.

use super::broken;
use crate::error::Error;
use crate::formats::opc::{Edit, Relationships};
use crate::formats::xml::markup::tags;

/// What to do with a format that cannot carry comments.
const CANNOT: &str = "这种格式不能加批注，请用 WPS 或 Excel 另存为“Excel 工作簿（*.xlsx）”后再标注";

/// A signature covers the bytes of the parts: any comment breaks it.
const SIGNED: &str = "工作簿带有数字签名，加了批注签名就会失效，所以没有标注。请用 WPS 或 Excel 打开，去掉签名（“文件”→“信息”→“查看签名”→“删除签名”）或另存一份副本，再标注副本";

/// What is known of a workbook.
#[derive(Debug)]
pub struct Book {
    /// Name of its part.
    pub part: String,
    /// Its sheets in their order.
    pub sheets: Vec<Sheet>,
    /// Name of the part with the formats of cells; `None` where it has none.
    pub styles: Option<String>,
    /// Whether it is written after the strict variant of the standard.
    pub strict: bool,
    /// Whether its sheets are locked against adding others.
    pub is_locked: bool,
    /// Number of the sheet that an earlier marking has added.
    pub results: Option<usize>,
    /// Whether LibreOffice saved it last.
    pub by_libreoffice: bool,
}

/// One sheet.
#[derive(Debug)]
pub struct Sheet {
    /// Name on its tab.
    pub name: String,
    /// Whether its tab can be seen.
    pub visible: bool,
    /// Its part; `None` for charts and the like, which have no cells.
    pub part: Option<String>,
}

impl Book {
    /// Opens a package and looks for the workbook in it.
    ///
    /// # Errors
    /// [`Error::Usage`] when it holds no workbook in XML, or a signed one.
    pub fn open(bytes: &[u8]) -> Result<(Edit<'_>, Book), Error> {
        let cannot = || Error::Usage(CANNOT.into());
        let mut package = Edit::open(bytes).map_err(|_| cannot())?;
        let root = package.relationships("")?;
        let part = match root.part("officeDocument") {
            Some(part) => part.to_owned(),
            None => "xl/workbook.xml".to_owned(),
        };
        if !part.to_lowercase().ends_with(".xml") {
            return Err(cannot());
        }
        let text = package.text(&part)?.ok_or_else(cannot)?;
        let is_signed = root.part("origin").is_some_and(|part| package.has(part))
            || package.names().any(|name| name.starts_with("_xmlsignatures/"));
        let relations = package.relationships(&part)?;
        let sheets = sheets(&text, &relations)?.ok_or_else(cannot)?;
        if is_signed {
            return Err(Error::Usage(SIGNED.into()));
        }
        let styles = relations.part("styles").map(str::to_owned);
        let properties = root.part("extended-properties").map(|part| package.text(part));
        let application = properties.and_then(Result::ok).flatten().unwrap_or_default();
        let by_libreoffice = application.contains("LibreOffice");
        let strict = relations.is_strict();
        let is_locked = tags(&text).flatten().any(|tag| {
            tag.depth == 1
                && tag.opens("workbookProtection")
                && tag.value("lockStructure").is_some_and(|locked| locked.is_true())
        });
        Ok((
            package,
            Book { part, sheets, styles, strict, is_locked, results: None, by_libreoffice },
        ))
    }

    /// Where findings go that have no place: 基本信息, else the first sheet with cells,
    /// one that can be seen before one that cannot.
    pub fn front(&self) -> Result<usize, Error> {
        let may_have = |(number, sheet): &(usize, &Sheet)| {
            sheet.part.is_some() && self.results != Some(*number)
        };
        let with_cells = || self.sheets.iter().enumerate().filter(may_have);
        with_cells()
            .find(|(_, sheet)| sheet.visible && sheet.name.contains("基本信息"))
            .or_else(|| with_cells().find(|(_, sheet)| sheet.visible))
            .or_else(|| with_cells().next())
            .map(|(number, _)| number)
            .ok_or_else(|| broken("工作簿里没有可以标注的工作表"))
    }
}

/// The sheets of a workbook; `None` when the part is no workbook.
fn sheets(text: &str, relations: &Relationships) -> Result<Option<Vec<Sheet>>, Error> {
    let mut sheets = Vec::new();
    for tag in tags(text) {
        let Ok(tag) = tag else { return Ok(None) };
        if tag.depth == 0 && tag.local() != "workbook" {
            return Ok(None);
        }
        if tag.depth == 2 && tag.opens("sheet") {
            let id = tag.prefixed("id").map(|id| id.text().into_owned()).unwrap_or_default();
            let part = relations.get(&id).filter(|one| one.kind == "worksheet");
            sheets.push(Sheet {
                name: tag.value("name").map(|name| name.text().into_owned()).unwrap_or_default(),
                visible: tag.value("state").is_none_or(|state| state.text() == "visible"),
                part: part.and_then(|one| one.target.clone()),
            });
        }
    }
    Ok(Some(sheets))
}
