//! Any bytes, or any cells, as far as the findings: nothing that can be opened may stop the
//! reader or a rule.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::input::{Input, understand};
use nianbao_fuzz::model::Forms;
use nianbao_fuzz::reader::{self, OpenOptions};
use nianbao_fuzz::rules;

fuzz_target!(init: nianbao_fuzz::stop_at_our_own_panics(), |data: &[u8]| {
    let read = match understand(data) {
        Input::File(bytes) => reader::read(&bytes, &OpenOptions::default()),
        Input::Grid(book) => reader::from_book(&book, Forms::shipped()),
    };
    let Ok(read) = read else { return };
    assert!(read.report.sections.iter().map(|section| section.number).eq(1..=6));
    rules::check(&read.report, &read.origins, &read.sheets, Forms::shipped());
});
