//! Which of the reports found are added: each body once, all of one year, not the total.

use super::child::{Child, LeftOut, Why, bare};
use super::turn::{counted_first, why};
use std::collections::BTreeMap;

/// The reports to add, and those that were left out.
#[derive(Debug)]
pub struct Selection<'c> {
    /// In the order of their files.
    pub taken: Vec<&'c Child>,
    /// Whose file, and why.
    pub left_out: Vec<LeftOut>,
}

/// Chooses the reports of this year (of any if there is none) that are not of the body
/// that the total is of. Of two of one body the later counts. A report without year is taken:
/// that is named elsewhere.
pub fn select<'c>(
    children: &'c [Child],
    year: Option<i32>,
    total_of: Option<&str>,
) -> Selection<'c> {
    let mut bodies: BTreeMap<Body, &'c Child> = BTreeMap::new();
    let mut reasons: BTreeMap<usize, (Why, String)> = BTreeMap::new();
    let total_of = total_of.map(bare);
    let mut newest_first: Vec<(usize, &Child)> = children.iter().enumerate().collect();
    newest_first.sort_by(|(_, a), (_, b)| counted_first(a.filed(), b.filed()));
    for (at, child) in newest_first {
        let body = body(child);
        match reason(child, year, total_of.as_deref(), body.as_ref(), &bodies) {
            Some(why) => drop(reasons.insert(at, why)),
            None => bodies.extend(body.map(|body| (body, child))),
        }
    }
    let mut selection = Selection { taken: Vec::new(), left_out: Vec::new() };
    for (at, child) in children.iter().enumerate() {
        match reasons.remove(&at) {
            Some((why, reason)) => {
                selection.left_out.push(LeftOut { file: child.file.clone(), why, reason });
            }
            None => selection.taken.push(child),
        }
    }
    selection
}

/// Whose a report is: on the roster a body may have several names.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Body {
    Unit(usize),
    Name(String),
}

fn body(child: &Child) -> Option<Body> {
    let name = || child.report.metadata.agency.as_deref().map(bare);
    child.unit.map(Body::Unit).or_else(|| name().map(Body::Name))
}

fn reason(
    child: &Child,
    year: Option<i32>,
    total_of: Option<&str>,
    body: Option<&Body>,
    bodies: &BTreeMap<Body, &Child>,
) -> Option<(Why, String)> {
    if let (Some(own), Some(year)) = (child.report.metadata.year, year)
        && own != year
    {
        return Some((Why::OtherYear, format!("它是 {own} 年度的报告，汇总的是 {year} 年度")));
    }
    let Some(body) = body else {
        // An earlier total that nobody has put a name to would count everybody twice.
        let reason = "它是汇总生成的工作簿，没有填机关名称".to_owned();
        return child.is_sum.then_some((Why::Total, reason));
    };
    let name = child.report.metadata.agency.as_deref().map(bare);
    if name.is_some() && name.as_deref() == total_of {
        let reason = format!("机关名称与总表同为“{}”", child.name());
        return Some((Why::Total, reason));
    }
    let twin = bodies.get(body)?;
    let (kind, how) = match twin.report.tables == child.report.tables {
        true => (Why::Copy, "数据相同".to_owned()),
        false => {
            let why = why(twin.filed(), child.filed());
            (Why::Rival, format!("数据不同，计入的是那一份（{why}），请确定以哪一份为准"))
        }
    };
    Some((kind, format!("“{}”另有一份报告（{}），{how}", twin.name(), twin.file)))
}
