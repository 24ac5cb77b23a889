//! Figures and their names as the picture prints them.

use super::content::Item;
use crate::model::Figure;
use crate::model::form::{Column, FigureKind, Row, TableForm};
use crate::text::ordinal;
use crate::text::unit::WAN_YUAN;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The number of a figure as printed, without unit and remark.
pub fn digits(figure: &Figure) -> String {
    Figure { unit: None, remark: None, value: figure.value.clone() }.to_string()
}

/// Whether a figure is a number other than 0.
pub fn counts(figure: &Figure) -> bool {
    figure.number().is_some_and(|number| !number.is_zero())
}

/// Whether a figure is 0.
pub fn is_zero(figure: &Figure) -> bool {
    figure.number().is_some_and(|number| number.is_zero())
}

/// A figure with its name.
pub fn item(label: String, figure: &Figure, unit: &str) -> Item {
    Item {
        label,
        value: digits(figure),
        unit: figure.unit.as_deref().unwrap_or(unit).to_owned(),
        note: figure.remark.clone().unwrap_or_default(),
    }
}

/// What the figures of a column count.
pub fn unit<'f>(form: &'f TableForm, column: &Column) -> &'f str {
    match column.kind {
        FigureKind::WanYuan => WAN_YUAN,
        _ => form.unit.as_deref().unwrap_or_default(),
    }
}

/// A label without its number and without the remark in brackets behind it.
pub fn name(label: &str) -> String {
    let bare = ordinal::bare(label);
    let short = bare.strip_suffix('）').and_then(|open| open.rsplit_once('（'));
    short.map_or(bare, |(name, _)| if name.is_empty() { bare } else { name }).to_owned()
}

/// The name of a row with those above it.
pub fn whole_name(row: &Row) -> String {
    row.path().map(name).collect()
}

/// How much of the greatest a number is, from 0 to 1.
pub fn share(number: Decimal, greatest: Decimal) -> f64 {
    if greatest <= Decimal::ZERO || number <= Decimal::ZERO {
        return 0.0;
    }
    // Nine places: one of hundreds of millions is still something.
    (number / greatest).round_dp(9).to_f64().unwrap_or_default()
}
