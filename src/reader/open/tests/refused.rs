//! Files that are no spreadsheets: each has its own sentence.

use super::build::{ods, record, stream, xls, zip};
use super::*;
use crate::reader::guard::compound::wrap;
use encoding_rs::GBK;

fn says(bytes: &[u8], words: &str) {
    let sentence = refused(bytes);
    assert!(sentence.contains(words), "{sentence}");
}

#[test]
fn nothing_and_zeros() {
    says(b"", "0 字节");
    says(&[0; 5_000], "没有内容");
}

#[test]
fn locked_files() {
    says(&wrap("EncryptedPackage", vec![1; 9_000]), "密码");
    says(&xls(&record(0x2F, &[1; 54]), &[]), "密码");
    let locked = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
        ),
        ("content.xml", "noise"),
    ];
    says(&zip(&locked), "密码");
    says(&[b"b\x14#e\x04\0\0E-SafeNet\0\0".to_vec(), vec![0xA7; 900]].concat(), "加密软件");
    says(&wrap("DRMEncryptedDataSpace", vec![1; 9_000]), "IRM");
}

#[test]
fn web_pages_named_like_workbooks() {
    let page = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table><tr><td>总计</td></tr></table></body></html>";
    says(page.as_bytes(), "网页");
    says(format!("\u{FEFF}\r\n  {page}").as_bytes(), "网页");
    says(&GBK.encode(page).0, "网页");
    let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
    says(&[b"\xFF\xFE", &wide[..]].concat(), "网页");
    says(&wide, "网页");
    says(b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页");
    says("<table><tr><td>1</td></tr></table>".as_bytes(), "网页");
}

#[test]
fn other_markup() {
    let spreadsheet = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
    says(spreadsheet.as_bytes(), "XML 表格 2003");
    says(b"<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">", ".fods");
    says("<?xml version=\"1.0\"?><uof:UOF>".as_bytes(), "标文通");
    says(b"<?xml version=\"1.0\"?><report/>", "XML 文件");
}

#[test]
fn plain_text_in_any_encoding() {
    let table = "年度,数量\r\n2023,12\r\n";
    says(table.as_bytes(), ".csv");
    says(format!("\u{FEFF}{table}").as_bytes(), ".csv");
    says(&GBK.encode(table).0, ".csv");
    let wide: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    says(&[b"\xFF\xFE", &wide[..]].concat(), ".csv");
    says("统计".repeat(3_000).as_bytes(), ".csv");
    says("BMI,身高\n".as_bytes(), ".csv");
}

#[test]
fn documents_and_pictures_picked_by_mistake() {
    let types = ("[Content_Types].xml", "");
    says(&zip(&[types, ("word/document.xml", "")]), ".docx");
    says(&zip(&[types, ("ppt/presentation.xml", "")]), ".pptx");
    says(&zip(&[("mimetype", "application/vnd.oasis.opendocument.text")]), "OpenDocument");
    says(&zip(&[("OFD.xml", "")]), "OFD");
    says(&zip(&[("uof.xml", "")]), "标文通");
    says(&zip(&[("Index/Document.iwa", "")]), "Numbers");
    says(&zip(&[("年报/2023年.xlsx", "")]), "先解压");
    says(&zip(&[("a.txt", "")]), "没有工作簿");
    says(&zip(&[types]), "缺少工作簿目录");
    says(&wrap("WordDocument", vec![1; 9_000]), ".doc");
    says(&wrap("PowerPoint Document", vec![1; 9_000]), ".ppt");
    says(&wrap("Whatever", vec![1; 9_000]), "没有工作簿");
    says(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", "PDF");
    says(b"\x89PNG\r\n\x1A\n\0\0", "图片");
    says(b"\xFF\xD8\xFF\xE0\0\x10JFIF", "图片");
    says(b"BM\x36\0\0\0\0\0\0\0\x36", "图片");
    says(b"{\\rtf1\\ansi", "RTF");
    says(b"Rar!\x1A\x07\x01\0", "先解压");
    says(b"7z\xBC\xAF\x27\x1C\0\x04", "先解压");
}

#[test]
fn companions_of_workbooks() {
    let mut owner = vec![b' '; 165];
    owner[0] = 4;
    owner[1..5].copy_from_slice(b"wang");
    owner[60..].fill(0);
    says(&owner, "~$");
    says(b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xC0", "快捷方式");
    says(b"\0\x05\x16\x07\0\x02\0\0Mac OS X", "苹果电脑");
}

#[test]
fn formats_before_excel_5() {
    says(&wrap("Workbook", record(0x0409, &[0; 6])), "旧格式");
    says(b"\x09\x04\x06\0\0\0\x10\0", "旧格式");
}

#[test]
fn a_compound_file_that_was_cut_off() {
    let whole = xls(&[], &super::build::number_record(0, 0, 1.0).repeat(2_000));
    for length in [100, 511, 513, 4_096, 8_191, 12_000, 20_000] {
        says(&whole[..length], "文件已损坏");
    }
    // A stream that ends inside of a record.
    let cells = super::build::number_record(0, 0, 1.0);
    let short = stream(8, &[], b"\x01\0S", &cells);
    let cut = &short[..short.len() - 9];
    says(&wrap("Workbook", [cut, &[0xFF; 9_000]].concat()), "文件已损坏");
}

#[test]
fn noise() {
    let noise: Vec<u8> =
        (0..4_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    says(&noise, "认不出");
    says(&ods("<table:table><table:table-row>"), "文件已损坏");
}
