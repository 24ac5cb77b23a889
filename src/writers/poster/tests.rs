use super::content::{Body, Part};
use super::points::{Points, points};
use super::*;
use crate::model::{Figure, Passage, Report, Value};
use crate::publication::compose;
use std::collections::BTreeSet;
use typst::layout::{Frame, FrameItem};

fn example() -> Report {
    toml::from_str(include_str!("../../../templates/example-2021.toml")).unwrap()
}

fn poster(report: &Report, before: &[&Report]) -> Poster {
    Poster::of(report, &compose(report, None), before)
}

fn options() -> Options {
    Options { template: pdf::Template::shipped(pdf::Look::Poster), ..Options::default() }
}

/// The letters of a frame, a line for each piece of them.
fn drawn(frame: &Frame) -> String {
    let mut text = String::new();
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => text.push_str(&drawn(&group.frame)),
            FrameItem::Text(item) => text.push_str(&format!("{}\n", item.text)),
            _ => {}
        }
    }
    text
}

fn numbers(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|number| number.trim_matches('.').to_owned())
        .filter(|number| !number.is_empty())
        .collect()
}

fn parts(poster: &Poster) -> impl Iterator<Item = &Part> {
    poster.sections.iter().flat_map(|section| &section.parts)
}

fn said(poster: &Poster) -> String {
    parts(poster).flat_map(|part| part.said.clone()).collect()
}

/// Every figure of a table set to the same value.
fn fill(report: &mut Report, id: &str, value: i64) {
    let table = report.tables.get_mut(id).unwrap();
    let form = table.form.form().table(id).unwrap();
    for (row, column) in form.squares() {
        table.set(&row.id, &column.id, Figure::whole(value));
    }
}

#[test]
fn every_number_of_the_picture_is_in_its_words_and_the_other_way_round() {
    let fonts = Fonts::embedded();
    let report = example();
    let mut last = example();
    last.metadata.year = Some(2020);
    last.tables.get_mut("requests").unwrap().set("r1", "total", Figure::whole(12));
    let mut large = example();
    fill(&mut large, "requests", 12_743_718);
    fill(&mut large, "litigation", 98_765);
    for poster in [poster(&report, &[]), poster(&report, &[&last]), poster(&large, &[])] {
        for shape in [Shape::Tall, Shape::Page] {
            let options = options();
            let laid = laid(&poster, shape, &fonts, &options).unwrap();
            assert!(laid.warnings.is_empty(), "{:?}", laid.warnings);
            let [page] = laid.document().pages() else { panic!("more than a page") };
            assert_eq!(numbers(&drawn(&page.frame)), numbers(&poster.alt), "{shape:?}");
        }
    }
}

#[test]
fn all_standards_take_the_page() {
    let poster = poster(&example(), &[]);
    for name in ["a-1b", "a-2a,ua-1", "a-3a", "a-4"] {
        let standards = pdf::Standards::parse(name).unwrap();
        let options = Options { standards, ..options() };
        let written = super::pdf(&poster, &Fonts::embedded(), &options).unwrap();
        assert_eq!(written.pages, 1, "{name}");
    }
}

#[test]
fn little_and_nothing_are_a_page_too() {
    let mut poster = poster(&example(), &[]);
    for count in [1, 0] {
        poster.sections.truncate(count);
        let written = super::pdf(&poster, &Fonts::embedded(), &options()).unwrap();
        assert_eq!(written.pages, 1, "{count}");
    }
}

#[test]
fn a_blank_is_no_nought() {
    let poster = poster(&example(), &[]);
    let said = said(&poster);
    assert!(said.contains("部分公开、不予公开、无法提供、不予处理、其他处理未填写。"), "{said}");
    assert!(said.contains("科研机构、社会公益组织、法律服务机构、其他均为0件。"), "{said}");
    assert!(said.contains("规章各项均为0。"), "{said}");
}

