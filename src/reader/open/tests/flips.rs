//! Good files with a bit turned over, by the thousand: refused or read, but never a crash, and
//! never other figures than the good file has, as far as there is a checksum.

use super::build::{package, rows, stream, xlsx_parts};
use super::*;
use crate::reader::guard::compound::wrap;
use rust_xlsxwriter::{Formula, Workbook};

/// How often each file is spoilt; the fuzz targets do it for hours.
const TIMES: u64 = 250;

/// A number from a number, the same everywhere.
fn scatter(seed: u64) -> u64 {
    let mut x = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 32)
}

fn flipped(good: &[u8], seed: u64) -> Vec<u8> {
    let mut bad = good.to_vec();
    for turn in 0..=seed % 3 {
        let at = scatter(seed * 4 + turn);
        bad[(at % good.len() as u64) as usize] ^= 1 << (at >> 61);
    }
    bad
}

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    for name in ["基本信息", "三、依申请公开"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for row in 0..12 {
            sheet.write(row, 0, format!("第{row}项")).unwrap();
            sheet.write(row, 1, f64::from(row) * 1.5).unwrap();
            sheet.write_formula(row, 2, Formula::new("=B1+B2").set_result("3")).unwrap();
        }
        sheet.merge_range(14, 0, 15, 3, "说明", &rust_xlsxwriter::Format::new()).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_spoilt_package_is_refused_or_noted_or_the_same() {
    let good = workbook();
    let before = opened(&good);
    for seed in 0..TIMES {
        if let Ok(after) = open(&flipped(&good, seed), &OpenOptions::default()) {
            assert!(after.book == before.book || !after.notes.is_empty(), "{seed}");
        }
    }
}

#[test]
fn spoilt_parts_do_no_harm() {
    let inside = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><f t=\"shared\" ref=\"B1:B2\" si=\"0\">A1+1</f><v>45322</v></c></row><row r=\"2\" hidden=\"1\"><c r=\"B2\"><f t=\"shared\" si=\"0\"/><v>2</v></c><c r=\"C2\" t=\"e\"><v>#REF!</v></c></row></sheetData><mergeCells><mergeCell ref=\"A3:C4\"/></mergeCells>";
    let mut parts = xlsx_parts(inside);
    parts.push(("xl/sharedStrings.xml".into(), "<sst><si><r><t>甲</t></r></si></sst>".into()));
    parts.push((
        "xl/styles.xml".into(),
        "<styleSheet><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></styleSheet>".into(),
    ));
    for seed in 0..TIMES {
        let mut bad = parts.clone();
        let part = seed as usize % bad.len();
        bad[part].1 = flipped(&bad[part].1, seed);
        let _ = open(&package(&bad), &OpenOptions::default());
    }
}

#[test]
fn a_spoilt_record_stream_does_no_harm() {
    let formula = |row: u16| {
        let head = super::build::words(&[row, 1, 0]);
        let rest = [
            &3_f64.to_le_bytes()[..],
            &[0; 6],
            &[13, 0],
            &[0x25, 0, 0, 1, 0, 0, 0xC0, 0, 0xC0, 0x19, 0x10, 0, 0],
        ];
        super::build::record(6, &[head, rest.concat()].concat())
    };
    let strings = [
        &[2, 0, 0, 0, 2, 0, 0, 0][..],
        &[2, 0, 0, b'a', b'b'],
        &[1, 0, 9, 1, 0, 0x32, 0x75, 0, 0, 0, 0],
    ];
    let globals = super::build::record(0xFC, &strings.concat());
    let cells: Vec<u8> = (0..9)
        .flat_map(|row| {
            let text = super::build::record(0xFD, &super::build::words(&[row, 2, 0, row % 2, 0]));
            [super::build::number_record(row, 0, 1.5), formula(row), text].concat()
        })
        .collect();
    let good = stream(8, &globals, b"\x01\0S", &cells);
    assert_eq!(opened(&good).book.sheets[0].cells.len(), 27);
    let file = wrap("Workbook", good.clone());
    for seed in 0..TIMES {
        let _ = open(&flipped(&good, seed), &OpenOptions::default());
        let _ = open(&flipped(&file, seed), &OpenOptions::default());
    }
}

#[test]
fn cut_off_anywhere() {
    let good = workbook();
    for length in (0..good.len()).step_by(37) {
        assert!(open(&good[..length], &OpenOptions::default()).is_err(), "{length}");
    }
    let text = "<row><c r=\"A1\" t=\"str\"><f>A1</f><v>甲&amp;乙</v></c></row>";
    for length in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        assert!(length == 0 || open(&rows(&text[..length]), &OpenOptions::default()).is_err());
    }
}
