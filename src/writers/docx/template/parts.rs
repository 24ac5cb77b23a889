//! What is carried over whole: section, headers, footers, their pictures, theme, numbering.

use super::Carried;
use super::source::{Source, TRANSITIONAL};
use crate::formats::opc::Relationships;
use crate::formats::opc::relationships;
use crate::formats::xml::tree::Element;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Pictures by their ending.
const PICTURES: [(&str, &str); 8] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("bmp", "image/bmp"),
    ("tiff", "image/tiff"),
    ("emf", "image/x-emf"),
    ("wmf", "image/x-wmf"),
];

/// What of a section says how a page looks.
const OF_THE_PAGE: [&str; 10] = [
    "w:pgSz",
    "w:pgMar",
    "w:paperSrc",
    "w:pgBorders",
    "w:lnNumType",
    "w:pgNumType",
    "w:titlePg",
    "w:textDirection",
    "w:rtlGutter",
    "w:docGrid",
];

/// The last section: that of the text, after covers and contents. Where it names no header,
/// Word shows that of the section before.
pub fn section(
    source: &mut Source<'_>,
    document: &Element,
    links: &Relationships,
    carried: &mut Vec<Carried>,
) -> Result<Element, String> {
    let mut sections = Vec::new();
    collect(document, &mut sections);
    let mut section = Element::new("w:sectPr");
    let mut seen = Vec::new();
    for found in sections.iter().rev() {
        for reference in found.elements() {
            let kind = match reference.name.as_str() {
                "w:headerReference" => "header",
                "w:footerReference" => "footer",
                _ => continue,
            };
            let which = reference.attribute("w:type").unwrap_or("default").to_owned();
            let id = reference.attribute("r:id").unwrap_or_default();
            let Some(path) = links.get(id).and_then(|link| link.target.as_deref()) else {
                continue;
            };
            if seen.contains(&(kind, which.clone())) {
                continue;
            }
            seen.push((kind, which.clone()));
            let number = seen.iter().filter(|(other, _)| *other == kind).count();
            let id = format!("rIdTemplate{}", seen.len());
            band(source, path, kind, number, &id, carried)?;
            let name = format!("w:{kind}Reference");
            section = section.child(Element::new(&name).with("w:type", which).with("r:id", id));
        }
    }
    if let Some(last) = sections.last() {
        let kept = last.elements().filter(|child| OF_THE_PAGE.contains(&child.name.as_str()));
        // Pictures in page borders, printer settings and the like stay behind.
        section = section.children(kept.map(|child| {
            let mut child = only_word(child.clone());
            child.attributes.retain(|(key, _)| !key.starts_with("r:"));
            child
        }));
    }
    Ok(section)
}

fn collect<'a>(element: &'a Element, found: &mut Vec<&'a Element>) {
    for child in element.elements() {
        match child.name.as_str() {
            "w:sectPr" => found.push(child),
            "w:body" | "w:p" | "w:pPr" => collect(child, found),
            _ => {}
        }
    }
}

/// A header or footer with what it shows.
fn band(
    source: &mut Source<'_>,
    path: &str,
    kind: &'static str,
    number: usize,
    id: &str,
    carried: &mut Vec<Carried>,
) -> Result<(), String> {
    let Some(mut root) = source.tree(path)? else {
        return Err(format!("缺少“{path}”，文件不完整"));
    };
    let ignorable = root.attribute("mc:Ignorable").unwrap_or_default().to_owned();
    ignore(&mut root, &ignorable.split_whitespace().collect::<Vec<_>>());
    root.attributes.retain(|(key, _)| key.starts_with("xmlns"));
    let name = format!("{kind}{number}.xml");
    with_links(source, path, &name, root, carried).map(|bytes| {
        carried.push(Carried {
            path: format!("word/{name}"),
            bytes,
            media: format!("{WORD}.{kind}+xml"),
            relation: Some((id.to_owned(), kind)),
        });
    })
}

/// Writes a part and carries what its relationships lead to; those nothing uses stay behind.
fn with_links(
    source: &mut Source<'_>,
    path: &str,
    name: &str,
    root: Element,
    carried: &mut Vec<Carried>,
) -> Result<Vec<u8>, String> {
    let bytes = root.to_xml();
    let mut used = Vec::new();
    note_links(&root, &mut used);
    used.sort_unstable();
    used.dedup();
    let links = source.links(path)?;
    let mut entries = Vec::new();
    for id in used {
        let Some(link) = links.get(&id) else {
            return Err(format!("“{path}”里有指向不明的内容，请在 Word 或 WPS 里重新保存"));
        };
        match (link.kind.as_str(), &link.target) {
            ("image", Some(target)) => {
                let picture = picture(source, target, carried)?;
                entries.push(relationships::entry(&id, &link.kind, &picture));
            }
            ("image", None) => {
                return Err("页眉或页脚里的图片只是链接；请改为插入（嵌入）图片".into());
            }
            _ => {
                return Err(
                    "页眉或页脚里有链接、图表或嵌入的对象，不能带到报告里；请改为文字或图片".into(),
                );
            }
        }
    }
    if !entries.is_empty() {
        carried.push(Carried {
            path: relationships::list_of(&format!("word/{name}")),
            bytes: relationships::list(entries).to_xml(),
            media: String::new(),
            relation: None,
        });
    }
    Ok(bytes)
}

