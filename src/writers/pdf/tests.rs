//! What the writer promises, on small reports.

use super::*;
use crate::diag::Severity;
use crate::model::Forms;
use crate::model::{
    Address, Date, Figure, Metadata, Origins, Passage, Place, Report, Section, Table,
};
use crate::publication::compose;
use std::collections::BTreeMap;
use std::sync::Arc;
use typst::layout::{Frame, FrameItem};

fn report(paragraphs: &[&str]) -> Report {
    let form = Forms::shipped().newest();
    let sections = form.sections.iter().map(|section| Section {
        number: section.number,
        heading: section.heading.clone(),
        blocks: match section.number {
            1 => paragraphs.iter().map(|text| Passage::Paragraph((*text).into())).collect(),
            _ => Vec::new(),
        },
        table: section.table.clone(),
        notes: Vec::new(),
    });
    let table = |id: &String| {
        let mut table = Table::blank(form.edition());
        for (row, column) in form.table(id).unwrap().squares() {
            table.set(&row.id, &column.id, Figure::whole(7));
        }
        (id.clone(), table)
    };
    Report {
        edition: form.edition(),
        metadata: Metadata {
            year: Some(2025),
            agency: Some("某某县人民政府".into()),
            date_published: Date::new(2026, 1, 20),
            ..Metadata::default()
        },
        sections: sections.collect(),
        tables: form.tables.iter().map(|form| table(&form.id)).collect(),
    }
}

fn written(report: &Report, options: &Options) -> Result<Written, Error> {
    write(&compose(report, None), &Fonts::embedded(), options)
}

/// The files of a template by name.
#[derive(Debug)]
struct Files(BTreeMap<String, String>);

impl TemplateFiles for Files {
    fn file(&self, path: &str) -> std::io::Result<Vec<u8>> {
        let file = self.0.get(path).ok_or(std::io::ErrorKind::NotFound)?;
        Ok(file.clone().into_bytes())
    }
}

fn with_template(files: &[(&str, &str)]) -> Result<Written, Error> {
    let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    let files: BTreeMap<String, String> = files.iter().map(own).collect();
    let template = Template::new(Look::Report, files["report.typ"].clone(), Arc::new(Files(files)));
    written(&report(&["正文。"]), &Options { template, ..Options::default() })
}

fn found(text: &str) -> Vec<crate::diag::Finding> {
    let mut origins = Origins::default();
    origins.put(Address::Passage(1, 0), Place::cell("一、总体情况", 2, 0));
    characters(&report(&[text]), &origins, &Fonts::embedded())
}

#[test]
fn every_offered_standard_takes_the_report_and_our_template_gives_no_warning() {
    let all = ["a-1b", "a-1a", "a-2b", "a-2u", "a-2a", "a-3b", "a-3u", "a-3a", "a-4", "ua-1"];
    for name in all.into_iter().chain(["a-2a,ua-1", "a-3a,ua-1"]) {
        let standards = Standards::parse(name).unwrap();
        let written =
            written(&report(&["正文𠮷𬭊㛃镕䶮。"]), &Options { standards, ..Options::default() })
                .unwrap();
        assert!(written.warnings.is_empty(), "{name}: {:?}", written.warnings);
        assert!(written.bytes.ends_with(b"%%EOF"), "{name}");
    }
}

/// Typst takes a show rule 512 times in a paragraph and a string of 32,767 characters.
#[test]
fn a_paragraph_of_any_content_is_set() {
    let figures: String = (1..=600).map(|number| format!("{number}件、")).collect();
    let addresses: String =
        (1..=13).map(|n| format!("https://www.example.gov.cn/gknb/2023/{n:032x}.html、")).collect();
    for text in [figures, addresses, "a1".repeat(300), "1件".repeat(9_000), "—".repeat(30_000)] {
        let written = written(&report(&[&text]), &Options::default()).unwrap();
        assert!(written.warnings.is_empty(), "{:?}", written.warnings);
    }
}

