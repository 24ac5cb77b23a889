//! A number that speaks of figures of the tables.

use super::words::Quantity;

/// A number that speaks of figures of the tables.
#[derive(Debug, Clone)]
pub struct Mention {
    /// What it is called: one name, or several that share the number.
    pub quantities: Vec<&'static Quantity>,
    /// How they share it.
    pub shared: Shared,
    /// The number.
    pub value: i64,
    /// Whose figures is not certain.
    pub is_unclear: bool,
    /// What is printed before the number, since the one before it in its clause.
    pub said: String,
    /// The whole sentence.
    pub sentence: String,
    /// The results named last before it in the sentence, within which it may be a part.
    pub within: Option<&'static Quantity>,
    /// The applicants named last before it, of whom it may be a part.
    pub among: Option<&'static Quantity>,
    /// Where in its sentence: clause, and number unless zero is said without one.
    pub at: (usize, Option<usize>),
}

/// How several names share one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Together: `予以公开和部分公开31件`.
    Sum,
    /// Each has it, of the same requests: `受理并办结6件`.
    Each,
    /// One of them has it: `因本机关不掌握而无法提供2件`.
    Any,
}
