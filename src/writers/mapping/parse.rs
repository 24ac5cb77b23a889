//! A mapping out of its TOML file; whatever is wrong is told with its line.

use super::name::{is_part_of_file_names, is_plain, split};
use super::path::{Collection, Here, Inside, Path};
use super::{Blank, Element, From, Holds, Mapping, Piece, Source};
use crate::model::Forms;
use crate::text::by_hand;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Elements inside each other.
const MOST_DEPTH: usize = 30;
/// Keys of an element, and of an attribute that is more than a text.
const ELEMENT: [&str; 12] = [
    "name",
    "attributes",
    "each",
    "element",
    "from",
    "text",
    "map",
    "date",
    "default",
    "required",
    "blank",
    "note",
];
const ATTRIBUTE: [&str; 5] = ["from", "text", "map", "date", "default"];

type Value<'i> = Spanned<DeValue<'i>>;
/// What is wrong, and where.
type Wrong = (Range<usize>, String);

/// The mapping that a text states; `named` if it does not say its name.
///
/// # Errors
/// `第 3 行：…`
pub fn parse(text: &str, named: &str, forms: Forms) -> Result<Mapping, String> {
    let told = |(span, what): Wrong| format!("第 {} 行：{what}", by_hand::line(text, span.start));
    let table = DeTable::parse(text).map_err(|error| {
        let what = "TOML 的写法有误（引号、括号、等号是否成对，键是否重复，中文的键是否加了引号）";
        told((error.span().unwrap_or(0..0), what.to_owned()))
    })?;
    mapping(&table, named, forms).map_err(told)
}

fn mapping(table: &Spanned<DeTable<'_>>, named: &str, forms: Forms) -> Result<Mapping, Wrong> {
    let keys = Keys { table: table.get_ref(), span: 0..0 };
    keys.only(&["name", "title", "namespaces", "root"])?;
    keys.text("title")?;
    let name = keys.text("name")?.map_or_else(|| named.to_owned(), |(name, _)| name);
    if !is_part_of_file_names(&name) {
        let what = format!("name“{name}”要用在文件名里，只能有文字、数字、“-”和“_”，不超过 40 字");
        return Err((keys.span_of("name"), what));
    }
    let mut namespaces = BTreeMap::new();
    if let Some(value) = keys.get("namespaces") {
        for (prefix, value) in sorted(as_table(value, "namespaces")?) {
            let namespace = as_text(value, "命名空间")?;
            let is_prefix = prefix.get_ref().is_empty() || is_plain(prefix.get_ref());
            if !is_prefix || prefix.get_ref().to_ascii_lowercase().starts_with("xml") {
                return Err((prefix.span(), format!("“{}”不能作前缀", prefix.get_ref())));
            }
            if namespace.trim().is_empty() {
                return Err((value.span(), "命名空间是空的".into()));
            }
            namespaces.insert(prefix.get_ref().to_string(), namespace.to_owned());
        }
    }
    let Some(root) = keys.get("root") else {
        return Err((0..0, "没有 [root]：根元素".into()));
    };
    let reader = Reader { namespaces: &namespaces };
    let root_element = reader.element(root, Here { inside: Inside::Report, forms }, 0)?;
    if root_element.each.is_some() {
        return Err((root.span(), "根元素只有一个，不能写 each".into()));
    }
    Ok(Mapping { name, namespaces, root: root_element })
}

struct Reader<'n> {
    namespaces: &'n BTreeMap<String, String>,
}