#[test]
fn what_cannot_be_set_is_found() {
    let fonts = Fonts::embedded();
    let found = |report: &Report| {
        let publication = compose(report, None);
        write(&publication, &fonts, &Options::default()).unwrap_err();
        obstacle(&publication, &Address::Field("agency".into()), &fonts, &Options::default())
    };
    let mut long = report(&["正文。", "正文。"]);
    long.sections[0].blocks[1] = Passage::Heading { level: 2, text: "长".repeat(20_000) };
    assert_eq!(found(&long), Some(Address::Passage(1, 1)));
    let mut long = report(&["正文。"]);
    long.metadata.agency = Some("长".repeat(20_000));
    assert_eq!(found(&long), Some(Address::Field("agency".into())));
    let mut undated = report(&["正文。"]);
    undated.metadata.date_published = None;
    assert_eq!(found(&undated), None);
}

/// Two marks beside each other are set half an em apart, whatever the face.
#[test]
fn no_mark_reaches_its_neighbour() {
    const OPENING: &str = "“‘《〈（「『【〔";
    const CLOSING: &str = "”’，。、：；！？》〉）」』】〕";
    let marks = || OPENING.chars().chain(CLOSING.chars());
    let pairs: String =
        marks().flat_map(|one| marks().flat_map(move |other| ['国', one, other])).collect();
    let mut report = report(&[&pairs]);
    report.sections[0].heading = pairs.clone();
    report.sections[0].blocks.push(Passage::Heading { level: 2, text: pairs });
    let fonts = Fonts::embedded();
    let options = Options::default();
    let (data, page) = data(&compose(&report, None), &fonts, &options).unwrap();
    let world = ReportWorld::new(data, page, &fonts, &options);
    let document = typst::compile::<PagedDocument>(&world).output.unwrap();
    let mut glyphs = Vec::new();
    for page in document.pages() {
        inks(&page.frame, 0.0, 0.0, &mut glyphs);
    }
    let is_mark = |c: char| OPENING.contains(c) || CLOSING.contains(c);
    let beside = |pair: &&[Ink]| {
        let [one, other] = pair else { return false };
        is_mark(one.c) && is_mark(other.c) && one.y == other.y
    };
    let beside: Vec<_> = glyphs.windows(2).filter(beside).collect();
    assert!(beside.len() > 1_500, "{}", beside.len());
    for pair in beside {
        let [one, other] = pair else { continue };
        assert!(one.right <= other.left, "{}{}: {}", one.c, other.c, one.right - other.left);
    }
}

/// Where a glyph has its ink on the page.
struct Ink {
    c: char,
    y: f64,
    left: f64,
    right: f64,
}

fn inks(frame: &Frame, x: f64, y: f64, found: &mut Vec<Ink>) {
    for (at, item) in frame.items() {
        let (mut x, y) = (x + at.x.to_pt(), y + at.y.to_pt());
        match item {
            FrameItem::Group(group) => inks(&group.frame, x, y, found),
            FrameItem::Text(text) => {
                let face = text.font.ttf();
                let per_unit = text.size.to_pt() / f64::from(face.units_per_em());
                for glyph in &text.glyphs {
                    let c = text.text[glyph.range()].chars().next().unwrap();
                    let origin = x + glyph.x_offset.at(text.size).to_pt();
                    let ink = face.glyph_index(c).and_then(|id| face.glyph_bounding_box(id));
                    if let Some(ink) = ink {
                        let (left, right) = (f64::from(ink.x_min), f64::from(ink.x_max));
                        let (left, right) = (origin + left * per_unit, origin + right * per_unit);
                        found.push(Ink { c, y, left, right });
                    }
                    x += glyph.x_advance.at(text.size).to_pt();
                }
            }
            _ => {}
        }
    }
}

