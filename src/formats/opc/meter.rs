//! Inflates one part of a package and counts.

use crate::reader::guard::limits::{MAX_EVENT, MAX_EVENTS, MAX_INFLATED, MAX_RATIO, RATIO_FLOOR};
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;
use zip::read::ZipFile;

/// A part while it inflates, stopped as soon as it passes a limit.
pub struct Meter<'a> {
    inner: BufReader<Box<dyn Read + 'a>>,
    compressed: u64,
    /// Inflated so far of this part.
    part: u64,
    all: Rc<Totals>,
    /// Since the last tag, text or record began.
    event: u64,
}

/// What all parts of a package took together.
#[derive(Debug, Default)]
pub struct Totals {
    bytes: Cell<u64>,
    events: Cell<u64>,
}

/// Why inflating stopped, for people.
#[derive(Debug)]
pub struct Stop(pub String);

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Stop {}

impl<'a> Meter<'a> {
    /// Starts on a part; `all` is shared by the parts of a package.
    pub fn new<S: Read>(file: ZipFile<'a, S>, all: Rc<Totals>) -> Meter<'a> {
        let compressed = file.compressed_size();
        let inner = BufReader::with_capacity(32 << 10, Box::new(file) as Box<dyn Read + 'a>);
        Meter { inner, compressed, part: 0, all, event: 0 }
    }

    /// A new tag, text or record begins.
    pub fn begin(&mut self) {
        self.event = 0;
        self.all.events.set(self.all.events.get() + 1);
    }

    fn check(&self) -> io::Result<()> {
        let stop = |what: String| Err(io::Error::other(Stop(what)));
        if self.event > MAX_EVENT {
            return stop(format!("有一处内容超过 {} MB", MAX_EVENT >> 20));
        }
        if self.all.bytes.get() > MAX_INFLATED {
            return stop(format!("解压后超过 {} MB", MAX_INFLATED >> 20));
        }
        if self.all.events.get() > MAX_EVENTS {
            return stop(format!("有超过 {} 万个标记", MAX_EVENTS / 10_000));
        }
        if self.part > RATIO_FLOOR && self.part / MAX_RATIO > self.compressed {
            return stop(format!("压缩比超过 {MAX_RATIO} 倍，像是压缩炸弹"));
        }
        Ok(())
    }

    fn count(&mut self, bytes: u64) {
        self.event += bytes;
        self.part += bytes;
        self.all.bytes.set(self.all.bytes.get() + bytes);
    }
}

impl BufRead for Meter<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.count(amount as u64);
        self.inner.consume(amount);
    }
}

impl Read for Meter<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        let count = self.inner.read(buffer)?;
        self.count(count as u64);
        Ok(count)
    }
}
