//! OpenDocument spreadsheets.

use super::build::ods;
use super::*;

fn table(rows: &str) -> Vec<u8> {
    ods(&format!("<table:table table:name=\"表\">{rows}</table:table>"))
}

fn cell(inside: &str) -> Option<Content> {
    content(&table(&format!("<table:table-row>{inside}</table:table-row>")), (0, 0))
}

#[test]
fn values_of_every_kind() {
    let value = |kind: &str, attributes: &str, shown: &str| {
        cell(&format!(
            "<table:table-cell office:value-type=\"{kind}\" {attributes}><text:p>{shown}</text:p></table:table-cell>"
        ))
    };
    assert_eq!(value("float", "office:value=\"587.4072\"", "587.41"), number("587.4072"));
    assert_eq!(value("percentage", "office:value=\"0.05\"", "5%"), number("0.05"));
    assert_eq!(value("currency", "office:value=\"12\"", "￥12.00"), number("12"));
    assert_eq!(
        value("date", "office:date-value=\"2024-01-31\"", "1月31日"),
        Some(Content::Date(45322.0))
    );
    assert_eq!(
        value("time", "office:time-value=\"PT12H00M00S\"", "12:00"),
        Some(Content::Date(0.5))
    );
    assert_eq!(
        value("boolean", "office:boolean-value=\"true\"", "TRUE"),
        Some(Content::Bool(true))
    );
    assert_eq!(value("string", "", "甲 &amp;  乙"), text("甲 & 乙"));
    assert_eq!(value("string", "office:string-value=\"丙\"", ""), text("丙"));
}

#[test]
fn paragraphs_blanks_and_comments() {
    let shown = cell(
        "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>批注</text:p></office:annotation><text:p>　一<text:s text:c=\"2\"/>二<text:tab/>三</text:p><text:p/><text:p><text:span>四</text:span><text:line-break/>五</text:p><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></table:table-cell>",
    );
    assert_eq!(shown, text("　一  二\t三\n\n四\n五"));
}

#[test]
fn formulas_and_errors() {
    let file = table(
        "<table:table-row><table:table-cell table:formula=\"of:=SUM([.B1:.C1])\" office:value-type=\"float\" office:value=\"3\"/><table:table-cell table:formula=\"of:=[.B1]\"/><table:table-cell table:formula=\"of:=[.B1]\" office:value-type=\"string\" office:string-value=\"\"/><table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell><table:table-cell table:formula=\"of:=X\" office:value-type=\"float\" office:value=\"0\"><text:p>Err:508</text:p></table:table-cell></table:table-row>",
    );
    let sheet = sheet(&file);
    let shown: Vec<&Content> = sheet.cells.values().map(|cell| &cell.content).collect();
    let expected = [
        Content::Number("3".into()),
        Content::Uncalculated,
        Content::Uncalculated,
        Content::Error("#DIV/0!".into()),
        Content::Error("Err:508".into()),
    ];
    assert_eq!(shown, expected.iter().collect::<Vec<_>>());
    assert_eq!(sheet.cells[&(0, 0)].formula.as_deref(), Some("SUM(B1:C1)"));
}

#[test]
fn repetitions_are_unrolled_where_they_hold_something() {
    let one = "<table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" office:value=\"1\"/>";
    let sheet = sheet(&table(&format!(
        "<table:table-row table:number-rows-repeated=\"3\"/><table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"4\"/>{one}</table:table-row><table:table-row table:number-rows-repeated=\"1048571\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
    )));
    assert!(sheet.cells.keys().eq(&[(3, 4), (3, 5), (4, 4), (4, 5)]));
}

#[test]
fn repetitions_without_end_are_cut_or_refused() {
    let one = "office:value-type=\"float\" office:value=\"1\"";
    let bomb = table(&format!(
        "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" {one}/></table:table-row>"
    ));
    assert!(refused(&bomb).contains("30 万个"));
    let column = opened(&table(&format!(
        "<table:table-row table:number-rows-repeated=\"99999999999999999999\"><table:table-cell {one}/></table:table-row>"
    )));
    assert_eq!(
        (column.book.sheets[0].cells.len(), kinds(&column)),
        (10_000, vec![NoteKind::FarCells])
    );
    let blanks = "<text:s text:c=\"999999999\"/>".repeat(9);
    let wide = table(&format!(
        "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>{blanks}</text:p></table:table-cell></table:table-row>"
    ));
    assert!(refused(&wide).contains("单元格的文字"));
}

