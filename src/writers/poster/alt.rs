//! The picture in words, with every number that it shows.

use super::content::{Bar, Body, Item, Part, Poster, Row, Series};
use super::words::{filled, words};

/// All that a picture shows, a line for each part of it.
pub fn text(poster: &Poster) -> String {
    let values = [("kicker", poster.kicker), ("title", &*poster.document.title)];
    let mut lines = vec![filled(&words().alt, &values)];
    for section in &poster.sections {
        lines.push(format!("{}：", section.title));
        lines.extend(section.parts.iter().map(part).filter(|line| !line.is_empty()));
    }
    lines.push(poster.source.clone());
    lines.extend(poster.signature.iter().filter(|line| !line.is_empty()).cloned());
    lines.join("\n")
}

fn part(part: &Part) -> String {
    let shown = match &part.body {
        Body::Keys { items } => items.iter().map(item).collect::<Vec<_>>().join("，"),
        Body::Rows { rows } => {
            let row = |row: &Row| {
                let items: Vec<String> = row.items.iter().map(item).collect();
                format!("{}：{}", row.label, items.join("，"))
            };
            rows.iter().map(row).collect::<Vec<_>>().join("；")
        }
        Body::Bars { unit, bars } => {
            let bar = |bar: &Bar| {
                let figure = if bar.value.is_empty() { "" } else { unit.as_str() };
                let details: Vec<String> = bar
                    .details
                    .iter()
                    .map(|detail| format!("{}{}{unit}", detail.label, detail.value))
                    .collect();
                let details = match details[..] {
                    [] => String::new(),
                    _ => format!("（{}{}）", words().of, details.join("，")),
                };
                format!("{}{}{figure}{}{details}", bar.label, bar.value, bar.note)
            };
            bars.iter().map(bar).collect::<Vec<_>>().join("；")
        }
        Body::Years { years, series } => {
            let line = |one: &Series| {
                let points: Vec<String> = years
                    .iter()
                    .zip(&one.points)
                    .filter_map(|(year, point)| Some((year, point.as_ref()?)))
                    .map(|(year, point)| format!("{year}：{}{}", point.value, one.unit))
                    .collect();
                format!("{}{}：{}", one.label, one.sub, points.join("，"))
            };
            series.iter().map(line).collect::<Vec<_>>().join("；")
        }
        Body::Points { items } => items.join("；"),
    };
    let title = match (&*part.title, &*part.sub) {
        ("", _) => String::new(),
        (title, "") => format!("{title}："),
        (title, sub) => format!("{title}（{sub}）："),
    };
    let end = if shown.is_empty() || shown.ends_with('…') { "" } else { "。" };
    format!("{title}{shown}{end}{}", part.said.concat())
}

fn item(item: &Item) -> String {
    format!("{}{}{}{}", item.label, item.value, item.unit, item.note)
}
