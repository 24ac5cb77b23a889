//! Any bytes, as far as the grid: what they are, whether they are safe, what is in the cells.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::input::{Input, understand};
use nianbao_fuzz::reader::OpenOptions;
use nianbao_fuzz::reader::open::{self, Opened};

fuzz_target!(init: nianbao_fuzz::stop_at_our_own_panics(), |data: &[u8]| {
    let Input::File(bytes) = understand(data) else { return };
    if let Ok(opened) = open::open(&bytes, &OpenOptions::default()) {
        within_limits(&opened);
        open::findings(&opened.notes);
    }
});

/// What the guard promises to the rest of the reader.
fn within_limits(opened: &Opened) {
    let sheets = &opened.book.sheets;
    assert!(sheets.len() <= 256);
    assert!(sheets.iter().map(|sheet| sheet.cells.len()).sum::<usize>() <= 300_000);
    for sheet in sheets {
        let corners = sheet.merges.iter().flat_map(|area| [area.first, area.last]);
        let positions = sheet.cells.keys().copied().chain(corners);
        assert!(positions.into_iter().all(|(row, column)| row < 10_000 && column < 1_000));
    }
}
