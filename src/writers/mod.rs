//! Publication to files. Every writer is a pure function to bytes: no clock, no locale, no
//! system fonts, no order of a map.

pub mod docx;
pub mod html;
pub mod mapping;
pub mod ofd;
pub mod pdf;
pub mod poster;
pub mod workbook;
