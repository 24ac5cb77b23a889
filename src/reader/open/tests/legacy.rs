//! .xls of both ages, the older .et, and .xlsb.

use super::build::*;
use super::*;
use crate::reader::guard::compound::wrap;
use encoding_rs::GBK;

/// A LABEL record of BIFF 8, in UTF-16.
fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let head = words(&[row, column, 0, units.len() as u16]);
    record(0x0204, &[head, vec![1], words(&units)].concat())
}

/// A LABEL record of BIFF 5, in a code page.
fn old_label(row: u16, column: u16, bytes: &[u8]) -> Vec<u8> {
    record(0x0204, &[words(&[row, column, 0, bytes.len() as u16]), bytes.to_vec()].concat())
}

fn old_file(globals: &[u8], name: &[u8], cells: &[u8]) -> Vec<u8> {
    let name = [&[name.len() as u8], name].concat();
    wrap("Book", stream(5, globals, &name, cells))
}

#[test]
fn values_merges_and_hidden_things() {
    let cells = [
        label(0, 0, "总　计𠮷"),
        number_record(0, 1, 587.4072),
        record(0x027E, &[words(&[1, 0, 0]), (1234_i32 << 2 | 3).to_le_bytes().to_vec()].concat()),
        record(0x00BD, &[words(&[2, 0]), words(&[0, 6, 0, 0, 10, 0]), words(&[1])].concat()),
        record(0x0205, &[words(&[3, 0, 0]), vec![1, 0]].concat()),
        record(0x0205, &[words(&[3, 1, 0]), vec![0x17, 1]].concat()),
        record(0x0205, &[words(&[3, 2, 0]), vec![0x2C, 1]].concat()),
        record(0x00E5, &words(&[2, 4, 5, 0, 3, 0, 0, 0, 255])),
        record(0x0208, &words(&[1, 0, 9, 255, 0, 0, 0x20, 0])),
        record(0x007D, &words(&[4, 5, 2048, 0, 1, 0])),
    ];
    let sheet = sheet(&xls(&[], &cells.concat()));
    assert_eq!(sheet.name, "S");
    assert_eq!(sheet.text((0, 0)), Some("总　计𠮷"));
    let shown = |at| sheet.cells.get(&at).map(|cell| cell.content.clone());
    assert_eq!(shown((0, 1)), number("587.4072"));
    assert_eq!(shown((1, 0)), number("12.34"));
    assert_eq!((shown((2, 0)), shown((2, 1))), (number("1"), number("2")));
    assert_eq!(shown((3, 0)), Some(Content::Bool(true)));
    assert_eq!(shown((3, 1)), Some(Content::Error("#REF!".into())));
    assert_eq!(shown((3, 2)), Some(Content::Error("#SPILL!".into())));
    assert_eq!(sheet.merges, [area((0, 0), (0, 255)), area((4, 0), (5, 3))]);
    assert!(sheet.hidden_rows.iter().eq(&[1]));
    assert!(sheet.hidden_columns.iter().eq(&[4, 5]));
}

#[test]
fn formulas_results_and_errors() {
    let formula = |row: u16, result: [u8; 8], tokens: &[u8]| {
        let head = [words(&[row, 0, 0]), result.to_vec(), vec![0; 6]].concat();
        record(6, &[head, words(&[tokens.len() as u16]), tokens.to_vec()].concat())
    };
    let sum = [0x25, 0, 0, 0, 0, 1, 0xC0, 2, 0xC0, 0x19, 0x10, 0, 0];
    let text = record(0x0207, &[words(&[2]), vec![1], words(&[0x7532, 0x4E59])].concat());
    let cells = [
        formula(0, 3_f64.to_le_bytes(), &sum),
        formula(1, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF], &sum),
        text,
        formula(2, [2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF], &sum),
        formula(3, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF], &sum),
        // Tokens that make calamine stumble cost the formula, not the workbook.
        formula(4, 5_f64.to_le_bytes(), &[0x3A]),
    ];
    let sheet = sheet(&xls(&[], &cells.concat()));
    let shown: Vec<&Content> = sheet.cells.values().map(|cell| &cell.content).collect();
    let expected = [
        Content::Number("3".into()),
        Content::Text("甲乙".into()),
        Content::Error("#N/A".into()),
        Content::Uncalculated,
        Content::Number("5".into()),
    ];
    assert_eq!(shown, expected.iter().collect::<Vec<_>>());
    assert!(sheet.cells.values().all(|cell| cell.formula.is_some()));
}

