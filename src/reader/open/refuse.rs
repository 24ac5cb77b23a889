//! One sentence for every kind of file that is no spreadsheet, each with what to do.

use crate::error::Error;
use crate::formats::opc::Package;
use crate::reader::document::html::is_archive;
use crate::reader::guard::compound::Compound;
use crate::reader::guard::{SAVE_AGAIN, damaged, locked};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// The first bytes of files that get picked by mistake.
const MAGIC: [(&[u8], &str); 22] = [
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xFF\xD8\xFF", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
    (b"RIFF", "图片或音视频"),
    (b"{\\rtf", "Word 文档（RTF）"),
    (b"Rar!", "压缩包（RAR），请先解压，再选择其中的工作簿"),
    (b"7z\xBC\xAF\x27\x1C", "压缩包（7z），请先解压，再选择其中的工作簿"),
    (b"\x1F\x8B", "压缩包（gzip），请先解压，再选择其中的工作簿"),
    (b"L\0\0\0\x01\x14\x02\0", "快捷方式"),
    (b"\0\x05\x16\x07", "苹果电脑附带产生的“._”文件"),
    (b"SQLite format 3", "数据库"),
    (b"\0\x01\0\0Standard ", "数据库"),
    (b"MZ", "程序"),
    (b"\x7FELF", "程序"),
    (b"AT&TFORM", "图片（DjVu）"),
    (b"\x09\0\x04\0", "Excel 2.0 的旧格式"),
    (b"\x09\x02\x06\0", "Excel 3.0 的旧格式"),
    (b"\x09\x04\x06\0", "Excel 4.0 的旧格式"),
];

/// It is something else altogether.
pub fn is(what: &str) -> Error {
    let advice = match what {
        what if what.contains("请先解压") => "",
        what if what.contains("旧格式") => {
            "；请用 Excel 打开，另存为“Excel 工作簿（*.xlsx）”后再试"
        }
        // Pages that cannot be read cell by cell.
        what if ["PDF", "OFD", "图片"].iter().any(|kind| what.contains(kind)) => {
            "；请选择做它的工作簿（.xlsx）或 Word 文档（.docx）；报告在网站上公开过的，用浏览器打开网页，按 Ctrl+S 另存为“网页，全部”或“单个文件”，选择存下的文件"
        }
        what if what.contains("Word") || what.contains("OpenDocument") => {
            "；请用 WPS 或 Word 打开，另存为“Word 文档（*.docx）”后再试"
        }
        _ => {
            "；请选择填好的工作簿（.xlsx、.xls、.et 或 .ods）、Word 文档（.docx）或另存的网页（.html、.mht）"
        }
    };
    let gap = if what.starts_with(|c: char| c.is_ascii_alphanumeric()) { " " } else { "" };
    Error::NotAWorkbook(format!("这是{gap}{what}，不是能读的工作簿{advice}"))
}

/// Nothing in it.
pub fn empty() -> Error {
    Error::NotAWorkbook("文件是空的（0 字节），可能没有下载完或没有保存成功，请重新取得一份".into())
}

/// A zip package that is no spreadsheet.
pub fn package(package: &Package<'_>) -> Error {
    let inside = |test: &dyn Fn(&str) -> bool| package.names().any(test);
    if package.has("word/document.xml") {
        return is("Word 文档（.docx）");
    }
    if package.has("ppt/presentation.xml") {
        return is("演示文稿（.pptx）");
    }
    if package.has("OFD.xml") {
        return is("OFD 版式文件");
    }
    if package.has("uof.xml") {
        return Error::NotAWorkbook(format!("这是“标文通”格式（UOF）的文件；{SAVE_AGAIN}"));
    }
    if inside(&|name| name.ends_with(".iwa") || name == "index.zip") {
        return Error::NotAWorkbook(
            "这是苹果 Numbers 的表格；请在 Numbers 里用“文件”→“导出为”→“Excel”存成 .xlsx 后再试"
                .into(),
        );
    }
    if package.has("[Content_Types].xml") {
        return damaged("缺少工作簿目录");
    }
    let is_sheet = |name: &str| {
        [".xlsx", ".xls", ".et", ".ods", ".xlsm", ".docx"].iter().any(|end| name.ends_with(end))
    };
    if inside(&is_sheet) {
        return is("压缩包（zip），请先解压，再选择其中的工作簿或 Word 文档");
    }
    Error::NotAWorkbook(
        "这个压缩包（zip）里没有工作簿；请选择填好的工作簿（.xlsx、.xls、.et 或 .ods）".into(),
    )
}

/// A compound file without a workbook.
pub fn compound(compound: &Compound<'_>) -> Error {
    let has = |name: &str| compound.names().any(|own| own.eq_ignore_ascii_case(name));
    if has("DRMEncryptedDataSpace") || has("DRMEncryptedTransform") {
        return Error::NotAWorkbook(
            "文件受权限管理（IRM）保护；请由有权限的人打开，取消“限制访问”后另存，再试".into(),
        );
    }
    if has("EncryptedPackage") {
        return locked();
    }
    if has("WordDocument") {
        return is("Word 或 WPS 文字文档（.doc、.wps）");
    }
    if has("PowerPoint Document") {
        return is("演示文稿（.ppt、.dps）");
    }
    if compound.names().any(|name| name.starts_with("__properties")) {
        return is("Outlook 邮件（.msg），请先把附件存出来，再选择其中的工作簿");
    }
    damaged("里面没有工作簿")
}

