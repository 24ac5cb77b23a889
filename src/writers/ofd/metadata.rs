//! `OFD.xml`: what the document is, for viewers and, under the names of DA/T 46-2009, for
//! archives. What the report does not say is left out.

use super::{FOLDER, OFD, Standard};
use crate::formats::xml::printer::Printer;
use crate::publication::Publication;
use uuid::Uuid;

const PROGRAM: &str = "nianbao";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Properties that have another name in DA/T 46.
const NAMES: [(&str, &str); 2] = [("报告年度", "年度"), ("文号", "文件编号")];

/// Writes the part.
pub fn write(publication: &Publication, standard: Standard, pages: usize) -> Vec<u8> {
    let about = &publication.document;
    let date = about.date.map(|[year, month, day]| format!("{year:04}-{month:02}-{day:02}"));
    let mut out = Printer::document();
    let root = [("xmlns:ofd", OFD), ("Version", "1.0"), ("DocType", standard.name())];
    out.open("ofd:OFD", &root);
    out.open("ofd:DocBody", &[]);
    out.open("ofd:DocInfo", &[]);
    out.leaf("ofd:DocID", &[], &identity(publication));
    out.optional("ofd:Title", Some(&about.title));
    out.optional("ofd:Author", Some(&about.author));
    out.optional("ofd:Subject", Some(&about.subject));
    out.optional("ofd:CreationDate", date.as_deref());
    out.leaf("ofd:DocUsage", &[], "Normal");
    if !about.keywords.is_empty() {
        out.open("ofd:Keywords", &[]);
        about.keywords.iter().for_each(|word| out.leaf("ofd:Keyword", &[], word));
        out.close("ofd:Keywords");
    }
    out.leaf("ofd:Creator", &[], PROGRAM);
    out.leaf("ofd:CreatorVersion", &[], VERSION);
    out.open("ofd:CustomDatas", &[]);
    for (name, value) in descriptions(publication, date.unwrap_or_default(), pages) {
        out.leaf("ofd:CustomData", &[("Name", &name)], &value);
    }
    out.close("ofd:CustomDatas");
    out.close("ofd:DocInfo");
    out.leaf("ofd:DocRoot", &[], &format!("{FOLDER}/Document.xml"));
    out.close("ofd:DocBody");
    out.close("ofd:OFD");
    out.finish()
}

/// Names and values, in the order of DA/T 46-2009; then what only we know.
fn descriptions(publication: &Publication, date: String, pages: usize) -> Vec<(String, String)> {
    let about = &publication.document;
    let own = |names: &[&str]| {
        let is_one = |name: &str| names.contains(&name);
        let renamed = about.properties.iter().map(|(name, value)| {
            let known = NAMES.iter().find(|(ours, _)| ours == name).map(|(_, theirs)| *theirs);
            (known.unwrap_or(name).to_owned(), value.clone())
        });
        renamed.filter(|(name, _)| is_one(name)).collect::<Vec<_>>()
    };
    let plain = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let archive = ["档号", "全宗号", "年度", "保管期限"];
    let numbered = ["文件编号"];
    let mut all = vec![plain("聚合层次", "件"), plain("立档单位名称", &about.author)];
    all.extend(own(&archive));
    all.extend([plain("题名", &about.title), plain("主题词", &about.keywords.join(" "))]);
    all.extend(own(&numbered));
    all.extend([plain("责任者", &about.author), (plain("日期", &date))]);
    all.extend([plain("页数", &pages.to_string()), plain("语种", "汉语")]);
    all.push(plain("文档创建程序", &format!("{PROGRAM} {VERSION}")));
    // What is said above is not said again.
    let is_new = |(name, _): &&(String, String)| {
        let is_said = all.iter().any(|(said, _)| said == name);
        !is_said && !NAMES.iter().any(|(ours, _)| ours == name)
    };
    let others: Vec<_> = about.properties.iter().filter(is_new).cloned().collect();
    all.extend(others);
    all.retain(|(_, value)| !value.trim().is_empty());
    all
}

/// 32 hexadecimal digits: same report, same identity, whatever it says.
fn identity(publication: &Publication) -> String {
    let about = &publication.document;
    let name = format!("nianbao/{}/{}", about.author, about.title);
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()).simple().to_string()
}
