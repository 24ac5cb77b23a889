//! `--to ofd`, as a user meets it.

use crate::desk::{Desk, EXAMPLE, example, printed, said};
use nianbao::formats::opc::Package;
use nianbao::formats::xml::parse::{Limits, Names, parse};
use nianbao::formats::xml::tree::Element;
use std::collections::BTreeMap;

/// One part of a package.
fn part(file: &[u8], name: &str) -> Option<Element> {
    let bytes = Package::open(file).unwrap().bytes(name, 1 << 24).unwrap()?;
    Some(parse(&bytes, Limits::NONE, Names::Written).unwrap())
}

/// Everything of this name below an element, in order.
fn all<'e>(element: &'e Element, name: &str) -> Vec<&'e Element> {
    let below = |own: &'e Element| if own.name == name { vec![own] } else { all(own, name) };
    element.elements().flat_map(below).collect()
}

#[test]
fn the_same_bytes_beside_the_pdf_and_alone_in_another_folder_and_time_zone() {
    let desk = Desk::new();
    let both = desk.run(&["convert", EXAMPLE, "--to", "pdf,ofd", "-o", "甲"]);
    assert!(both.status.success(), "{}", said(&both));
    let alone = desk
        .command(&["convert", EXAMPLE, "--to", "ofd", "-o", "乙/丙"])
        .env("TZ", "America/Lima")
        .output()
        .unwrap();
    assert!(alone.status.success(), "{}", said(&alone));
    let (both, alone) = (desk.tree("甲"), desk.tree("乙/丙"));
    assert_eq!(both.keys().collect::<Vec<_>>(), ["example-2021.ofd", "example-2021.pdf"]);
    assert_eq!(both["example-2021.ofd"], alone["example-2021.ofd"]);
}

#[test]
fn every_figure_is_read_back_by_row_and_column() {
    let desk = Desk::new();
    let output = desk.run(&["convert", EXAMPLE, "--to", "ofd", "-o", "."]);
    assert!(output.status.success(), "{}", said(&output));
    let file = std::fs::read(desk.path("example-2021.ofd")).unwrap();
    let pages = (0..).map_while(|n| part(&file, &format!("Doc_0/Pages/Page_{n}/Content.xml")));
    let mut texts = BTreeMap::new();
    for page in pages {
        for object in all(&page, "ofd:TextObject") {
            let text: String = all(object, "ofd:TextCode")
                .into_iter()
                .map(|code| code.text().into_owned())
                .collect();
            texts.insert(object.attribute("ID").unwrap().to_owned(), text);
        }
    }
    let tags = part(&file, "Doc_0/Tags/Report.xml").unwrap();
    let (report, mut seen) = (example(), 0);
    for table in all(&tags, "nb:table") {
        let own = &report.tables[table.attribute("id").unwrap()];
        for row in all(table, "nb:row") {
            for cell in all(row, "nb:cell") {
                let address = (row.attribute("id").unwrap(), cell.attribute("col").unwrap());
                let objects = all(cell, "ofd:ObjectRef");
                let told: String =
                    objects.into_iter().map(|object| texts[&*object.text()].as_str()).collect();
                assert_eq!(told, own.figure(address.0, address.1).to_string(), "{address:?}");
                seen += 1;
            }
        }
    }
    let tables = &report.edition.form().tables;
    assert_eq!(seen, tables.iter().map(|table| table.squares().count()).sum::<usize>());
}

#[test]
fn a_workbook_inside_an_archival_ofd_is_refused_with_what_to_do() {
    let desk = Desk::new();
    let output = desk.run(&["convert", EXAMPLE, "--to", "ofd", "--attach", "-o", "出"]);
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
    assert!(said(&output).contains("--attach=xml"), "{}", said(&output));
    assert!(desk.tree("出").is_empty());
}