#[test]
fn dates_by_custom_formats_of_any_number() {
    let format = record(0x041E, &[words(&[900, 10]), vec![0], b"yyyy/mm/dd".to_vec()].concat());
    let styles: Vec<u8> = [0, 900, 14].map(|id| record(0x00E0, &words(&[0, id, 0, 0]))).concat();
    let date = |row: u16, format: u16| {
        record(0x0203, &[words(&[row, 0, format]), 45322_f64.to_le_bytes().to_vec()].concat())
    };
    let epoch = record(0x22, &[1, 0]);
    let globals = [format, styles, epoch].concat();
    let opened = opened(&xls(&globals, &[date(0, 0), date(1, 1), date(2, 2)].concat()));
    let shown: Vec<&Content> = opened.book.sheets[0].cells.values().map(|c| &c.content).collect();
    assert!(opened.book.epoch_1904);
    assert_eq!(
        shown,
        [&Content::Number("45322".into()), &Content::Date(45322.0), &Content::Date(45322.0)]
    );
}

#[test]
fn shared_strings_go_on_over_records() {
    let first = [words(&[2, 0, 2, 0]), words(&[4]), vec![1], words(&[0x7532, 0x4E59])].concat();
    let second = [vec![0], b"ab".to_vec(), words(&[1]), vec![1], words(&[0x4E19])].concat();
    // Some programs put one with nothing in it in between.
    let globals = [record(0xFC, &first), record(0x3C, &[]), record(0x3C, &second)].concat();
    let cell = |column: u16, number: u16| record(0xFD, &words(&[0, column, 0, number, 0]));
    let opened = opened(&xls(&globals, &[cell(0, 0), cell(1, 1), cell(2, 7)].concat()));
    let sheet = &opened.book.sheets[0];
    assert_eq!((sheet.text((0, 0)), sheet.text((0, 1))), (Some("甲乙ab"), Some("丙")));
    assert_eq!(kinds(&opened), [NoteKind::LostText]);
}

#[test]
fn what_is_struck_out_is_not_read_and_what_is_raised_is_a_mark() {
    let font = |flags: u16, raised: u16| {
        record(0x31, &[words(&[240, flags, 0, 400, raised]), vec![0; 6]].concat())
    };
    // Fonts 0 to 3, then 5: there is none of number 4.
    let fonts = [font(0, 0), font(0, 0), font(8, 0), font(0, 1), font(8, 0)].concat();
    let styles = [0, 2, 5].map(|font| record(0xE0, &words(&[font, 0]))).concat();
    let text = |text: &str, runs: &[u16]| {
        let units: Vec<u16> = text.encode_utf16().collect();
        let head = [words(&[units.len() as u16]), vec![9], words(&[runs.len() as u16 / 2])];
        [head.concat(), words(&units), words(runs)].concat()
    };
    let strings = [
        text("8821", &[2, 2, 4, 0]),
        text("477²a1", &[4, 0, 5, 3]),
        text("全部", &[0, 5]),
        text("又", &[0, 0]),
    ];
    let all = [words(&[4, 0, 4, 0]), strings.concat()].concat();
    // A piece may end between two runs.
    let (first, second) = all.split_at(8 + 5 + 8 + 4);
    let globals = [fonts, styles, record(0xFC, first), record(0x3C, second)].concat();
    let string =
        |column: u16, style: u16, number: u16| record(0xFD, &words(&[0, column, style, number, 0]));
    let figure = |column: u16, style: u16| {
        record(0x0203, &[words(&[0, column, style]), 12_f64.to_le_bytes().to_vec()].concat())
    };
    let cells = [
        string(0, 0, 0),
        string(1, 0, 1),
        string(2, 0, 2),
        string(3, 1, 3),
        figure(4, 1),
        figure(5, 2),
        figure(6, 0),
    ];
    let opened = opened(&xls(&globals, &cells.concat()));
    let sheet = &opened.book.sheets[0];
    let shown = |column| sheet.cells.get(&(0, column)).map(|cell| cell.content.clone());
    let text = |text: &str| Some(Content::Text(text.into()));
    assert_eq!([0, 1, 2, 3].map(shown), [text("88"), text("477²a¹"), None, text("又")]);
    assert_eq!([4, 5, 6].map(shown), [None, None, number("12")]);
    assert_eq!(kinds(&opened), [NoteKind::StruckText; 4]);
}