impl Reader<'_> {
    fn element(&self, value: &Value<'_>, here: Here, depth: usize) -> Result<Element, Wrong> {
        let keys = Keys { table: as_table(value, "元素")?, span: value.span() };
        if depth > MOST_DEPTH {
            return Err((value.span(), format!("元素套了 {MOST_DEPTH} 层以上")));
        }
        keys.only(&ELEMENT)?;
        keys.text("note")?;
        let Some((name, name_span)) = keys.text("name")? else {
            return Err((value.span(), "这个元素没有 name".into()));
        };
        self.check_name(&name, name_span, false)?;
        let (each, here) = match keys.text("each")? {
            None => (None, here),
            Some((typed, span)) => {
                let (each, inside) =
                    Collection::parse(&typed, here).map_err(|what| (span, what))?;
                (Some(each), Here { inside, ..here })
            }
        };
        let mut attributes = Vec::new();
        if let Some(value) = keys.get("attributes") {
            for (name, value) in sorted(as_table(value, "attributes")?) {
                self.check_name(name.get_ref(), name.span(), true)?;
                attributes.push((name.get_ref().to_string(), attribute(value, here)?));
            }
        }
        let holds = match keys.get("element") {
            Some(elements) => {
                if let Some(other) = ["from", "text", "map", "date", "default"]
                    .into_iter()
                    .find(|key| keys.get(key).is_some())
                {
                    let what = format!("有下级元素的，不能再写 {other}");
                    return Err((keys.span_of(other), what));
                }
                let Some(list) = elements.get_ref().as_array() else {
                    let what = "element 应写成 [[….element]]，可以有多个";
                    return Err((elements.span(), what.into()));
                };
                let element = |value| self.element(value, here, depth + 1);
                Holds::Elements(list.iter().map(element).collect::<Result<_, _>>()?)
            }
            None => source(&keys, here)?.map_or(Holds::Nothing, Holds::Text),
        };
        let blank = match keys.text("blank")? {
            None => Blank::Omit,
            Some((typed, span)) => match typed.as_str() {
                "omit" => Blank::Omit,
                "empty" => Blank::Empty,
                "nil" => Blank::Nil,
                other => {
                    let what = format!("blank 不能写“{other}”，可以写 omit、empty 或 nil");
                    return Err((span, what));
                }
            },
        };
        let required = match keys.get("required") {
            None => false,
            Some(value) => value
                .get_ref()
                .as_bool()
                .ok_or_else(|| (value.span(), "required 应为 true 或 false".to_owned()))?,
        };
        if required && holds == Holds::Nothing {
            let what = "写了 required，却没有 from、text 或下级元素";
            return Err((keys.span_of("required"), what.into()));
        }
        Ok(Element { name, attributes, each, holds, blank, required })
    }

    /// A name that XML takes, its prefix declared.
    fn check_name(&self, name: &str, span: Range<usize>, attribute: bool) -> Result<(), Wrong> {
        let (prefix, local) = split(name);
        let has_prefix = name.contains(':');
        let is_name = is_plain(local) && (!has_prefix || is_plain(prefix));
        if !is_name {
            return Err((span, format!("“{name}”不能作 XML 的名称")));
        }
        if attribute && (name == "xmlns" || prefix == "xmlns") {
            return Err((span, "命名空间写在 [namespaces] 里".into()));
        }
        let is_known = !has_prefix
            || self.namespaces.contains_key(prefix)
            || (attribute && matches!(name, "xml:lang" | "xml:space" | "xml:id"));
        if !is_known {
            return Err((span, format!("前缀“{prefix}”没有写在 [namespaces] 里")));
        }
        Ok(())
    }
}

/// An attribute: a text, or a table like an element's.
fn attribute(value: &Value<'_>, here: Here) -> Result<Source, Wrong> {
    if let Some(text) = value.get_ref().as_str() {
        return plain(pieces(text, value.span(), here)?);
    }
    let keys = Keys { table: as_table(value, "属性")?, span: value.span() };
    keys.only(&ATTRIBUTE)?;
    source(&keys, here)?.ok_or_else(|| (value.span(), "属性没有 from 或 text".to_owned()))
}

fn plain(pieces: Vec<Piece>) -> Result<Source, Wrong> {
    Ok(Source { from: From::Pieces(pieces), words: BTreeMap::new(), date: None, default: None })
}

