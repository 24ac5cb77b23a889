//! A run spread over several machines: each does the workbooks whose names fall to it.

use sha2::{Digest, Sha256};

/// One part of a run that is spread over several machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1.
    pub number: u64,
    /// Of how many.
    pub count: u64,
}

impl Shard {
    /// Whether it does the workbook with these outputs: told by the name alone, so that a
    /// workbook more or less moves no other.
    pub(super) fn holds(self, name: &str) -> bool {
        let digest = Sha256::digest(name.as_bytes());
        let number = digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        number % self.count == self.number - 1
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let parse = || {
            let (number, count) = text.split_once('/')?;
            let (number, count) = (number.parse().ok()?, count.parse().ok()?);
            (1..=count).contains(&number).then_some(Shard { number, count })
        };
        parse().ok_or_else(|| "应写成 1/4 这样：第几份/共几份".to_owned())
    }
}
