//! `metadata.xml`: the elements of DA/T 46-2009 that are known, in the order of the standard,
//! inside the `文件实体` of DA/T 48-2009, so that a package can be built around it later.
//!
//! What the workbook and the archive room do not say is left out. The parts of 档号 stand
//! beside it, as the standard counts them (M8, M9, M12).

use super::Given;
use crate::formats::digest::sha256;
use crate::formats::xml::printer::Printer;
use crate::model::Report;

/// Namespace of DA/T 48-2009.
const NAMESPACE: &str = "http://www.saac.gov.cn/standards/ERM/encapsulation";
const PROGRAM: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// Writes the file. A document is its name, its format in words and its bytes.
pub fn write(
    report: &Report,
    given: &Given,
    pages: usize,
    documents: &[(&'static str, &'static str, Vec<u8>)],
) -> Vec<u8> {
    let metadata = &report.metadata;
    let agency = metadata.agency.as_deref();
    let title = report.title();
    let keywords = metadata.keywords().join(" ");
    let date = metadata.date_produced.or(metadata.date_published).map(|date| date.to_string());
    let mut out = Printer::document_with_quotes();
    out.open("文件实体", &[("xmlns", NAMESPACE)]);
    leaf(&mut out, "聚合层次", Some("件"));
    if agency.is_some() {
        out.open("来源", &[]);
        leaf(&mut out, "立档单位名称", agency);
        out.close("来源");
    }
    leaf(&mut out, "档号", given.archive_number.as_deref());
    leaf(&mut out, "全宗号", given.fonds.as_deref());
    leaf(&mut out, "保管期限", given.retention.as_deref());
    out.open("内容描述", &[]);
    leaf(&mut out, "题名", Some(&title));
    leaf(&mut out, "主题词", Some(&keywords));
    leaf(&mut out, "文件编号", metadata.field("docNumber"));
    leaf(&mut out, "责任者", agency);
    leaf(&mut out, "日期", date.as_deref());
    out.close("内容描述");
    out.open("形式特征", &[]);
    leaf(&mut out, "件数", Some("1"));
    leaf(&mut out, "页数", Some(&pages.to_string()));
    leaf(&mut out, "语种", Some("汉语"));
    out.close("形式特征");
    out.open("文件数据", &[]);
    for (order, (name, format, bytes)) in documents.iter().enumerate() {
        out.open("文档", &[]);
        leaf(&mut out, "文档标识符", Some(name));
        leaf(&mut out, "文档序号", Some(&(order + 1).to_string()));
        leaf(&mut out, "题名", Some(&title));
        out.open("文档数据", &[]);
        out.open("编码", &[]);
        out.open("电子属性", &[]);
        leaf(&mut out, "格式信息", Some(format));
        leaf(&mut out, "计算机文件名", Some(name));
        leaf(&mut out, "计算机文件大小", Some(&bytes.len().to_string()));
        leaf(&mut out, "文档创建程序", Some(PROGRAM));
        out.close("电子属性");
        let outside = format!("文档数据在外部保存，SHA-256：{}", sha256(bytes));
        leaf(&mut out, "编码描述", Some(&outside));
        out.close("编码");
        out.close("文档数据");
        out.close("文档");
    }
    out.close("文件数据");
    out.close("文件实体");
    out.finish()
}

/// Nothing where nothing is known.
fn leaf(out: &mut Printer, name: &str, text: Option<&str>) {
    out.optional(name, text.map(str::trim));
}