#[test]
fn chinese_texts_of_excel_95() {
    let name = GBK.encode("三、依申请公开").0;
    let cells = old_label(0, 0, &GBK.encode("总计（件）").0);
    for page in [Some(936), Some(1252), None] {
        let globals = page.map_or(Vec::new(), |page| record(0x42, &words(&[page])));
        let opened = opened(&old_file(&globals, &name, &cells));
        assert_eq!(opened.book.sheets[0].name, "三、依申请公开", "{page:?}");
        assert_eq!(opened.book.sheets[0].text((0, 0)), Some("总计（件）"), "{page:?}");
        let guessed = kinds(&opened) == [NoteKind::GuessedCodePage];
        assert_eq!(guessed, page != Some(936));
    }
    let western =
        opened(&old_file(&record(0x42, &words(&[1252])), b"S", &old_label(0, 0, b"caf\xE9")));
    assert_eq!(western.book.sheets[0].text((0, 0)), Some("café"));
}

#[test]
fn a_wrong_code_page_does_not_spoil_excel_97() {
    let globals = record(0x42, &words(&[936]));
    assert_eq!(content(&xls(&globals, &label(0, 0, "总计")), (0, 0)), text("总计"));
}

#[test]
fn texts_that_were_stored_damaged_are_noted() {
    let opened = opened(&xls(&[], &label(0, 0, "总\0\u{FFFD}计")));
    assert_eq!(kinds(&opened), [NoteKind::DamagedText]);
}

#[test]
fn a_stream_without_a_compound_file_is_read() {
    assert_eq!(
        content(&stream(8, &[], b"\x01\0S", &number_record(4, 4, 2.5)), (4, 4)),
        number("2.5")
    );
}

#[test]
fn far_and_scattered_cells_do_not_fill_the_memory() {
    let far =
        opened(&xls(&[], &[number_record(0, 0, 1.0), number_record(65_535, 255, 2.0)].concat()));
    assert_eq!((far.book.sheets[0].cells.len(), kinds(&far)), (1, vec![NoteKind::FarCells]));
    let wide = xls(&[], &[number_record(0, 0, 1.0), number_record(9_999, 255, 2.0)].concat());
    assert!(refused(&wide).contains("铺得太开"));
}

#[test]
fn one_long_text_in_many_cells_is_paid_for_each_time() {
    let long = [words(&[1, 0, 1, 0]), words(&[8_000]), vec![0], vec![b'a'; 8_000]].concat();
    let cells: Vec<u8> =
        (0..3_000).flat_map(|row| record(0xFD, &words(&[row, 0, 0, 0, 0]))).collect();
    assert!(refused(&xls(&record(0xFC, &long), &cells)).contains("文字总量"));
}

#[test]
fn sheets_in_the_same_place_are_read_once() {
    let mut good = stream(8, &[], b"\x01\0S", &number_record(0, 0, 1.0));
    // The list of sheets begins after the first record; the same entry once more, both ahead.
    let entry = good[12..12 + 13].to_vec();
    good.splice(12..12, entry);
    for at in [16, 29] {
        let start = u32::from_le_bytes(good[at..at + 4].try_into().unwrap()) + 13;
        good[at..at + 4].copy_from_slice(&start.to_le_bytes());
    }
    let opened = opened(&wrap("Workbook", good));
    assert_eq!((opened.book.sheets.len(), kinds(&opened)), (1, vec![NoteKind::LostSheet]));
}

