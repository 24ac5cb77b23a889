//! A clerk who does what the advice says to the letter, knows the true figures from the files
//! of the office, and looks at no cell that no finding names.

use super::desk::Desk;
use nianbao::diag::{Finding, Part};
use nianbao::model::area::leading_position;
use nianbao::reader::grid::{Area, Cell, Content, Position, number_text};

/// The clerk at work on one workbook.
pub struct Clerk<'t> {
    /// What the office's files say.
    pub truth: &'t Desk,
    /// Cells whose formula is gone because the advice said to type there.
    pub overwritten: Vec<String>,
}

impl Clerk<'_> {
    /// Follows every piece of advice once.
    pub fn follow(&mut self, desk: &mut Desk, findings: &[Finding]) {
        for finding in findings {
            self.obey(desk, finding);
        }
        desk.calculate();
    }

    fn obey(&mut self, desk: &mut Desk, finding: &Finding) {
        let help = finding.help.to_string();
        let sheet = finding.place.as_ref().map(|place| place.sheet.clone());
        // What is to be looked at first is looked at; only where it is right, the rest counts.
        if self.look(desk, finding, &help) {
            return;
        }
        for (cell, text) in orders(&help) {
            if let Some(sheet) = &sheet {
                self.type_in(desk, sheet, cell, &text);
            }
        }
        if let (Some(place), Some(text)) = (&finding.place, filled(&help)) {
            self.type_in(desk, &place.sheet, place.first, &text);
        }
    }

    /// Puts right what differs from the files among the cells that a finding names; whether
    /// anything did. A cell that the advice says to type in is not looked at.
    fn look(&self, desk: &mut Desk, finding: &Finding, help: &str) -> bool {
        let orders = orders(help);
        let mut found = self.sheets(desk, finding);
        for (sheet, area) in self.named(finding, help) {
            let is_ordered = |(at, _): &(Position, String)| *at == area.first && *at == area.last;
            if !orders.iter().any(is_ordered) {
                found |= self.restore(desk, &sheet, area);
            }
        }
        found
    }

    /// Every cell that a finding names: its own, those in its words, keys of 基本信息, rows to
    /// be copied from the blank form.
    fn named(&self, finding: &Finding, help: &str) -> Vec<(String, Area)> {
        let own = finding.place.as_ref();
        let mut named: Vec<(String, Area)> = own
            .map(|place| (place.sheet.clone(), Area { first: place.first, last: place.last }))
            .into_iter()
            .collect();
        for part in finding.help.parts().iter().chain(finding.message.parts()) {
            let Part::Cells(text) = part else { continue };
            let (sheet, cells) = match text.rsplit_once(" ▸ ").or_else(|| text.rsplit_once(' ')) {
                Some((sheet, cells)) => (Some(sheet.to_owned()), cells),
                None => (own.map(|place| place.sheet.clone()), text.as_str()),
            };
            let areas = cells.split('、').filter_map(Area::parse);
            named.extend(areas.filter_map(|area| Some((sheet.clone()?, area))));
        }
        // Text is written downwards from the cell that is named.
        if help.contains("起往下")
            && let Some(place) = own
        {
            let down = Area { first: place.first, last: (place.first.0 + 100, place.last.1) };
            named.push((place.sheet.clone(), down));
        }
        let words = format!("{}{help}", finding.message);
        for sheet in &self.truth.book.sheets {
            let name = format!("{} ", sheet.name);
            for (at, _) in words.match_indices(&name) {
                let end = |c: char| !c.is_ascii_alphanumeric() && c != ':';
                let cells = words[at + name.len()..].split(end).next().and_then(Area::parse);
                named.extend(cells.map(|area| (sheet.name.clone(), area)));
            }
            let is_keys = sheet.name == "基本信息"
                && (own.is_some_and(|place| place.sheet == sheet.name)
                    || help.contains("基本信息"));
            let is_copied = help.starts_with("从空白表补上")
                && own.is_some_and(|place| place.sheet == sheet.name);
            for (at, cell) in &sheet.cells {
                let Content::Text(text) = &cell.content else { continue };
                if (is_keys && at.1 == 0 && words.contains(text.as_str()))
                    || (is_copied && help.contains(&format!("“{text}”")))
                {
                    named.push((sheet.name.clone(), Area { first: (at.0, 0), last: (at.0, 20) }));
                }
            }
        }
        named
    }

    /// A sheet that is missing is put back; one that is too many goes.
    fn sheets(&self, desk: &mut Desk, finding: &Finding) -> bool {
        let before = desk.book.sheets.len();
        let is_missing = matches!(finding.code.id, "NB005" | "NB401");
        for (index, sheet) in self.truth.book.sheets.iter().enumerate() {
            if is_missing && !desk.book.sheets.iter().any(|one| one.name == sheet.name) {
                desk.book.sheets.insert(index.min(desk.book.sheets.len()), sheet.clone());
            }
        }
        if finding.code.id == "NB001"
            && let Some(place) = &finding.place
        {
            desk.book.sheets.retain(|sheet| sheet.name != place.sheet);
        }
        before != desk.book.sheets.len()
    }

    fn restore(&self, desk: &mut Desk, name: &str, area: Area) -> bool {
        let Some(truth) = self.truth.book.sheets.iter().find(|sheet| sheet.name == name) else {
            return false;
        };
        let Some(sheet) = desk.sheet(name) else { return false };
        let before = sheet.clone();
        for at in area.cells() {
            // A total works itself out.
            if sheet.cell(at).is_some_and(|cell| cell.formula.is_some()) {
                continue;
            }
            match truth.cell(at) {
                // The files have figures, no formulas.
                Some(cell) => {
                    let content = cell.content.clone();
                    drop(sheet.cells.insert(at, Cell { content, formula: None }))
                }
                None => drop(sheet.cells.remove(&at)),
            }
            if sheet.is_hidden(at) {
                sheet.hidden_rows.remove(&at.0);
                sheet.hidden_columns.remove(&at.1);
            }
        }
        sheet.merges.retain(|merge| truth.merges.contains(merge) || !area.contains(merge.first));
        *sheet != before
    }

    fn type_in(&mut self, desk: &mut Desk, sheet: &str, at: Position, text: &str) {
        let Some(own) = desk.sheet(sheet) else { return };
        if own.cell(at).is_some_and(|cell| cell.formula.is_some()) {
            self.overwritten.push(format!("{sheet} {}", nianbao::model::area::reference(at)));
        }
        let content = match text.parse::<f64>() {
            Ok(number) => Content::Number(number_text(number)),
            Err(_) => Content::Text(text.to_owned()),
        };
        desk.put(sheet, at, Some(content));
    }
}

/// `把 J5 改为 7` of an advice: the cell and what to type.
fn orders(help: &str) -> Vec<(Position, String)> {
    let order = |rest: &str| {
        let (at, rest) = leading_position(rest.trim_start())?;
        let rest = rest.trim_start().strip_prefix("改为")?;
        Some((at, first_word(rest)))
    };
    // “改为数字” says what kind of thing, and the clerk looks up which.
    let is_given = |(_, text): &(Position, String)| text != "数字";
    help.split('把').skip(1).filter_map(order).filter(is_given).collect()
}

/// `填上 7`.
fn filled(help: &str) -> Option<String> {
    let text = first_word(help.split("填上").nth(1)?);
    text.parse::<f64>().is_ok().then_some(text)
}

fn first_word(text: &str) -> String {
    let text = text.trim_start();
    let end = match text.strip_prefix('“') {
        Some(quoted) => return quoted.split('”').next().unwrap_or_default().to_owned(),
        None => text.find(['。', '；', '，', '（', '、']).unwrap_or(text.len()),
    };
    text[..end].trim().to_owned()
}
