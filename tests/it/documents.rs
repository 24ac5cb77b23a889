//! Word files and web pages as inputs: what is read from them, what is said, and where.

use nianbao::formats::opc::archive::{Packed, archive};
use nianbao::model::{Address, Date, Passage};
use nianbao::pipeline::{Document, Format, Options, check, read, write};
use nianbao::reader::grid::Content;
use nianbao::{Error, Finding};
use std::path::Path;

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A Word file with this body, and these other parts of `word/`.
fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document =
        format!("<w:document xmlns:w=\"{NAMESPACE}\"><w:body>{body}</w:body></w:document>");
    let link = |name: &&str| {
        format!("<Relationship Id=\"{name}\" Type=\"/{name}\" Target=\"{name}.xml\"/>")
    };
    let links: String = others.iter().map(|(name, _)| link(name)).collect();
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        ("word/document.xml".to_owned(), document),
        (
            "word/_rels/document.xml.rels".to_owned(),
            format!("<Relationships>{links}</Relationships>"),
        ),
    ];
    parts
        .extend(others.iter().map(|(name, text)| (format!("word/{name}.xml"), (*text).to_owned())));
    let packed: Vec<Packed> =
        parts.iter().map(|(name, text)| Packed::new(name, text.as_bytes()).unwrap()).collect();
    archive(&packed).unwrap()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// Title, the headings of all sections with a text each, signature.
fn lines(between: &str) -> String {
    let sections = [
        "一、总体情况",
        "全年主动公开信息5条。",
        "五、存在的主要问题及改进情况",
        "形式还不够多，下一步将改进。",
        "六、其他需要报告的事项",
        "本年没有收取信息处理费。",
    ];
    let sections: String = sections.iter().map(|text| p(text)).collect();
    let (title, signed) =
        ("某县人民政府2024年政府信息公开工作年度报告", ["某县人民政府", "2025年1月20日"]);
    p(title) + &sections + between + &p(signed[0]) + &p(signed[1])
}

fn opened(bytes: Vec<u8>) -> Document {
    read("草稿.docx", bytes, &Options::default()).unwrap()
}

fn codes(document: &Document) -> Vec<&'static str> {
    document.findings.iter().map(|finding| finding.code.id).collect()
}

fn found<'f>(document: &'f Document, code: &str) -> &'f Finding {
    document.findings.iter().find(|finding| finding.code.id == code).unwrap()
}

fn text(document: &Document, section: usize) -> Vec<&str> {
    document.report.sections[section].blocks.iter().map(Passage::text).collect()
}

fn example() -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/example-2021.xlsx");
    read("example-2021.xlsx", std::fs::read(path).unwrap(), &Options::default()).unwrap()
}

#[test]
fn our_own_word_file_and_page_give_the_report_back() {
    let workbook = example();
    let options = Options::default();
    let own = write(&workbook, Format::Docx, &options).unwrap();
    assert_eq!(opened(own).report, workbook.report);
    let page = write(&workbook, Format::Html, &options).unwrap();
    let mut back = opened(page).report;
    // A page does not say what kind of body publishes it.
    back.metadata.fields.insert("category".into(), "县级政府".into());
    assert_eq!(back, workbook.report);
}

#[test]
fn year_body_and_date_are_taken_from_title_and_signature_and_said() {
    let draft = opened(docx(&lines(""), &[]));
    let metadata = &draft.report.metadata;
    assert_eq!(metadata.year, Some(2024));
    assert_eq!(metadata.agency.as_deref(), Some("某县人民政府"));
    assert_eq!(metadata.date_published, Date::new(2025, 1, 20));
    assert_eq!(metadata.title, None, "the usual title is none of its own");
    assert_eq!(codes(&draft).iter().filter(|code| **code == "NB180").count(), 3);
    assert_eq!(text(&draft, 5), ["本年没有收取信息处理费。"], "the signature is no paragraph");
}

