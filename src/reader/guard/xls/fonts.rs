//! The fonts of an .xls, as far as they change what is to be read.

use super::super::looks::Look;
use super::records::u16_at;

/// The fonts in the order of the file.
#[derive(Debug, Default)]
pub struct Fonts(Vec<Look>);

impl Fonts {
    /// Takes a FONT record.
    pub fn add(&mut self, data: &[u8]) {
        let struck = u16_at(data, 2).is_some_and(|flags| flags & 8 != 0);
        let raised = u16_at(data, 8) == Some(1);
        self.0.push(Look { struck, raised });
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether any changes what is to be read.
    pub fn matter(&self) -> bool {
        self.0.iter().any(|look| *look != Look::default())
    }

    /// The font of this number: there has never been one of number 4.
    pub fn look(&self, number: u16) -> Look {
        let index = usize::from(number) - usize::from(number > 4);
        self.0.get(index).copied().filter(|_| number != 4).unwrap_or_default()
    }
}