#[test]
fn merges_and_hidden_things() {
    let file = ods(
        "<table:table table:name=\"表\" table:style-name=\"no\"><table:table-column/><table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"2\"/><table:table-row><table:table-cell table:number-columns-spanned=\"3\" table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>甲</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated=\"2\"/></table:table-row><table:table-row table:visibility=\"filter\"/><table:table-row-group table:display=\"false\"><table:table-row table:number-rows-repeated=\"2\"/></table:table-row-group><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"1\"/></table:table-row></table:table-header-rows></table:table><table:table table:name=\"缓存\"><table:table-source/></table:table>",
    );
    let opened = opened(&file);
    let sheet = &opened.book.sheets[0];
    assert_eq!(opened.book.sheets.len(), 1);
    assert!(sheet.hidden);
    assert_eq!(sheet.merges, [area((0, 0), (1, 2)), area((4, 0), (4, 1))]);
    assert!(sheet.hidden_rows.iter().eq(&[1, 2, 3]));
    assert!(sheet.hidden_columns.iter().eq(&[1, 2]));
}

#[test]
fn what_is_struck_out_is_not_read_and_what_is_raised_is_a_mark() {
    let style = |family: &str, name: &str, look: &str| {
        format!(
            "<style:style style:family=\"{family}\" style:name=\"{name}\"><style:text-properties {look}/></style:style>"
        )
    };
    let styles = [
        style("text", "T1", "style:text-line-through-style=\"solid\""),
        style("text", "T2", "style:text-position=\"super 58%\""),
        style("text", "T3", "style:text-position=\"-33% 58%\""),
        style("text", "T4", "style:text-line-through-type=\"none\""),
        style("table-cell", "ce1", "style:text-line-through-type=\"single\""),
    ]
    .concat();
    let cells = [
        "<table:table-cell office:value-type=\"string\"><text:p>8<text:span text:style-name=\"T1\">8</text:span>21</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"string\"><text:p>47<text:span text:style-name=\"T2\">2</text:span>H<text:span text:style-name=\"T3\">2</text:span></text:p></table:table-cell>",
        "<table:table-cell table:style-name=\"ce1\" office:value-type=\"float\" office:value=\"5\"><text:p>5</text:p></table:table-cell>",
        "<table:table-cell table:style-name=\"ce1\" office:value-type=\"string\"><text:p>6<text:span text:style-name=\"T4\">7</text:span></text:p></table:table-cell>",
        "<table:table-cell table:style-name=\"ce1\"/>",
        "<table:table-cell office:value-type=\"float\" office:value=\"9\"><text:p>9</text:p></table:table-cell>",
    ]
    .concat();
    let file = ods(&format!(
        "{styles}<table:table table:name=\"表\"><table:table-column table:number-columns-repeated=\"5\"/><table:table-column table:default-cell-style-name=\"ce1\"/><table:table-row>{cells}</table:table-row><table:table-row table:default-cell-style-name=\"Default\"><table:table-cell table:number-columns-repeated=\"6\" office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>"
    ));
    let opened = opened(&file);
    let at = |column| opened.book.sheets[0].cells.get(&(0, column)).map(|it| it.content.clone());
    let expected = [text("821"), text("47²H2"), None, text("7"), None, None];
    assert_eq!([0, 1, 2, 3, 4, 5].map(at), expected);
    assert_eq!(kinds(&opened), [NoteKind::StruckText; 4]);
    assert_eq!(opened.book.sheets[0].cells.len(), 3 + 6, "the row says otherwise than the column");
}

#[test]
fn a_number_format_may_name_a_unit() {
    let file = ods(
        "<number:number-style style:name=\"N1\"><number:number number:decimal-places=\"2\"/><number:text>元</number:text></number:number-style><number:number-style style:name=\"N2\"><number:number number:display-factor=\"1000\"><number:embedded-text number:position=\"1\">.</number:embedded-text></number:number><number:text>万</number:text></number:number-style><number:number-style style:name=\"N3\"><number:number/></number:number-style><style:style style:family=\"table-cell\" style:name=\"ce1\" style:data-style-name=\"N1\"/><style:style style:family=\"table-cell\" style:name=\"ce2\" style:data-style-name=\"N2\"/><style:style style:family=\"table-cell\" style:name=\"ce3\" style:data-style-name=\"N3\"/><table:table table:name=\"表\"><table:table-row><table:table-cell table:style-name=\"ce1\" office:value-type=\"float\" office:value=\"5874072\"/><table:table-cell table:style-name=\"ce2\" office:value-type=\"float\" office:value=\"5874072\"/><table:table-cell table:style-name=\"ce3\" office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>",
    );
    let formats = sheet(&file).formats;
    assert_eq!(formats[&(0, 0)], "0\"元\"");
    assert_eq!(formats[&(0, 1)], "0\".\"0,\"万\"");
    assert_eq!(formats.len(), 2);
}