/// Anything that is neither a package nor a compound file.
pub fn other(bytes: &[u8]) -> Error {
    let head = &bytes[..bytes.len().min(4096)];
    let text = text(head);
    if let Some((magic, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic))
        // Two letters may also begin a table of plain text.
        && (magic.len() > 2 || text.is_none())
    {
        return is(what);
    }
    let holds = |mark: &[u8]| head.windows(mark.len()).any(|window| window == mark);
    if holds(b"E-SafeNet") || head.starts_with(b"%TSD-Header-###%") {
        return Error::NotAWorkbook(
            "文件被单位的加密软件加了密；请在装有该软件的电脑上解密（或申请外发）后再试".into(),
        );
    }
    if bytes.iter().all(|byte| *byte == 0) {
        return Error::NotAWorkbook(
            "文件里没有内容，已经丢失（常见于 U 盘没有安全弹出），请重新取得一份".into(),
        );
    }
    // Excel marks an open file with one that is 165 bytes long: a name, padded.
    if bytes.len() == 165 && bytes[0] < 55 {
        return Error::NotAWorkbook(
            "这是 Excel 打开工作簿时产生的临时文件（~$ 开头），请选择不带 ~$ 的那一个".into(),
        );
    }
    match text {
        Some(text) => markup(&text.to_lowercase()),
        None => Error::NotAWorkbook(format!("认不出这个文件是什么；{SAVE_AGAIN}")),
    }
}

/// Whether the bytes are a page of the web: whole, a piece of one, or saved as one file.
pub fn is_page(bytes: &[u8]) -> bool {
    /// What a page begins with, or has near its beginning.
    const TAGS: [&str; 15] = [
        "html", "body", "table", "div", "p", "h1", "h2", "h3", "section", "article", "span",
        "center", "font", "meta", "style",
    ];
    let Some(head) = text(&bytes[..bytes.len().min(4096)]) else { return false };
    let head = head.to_lowercase();
    let start = head.trim_start();
    let has = |tag: &str| {
        head.match_indices(&format!("<{tag}")).any(|(at, found)| {
            head[at + found.len()..]
                .starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace())
        })
    };
    let is_other = ["progid=\"excel.sheet\"", "office:document", "uof:uof"];
    let is_whole = start.contains("<!doctype html") || has("html") || has("body") || has("table");
    let is_piece = start.starts_with('<') && TAGS.iter().any(|tag| has(tag));
    !is_other.iter().any(|mark| head.contains(mark)) && (is_whole || is_piece || is_archive(bytes))
}

/// Text that some program took for a spreadsheet, and plain text.
fn markup(head: &str) -> Error {
    let head = head.trim_start();
    let what = if head.contains("urn:schemas-microsoft-com:office:spreadsheet")
        || head.contains("progid=\"excel.sheet\"")
    {
        "这是“XML 表格 2003”格式"
    } else if head.contains("office:document") && head.contains("opendocument") {
        "这是“平面 XML”的 OpenDocument 文件（.fods）"
    } else if head.contains("uof:uof") {
        "这是“标文通”格式（UOF）的文件"
    } else if head.contains("progid=\"word.document\"") || head.contains("office/2006/xmlpackage") {
        return Error::NotAWorkbook(
            "这是“Word XML”格式的文档；请用 WPS 或 Word 打开，另存为“Word 文档（*.docx）”后再试"
                .into(),
        );
    } else if head.starts_with("<?xml") {
        return is("XML 文件");
    } else {
        "这是文字文件（.txt、.csv 之类），不是工作簿；请确认选对了文件，确是报告数据的"
    };
    let advice = match what.ends_with("确是报告数据的") {
        true => SAVE_AGAIN.replacen("请用", "，用", 1),
        false => format!("；{SAVE_AGAIN}"),
    };
    Error::NotAWorkbook(format!("{what}{advice}"))
}

/// The bytes as text, if they are text in UTF-8, UTF-16 or a Chinese code page.
fn text(head: &[u8]) -> Option<String> {
    let wide = |encoding: &'static encoding_rs::Encoding| {
        let even = &head[..head.len() & !1];
        let (text, _) = encoding.decode_without_bom_handling(even);
        let text = text.trim_start_matches('\u{FEFF}').to_owned();
        readable(&text).then_some(text)
    };
    match head {
        [0xFF, 0xFE, ..] | [b'<' | b'"', 0, ..] => return wide(UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'<' | b'"', ..] => return wide(UTF_16BE),
        _ => {}
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    // The cut at the end may go through a character.
    let text = match std::str::from_utf8(head) {
        Ok(text) => text.to_owned(),
        Err(cut) if cut.valid_up_to() + 4 > head.len() => {
            String::from_utf8_lossy(&head[..cut.valid_up_to()]).into_owned()
        }
        Err(_) => {
            let (text, _) = GB18030.decode_without_bom_handling(head);
            text.trim_end_matches('\u{FFFD}').to_owned()
        }
    };
    readable(&text).then_some(text)
}

fn readable(text: &str) -> bool {
    let odd = |c: &char| {
        *c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{1A}'))
    };
    !text.trim().is_empty() && !text.chars().any(|c| odd(&c))
}
