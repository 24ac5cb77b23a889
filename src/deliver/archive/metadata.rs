//! `metadata.xml`: the elements of DA/T 46-2009 that are known, in the order of the standard,
//! inside the `文件实体` of DA/T 48-2009, so that a package can be built around it later.
//!
//! What the workbook and the archive room do not say is left out. The parts of 档号 stand
//! beside it, as the standard counts them (M8, M9, M12).

use super::Given;
use crate::error::Error;
use crate::model::Report;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Namespace of DA/T 48-2009.
const NAMESPACE: &str = "http://www.saac.gov.cn/standards/ERM/encapsulation";
const PROGRAM: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// Writes the file. A document is its name, its format in words and its bytes.
///
/// # Errors
/// [`Error::Writer`] if an event cannot be written.
pub fn write(
    report: &Report,
    given: &Given,
    pages: usize,
    documents: &[(&'static str, &'static str, Vec<u8>)],
) -> Result<Vec<u8>, Error> {
    let metadata = &report.metadata;
    let agency = metadata.agency.as_deref();
    let title = report.title();
    let keywords = metadata.keywords().join(" ");
    let date = metadata.date_produced.or(metadata.date_published).map(|date| date.to_string());
    let mut out = Out(Writer::new_with_indent(Vec::new(), b' ', 2));
    out.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    out.event(Event::Start(BytesStart::new("文件实体").with_attributes([("xmlns", NAMESPACE)])))?;
    out.leaf("聚合层次", Some("件"))?;
    if agency.is_some() {
        out.open("来源")?;
        out.leaf("立档单位名称", agency)?;
        out.close("来源")?;
    }
    out.leaf("档号", given.archive_number.as_deref())?;
    out.leaf("全宗号", given.fonds.as_deref())?;
    out.leaf("保管期限", given.retention.as_deref())?;
    out.open("内容描述")?;
    out.leaf("题名", Some(&title))?;
    out.leaf("主题词", Some(&keywords))?;
    out.leaf("文件编号", metadata.field("docNumber"))?;
    out.leaf("责任者", agency)?;
    out.leaf("日期", date.as_deref())?;
    out.close("内容描述")?;
    out.open("形式特征")?;
    out.leaf("件数", Some("1"))?;
    out.leaf("页数", Some(&pages.to_string()))?;
    out.leaf("语种", Some("汉语"))?;
    out.close("形式特征")?;
    out.open("文件数据")?;
    for (order, (name, format, bytes)) in documents.iter().enumerate() {
        out.open("文档")?;
        out.leaf("文档标识符", Some(name))?;
        out.leaf("文档序号", Some(&(order + 1).to_string()))?;
        out.leaf("题名", Some(&title))?;
        out.open("文档数据")?;
        out.open("编码")?;
        out.open("电子属性")?;
        out.leaf("格式信息", Some(format))?;
        out.leaf("计算机文件名", Some(name))?;
        out.leaf("计算机文件大小", Some(&bytes.len().to_string()))?;
        out.leaf("文档创建程序", Some(PROGRAM))?;
        out.close("电子属性")?;
        let outside =
            format!("文档数据在外部保存，SHA-256：{}", crate::formats::digest::sha256(bytes));
        out.leaf("编码描述", Some(&outside))?;
        out.close("编码")?;
        out.close("文档数据")?;
        out.close("文档")?;
    }
    out.close("文件数据")?;
    out.close("文件实体")?;
    let mut bytes = out.0.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

struct Out(Writer<Vec<u8>>);

impl Out {
    fn event(&mut self, event: Event<'_>) -> Result<(), Error> {
        self.0.write_event(event).map_err(|error| Error::writer("XML", error))
    }

    fn open(&mut self, name: &str) -> Result<(), Error> {
        self.event(Event::Start(BytesStart::new(name)))
    }

    fn close(&mut self, name: &str) -> Result<(), Error> {
        self.event(Event::End(BytesEnd::new(name)))
    }

    /// Nothing where nothing is known.
    fn leaf(&mut self, name: &str, text: Option<&str>) -> Result<(), Error> {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(()) };
        self.open(name)?;
        self.event(Event::Text(BytesText::new(text)))?;
        self.close(name)
    }
}
