//! Outlines with fewer points: `simplify TOLERANCE < paths > paths`, one contour a line.
//!
//! A line is `x y` of the start, then `L x y` and `C x1 y1 x2 y2 x y`, all whole numbers.
//! Neighbouring pieces become one line or one curve where each outline stays within the
//! tolerance of the other; of all ways to do so the shortest as a Type 2 charstring is
//! taken. `build.py` builds and runs it: `rustc --edition=2024 -O simplify.rs`.

use std::io::{BufRead, Write};

type Point = (f64, f64);

/// From the node before: control points are equal to the ends in a line.
#[derive(Clone, Copy)]
struct Piece {
    is_line: bool,
    points: [Point; 4],
}

/// How far apart the points are that are taken on an old piece; never fewer than the second.
const SPACING: f64 = 5.0;
const SAMPLES: usize = 5;
/// A straight line from this length on stays straight.
const STROKE: f64 = 24.0;
/// Old pieces that may become one.
const MOST: usize = 40;
/// How many ends in a row may fail before longer runs are given up.
const PATIENCE: usize = 4;

fn main() {
    let tolerance: f64 =
        std::env::args().nth(1).and_then(|text| text.parse().ok()).expect("a tolerance");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let simple = simplify(&parse(&line.expect("text")), tolerance);
        let mut text = String::new();
        if let Some(first) = simple.first() {
            text += &format!("{} {}", first.points[0].0, first.points[0].1);
        }
        for piece in &simple {
            let from = if piece.is_line { 3 } else { 1 };
            text += if piece.is_line { " L" } else { " C" };
            for (x, y) in &piece.points[from..] {
                text += &format!(" {x} {y}");
            }
        }
        writeln!(out, "{text}").expect("somebody reads");
    }
}

fn parse(line: &str) -> Vec<Piece> {
    let mut words = line.split_whitespace();
    let number = |words: &mut std::str::SplitWhitespace| -> f64 {
        words.next().and_then(|word| word.parse().ok()).expect("a number")
    };
    let mut at = (number(&mut words), number(&mut words));
    let mut pieces = Vec::new();
    while let Some(kind) = words.next() {
        let is_line = kind == "L";
        let mut points = [at; 4];
        for point in &mut points[if is_line { 3 } else { 1 }..] {
            *point = (number(&mut words), number(&mut words));
        }
        if is_line {
            points[2] = points[3];
        }
        at = points[3];
        pieces.push(Piece { is_line, points });
    }
    pieces
}

/// The cheapest chain of pieces from the first node to the last.
fn simplify(old: &[Piece], tolerance: f64) -> Vec<Piece> {
    let count = old.len();
    let mut best: Vec<(u32, usize, Option<Piece>)> = vec![(u32::MAX, 0, None); count + 1];
    best[0].0 = 0;
    for start in 0..count {
        let so_far = best[start].0;
        let mut offer = |end: usize, piece: Piece| {
            let total = so_far + cost(&piece);
            if total < best[end].0 {
                best[end] = (total, start, Some(piece));
            }
        };
        offer(start + 1, old[start]);
        let mut failed = 0;
        let mut bends = true;
        for end in start + 1..=count.min(start + MOST) {
            let last = &old[end - 1];
            bends &= !last.is_line || distance(last.points[0], last.points[3]) < STROKE;
            let samples = sampled(&old[start..end]);
            let (a, b) = (old[start].points[0], old[end - 1].points[3]);
            let straight = Piece { is_line: true, points: [a, a, b, b] };
            let found = if a != b && fits(&straight, &samples, tolerance) {
                offer(end, straight);
                true
            } else if bends
                && let Some(curve) = fitted(&samples, tolerance)
            {
                offer(end, curve);
                true
            } else {
                false
            };
            failed = if found { 0 } else { failed + 1 };
            if failed > PATIENCE {
                break;
            }
        }
    }
    let (mut chain, mut at) = (Vec::new(), count);
    while at > 0 {
        chain.push(best[at].2.expect("every node is reached"));
        at = best[at].1;
    }
    chain.reverse();
    chain
}

/// Bytes as a charstring, about: eighths, with the part of an operator.
fn cost(piece: &Piece) -> u32 {
    let number = |value: f64| match value.abs() as u32 {
        0 => 4,
        1..=107 => 8,
        _ => 16,
    };
    let [a, b, c, d] = piece.points;
    let step = |from: Point, to: Point| number(to.0 - from.0) + number(to.1 - from.1);
    4 + if piece.is_line { step(a, d) } else { step(a, b) + step(b, c) + step(c, d) }
}

fn at(points: &[Point; 4], t: f64) -> Point {
    let s = 1.0 - t;
    let w = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
    let mut sum = (0.0, 0.0);
    for (point, weight) in points.iter().zip(w) {
        sum = (sum.0 + weight * point.0, sum.1 + weight * point.1);
    }
    sum
}

