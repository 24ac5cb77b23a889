//! Every cell of a table names its whole chain of heads, for a program that reads aloud: those
//! of its columns from the top, then those of its rows from the left, groups included. Typst
//! names the nearest only, and a head over several rows in the first of them alone.
//!
//! The tags are as krilla writes them. What is not understood stays as it was.

use super::objects::{Object, find};
use std::borrow::Cow;
use std::collections::HashMap;

/// How a cell is a head.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Data,
    ColumnHead,
    RowHead,
}

/// A cell of a table with its place on the grid.
struct Cell<'a> {
    object: usize,
    kind: Kind,
    id: &'a [u8],
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

impl Cell<'_> {
    fn is_above(&self, other: &Cell<'_>) -> bool {
        self.y + self.height <= other.y
            && self.x < other.x + other.width
            && other.x < self.x + self.width
    }

    fn is_left_of(&self, other: &Cell<'_>) -> bool {
        self.x + self.width <= other.x
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// Completes the heads in all tables.
pub fn complete(objects: &mut [Object<'_>]) {
    let places: HashMap<usize, usize> =
        objects.iter().enumerate().map(|(place, object)| (object.number, place)).collect();
    let mut changed = Vec::new();
    let is_table = |object: &&Object<'_>| is_kind(&object.body, b"Table");
    for table in objects.iter().filter(is_table) {
        let mut rows = Vec::new();
        collect_rows(objects, &places, table, &mut rows);
        if let Some(cells) = cells(objects, &places, &rows) {
            let is_head = head_rows(&cells, rows.len());
            changed.extend(cells.iter().filter_map(|cell| {
                let heads = chain(cell, &cells, &is_head);
                Some((cell.object, with_heads(&objects[cell.object].body, &heads)?))
            }));
        }
    }
    for (place, body) in changed {
        objects[place].body = Cow::Owned(body);
    }
}

/// The rows of a table, those within THead and TBody too.
fn collect_rows<'o>(
    objects: &'o [Object<'_>],
    places: &HashMap<usize, usize>,
    parent: &Object<'_>,
    rows: &mut Vec<&'o Object<'o>>,
) {
    for kid in kids(&parent.body).iter().filter_map(|number| places.get(number)) {
        let kid = &objects[*kid];
        if is_kind(&kid.body, b"TR") {
            rows.push(kid);
        } else {
            collect_rows(objects, places, kid, rows);
        }
    }
}

/// The cells with their places, row by row; a place taken from above is left out.
fn cells<'o>(
    objects: &'o [Object<'_>],
    places: &HashMap<usize, usize>,
    rows: &[&Object<'_>],
) -> Option<Vec<Cell<'o>>> {
    let mut cells: Vec<Cell<'o>> = Vec::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        for number in kids(&row.body) {
            let object = *places.get(&number)?;
            let body = &*objects[object].body;
            let kind = match () {
                () if is_kind(body, b"TD") => Kind::Data,
                () if !is_kind(body, b"TH") => return None,
                () if find(body, b"/Scope/Row").is_some() => Kind::RowHead,
                () => Kind::ColumnHead,
            };
            let taken = |x: usize| {
                let covers = |cell: &&Cell<'_>| cell.x <= x && x < cell.x + cell.width;
                cells.iter().find(|cell| cell.y + cell.height > y && covers(cell))
            };
            while let Some(cell) = taken(x) {
                x = cell.x + cell.width;
            }
            let id = match kind {
                Kind::Data => b"",
                _ => between(body, b"/ID(", b')')?,
            };
            let (width, height) = (span(body, b"/ColSpan "), span(body, b"/RowSpan "));
            cells.push(Cell { object, kind, id, x, y, width, height });
            x += width;
        }
    }
    Some(cells)
}

