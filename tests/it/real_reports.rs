//! The six published reports of `tests/reports` with what they say: every finding is listed,
//! and each can be defended against the report. Narrative is shortened to the sentences that
//! name numbers, dates and years; these are kept as published, punctuation apart.

use nianbao::diag::Finding;
use nianbao::model::form::{Block, FigureKind, fields};
use nianbao::model::{Date, Figure, Forms, Metadata, Report, Section, Table};
use nianbao::reader::grid::Content;
use nianbao::reader::{OpenOptions, narrative, read, value};
use nianbao::{rules, writers::workbook};
use serde_json::Value;
use std::collections::BTreeMap;

type Texts = [(u8, &'static [&'static str])];

const CHUNHUA: &Texts = &[
    (
        1,
        &[
            "2021年，我县坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻落实国务院和省市关于政府信息公开工作的各项决策部署。",
            "（一）积极推动政府信息主动公开",
            "一是26个领域标准目录和7镇1办事项标准目录均已编制完成。二是全年通过政府网站主动公开信息4330条，办结依申请公开信息7件，\
         做到了应公开尽公开，“五公开”全覆盖。三是打造“一件事一次办”审批业务最快1小时内受理办结和4个环节最多2.5个工作日的模式。\
         2021年全县新增市场主体982户，同比增长39.9%，其中企业220户，同比增长44.7%。2021年共办理各类公共服务事项45283件，\
         其中行政许可事项1934件。2021年收到“好差评”有效评价2.64万条，好评率达100%。",
            "（二）依法做好政府信息依申请公开",
            "一是依法办理政府信息公开申请7件，其中自然人提交6件，法人和其他组织提交1件。二是参照《陕西省政府信息依申请公开答复示范文本》进行答复。",
            "（三）切实加强政府信息管理",
            "印发了《淳化县2021年政务公开工作重点任务分解细化方案》等文件。",
            "（四）提升公开平台建设管理水平",
            "全县共开设20个政务新媒体，“淳化发布”政务微信全年发布信息2086条。网站标识码6104300003，公安备案号61043002000110。",
            "（五）加强监督保障",
            "将政务公开纳入全县年度目标责任考核体系。",
        ],
    ),
    (5, &["一是政策文件解读质量不高。下一步，持续贯彻落实26个试点领域政务公开事项标准目录。"]),
    (6, &["2021年未收取政府信息公开信息处理费。"]),
];

const HONGZE: &Texts = &[
    (
        1,
        &[
            "2023年，洪泽区人民政府全面贯彻落实《条例》相关规范要求。",
            "（一）主动公开情况。2023年，我区在政府网站平台主动公开政府信息1136条。",
            "（二）依申请公开情况。进一步规范依申请公开流程。2023年全区受理政府信息公开申请21件，均在法定期限答复。",
            "（三）政府信息管理情况。严格执行“分级审核、先审后发”程序。",
            "（四）政府信息公开平台建设情况。加强对区政府网站、政务新媒体动态全面监管。",
            "（五）政府信息公开监督保障情况。建立政府网站日常监测机制。",
        ],
    ),
    (5, &["政务公开内容的深度和广度还有待提升。下一步，继续加强业务指导培训。"]),
    (
        6,
        &[
            "2023年，区政府严格落实《政府信息公开信息处理费管理办法》，全年收取政府信息公开信息处理费0元。",
        ],
    ),
];

const SHANGHAI: &Texts = &[
    (
        1,
        &[
            "2019年，本机关认真执行《条例》。",
            "（二）依申请公开。2019年，收到政府信息公开申请859件，办结805件。其中，予以公开及部分公开258件，占33.9%；\
         不予公开35件，占4.34%；无法提供265件；不予处理158件；其他处理0件。",
            "（五）监督保障。因政府信息公开引发行政复议7件、行政诉讼9件。",
        ],
    ),
    (5, &["公开的针对性还需要提高，下一步将进一步改进。"]),
    (6, &["无。"]),
];

const SHUYANG: &Texts = &[
    (
        1,
        &[
            "2023年，县发展和改革局主动公开政府信息，加强信息管理、平台建设和监督保障。",
            "（二）依申请公开。2023年，我局共收到政府信息公开申请26件，均为自然人申请，全部予以公开，没有结转下年度的申请。\
         因政府信息公开被申请行政复议1件，尚未审结；未发生行政诉讼。",
        ],
    ),
    (5, &["一是解读形式不够丰富，二是业务培训不够，下一步将加强。"]),
    (6, &["2023年度未发生收取信息处理费的情况。"]),
];

