//! A page as a tree, as browsers would build it. html5ever parses; this keeps what is read and
//! stops what grows beyond every page.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::error::Error;
use crate::reader::document::budget::too_much;
use crate::reader::guard::strange;

/// Most nodes of a page; large ones of portals have ten thousand. Each takes some 150 bytes.
const MAX_NODES: usize = 400_000;
/// Elements inside each other; pages of portals reach 40. Trees are walked by recursion.
const MAX_DEPTH: u32 = 400;
/// How much is parsed between two looks at the limits, in bytes: one tag of four letters may
/// bring back all open ones.
const CHUNK: usize = 1 << 10;
/// Attributes that are read, and the longest, in bytes: pictures may be megabytes.
const KEPT: [&str; 15] = [
    "colspan", "rowspan", "name", "property", "content", "type", "start", "value", "style",
    "hidden", "class", "align", "href", "src", "data",
];
const MAX_ATTRIBUTE: usize = 4 << 10;
/// Elements whose text nobody sees.
const SILENT: [&str; 5] = ["script", "style", "template", "noscript", "iframe"];

/// A node of the tree.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// The nodes in it, in order.
    pub children: Vec<usize>,
    parent: Option<usize>,
    depth: u32,
}

/// What a node is.
#[derive(Debug)]
pub enum Data {
    /// An element: its name, and the attributes that are read.
    Element(Rc<QualName>, Vec<(&'static str, String)>),
    /// Text.
    Text(String),
    /// Something without text: the document, a comment.
    Nothing,
}

/// A parsed page; the document is node 0.
#[derive(Debug, Default)]
pub struct Tree {
    /// All nodes.
    pub nodes: Vec<Node>,
}

impl Tree {
    /// Parses a page.
    ///
    /// # Errors
    /// When it nests too deep or holds too much.
    pub fn parse(text: &str) -> Result<Tree, Error> {
        if !tags_are_short(text) {
            return Err(strange("网页里有一个标签太长"));
        }
        let sink = Sink::default();
        sink.add(Data::Nothing);
        let mut parser = parse_document(sink, ParseOpts::default());
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(CHUNK.min(rest.len())));
            parser.process(StrTendril::from(piece));
            rest = after;
            let sink = &parser.tokenizer.sink.sink;
            if sink.deepest.get() > MAX_DEPTH {
                return Err(strange("网页的层次太深"));
            }
            if sink.tree.borrow().nodes.len() > MAX_NODES {
                let most = MAX_NODES / 10_000;
                return Err(too_much(format_args!("网页里的元素超过 {most} 万个")));
            }
        }
        Ok(parser.finish())
    }

    /// The name of an element; empty for what is none.
    pub fn name(&self, node: usize) -> &str {
        match &self.nodes[node].data {
            Data::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        match &self.nodes[node].data {
            Data::Element(_, attributes) => {
                attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }
}

/// A node while the tree grows.
#[derive(Clone)]
struct Handle {
    id: usize,
    name: Rc<QualName>,
}

#[derive(Default)]
struct Sink {
    tree: RefCell<Tree>,
    deepest: Cell<u32>,
}

impl Sink {
    fn add(&self, data: Data) -> Handle {
        let name = match &data {
            Data::Element(name, _) => Rc::clone(name),
            _ => nameless(),
        };
        let nodes = &mut self.tree.borrow_mut().nodes;
        nodes.push(Node { data, children: Vec::new(), parent: None, depth: 0 });
        Handle { id: nodes.len() - 1, name }
    }

    fn detach(&self, id: usize) {
        let nodes = &mut self.tree.borrow_mut().nodes;
        if let Some(parent) = nodes[id].parent.take() {
            let children = &mut nodes[parent].children;
            // What is moved stands near the end.
            if let Some(at) = children.iter().rposition(|child| *child == id) {
                children.remove(at);
            }
        }
    }

    /// Puts something into a parent, before one of its children or at the end.
    fn put(&self, parent: usize, before: Option<usize>, child: NodeOrText<Handle>) {
        let text = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.id);
                return self.link(parent, before, node.id);
            }
            NodeOrText::AppendText(text) => text,
        };
        {
            let nodes = &mut self.tree.borrow_mut().nodes;
            if let Data::Element(name, _) = &nodes[parent].data
                && SILENT.contains(&&*name.local)
            {
                return;
            }
            let children = &nodes[parent].children;
            let end = before.and_then(|before| children.iter().rposition(|one| *one == before));
            let last = children[..end.unwrap_or(children.len())].last().copied();
            if let Some(last) = last
                && let Data::Text(own) = &mut nodes[last].data
            {
                return own.push_str(&text);
            }
        }
        let node = self.add(Data::Text(text.to_string()));
        self.link(parent, before, node.id);
    }

    fn link(&self, parent: usize, before: Option<usize>, id: usize) {
        let nodes = &mut self.tree.borrow_mut().nodes;
        let depth = nodes[parent].depth + 1;
        nodes[id].parent = Some(parent);
        nodes[id].depth = depth;
        let children = &mut nodes[parent].children;
        let at = before.and_then(|before| children.iter().rposition(|one| *one == before));
        children.insert(at.unwrap_or(children.len()), id);
        self.deepest.set(self.deepest.get().max(depth));
    }
}

/// Whether no tag has more attributes than any page gives one: each is compared with those
/// before it.
fn tags_are_short(text: &str) -> bool {
    /// Buttons of frameworks have some dozen.
    const MOST: usize = 1_000;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'<', &bytes[at..]) {
        at += start + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        // The text of scripts holds no tags.
        let name = &bytes[at..bytes.len().min(at + 6)];
        let is_script = name.eq_ignore_ascii_case(b"script");
        let (mut gaps, mut quote, mut before) = (0, None, b' ');
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match quote {
                Some(mark) if byte == mark => quote = None,
                Some(_) => continue,
                None if byte == b'>' => break,
                None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
                None => {
                    let is_gap = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
                    gaps += usize::from(is_gap(byte) && !is_gap(before));
                    if gaps > MOST {
                        return false;
                    }
                }
            }
            if !byte.is_ascii_whitespace() || before != b'=' {
                before = byte;
            }
        }
        if is_script {
            let end = memchr::memmem::find(&bytes[at..], b"</");
            at += end.unwrap_or(0);
        }
    }
    true
}

/// What is no element has no name.
fn nameless() -> Rc<QualName> {
    Rc::new(QualName::new(None, html5ever::ns!(), html5ever::local_name!("")))
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: 0, name: nameless() }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        let mut kept = Vec::new();
        for attribute in attributes {
            let known = KEPT.iter().find(|name| ***name == *attribute.name.local);
            if let Some(name) = known {
                let value: &str = &attribute.value;
                kept.push((*name, value[..value.floor_char_boundary(MAX_ATTRIBUTE)].to_owned()));
            }
        }
        self.add(Data::Element(Rc::new(name), kept))
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.add(Data::Nothing)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.add(Data::Nothing)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        before: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let parent = self.tree.borrow().nodes[element.id].parent;
        match parent {
            Some(parent) => self.put(parent, Some(element.id), child),
            None => self.put(before.id, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.tree.borrow().nodes[sibling.id].parent;
        if let Some(parent) = parent {
            self.put(parent, Some(sibling.id), child);
        }
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        let children = std::mem::take(&mut self.tree.borrow_mut().nodes[node.id].children);
        for child in children {
            self.link(parent.id, None, child);
        }
    }
}
