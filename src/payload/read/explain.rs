//! Errors of the XML parser, as the rest of a Chinese sentence.

use super::element::excerpt;
use crate::formats::xml::parse::ParseError;

/// What is wrong with a document.
pub fn explain(error: &ParseError) -> String {
    match error {
        ParseError::Bytes(limit) => format!("超过 {} MB", limit >> 20),
        ParseError::Encoding => "编码不是 UTF-8".into(),
        ParseError::Character(c) => format!("含有 XML 不允许的字符 U+{:04X}", *c as u32),
        ParseError::Reference(raw) => format!("含有 XML 不允许的字符引用“&{raw};”"),
        ParseError::Entity(name) => format!("引用了实体“{name}”"),
        ParseError::Cut => "内容不完整，最后一个标记没有写完".into(),
        ParseError::Crossed(open, found) => {
            format!("{} 还没有结束，却有 {} 的结束标记", excerpt(open), excerpt(found))
        }
        ParseError::NeverOpen(name) => format!("多了 {} 的结束标记", excerpt(name)),
        // The library's words are no clerk's.
        ParseError::Syntax(_) => "格式有误，不是完整的 XML".into(),
        ParseError::Attribute(_) => "有属性写得不对，应如 名称=\"值\"，值里的 < 和 & 须转义".into(),
        ParseError::Attributes(name, limit) => {
            format!("{} 的属性超过 {limit} 个", excerpt(name))
        }
        ParseError::RepeatedAttribute(name) => format!("属性 {name} 重复"),
        ParseError::Prefix(prefix) => format!("前缀 {prefix} 没有声明"),
        ParseError::Grammar => "含有文档类型定义（DTD）".into(),
        ParseError::Instruction => "含有处理指令".into(),
        ParseError::Declaration => {
            "开头的 XML 声明有误，应为 version=\"1.0\" encoding=\"UTF-8\"".into()
        }
        ParseError::Elements(limit) => format!("元素超过 {limit} 个"),
        ParseError::Depth(limit) => format!("元素套了 {limit} 层以上"),
        ParseError::SecondRoot => "有两个根元素".into(),
        ParseError::OutsideText => "根元素之外有文字".into(),
        ParseError::Unfinished(name) => format!("内容不完整，{name} 没有结束"),
        ParseError::Empty => "没有内容".into(),
    }
}
