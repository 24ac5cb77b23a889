//! Every character of a report looked up in the faces that will print it, before anything
//! is set: where it stands in the workbook, its code, and what to do.

use super::fonts::Fonts;
use crate::diag::{Code, Finding, Message, number, say, value};
use crate::model::{Address, Origins, Passage, Place, Report};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

crate::diag::codes! {
    NB901 = Error "所有字体都没有这个字"
        what "报告里的某个字，程序自带的字体和 --font-dir 指定的字体都没有。"
        why "PDF 里会成为方框或空白，不能印刷，也不能归档；程序不会让它悄悄消失。加 --allow-errors 时印作“〓”。"
        fix "用 --font-dir 指定有这个字的字体文件夹；如果是录入错误，请改正。表情符号请改成文字。"
        basis "GB/T 23286（PDF/A）：文档用到的字形必须全部嵌入；GB 18030-2022。";
    NB902 = Error "专用区字符不能写进 PDF"
        what "报告里有自造字（专用区字符，U+E000 等）或 U+FFFD 这样不代表任何文字的码位。"
        why "PDF/A 不允许：脱离造字的电脑，谁也不知道它是什么字。加 --allow-errors 时印作“〓”。"
        fix "改用有标准编码的汉字重新录入；生僻字多数已收入 GB 18030-2022。"
        basis "GB/T 23286（PDF/A）；GB 18030-2022。";
    NB903 = Info "生僻字由另一种字体补印"
        what "某些汉字在该处应用的字体（仿宋、楷体、黑体、小标宋）里没有，由另一种字体补印。"
        why "内容完整，文字可以检索，只是这几个字的笔形与旁边的字略有不同。"
        fix "可以不理会；想要一致，请用 --font-dir 指定收字更全的字体，例如方正仿宋_GBK。"
        basis "GB/T 9704-2012 第 7 章对字体的规定。";
    NB904 = Warning "异体字选择符不起作用"
        what "某个字后面带有异体字选择符（U+FE00–FE0F、U+E0100–E01EF），但印这个字的字体没有对应的异体。"
        why "印出来的是通常的字形，可能与本人姓名、地名的写法不同。"
        fix "核对印出的字形是否可用；要印异体，请用 --font-dir 指定有该异体的字体。"
        basis "GB 18030-2022；ISO/IEC 10646 汉字异体字序列。";
    NB905 = Warning "竖排文字按横排印出"
        what "报告里有传统蒙古文等自上而下书写的文字。"
        why "公文版面是横排的，这些文字会横着印出来。"
        fix "核对印出的样子；正式文本请另附该文字的版本。"
        basis "GB/T 9704-2012 第 11 章：少数民族文字按其书写、排版习惯。";
}

/// 〓, what Chinese printers set for a character they do not have.
const GETA: char = '\u{3013}';
/// No more characters than this are named in one finding.
const MOST: usize = 12;

const TITLE: &str = "title";
const HEI: &str = "hei";
const KAI: &str = "kai";
const FANGSONG: &str = "fangsong";

/// Keys that the default preamble prints, besides the body's name.
const IN_PREAMBLE: [&str; 4] = ["siteName", "siteDomain", "address", "phone"];

/// What a reader of the PDF would miss: characters that no face has, private ones, variants
/// that do not show, and rare ones that another face prints.
pub fn characters(report: &Report, origins: &Origins, fonts: &Fonts) -> Vec<Finding> {
    let mut search =
        Search { origins, fonts, findings: Vec::new(), stood_in: BTreeMap::new(), first: None };
    search.report(report);
    let mut findings = search.findings;
    findings.extend(stood_in(&search.stood_in, search.first));
    findings
}

struct Search<'r> {
    origins: &'r Origins,
    fonts: &'r Fonts,
    findings: Vec<Finding>,
    /// Hanzi that the wanted face of a use lacks: by use, with the face that has them.
    stood_in: BTreeMap<(&'static str, String), Vec<char>>,
    /// Where the first of them stands.
    first: Option<Place>,
}

