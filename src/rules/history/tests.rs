//! 宿迁 2023 and 2024 as published, and what the comparison says when they are changed.

use super::history;
use crate::diag::{Finding, Severity};
use crate::model::{
    Address, Figure, Forms, Metadata, Origins, Place, Report, Section, Table, Value,
};
use crate::reader::narrative::passage;
use crate::rules::Subject;
use std::collections::BTreeMap;

/// The columns of table 3, in order.
const COLUMNS: [&str; 7] =
    ["natural", "commercial", "research", "welfare", "legal", "other", "total"];

/// A report with the figures that two years share.
struct Year {
    report: Report,
    origins: Origins,
}

impl Year {
    fn new(year: i32, edition: &str) -> Year {
        let edition = Forms::shipped().find(edition).unwrap();
        let tables = ["proactive", "requests", "litigation"];
        let tables = tables.map(|id| (id.to_owned(), Table::blank(edition)));
        let metadata = Metadata {
            year: Some(year),
            agency: Some("宿迁市人民政府".into()),
            ..Metadata::default()
        };
        let report =
            Report { edition, metadata, sections: Vec::new(), tables: BTreeMap::from(tables) };
        let mut year = Year { report, origins: Origins::default() };
        year.origins.put(Address::Field("year".into()), Place::cell("基本信息", 1, 1));
        year.origins.put(Address::Field("agency".into()), Place::cell("基本信息", 2, 1));
        year
    }

    fn set(&mut self, table: &str, row: &str, column: &str, figure: Figure) {
        self.report.tables.get_mut(table).unwrap().set(row, column, figure);
    }

    fn row(mut self, table: &str, row: &str, figures: &[(&str, i64)]) -> Year {
        for (column, number) in figures {
            self.set(table, row, column, Figure::whole(*number));
        }
        self
    }

    /// Paragraphs of a section.
    fn says(mut self, number: u8, paragraphs: &[&str]) -> Year {
        let blocks = paragraphs.iter().map(|text| passage(text)).collect();
        let (heading, table, notes) = (String::new(), None, Vec::new());
        self.report.sections.push(Section { number, heading, blocks, table, notes });
        self
    }

    fn requests(self, row: &str, figures: [i64; 7]) -> Year {
        let pairs: Vec<(&str, i64)> = COLUMNS.into_iter().zip(figures).collect();
        self.row("requests", row, &pairs)
    }

    fn rules(self, made: i64, repealed: i64, in_force: i64) -> Year {
        let row = [("made", made), ("repealed", repealed), ("inForce", in_force)];
        self.row("proactive", "a20-1-rules", &row)
    }

    fn normative(self, made: i64, repealed: i64, in_force: i64) -> Year {
        let row = [("made", made), ("repealed", repealed), ("inForce", in_force)];
        self.row("proactive", "a20-1-normative", &row)
    }

    /// Gives every square the cell it has in the official workbook.
    fn placed(mut self) -> Year {
        let sheets = [("proactive", "二、主动公开"), ("requests", "三、依申请公开")];
        for (id, sheet) in sheets {
            let table = self.report.tables[id].form.form().table(id).unwrap();
            for (y, row) in (4..).zip(table.rows()) {
                let block = table.block_of(&row.id).unwrap();
                for (x, column) in (3..).zip(&block.columns) {
                    let address = Address::Figure(id.into(), row.id.clone(), column.id.clone());
                    self.origins.put(address, Place::cell(sheet, y, x));
                }
            }
        }
        self
    }
}

fn suqian_2023() -> Year {
    Year::new(2023, "2021")
        .rules(2, 0, 11)
        .normative(109, 489, 597)
        .requests("r1", [3402, 99, 0, 4, 5, 1, 3511])
        .requests("r2", [91, 3, 0, 0, 2, 0, 96])
        .requests("r3-7", [3375, 99, 0, 4, 7, 1, 3486])
        .requests("r4", [118, 3, 0, 0, 0, 0, 121])
        .placed()
}