#[test]
fn what_is_set_wins_over_what_is_read() {
    let sets =
        vec![("datePublished".to_owned(), "2025-01-26".to_owned()), ("year".into(), "2023".into())];
    let options = Options { sets, ..Options::default() };
    for bytes in [docx(&lines(""), &[]), example().bytes] {
        let document = read("草稿", bytes, &options).unwrap();
        assert_eq!(document.report.metadata.year, Some(2023));
        assert_eq!(document.report.metadata.date_published, Date::new(2025, 1, 26));
        assert!(document.sheets.iter().all(|sheet| !sheet.contains("--set")));
    }
}

#[test]
fn what_is_not_read_is_named() {
    let run = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let body = format!(
        "<w:p><w:ins><w:r><w:t>补充一句</w:t></w:r></w:ins><w:del><w:r><w:delText>旧的</w:delText></w:r></w:del>{}{}<w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>。</w:t></w:r></w:p>",
        run("<w:vanish/>", "看不见"),
        run("<w:strike/>", "作废"),
    );
    let footnotes = "<w:footnotes><w:footnote w:id=\"2\"><w:p><w:r><w:t>见附表</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let draft = opened(docx(&lines(&body), &[("footnotes", footnotes)]));
    assert_eq!(text(&draft, 5).last(), Some(&"补充一句。"));
    for (code, words) in
        [("NB182", "修订"), ("NB183", "见附表"), ("NB184", "看不见"), ("NB026", "作废")]
    {
        assert!(found(&draft, code).message.to_string().contains(words), "{code}");
        let place = found(&draft, code).place.as_ref().unwrap();
        assert_eq!(
            (place.sheet.as_str(), place.first),
            ("六、其他需要报告的事项", (2, 0)),
            "{code}"
        );
    }
    let ole = "<w:p><w:r><w:object><o:OLEObject/></w:object><w:t>嵌入</w:t></w:r></w:p>";
    assert!(codes(&opened(docx(&lines(ole), &[]))).contains(&"NB185"));
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:t>丢失</w:t></w:r></w:p>";
    assert!(codes(&opened(docx(&lines(field), &[]))).contains(&"NB186"));
}

#[test]
fn what_stands_behind_the_signature_and_tables_of_its_own_are_named() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
    let table = format!("<w:tbl>{}{}</w:tbl>", row("栏目", "条数"), row("政策", "12"));
    let picture = "<w:p><w:r><w:drawing><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"/></w:drawing></w:r></w:p>";
    let draft = opened(docx(&lines(&(table + picture)), &[]));
    assert_eq!(text(&draft, 5)[1..], ["栏目　条数", "政策　12"]);
    assert!(found(&draft, "NB190").message.to_string().contains("栏目　条数"));
    assert_eq!(found(&draft, "NB027").message.to_string(), "这里是图片，没有读取");
    let behind = opened(docx(&(lines("") + &p("（此件公开发布）")), &[]));
    assert!(found(&behind, "NB188").message.to_string().contains("此件公开发布"));
    assert_eq!(text(&behind, 5), ["本年没有收取信息处理费。"]);
}

#[test]
fn a_row_with_fewer_cells_than_its_head_is_named() {
    let page = write(&example(), Format::Html, &Options::default()).unwrap();
    let page = String::from_utf8(page).unwrap();
    let at = page.find(">行政许可<").unwrap();
    let cut = page[at..].find("<td").map(|cell| at + cell).unwrap();
    let end = page[cut..].find("</td>").map(|end| cut + end + "</td>".len()).unwrap();
    let short = opened(format!("{}<td>1</td>{}", &page[..cut], &page[end..]).into_bytes());
    assert!(found(&short, "NB189").message.to_string().contains("行政许可"));
}

#[test]
fn numbers_boxes_fields_and_symbols_become_text() {
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%1）\"/></w:lvl></w:abstractNum><w:num w:numId=\"4\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
    let listed = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"4\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>共12</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:softHyphen/><w:t>件。</w:t></w:r></w:p>";
    let boxed = format!(
        "<w:p><w:r><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></w:r><w:r><w:t>外面。</w:t></w:r></w:p>",
        p("框里。")
    );
    let body = [listed("收费"), listed("其他"), field.into(), boxed].concat();
    let draft = opened(docx(&lines(&body), &[("numbering", numbering)]));
    assert_eq!(
        text(&draft, 5)[1..],
        ["（一）收费", "（二）其他", "共12-☑件。", "外面。", "框里。"]
    );
}

