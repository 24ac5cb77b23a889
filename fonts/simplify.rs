//! Outlines as TrueType draws them, with few points: `simplify TOLERANCE < paths > paths`,
//! one contour a line.
//!
//! A line is `x y` of the start, then `L x y` and `C x1 y1 x2 y2 x y`, all whole numbers.
//! The answer has `L x y` and `Q n x1 y1 … xn yn x y`: n control points and the end; between
//! two control points the outline passes through their middle, which needs no room.
//! Neighbouring pieces become one where each outline stays within the tolerance of the
//! other; of all ways to do so the one that takes the least room, packed, in a table `glyf`
//! is taken. `build.py` builds and runs it: `rustc --edition=2024 -O simplify.rs`.

use std::io::{BufRead, Write};

type Point = (f64, f64);

/// Of the old outline, or a part of one.
struct Old {
    is_line: bool,
    start: Point,
    /// Points on it, the last its end.
    samples: Vec<Point>,
}

impl Old {
    fn end(&self) -> Point {
        self.samples[self.samples.len() - 1]
    }
}

/// Of the new outline: start, control points, end. Without control points it is a line.
type Piece = Vec<Point>;

/// How far apart the points are that are taken on an old piece; never fewer than the second.
const SPACING: f64 = 3.0;
const SAMPLES: usize = 5;
/// A curve of twice this length may be cut, and again each time it is longer by as much.
const CUT: f64 = 100.0;
/// Straight lines a new curve is taken for, for each control point.
const CHORDS: usize = 16;
/// A straight line from this length on stays straight.
const STROKE: f64 = 24.0;
/// Old pieces that may become one.
const MOST: usize = 40;
/// Control points of one piece; of one that stands for a single old piece.
const CONTROLS: usize = 8;
const ENOUGH: usize = 16;
/// How many ends in a row may fail before longer runs are given up.
const PATIENCE: usize = 4;

fn main() {
    let tolerance: f64 =
        std::env::args().nth(1).and_then(|text| text.parse().ok()).expect("a tolerance");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let old = parse(&line.expect("text"));
        let mut text = format!("{} {}", old[0].start.0, old[0].start.1);
        for piece in simplify(&old, tolerance) {
            match piece.len() - 2 {
                0 => text += " L",
                controls => text += &format!(" Q {controls}"),
            }
            for (x, y) in &piece[1..] {
                text += &format!(" {x} {y}");
            }
        }
        writeln!(out, "{text}").expect("somebody reads");
    }
}

/// The pieces, the sharpest corner first.
fn parse(text: &str) -> Vec<Old> {
    let mut words = text.split_whitespace();
    let number = |words: &mut std::str::SplitWhitespace| -> f64 {
        words.next().and_then(|word| word.parse().ok()).expect("a number")
    };
    let start = (number(&mut words), number(&mut words));
    let mut at = start;
    let mut pieces = Vec::new();
    while let Some(kind) = words.next() {
        let mut points = [at; 4];
        for point in &mut points[if kind == "L" { 3 } else { 1 }..] {
            *point = (number(&mut words), number(&mut words));
        }
        at = points[3];
        if kind == "L" { pieces.push(line(points[0], at)) } else { cut(&points, &mut pieces) }
    }
    if at != start {
        pieces.push(line(at, start));
    }
    pieces.retain(|piece| piece.samples.iter().any(|point| *point != piece.start));
    let heading = |from: Point, to: Point| (to.1 - from.1).atan2(to.0 - from.0);
    let mut sharpest = (0.0, 0);
    for (index, piece) in pieces.iter().enumerate() {
        let before = &pieces[(index + pieces.len() - 1) % pieces.len()];
        let coming = before.samples.iter().rev().nth(1).unwrap_or(&before.start);
        let turn = heading(piece.start, piece.samples[0]) - heading(*coming, piece.start);
        let turn = turn.sin().atan2(turn.cos()).abs();
        if turn > sharpest.0 + 1e-9 {
            sharpest = (turn, index);
        }
    }
    pieces.rotate_left(sharpest.1);
    pieces
}

fn line(start: Point, end: Point) -> Old {
    let steps = SAMPLES.max((distance(start, end) / SPACING) as usize);
    let on = |step: usize| {
        let t = step as f64 / steps as f64;
        (start.0 + (end.0 - start.0) * t, start.1 + (end.1 - start.1) * t)
    };
    Old { is_line: true, start, samples: (1..=steps).map(on).collect() }
}