/// Where a table starts decides how it parts, and where it parts moves what follows. Typst
/// gave up on one report in seven, and said so to the clerk.
#[test]
fn the_pages_settle_wherever_a_table_starts() {
    let lines: Vec<String> = (1..=44).map(|line| format!("第{line}行。")).collect();
    for count in 1..=lines.len() {
        let lines: Vec<&str> = lines[..count].iter().map(String::as_str).collect();
        let written = written(&report(&lines), &Options::default()).unwrap();
        assert!(written.warnings.is_empty(), "{count} lines: {:?}", written.warnings);
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let once = || written(&report(&["正文。"]), &Options::default()).unwrap().bytes;
    assert_eq!(once(), once());
}

#[test]
fn without_a_date_pdf_a_is_refused_and_plain_accessible_pdf_is_not() {
    let mut undated = report(&["正文。"]);
    undated.metadata.date_published = None;
    let error = written(&undated, &Options::default()).unwrap_err().to_string();
    assert!(error.contains("公开日期"), "{error}");
    let standards = Standards::parse("ua-1").unwrap();
    written(&undated, &Options { standards, ..Options::default() }).unwrap();
}

#[test]
fn files_are_put_inside_only_with_pdf_a_3() {
    let attachments = vec![
        Attachment::workbook("年报.xlsx", b"PK".to_vec()),
        Attachment::xml("年报.xml", b"<r/>".to_vec()),
    ];
    let standards = Standards::parse("a-3a").unwrap();
    let options = Options { standards, attachments: attachments.clone(), ..Options::default() };
    written(&report(&["正文。"]), &options).unwrap();
    let options = Options { attachments, ..Options::default() };
    let error = written(&report(&["正文。"]), &options).unwrap_err().to_string();
    assert!(error.contains("只有 PDF/A-3"), "{error}");
}

#[test]
fn a_broken_template_says_file_line_and_column() {
    let error = with_template(&[("report.typ", "= 标题\n#let x = 1\n#foo(x)\n")]).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("页面模板有误：report.typ 第 3 行第 2 列“#foo(x)”：unknown variable"),
        "{error}"
    );
    let files = [("report.typ", "#import \"look.typ\": a\n"), ("look.typ", "#let a = (\n")];
    let error = with_template(&files).unwrap_err().to_string();
    assert!(error.contains("look.typ 第 1 行"), "{error}");
    let error = with_template(&[("report.typ", "#read(\"../secret\")")]).unwrap_err().to_string();
    assert!(error.contains("report.typ 第 1 行"), "{error}");
    let error = with_template(&[("report.typ", "#import \"@preview/a:1.0.0\": b")]).unwrap_err();
    assert!(error.to_string().contains("不能使用网上的软件包"), "{error}");
}

#[test]
fn a_template_of_ones_own_reads_its_folder_and_hears_warnings() {
    // As a document of its own, the older form of a template, which nothing calls.
    let main = "#let d = json(\"/data.json\")\n#set document(title: d.document.title, date: datetime(year: 2026, month: 1, day: 1))\n\
        #set text(font: (\"No Such Face\", ..d.fonts.fangsong), lang: \"zh\")\n#title()\n#read(\"a.txt\")";
    let written = with_template(&[("report.typ", main), ("a.txt", "附言")]).unwrap();
    assert_eq!(written.pages, 1);
    assert!(written.warnings[0].contains("report.typ 第 3 行"), "{:?}", written.warnings);
}

#[test]
fn a_copy_of_our_template_gives_the_same_file() {
    let copy = include_str!("../../../templates/report.typ");
    let copied = with_template(&[("report.typ", copy)]).unwrap().bytes;
    assert_eq!(copied, written(&report(&["正文。"]), &Options::default()).unwrap().bytes);
}

#[test]
fn a_template_is_called_only_if_it_can_be() {
    let date = "#set document(title: [T], date: datetime(year: 2026, month: 1, day: 1))\n";
    let called = format!("#let typeset(data) = [{date}#title() {{#data.title.first()}}]");
    assert_eq!(with_template(&[("report.typ", &called)]).unwrap().pages, 1);
    let as_it_stands = format!("{date}#title()\n#let typeset = 3\n#pagebreak()\n{{#typeset}}");
    assert_eq!(with_template(&[("report.typ", &as_it_stands)]).unwrap().pages, 2);
}

