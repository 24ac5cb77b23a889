//! Inflates one part of a package and counts.

use super::fault::Size;
use super::limits::{MAX_EVENT, MAX_EVENTS, MAX_INFLATED, MAX_RATIO, RATIO_FLOOR};
use quick_xml::encoding::DecodingReader;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

/// A part while it inflates, stopped as soon as it passes a limit.
pub struct Meter<'a> {
    inner: BufReader<Box<dyn Read + 'a>>,
    compressed: u64,
    /// Inflated so far of this part.
    part: u64,
    all: Rc<Totals>,
    /// Since the last tag, text or record began; `None` where the part is read as a whole.
    event: Option<u64>,
}

/// What all parts of a package took together.
#[derive(Debug, Default)]
pub struct Totals {
    bytes: Cell<u64>,
    events: Cell<u64>,
}

impl<'a> Meter<'a> {
    /// Starts on a part that takes `compressed` bytes; `all` is shared by the parts of a
    /// package.
    pub fn new(part: impl Read + 'a, compressed: u64, all: Rc<Totals>) -> Meter<'a> {
        let inner = BufReader::with_capacity(32 << 10, Box::new(part) as Box<dyn Read + 'a>);
        Meter { inner, compressed, part: 0, all, event: Some(0) }
    }

    /// The same, to be read as a whole: no single piece of it can be too long.
    pub fn whole(self) -> Meter<'a> {
        Meter { event: None, ..self }
    }

    /// The same in UTF-8, where its first bytes say that it is in UTF-16.
    pub fn in_utf8(mut self) -> Meter<'a> {
        let is_wide = matches!(
            self.inner.fill_buf(),
            Ok([0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [b'<', 0, ..] | [0, b'<', ..])
        );
        if !is_wide {
            return self;
        }
        let decoded: Box<dyn Read + 'a> = Box::new(DecodingReader::new(self.inner));
        Meter { inner: BufReader::with_capacity(32 << 10, decoded), ..self }
    }

    /// A new tag, text or record begins.
    pub fn begin(&mut self) {
        self.event = Some(0);
        self.all.events.set(self.all.events.get() + 1);
    }

    fn check(&self) -> io::Result<()> {
        let size = if self.event.is_some_and(|event| event > MAX_EVENT) {
            Size::Event
        } else if self.all.bytes.get() > MAX_INFLATED {
            Size::Inflated
        } else if self.all.events.get() > MAX_EVENTS {
            Size::Events
        } else if self.part > RATIO_FLOOR && self.part / MAX_RATIO > self.compressed {
            Size::Ratio
        } else {
            return Ok(());
        };
        Err(io::Error::other(size))
    }

    fn count(&mut self, bytes: u64) {
        self.event = self.event.map(|event| event + bytes);
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
