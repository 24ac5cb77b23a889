//! A small tree of an XML document, built with suspicion: no DTD, no entity but the five of
//! XML, no processing instruction, no unbound prefix, no character that XML forbids, and
//! only so much of everything.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};

/// Attributes of one element, declarations of namespaces among them.
const MOST_ATTRIBUTES: usize = 64;
/// Characters of a document that a sentence repeats.
const MOST_SHOWN: usize = 40;

/// Enough of a text to recognise it by, for messages.
pub fn short(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// How much of a document is taken.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the document.
    pub bytes: usize,
    /// Elements inside each other.
    pub depth: usize,
    /// Elements altogether.
    pub elements: usize,
}

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its namespace; empty for none.
    pub namespace: String,
    /// Its name without prefix.
    pub name: String,
    /// Its attributes without the declarations of namespaces.
    pub attributes: Vec<Attribute>,
    /// The elements in it.
    pub children: Vec<Element>,
    /// The text directly in it, put together.
    pub text: String,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its namespace; empty for none.
    pub namespace: String,
    /// Its name without prefix.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Element {
    /// An attribute without namespace.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attribute_in("", name)
    }

    /// An attribute of a namespace.
    pub fn attribute_in(&self, namespace: &str, name: &str) -> Option<&str> {
        let is_it = |a: &&Attribute| a.namespace == namespace && a.name == name;
        self.attributes.iter().find(is_it).map(|attribute| attribute.value.as_str())
    }

    /// Whether it is this element.
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    /// The children of this name, in order.
    pub fn children<'e>(
        &'e self,
        namespace: &str,
        name: &str,
    ) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.is(namespace, name))
    }
}

/// Parses a document. Elements of the namespace `skipped` are checked and left out with all
/// that is in them.
///
/// # Errors
/// What is wrong with it, as the rest of a Chinese sentence.
pub fn parse(bytes: &[u8], limits: Limits, skipped: Option<&str>) -> Result<Element, String> {
    if bytes.len() > limits.bytes {
        return Err(format!("超过 {} MB", limits.bytes >> 20));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| "编码不是 UTF-8".to_owned())?;
    if let Some(c) = text.chars().find(|c| !is_allowed(*c)) {
        return Err(format!("含有 XML 不允许的字符 U+{:04X}", c as u32));
    }
    let mut reader = NsReader::from_str(text);
    let mut builder = Builder { limits, skipped, ..Builder::default() };
    loop {
        let event = reader.read_event().map_err(|error| format!("格式有误（{error}）"))?;
        match event {
            Event::Start(tag) => builder.open(element(&reader, &tag)?)?,
            Event::Empty(tag) => {
                builder.open(element(&reader, &tag)?)?;
                builder.close();
            }
            Event::End(_) => builder.close(),
            Event::Text(text) => builder.text(&text.xml10_content())?,
            Event::CData(text) => builder.text(&text.xml10_content())?,
            Event::GeneralRef(entity) => {
                let character = entity
                    .resolve_char_ref()
                    .map_err(|_| format!("含有 XML 不允许的字符引用“&{};”", &*entity))?;
                match (character, resolve_predefined_entity(&entity)) {
                    (Some(c), _) if is_allowed(c) => builder.text(c.encode_utf8(&mut [0; 4]))?,
                    (Some(c), _) => {
                        return Err(format!("含有 XML 不允许的字符 U+{:04X}", c as u32));
                    }
                    (None, Some(text)) => builder.text(text)?,
                    (None, None) => return Err(format!("引用了实体“{}”", &*entity)),
                }
            }
            Event::DocType(_) => return Err("含有文档类型定义（DTD）".to_owned()),
            Event::PI(_) => return Err("含有处理指令".to_owned()),
            Event::Decl(declaration) => builder.declaration(&declaration)?,
            Event::Comment(_) => builder.seen = true,
            Event::Eof => return builder.finish(),
        }
    }
}

/// What XML 1.0 allows (clause 2.2).
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

fn element(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Result<Element, String> {
    let (resolved, name) = reader.resolver().resolve_element(tag.name());
    let mut element = Element {
        namespace: namespace(&resolved)?,
        name: name.into_inner().to_owned(),
        attributes: Vec::new(),
        children: Vec::new(),
        text: String::new(),
    };
    for (index, attribute) in tag.attributes().enumerate() {
        // Each is compared with those before it.
        if index >= MOST_ATTRIBUTES {
            return Err(format!("{} 的属性超过 {MOST_ATTRIBUTES} 个", short(&element.name)));
        }
        let attribute = attribute.map_err(|error| format!("属性有误（{error}）"))?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| format!("属性有误（{error}）"))?;
        if let Some(c) = value.chars().find(|c| !is_allowed(*c)) {
            return Err(format!("含有 XML 不允许的字符 U+{:04X}", c as u32));
        }
        let (resolved, name) = reader.resolver().resolve_attribute(attribute.key);
        let attribute = Attribute {
            namespace: namespace(&resolved)?,
            name: name.into_inner().to_owned(),
            value: value.into_owned(),
        };
        if element.attribute_in(&attribute.namespace, &attribute.name).is_some() {
            return Err(format!("属性 {} 重复", attribute.name));
        }
        element.attributes.push(attribute);
    }
    Ok(element)
}

fn namespace(resolved: &ResolveResult<'_>) -> Result<String, String> {
    match resolved {
        ResolveResult::Bound(namespace) => Ok(namespace.0.to_owned()),
        ResolveResult::Unbound => Ok(String::new()),
        ResolveResult::Unknown(prefix) => Err(format!("前缀 {prefix} 没有声明")),
    }
}

/// The tree as far as it has grown.
struct Builder<'l> {
    limits: Limits,
    skipped: Option<&'l str>,
    /// Open elements, the root first.
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    /// Whether anything stood before, so that a declaration comes too late.
    seen: bool,
}

impl Default for Builder<'_> {
    fn default() -> Self {
        let limits = Limits { bytes: 0, depth: 0, elements: 0 };
        Builder { limits, skipped: None, open: Vec::new(), root: None, elements: 0, seen: false }
    }
}

impl Builder<'_> {
    fn declaration(&mut self, declaration: &BytesDecl<'_>) -> Result<(), String> {
        let encoding = declaration.encoding().transpose().map_err(|error| error.to_string())?;
        let is_utf8 = encoding.is_none_or(|name| name.eq_ignore_ascii_case("UTF-8"));
        let version = declaration.version().map_err(|error| error.to_string())?;
        if std::mem::replace(&mut self.seen, true) || !is_utf8 || &*version != "1.0" {
            return Err("开头的 XML 声明有误，应为 version=\"1.0\" encoding=\"UTF-8\"".to_owned());
        }
        Ok(())
    }

    fn open(&mut self, element: Element) -> Result<(), String> {
        self.seen = true;
        self.elements += 1;
        if self.elements > self.limits.elements {
            return Err(format!("元素超过 {} 个", self.limits.elements));
        }
        if self.open.len() >= self.limits.depth {
            return Err(format!("元素套了 {} 层以上", self.limits.depth));
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err("有两个根元素".to_owned());
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(_) if self.skipped == Some(element.namespace.as_str()) => {}
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim_ascii().is_empty() => {}
            None => return Err("根元素之外有文字".to_owned()),
        }
        self.seen = true;
        Ok(())
    }

    fn finish(self) -> Result<Element, String> {
        match (self.open.last(), self.root) {
            (Some(open), _) => Err(format!("内容不完整，{} 没有结束", open.name)),
            (None, Some(root)) => Ok(root),
            (None, None) => Err("没有内容".to_owned()),
        }
    }
}