#[test]
fn a_template_with_a_glyph_that_nobody_has_is_refused_by_page() {
    let error =
        with_template(&[("report.typ", "#set text(font: \"NB WenKai\", fallback: false)\nབོད")])
            .unwrap_err();
    assert!(error.to_string().contains("第 1 页的“"), "{error}");
}

#[test]
fn a_character_without_a_face_is_an_error_with_its_cell_and_code() {
    let findings = found("བ字和🎉");
    assert_eq!(findings.len(), 1, "{findings:?}");
    let finding = &findings[0];
    assert_eq!((finding.code.id, finding.severity), ("NB901", Severity::Error));
    assert_eq!(
        finding.place.as_ref().map(ToString::to_string).as_deref(),
        Some("一、总体情况 ▸ A3")
    );
    let message = finding.message.to_string();
    assert!(message.contains("“བ”（U+0F56）、“🎉”（U+1F389）"), "{message}");
    assert!(finding.help.to_string().contains("--font-dir"));
}

#[test]
fn private_characters_are_errors_and_rare_hanzi_are_told_once() {
    assert_eq!(found("某\u{e000}某")[0].code.id, "NB902");
    let findings = found("𠮷𬭊㛃镕䶮和𠮷");
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].code.id, findings[0].severity), ("NB903", Severity::Info));
    assert!(found("寻常文字：“引号”——，1,234.5%（注）①㎡☑。").is_empty());
}

#[test]
fn a_variant_that_no_face_knows_is_named() {
    let findings = found("葛\u{e0100}城");
    assert_eq!(findings[0].code.id, "NB904", "{findings:?}");
    let message = findings[0].message.to_string();
    assert!(message.contains("U+845B U+E0100"), "{message}");
}

#[test]
fn what_cannot_be_printed_becomes_a_visible_mark_and_pdf_a_is_kept() {
    let strange = "བ和\u{e000}和\u{fffd}和葛\u{e0100}和🎉\u{feff}。";
    for name in ["a-1b", "a-2a,ua-1", "a-4"] {
        let standards = Standards::parse(name).unwrap();
        written(&report(&[strange]), &Options { standards, ..Options::default() }).unwrap();
    }
    let mut data = json!({"title": ["a\u{e000}", "b\nc"], "blocks": [{"text": strange}], "document": {"title": "\u{e000}"}});
    super::characters::replace_missing(&mut data, &["title", "blocks"], &Fonts::embedded());
    assert_eq!((&data["title"][0], &data["title"][1]), (&"a〓".into(), &"b\nc".into()));
    assert_eq!(data["blocks"][0]["text"], "〓和〓和〓和葛\u{e0100}和〓。");
    assert_eq!(data["document"]["title"], "\u{e000}");
}

/// What `templates/report.example.json` shows: a short report with its smallest table.
#[cfg(feature = "fandol")]
#[test]
fn the_example_of_the_contract_is_what_a_template_receives() {
    let mut short = report(&["本机关依法公开政府信息。"]);
    short.tables.retain(|id, _| id == "litigation");
    let options = Options {
        attachments: vec![Attachment::xml("年报.xml", b"<r/>".to_vec())],
        ..Options::default()
    };
    let (bytes, page) = data(&compose(&short, None), &Fonts::embedded(), &options).unwrap();
    let received: Value = serde_json::from_slice(&bytes).unwrap();
    let page: Value = serde_json::from_slice(&page).unwrap();
    assert_eq!(page.as_object().unwrap().len(), PAGE.len());
    for key in PAGE {
        assert_eq!(page[key], received[key], "{key}");
    }
    let shown = include_str!("../../../templates/report.example.json");
    let shown: Value = serde_json::from_str(shown).unwrap_or_default();
    if received != shown {
        let path = std::env::temp_dir().join("report.example.json");
        std::fs::write(&path, serde_json::to_string_pretty(&received).unwrap() + "\n").unwrap();
        panic!("templates/report.example.json is out of date: take {}", path.display());
    }
}
