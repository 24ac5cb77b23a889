//! What users read, pinned: every finding as text, a workbook with many of them as JSON, and
//! the example's outputs as text that a person can review in a diff.
//!
//! `INSTA_UPDATE=always cargo test --release --test it snapshots` writes them anew.

use crate::desk::{Desk, EXAMPLE, printed, said};
use crate::rules;
use nianbao::deliver::archive::figures::pdf;
use nianbao::diag::{Style, text};
use nianbao::formats::xml::tree::Element;
use nianbao::model::{Date, Figure, Passage, Report, Value};
use nianbao::pipeline::codes;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;

/// Compares with `tests/snapshots/NAME.snap`.
fn pinned(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_rule_says_what_it_said() {
    for code in rules::examples() {
        let found = rules::bad(&code);
        let own: Vec<_> = found.into_iter().filter(|one| one.code.id == code).collect();
        pinned(&format!("findings/{code}"), &text::render("例.xlsx", &own, &Style::PLAIN));
    }
}

/// What the program says where a rule needs more than one file, an output or an option.
fn scenarios() -> Vec<(&'static str, String)> {
    let both = |desk: &Desk, arguments: &[&str]| {
        let output = desk.run(arguments);
        said(&output) + &printed(&output)
    };
    vec![
        ("previous", previous(&both)),
        ("children", children(&both)),
        ("characters", characters(&both)),
        ("portal", portal(&both)),
        ("feed", feed(&both)),
        ("feed-of-odd-files", feed_of_odd_files(&both)),
        ("feed-of-old-files", feed_of_old_files(&both)),
        ("damaged", damaged(&both)),
    ]
}

type Run<'r> = &'r dyn Fn(&Desk, &[&str]) -> String;

fn year(report: &mut Report, year: i32) {
    report.metadata.year = Some(year);
    report.metadata.title = None;
    report.metadata.date_published = Date::new(year + 1, 1, 20);
    report.metadata.date_produced = None;
}

fn set(report: &mut Report, table: &str, row: &str, column: &str, number: i64) {
    report.tables.get_mut(table).unwrap().set(row, column, Figure::whole(number));
}

fn previous(run: Run<'_>) -> String {
    let desk = Desk::new();
    desk.report("上年.xlsx", |report| {
        year(report, 2023);
        set(report, "requests", "r4", "natural", 3);
        set(report, "requests", "r4", "total", 3);
        set(report, "proactive", "a20-1-normative", "inForce", 40);
    });
    desk.report("今年.xlsx", |report| {
        year(report, 2024);
        let growth = "2024年收到政府信息公开申请7件，同比增长40%。";
        report.sections[0].blocks.push(Passage::Paragraph(growth.into()));
        report.metadata.agency = Some("另一个局".into());
        set(report, "requests", "r2", "natural", 1);
        set(report, "requests", "r2", "total", 1);
        report.tables.get_mut("litigation").unwrap().rows.clear();
    });
    desk.report("空行.xlsx", |report| {
        year(report, 2023);
        report.tables.get_mut("requests").unwrap().rows.remove("r4");
    });
    desk.report("隔年.xlsx", |report| year(report, 2026));
    let old = |year: i32, last: i64| {
        desk.report(&format!("旧{year}.xlsx"), |report| {
            self::year(report, year);
            let form = nianbao::model::Forms::shipped().find("2019").unwrap();
            report.edition = form;
            for table in report.tables.values_mut() {
                *table = nianbao::model::Table::blank(form);
            }
            set(report, "proactive", "a20-5-license", "lastYear", last);
            set(report, "proactive", "a20-5-license", "change", 1);
        });
    };
    old(2019, 4);
    old(2020, 9);
    run(&desk, &["check", "今年.xlsx", "--previous", "上年.xlsx"])
        + &run(&desk, &["check", "隔年.xlsx", "--previous", "上年.xlsx"])
        + &run(&desk, &["check", "旧2020.xlsx", "--previous", "旧2019.xlsx"])
        + &run(&desk, &["check", "今年.xlsx", "--previous", "空行.xlsx"])
}

fn children(run: Run<'_>) -> String {
    let desk = Desk::new();
    let agency = |name: &'static str| {
        move |report: &mut Report| report.metadata.agency = Some(name.to_owned())
    };
    desk.report("全县.xlsx", agency("某县人民政府"));
    desk.report("下级/甲局.xlsx", agency("甲局"));
    desk.report("下级/甲局又.xlsx", agency("甲局"));
    desk.report("下级/本县.xlsx", agency("某县人民政府"));
    desk.report("下级/乙局.xlsx", |report| {
        agency("乙局")(report);
        set(report, "requests", "r1", "total", 9);
        let dash = Figure { value: Value::Kept("-".into()), ..Figure::BLANK };
        report.tables.get_mut("proactive").unwrap().set("a20-5-license", "decisions", dash);
    });
    desk.report("下级/丙局.xlsx", |report| {
        agency("丙局")(report);
        year(report, 2019);
    });
    desk.report("下级/丁局.xlsx", |report| {
        agency("丁局")(report);
        let form = nianbao::model::Forms::shipped().find("2019").unwrap();
        report.tables.insert("requests".into(), nianbao::model::Table::blank(form));
        set(report, "requests", "r3-6", "total", 3);
    });
    desk.put("下级/坏.xlsx", b"PK\x03\x04");
    desk.put("下级/说明.txt", b"x");
    let empty = desk.path("空");
    fs::create_dir(empty).unwrap();
    let mut roster = rust_xlsxwriter::Workbook::new();
    let sheet = roster.add_worksheet();
    for (row, name) in (0..).zip(["单位名称", "甲局", "乙局", "戊局"]) {
        sheet.write_string(row, 0, name).unwrap();
    }
    desk.put("名单.xlsx", &roster.save_to_buffer().unwrap());
    let told = run(&desk, &["check", "全县.xlsx", "--children", "下级", "--roster", "名单.xlsx"])
        + &run(&desk, &["check", "全县.xlsx", "--children", "空"]);
    // Windows has its own sign between folder and file.
    told.replace("下级\\", "下级/")
}