const SUQIAN_2023: &Texts = &[
    (
        1,
        &[
            "2023年，我市持续深化政务公开。",
            "（一）主动公开方面。全市共向社会主动公开政府信息18万余条。全年共制作119期政策简明问答，其中，市级47期、宿城区28期。\
         开展征集调查33期，收到公众意见382条。",
            "（二）依申请公开方面。最大限度保障公民、法人和其他组织依法、便捷获取政府信息。全市全年共收办政府信息公开申请案件3607件\
         （市政府349件、市各有关部门933件、沭阳县477件、泗阳县301件、泗洪县874件、宿豫区216件、宿城区348件、宿迁经济技术开发区55件、\
         市湖滨新区26件、苏州宿迁工业园区12件、市洋河新区16件），同比增长70.3%，其中，自然人申请3493件，法人或其他组织申请114件；\
         予以公开1191件、部分公开328件、不予公开142件、无法提供1078件、不予处理406件、作其他处理（含申请人主动撤回申请）341件、\
         转下年度办理121件。二是开展调查研究，形成调研成果57篇。",
            "（三）政府信息管理方面。完成全市政府及其部门现行有效行政规范性文件数据的上传工作。新开设公开专栏18个，优化公开专栏22个。",
            "（四）政府信息公开平台建设方面。全市政府系统共开设备案政务新媒体176个，同比增长6.7%。",
            "（五）监督保障方面。印发通报4期，编制评查分报告168份。对26个单位和30名个人予以通报表扬。",
        ],
    ),
    (
        5,
        &[
            "2023年，我市政府信息公开工作取得了一定成绩，但还存在一定差距和不足。针对上述问题，我市及时进行了针对性的改进。",
        ],
    ),
    (
        6,
        &[
            "2023年对25件政府信息公开申请案件收取了信息处理费2950元。其中，沭阳县自然资源和规划局1件，收取420元；泗洪县人民政府2件，\
         收取290元；泗洪县公安局15件，收取1500元；宿迁市自然资源和规划局宿城分局1件，收取140元；宿迁市公安局6件，收取600元。",
        ],
    ),
];

const SUQIAN_2024: &Texts = &[
    (
        1,
        &[
            "2024年，我市不断创新公开机制。",
            "（一）主动公开方面。全市各级机关共向社会主动公开政府信息14万余条。一是更新完善3份目录清单。开展征集调查19期，收到公众意见75条。",
            "（二）依申请公开方面。全市全年共收办政府信息公开申请案件3646件，同比增长1.05%，其中，予以公开1431件、部分公开471件、\
         不予公开92件、无法提供941件、不予处理117件、作其他处理（含申请人主动撤回申请）469件、转下年度办理125件。\
         四是落实依申请公开案件备案。对行政复议、行政诉讼2类案件，按月完成备案管理。\
         全市全年备案政府信息依申请公开领域行政复议案件134件，行政诉讼案件57件。",
            "（三）政府信息管理方面。共归集政策文件10219件，其中，市级文件8140件，县区级文件2079件。",
            "（四）公开平台建设方面。市政府门户网站总访问次数达9540370次，访客量3809505人次。",
            "（五）监督保障方面。全年开展3次网上监测，编制监测分报告168份，编发工作通报2期。",
        ],
    ),
    (5, &["2024年，我市政府信息公开工作取得了一定成绩，但还存在一定差距和不足。"]),
    (
        6,
        &[
            "2024年有3件政府信息公开申请案件收取信息处理费2230元。其中，沭阳县民政局1件，收取880元；泗洪县人民政府办公室1件，收取1080元。",
        ],
    ),
];

/// All that is found in a report, `CODE severity sheet cell` each.
fn found(name: &str, texts: &Texts) -> Vec<String> {
    let report = report(name, texts);
    let bytes = workbook::filled(&report).unwrap();
    let read = read(&bytes, &OpenOptions::default()).unwrap();
    assert_eq!(read.report.tables, report.tables, "{name}");
    let mut findings = rules::check(&read.report, &read.origins, &read.sheets, Forms::shipped());
    findings.extend(read.findings);
    nianbao::diag::sort(&mut findings, &read.sheets);
    findings.iter().map(line).collect()
}

fn line(finding: &Finding) -> String {
    let place = finding.place.as_ref().unwrap();
    format!("{} {} {} {}", finding.code.id, finding.severity, place.sheet, place.reference())
}

