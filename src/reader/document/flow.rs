//! A document as a flow of lines and tables: all that the rest of the reader knows of Word
//! files and web pages. Nothing here knows the form.

use crate::model::area::Area;

/// A whole document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Flow {
    /// What stands in it, in reading order.
    pub blocks: Vec<Block>,
    /// For each box of a page the box around it; the first is the page itself.
    pub around: Vec<u32>,
    /// What the file says about itself: name and value.
    pub facts: Vec<(String, String)>,
    /// Whether it is a page, with more on it than the report.
    pub is_page: bool,
    /// What was left out, or was read in a way that people should know of.
    pub notes: Vec<Note>,
    /// What else is on a page, where a report may be.
    pub beside: Beside,
}

/// What a page holds that is not read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beside {
    /// Another page in a frame.
    pub is_framed: bool,
    /// A link to a document.
    pub is_attached: bool,
    /// How many pictures.
    pub pictures: u32,
}

/// Something that stands in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The box of a page that it stands in.
    pub within: u32,
    /// What it is.
    pub content: Content,
}

/// What stands in a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A paragraph.
    Line(Line),
    /// A table.
    Table(Vec<Cell>),
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// 1 for a heading of the first level, and so on; none for text.
    pub level: Option<u8>,
    /// Its text, numbers written out; line feeds where it breaks.
    pub text: String,
    /// Which paragraph of the file it is.
    pub source: u32,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Where it stands in its table.
    pub area: Area,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// Something left out or doubtful.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// What happened.
    pub kind: NoteKind,
    /// The paragraph of the file where it happened.
    pub source: u32,
    /// The words that are meant; empty where there are none.
    pub text: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// A tracked change was read as if accepted.
    Tracked,
    /// A footnote or an endnote was not read.
    Footnote,
    /// Hidden text was not read.
    Hidden,
    /// Struck-out text was not read.
    Struck,
    /// Something of another program stands inside.
    Embedded,
    /// A picture was not read.
    Picture,
    /// A chart or a diagram was not read.
    Chart,
    /// A row of a table has fewer cells than its head.
    ShortRow,
    /// A table that is none of the form was read as text.
    OwnTable,
    /// A field without an end.
    Unfinished,
}

impl Block {
    /// A paragraph that stands in no box.
    pub fn of_line(line: Line) -> Block {
        Block { within: 0, content: Content::Line(line) }
    }

    /// Its paragraph; none where it is a table.
    pub fn line(&self) -> Option<&Line> {
        match &self.content {
            Content::Line(line) => Some(line),
            Content::Table(_) => None,
        }
    }

    /// The paragraphs of the file that stand in it.
    pub fn sources(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match &self.content {
            Content::Line(line) => Box::new(std::iter::once(line.source)),
            Content::Table(cells) => {
                Box::new(cells.iter().flat_map(Cell::lines).map(|line| line.source))
            }
        }
    }

    /// Its text; of a table the first cell that has one.
    pub fn first_words(&self) -> String {
        match &self.content {
            Content::Line(line) => line.text.clone(),
            Content::Table(cells) => {
                let mut texts = cells.iter().map(Cell::text);
                texts.find(|text| !text.trim().is_empty()).unwrap_or_default()
            }
        }
    }

    /// The same paragraph with another text; a table stays what it is.
    pub fn with_text(&self, text: &str) -> Block {
        let mut block = self.clone();
        if let Content::Line(line) = &mut block.content {
            line.text = text.to_owned();
        }
        block
    }

    /// The same paragraph, which is no heading.
    pub fn as_text(mut self) -> Block {
        if let Content::Line(line) = &mut self.content {
            line.level = None;
        }
        self
    }
}

impl Cell {
    /// Its lines as one text.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.lines().map(|line| line.text.as_str()).collect();
        lines.join("\n")
    }

    /// The first paragraph of the file that stands in it.
    pub fn source(&self) -> Option<u32> {
        self.lines().next().map(|line| line.source)
    }

    /// Its lines, those of tables inside it too.
    pub fn lines(&self) -> Box<dyn Iterator<Item = &Line> + '_> {
        Box::new(self.blocks.iter().flat_map(|block| match &block.content {
            Content::Line(line) => Box::new(std::iter::once(line)) as Box<dyn Iterator<Item = _>>,
            Content::Table(cells) => Box::new(cells.iter().flat_map(Cell::lines)),
        }))
    }

    fn characters(&self) -> usize {
        self.lines().map(|line| line.text.chars().count()).sum()
    }
}

/// Takes tables apart that only arrange other things side by side.
pub fn settled(blocks: Vec<Block>) -> Vec<Block> {
    let mut flat = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block.content {
            Content::Table(cells) if is_frame(&cells) => {
                flat.extend(cells.into_iter().flat_map(|cell| settled(cell.blocks)));
            }
            content => flat.push(Block { content, ..block }),
        }
    }
    flat
}

/// Whether a table is no table of data: it holds another one, or a few cells of much text.
fn is_frame(cells: &[Cell]) -> bool {
    /// A table of the form has more filled cells.
    const FEW: usize = 6;
    /// No label and no figure is so long, in characters.
    const LONG: usize = 200;
    /// A table inside a cell that is more than a way to set one text.
    const TABLE: usize = 3;
    let filled = || cells.iter().filter(|cell| cell.characters() > 0);
    let has_table = cells.iter().any(|cell| {
        cell.blocks.iter().any(|block| match &block.content {
            Content::Table(inner) => {
                inner.iter().filter(|cell| cell.characters() > 0).count() > TABLE
            }
            Content::Line(_) => false,
        })
    });
    let has_headings =
        || cells.iter().flat_map(|cell| cell.lines()).any(|line| line.level.is_some());
    has_table
        || (filled().count() <= FEW && (filled().any(|c| c.characters() > LONG) || has_headings()))
        || filled().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Block {
        Block::of_line(Line { level: None, text: text.into(), source: 0 })
    }

    fn table(cells: Vec<Vec<Block>>) -> Block {
        let cell = |(row, blocks)| Cell { area: Area::between((row, 0), (row, 0)), blocks };
        Block { within: 0, content: Content::Table((0..).zip(cells).map(cell).collect()) }
    }

    #[test]
    fn a_table_that_only_frames_others_is_taken_apart() {
        let inner = || table((0..4).map(|n| vec![line(&n.to_string())]).collect());
        let page = table(vec![vec![line("menu")], vec![line("title"), inner()]]);
        assert_eq!(settled(vec![page]), [line("menu"), line("title"), inner()]);
        assert_eq!(settled(vec![inner()]), [inner()]);
        let article = table(vec![vec![line("一"), line(&"文".repeat(300))]]);
        assert_eq!(settled(vec![article]).len(), 2);
    }
}