#[test]
fn properties_of_last_year_are_not_believed() {
    let workbook = example();
    let own = write(&workbook, Format::Docx, &Options::default()).unwrap();
    let mut package = nianbao::formats::opc::Edit::open(&own).unwrap();
    let body = package.text("word/document.xml").unwrap().unwrap();
    package.write(
        "word/document.xml",
        body.replace("2021年政府信息公开工作年度报告", "2022年政府信息公开工作年度报告"),
    );
    let draft = opened(package.finish().unwrap());
    assert!(codes(&draft).contains(&"NB181"));
    assert_eq!(draft.report.metadata.year, Some(2022));
    assert_eq!(draft.report.metadata.field("indexNumber"), None);
}

#[test]
fn places_are_words_in_tables_and_in_prose() {
    let workbook = example();
    let own = write(&workbook, Format::Docx, &Options::default()).unwrap();
    let mut package = nianbao::formats::opc::Edit::open(&own).unwrap();
    let body = package.text("word/document.xml").unwrap().unwrap();
    let body = body
        .replace(">587.4072<", ">-587.4072<")
        .replace("新收政府信息公开申请7件", "新收政府信息公开申请9件");
    package.write("word/document.xml", body);
    let draft = opened(package.finish().unwrap());
    let options = Options::default();
    let findings = check(&draft, &options).unwrap().findings;
    let of = |code: &str| findings.iter().find(|one| one.code.id == code).unwrap();
    let spot = of("NB103").spot.as_ref().unwrap();
    assert_eq!(spot.whole, "表 1 第 14 行第 2 列（“行政事业性收费”·本年收费金额（单位：万元））");
    assert_eq!(of("NB103").place.as_ref().unwrap().to_string(), "表 1 ▸ B14");
    let prose = findings.iter().find(|one| {
        one.spot.as_ref().is_some_and(|spot| {
            spot.whole.starts_with("一、总体情况 第 ") && spot.whole.contains("本年新收")
        })
    });
    assert!(prose.is_some(), "{findings:#?}");
}

#[test]
fn kept_cells_stand_where_places_say() {
    let options = Options { keeps_cells: true, ..Options::default() };
    for format in [Format::Docx, Format::Html, Format::Xlsx] {
        let own = write(&example(), format, &options).unwrap();
        let document = read("报告", own, &options).unwrap();
        let book = document.book.as_ref().unwrap();
        let mut figures = 0;
        for (address, place) in document.origins.iter() {
            let Address::Figure(table, row, column) = address else { continue };
            let figure = document.report.tables[table].figure(row, column);
            let sheet = book.sheets.iter().find(|sheet| sheet.name == place.sheet).unwrap();
            let shown = match sheet.cell(place.first).map(|cell| &cell.content) {
                Some(Content::Text(text) | Content::Number(text)) => text.as_str(),
                _ => "",
            };
            assert_eq!(shown, figure.to_string(), "{address:?} at {place}");
            figures += 1;
        }
        let tables = document.report.edition.form().tables.iter();
        assert_eq!(figures, tables.map(|table| table.squares().count()).sum::<usize>());
    }
}

