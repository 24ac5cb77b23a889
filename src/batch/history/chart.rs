//! The charts. They refer to the cells of the table, so that a figure corrected there moves
//! its point; a blank cell is a gap.

use super::grid::{By, Grid, Line};
use super::indicator::{Group, Shape};
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType, ChartSeries, ChartSolidFill,
    ChartType,
};
use std::ops::Range;

/// Width of a chart in pixels.
pub const WIDTH: u32 = 520;
/// Height of a chart of years in pixels.
pub const HEIGHT: u32 = 300;
/// Width of a chart of bodies in pixels: their names take a third of it.
const WIDE: u32 = 800;
/// Title, legend and axis of a chart of bodies, in pixels.
const FRAME: u32 = 150;
/// Height of a body with one bar in pixels, and what each bar more takes: all on one page.
const BAR: u32 = 22;
const MORE: u32 = 1;
/// Apart from each other in print and for those who see colours otherwise.
const COLOURS: [&str; 6] = ["#1F4E8C", "#E07B00", "#8C8C8C", "#C9A400", "#3C8D40", "#7A3E9D"];

/// Where values and labels of the table stand.
pub struct Cells<'a> {
    /// The sheet of the table.
    pub sheet: &'a str,
    /// The first and the last label of the points.
    pub labels: [(u32, u16); 2],
    /// The name of a line.
    pub name: &'a dyn Fn(usize) -> (u32, u16),
    /// The first and the last value of a line.
    pub values: &'a dyn Fn(usize) -> [(u32, u16); 2],
}

/// Its size in pixels.
pub fn size(grid: &Grid<'_>, lines: &Range<usize>) -> (u32, u32) {
    if grid.by == By::Year {
        return (WIDTH, HEIGHT);
    }
    let drawn = drawn(grid, lines);
    let bars = match grid.lines[lines.start].group.shape {
        Shape::Stacked => 1,
        Shape::Line | Shape::Columns => u32::try_from(drawn.len()).unwrap_or(1).max(1),
    };
    let points = u32::try_from(grid.points.len()).unwrap_or(u32::MAX / WIDE);
    (WIDE, FRAME + points.saturating_mul(BAR + (bars - 1) * MORE))
}

/// The lines of a group that have a place in its chart and at least one value.
pub fn drawn(grid: &Grid<'_>, lines: &Range<usize>) -> Vec<usize> {
    let has_value = |at: &usize| {
        let line: &Line = &grid.lines[*at];
        line.indicator.charted && line.values.iter().any(Option::is_some)
    };
    lines.clone().filter(has_value).collect()
}

/// The chart of a group; nothing where there is nothing to draw.
pub fn chart(grid: &Grid<'_>, lines: &Range<usize>, cells: &Cells<'_>) -> Option<Chart> {
    let drawn = drawn(grid, lines);
    let first = &grid.lines[*drawn.first()?];
    let (group, is_rate) = (first.group, first.indicator.is_rate());
    let kind = match (grid.by, group.shape) {
        (By::Year, Shape::Line) => ChartType::Line,
        (By::Year, Shape::Stacked) => ChartType::ColumnStacked,
        (By::Year, Shape::Columns) => ChartType::Column,
        (By::Body, Shape::Stacked) => ChartType::BarStacked,
        (By::Body, Shape::Line | Shape::Columns) => ChartType::Bar,
    };
    let mut chart = Chart::new(kind);
    for (at, colour) in drawn.iter().zip(COLOURS.iter().cycle()) {
        let series = chart.add_series();
        let ([from, to], name) = (cells.labels, (cells.name)(*at));
        series.set_categories((cells.sheet, from.0, from.1, to.0, to.1));
        let [from, to] = (cells.values)(*at);
        series.set_values((cells.sheet, from.0, from.1, to.0, to.1));
        series.set_name((cells.sheet, name.0, name.1));
        dress(series, kind, colour);
        if drawn.len() == 1 {
            let mut label = ChartDataLabel::new();
            label.show_value().set_font(&small());
            label.set_num_format(if is_rate { "0.0%" } else { "0" });
            if kind == ChartType::Line {
                label.set_position(ChartDataLabelPosition::Above);
            }
            series.set_data_label(&label);
        }
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart.title().set_name(group.title.as_str()).set_font(ChartFont::new().set_bold().set_size(13));
    let stacked = matches!(kind, ChartType::ColumnStacked | ChartType::BarStacked);
    points_on(&mut chart, grid.by);
    values_on(&mut chart, grid.by, group, is_rate, highest(grid, &drawn, stacked));
    match drawn.len() {
        1 => _ = chart.legend().set_hidden(),
        _ => _ = chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small()),
    }
    let (width, height) = size(grid, lines);
    chart.set_width(width).set_height(height);
    let names: Vec<&str> = drawn.iter().map(|at| grid.lines[*at].name.as_str()).collect();
    chart.set_name(group.title.as_str());
    chart.set_alt_text(format!("{}：{}", group.title, names.join("、")));
    Some(chart)
}

/// The colour of a line with its points, or of bars.
fn dress(series: &mut ChartSeries, kind: ChartType, colour: &str) {
    let mut fill = ChartFormat::new();
    fill.set_solid_fill(ChartSolidFill::new().set_color(colour));
    if kind != ChartType::Line {
        series.set_format(&mut fill).set_gap(60);
        return;
    }
    fill.set_border(ChartLine::new().set_color(colour));
    let mut marker = ChartMarker::new();
    series.set_marker(marker.set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut fill));
    let mut line = ChartFormat::new();
    series.set_format(line.set_line(ChartLine::new().set_color(colour).set_width(2.25)));
}

fn small() -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(9);
    font
}

/// The axis of years or bodies. The crate calls `x` what lies, also where bars do.
fn points_on(chart: &mut Chart, by: By) {
    match by {
        By::Year => _ = chart.x_axis().set_name("年度").set_name_font(&small()).set_font(&small()),
        By::Body => {
            let axis = chart.y_axis().set_name("单位").set_name_font(&small()).set_font(&small());
            // The first body stands on top, and none is left out for want of room.
            axis.set_reverse().set_label_interval(1).set_major_gridlines(false);
        }
    }
}

/// The axis of the values, in steps that are whole where they count.
fn values_on(chart: &mut Chart, by: By, group: &Group, is_rate: bool, most: Decimal) {
    let axis = if by == By::Year { chart.y_axis() } else { chart.x_axis() };
    axis.set_name(group.axis.as_str()).set_name_font(&small()).set_font(&small());
    axis.set_num_format(if is_rate { "0%" } else { "0" }).set_min(0);
    axis.set_major_gridlines(true);
    axis.set_major_gridlines_line(ChartLine::new().set_color("#D9D9D9"));
    match is_rate {
        // Past the whole there is nothing.
        true if most > Decimal::new(7, 1) => _ = axis.set_max(1),
        true => {}
        false if most <= Decimal::from(5) => _ = axis.set_major_unit(1),
        false if most <= Decimal::TEN => _ = axis.set_major_unit(2),
        false => {}
    }
}

/// The highest value, or the highest sum where they stand on each other.
fn highest(grid: &Grid<'_>, drawn: &[usize], stacked: bool) -> Decimal {
    let at_point = |point: usize| {
        let values = drawn.iter().filter_map(move |at| grid.lines[*at].values[point]);
        match stacked {
            true => {
                values.fold(Decimal::ZERO, |sum, one| sum.checked_add(one).unwrap_or(Decimal::MAX))
            }
            false => values.max().unwrap_or_default(),
        }
    };
    (0..grid.points.len()).map(at_point).max().unwrap_or_default()
}
