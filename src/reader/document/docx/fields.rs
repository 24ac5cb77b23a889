//! Fields of a Word file: an instruction, then the result that is to be read.

/// The fields that are open, each inside the one before it.
#[derive(Default)]
pub struct Fields(Vec<Field>);

#[derive(Default)]
struct Field {
    instruction: String,
    is_at_result: bool,
}

impl Fields {
    /// A mark of this kind: `begin`, `separate`, `end`.
    pub fn mark(&mut self, kind: &str) {
        /// Fields inside each other.
        const MOST: usize = 256;
        match kind {
            "begin" if self.0.len() < MOST => self.0.push(Field::default()),
            "separate" => {
                if let Some(field) = self.0.last_mut() {
                    field.is_at_result = true;
                }
            }
            "end" => drop(self.0.pop()),
            _ => {}
        }
    }

    /// A piece of the innermost instruction.
    pub fn instruct(&mut self, piece: &str) {
        /// An instruction longer than this is none that matters, in bytes.
        const LONG: usize = 64;
        if let Some(field) = self.0.last_mut().filter(|field| field.instruction.len() < LONG) {
            field.instruction.push_str(piece);
        }
    }

    /// Whether text is to be seen: not that of an instruction, nor a table of contents.
    pub fn are_shown(&self) -> bool {
        let is_shown = |field: &Field| {
            field.is_at_result && !field.instruction.trim_start().starts_with("TOC")
        };
        self.0.iter().all(is_shown)
    }

    /// Whether the text ends before a result.
    pub fn is_cut(&self) -> bool {
        self.0.iter().any(|field| !field.is_at_result)
    }
}
