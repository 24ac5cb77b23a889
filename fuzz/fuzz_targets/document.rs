//! Any Word file or page, as far as the findings and the marked places: nothing that can be
//! opened may stop the reader, and every place has its words.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::input::{Input, understand};
use nianbao_fuzz::model::Forms;
use nianbao_fuzz::reader::{self, OpenOptions};
use nianbao_fuzz::rules;

fuzz_target!(init: nianbao_fuzz::stop_at_our_own_panics(), |data: &[u8]| {
    let Input::File(bytes) = understand(data) else { return };
    let Ok(read) = reader::read(&bytes, &OpenOptions::default()) else { return };
    let Some(layout) = read.layout else { return };
    let mut findings = rules::check(&read.report, &read.origins, &read.sheets, Forms::shipped());
    findings.extend(read.findings);
    layout.tell(&mut findings);
    assert!(findings.iter().all(|finding| finding.place.is_some() == finding.spot.is_some()));
});