#[test]
fn what_is_nought_everywhere_is_said_and_not_drawn() {
    let mut report = example();
    for id in ["proactive", "requests", "litigation"] {
        fill(&mut report, id, 0);
    }
    let poster = poster(&report, &[&example()]);
    for part in parts(&poster) {
        let is_empty = match &part.body {
            Body::Keys { items } => items.is_empty(),
            Body::Rows { rows } => rows.is_empty(),
            Body::Bars { bars, .. } => bars.is_empty(),
            Body::Years { .. } | Body::Points { .. } => continue,
        };
        assert!(is_empty && !part.said.is_empty(), "{part:?}");
    }
}

#[test]
fn a_group_with_blanks_says_so() {
    let mut report = example();
    report.tables.get_mut("requests").unwrap().set("r3-3-1", "total", Figure::whole(2));
    let poster = poster(&report, &[]);
    let bar = parts(&poster).find_map(|part| match &part.body {
        Body::Bars { bars, .. } => bars.iter().find(|bar| bar.label == "不予公开"),
        _ => None,
    });
    let bar = bar.unwrap();
    assert_eq!((bar.value.as_str(), bar.details.len()), ("2", 1));
    assert_eq!(bar.details[0].label, "属于国家秘密");
    assert!(said(&poster).contains("不予公开没有填全。"));
}

#[test]
fn a_blank_total_is_not_called_a_blank_where_its_parts_are_filled() {
    let mut report = example();
    fill(&mut report, "requests", 3);
    fill(&mut report, "litigation", 4);
    for id in ["requests", "litigation"] {
        let table = report.tables.get_mut(id).unwrap();
        let form = table.form.form().table(id).unwrap();
        for (row, column) in form.squares().filter(|(_, column)| column.id.ends_with("total")) {
            table.set(&row.id, &column.id, Figure::BLANK);
        }
    }
    let poster = poster(&report, &[]);
    let said = said(&poster);
    assert!(said.contains("结转下年度继续办理的总计未填写。"), "{said}");
    assert!(said.contains("不予处理、其他处理的总计未填写。"), "{said}");
    assert!(said.contains("行政诉讼（复议后起诉）的总计未填写。"), "{said}");
    let is_shown = |part: &Part| match &part.body {
        Body::Bars { bars, .. } => {
            bars.iter().any(|bar| bar.label == "行政复议" && bar.details.len() == 4)
        }
        _ => false,
    };
    assert!(parts(&poster).any(is_shown));
}

#[test]
fn a_blank_part_of_a_case_is_said_and_not_dropped_like_a_nought() {
    let mut report = example();
    let table = report.tables.get_mut("litigation").unwrap();
    for (column, figure) in [
        ("rec-upheld", Figure::BLANK),
        ("rec-corrected", Figure::whole(0)),
        ("rec-other", Figure::whole(2)),
        ("rec-pending", Figure::BLANK),
        ("rec-total", Figure::whole(17)),
    ] {
        table.set("cases", column, figure);
    }
    let words = "行政复议的结果维持、尚未审结未填写。";
    let full = poster(&report, &[]);
    assert!(said(&full).contains(words) && full.alt.contains(words), "{}", full.alt);
    report.tables.get_mut("litigation").unwrap().set("cases", "rec-total", Figure::BLANK);
    let without_total = said(&poster(&report, &[]));
    assert!(without_total.contains("行政复议的总计未填写。"), "{without_total}");
    assert!(without_total.contains(words), "{without_total}");
}

#[test]
fn remarks_units_and_kept_words_are_shown() {
    let mut report = example();
    let table = report.tables.get_mut("proactive").unwrap();
    let remark = Some("（其中修订1件）".into());
    table.set("a20-1-normative", "made", Figure { remark, ..Figure::whole(5) });
    let kept = Figure { value: Value::Kept("见附件".into()), ..Figure::BLANK };
    table.set("a20-6-coercion", "decisions", kept);
    let poster = poster(&report, &[]);
    assert!(poster.alt.contains("本年制发件数5（其中修订1件）"), "{}", poster.alt);
    assert!(poster.alt.contains("本年收费金额587.4072万元"), "{}", poster.alt);
    assert!(poster.alt.contains("行政强制本年处理决定数量：见附件。"), "{}", poster.alt);
}

