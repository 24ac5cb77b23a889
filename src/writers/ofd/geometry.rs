//! Lengths of the page: millimetres from its top left corner, y downwards.

use typst::layout::{Abs, Point, Transform};

/// A number as OFD has it: four decimals at most, no exponent, no minus before 0.
pub fn number(value: f64) -> String {
    const PLACES: f64 = 10_000.0;
    let units = (value * PLACES).round() as i64;
    let (whole, rest) = (units.unsigned_abs() / 10_000, units.unsigned_abs() % 10_000);
    let sign = if units < 0 { "-" } else { "" };
    match rest {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{rest:04}").trim_end_matches('0').to_owned(),
    }
}

/// Numbers with blanks between.
pub fn numbers(values: &[f64]) -> String {
    values.iter().map(|value| number(*value)).collect::<Vec<_>>().join(" ")
}

/// From a frame's own place to the page: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
    pub f: f64,
}

impl Matrix {
    pub const IDENTITY: Matrix = Matrix { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    /// The same with what is inside moved.
    pub fn moved(self, by: Point) -> Matrix {
        let (e, f) = self.apply(by.x.to_mm(), by.y.to_mm());
        Matrix { e, f, ..self }
    }

    /// The same with a transformation of what is inside.
    pub fn before(self, inner: &Transform) -> Matrix {
        let (a, b) = (inner.sx.get(), inner.ky.get());
        let (c, d) = (inner.kx.get(), inner.sy.get());
        let (e, f) = self.apply(inner.tx.to_mm(), inner.ty.to_mm());
        Matrix {
            a: self.a * a + self.c * b,
            b: self.b * a + self.d * b,
            c: self.a * c + self.c * d,
            d: self.b * c + self.d * d,
            e,
            f,
        }
    }

    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// How much longer a line becomes, if all directions do alike.
    pub fn scale(&self) -> Option<f64> {
        let same = |one: f64, other: f64| (one - other).abs() < 1e-9;
        (same(self.b, 0.0) && same(self.c, 0.0) && same(self.a, self.d) && self.a > 0.0)
            .then_some(self.a)
    }

    /// The same in the mean.
    pub fn mean_scale(&self) -> f64 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }
}

/// A rectangle with sides along the page's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// Nothing, and what can be added to.
    pub const NONE: Area = Area {
        left: f64::INFINITY,
        top: f64::INFINITY,
        right: f64::NEG_INFINITY,
        bottom: f64::NEG_INFINITY,
    };

    pub fn is_none(&self) -> bool {
        self.left > self.right
    }

    pub fn add(&mut self, (x, y): (f64, f64)) {
        self.left = self.left.min(x);
        self.top = self.top.min(y);
        self.right = self.right.max(x);
        self.bottom = self.bottom.max(y);
    }

    pub fn unite(&mut self, other: &Area) {
        if !other.is_none() {
            self.add((other.left, other.top));
            self.add((other.right, other.bottom));
        }
    }

    pub fn grown(self, by: f64) -> Area {
        Area {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The area on whole tenths of a millimetre around: an edge on the ink itself would cut
    /// its smooth border, and short numbers take less room.
    pub fn outward(self) -> Area {
        let (down, up) = (|v: f64| (v * 10.0).floor() / 10.0, |v: f64| (v * 10.0).ceil() / 10.0);
        Area {
            left: down(self.left),
            top: down(self.top),
            right: up(self.right),
            bottom: up(self.bottom),
        }
    }

    /// As `Boundary` has it: corner, width, height.
    pub fn boundary(&self) -> String {
        numbers(&[self.left, self.top, self.right - self.left, self.bottom - self.top])
    }
}

/// A length in millimetres.
pub fn mm(length: Abs) -> f64 {
    length.to_mm()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_decimals_and_no_exponent() {
        let shown: Vec<String> =
            [0.0, -0.00001, 5.64441, 1e-7, -3.5, 210.0, 12_345.678_94].map(number).to_vec();
        assert_eq!(shown, ["0", "0", "5.6444", "0", "-3.5", "210", "12345.6789"]);
    }

    #[test]
    fn matrices_go_from_inside_to_the_page() {
        let inner = Transform::scale(typst::layout::Ratio::new(2.0), typst::layout::Ratio::one());
        let outer = Matrix::IDENTITY.moved(Point::new(Abs::mm(10.0), Abs::mm(20.0)));
        let all = outer.before(&inner);
        let (x, y) = all.apply(3.0, 4.0);
        assert!((x - 16.0).abs() < 1e-9 && (y - 24.0).abs() < 1e-9);
        assert_eq!((outer.scale(), all.scale()), (Some(1.0), None));
    }
}
