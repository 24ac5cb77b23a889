//! Sentences in the turns of phrase of real reports, against tables they agree or disagree
//! with. A sentence that agrees, or speaks of something else, must be passed over in silence.

use super::counts::compared;
use super::percent::percentages;
use super::year::{damaged_dates, period, years};
use super::{basis, reported_year};
use crate::diag::{Finding, Severity};
use crate::model::{Figure, Forms, Metadata, Origins, Report, Section, Table};
use crate::reader::narrative::passage;
use crate::rules::Subject;
use std::collections::BTreeMap;

mod matters;
mod parts;
mod phrases;
mod years;

type Rule = fn(&Subject<'_>, &mut Vec<Finding>);
const RULES: [Rule; 6] = [compared, percentages, years, basis, period, damaged_dates];

/// A report of a body with these figures: `table row column number`, one a line.
struct Case {
    agency: &'static str,
    year: i32,
    figures: String,
}

/// The figures of a county whose numbers are all different.
const COUNTY: &str = "
requests r1 natural 60
requests r1 commercial 5
requests r1 other 1
requests r1 total 66
requests r2 natural 3
requests r2 total 3
requests r3-1 natural 20
requests r3-1 commercial 4
requests r3-1 total 24
requests r3-2 natural 7
requests r3-2 total 7
requests r3-3-6 natural 5
requests r3-3-6 total 5
requests r3-4-1 natural 19
requests r3-4-1 commercial 1
requests r3-4-1 total 20
requests r3-5-1 natural 9
requests r3-5-1 total 9
requests r3-6-3 other 1
requests r3-6-3 total 1
requests r3-7 natural 60
requests r3-7 commercial 5
requests r3-7 other 1
requests r3-7 total 66
requests r4 natural 3
requests r4 total 3
litigation cases rec-upheld 10
litigation cases rec-corrected 1
litigation cases rec-pending 2
litigation cases rec-total 13
litigation cases lit-direct-upheld 4
litigation cases lit-direct-total 4
litigation cases lit-after-upheld 5
litigation cases lit-after-pending 3
litigation cases lit-after-total 8
proactive a20-1-normative made 6
proactive a20-1-normative repealed 2
proactive a20-1-normative inForce 49
";

fn county() -> Case {
    Case { agency: "濂溪县人民政府", year: 2024, figures: COUNTY.into() }
}

fn department(figures: &str) -> Case {
    Case { agency: "濂溪县统计局", year: 2024, figures: figures.into() }
}

impl Case {
    fn report(&self, paragraphs: &[&str]) -> Report {
        let form = Forms::shipped().for_year(Some(self.year));
        let mut tables: BTreeMap<String, Table> = form
            .tables
            .iter()
            .map(|table| (table.id.clone(), Table::blank(form.edition())))
            .collect();
        for line in self.figures.lines().filter(|line| !line.is_empty()) {
            let [table, row, column, number] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            tables.get_mut(table).unwrap().set(row, column, Figure::whole(number.parse().unwrap()));
        }
        let section = |number, blocks| Section {
            number,
            heading: String::new(),
            blocks,
            table: None,
            notes: vec![],
        };
        let blocks = paragraphs.iter().map(|text| passage(text)).collect();
        Report {
            edition: form.edition(),
            metadata: Metadata {
                agency: Some(self.agency.into()),
                year: Some(self.year),
                ..Metadata::default()
            },
            sections: vec![section(1, blocks)],
            tables,
        }
    }

    fn findings(&self, paragraphs: &[&str]) -> Vec<Finding> {
        let report = self.report(paragraphs);
        let origins = Origins::default();
        let subject = Subject::new(&report, &origins, Forms::shipped());
        let mut findings = Vec::new();
        RULES.iter().for_each(|rule| rule(&subject, &mut findings));
        findings
    }

    /// Nothing is found in any of these paragraphs.
    fn passes(&self, paragraphs: &[&str]) {
        let mut wrong = Vec::new();
        for paragraph in paragraphs {
            let found = self.findings(&[paragraph]);
            wrong.extend(found.iter().map(|one| format!("{paragraph}\n  {}", one.message)));
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    /// Each paragraph gives exactly these codes.
    fn finds(&self, paragraphs: &[(&str, &[&str])]) {
        let mut wrong = Vec::new();
        for (paragraph, codes) in paragraphs {
            let found = self.findings(&[paragraph]);
            if !found.iter().map(|one| one.code.id).eq(codes.iter().copied()) {
                let found: Vec<String> = found.iter().map(|one| one.message.to_string()).collect();
                wrong.push(format!("{paragraph}\n  {codes:?} {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}

#[test]
fn every_reading_of_received_and_handled_is_accepted() {
    county().passes(&[
        "（二）依申请公开情况。2024年全县受理政府信息公开申请66件，均在法定期限内答复。",
        "全县各级行政机关共收到政府信息公开申请69件（含上年结转3件），办结66件，结转下年度办理3件。",
        "全年共办理政府信息公开申请 69 件，含2023年转至今年办理的3件，办结66件，剩余3件结转下一年度处理，完成市政府办公室协办件13件。",
        "2024年全县共收到依申请公开件66件，上年度结转办理件3件，共办结66件，结转到2025年办理3件。",
        "本年新收政府信息公开申请六十六件，上年结转三件。",
        "受理了66件政府信息公开申请，全部按时答复。",
        "我县共收到依申请公开66件，答复66件，答复率100%。",
        "共答复政府信息公开申请65件，另有1件作其他处理。",
        "办结政府信息公开申请56件，其余按不予处理和其他处理办结。",
        "新收和上年结转的政府信息公开申请共69件。",
    ]);
}

#[test]
fn a_number_that_no_reading_gives_is_found() {
    county().finds(&[
        ("2024年全县受理政府信息公开申请67件，均在法定期限内答复。", &["NB411"]),
        ("全县共收到政府信息公开申请六十八件。", &["NB411"]),
        ("全年受理政府信息公开申请66件，上年结转4件，结转下年度继续办理5件。", &["NB411", "NB411"]),
        ("本年度未收到政府信息公开申请。", &["NB411"]),
        ("没有结转到下一年度的申请。", &["NB411"]),
        (
            "2024年，我县收到66件政府信息公开申请，其中予以公开24件，部分公开8件，不予公开5件。",
            &["NB412"],
        ),
        ("办理依申请公开66件，2件不予公开、24件予以公开。", &["NB412"]),
        ("收到政府信息公开申请66件，其中自然人61件，法人和其他组织6件。", &["NB413"]),
        (
            "收到政府信息公开申请66件，其中自然人60件、商业企业4件、科研机构2件。",
            &["NB413", "NB413"],
        ),
        (
            "因政府信息公开引发行政复议13件，其中维持11件、纠正1件；行政诉讼11件。",
            &["NB414", "NB414"],
        ),
        ("全年未发生因政府信息公开引起的行政复议、行政诉讼。", &["NB414"]),
        ("2024年制发行政规范性文件7件，废止2件，现行有效49件。", &["NB415"]),
    ]);
}

#[test]
fn outcomes_applicants_and_reviews_that_agree_pass() {
    county().passes(&[
        "共收到政府信息公开申请66件，其中自然人60件，法人或其他组织6件，答复结果为予以公开24件、部分公开7件、不予公开5件、\
         无法提供20件、不予处理9件、作其他处理（含申请人主动撤回申请）1件、转下年度办理3件。",
        "办结66件，其中予以公开答复24件，占36.36%；部分公开7，占10.6%；无法提供的20件，占30.30%。",
        "收到公民、法人和其他组织提交的政府信息公开申请66件。",
        "全县收到政府信息公开申请66件，予以公开和部分公开31件。",
        "予以公开24件申请中，自然人20件，企业4件。",
        "收到政府信息公开申请66件，其中自然人60件、商业企业5件、其他组织1件。",
        "收到政府信息公开申请66件，其中公民60件，法人5件，其他组织1件。",
        "因政府信息公开被申请行政复议13件，其中维持10件，纠正1件，尚未审结2件；被提起行政诉讼12件，其中维持9件、尚未审结3件。",
        "行政诉讼方面，未经复议直接起诉4件，复议后起诉8件。",
        "全县政府信息公开行政复议案件13件、行政诉讼案件12件。",
        "2024年，全县制发行政规范性文件6个，废止行政规范性文件2个，现行有效的行政规范性文件49个。",
    ]);
}

#[test]
fn other_quantities_years_bodies_and_channels_are_left_alone() {
    county().passes(&[
        "全年通过政府网站主动公开信息4330条，发布政策解读25篇，收到网民留言248条，办结留言230条，公开答复4条。",
        "2024年共办理各类公共服务事项45283件，其中行政许可事项1934件，办结率100%。",
        "打造“一件事一次办”，做到件件有着落，办结一件、销号一件。",
        "全县收到政府信息公开申请66件，较上年增加12件，增长22.2%。",
        "2023年收到政府信息公开申请54件，2024年收到66件，同比增长22.2%。",
        "条例施行以来累计收到政府信息公开申请1320件。",
        "上半年共收到政府信息公开申请30件。",
        "全年依申请公开共收到群众网上申请49件，快递17件，合计66件。",
        "其中通过信函收到政府信息公开申请10件，当面收到5件。",
        "县公安局受理政府信息公开申请21件，答复20件。",
        "区政府办代表县政府受理政府信息公开申请17件，均已答复。",
        "全县共收办政府信息公开申请66件（县政府9件、各部门20件、各乡镇37件）。",
        "指导各部门办理疑难政府信息公开申请8件，协助答复5件。",
        "全年备案政府信息依申请公开领域行政复议案件134件，行政诉讼案件57件。",
        "县司法局审理行政复议案件120件，办理行政应诉案件30件。",
        "2024年对2件政府信息公开申请收取了信息处理费420元，其中县民政局1件，收取300元。",
        "共制作政府信息3021条，其中主动公开信息1027条，依申请公开信息459条，不予公开信息1535条。",
        "政策文件库共归集规范性文件219件，清理规范性文件30件，修订规章制度5项。",
        "县政府办公室印发规范性文件3件。",
        "抽取依申请公开案卷168份，编印依申请公开答复书模板5件。",
        "办理人大代表建议32件、政协提案41件，答复率100%。",
        "收到政府信息公开申请66件，提前办结12件，当场答复5件，重新答复2件，尚未办结3件，正在办理3件。",
        "办理超期政府信息公开申请2件，疑难依申请公开8件。",
        "全县行政机关对政府信息公开申请予以公开（含部分公开）31件。",
        "政府信息公开行政诉讼一审案件5件、二审案件3件，新增行政复议4件。",
        "网站发布信息1290件，各部门主动予以公开信息320条。",
        "妥善处理依申请公开工作中的咨询，全年接听电话200余次，答复约30件。",
    ]);
}

#[test]
fn a_department_is_not_measured_by_the_numbers_of_its_county() {
    let figures = "requests r1 natural 2\nrequests r1 total 2\nrequests r3-1 total 2\nrequests r3-7 total 2\n";
    department(figures).passes(&[
        "2024年，全县共收到政府信息公开申请66件。",
        "2024年，我局共收到政府信息公开申请2件，均为自然人申请，均予以公开。",
        "县统计局收到政府信息公开申请2件，没有结转下年度的申请，未发生行政复议和行政诉讼。",
        "办理因2023年度政府信息公开申请引发行政复议1件、引发行政诉讼2件，均维持结果。",
    ]);
    department(figures)
        .finds(&[("本年度，共受理政府信息公开申请3件，都在法定期限内答复。", &["NB411"])]);
}

#[test]
fn nothing_received_is_said_in_many_ways() {
    let none = "requests r1 total 0\nrequests r2 total 0\nrequests r3-7 total 0\nrequests r4 total 0\nlitigation cases rec-total 0\n\
                litigation cases lit-direct-total 0\nlitigation cases lit-after-total 0\n";
    let paragraphs = [
        "2024年，我局未收到政府信息公开申请。",
        "我局全年未接到信息公开申请；未收到行政许可申请。",
        "本年度我局无依申请公开政府信息事项，无因政府信息公开申请行政复议、提起行政诉讼和申诉的情况。",
        "未收到和处理政府信息公开申请，零报告。",
        "本年度未收到申请人提出的依申请公开申请，也未出现不予公开政府信息情况。",
        "年度无行政复议、行政诉讼的情况发生。",
        "全年未发生针对我局政府信息公开事务的行政复议案件、行政诉讼案件。",
        "上年没有结转的申请，也没有结转到下一年度的申请。",
    ];
    department(none).passes(&paragraphs);
    let some = "requests r1 total 3\nrequests r2 total 1\nrequests r3-7 total 2\nrequests r4 total 2\nrequests r3-3-1 total 2\n\
                litigation cases rec-total 1\nlitigation cases lit-direct-total 1\nlitigation cases lit-after-total 0\n";
    for paragraph in paragraphs {
        assert!(!department(some).findings(&[paragraph]).is_empty(), "{paragraph}");
    }
    department(some).passes(&[
        "没有发生超期办理政府信息公开申请的情况。",
        "没有因政府信息公开被行政复议纠正的案件。",
        "未收取政府信息公开申请信息处理费。",
        "未收到行政许可申请。",
        "2023年未收到政府信息公开申请，2024年收到3件。",
    ]);
}

#[test]
fn whose_numbers_are_uncertain_gives_a_hint_only() {
    let findings = county().findings(&["2024年，县政府共收到政府信息公开申请20件。"]);
    let found: Vec<_> =
        findings.iter().map(|finding| (finding.code.id, finding.severity)).collect();
    assert_eq!(found, [("NB411", Severity::Info)]);
}

#[test]
fn a_finding_quotes_the_sentence_and_both_numbers() {
    let findings = county().findings(&["2024年全县受理政府信息公开申请67件。"]);
    let message = findings[0].message.to_string();
    for part in ["67", "2024年全县受理政府信息公开申请67件", "本年新收 66", "新收＋上年结转 69"]
    {
        assert!(message.contains(part), "{part}: {message}");
    }
}

#[test]
fn a_table_without_figures_is_not_compared() {
    department("proactive a20-1-normative made 1\n").passes(&["本年度共收到政府信息公开申请5件。"]);
}

#[test]
fn a_wrong_total_does_not_make_the_narrative_wrong() {
    let wrong = "litigation cases rec-upheld 10\nlitigation cases rec-corrected 1\nlitigation cases rec-total 0\n";
    Case { agency: "洪泽区人民政府", year: 2023, figures: wrong.into() }
        .passes(&["全区因政府信息公开引发行政复议11件。"]);
}

#[test]
fn percentages_are_worked_out_again() {
    county().finds(&[
        ("收到政府信息公开申请66件，其中自然人60件，占95.9%。", &["NB416"]),
        ("收到政府信息公开申请66件，比上年54件增长12.2%。", &["NB416"]),
        ("收到政府信息公开申请66件，较上年减少12件，下降22.2%。", &["NB416"]),
    ]);
    county().passes(&[
        "收到政府信息公开申请66件，其中自然人60件，占90.9%。",
        "收到政府信息公开申请66件，较上年减少12件，下降15.38%。",
        "收到政府信息公开申请66件，同比增长70.3%。",
        "主动公开信息12条，其中指南1条，占8%，公文5条，占45%。",
    ]);
}

#[test]
fn years_that_are_left_over_are_found() {
    county().finds(&[
        ("2023年，我县坚持公开为常态。", &["NB410"]),
        ("2023年未收取政府信息公开信息处理费。", &["NB410"]),
        ("截至2023年12月31日，网站发布信息1200条。", &["NB410"]),
        ("本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。", &["NB417"]),
        ("所列数据的统计期限自2024年1月1日起至2024年12月30日止。", &["NB417"]),
        ("所列数据自202411日起至2024年12月31日止。", &["NB418"]),
        ("统计期限为2024年1月1日至202024年12月31日。", &["NB418"]),
    ]);
    county().passes(&[
        "2024年，我县坚持公开为常态。2025年，我县将继续努力。",
        "2019年修订的《条例》施行以来，我县持续努力。",
        "2023年收到54件，2024年收到66件。",
        "自2023年启用新平台，公开更加及时。",
        "1月31日前公开了2023年度部门年报。",
        "印发《2023年政务公开工作要点》。",
        "2023年部门决算按时公开。",
        "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。",
        "统计期限为2024年1月1日至12月31日。",
    ]);
}

/// Every paragraph gives this code, once.
fn finds_each(case: &Case, code: &str, paragraphs: &[&str]) {
    let codes = [code];
    let paragraphs: Vec<(&str, &[&str])> =
        paragraphs.iter().map(|text| (*text, &codes[..])).collect();
    case.finds(&paragraphs);
}