fn suqian_2024() -> Year {
    Year::new(2024, "2021")
        .rules(2, 1, 12)
        .normative(50, 227, 420)
        .requests("r1", [3440, 75, 0, 1, 6, 3, 3525])
        .requests("r2", [118, 3, 0, 0, 0, 0, 121])
        .requests("r3-7", [3440, 73, 0, 1, 5, 2, 3521])
        .requests("r4", [118, 5, 0, 0, 1, 1, 125])
        .placed()
}

fn compare(this: &Year, last: &Year) -> Vec<Finding> {
    let this = Subject::new(&this.report, &this.origins, Forms::shipped());
    let last = Subject::new(&last.report, &last.origins, Forms::shipped());
    history(&this, &last, "上年.xlsx")
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.id).collect()
}

fn place(finding: &Finding) -> String {
    finding.place.as_ref().map(Place::to_string).unwrap_or_default()
}

#[test]
fn suqian_2024_follows_suqian_2023() {
    assert_eq!(compare(&suqian_2024(), &suqian_2023()), []);
}

#[test]
fn a_changed_carry_over_is_found_column_by_column() {
    for (index, column) in COLUMNS.into_iter().enumerate() {
        let mut this = suqian_2024();
        let right = this.report.tables["requests"].figure("r2", column).clone();
        let wrong = right.number().unwrap() + rust_decimal::Decimal::TWO;
        this.set("requests", "r2", column, Figure { value: Value::Exact(wrong), ..right });
        let findings = compare(&this, &suqian_2023());
        assert_eq!(codes(&findings), ["NB501"], "{column}");
        let letter = char::from(b'D' + u8::try_from(index).unwrap());
        assert_eq!(place(&findings[0]), format!("三、依申请公开 ▸ {letter}6"));
    }
}

#[test]
fn the_message_names_both_numbers_and_last_years_cell() {
    let this = suqian_2024().requests("r2", [120, 3, 0, 0, 0, 0, 123]);
    let findings = compare(&this, &suqian_2023());
    assert_eq!(codes(&findings), ["NB501", "NB501"]);
    assert_eq!(findings[0].severity, Severity::Warning);
    assert_eq!(
        findings[0].message.to_string(),
        "“自然人”列：“二、上年结转政府信息公开申请数量”填 120，上年报告（上年.xlsx）\
         “四、结转下年度继续办理”118（三、依申请公开 ▸ D29），多 2"
    );
    assert!(
        findings[1].message.to_string().starts_with("“总计”列：")
            && findings[1].message.to_string().ends_with("多 2")
    );
}

#[test]
fn documents_in_force_are_last_years_with_made_and_repealed() {
    let this = suqian_2024().normative(50, 227, 421).rules(2, 0, 12);
    let findings = compare(&this, &suqian_2023());
    assert_eq!(codes(&findings), ["NB502", "NB502"]);
    assert_eq!(
        findings[1].message.to_string(),
        "“行政规范性文件”行：“现行有效件数”填 421，上年报告（上年.xlsx）“现行有效件数”597\
         （二、主动公开 ▸ F6） ＋ 本年“制发件数”50 － 本年“废止件数”227 ＝ 420，多 1"
    );
    // Any of the three may be the wrong one.
    assert_eq!(place(&findings[1]), "二、主动公开 ▸ D6:F6");
    assert!(findings[0].message.to_string().ends_with("＝ 13，少 1"), "{}", findings[0].message);
}

#[test]
fn items_of_the_2019_form_follow_last_years_with_the_change() {
    let licence = |year, last, change| {
        let row = [("lastYear", last), ("change", change), ("decisions", 70)];
        Year::new(year, "2019").row("proactive", "a20-5-license", &row)
    };
    assert_eq!(compare(&licence(2020, 200, 5), &licence(2019, 208, -8)), []);
    let findings = compare(&licence(2020, 201, 5), &licence(2019, 208, -8));
    assert_eq!(codes(&findings), ["NB503"]);
    assert!(
        findings[0]
            .message
            .to_string()
            .contains("“上一年项目数量”208 ＋ “本年增/减”-8 ＝ 200，多 1")
    );
}