/// A curve, a long one in parts, each cut where it passes whole numbers most closely.
fn cut(points: &[Point; 4], pieces: &mut Vec<Old>) {
    let on = |t: f64| {
        let s = 1.0 - t;
        let w = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
        let sum = |get: fn(&Point) -> f64| points.iter().zip(w).map(|(p, w)| get(p) * w).sum();
        (sum(|p| p.0), sum(|p| p.1))
    };
    let length: f64 = points.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    let parts = ((length / CUT) as usize).max(1);
    let steps = SAMPLES.max((length / parts as f64 / SPACING) as usize);
    let (mut from, mut start) = (0.0, points[0]);
    for number in 1..=parts {
        let near = |step: i32| (number as f64 + f64::from(step) / 100.0) / parts as f64;
        let gap = |t: &f64| distance(on(*t), rounded(on(*t)));
        let (mut to, mut end) = (1.0, points[3]);
        if number < parts {
            to = (-30..=30).map(near).min_by(|a, b| gap(a).total_cmp(&gap(b))).unwrap_or(to);
            end = rounded(on(to));
        }
        let mut samples: Vec<Point> =
            (1..steps).map(|step| on(from + (to - from) * step as f64 / steps as f64)).collect();
        samples.push(end);
        pieces.push(Old { is_line: false, start, samples });
        (from, start) = (to, end);
    }
}

fn rounded(point: Point) -> Point {
    (point.0.round() + 0.0, point.1.round() + 0.0)
}