#[test]
fn lines_are_drawn_of_years_before_this_one_and_no_others() {
    let report = example();
    let of_year = |year: i32, value: Option<i64>| {
        let mut report = example();
        report.metadata.year = Some(year);
        let figure = value.map_or(Figure::BLANK, Figure::whole);
        report.tables.get_mut("requests").unwrap().set("r1", "total", figure);
        report
    };
    let (last, before, later) =
        (of_year(2020, None), of_year(2019, Some(11)), of_year(2022, Some(99)));
    let poster = poster(&report, &[&last, &later, &before]);
    let (years, series) = parts(&poster)
        .find_map(|part| match &part.body {
            Body::Years { years, series } => Some((years, series)),
            _ => None,
        })
        .unwrap();
    assert_eq!(*years, ["2019", "2020", "2021"]);
    let values: Vec<_> =
        series[0].points.iter().map(|point| point.as_ref().map(|one| &*one.value)).collect();
    assert_eq!(values, [Some("11"), None, Some("7")]);
    let alone = super::tests::poster(&report, &[&later]);
    assert!(parts(&alone).all(|part| !matches!(part.body, Body::Years { .. })));
}

fn paragraphs(texts: &[&str]) -> Points {
    let passages: Vec<Passage> = texts.iter().map(|text| passage(text)).collect();
    points(&passages)
}

/// `（一）…` and `1.…` without a full stop are headings, all else is text.
fn passage(text: &str) -> Passage {
    let is_heading = crate::text::ordinal::behind(text).is_some() && !text.contains('。');
    match is_heading {
        true => Passage::Heading { level: 2, text: text.to_owned() },
        false => Passage::Paragraph(text.to_owned()),
    }
}

#[test]
fn problems_and_steps_are_the_numbered_points_as_written() {
    let found = paragraphs(&[
        "一年来仍有差距。",
        "（一）存在的主要问题",
        "一是更新不够及时；二是解读形式单一。三是力量不足。",
        "（二）下一步改进措施",
        "1.加强培训",
        "结合实际举办培训班。",
        "2.丰富解读形式",
    ]);
    assert_eq!(found.problems, ["更新不够及时", "解读形式单一", "力量不足"]);
    assert_eq!(found.steps, ["加强培训", "丰富解读形式"]);
}

#[test]
fn a_text_without_numbers_gives_its_first_sentences() {
    let found = paragraphs(&[
        "存在的问题：公开的深度还不够。人员更换频繁。下一步，我们将加大力度。并加强培训。",
    ]);
    assert_eq!(found.problems, ["公开的深度还不够"]);
    assert_eq!(found.steps, ["下一步，我们将加大力度"]);
    let found = paragraphs(&["一是形式不够丰富，二是业务培训不够，下一步将加强。"]);
    assert_eq!(found.problems, ["形式不够丰富", "业务培训不够"]);
    assert_eq!(found.steps, ["下一步将加强"]);
    let found = paragraphs(&["力量不足。针对上述问题，下一步将加强。"]);
    assert_eq!(found.steps, ["针对上述问题，下一步将加强"]);
    assert_eq!(paragraphs(&["无。"]).problems, ["无"]);
    assert_eq!(paragraphs(&[]), Points::default());
}

#[test]
fn a_problem_that_speaks_of_measures_is_still_a_problem() {
    let found = paragraphs(&["一是有的单位整改措施不够有力。二是2.5个工作日的时限没有做到。"]);
    assert_eq!(found.problems.len(), 2);
    assert_eq!(found.steps, [""; 0]);
}

#[test]
fn a_long_sentence_ends_at_a_pause_and_says_that_it_goes_on() {
    let long = "一是以26个试点领域和镇级的事项标准目录为依据，丰富公开方式，规范公开流程，重要政策的解读同文件一并起草、一并审定、一并发布。";
    let found = paragraphs(&[long]);
    assert_eq!(
        found.problems,
        ["以26个试点领域和镇级的事项标准目录为依据，丰富公开方式，规范公开流程……"]
    );
    let unbroken = format!("一是{}。", "长".repeat(300));
    assert!(paragraphs(&[&unbroken]).problems[0].ends_with("长……"));
}
