//! XML: a printer, trees, a checked token stream, and edits that leave the rest untouched.

pub mod element;
pub mod markup;
pub mod patch;
pub mod printer;
pub mod tokens;
pub mod tree;