/// The cheapest chain of pieces from the first node to the last.
fn simplify(old: &[Old], tolerance: f64) -> Vec<Piece> {
    let count = old.len();
    let mut best: Vec<(u32, usize, Piece)> = vec![(u32::MAX, 0, Piece::new()); count + 1];
    best[0].0 = 0;
    for start in 0..count {
        let so_far = best[start].0;
        let mut offer = |end: usize, piece: Piece| {
            let total = so_far + cost(&piece);
            if total < best[end].0 {
                best[end] = (total, start, piece);
            }
        };
        let mut failed = 0;
        let mut bends = true;
        let mut controls = 1;
        let mut samples = vec![old[start].start];
        for end in start + 1..=count.min(start + MOST) {
            let last = &old[end - 1];
            bends &= !last.is_line || distance(last.start, last.end()) < STROKE;
            samples.extend(&last.samples);
            let (a, b) = (old[start].start, last.end());
            let straight = vec![a, b];
            let single = end == start + 1;
            let most = if single { ENOUGH } else { CONTROLS };
            let is_straight =
                a != b && (single && last.is_line || fits(&straight, &samples, tolerance));
            let found = if is_straight {
                offer(end, straight);
                true
            } else if bends && let Some(curve) = fitted(&samples, controls, most, tolerance) {
                // A longer run hardly does with fewer.
                controls = (curve.len() - 2).max(2) - 1;
                offer(end, curve);
                true
            } else {
                assert!(!single, "no curve from {a:?} to {b:?}");
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
        chain.push(std::mem::take(&mut best[at].2));
        at = best[at].1;
    }
    chain.reverse();
    chain
}

/// Room in a packed font, about, in bits: flags repeat much, coordinates hardly.
fn cost(piece: &Piece) -> u32 {
    let number = |value: f64| match value.abs() as u32 {
        0 => 0,
        1..=255 => 7,
        _ => 14,
    };
    let step = |pair: &[Point]| 4 + number(pair[1].0 - pair[0].0) + number(pair[1].1 - pair[0].1);
    piece.windows(2).map(step).sum()
}

fn distance(a: Point, b: Point) -> f64 {
    let (x, y) = (a.0 - b.0, a.1 - b.1);
    (x * x + y * y).sqrt()
}

fn middle(a: Point, b: Point) -> Point {
    ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0)
}

/// Start, control point and end of one part of a curve.
fn part(curve: &[Point], number: usize) -> [Point; 3] {
    let control = curve[number + 1];
    let start = if number == 0 { curve[0] } else { middle(curve[number], control) };
    let next = curve[number + 2];
    let end = if number + 3 == curve.len() { next } else { middle(control, next) };
    [start, control, end]
}

fn on_part([a, b, c]: [Point; 3], t: f64) -> Point {
    let s = 1.0 - t;
    let (u, v, w) = (s * s, 2.0 * s * t, t * t);
    (a.0 * u + b.0 * v + c.0 * w, a.1 * u + b.1 * v + c.1 * w)
}

/// A new piece as many straight lines.
fn chain_of(piece: &[Point]) -> Vec<Point> {
    if piece.len() == 2 {
        return piece.to_vec();
    }
    let mut chain = vec![piece[0]];
    for number in 0..piece.len() - 2 {
        let part = part(piece, number);
        chain.extend((1..=CHORDS).map(|step| on_part(part, step as f64 / CHORDS as f64)));
    }
    chain
}

/// Whether each outline stays beside the other.
fn fits(new: &[Point], samples: &[Point], tolerance: f64) -> bool {
    let chain = chain_of(new);
    beside(samples, &chain, tolerance) && (new.len() == 2 || beside(&chain, samples, tolerance))
}

/// Whether every point is near the chain of straight lines.
fn beside(points: &[Point], chain: &[Point], tolerance: f64) -> bool {
    let limit = tolerance * tolerance;
    let near = |point: Point, index: usize| {
        let (a, b) = (chain[index], chain[index + 1]);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (px, py) = (point.0 - a.0, point.1 - a.1);
        let length = dx * dx + dy * dy;
        let t = if length == 0.0 { 0.0 } else { ((px * dx + py * dy) / length).clamp(0.0, 1.0) };
        let (gx, gy) = (px - dx * t, py - dy * t);
        gx * gx + gy * gy <= limit
    };
    let mut at = 0;
    points.iter().all(|point| {
        let found = (at..chain.len() - 1).chain((0..at).rev()).find(|index| near(*point, *index));
        at = found.unwrap_or(at);
        found.is_some()
    })
}

/// The curve through both ends with the fewest control points that is near the samples.
fn fitted(samples: &[Point], least: usize, most: usize, tolerance: f64) -> Option<Piece> {
    let mut lengths = vec![0.0];
    for pair in samples.windows(2) {
        lengths.push(lengths[lengths.len() - 1] + distance(pair[0], pair[1]));
    }
    // In a sharp bend the samples of a single curve are as close as its parts should be.
    let numbers: Vec<f64> = (0..samples.len()).map(|number| number as f64).collect();
    let found = (least..=most).find_map(|controls| {
        let even = with(samples, &lengths, &lengths, controls, tolerance);
        even.or_else(|| with(samples, &lengths, &numbers, controls, tolerance))
    })?;
    Some(straightened(found, samples, tolerance))
}

/// The curve with so many control points nearest to the samples, by least squares.
fn with(
    samples: &[Point],
    lengths: &[f64],
    places: &[f64],
    controls: usize,
    tolerance: f64,
) -> Option<Piece> {
    let (whole, last) = (*lengths.last()?, *places.last()?);
    if samples.len() < controls + 2 || whole == 0.0 {
        return None;
    }
    let parts = controls as f64;
    let mut ts: Vec<f64> = places.iter().map(|place| place / last * parts).collect();
    for turn in 0..6 {
        let exact = solved(samples, &ts, controls)?;
        // A curve much longer than what it stands for has a loop.
        let length: f64 = exact.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
        if length > 1.5 * whole + 8.0 {
            return None;
        }
        let curve: Piece = exact.iter().map(|point| rounded(*point)).collect();
        if fits(&curve, samples, tolerance) {
            return Some(curve);
        }
        for (t, point) in ts.iter_mut().zip(samples) {
            *t = nearer(&exact, *point, *t);
        }
        let off = farthest(&exact, samples, &ts, f64::INFINITY);
        if off <= tolerance {
            let curve = nudged(curve, samples, &ts);
            if fits(&curve, samples, tolerance) {
                return Some(curve);
            }
        }
        if off > tolerance * [8.0, 4.0, 3.0, 2.0, 1.5, 1.0][turn] {
            return None;
        }
    }
    None
}

/// How far the curve is, at each of `ts`, from the samples, if less than the limit.
fn farthest(curve: &[Point], samples: &[Point], ts: &[f64], limit: f64) -> f64 {
    let mut most = 0.0f64;
    for (t, point) in ts.iter().zip(samples) {
        let number = (*t as usize).min(curve.len() - 3);
        most = most.max(distance(on_part(part(curve, number), *t - number as f64), *point));
        if most >= limit {
            return limit;
        }
    }
    most
}

/// Whole numbers that are nearer than each rounded for itself.
fn nudged(mut curve: Piece, samples: &[Point], ts: &[f64]) -> Piece {
    let mut least = farthest(&curve, samples, ts, f64::INFINITY);
    let mut index = 1;
    let mut since = 1;
    while since < curve.len() - 1 {
        let old = curve[index];
        let mut best = old;
        for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            curve[index] = (old.0 + dx, old.1 + dy);
            let off = farthest(&curve, samples, ts, least);
            if off < least {
                (least, best, since) = (off, curve[index], 0);
            }
        }
        curve[index] = best;
        since += 1;
        index = index % (curve.len() - 2) + 1;
    }
    curve
}

