//! When a file has fully arrived: it looks the same twice, can be opened, and has its end.

use super::load::refuse_device;
use super::plan::Item;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file without its end is waited for during so many looks: copying may stall. Then it is
/// taken as it is, so that somebody is told of it.
const PATIENCE: u32 = 30;

/// What could not be done now is tried again after so many looks, then after twice as many,
/// and at the latest after [`LONGEST_WAIT`].
const FIRST_WAIT: u32 = 5;
const LONGEST_WAIT: u32 = 640;

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, PartialEq)]
struct Stamp {
    size: u64,
    changed: Option<SystemTime>,
    /// Number and time of the entry, where the system tells: a file that takes the place of
    /// another may be as long and as old.
    entry: (u64, i64, i64),
}

impl Stamp {
    fn of(path: &Path) -> Option<Stamp> {
        let about = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        let entry = {
            use std::os::unix::fs::MetadataExt;
            (about.ino(), about.ctime(), about.ctime_nsec())
        };
        #[cfg(not(unix))]
        let entry = (0, 0, 0);
        Some(Stamp { size: about.len(), changed: about.modified().ok(), entry })
    }
}

/// What became of a file that was handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing more is to be done until it changes.
    Done,
    /// It may go better later.
    Again,
    /// It did not have its turn.
    Untouched,
}

/// A file as it was last seen.
struct Seen {
    stamp: Stamp,
    /// How often it has looked the same since.
    calm: u32,
    is_done: bool,
    /// Looks to wait before the next try, and how long the wait was.
    wait: (u32, u32),
}

/// All files that have been seen and are still there.
#[derive(Default)]
pub struct Arrivals {
    seen: BTreeMap<PathBuf, Seen>,
}

impl Arrivals {
    /// Looks at what is there and gives what is ready to be converted.
    pub fn look(&mut self, items: Vec<Item>) -> Vec<Item> {
        let mut before = std::mem::take(&mut self.seen);
        let mut ready = Vec::new();
        for item in items {
            // Gone since it was listed: it is new when it comes back.
            let Some(stamp) = Stamp::of(&item.workbook) else { continue };
            let seen = match before.remove(&item.workbook) {
                Some(seen) if seen.stamp == stamp => {
                    let wait = (seen.wait.0.saturating_sub(1), seen.wait.1);
                    Seen { calm: seen.calm.saturating_add(1), wait, ..seen }
                }
                _ => Seen { stamp, calm: 0, is_done: false, wait: (0, 0) },
            };
            let is_due = seen.calm > 0 && !seen.is_done && seen.wait.0 == 0;
            let is_ready = is_due && (seen.calm > PATIENCE || has_arrived(&item.workbook));
            self.seen.insert(item.workbook.clone(), seen);
            if is_ready {
                ready.push(item);
            }
        }
        ready
    }

    /// Remembers what became of a file.
    pub fn settle(&mut self, workbook: &Path, verdict: Verdict) {
        let Some(seen) = self.seen.get_mut(workbook) else { return };
        match verdict {
            Verdict::Done => seen.is_done = true,
            Verdict::Again => {
                let wait = (seen.wait.1 * 2).clamp(FIRST_WAIT, LONGEST_WAIT);
                seen.wait = (wait, wait);
            }
            Verdict::Untouched => {}
        }
    }
}

/// Whether a file can be opened and, where its format tells, has its end.
fn has_arrived(path: &Path) -> bool {
    if refuse_device(path).is_err() {
        // It is not opened: who reads it says why.
        return true;
    }
    let look = || -> std::io::Result<bool> {
        let mut file = File::open(path)?;
        let mut start = [0; 4];
        if file.read_exact(&mut start).is_err() {
            return Ok(false);
        }
        if start != *b"PK\x03\x04" {
            return Ok(true);
        }
        // The directory of a ZIP file is its end: 22 bytes and a comment.
        let size = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(size.saturating_sub(22 + 0xffff)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        let is_end = |end: &[u8]| {
            let comment = usize::from(u16::from_le_bytes([end[20], end[21]]));
            end.starts_with(b"PK\x05\x06") && comment == end.len() - 22
        };
        Ok((22..=tail.len()).any(|length| is_end(&tail[tail.len() - length..])))
    };
    look().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &[u8] = include_bytes!("../../templates/example-2021.xlsx");

    struct Place(tempfile::TempDir);

    impl Place {
        fn put(&self, bytes: &[u8]) {
            std::fs::write(self.path(), bytes).unwrap();
        }

        fn path(&self) -> PathBuf {
            self.0.path().join("a.xlsx")
        }

        fn look(&self, arrivals: &mut Arrivals) -> usize {
            let item =
                Item { workbook: self.path(), name: "a".into(), stem: "a".into(), hindrance: None };
            arrivals.look(vec![item]).len()
        }
    }

    fn place() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    #[test]
    fn a_file_that_grows_is_waited_for() {
        let (place, mut arrivals) = (place(), Arrivals::default());
        assert_eq!(place.look(&mut arrivals), 0);
        for end in [0, 1, 4, 5000, EXAMPLE.len() - 1] {
            place.put(&EXAMPLE[..end]);
            for _ in 0..5 {
                assert_eq!(place.look(&mut arrivals), 0, "{end}");
            }
        }
        place.put(EXAMPLE);
        assert_eq!(place.look(&mut arrivals), 0, "seen once");
        assert_eq!(place.look(&mut arrivals), 1);
        arrivals.settle(&place.path(), Verdict::Done);
        assert_eq!(place.look(&mut arrivals), 0, "done");
        place.put(&EXAMPLE[..1000]);
        place.put(EXAMPLE);
        place.look(&mut arrivals);
        assert_eq!(place.look(&mut arrivals), 1, "changed");
    }

    #[test]
    fn what_never_gets_its_end_is_told_of_in_the_end() {
        let (place, mut arrivals) = (place(), Arrivals::default());
        place.put(&EXAMPLE[..1000]);
        let looks = (0..100).take_while(|_| place.look(&mut arrivals) == 0).count();
        assert_eq!(looks as u32, PATIENCE + 1);
    }

    #[test]
    fn what_failed_is_tried_again_after_longer_and_longer_waits() {
        let (place, mut arrivals) = (place(), Arrivals::default());
        place.put(b"no zip");
        let mut tries = Vec::new();
        for look in 0..200 {
            if place.look(&mut arrivals) == 1 {
                tries.push(look);
                arrivals.settle(&place.path(), Verdict::Again);
            }
        }
        assert_eq!(tries, [1, 6, 16, 36, 76, 156]);
    }

    #[test]
    fn what_did_not_have_its_turn_is_ready_again() {
        let (place, mut arrivals) = (place(), Arrivals::default());
        place.put(EXAMPLE);
        place.look(&mut arrivals);
        assert_eq!(place.look(&mut arrivals), 1);
        arrivals.settle(&place.path(), Verdict::Untouched);
        assert_eq!(place.look(&mut arrivals), 1);
    }
}