#[test]
fn across_editions_only_what_counts_the_same_is_compared() {
    let last = Year::new(2020, "2019")
        .row("proactive", "a20-1-normative", &[("produced", 5), ("totalDisclosed", 900)])
        .requests("r4", [4, 1, 0, 0, 0, 0, 5]);
    let this = Year::new(2021, "2021").normative(5, 2, 13).requests("r2", [4, 1, 0, 0, 0, 0, 5]);
    assert_eq!(compare(&this, &last), []);
    let this = this.requests("r2", [4, 0, 0, 0, 0, 0, 4]);
    assert_eq!(codes(&compare(&this, &last)), ["NB501", "NB501"]);
}

#[test]
fn a_blank_beside_figures_counts_as_zero_and_the_message_says_so() {
    let mut this = suqian_2024();
    this.set("requests", "r2", "commercial", Figure::BLANK);
    this.set("requests", "r2", "other", Figure::BLANK);
    let findings = compare(&this, &suqian_2023());
    assert_eq!(codes(&findings), ["NB501"]);
    assert!(
        findings[0].message.to_string().contains("填 0（空白，按 0 计）"),
        "{}",
        findings[0].message
    );
}

#[test]
fn a_blank_total_counts_as_the_sum_of_its_row() {
    let mut last = suqian_2023();
    last.set("requests", "r4", "total", Figure::BLANK);
    assert_eq!(compare(&suqian_2024(), &last), []);
}

#[test]
fn a_blank_row_is_not_compared_and_is_named_once() {
    let mut last = suqian_2023();
    for column in COLUMNS {
        last.set("requests", "r4", column, Figure::BLANK);
    }
    let findings = compare(&suqian_2024(), &last);
    assert_eq!(codes(&findings), ["NB506"]);
    assert_eq!(findings[0].severity, Severity::Info);
    assert_eq!(
        findings[0].message.to_string(),
        "“自然人”列、“商业企业”列、“总计”列：上年报告（上年.xlsx）的“四、结转下年度继续办理”整行没有填写，没有与上年比较"
    );
    assert_eq!(place(&findings[0]), "三、依申请公开 ▸ D6:J6");
    let mut this = suqian_2024();
    for column in COLUMNS {
        this.set("requests", "r2", column, Figure::BLANK);
    }
    assert_eq!(compare(&this, &last), [], "nothing is said on either side");
}

#[test]
fn words_in_place_of_a_number_are_not_compared() {
    let mut this = suqian_2024();
    this.set(
        "requests",
        "r2",
        "natural",
        Figure { value: Value::Kept("见附件".into()), ..Figure::BLANK },
    );
    let findings = compare(&this, &suqian_2023());
    assert_eq!(codes(&findings), ["NB506"]);
    assert!(findings[0].message.to_string().contains("填的不是数字"));
}

#[test]
fn years_apart_are_named_and_nothing_is_compared() {
    let mut last = suqian_2023().requests("r4", [1, 1, 1, 1, 1, 1, 6]);
    for (year, hint) in [(2022, "2022 年度；"), (2024, "与本报告同年"), (2025, "给反了")]
    {
        last.report.metadata.year = Some(year);
        let findings = compare(&suqian_2024(), &last);
        assert_eq!(codes(&findings), ["NB505"]);
        assert!(findings[0].message.to_string().contains(hint), "{}", findings[0].message);
    }
    last.report.metadata.year = None;
    let findings = compare(&suqian_2024(), &last);
    assert_eq!(findings[0].code.id, "NB506");
    assert_eq!(codes(&findings).iter().filter(|code| **code == "NB501").count(), 7);
}

#[test]
fn another_body_is_named_but_a_region_before_the_name_is_not() {
    let mut last = suqian_2023();
    last.report.metadata.agency = Some("泰州市人民政府".into());
    let findings = compare(&suqian_2024(), &last);
    assert_eq!(codes(&findings), ["NB504"]);
    assert_eq!(place(&findings[0]), "基本信息 ▸ B3");
    last.report.metadata.agency = Some("江苏省 宿迁市人民政府".into());
    assert_eq!(compare(&suqian_2024(), &last), []);
}