impl Search<'_> {
    fn report(&mut self, report: &Report) {
        let metadata = &report.metadata;
        let field = |id: &str| Address::Field(id.to_owned());
        match &metadata.title {
            Some(title) => self.text(&field("title"), TITLE, title),
            None => {
                self.text(&field("agency"), TITLE, metadata.agency.as_deref().unwrap_or_default())
            }
        }
        let own: &[&str] = &["preamble"];
        let used = if metadata.field("preamble").is_some() { own } else { &IN_PREAMBLE };
        for id in used {
            self.text(&field(id), FANGSONG, metadata.field(id).unwrap_or_default());
        }
        for section in &report.sections {
            self.text(&Address::Heading(section.number), HEI, &section.heading);
            for (index, passage) in section.blocks.iter().enumerate() {
                let role = match passage {
                    Passage::Heading { level: 2, .. } => KAI,
                    _ => FANGSONG,
                };
                self.text(&Address::Passage(section.number, index), role, passage.text());
            }
            for (id, table) in
                section.table.iter().filter_map(|id| Some((id, report.tables.get(id)?)))
            {
                for (row, columns) in &table.rows {
                    for (column, figure) in columns {
                        let address = Address::Figure(id.clone(), row.clone(), column.clone());
                        self.text(&address, FANGSONG, &figure.to_string());
                    }
                }
            }
            for (index, note) in section.notes.iter().enumerate() {
                self.text(&Address::Note(section.number, index), FANGSONG, note);
            }
        }
        self.text(&field("agency"), FANGSONG, metadata.agency.as_deref().unwrap_or_default());
    }

    fn text(&mut self, address: &Address, role: &'static str, text: &str) {
        let (mut missing, mut private, mut variants, mut vertical) =
            (Odd::new(), Odd::new(), Odd::new(), Odd::new());
        let mut before = None;
        for c in text.chars() {
            match printing(c) {
                Printing::Selector => {
                    if let Some(base) = before
                        && is_hanzi(base)
                        && !self.fonts.has_variant(role, base, c)
                    {
                        variants.push(format!("{base}{c}"));
                    }
                }
                Printing::Invisible => {}
                Printing::Private => private.push(c.to_string()),
                Printing::Plain => match self.fonts.rank(role, c) {
                    None => missing.push(c.to_string()),
                    Some(rank) => {
                        if rank > 0 && is_hanzi(c) {
                            self.stands_in(address, role, c);
                        }
                        if is_vertical(c) {
                            vertical.push(c.to_string());
                        }
                    }
                },
            }
            if printing(c) != Printing::Selector {
                before = Some(c);
            }
        }
        self.add(
            address,
            &NB901,
            missing,
            "没有字体可印",
            "打错的改正，表情符号改成文字；确需这个字的，用 --font-dir 指定有这个字的字体文件夹。",
        );
        self.add(
            address,
            &NB902,
            private,
            "是自造字，别的电脑上显示不出来",
            "改用标准汉字；输入法打不出的，查字典找到正字再录入。",
        );
        self.add(
            address,
            &NB904,
            variants,
            "没有对应的异体，按通常字形印出",
            "核对字形；要印异体，用 --font-dir 指定有该异体的字体。",
        );
        self.add(
            address,
            &NB905,
            vertical,
            "是竖排文字，按横排印出",
            "核对印出的样子，或另附该文字的版本。",
        );
    }

    fn add(&mut self, address: &Address, code: &'static Code, odd: Odd, what: &str, help: &str) {
        if odd.is_empty() {
            return;
        }
        let place = self.origins.get(address).cloned();
        // Body and title share a cell: one finding is enough.
        let finding = Finding::new(code, say!("{}{}", named_list(&odd), what), help).at(place);
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn stands_in(&mut self, address: &Address, role: &'static str, c: char) {
        let family = self.fonts.family(role, c).unwrap_or("其他字体").to_owned();
        let characters = self.stood_in.entry((role, family)).or_default();
        if !characters.contains(&c) {
            characters.push(c);
        }
        if self.first.is_none() {
            self.first = self.origins.get(address).cloned();
        }
    }
}

/// Strange characters of one text, in order, each once.
type Odd = Vec<String>;