fn sampled(old: &[Piece]) -> Vec<Point> {
    let mut samples = vec![old[0].points[0]];
    for piece in old {
        let [a, b, c, d] = piece.points;
        let length = distance(a, b) + distance(b, c) + distance(c, d);
        let steps = SAMPLES.max((length / SPACING) as usize);
        for step in 1..=steps {
            let t = step as f64 / steps as f64;
            samples.push(if piece.is_line {
                (a.0 + (d.0 - a.0) * t, a.1 + (d.1 - a.1) * t)
            } else {
                at(&piece.points, t)
            });
        }
    }
    samples
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// Of a point from a chain of straight lines.
fn from_chain(point: Point, chain: &[Point]) -> f64 {
    let mut least = f64::MAX;
    for pair in chain.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx * dx + dy * dy;
        let t = if length == 0.0 {
            0.0
        } else {
            (((point.0 - a.0) * dx + (point.1 - a.1) * dy) / length).clamp(0.0, 1.0)
        };
        least = least.min(distance(point, (a.0 + dx * t, a.1 + dy * t)));
    }
    least
}

/// Whether each outline stays beside the other.
fn fits(new: &Piece, samples: &[Point], tolerance: f64) -> bool {
    let new: Vec<Point> = if new.is_line {
        vec![new.points[0], new.points[3]]
    } else {
        (0..=24).map(|step| at(&new.points, f64::from(step) / 24.0)).collect()
    };
    samples.iter().all(|point| from_chain(*point, &new) <= tolerance)
        && new.iter().all(|point| from_chain(*point, samples) <= tolerance)
}

/// The curve through both ends that is nearest to the samples, by least squares.
fn fitted(samples: &[Point], tolerance: f64) -> Option<Piece> {
    let (a, d) = (samples[0], *samples.last()?);
    let mut lengths = vec![0.0];
    for pair in samples.windows(2) {
        lengths.push(lengths[lengths.len() - 1] + distance(pair[0], pair[1]));
    }
    let whole = *lengths.last()?;
    if whole == 0.0 {
        return None;
    }
    let mut ts: Vec<f64> = lengths.iter().map(|length| length / whole).collect();
    for _ in 0..5 {
        let (mut m11, mut m12, mut m22) = (0.0, 0.0, 0.0);
        let (mut r1, mut r2) = ((0.0, 0.0), (0.0, 0.0));
        for (point, &t) in samples.iter().zip(&ts) {
            let s = 1.0 - t;
            let (w1, w2) = (3.0 * s * s * t, 3.0 * s * t * t);
            let (w0, w3) = (s * s * s, t * t * t);
            let left = (point.0 - w0 * a.0 - w3 * d.0, point.1 - w0 * a.1 - w3 * d.1);
            m11 += w1 * w1;
            m12 += w1 * w2;
            m22 += w2 * w2;
            r1 = (r1.0 + w1 * left.0, r1.1 + w1 * left.1);
            r2 = (r2.0 + w2 * left.0, r2.1 + w2 * left.1);
        }
        let det = m11 * m22 - m12 * m12;
        if det.abs() < 1e-9 {
            return None;
        }
        let solve = |x1: f64, x2: f64| ((x1 * m22 - x2 * m12) / det, (x2 * m11 - x1 * m12) / det);
        let ((bx, cx), (by, cy)) = (solve(r1.0, r2.0), solve(r1.1, r2.1));
        let (b, c) = ((bx, by), (cx, cy));
        // A curve much longer than what it stands for has a loop.
        if distance(a, b) + distance(b, c) + distance(c, d) > 1.5 * whole + 8.0 {
            return None;
        }
        let rounded = |point: Point| (point.0.round() + 0.0, point.1.round() + 0.0);
        let curve = Piece { is_line: false, points: [a, rounded(b), rounded(c), d] };
        if fits(&curve, samples, tolerance) {
            return Some(curve);
        }
        let exact = [a, b, c, d];
        for (t, point) in ts.iter_mut().zip(samples) {
            *t = nearer(&exact, *point, *t);
        }
    }
    None
}

/// One step of Newton towards the parameter of the nearest point.
fn nearer(points: &[Point; 4], point: Point, t: f64) -> f64 {
    let [a, b, c, d] = *points;
    let s = 1.0 - t;
    let here = at(points, t);
    let sub = |p: Point, q: Point| (p.0 - q.0, p.1 - q.1);
    let (ab, bc, cd) = (sub(b, a), sub(c, b), sub(d, c));
    let first = |ab: f64, bc: f64, cd: f64| 3.0 * (s * s * ab + 2.0 * s * t * bc + t * t * cd);
    let speed = (first(ab.0, bc.0, cd.0), first(ab.1, bc.1, cd.1));
    let second = |ab: f64, bc: f64, cd: f64| 6.0 * (s * (bc - ab) + t * (cd - bc));
    let turn = (second(ab.0, bc.0, cd.0), second(ab.1, bc.1, cd.1));
    let off = sub(here, point);
    let up = off.0 * speed.0 + off.1 * speed.1;
    let down = speed.0 * speed.0 + speed.1 * speed.1 + off.0 * turn.0 + off.1 * turn.1;
    if down.abs() < 1e-9 { t } else { (t - up / down).clamp(0.0, 1.0) }
}
