//! The relations of a form as formulas: totals that work themselves out, and the test
//! that turns figures red when two sides differ.

use super::plan::Plan;
use crate::model::form::{Block, Each, Relation};
use crate::model::origin::reference;
use std::collections::BTreeMap;

/// (row, column) of a cell, from 0.
type Cell = (u32, u16);

/// The formulas of the totals of a table, by cell.
///
/// A relation gives a total when one figure alone stands on its left. The first relation
/// wins where two give the same cell. A total stays empty as long as all its parts are:
/// blank is not zero.
pub fn totals(plan: &Plan) -> BTreeMap<Cell, String> {
    let mut found = BTreeMap::new();
    for (relation, block) in pairs(plan) {
        for line in lines(plan, block, relation) {
            if let [total] = line.left[..] {
                let parts = ranges(&line.right, Fix::Neither);
                let formula = format!("=IF(COUNT({parts})=0,\"\",SUM({parts}))");
                found.entry(total).or_insert(formula);
            }
        }
    }
    found
}

/// One test of conditional formatting.
pub struct Test {
    /// The cells that turn red, as ranges with blanks between.
    pub cells: String,
    /// True when both sides have figures, no cell holds text, and the sums differ.
    pub formula: String,
}

/// The tests of a table, one a relation. The red cells are the total or, where neither
/// side is a single figure, both sides.
pub fn tests(plan: &Plan) -> Vec<Test> {
    pairs(plan).filter_map(|(relation, block)| test(plan, relation, block)).collect()
}

fn test(plan: &Plan, relation: &Relation, block: &Block) -> Option<Test> {
    let lines = lines(plan, block, relation);
    let first = lines.first()?;
    // Written for the first line; relative along the lines, fixed across them.
    let fix = match relation.each {
        Each::Row => Fix::Columns,
        Each::Column => Fix::Rows,
    };
    let (left, right) = (ranges(&first.left, fix), ranges(&first.right, fix));
    let blank: Vec<String> = [&left, &right]
        .iter()
        .flat_map(|s| s.split(','))
        .map(|r| format!("COUNTBLANK({r})"))
        .collect();
    let cells = first.left.len() + first.right.len();
    let formula = format!(
        "=AND(COUNT({left})>0,COUNT({right})>0,COUNT({left},{right})+{}={cells},SUM({left})<>SUM({right}))",
        blank.join("+")
    );
    let mut red: Vec<&Vec<Cell>> = lines.iter().map(|line| &line.left).collect();
    if first.left.len() > 1 {
        red.extend(lines.iter().map(|line| &line.right));
    }
    let mut red: Vec<Cell> = red.into_iter().flatten().copied().collect();
    red.sort_unstable();
    Some(Test { cells: rectangles(&red), formula })
}

/// The cells of one relation in one row or column.
struct Line {
    left: Vec<Cell>,
    right: Vec<Cell>,
}

fn pairs<'a>(plan: &Plan<'a>) -> impl Iterator<Item = (&'a Relation, &'a Block)> {
    let table = plan.grid.table;
    table
        .relations
        .iter()
        .flat_map(|relation| table.blocks.iter().map(move |block| (relation, block)))
}

/// Every row or column of a block in which a relation finds all its figures.
fn lines(plan: &Plan, block: &Block, relation: &Relation) -> Vec<Line> {
    let ids: Vec<&String> = match relation.each {
        Each::Row => block.rows.iter().map(|row| &row.id).collect(),
        Each::Column => block.columns.iter().map(|column| &column.id).collect(),
    };
    let side = |line: &String, side: &[String]| -> Option<Vec<Cell>> {
        side.iter()
            .map(|id| match relation.each {
                Each::Row => plan.figure(line, id),
                Each::Column => plan.figure(id, line),
            })
            .collect()
    };
    ids.into_iter()
        .filter_map(|id| {
            Some(Line { left: side(id, &relation.left)?, right: side(id, &relation.right)? })
        })
        .collect()
}

/// What a reference keeps when its formula is applied elsewhere.
#[derive(Clone, Copy)]
enum Fix {
    Neither,
    Rows,
    Columns,
}

/// Cells as references between commas, neighbours drawn together: `D7:D27,D30`.
fn ranges(cells: &[Cell], fix: Fix) -> String {
    let mut spans: Vec<(Cell, Cell)> = Vec::new();
    for &cell in cells {
        match spans.last_mut() {
            Some((start, end)) if cell == (end.0 + 1, start.1) && start.1 == end.1 => *end = cell,
            Some((start, end)) if cell == (start.0, end.1 + 1) && start.0 == end.0 => *end = cell,
            _ => spans.push((cell, cell)),
        }
    }
    let texts: Vec<String> = spans
        .into_iter()
        .map(|(start, end)| match start == end {
            true => name(start, fix),
            false => format!("{}:{}", name(start, fix), name(end, fix)),
        })
        .collect();
    texts.join(",")
}

/// Sorted cells as ranges with blanks between, first rows, then equal rows together.
fn rectangles(cells: &[Cell]) -> String {
    let mut found: Vec<(Cell, Cell)> = Vec::new();
    for &cell in cells {
        match found.last_mut() {
            Some((_, end)) if cell == (end.0, end.1 + 1) => *end = cell,
            _ => found.push((cell, cell)),
        }
    }
    let mut joined: Vec<(Cell, Cell)> = Vec::new();
    for (start, end) in found {
        match joined.last_mut() {
            Some((top, bottom)) if (bottom.0 + 1, top.1) == start && bottom.1 == end.1 => {
                *bottom = end
            }
            _ => joined.push((start, end)),
        }
    }
    let texts: Vec<String> = joined
        .into_iter()
        .map(|(start, end)| format!("{}:{}", name(start, Fix::Neither), name(end, Fix::Neither)))
        .collect();
    texts.join(" ")
}

fn name((row, column): Cell, fix: Fix) -> String {
    let plain = reference((row, u32::from(column)));
    let digits = plain.find(|c: char| c.is_ascii_digit()).unwrap_or(plain.len());
    let (letters, number) = plain.split_at(digits);
    match fix {
        Fix::Neither => plain,
        Fix::Rows => format!("{letters}${number}"),
        Fix::Columns => format!("${letters}{number}"),
    }
}
