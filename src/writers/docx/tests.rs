//! What a reader of the file relies on, checked on the finished bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::face::Face;
use super::{Options, Profile, order, sample, text, write};
use crate::formats::xml::tree::Element;
use crate::publication::{Block, Document, Publication, measures};

fn unzip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|place| {
            let mut file = archive.by_index(place).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().to_owned(), content)
        })
        .collect()
}

fn parts(publication: &Publication, options: &Options) -> BTreeMap<String, Element> {
    unzip(&write(publication, options).unwrap())
        .into_iter()
        .map(|(name, content)| (name, Element::parse(&content).unwrap()))
        .collect()
}

fn sample_parts() -> BTreeMap<String, Element> {
    parts(&sample::publication(), &Options::default())
}

/// All elements of that name below, in document order.
fn all<'a>(element: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for child in element.elements() {
        if child.name == name {
            found.push(child);
        }
        found.extend(all(child, name));
    }
    found
}

/// Value of `name` in the element, down a path of children.
fn at<'a>(element: &'a Element, path: &[&str], attribute: &str) -> Option<&'a str> {
    path.iter().try_fold(element, |element, name| element.find(name))?.attribute(attribute)
}

fn words(element: &Element) -> String {
    element
        .nodes
        .iter()
        .map(|node| match node {
            crate::formats::xml::tree::Node::Text(text) => text.clone(),
            crate::formats::xml::tree::Node::Element(child) if child.name == "w:tab" => "\t".into(),
            crate::formats::xml::tree::Node::Element(child) if child.name == "w:br" => "\n".into(),
            crate::formats::xml::tree::Node::Element(child) => words(child),
        })
        .collect()
}

fn rows(table: &Element) -> Vec<&Element> {
    table.elements().filter(|child| child.name == "w:tr").collect()
}

#[test]
fn children_stand_in_the_order_of_the_schema() {
    for (name, part) in sample_parts() {
        for (parent, sequence) in order::ORDERS {
            for element in all(&part, parent) {
                let places: Vec<_> = element
                    .elements()
                    .map(|child| sequence.iter().position(|known| *known == child.name))
                    .collect();
                assert!(places.iter().all(Option::is_some), "{name}: {parent} {element:?}");
                assert!(places.is_sorted(), "{name}: {parent} {element:?}");
            }
        }
    }
}

#[test]
fn header_rows_repeat_and_no_row_splits() {
    let parts = sample_parts();
    let tables = all(&parts["word/document.xml"], "w:tbl");
    let headers: Vec<usize> = tables.iter().map(|table| all(table, "w:tblHeader").len()).collect();
    assert_eq!(headers, [2, 3, 3]);
    for table in tables {
        let marked: Vec<bool> = rows(table)
            .iter()
            .map(|row| row.find("w:trPr").is_some_and(|look| look.find("w:tblHeader").is_some()))
            .collect();
        assert!(marked.is_sorted_by(|above, below| above >= below));
        assert_eq!(all(table, "w:cantSplit").len(), rows(table).len());
    }
}

#[test]
fn spans_of_every_row_add_up_to_the_grid() {
    let parts = sample_parts();
    for table in all(&parts["word/document.xml"], "w:tbl") {
        let grid: Vec<i64> = all(table, "w:gridCol")
            .iter()
            .map(|column| {
                assert_eq!(column.attributes.len(), 1);
                column.attribute("w:w").unwrap().parse().unwrap()
            })
            .collect();
        let whole: i64 = grid.iter().sum();
        assert_eq!(at(table, &["w:tblPr", "w:tblW"], "w:w"), Some(whole.to_string().as_str()));
        assert!(whole <= 8844);
        for row in rows(table) {
            let mut x = 0;
            for cell in row.elements().filter(|child| child.name == "w:tc") {
                let span = at(cell, &["w:tcPr", "w:gridSpan"], "w:val");
                let span: usize = span.map_or(1, |span| span.parse().unwrap());
                let width: i64 = at(cell, &["w:tcPr", "w:tcW"], "w:w").unwrap().parse().unwrap();
                assert_eq!(width, grid[x..x + span].iter().sum::<i64>());
                x += span;
            }
            assert_eq!(x, grid.len());
        }
    }
}