#[test]
fn a_table_published_group_by_group_is_one() {
    const LEAVES: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        format!("<tr>{cells}</tr>")
    };
    let leaves = row(&LEAVES);
    let group = |name: &str| format!("<tr><td colspan=5>{name}</td></tr>{leaves}");
    let [reviews, direct, after] = ["12001", "00213", "10012"]
        .map(|figures| row(&figures.split("").collect::<Vec<_>>()[1..6]));
    let table = |rows: &[&str]| format!("<table>{}</table>", rows.concat());
    let both = format!(
        "<table><tr><td colspan=10>行政诉讼</td></tr><tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>{}{}</table>",
        row(&[LEAVES, LEAVES].concat()),
        format!("{direct}{after}").replace("</tr><tr>", "")
    );
    let apart = [
        table(&[&group("行政复议"), &reviews]),
        table(&[&group("未经复议直接起诉"), &direct]),
        table(&[&group("复议后起诉"), &after]),
    ];
    for tables in [format!("{}<p>（二）行政诉讼</p>{both}", apart[0]), apart.join("<p>另表：</p>")]
    {
        let page = format!(
            "<html><body><h1>某县2024年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>好。</p><p>四、政府信息公开行政复议、行政诉讼情况</p>{tables}<p>五、存在的主要问题及改进情况</p><p>无。</p></body></html>"
        );
        let document = opened(page.into_bytes());
        let table = &document.report.tables["litigation"];
        let columns = table.form.form().table("litigation").unwrap().blocks[0].columns.iter();
        let figures: String =
            columns.map(|column| table.figure("cases", &column.id).to_string()).collect();
        assert_eq!(figures, "120010021310012");
        let said = document.findings.iter().filter(|finding| finding.code.id == "NB006").count();
        assert_eq!(said, 0, "{:#?}", document.findings);
    }
}

#[test]
fn a_flattened_table_is_not_guessed() {
    let page = std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/document/page-flattened"),
    );
    let page = opened(page.unwrap());
    assert!(found(&page, "NB187").message.to_string().contains("规章000"));
    assert!(page.report.tables.is_empty());
    assert!(text(&page, 1).is_empty(), "its rests are no text of the report");
}

#[test]
fn documents_without_a_report_are_one_sentence() {
    let says = |bytes: Vec<u8>, words: &str| match read("x", bytes, &Options::default()) {
        Err(Error::NotTheForm(text)) => assert!(text.contains(words), "{text}"),
        other => panic!("{other:?}"),
    };
    says(docx(&p("会议通知"), &[]), "这份 Word 文档里找不到");
    says(
        b"<html><body><table><tr><td>1</td></tr></table></body></html>".to_vec(),
        "这个网页里找不到",
    );
}

#[test]
fn a_heading_in_other_words_with_the_number_of_its_section_is_one() {
    let strange = ["四、政府信息公开行政复议、行政诉讼情况", "五、问题与不足"].map(p).concat();
    let body = lines("").replace(&p("五、存在的主要问题及改进情况"), &strange);
    let draft = opened(docx(&body.replace("六、其他需要报告的事项", "六、其他"), &[]));
    assert_eq!(draft.report.sections[4].heading, "问题与不足");
    assert_eq!(text(&draft, 4), ["形式还不够多，下一步将改进。"]);
    assert_eq!(text(&draft, 5), ["本年没有收取信息处理费。"]);
    let list = ["四、加强培训", "五、加强检查"].map(p).concat();
    let draft = opened(docx(&lines("").replace(&p("五、存在的主要问题及改进情况"), &list), &[]));
    assert_eq!(text(&draft, 4), [""; 0], "a list that goes on is no heading");
}

#[test]
fn a_table_behind_the_signature_is_named_and_none_of_the_report() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let table = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("单位"), cell("金额"));
    let draft = opened(docx(&(lines("") + &p("附件") + &table), &[]));
    assert_eq!(draft.report.metadata.date_published, Date::new(2025, 1, 20));
    assert_eq!(text(&draft, 5), ["本年没有收取信息处理费。"]);
    assert!(found(&draft, "NB188").message.to_string().contains("单位"));
}

#[test]
fn a_signature_in_short_and_a_cover_say_nothing_new() {
    let title = "某市财政局2024年政府信息公开工作年度报告";
    let cover = [title, "某市财政局", "（2024年度）"].map(p).concat();
    let body = lines("").replace(&p("某县人民政府2024年政府信息公开工作年度报告"), &cover);
    let draft = opened(docx(&body.replace(">某县人民政府<", ">市财政局<"), &[]));
    assert_eq!(draft.report.metadata.agency.as_deref(), Some("某市财政局"));
    assert!(!codes(&draft).contains(&"NB002"), "{:#?}", draft.findings);
}

