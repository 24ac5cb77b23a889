//! Publication to files. Every writer is a pure function to bytes: no clock, no locale, no
//! system fonts, no order of a map.

pub mod archive;
pub mod docx;
pub mod feed;
pub mod html;
pub mod mapping;
pub mod mark;
pub mod pdf;
pub mod save;
pub mod workbook;
pub mod xml;
