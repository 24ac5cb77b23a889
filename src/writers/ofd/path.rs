//! Lines and filled shapes.

use super::color::Color;
use super::geometry::{Area, Matrix, mm, number, numbers};
use crate::error::Error;
use crate::formats::xml::printer::Printer;
use typst::layout::Point;
use typst::visualize::{CurveItem, FillRule, FixedStroke, Geometry, LineCap, LineJoin, Shape};

/// How a line is drawn; lengths in millimetres.
#[derive(Debug, Clone, PartialEq)]
struct Stroke {
    width: f64,
    color: Color,
    cap: LineCap,
    join: LineJoin,
    miter: f64,
    /// Lengths of dashes and gaps, and where in them the line begins.
    dash: Option<(Vec<f64>, f64)>,
}

/// A step of the pen: its letter in OFD and the points, on the page.
#[derive(Debug, Clone)]
struct Step(char, Vec<(f64, f64)>);

/// A path object.
#[derive(Debug)]
pub struct Path {
    pub id: u32,
    stroke: Option<Stroke>,
    fill: Option<Color>,
    rule: FillRule,
    steps: Vec<Step>,
    area: Area,
}

impl Path {
    /// A shape; `None` if it draws nothing.
    ///
    /// # Errors
    /// For paints that OFD has no word for.
    pub fn of(shape: &Shape, matrix: &Matrix) -> Result<Option<Path>, Error> {
        let scale = matrix.mean_scale();
        let fill = shape.fill.as_ref().map(Color::of).transpose()?;
        let stroke = shape.stroke.as_ref().map(|stroke| Stroke::of(stroke, scale)).transpose()?;
        if fill.is_none() && stroke.is_none() {
            return Ok(None);
        }
        let steps = steps(&shape.geometry, matrix);
        let mut area = Area::NONE;
        steps.iter().flat_map(|Step(_, points)| points).for_each(|point| area.add(*point));
        let reach = stroke.as_ref().map_or(0.0, |stroke| {
            // The point of a sharp corner reaches further than the line is wide.
            let corners = matches!(shape.geometry, Geometry::Curve(_));
            let far = if corners { stroke.miter.max(1.0) } else { 1.0 };
            stroke.width / 2.0 * far
        });
        let (area, rule) = (area.grown(reach), shape.fill_rule);
        Ok(Some(Path { id: 0, stroke, fill, rule, steps, area }))
    }

    /// A filled rectangle.
    pub fn filled(area: Area, fill: Color) -> Path {
        let corners = [
            Step('M', vec![(area.left, area.top)]),
            Step('L', vec![(area.right, area.top)]),
            Step('L', vec![(area.right, area.bottom)]),
            Step('L', vec![(area.left, area.bottom)]),
            Step('C', Vec::new()),
        ];
        let (steps, rule) = (corners.to_vec(), FillRule::NonZero);
        Path { id: 0, stroke: None, fill: Some(fill), rule, steps, area }
    }

    /// Takes lines that are drawn in the same way: those of a table are one object. Gives back
    /// what is not of that kind.
    pub fn join(&mut self, other: Path) -> Option<Path> {
        let is_line = self.fill.is_none() && other.fill.is_none();
        if !is_line || self.stroke != other.stroke {
            return Some(other);
        }
        self.steps.extend(other.steps);
        self.area.unite(&other.area);
        None
    }

    /// `PathObject`.
    pub fn write(&self, out: &mut Printer) {
        let (id, boundary) = (self.id.to_string(), self.area.boundary());
        let mut attributes = vec![("ID", id), ("Boundary", boundary)];
        match &self.stroke {
            None => attributes.push(("Stroke", "false".into())),
            Some(stroke) => stroke.write(&mut attributes),
        }
        if self.fill.is_some() {
            attributes.push(("Fill", "true".into()));
            if self.rule == FillRule::EvenOdd {
                attributes.push(("Rule", "Even-Odd".into()));
            }
        }
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();
        out.open("ofd:PathObject", &attributes);
        if let Some(stroke) = &self.stroke {
            stroke.color.write("ofd:StrokeColor", out);
        }
        if let Some(fill) = self.fill {
            fill.write("ofd:FillColor", out);
        }
        let mut words = Vec::new();
        for Step(letter, points) in &self.steps {
            words.push(letter.to_string());
            for (x, y) in points {
                words.extend([number(x - self.area.left), number(y - self.area.top)]);
            }
        }
        out.leaf("ofd:AbbreviatedData", &[], &words.join(" "));
        out.close("ofd:PathObject");
    }
}

impl Stroke {
    fn of(stroke: &FixedStroke, scale: f64) -> Result<Stroke, Error> {
        let length = |length| mm(length) * scale;
        let dash = stroke.dash.as_ref().map(|dash| {
            (dash.array.iter().map(|part| length(*part)).collect(), length(dash.phase))
        });
        Ok(Stroke {
            width: length(stroke.thickness),
            color: Color::of(&stroke.paint)?,
            cap: stroke.cap,
            join: stroke.join,
            miter: stroke.miter_limit.get(),
            dash,
        })
    }

    /// What differs from the defaults of the standard.
    fn write(&self, attributes: &mut Vec<(&str, String)>) {
        attributes.push(("LineWidth", number(self.width)));
        match self.cap {
            LineCap::Butt => {}
            LineCap::Round => attributes.push(("Cap", "Round".into())),
            LineCap::Square => attributes.push(("Cap", "Square".into())),
        }
        match self.join {
            LineJoin::Miter => {}
            LineJoin::Round => attributes.push(("Join", "Round".into())),
            LineJoin::Bevel => attributes.push(("Join", "Bevel".into())),
        }
        if let Some((parts, phase)) = &self.dash {
            attributes.push(("DashPattern", numbers(parts)));
            if *phase != 0.0 {
                attributes.push(("DashOffset", number(*phase)));
            }
        }
    }
}

fn steps(geometry: &Geometry, matrix: &Matrix) -> Vec<Step> {
    let at = |point: Point| matrix.apply(mm(point.x), mm(point.y));
    let zero = Point::zero();
    match geometry {
        Geometry::Line(end) => vec![Step('M', vec![at(zero)]), Step('L', vec![at(*end)])],
        Geometry::Rect(size) => {
            let (right, bottom) = (Point::with_x(size.x), Point::with_y(size.y));
            let others = [right, size.to_point(), bottom];
            let sides = others.into_iter().map(|point| Step('L', vec![at(point)]));
            let start = Step('M', vec![at(zero)]);
            [start].into_iter().chain(sides).chain([Step('C', Vec::new())]).collect()
        }
        Geometry::Curve(curve) => {
            let step = |item: &CurveItem| match item {
                CurveItem::Move(point) => Step('M', vec![at(*point)]),
                CurveItem::Line(point) => Step('L', vec![at(*point)]),
                CurveItem::Cubic(one, two, end) => Step('B', vec![at(*one), at(*two), at(*end)]),
                CurveItem::Close => Step('C', Vec::new()),
            };
            curve.0.iter().map(step).collect()
        }
    }
}
