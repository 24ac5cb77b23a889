//! What one figure adds to a sum: its number in the unit of its column.

use crate::model::form::FigureKind;
use crate::model::{Figure, Value};
use crate::text::ellipsis::shortened;
use crate::text::unit::Unit;
use rust_decimal::Decimal;

/// More places than these would be rounded off in a long sum.
const PLACES: u32 = 8;
/// Numbers from here on would overflow it: 10^18.
const TOO_BIG: Decimal = Decimal::from_parts(2_808_348_672, 232_830_643, 0, false, 0);

/// A figure as something to add.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// Nothing was filled in.
    Blank,
    /// Its number: in 万元 or, where the form leaves the unit to the cell, in 元.
    Number(Decimal),
    /// What stands there instead; it adds nothing.
    Words(String),
}

/// The amount of a figure of this kind.
pub fn amount(figure: &Figure, kind: FigureKind) -> Amount {
    if let Value::Kept(text) = &figure.value {
        return Amount::Words(shortened(text));
    }
    let Some(number) = figure.number() else { return Amount::Blank };
    let unit = figure.unit.as_deref();
    let converted = match (kind, unit) {
        (FigureKind::Count | FigureKind::Signed, None)
        | (FigureKind::WanYuan, None | Some("万元")) => Some(number),
        // Nothing is the same in every unit.
        (FigureKind::Money, None) if number.is_zero() => Some(number),
        (FigureKind::WanYuan, Some(unit)) => in_yuan(number, unit).and_then(in_wan_yuan),
        (FigureKind::Money, Some(unit)) => in_yuan(number, unit),
        (FigureKind::Money, None) | (FigureKind::Count | FigureKind::Signed, Some(_)) => None,
    };
    match converted.map(|number| number.normalize()) {
        Some(number) if number.scale() <= PLACES && number.abs() < TOO_BIG => {
            Amount::Number(number)
        }
        _ => Amount::Words(figure.to_string()),
    }
}

/// An amount in 元, exactly.
fn in_yuan(number: Decimal, unit: &str) -> Option<Decimal> {
    Unit::of(unit)?.convert(number, Unit::YUAN)
}

/// An amount in 万元, exactly or not at all.
pub fn in_wan_yuan(yuan: Decimal) -> Option<Decimal> {
    Unit::YUAN.convert(yuan, Unit::WAN_YUAN)
}

/// A sum in the unit of its column as a figure; `unit` is that of an amount in 元.
pub fn in_column_unit(sum: Decimal, kind: FigureKind, unit: &str) -> Figure {
    let in_wan = kind == FigureKind::Money && unit == "万元";
    let wan = in_wan_yuan(sum).filter(|_| in_wan);
    let number = wan.unwrap_or(sum).normalize();
    let unit = match (kind, wan) {
        (FigureKind::Money, Some(_)) => Some("万元".to_owned()),
        (FigureKind::Money, None) if !number.is_zero() => Some("元".to_owned()),
        _ => None,
    };
    let value = match i64::try_from(number) {
        Ok(whole) if number.scale() == 0 => Value::Whole(whole),
        _ => Value::Exact(number),
    };
    Figure { value, unit, remark: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn typed(number: &str, unit: Option<&str>) -> Figure {
        let value = Value::Exact(Decimal::from_str(number).unwrap());
        Figure { value, unit: unit.map(str::to_owned), remark: None }
    }

    fn number(text: &str) -> Amount {
        Amount::Number(Decimal::from_str(text).unwrap())
    }

    #[test]
    fn units_are_converted_exactly() {
        assert_eq!(amount(&typed("251000", Some("元")), FigureKind::WanYuan), number("25.1"));
        assert_eq!(amount(&typed("1", Some("元")), FigureKind::WanYuan), number("0.0001"));
        assert_eq!(amount(&typed("1.5", Some("亿元")), FigureKind::WanYuan), number("15000"));
        assert_eq!(amount(&typed("160.5964", Some("万元")), FigureKind::Money), number("1605964"));
    }

    #[test]
    fn an_amount_without_unit_cannot_be_added_but_nothing_can() {
        assert_eq!(amount(&typed("8040", None), FigureKind::Money), Amount::Words("8040".into()));
        assert_eq!(amount(&typed("0", None), FigureKind::Money), number("0"));
    }

    #[test]
    fn words_blanks_and_money_among_counts_add_nothing() {
        let dash = Figure { value: Value::Kept("-".into()), ..Figure::BLANK };
        assert_eq!(amount(&dash, FigureKind::Count), Amount::Words("-".into()));
        assert_eq!(amount(&Figure::BLANK, FigureKind::Count), Amount::Blank);
        assert_eq!(amount(&typed("5", Some("元")), FigureKind::Count), Amount::Words("5元".into()));
    }

    #[test]
    fn numbers_too_long_to_add_exactly_are_left_out() {
        let long = typed("0.123456789012", None);
        assert_eq!(amount(&long, FigureKind::WanYuan), Amount::Words("0.123456789012".into()));
        let big = typed("1000000000000000000", None);
        assert!(matches!(amount(&big, FigureKind::Count), Amount::Words(_)));
        assert_eq!(TOO_BIG.to_string(), "1000000000000000000");
    }
}