/// A page with these lines above and below the sections of a report that nobody signed.
fn page(title: &str, above: &str, below: &str) -> Document {
    let sections = [
        "<p>一、总体情况</p><p>全年主动公开信息5条。</p><p>五、存在的主要问题及改进情况</p><p>改进。</p>",
        "<p>六、其他需要报告的事项</p><p>无</p>",
    ];
    let head = format!("<title>{title}</title>");
    opened(
        format!("<html><head>{head}</head><body>{above}{}{below}</body></html>", sections.concat())
            .into_bytes(),
    )
}

#[test]
fn the_foot_of_a_page_without_signature_is_no_text() {
    const TITLE: &str = "某县人民政府2024年政府信息公开工作年度报告";
    let above = "<p>某县人民政府</p><p>2024年政府信息公开工作年度报告</p><p>时间：2025/01/26　字号：大 中 小</p>";
    for foot in ["初审：张三　复审：李四", "Copyright © 2024", "您对本页面内容满意吗？", "点赞"]
    {
        let page = page(TITLE, above, &format!("<p>{foot}</p>"));
        assert_eq!(text(&page, 5), ["无"], "{foot}");
        assert!(!codes(&page).contains(&"NB188"), "{foot}");
        assert_eq!(page.report.metadata.title, None, "the title has two lines");
        assert_eq!(page.report.metadata.date_published, Date::new(2025, 1, 26));
    }
    // What may be the report's own is named.
    for foot in ["适老化专区", "附件：报告.docx", "地址：某县某路　邮编：223800", "电话：0527-1"]
    {
        let other = page(TITLE, above, &format!("<p>{foot}</p>"));
        assert_eq!(text(&other, 5), ["无"], "{foot}");
        let said = found(&other, "NB188").message.to_string();
        assert!(said.contains(&foot[..6]), "{said}");
    }
    let real = page(TITLE, above, "<p>收费情况：本年度没有收取信息处理费。</p><p>电话：1</p>");
    assert_eq!(text(&real, 5), ["无", "收费情况：本年度没有收取信息处理费。"]);
}

#[test]
fn title_and_preamble_may_stand_in_the_first_rows_of_a_table() {
    let rows = [
        "某县人民政府2023年政府信息公开工作年度报告",
        "一、总体情况",
        "全年主动公开信息5条。",
        "五、存在的主要问题及改进情况",
        "改进。",
    ];
    let rows = rows.map(|text| format!("<tr><td colspan=2>{text}</td></tr>")).concat();
    let figures = "<tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>1</td></tr><tr><td>行政规范性文件</td><td>2</td></tr>";
    let document = opened(format!("<html><table>{rows}{figures}</table></html>").into_bytes());
    assert_eq!(document.report.metadata.year, Some(2023));
}

#[test]
fn other_reports_with_some_of_the_headings_are_none() {
    let lines = ["某市2024年法治政府建设年度报告", "一、总体情况", "好。", "三、存在的主要问题"];
    let other = docx(&lines.map(p).concat(), &[]);
    assert!(matches!(read("x.docx", other, &Options::default()), Err(Error::NotTheForm(_))));
}

#[test]
fn a_head_repeated_downward_is_no_text() {
    const LEAVES: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let row = |groups: [[&str; 5]; 3]| {
        let cells =
            groups.concat().iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>();
        format!("<tr>{cells}</tr>")
    };
    let table = [
        row([["行政复议"; 5], ["行政诉讼"; 5], ["行政诉讼"; 5]]),
        row([LEAVES, ["未经复议直接起诉"; 5], ["复议后起诉"; 5]]),
        row([LEAVES, LEAVES, LEAVES]),
        row([["1"; 5], ["2"; 5], ["3"; 5]]),
    ];
    let section = "<p>四、政府信息公开行政复议、行政诉讼情况</p>";
    let above = format!(
        "<p>某县2024年政府信息公开工作年度报告</p>{section}<table>{}</table>",
        table.concat()
    );
    let document = page("", &above, "");
    assert_eq!(document.report.tables["litigation"].figure("cases", "rec-total").to_string(), "1");
    assert_eq!(text(&document, 3), [""; 0]);
    assert!(document.report.sections[3].notes.is_empty());
}
