//! What to do, in words that fit a document: most findings are worded for a workbook.

use crate::diag::Finding;

/// What to do instead, by code.
const ADVICE: [(&str, &str); 4] = [
    (
        "NB002",
        "是数据的，请填到对应的行列；是说明的，请在表下写成以“注：”开头的一段；是正文的，请移到它所属的部分；不要的请删去。",
    ),
    ("NB005", "把官方格式里的这张表补进来；空白的表可用 nianbao template 取得，从中复制。"),
    ("NB029", "属于报告的说明，请写成以“注：”开头的一段；明细、签字可以不理会。"),
    ("NB401", "在这几部分的内容上面，各用单独的一段写上标题。"),
];

/// Words of workbooks, and those of documents.
const WORDS: [(&str, &str); 6] = [
    ("，一段一格，", "，"),
    ("插入一行，单独一格写上", "加一段，写上"),
    ("插入一行", "加一段"),
    ("移动工作表，在同一张表里的移动行", "移动段落和表格"),
    ("个非空单元格", "格内容"),
    ("单元格", "格"),
];

/// Words the advice of a finding for a document.
pub fn adapt(finding: &mut Finding) {
    if let Some((_, help)) = ADVICE.iter().find(|(code, _)| *code == finding.code.id) {
        finding.help = (*help).into();
        return;
    }
    let in_words =
        |text: &str| WORDS.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    finding.message = std::mem::take(&mut finding.message).with_texts(in_words);
    finding.help = std::mem::take(&mut finding.help).with_texts(in_words);
}
