//! What the parts of the reader share while they read: findings, and which cells have been
//! understood.

use super::grid::{Book, Position};
use super::labels::quoted;
use crate::diag::{Code, Finding, Message, Part, number, say};
use crate::model::{Forms, Place};
use crate::text::clean::{clean, code_points};
use std::collections::BTreeSet;

crate::diag::codes! {
    NB008 = Warning "隐藏的行、列或工作表里有数据"
        what "读到的数据位于隐藏的行、列或工作表里。"
        why "隐藏的数据同样进入报告，但填报人看不到，容易是往年留下的旧数。"
        fix "取消隐藏后核对；不需要的请删除，不要隐藏。"
        basis "本程序的读取约定：看不见的数据也要说明。";
    NB015 = Info "删去了看不见的控制字符"
        what "文字里有控制字符、字节顺序标记等看不见、也不能印刷的字符。"
        why "它们会使 DOCX、PDF、XML 打不开或不合标准，已删去；换行保留。"
        fix "通常不用处理；若该处原有文字，请核对是否缺字。"
        basis "XML 1.0 第 2.2 节允许的字符。";
    NB016 = Warning "含有自造字（专用区字符）"
        what "文字里有专用区字符（U+E000 等），只有造字的那台电脑才认识。"
        why "换一台电脑就显示成别的字或方框，也不能写入档案级 PDF。"
        fix "改用标准汉字（生僻字多数已有标准编码），重新录入。"
        basis "GB 18030-2022；GB/T 23286（PDF/A）。";
}

/// Findings and used cells of one reading.
pub struct Notes<'b> {
    book: &'b Book,
    forms: Forms,
    /// Findings so far.
    pub findings: Vec<Finding>,
    used: BTreeSet<(usize, Position)>,
    hidden: BTreeSet<(usize, Position)>,
    /// Cells with a number typed as text that a formula adds up.
    pub skipped: BTreeSet<(usize, Position)>,
}

impl<'b> Notes<'b> {
    /// Nothing noted yet.
    pub fn new(book: &'b Book, forms: Forms) -> Notes<'b> {
        let (used, hidden, skipped) = Default::default();
        Notes { book, forms, findings: Vec::new(), used, hidden, skipped }
    }

    /// A text that was typed, quoted: as a label where any edition has it, else as a value.
    pub fn quoted(&self, typed: &str) -> Part {
        quoted(typed, self.forms)
    }

    /// The place of one cell.
    pub fn place(&self, sheet: usize, (row, column): Position) -> Place {
        Place::cell(&self.book.sheets[sheet].name, row, column)
    }

    /// A finding at one cell.
    pub fn find(
        &mut self,
        code: &'static Code,
        (sheet, at): (usize, Position),
        message: impl Into<Message>,
        help: impl Into<Message>,
    ) {
        let place = self.place(sheet, at);
        self.findings.push(Finding::new(code, message, help).at(place));
    }

    /// Marks a cell as understood.
    pub fn mark(&mut self, sheet: usize, at: Position) {
        self.used.insert((sheet, at));
    }

    /// Marks a cell whose content went into the report; remembers if it cannot be seen.
    pub fn take(&mut self, sheet: usize, at: Position) {
        self.mark(sheet, at);
        if self.book.sheets[sheet].is_hidden(at) {
            self.hidden.insert((sheet, at));
        }
    }

    /// Whether a cell was understood.
    pub fn is_used(&self, sheet: usize, at: Position) -> bool {
        self.used.contains(&(sheet, at))
    }

    /// Text fit for a report; what had to go is named with its cell.
    pub fn text(&mut self, sheet: usize, at: Position, raw: &str) -> String {
        let cleaned = clean(raw);
        if !cleaned.removed.is_empty() {
            self.find(
                &NB015,
                (sheet, at),
                format!("删去了不能印刷的控制字符 {}", code_points(&cleaned.removed)),
                "通常不用处理；请核对此处文字是否完整。",
            );
        }
        if !cleaned.private.is_empty() {
            self.find(
                &NB016,
                (sheet, at),
                format!(
                    "含有自造字 {}，别的电脑上会显示成方框或别的字",
                    code_points(&cleaned.private)
                ),
                "请改用标准汉字重新录入。",
            );
        }
        cleaned.text
    }

    /// One finding a sheet for all that was taken from places nobody sees.
    pub fn report_hidden(&mut self) {
        for (index, sheet) in self.book.sheets.iter().enumerate() {
            let cells: Vec<Position> =
                self.hidden.iter().filter(|(s, _)| *s == index).map(|(_, at)| *at).collect();
            let Some(first) = cells.first() else { continue };
            let mut place = self.place(index, *first);
            for at in &cells {
                let cell = self.place(index, *at);
                place = place.joined(&cell).unwrap_or(place);
            }
            let what = if sheet.hidden { "隐藏的工作表" } else { "隐藏的行或列" };
            let count = number(cells.len());
            let message = say!("{}里有 {} 个单元格的内容进入了报告", what, count);
            let help = "取消隐藏后核对；不需要的请删除，不要隐藏。";
            self.findings.push(Finding::new(&NB008, message, help).at(place));
        }
    }
}