/// Where a text comes from, if the keys say so.
fn source(keys: &Keys<'_, '_>, here: Here) -> Result<Option<Source>, Wrong> {
    let from = match (keys.get("from"), keys.text("text")?) {
        (Some(_), Some((_, span))) => return Err((span, "from 和 text 只能写一个".into())),
        (Some(value), None) => From::Paths(paths(value, here)?),
        (None, Some((text, span))) => From::Pieces(pieces(&text, span, here)?),
        (None, None) => {
            let other = ["map", "date", "default"].into_iter().find(|key| keys.get(key).is_some());
            return match other {
                Some(other) => Err((keys.span_of(other), format!("写了 {other}，却没有 from"))),
                None => Ok(None),
            };
        }
    };
    let date = keys.text("date")?;
    if let Some((_, span)) = &date {
        let is_date = match &from {
            From::Paths(paths) => paths.iter().all(Path::is_date),
            From::Pieces(_) => false,
        };
        if !is_date {
            let what = "date 只能用于 from = \"dateProduced\" 或 \"datePublished\"";
            return Err((span.clone(), what.into()));
        }
    }
    let mut words = BTreeMap::new();
    if let Some(value) = keys.get("map") {
        for (ours, theirs) in sorted(as_table(value, "map")?) {
            words.insert(ours.get_ref().to_string(), as_text(theirs, "map 的内容")?.to_owned());
        }
    }
    let default = keys.text("default")?.map(|(text, _)| text);
    Ok(Some(Source { from, words, date: date.map(|(text, _)| text), default }))
}

fn paths(value: &Value<'_>, here: Here) -> Result<Vec<Path>, Wrong> {
    let one = |value: &Value<'_>| {
        Path::parse(as_text(value, "from")?, here).map_err(|what| (value.span(), what))
    };
    match value.get_ref().as_array() {
        Some(list) if list.is_empty() => Err((value.span(), "from 是空的".into())),
        Some(list) => list.iter().map(one).collect(),
        None => Ok(vec![one(value)?]),
    }
}

/// A text with `{path}` in it; `{{` and `}}` are braces.
fn pieces(text: &str, span: Range<usize>, here: Here) -> Result<Vec<Piece>, Wrong> {
    let wrong = |what: &str| (span.clone(), format!("“{text}”里{what}"));
    let (mut pieces, mut plain, mut rest) = (Vec::new(), String::new(), text);
    while let Some(at) = rest.find(['{', '}']) {
        plain.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            plain.push_str(brace);
            rest = after;
            continue;
        }
        let end = rest.find('}').filter(|_| brace == "{");
        let end = end.ok_or_else(|| wrong("花括号不成对；要写花括号本身，请写两个"))?;
        let path = Path::parse(rest[..end].trim(), here).map_err(|what| (span.clone(), what))?;
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(Piece::Path(path));
        rest = &rest[end + 1..];
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

/// A table whose keys are looked at.
struct Keys<'t, 'i> {
    table: &'t DeTable<'i>,
    span: Range<usize>,
}

impl<'t, 'i> Keys<'t, 'i> {
    fn entry(&self, key: &str) -> Option<(Range<usize>, &'t Value<'i>)> {
        let mut entries = self.table.iter();
        entries.find(|(name, _)| name.get_ref() == key).map(|(name, value)| (name.span(), value))
    }

    fn get(&self, key: &str) -> Option<&'t Value<'i>> {
        self.entry(key).map(|(_, value)| value)
    }

    fn span_of(&self, key: &str) -> Range<usize> {
        self.entry(key).map_or_else(|| self.span.clone(), |(span, _)| span)
    }

    fn text(&self, key: &str) -> Result<Option<(String, Range<usize>)>, Wrong> {
        let Some(value) = self.get(key) else { return Ok(None) };
        Ok(Some((as_text(value, key)?.to_owned(), value.span())))
    }

    fn only(&self, known: &[&str]) -> Result<(), Wrong> {
        match sorted(self.table).into_iter().find(|(key, _)| !known.contains(&&**key.get_ref())) {
            Some((key, _)) => {
                let what = format!("不认识“{}”，这里可以写 {}", key.get_ref(), known.join("、"));
                Err((key.span(), what))
            }
            None => Ok(()),
        }
    }
}

/// Keys in the order of the file.
fn sorted<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<toml::de::DeString<'i>>, &'t Value<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn as_text<'t>(value: &'t Value<'_>, what: &str) -> Result<&'t str, Wrong> {
    let text = value.get_ref().as_str();
    text.ok_or_else(|| (value.span(), format!("{what} 应是文字，要用引号")))
}

fn as_table<'t, 'i>(value: &'t Value<'i>, what: &str) -> Result<&'t DeTable<'i>, Wrong> {
    let table = value.get_ref().as_table();
    table.ok_or_else(|| (value.span(), format!("{what} 应是一张表")))
}
