//! One figure of a table: exact, never a binary float, and blank is not zero.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What stands in one cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The number, if the cell has one.
    #[serde(default)]
    pub value: Value,
    /// The unit typed in the cell, where the form leaves the unit to it (`元`, `万元`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Words kept with the number (`（其中修订16件）`), printed after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// The value of a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Nothing was filled in. Not zero.
    #[default]
    Blank,
    /// A whole number; may be negative where the form counts a change.
    Whole(i64),
    /// An exact decimal with the places as typed.
    Exact(#[serde(with = "rust_decimal::serde::str")] Decimal),
    /// Text that is no number (`-`, `无`, `见附件`), kept as typed.
    Kept(String),
}

impl Figure {
    /// A blank cell.
    pub const BLANK: Figure = Figure { value: Value::Blank, unit: None, remark: None };

    /// A whole number without unit or remark.
    pub fn whole(number: i64) -> Figure {
        Figure { value: Value::Whole(number), ..Figure::BLANK }
    }

    /// The number as an exact decimal; `None` for blank and for kept text.
    pub fn number(&self) -> Option<Decimal> {
        match &self.value {
            Value::Whole(number) => Some(Decimal::from(*number)),
            Value::Exact(number) => Some(*number),
            Value::Blank | Value::Kept(_) => None,
        }
    }

    /// True when the cell holds nothing at all.
    pub fn is_blank(&self) -> bool {
        self.value == Value::Blank && self.remark.is_none()
    }
}

/// As printed: number, unit, remark; nothing for a blank.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::Blank => {}
            Value::Whole(number) => write!(f, "{number}")?,
            Value::Exact(number) => write!(f, "{number}")?,
            Value::Kept(text) => f.write_str(text)?,
        }
        f.write_str(self.unit.as_deref().unwrap_or_default())?;
        f.write_str(self.remark.as_deref().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    #[test]
    fn a_figure_prints_as_it_was_typed() {
        let fee =
            Figure { value: Value::Exact(Decimal::from_str("587.4072").unwrap()), ..Figure::BLANK };
        assert_eq!(fee.to_string(), "587.4072");
        let tenth = Figure {
            value: Value::Exact(Decimal::from_str("20.30").unwrap()),
            unit: Some("万元".into()),
            remark: Some("（含利息）".into()),
        };
        assert_eq!(tenth.to_string(), "20.30万元（含利息）");
        assert_eq!(Figure::BLANK.to_string(), "");
        assert_eq!(Figure::whole(0).to_string(), "0");
    }

    #[test]
    fn a_figure_survives_json_without_losing_a_digit() {
        let fee = Figure {
            value: Value::Exact(Decimal::from_str("59237.2440").unwrap()),
            ..Figure::BLANK
        };
        let json = serde_json::to_string(&fee).unwrap();
        assert_eq!(serde_json::from_str::<Figure>(&json).unwrap(), fee);
    }
}