#[test]
fn binary_workbooks() {
    let cell = |kind: u16, column: u32, rest: &[u8]| {
        long_record(kind, &[&column.to_le_bytes()[..], &[0; 4], rest].concat())
    };
    let row = |row: u32, flags: u8| {
        long_record(0, &[&row.to_le_bytes()[..], &[0; 7], &[flags, 0, 0, 0, 0]].concat())
    };
    let tokens = [
        &[0, 0][..],
        &13_u32.to_le_bytes(),
        &[0x25, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xC0, 2, 0xC0],
        &[0; 4],
    ]
    .concat();
    let sheet_part = [
        long_record(
            0x3C,
            &[&1_u32.to_le_bytes()[..], &2_u32.to_le_bytes(), &[9; 8], &[1, 0]].concat(),
        ),
        row(0, 0),
        cell(7, 0, &0_u32.to_le_bytes()),
        cell(5, 1, &587.4072_f64.to_le_bytes()),
        cell(6, 2, &wide("行内")),
        cell(0x3E, 3, &[vec![0], wide("富文本"), vec![0; 4]].concat()),
        row(1, 0x10),
        cell(9, 0, &[&3_f64.to_le_bytes()[..], &tokens].concat()),
        cell(8, 1, &[wide(""), tokens.clone()].concat()),
        cell(0x0B, 2, &[&[0x17][..], &tokens].concat()),
        cell(3, 3, &[0x30]),
        long_record(
            0xB0,
            &[0, 0, 0, 3].iter().flat_map(|n: &u32| n.to_le_bytes()).collect::<Vec<_>>(),
        ),
    ];
    let strings = long_record(0x13, &[vec![0], wide("共享")].concat());
    let opened = opened(&package(&xlsb_parts(&sheet_part.concat(), &strings)));
    let sheet = &opened.book.sheets[0];
    let shown = |row, column| sheet.cells[&(row, column)].content.clone();
    assert_eq!(sheet.name, "表");
    assert_eq!(sheet.text((0, 0)), Some("共享"));
    assert_eq!(Some(shown(0, 1)), number("587.4072"));
    assert_eq!((sheet.text((0, 2)), sheet.text((0, 3))), (Some("行内"), Some("富文本")));
    assert_eq!(Some(shown(1, 0)), number("3"));
    assert_eq!(shown(1, 1), Content::Uncalculated);
    assert_eq!(shown(1, 2), Content::Error("#REF!".into()));
    assert_eq!(shown(1, 3), Content::Error("#FIELD!".into()));
    assert!((0..3).all(|column| sheet.cells[&(1, column)].formula.is_some()));
    assert!(sheet.hidden_rows.iter().eq(&[1]) && sheet.hidden_columns.iter().eq(&[1, 2]));
    assert_eq!(sheet.merges, [area((0, 0), (0, 3))]);
}

#[test]
fn struck_out_and_raised_in_an_xlsb() {
    let longs = |numbers: &[u32]| -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    };
    let font = |flags: u16, raised: u16| {
        long_record(0x2B, &[words(&[240, flags, 400, raised]), vec![0; 9]].concat())
    };
    let style = |font: u16| long_record(0x2F, &words(&[0, 0, font, 0, 0, 0, 0, 0]));
    let styles = [
        [font(0, 0), font(8, 0), font(0, 1)].concat(),
        long_record(0x269, &longs(&[2])),
        [style(0), style(1)].concat(),
        long_record(0x26A, &[]),
    ];
    let string = |text: &str, runs: &[u16]| {
        let count = longs(&[runs.len() as u32 / 2]);
        long_record(0x13, &[vec![1], wide(text), count, words(runs)].concat())
    };
    let strings = [string("8821", &[2, 1]), string("4771", &[3, 2])].concat();
    let cell = |kind, column, style, number| long_record(kind, &longs(&[column, style, number]));
    let sheet = [
        long_record(0, &[longs(&[0]), vec![0; 13]].concat()),
        cell(7, 0, 0, 0),
        cell(7, 1, 0, 1),
        cell(2, 2, 1, 30),
        cell(2, 3, 0, 30),
    ];
    let mut parts = xlsb_parts(&sheet.concat(), &strings);
    parts.push(("xl/styles.bin".into(), styles.concat()));
    let opened = opened(&package(&parts));
    let sheet = &opened.book.sheets[0];
    assert_eq!((sheet.text((0, 0)), sheet.text((0, 1))), (Some("88"), Some("477¹")));
    assert!(!sheet.cells.contains_key(&(0, 2)) && sheet.cells.contains_key(&(0, 3)));
    assert_eq!(kinds(&opened), [NoteKind::StruckText; 2]);
}

#[test]
fn a_binary_record_that_boasts_of_its_length_is_refused() {
    let file = package(&xlsb_parts(b"\x05\xFF\xFF\xFF\x7F", &[]));
    assert!(refused(&file).contains("过长的记录"));
}