#[test]
fn merged_cells_go_on_in_every_row_below() {
    let publication = sample::publication();
    let parts = parts(&publication, &Options::default());
    let expected: Vec<usize> = publication
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => {
                Some(table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.height - 1).sum())
            }
            _ => None,
        })
        .collect();
    let tables = all(&parts["word/document.xml"], "w:tbl");
    let merges = |kind| {
        tables.iter().map(move |table| {
            let merges = all(table, "w:vMerge");
            merges.iter().filter(|merge| merge.attribute("w:val") == Some(kind)).count()
        })
    };
    assert_eq!(merges("continue").collect::<Vec<_>>(), expected);
    assert_eq!(merges("restart").collect::<Vec<_>>(), [0, 8, 5]);
    for table in tables {
        let cells = all(table, "w:tc");
        let below = cells
            .iter()
            .filter(|cell| at(cell, &["w:tcPr", "w:vMerge"], "w:val") == Some("continue"));
        assert!(below.into_iter().all(|cell| words(cell).is_empty() && cell.find("w:p").is_some()));
    }
}

#[test]
fn text_comes_back_as_it_went_in() {
    let publication = sample::publication();
    let parts = parts(&publication, &Options::default());
    let flow = parts["word/document.xml"].find("w:body").unwrap();
    let found: Vec<String> =
        flow.elements().filter(|child| child.name == "w:p").map(words).collect();
    let mut expected = vec![publication.title.join("\n")];
    for block in &publication.blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => {
                expected.push(text.clone())
            }
            Block::Signature { name, date } => expected.extend([name.clone(), date.clone()]),
            Block::Table(_) => {}
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn figures_come_back_cell_by_cell() {
    let publication = sample::publication();
    let parts = parts(&publication, &Options::default());
    let tables = publication.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    for (table, element) in tables.zip(all(&parts["word/document.xml"], "w:tbl")) {
        for (row, element) in table.rows.iter().zip(rows(element)) {
            let found: Vec<String> = element
                .elements()
                .filter(|child| child.name == "w:tc")
                .filter(|cell| at(cell, &["w:tcPr", "w:vMerge"], "w:val") != Some("continue"))
                // The number of a group may stand on a line of its own.
                .map(|cell| words(cell).replace('\n', ""))
                .collect();
            let expected: Vec<String> = row.cells.iter().map(|cell| cell.text.clone()).collect();
            assert_eq!(found, expected);
        }
        assert_eq!(at(element, &["w:tblPr", "w:tblCaption"], "w:val"), Some(table.title.as_str()));
        assert_eq!(
            at(element, &["w:tblPr", "w:tblDescription"], "w:val"),
            Some(table.summary.as_str())
        );
    }
}

#[test]
fn the_same_publication_gives_the_same_bytes() {
    let publication = sample::publication();
    let first = write(&publication, &Options::default()).unwrap();
    assert_eq!(write(&publication, &Options::default()).unwrap(), first);
    let elsewhere = std::thread::scope(|scope| {
        scope.spawn(|| write(&publication, &Options::default()).unwrap()).join().unwrap()
    });
    assert_eq!(elsewhere, first);
    // docx-rs counts the paragraphs of a document that was never packed.
    drop(docx_rs::Docx::new().add_paragraph(docx_rs::Paragraph::new()));
    assert_eq!(write(&publication, &Options::default()).unwrap(), first);
}

#[test]
fn characters_outside_gb2312_get_the_wider_font() {
    let pieces = |words| text::pieces(words, Face::FangSong);
    assert_eq!(
        pieces("朱镕基，𠮷田“A1”"),
        [
            (None, "朱"),
            (Some("仿宋"), "镕"),
            (None, "基，"),
            (Some("宋体-ExtB"), "𠮷"),
            (None, "田“A1”"),
        ]
    );
    // In GBK between the rows of GB2312: 〇 and the small roman numerals.
    assert_eq!(pieces("二〇ⅱ"), [(None, "二"), (Some("仿宋"), "〇ⅱ")]);
    assert_eq!(text::pieces("镕", Face::KaiTi), [(Some("楷体"), "镕")]);
    assert_eq!(text::pieces("镕", Face::XiaoBiaoSong), [(Some("宋体"), "镕")]);
    assert_eq!(text::pieces("镕𠮷", Face::Hei), [(None, "镕"), (Some("宋体-ExtB"), "𠮷")]);
    // A variation selector stays with its character.
    assert_eq!(pieces("镕\u{E0100}").len(), 1);
    assert!(pieces("").is_empty());
}

#[test]
fn gb2312_has_6763_hanzi() {
    let hanzi = ('\u{4E00}'..='\u{9FFF}')
        .filter(|character| Face::FangSong.substitute(*character).is_none())
        .count();
    assert_eq!(hanzi, 6763);
}

#[test]
fn signature_is_indented_after_the_standard() {
    let parts = sample_parts();
    let paragraphs = all(&parts["word/document.xml"], "w:p");
    let [.., name, date] = paragraphs.as_slice() else { panic!("too short") };
    // The name ends two characters before the edge; seven wide, it begins at 19 of 28, so
    // the date, six wide, begins at 21 and ends one before the edge.
    assert_eq!(at(name, &["w:pPr", "w:ind"], "w:right"), Some("632"));
    assert_eq!(at(name, &["w:pPr", "w:spacing"], "w:before"), Some("579"));
    assert_eq!(at(date, &["w:pPr", "w:ind"], "w:right"), Some("316"));
    let before = paragraphs[paragraphs.len() - 3];
    assert!(before.find("w:pPr").unwrap().find("w:keepNext").is_some());
}

#[test]
fn page_and_grid_hold_22_lines_of_28_characters() {
    let section = |options: &Options| {
        let parts = parts(&sample::publication(), options);
        all(&parts["word/document.xml"], "w:sectPr")[0].clone()
    };
    let number = |section: &Element, child: &str, key: &str| -> i64 {
        at(section, &[child], key).unwrap().parse().unwrap()
    };
    for (profile, margins, pitch) in [
        (Profile::Common, [2098, 1474, 1984, 1588], 579),
        (Profile::Gbt33476, [1960, 1474, 1847, 1588], 590),
    ] {
        let section = section(&Options { profile, template: None });
        let sides = ["w:top", "w:right", "w:bottom", "w:left"];
        assert_eq!(sides.map(|side| number(&section, "w:pgMar", side)), margins);
        assert_eq!(number(&section, "w:pgMar", "w:footer"), 1446);
        assert_eq!(number(&section, "w:docGrid", "w:linePitch"), pitch);
        assert_eq!(number(&section, "w:docGrid", "w:charSpace"), -850);
        let height = number(&section, "w:pgSz", "w:h") - margins[0] - margins[2];
        assert_eq!(height / pitch, 22);
        let width = number(&section, "w:pgSz", "w:w") - margins[1] - margins[3];
        let character = 16.0 - 850.0 / 4096.0;
        assert_eq!((width as f64 / 20.0 / character) as i64, 28);
    }
}

#[test]
fn every_part_has_a_type_and_a_relationship_and_no_list_names_more() {
    let files = unzip(&write(&sample::publication(), &Options::default()).unwrap());
    assert_eq!(files[0].0, "[Content_Types].xml");
    let mut names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let list = |name: &str| {
        let (_, content) = files.iter().find(|(path, _)| path == name).unwrap();
        Element::parse(content).unwrap()
    };
    let mut reached: Vec<String> = Vec::new();
    for (path, folder) in [("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")] {
        for entry in list(path).elements() {
            reached.push(format!("{folder}{}", entry.attribute("Target").unwrap()));
        }
    }
    let types = list("[Content_Types].xml");
    let mut typed: Vec<&str> =
        types.elements().filter_map(|entry| entry.attribute("PartName")).collect();
    names.retain(|name| !name.ends_with(".rels") && *name != "[Content_Types].xml");
    names.sort_unstable();
    reached.sort_unstable();
    typed.sort_unstable();
    assert_eq!(reached, names);
    assert_eq!(typed, names.iter().map(|name| format!("/{name}")).collect::<Vec<_>>());
}

#[test]
fn styles_used_are_styles_defined() {
    let parts = sample_parts();
    let defined: Vec<_> = all(&parts["word/styles.xml"], "w:style")
        .iter()
        .filter_map(|style| style.attribute("w:styleId"))
        .collect();
    for part in parts.values() {
        for name in ["w:pStyle", "w:basedOn", "w:next"] {
            for style in all(part, name) {
                assert!(defined.contains(&style.attribute("w:val").unwrap()), "{style:?}");
            }
        }
    }
}

#[test]
fn fonts_used_are_in_the_font_table() {
    let parts = sample_parts();
    let known: Vec<_> = all(&parts["word/fontTable.xml"], "w:font")
        .iter()
        .filter_map(|font| font.attribute("w:name"))
        .collect();
    for fonts in parts.values().flat_map(|part| all(part, "w:rFonts")) {
        for (key, name) in &fonts.attributes {
            assert!(key == "w:hint" || known.contains(&name.as_str()), "{fonts:?}");
        }
    }
}

#[test]
fn tables_never_touch_each_other_or_the_end() {
    let table = sample::publication().blocks.into_iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let table = Block::Table(table.unwrap());
    let publication = Publication {
        document: Document::default(),
        title: Vec::new(),
        blocks: vec![table.clone(), table],
        measures: measures::OFFICIAL,
    };
    let parts = parts(&publication, &Options::default());
    let flow = parts["word/document.xml"].find("w:body").unwrap();
    let kinds: Vec<&str> = flow.elements().map(|child| child.name.as_str()).collect();
    assert_eq!(kinds, ["w:tbl", "w:p", "w:tbl", "w:p", "w:sectPr"]);
    assert!(!parts.contains_key("docProps/custom.xml"));
}

/// The properties of the paragraphs with this text.
fn styles_of(element: &Element) -> Vec<String> {
    let paragraphs = element.find("w:body").unwrap().elements().filter(|one| one.name == "w:p");
    let style = |one: &Element| at(one, &["w:pPr", "w:pStyle"], "w:val").map(str::to_owned);
    paragraphs.filter_map(style).collect()
}

#[test]
fn no_level_of_headings_is_left_out() {
    let mut publication = sample::publication();
    publication.blocks.retain(|block| !matches!(block, Block::Heading { level: 2, .. }));
    let address = crate::model::Address::Heading(6);
    publication.blocks.push(Block::Heading { level: 3, text: "1.其他".into(), address });
    let parts = parts(&publication, &Options::default());
    let styles = styles_of(&parts["word/document.xml"]);
    let levels: Vec<u8> = styles
        .iter()
        .filter_map(|style| style.strip_prefix("Heading")?.parse::<u8>().ok())
        .collect();
    assert!(levels.contains(&2) && levels.windows(2).all(|two| two[1] <= two[0] + 1), "{levels:?}");
}

#[test]
fn the_number_of_a_group_stands_above_its_label() {
    let publication = sample::publication();
    let parts = parts(&publication, &Options::default());
    let tables = all(&parts["word/document.xml"], "w:tbl");
    let texts: Vec<String> = all(tables[1], "w:tc").into_iter().map(words).collect();
    assert!(texts.contains(&"（三）\n不予公开".to_owned()), "{texts:?}");
    // A label on one line stays there.
    assert!(texts.iter().any(|text| text.starts_with("（一）予以公开")), "{texts:?}");
}

#[test]
fn a_table_closes_up_where_that_saves_it_from_running_over() {
    let line = |rows: usize| {
        let mut publication = sample::publication();
        let text = "字".repeat(20);
        let place =
            publication.blocks.iter().position(|block| matches!(block, Block::Table(_))).unwrap();
        publication.blocks.truncate(place + 1);
        let table = publication.blocks.pop().unwrap();
        publication.blocks.clear();
        publication.title.clear();
        let paragraph = || Block::Paragraph { text: text.clone(), address: None };
        publication.blocks.extend((0..rows).map(|_| paragraph()));
        publication.blocks.push(table);
        let parts = parts(&publication, &Options::default());
        let table = all(&parts["word/document.xml"], "w:tbl")[0].clone();
        let above = at(&table, &["w:tblPr", "w:tblCellMar", "w:top"], "w:w").unwrap();
        above.parse::<usize>().unwrap()
    };
    assert_eq!(line(2), line(3));
    assert!((0..22).any(|rows| line(rows) < line(2)), "no place closes it up");
}

#[test]
fn every_document_has_a_theme() {
    let publication = sample::publication();
    let parts = parts(&publication, &Options::default());
    assert!(parts.contains_key("word/theme/theme1.xml"));
}