/// Row by row, whether all its cells are heads of columns.
fn head_rows(cells: &[Cell<'_>], count: usize) -> Vec<bool> {
    let mut is_head = vec![true; count];
    for cell in cells.iter().filter(|cell| cell.kind != Kind::ColumnHead) {
        is_head.iter_mut().skip(cell.y).take(cell.height).for_each(|row| *row = false);
    }
    is_head
}

/// The heads of a cell. Where the table begins anew with other heads, only those count.
fn chain<'o>(cell: &Cell<'_>, cells: &[Cell<'o>], is_head: &[bool]) -> Vec<&'o [u8]> {
    let after_last = |wanted: bool, end: usize| {
        is_head[..end].iter().rposition(|is_head| *is_head == wanted).map_or(0, |y| y + 1)
    };
    let first = after_last(false, after_last(true, cell.y));
    let heads = |kind| cells.iter().filter(move |head| head.kind == kind);
    let above = heads(Kind::ColumnHead).filter(|head| head.y >= first && head.is_above(cell));
    let mut left: Vec<&Cell<'_>> =
        heads(Kind::RowHead).filter(|head| head.is_left_of(cell)).collect();
    left.sort_by_key(|head| head.x);
    above.chain(left).map(|head| head.id).collect()
}

/// The body of a cell with other heads.
fn with_heads(body: &[u8], heads: &[&[u8]]) -> Option<Vec<u8>> {
    let start = find(body, b"/Headers[")? + b"/Headers[".len();
    let end = start + memchr::memchr(b']', body.get(start..)?)?;
    let mut new = body[..start].to_vec();
    for id in heads {
        new.push(b'(');
        new.extend_from_slice(id);
        new.push(b')');
    }
    new.extend_from_slice(&body[end..]);
    Some(new)
}

fn is_kind(body: &[u8], kind: &[u8]) -> bool {
    let rest = body.strip_prefix(b"<</Type/StructElem/S/").and_then(|rest| rest.strip_prefix(kind));
    rest.is_some_and(|rest| rest.starts_with(b"/P"))
}

/// The numbers of the objects below it.
fn kids(body: &[u8]) -> Vec<usize> {
    let list = between(body, b"/K[", b']').and_then(|list| std::str::from_utf8(list).ok());
    let words: Vec<&str> = list.unwrap_or_default().split_ascii_whitespace().collect();
    let references = words.chunks(3).filter(|words| words.last() == Some(&"R"));
    references.filter_map(|words| words[0].parse().ok()).collect()
}

fn span(body: &[u8], key: &[u8]) -> usize {
    let Some(at) = find(body, key) else { return 1 };
    let digits = body[at + key.len()..].iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, digit| number * 10 + usize::from(digit - b'0')).max(1)
}

fn between<'b>(body: &'b [u8], start: &[u8], end: u8) -> Option<&'b [u8]> {
    let rest = &body[find(body, start)? + start.len()..];
    rest.get(..memchr::memchr(end, rest)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_the_heads_of_its_columns_and_every_group_of_its_rows() {
        // Two rows of heads, a group over two rows, then other heads.
        let head = |id, scope, span| {
            format!("TH/P 0 0 R/ID({id})/A[<</O/Table/Scope/{scope}/Headers[]{span}>>]")
        };
        let figure = || "TD/P 0 0 R/A[<</O/Table/Headers[(x)]>>]/K[5]".to_owned();
        let tags = [
            "Table/P 0 0 R/K[1 0 R 2 0 R 3 0 R]".to_owned(),
            "THead/P 0 0 R/K[4 0 R 5 0 R]".into(),
            "TR/P 0 0 R/K[10 0 R 11 0 R 12 0 R]".into(),
            "TBody/P 0 0 R/K[6 0 R 7 0 R 8 0 R]".into(),
            "TR/P 0 0 R/K[13 0 R 14 0 R]".into(),
            "TR/P 0 0 R/K[15 0 R]".into(),
            "TR/P 0 0 R/K[16 0 R 17 0 R]".into(),
            "TR/P 0 0 R/K[18 0 R]".into(),
            "TR/P 0 0 R/K[19 0 R 20 0 R]".into(),
            String::new(),
            head("group", "Row", "/RowSpan 2"),
            head("one", "Row", ""),
            figure(),
            head("corner", "Column", "/RowSpan 2/ColSpan 2"),
            head("wide", "Column", ""),
            head("narrow", "Column", ""),
            head("two", "Row", ""),
            figure(),
            head("other", "Column", "/ColSpan 3"),
            head("three", "Row", "/ColSpan 2"),
            figure(),
        ];
        let mut objects: Vec<Object<'_>> = tags
            .iter()
            .enumerate()
            .map(|(number, tag)| {
                let body = format!("<</Type/StructElem/S/{tag}>>").into_bytes();
                Object { number, body: body.into() }
            })
            .collect();
        // The rows above are in the order THead, TR, TBody.
        complete(&mut objects);
        let heads = |number: usize| {
            let heads = between(&objects[number].body, b"/Headers[", b']').unwrap();
            String::from_utf8_lossy(heads).into_owned()
        };
        assert_eq!(heads(15), "(wide)");
        assert_eq!(heads(12), "(wide)(narrow)(group)(one)");
        assert_eq!(heads(17), "(wide)(narrow)(group)(two)");
        assert_eq!(heads(11), "(corner)(group)");
        assert_eq!(heads(20), "(other)(three)");
    }
}