fn note_links(element: &Element, used: &mut Vec<String>) {
    let links = element.attributes.iter().filter(|(key, _)| key.starts_with("r:"));
    used.extend(links.map(|(_, id)| id.clone()).filter(|id| !id.is_empty()));
    element.elements().for_each(|child| note_links(child, used));
}

/// Carries a picture once and says where it is, seen from the root of the package.
fn picture(
    source: &mut Source<'_>,
    target: &str,
    carried: &mut Vec<Carried>,
) -> Result<String, String> {
    let ending = target.rsplit('.').next().unwrap_or_default().to_lowercase();
    let ending = if ending == "tif" { "tiff".to_owned() } else { ending };
    let Some((_, media)) = PICTURES.iter().find(|(known, _)| *known == ending) else {
        return Err(format!("页眉或页脚里的图片“{target}”不是常用格式；请改为 PNG 或 JPEG"));
    };
    let bytes = source.picture(target)?;
    if bytes.is_empty() {
        return Err(format!("缺少图片“{target}”，文件不完整"));
    }
    let known = carried.iter().find(|part| part.path.contains("/media/") && part.bytes == bytes);
    if let Some(known) = known {
        return Ok(format!("/{}", known.path));
    }
    let number = carried.iter().filter(|part| part.path.contains("/media/")).count() + 1;
    let path = format!("word/media/image{number}.{ending}");
    let target = format!("/{path}");
    carried.push(Carried { path, bytes, media: (*media).to_owned(), relation: None });
    Ok(target)
}

/// The theme and the numbering, where styles or headers refer to them.
pub fn theme_and_numbering(
    source: &mut Source<'_>,
    links: &Relationships,
    styles: &Element,
    carried: &mut Vec<Carried>,
) -> Result<(), String> {
    let mut all = styles.to_xml();
    for band in carried.iter().filter(|part| part.relation.is_some()) {
        all.extend_from_slice(&band.bytes);
    }
    let all = String::from_utf8_lossy(&all).into_owned();
    if (all.contains("Theme=") || all.contains("themeColor") || all.contains("schemeClr"))
        && let Some(path) = links.part("theme")
        && let Some(theme) = source.tree(path)?
    {
        let bytes = with_links(source, path, "theme/theme1.xml", theme, carried)?;
        let media = "application/vnd.openxmlformats-officedocument.theme+xml".to_owned();
        let relation = Some(("rIdTemplateTheme".to_owned(), "theme"));
        let path = "word/theme/theme1.xml".to_owned();
        carried.push(Carried { path, bytes, media, relation });
    }
    if all.contains("<w:numId ")
        && let Some(path) = links.part("numbering")
        && let Some(numbering) = source.tree(path)?
    {
        let mut numbering = only_word(numbering);
        drop_all(&mut numbering, &["w:numPicBullet", "w:lvlPicBulletId"]);
        let bytes = numbering.to_xml();
        let media = format!("{WORD}.numbering+xml");
        let relation = Some(("rIdTemplateNumbering".to_owned(), "numbering"));
        carried.push(Carried { path: "word/numbering.xml".into(), bytes, media, relation });
    }
    Ok(())
}

/// The fonts of a table of fonts, none embedded.
pub fn fonts(table: Element) -> Vec<Element> {
    let mut table = only_word(table);
    let embedded = [
        "w:embedRegular",
        "w:embedBold",
        "w:embedItalic",
        "w:embedBoldItalic",
        "w:embedSystemFonts",
    ];
    drop_all(&mut table, &embedded);
    table.elements().filter(|font| font.name == "w:font").cloned().collect()
}

/// Without what newer programs add in their own namespaces: it may be ignored, and what
/// names it is not taken over.
pub fn only_word(mut root: Element) -> Element {
    clean(&mut root);
    root.attributes.retain(|(key, _)| !key.starts_with("xmlns") && !key.starts_with("mc:"));
    root.attributes.push(("xmlns:w".into(), TRANSITIONAL.into()));
    root
}

fn clean(element: &mut Element) {
    let foreign = |name: &str| name.split_once(':').is_some_and(|(prefix, _)| prefix != "w");
    element.attributes.retain(|(key, _)| !foreign(key) || key == "xml:space");
    element.retain(|child| child.name.starts_with("w:"));
    element.elements_mut().for_each(clean);
}

/// Without what the part itself says may be ignored: then nothing has to be known of it.
fn ignore(element: &mut Element, prefixes: &[&str]) {
    let may =
        |name: &str| name.split_once(':').is_some_and(|(before, _)| prefixes.contains(&before));
    element.attributes.retain(|(key, _)| !may(key));
    element.retain(|child| !may(&child.name));
    element.elements_mut().for_each(|child| ignore(child, prefixes));
}

fn drop_all(element: &mut Element, names: &[&str]) {
    element.retain(|child| !names.contains(&child.name.as_str()));
    element.elements_mut().for_each(|child| drop_all(child, names));
}
