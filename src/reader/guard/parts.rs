//! The sanitized copy of a package, part by part.

use super::damaged;
use crate::error::Error;
use crate::formats::opc::archive::{Packed, archive};

/// Up to this size in bytes the copy is not packed: to set up a compressor for each part
/// takes longer than all the rest of the sanitizing.
const PLAIN_UP_TO: u64 = 4 << 20;

/// The parts so far.
pub struct Parts {
    packed: Vec<Packed>,
    is_plain: bool,
}

impl Parts {
    /// The copy of a package that says it inflates to so many bytes.
    pub fn new(declared: u64) -> Parts {
        Parts { packed: Vec::new(), is_plain: declared <= PLAIN_UP_TO }
    }

    /// Adds a part.
    pub fn add(&mut self, name: &str, content: &[u8]) -> Result<(), Error> {
        self.packed.push(match self.is_plain {
            true => Packed::stored(name, content),
            // Lightly packed, so that large sheets stay small.
            false => Packed::light(name, content).map_err(|_| damaged("工作簿无法整理"))?,
        });
        Ok(())
    }

    /// Adds the list that leads from the workbook to so many sheets, and gives the whole.
    pub fn finish(mut self, workbook: &str, sheets: usize, ending: &str) -> Result<Vec<u8>, Error> {
        const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let link = |number| {
            format!(
                "<Relationship Id=\"s{number}\" Type=\"{KIND}/worksheet\" Target=\"worksheets/sheet{number}.{ending}\"/>"
            )
        };
        let links: String = (0..sheets).map(link).collect();
        let links = format!("<Relationships>{links}</Relationships>");
        self.add(&format!("xl/_rels/{workbook}.{ending}.rels"), links.as_bytes())?;
        let main = format!(
            "<Relationships><Relationship Id=\"w\" Type=\"{KIND}/officeDocument\" Target=\"xl/{workbook}.{ending}\"/></Relationships>"
        );
        self.add("_rels/.rels", main.as_bytes())?;
        archive(&self.packed).map_err(|_| damaged("工作簿无法整理"))
    }
}