fn characters(run: Run<'_>) -> String {
    let desk = Desk::new();
    desk.report("字.xlsx", |report| {
        let odd =
            "表情\u{1F600}，自造字\u{e815}，异体\u{845b}\u{e0100}，竖排\u{1820}，生僻\u{9fae}。";
        report.sections[0].blocks.push(Passage::Paragraph(odd.into()));
    });
    desk.report("无日期.xlsx", |report| {
        (report.metadata.date_produced, report.metadata.date_published) = (None, None);
    });
    desk.put("宽.toml", "[severity]\nNB107 = \"warning\"\n".as_bytes());
    run(&desk, &["check", "字.xlsx"])
        + &run(&desk, &["check", "无日期.xlsx", "--profile", "宽.toml"])
}

fn portal(run: Run<'_>) -> String {
    let desk = Desk::new();
    desk.report("门户.xlsx", |report| {
        let fields = &mut report.metadata.fields;
        fields.remove("indexNumber");
        for (id, text) in [("siteIdCode", "12"), ("siteDomain", "某网站"), ("url", "某网页")]
        {
            fields.insert(id.into(), text.into());
        }
    });
    let catalogue = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mappings/catalogue.toml");
    run(&desk, &["check", "门户.xlsx", "--portal-strict", "--mapping", catalogue])
}

fn feed(run: Run<'_>) -> String {
    let desk = Desk::new();
    desk.report("甲.xlsx", |_| {});
    desk.report("乙.xlsx", |report| report.metadata.agency = Some("乙局".into()));
    let base = "https://www.example.gov.cn/";
    let arguments =
        ["convert", "甲.xlsx", "乙.xlsx", "-o", "网站", "--to", "xml", "--base-url", base, "-q"];
    run(&desk, &arguments);
    fs::remove_file(desk.path("网站/乙.xml")).unwrap();
    desk.report("甲.xlsx", |report| {
        report.sections[0].blocks.push(Passage::Paragraph("更正一句。".into()));
    });
    run(&desk, &["convert", "甲.xlsx", "-o", "网站", "--to", "xml", "-q"]);
    run(&desk, &["feed", "网站"])
}

fn feed_of_old_files(run: Run<'_>) -> String {
    let desk = Desk::new();
    let base = "https://www.example.gov.cn/";
    let convert =
        |formats| ["convert", "甲.xlsx", "-o", "网站", "--to", formats, "--base-url", base, "-q"];
    desk.report("甲.xlsx", |_| {});
    run(&desk, &convert("xml,html"));
    desk.report("甲.xlsx", |report| {
        report.sections[0].blocks.push(Passage::Paragraph("更正一句。".into()));
    });
    let told = run(&desk, &convert("xml"));
    for (name, _) in desk.tree("网站").iter().filter(|(name, _)| name.contains("/r1/")) {
        fs::remove_file(desk.path("网站").join(name)).unwrap();
    }
    told + &run(&desk, &["feed", "网站"])
}

fn feed_of_odd_files(run: Run<'_>) -> String {
    let desk = Desk::new();
    desk.report("甲.xlsx", |_| {});
    let base = "https://www.example.gov.cn/";
    let to_site = |name| ["convert", name, "-o", "网站", "--to", "xml", "--base-url", base, "-q"];
    let mut told = run(&desk, &to_site("甲.xlsx"));
    desk.report("丙.xlsx", |report| {
        report.sections[0].blocks.push(Passage::Paragraph("另有一句。".into()));
    });
    told += &run(&desk, &to_site("丙.xlsx"));
    fs::remove_file(desk.path("网站/丙.xml")).unwrap();
    let whole = fs::read(desk.path("网站/甲.xml")).unwrap();
    desk.put("网站/坏.xml", &whole[..whole.len() / 2]);
    told += &run(&desk, &["feed", "网站", "--date", "2022-03-01"]);
    desk.report("甲.xlsx", |report| report.metadata.agency = Some("乙局".into()));
    told + &run(&desk, &to_site("甲.xlsx"))
}

