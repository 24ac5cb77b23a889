//! Made-up reports for tests.

use super::{Child, Gathered};
use crate::model::{Figure, Forms, Metadata, Origins, Report, Table, Value};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::str::FromStr;

/// A report without figures.
pub fn report(agency: &str, year: i32, edition: &str) -> Report {
    let edition = Forms::shipped().find(edition).unwrap();
    let tables = ["proactive", "requests", "litigation"];
    let tables = tables.map(|id| (id.to_owned(), Table::blank(edition)));
    let metadata =
        Metadata { year: Some(year), agency: Some(agency.into()), ..Metadata::default() };
    Report { edition, metadata, sections: Vec::new(), tables: BTreeMap::from(tables) }
}

/// The report of a body for 2024 with these figures: table, row, column, number.
pub fn child(agency: &str, figures: &[(&str, &str, &str, &str)]) -> Child {
    child_on("2021", agency, figures)
}

/// The same on another form.
pub fn child_on(edition: &str, agency: &str, figures: &[(&str, &str, &str, &str)]) -> Child {
    let mut report = report(agency, 2024, edition);
    for (table, row, column, number) in figures {
        report.tables.get_mut(*table).unwrap().set(row, column, exact(number));
    }
    Child {
        file: format!("{agency}.xlsx"),
        report,
        origins: Origins::default(),
        errors: 0,
        unit: None,
        called: None,
        saved: None,
        is_sum: false,
    }
}

/// A number as the reader gives it.
pub fn exact(number: &str) -> Figure {
    match number.parse() {
        Ok(whole) => Figure::whole(whole),
        Err(_) => {
            Figure { value: Value::Exact(Decimal::from_str(number).unwrap()), ..Figure::BLANK }
        }
    }
}

/// Children with nothing left out.
pub fn gathered(children: Vec<Child>) -> Gathered {
    Gathered { children, ..Gathered::default() }
}