#[test]
fn a_renamed_body_keeps_its_code() {
    let code = ("publisherCode".to_owned(), "113325000026455663".to_owned());
    let (mut this, mut last) = (suqian_2024(), suqian_2023());
    last.report.metadata.agency = Some("宿迁市行政公署".into());
    this.report.metadata.fields.extend([code.clone()]);
    last.report.metadata.fields.extend([code]);
    assert_eq!(compare(&this, &last), []);
}

#[test]
fn a_table_that_last_year_lacks_is_named() {
    let mut last = suqian_2023();
    last.report.tables.remove("requests");
    let findings = compare(&suqian_2024(), &last);
    assert_eq!(codes(&findings), ["NB506"]);
    assert!(findings[0].message.to_string().contains("没有“收到和处理政府信息公开申请情况表”"));
}

#[test]
fn growth_is_worked_out_from_both_years() {
    let said = |text: &str| compare(&suqian_2024().says(1, &[text]), &suqian_2023());
    for wrong in [
        "全市全年共收办政府信息公开申请案件3646件，同比增长1.05%。",
        "全年新收政府信息公开申请3525件，比上年增加15件。",
        "全年新收政府信息公开申请3525件，同比下降0.40%。",
        "全市办结政府信息公开申请3521件，较上年增长2.0%。",
    ] {
        assert_eq!(codes(&said(wrong)), ["NB507"], "{wrong}");
    }
    for right in [
        "全市全年共收办政府信息公开申请案件3646件，同比增长1.08%。",
        "全年新收政府信息公开申请3525件，比上年增加14件，增长0.4%。",
        "全市办结政府信息公开申请3521件，较上年增长1%。",
        "全年新收政府信息公开申请3525件，其中网上申请增长20%。",
        "政府信息公开申请新收3525件。网站访问量同比增长30%。",
    ] {
        assert_eq!(said(right), [], "{right}");
    }
    let message = said("共收办政府信息公开申请3646件，同比增长1.05%。")[0].message.to_string();
    assert!(message.contains("3607") && message.contains("1.08"), "{message}");
}

#[test]
fn an_explained_break_is_a_hint() {
    let explained = [
        "因2024年对行政规范性文件开展了清理工作，现行有效件数根据清理结果进行了调整。",
        "行政规范性文件统计口径调整，与上年不可比。",
        "因机构改革，部分规范性文件划转。",
    ];
    let other = ["开展了办公用房清理。", "本年度未收取信息处理费。", "制发规范性文件50件。"];
    let severity = |text: &str| {
        let this = suqian_2024().normative(50, 227, 400).says(6, &[text]);
        let findings = compare(&this, &suqian_2023());
        assert_eq!(codes(&findings), ["NB502"], "{text}");
        findings[0].severity
    };
    assert!(explained.iter().all(|text| severity(text) == Severity::Info));
    assert!(other.iter().all(|text| severity(text) == Severity::Warning));
}

#[test]
fn paragraphs_of_last_year_with_new_numbers_are_copied() {
    let own = "一是政策解读的形式还不够丰富，二是承办人员变动较大，2024年培训了3次。";
    let old = "一是政策解读的形式还不够丰富，二是承办人员变动较大，2023年培训了12次。";
    let new = "一是依申请公开答复的说理还不够充分，二是专栏更新不及时。";
    let last = || suqian_2023().says(1, &["（一）主动公开", "全年公开。"]).says(5, &[old]);
    let found = compare(&suqian_2024().says(5, &[own, new]), &last());
    assert_eq!(codes(&found), ["NB508"]);
    let message = found[0].message.to_string();
    assert!(message.contains("上年.xlsx") && message.contains('%'), "{message}");
    // Short phrases, headings and what is new are nobody's copy.
    let this = suqian_2024().says(1, &["（一）主动公开", "全年公开。"]).says(5, &[new]);
    assert_eq!(compare(&this, &last()), []);
}