/// One finding for all characters that another face prints.
fn stood_in(
    characters: &BTreeMap<(&'static str, String), Vec<char>>,
    first: Option<Place>,
) -> Option<Finding> {
    if characters.is_empty() {
        return None;
    }
    let uses = characters.iter().map(|((role, family), characters)| {
        let list: Odd = characters.iter().map(char::to_string).collect();
        let name = match *role {
            TITLE => "标题",
            HEI => "黑体",
            KAI => "楷体",
            _ => "仿宋",
        };
        say!("{}没有{}，用 {} 补印", name, named_list(&list), family)
    });
    let help = "可以不理会；想要字形一致，用 --font-dir 指定收字更全的字体。";
    Some(Finding::new(&NB903, Message::join(uses, "；"), help).at(first))
}

/// `“𠮷”（U+20BB7）`.
pub fn named_text(text: &str) -> Message {
    let mut codes = String::new();
    for c in text.chars() {
        let _ = write!(codes, "{}U+{:04X}", if codes.is_empty() { "" } else { " " }, u32::from(c));
    }
    // A private character would show as a box here, too.
    if text.chars().all(|c| printing(c) == Printing::Private) {
        codes.into()
    } else {
        say!("{}（{}）", value(text), codes)
    }
}

fn named_list(odd: &Odd) -> Message {
    let mut each: Vec<Message> = Vec::new();
    for text in odd {
        let named = named_text(text);
        if !each.contains(&named) {
            each.push(named);
        }
    }
    let count = each.len();
    each.truncate(MOST);
    let mut list = Message::join(each, "、");
    if count > MOST {
        list.push(say!("等 {} 个字", number(count)));
    }
    list
}

/// How a character is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printing {
    /// By its glyph.
    Plain,
    /// Not at all, and rightly: blanks, joiners, marks of direction.
    Invisible,
    /// Chooses a variant of the character before.
    Selector,
    /// PDF/A refuses it.
    Private,
}

fn printing(c: char) -> Printing {
    match u32::from(c) {
        0xFE00..=0xFE0F | 0xE0100..=0xE01EF => Printing::Selector,
        0xE000..=0xF8FF | 0xF0000..=0x10FFFF | 0xFFFC..=0xFFFF | 0xFDD0..=0xFDEF => {
            Printing::Private
        }
        code if code & 0xFFFE == 0xFFFE => Printing::Private,
        0x0..=0x20 | 0x7F..=0xA0 | 0xAD | 0x180B..=0x180F | 0x2000..=0x200F | 0x2028..=0x202F => {
            Printing::Invisible
        }
        0x205F..=0x206F | 0x3000 | 0xFEFF | 0xE0000..=0xE007F => Printing::Invisible,
        _ => Printing::Plain,
    }
}

fn is_hanzi(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Mongolian and Phags-pa are written from top to bottom.
fn is_vertical(c: char) -> bool {
    matches!(u32::from(c), 0x1800..=0x18AF | 0xA840..=0xA87F)
}

/// Puts 〓 for every character that cannot be printed, in what stands under these keys: the
/// title and the text. The properties of the document keep what the workbook says.
pub fn replace_missing(data: &mut Value, keys: &[&str], fonts: &Fonts) {
    for key in keys {
        replace(&mut data[*key], fonts);
    }
}

fn replace(data: &mut Value, fonts: &Fonts) {
    let printed = |c: char| match printing(c) {
        // Every face has them; the keys and roles in the data are nothing else.
        Printing::Plain if c.is_ascii() => Some(c),
        // Left over in spite of the reader; PDF/A refuses them.
        Printing::Invisible if c == '\u{feff}' || c.is_control() && c != '\n' => None,
        Printing::Private => Some(GETA),
        Printing::Plain if !fonts.has_any(c) => Some(GETA),
        _ => Some(c),
    };
    match data {
        Value::String(text) if !text.chars().all(|c| printed(c) == Some(c)) => {
            *text = text.chars().filter_map(printed).collect();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, fonts)),
        Value::Object(items) => items.values_mut().for_each(|item| replace(item, fonts)),
        _ => {}
    }
}