fn damaged(run: Run<'_>) -> String {
    let desk = Desk::new();
    let bytes = fs::read(EXAMPLE).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut copy = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let name = file.name().to_owned();
        let mut text = Vec::new();
        file.read_to_end(&mut text).unwrap();
        if name == "xl/sharedStrings.xml" {
            let whole = String::from_utf8(text).unwrap();
            let struck = "</t><r><rPr><strike/></rPr><t>作废</t></r></si>";
            let whole = whole.replacen("公开", "公\u{fffd}", 3);
            text = whole.replacen("</t></si>", struck, 1).into_bytes();
        }
        copy.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut copy, &text).unwrap();
    }
    let drawing = r#"<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>3</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>框里的话。</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"#;
    let links = r#"<Relationships><Relationship Id="d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>"#;
    for (name, text) in
        [("xl/drawings/drawing1.xml", drawing), ("xl/worksheets/_rels/sheet3.xml.rels", links)]
    {
        copy.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut copy, text.as_bytes()).unwrap();
    }
    desk.put("存坏.xlsx", &copy.finish().unwrap().into_inner());
    run(&desk, &["check", "存坏.xlsx"])
}

#[test]
fn every_other_finding_says_what_it_said_and_none_is_left_out() {
    let mut met: BTreeSet<String> = rules::examples();
    // No shipped face has letters that are written from top to bottom.
    met.insert("NB905".to_owned());
    // What is said of documents, documents.rs looks at.
    let of_documents = |id: &str| id.starts_with("NB18") || id == "NB190";
    // What differs between two reports stands in a marked copy alone: src/diff/tests.rs.
    let elsewhere = |id: &String| of_documents(id) || id == "NB850";
    met.extend(codes().all().map(|code| code.id.to_owned()).filter(elsewhere));
    for (name, said) in scenarios() {
        met.extend(codes().all().map(|code| code.id.to_owned()).filter(|id| said.contains(id)));
        pinned(&format!("scenarios/{name}"), &said);
    }
    let lost: Vec<&str> =
        codes().all().map(|code| code.id).filter(|id| !met.contains(*id)).collect();
    assert!(lost.is_empty(), "no text is pinned for {lost:?}");
}

#[test]
fn a_workbook_with_many_findings_as_json() {
    let desk = Desk::new();
    desk.report("多.xlsx", |report| {
        set(report, "requests", "r1", "total", 9);
        for column in ["commercial", "research", "welfare"] {
            let dash = Figure { value: Value::Kept("-".into()), ..Figure::BLANK };
            report.tables.get_mut("requests").unwrap().set("r3-2", column, dash);
        }
        report.metadata.agency = None;
        report.metadata.fields.insert("publisherCode".into(), "913301000000000000".into());
        report.sections[4].blocks.clear();
    });
    let checked = printed(&desk.run(&["check", "多.xlsx", "--format", "json"]));
    assert_eq!(printed(&desk.run(&["convert", "多.xlsx", "--format", "json"])), checked);
    pinned("json/many-findings", &checked);
}

/// The example's outputs, each as text.
#[test]
fn the_example_reads_as_it_read() {
    let desk = Desk::new();
    desk.run(&["convert", EXAMPLE, "-o", ".", "--to", "docx,pdf,xml,html", "-q"]);
    let bytes = |ending: &str| fs::read(desk.path(&format!("example-2021.{ending}"))).unwrap();
    let text = |ending: &str| String::from_utf8(bytes(ending)).unwrap();
    pinned("example/xml", &text("xml"));
    pinned("example/html", &text("html"));
    pinned("example/docx", &outline(&bytes("docx")));
    let lines: Vec<String> = pdf::texts(&bytes("pdf"))
        .unwrap()
        .into_iter()
        .map(|(tag, text)| tag + ": " + &text)
        .collect();
    pinned("example/pdf", &lines.join("\n"));
}

/// `document.xml` by its paragraphs, each with its style, and its tables row by row.
fn outline(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut xml = Vec::new();
    archive.by_name("word/document.xml").unwrap().read_to_end(&mut xml).unwrap();
    let document = Element::parse(&xml).unwrap();
    let mut lines = Vec::new();
    for element in document.find("w:body").unwrap().elements() {
        match &*element.name {
            "w:p" => lines.push(paragraph(element)),
            "w:tbl" => lines.extend(element.elements().filter(|row| row.name == "w:tr").map(row)),
            other => lines.push(format!("<{other}>")),
        }
    }
    lines.join("\n")
}

fn paragraph(element: &Element) -> String {
    let style = element
        .find("w:pPr")
        .and_then(|properties| properties.find("w:pStyle"))
        .and_then(|style| style.attribute("w:val"))
        .unwrap_or_default();
    format!("[{style}] {}", words(element))
}

fn row(element: &Element) -> String {
    let cells = element.elements().filter(|cell| cell.name == "w:tc").map(words);
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

/// All text in an element.
fn words(element: &Element) -> String {
    match &*element.name {
        "w:t" => element.text().into_owned(),
        _ => element.elements().map(words).collect(),
    }
}