/// Control points so that the curve is, at each of `ts`, as near to the samples as can be.
fn solved(samples: &[Point], ts: &[f64], controls: usize) -> Option<Piece> {
    let (a, b) = (samples[0], *samples.last()?);
    // Rows of the normal equations, and their two right sides.
    let mut rows = vec![[0.0; ENOUGH + 2]; controls];
    let right = ENOUGH;
    for (point, t) in samples.iter().zip(ts) {
        let number = (*t as usize).min(controls - 1);
        let t = *t - number as f64;
        let s = 1.0 - t;
        let (first, last) = (number == 0, number + 1 == controls);
        let mut goal = *point;
        let mut weights = [(0, 0.0); 3];
        weights[1] = (number, 2.0 * s * t);
        if first {
            goal = (goal.0 - s * s * a.0, goal.1 - s * s * a.1);
        } else {
            weights[0] = (number - 1, s * s / 2.0);
            weights[1].1 += s * s / 2.0;
        }
        if last {
            goal = (goal.0 - t * t * b.0, goal.1 - t * t * b.1);
        } else {
            weights[2] = (number + 1, t * t / 2.0);
            weights[1].1 += t * t / 2.0;
        }
        for (row, weight) in weights {
            for (column, other) in weights {
                rows[row][column] += weight * other;
            }
            rows[row][right] += weight * goal.0;
            rows[row][right + 1] += weight * goal.1;
        }
    }
    for at in 0..controls {
        let pivot = rows[at];
        if pivot[at] < 1e-6 {
            return None;
        }
        for (row, values) in rows.iter_mut().enumerate() {
            if row != at && values[at] != 0.0 {
                let factor = values[at] / pivot[at];
                values.iter_mut().zip(pivot).for_each(|(value, other)| *value -= factor * other);
            }
        }
    }
    let mut curve = vec![a];
    let solution =
        |(at, row): (usize, &[f64; ENOUGH + 2])| (row[right] / row[at], row[right + 1] / row[at]);
    curve.extend(rows.iter().enumerate().map(solution));
    curve.push(b);
    Some(curve)
}

/// One step of Newton towards the parameter of the nearest point.
fn nearer(curve: &[Point], point: Point, t: f64) -> f64 {
    let parts = curve.len() - 2;
    let number = (t as usize).min(parts - 1);
    let [a, b, c] = part(curve, number);
    let at = t - number as f64;
    let here = on_part([a, b, c], at);
    let sub = |p: Point, q: Point| (p.0 - q.0, p.1 - q.1);
    let (ab, bc) = (sub(b, a), sub(c, b));
    let along = |ab: f64, bc: f64| 2.0 * (ab * (1.0 - at) + bc * at);
    let speed = (along(ab.0, bc.0), along(ab.1, bc.1));
    let bend = (2.0 * (bc.0 - ab.0), 2.0 * (bc.1 - ab.1));
    let off = sub(here, point);
    let up = off.0 * speed.0 + off.1 * speed.1;
    let down = speed.0 * speed.0 + speed.1 * speed.1 + off.0 * bend.0 + off.1 * bend.1;
    if down.abs() < 1e-9 { t } else { (t - (up / down).clamp(-0.5, 0.5)).clamp(0.0, parts as f64) }
}

/// Control points level with or above a neighbour where they nearly are: that takes no room.
fn straightened(mut curve: Piece, samples: &[Point], tolerance: f64) -> Piece {
    for index in 1..curve.len() - 1 {
        for other in [index - 1, index + 1] {
            for upright in [false, true] {
                let (old, near) = (curve[index], curve[other]);
                let moved = if upright { (near.0, old.1) } else { (old.0, near.1) };
                if moved == old || distance(moved, old) > 2.0 * tolerance {
                    continue;
                }
                let before = cost(&curve);
                curve[index] = moved;
                if cost(&curve) >= before || !fits(&curve, samples, tolerance) {
                    curve[index] = old;
                }
            }
        }
    }
    curve
}
