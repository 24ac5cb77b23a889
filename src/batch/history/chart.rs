//! The charts. They refer to the cells of the table, so that a figure corrected there moves
//! its point; a blank cell is a gap.

use super::grid::{By, Grid, Line};
use super::indicator::Shape;
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType, ChartSolidFill, ChartType,
};

/// Width of a chart in pixels.
pub const WIDTH: u32 = 520;
/// Height of a chart of years in pixels.
pub const HEIGHT: u32 = 300;
/// Width of a chart of bodies in pixels: their names take a third of it.
const WIDE: u32 = 900;
/// Title, legend and axis of a chart of bodies, in pixels.
const FRAME: u32 = 150;
/// Height of a body with one bar in pixels; each bar more takes half of that.
const BAR: u32 = 18;
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
pub fn size(grid: &Grid<'_>, lines: &std::ops::Range<usize>) -> (u32, u32) {
    if grid.by == By::Year {
        return (WIDTH, HEIGHT);
    }
    let drawn = drawn(grid, lines);
    let bars = match grid.lines[lines.start].group.shape {
        Shape::Stacked => 1,
        Shape::Line | Shape::Columns => u32::try_from(drawn.len()).unwrap_or(1).max(1),
    };
    let points = u32::try_from(grid.points.len()).unwrap_or(u32::MAX / WIDE);
    (WIDE, FRAME + points.saturating_mul(BAR + (bars - 1) * BAR / 2))
}

/// The lines of a group that have a place in its chart and at least one value.
pub fn drawn(grid: &Grid<'_>, lines: &std::ops::Range<usize>) -> Vec<usize> {
    let has_value = |at: &usize| {
        let line: &Line = &grid.lines[*at];
        line.indicator.charted && line.values.iter().any(Option::is_some)
    };
    lines.clone().filter(has_value).collect()
}

/// The chart of a group; nothing where there is nothing to draw.
pub fn chart(grid: &Grid<'_>, lines: &std::ops::Range<usize>, cells: &Cells<'_>) -> Option<Chart> {
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
    let format = if is_rate { "0%" } else { "0" };
    for (at, colour) in drawn.iter().zip(COLOURS.iter().cycle()) {
        let series = chart.add_series();
        let at_cell = |(row, column)| (cells.sheet, row, column);
        let [from, to] = cells.labels;
        series.set_categories((cells.sheet, from.0, from.1, to.0, to.1));
        let [from, to] = (cells.values)(*at);
        series.set_values((cells.sheet, from.0, from.1, to.0, to.1));
        series.set_name(at_cell((cells.name)(*at)));
        if kind == ChartType::Line {
            let line = ChartFormat::new()
                .set_line(ChartLine::new().set_color(*colour).set_width(2.25))
                .clone();
            series.set_format(&mut line.clone());
            let mut fill = ChartFormat::new();
            fill.set_solid_fill(ChartSolidFill::new().set_color(*colour));
            fill.set_border(ChartLine::new().set_color(*colour));
            let mut marker = ChartMarker::new();
            marker.set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut fill);
            series.set_marker(&marker);
        } else {
            let mut fill = ChartFormat::new();
            series.set_format(fill.set_solid_fill(ChartSolidFill::new().set_color(*colour)));
            series.set_gap(60);
        }
        if drawn.len() == 1 {
            let mut label = ChartDataLabel::new();
            label.show_value().set_font(ChartFont::new().set_size(9));
            label.set_num_format(if is_rate { "0.0%" } else { "0" });
            if kind == ChartType::Line {
                label.set_position(ChartDataLabelPosition::Above);
            }
            series.set_data_label(&label);
        }
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart.title().set_name(group.title.as_str()).set_font(ChartFont::new().set_bold().set_size(13));
    let name = if grid.by == By::Year { "年度" } else { "单位" };
    chart.x_axis().set_name(name).set_name_font(ChartFont::new().set_size(9));
    chart.x_axis().set_font(ChartFont::new().set_size(9));
    chart.y_axis().set_name(group.axis.as_str()).set_name_font(ChartFont::new().set_size(9));
    chart.y_axis().set_font(ChartFont::new().set_size(9)).set_num_format(format).set_min(0);
    let mut grey = ChartLine::new();
    chart.y_axis().set_major_gridlines_line(grey.set_color("#D9D9D9"));
    if grid.by == By::Body {
        // The first body stands on top, and none is left out for want of room.
        chart.x_axis().set_reverse().set_label_interval(1);
    }
    let stacked = matches!(kind, ChartType::ColumnStacked | ChartType::BarStacked);
    let most = highest(grid, &drawn, stacked);
    match is_rate {
        // Past the whole there is nothing.
        true if most > Decimal::new(7, 1) => _ = chart.y_axis().set_max(1),
        true => {}
        false if most <= Decimal::from(5) => _ = chart.y_axis().set_major_unit(1),
        false if most <= Decimal::TEN => _ = chart.y_axis().set_major_unit(2),
        false => {}
    }
    match drawn.len() {
        1 => _ = chart.legend().set_hidden(),
        _ => {
            let legend = chart.legend().set_position(ChartLegendPosition::Bottom);
            legend.set_font(ChartFont::new().set_size(9));
        }
    }
    let (width, height) = size(grid, lines);
    chart.set_width(width).set_height(height);
    let names: Vec<&str> = drawn.iter().map(|at| grid.lines[*at].name.as_str()).collect();
    chart.set_name(group.title.as_str());
    chart.set_alt_text(format!("{}：{}", group.title, names.join("、")));
    Some(chart)
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