fn report(name: &str, texts: &Texts) -> Report {
    let path = format!("{}/tests/reports/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let data: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let metadata = metadata(&data["metadata"]);
    let edition = Forms::shipped().find(data["table2"]["form"].as_str().unwrap()).unwrap();
    let mut tables = BTreeMap::new();
    for (key, id) in [("table2", "proactive"), ("table3", "requests"), ("table4", "litigation")] {
        tables.insert(id.to_owned(), table(&data[key], id));
    }
    let section = |section: &nianbao::model::form::SectionForm| {
        let lines = texts
            .iter()
            .find(|(number, _)| *number == section.number)
            .map_or(&[][..], |(_, lines)| lines);
        Section {
            number: section.number,
            heading: section.heading.clone(),
            blocks: lines.iter().map(|line| narrative::passage(line)).collect(),
            table: section.table.clone(),
            notes: Vec::new(),
        }
    };
    let sections = edition.form().sections.iter().map(section).collect();
    Report { edition, metadata, sections, tables }
}

fn metadata(data: &Value) -> Metadata {
    let mut metadata = Metadata::default();
    for (label, value) in data.as_object().unwrap() {
        let text = value.as_str().unwrap().to_owned();
        let field = fields().fields.iter().find(|field| field.label == *label).unwrap();
        match field.id.as_str() {
            "year" => metadata.year = text.parse().ok(),
            "agency" => metadata.agency = Some(text),
            "title" => metadata.title = Some(text),
            "datePublished" => metadata.date_published = Date::parse(&text),
            id => drop(metadata.fields.insert(id.into(), text)),
        }
    }
    // Three sources do not say when they were published.
    let january = metadata.year.and_then(|year| Date::new(year + 1, 1, 20));
    metadata.date_published = metadata.date_published.or(january);
    metadata
}

fn table(data: &Value, id: &str) -> Table {
    let edition = Forms::shipped().find(data["form"].as_str().unwrap()).unwrap();
    let mut table = Table::blank(edition);
    for block in &edition.form().table(id).unwrap().blocks {
        for row in &block.rows {
            let figures = data["rows"][path(block, row)].as_array().unwrap();
            for (column, cell) in block.columns.iter().zip(figures) {
                table.set(&row.id, &column.id, figure(cell, column.kind));
            }
        }
    }
    table
}

fn path(block: &Block, row: &nianbao::model::form::Row) -> String {
    block.band.as_deref().into_iter().chain(row.path()).collect::<Vec<_>>().join("/")
}

fn figure(cell: &Value, kind: FigureKind) -> Figure {
    match cell {
        Value::Null => Figure::BLANK,
        Value::String(text) => value::figure(&Content::Text(text.clone()), kind, None, false).0,
        number => Figure::whole(number.as_i64().unwrap()),
    }
}

#[test]
fn suqian_is_without_fault_in_both_years() {
    assert_eq!(found("suqian-2023", SUQIAN_2023), [""; 0]);
    assert_eq!(found("suqian-2024", SUQIAN_2024), [""; 0]);
}

/// The fee of 第（八）项 is 587.4072 万元 and section 六 says that no processing fee was
/// charged: two different fees, and no finding.
#[test]
fn chunhua_has_placeholders_and_blanks_and_no_more() {
    assert_eq!(
        found("chunhua-2021", CHUNHUA),
        ["NB605 警告 基本信息 B11", "NB612 警告 基本信息 B13", "NB310 提示 三、依申请公开 D8:J27",]
    );
}

#[test]
fn shuyang_has_hints_only() {
    assert_eq!(
        found("shuyang-drc-2023", SHUYANG),
        ["NB409 提示 基本信息 B5", "NB310 提示 三、依申请公开 E5:I29",]
    );
}

#[test]
fn hongze_has_its_two_wrong_totals_and_its_mixed_forms() {
    assert_eq!(
        found("hongze-2023", HONGZE),
        [
            "NB301 警告 三、依申请公开 A3:J27",
            "NB302 警告 三、依申请公开 A3:J27",
            "NB204 错误 四、复议诉讼 E5",
            "NB204 错误 四、复议诉讼 O5",
        ]
    );
}

/// Eleven rows without their total, and a narrative that gives one cell for the whole.
#[test]
fn shanghai_2019_leaves_totals_blank_and_tells_parts_for_wholes() {
    let found = found("shanghai-gov-office-2019", SHANGHAI);
    let blank_totals: Vec<&str> =
        found.iter().filter_map(|line| line.strip_prefix("NB105 警告 三、依申请公开 ")).collect();
    assert_eq!(
        blank_totals,
        ["J7", "J8", "J9", "J13", "J14", "J16", "J17", "J18", "J19", "J20", "J21"]
    );
    let others: Vec<&String> = found.iter().filter(|line| !line.starts_with("NB105")).collect();
    assert_eq!(
        others,
        [
            "NB412 警告 一、总体情况 A3",
            "NB412 警告 一、总体情况 A3",
            "NB416 提示 一、总体情况 A3",
            "NB310 提示 三、依申请公开 D5:J27",
            "NB310 提示 四、复议诉讼 B5:O5",
        ]
    );
}
