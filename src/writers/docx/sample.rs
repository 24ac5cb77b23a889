//! 淳化县人民政府's report of 2021, shortened: the three tables with the figures as published.

use crate::model::Address;
use crate::publication::table::{Cell, Role, Row, Table};
use crate::publication::{Block, Document, Publication, measures};

/// A publication with everything this writer can meet.
pub fn publication() -> Publication {
    let heading = |level, text: &str| {
        let address = Address::Heading(1);
        Block::Heading { level, text: text.into(), address }
    };
    let paragraph = |text: &str| Block::Paragraph { text: text.into(), address: None };
    Publication {
        document: document(),
        title: vec!["淳化县人民政府".into(), "2021年政府信息公开工作年度报告".into()],
        blocks: vec![
            paragraph(OPENING),
            heading(1, "一、总体情况"),
            paragraph(OVERVIEW),
            heading(2, "（一）主动公开"),
            heading(3, "1.公开平台"),
            paragraph("由朱镕同志负责，联系人𠮷田，“三安全一稳定”……——不拆开；A&B<C>\tD。"),
            heading(1, "二、主动公开政府信息情况"),
            Block::Table(proactive()),
            heading(1, "三、收到和处理政府信息公开申请情况"),
            Block::Table(requests()),
            heading(1, "四、政府信息公开行政复议、行政诉讼情况"),
            Block::Table(litigation()),
            heading(1, "五、存在的主要问题及改进情况"),
            paragraph(PROBLEMS),
            heading(1, "六、其他需要报告的事项"),
            paragraph("2021年未收取信息处理费，本年度无其他需要报告的事项。"),
            Block::Signature {
                name: "淳化县人民政府".into(), date: "2022年2月8日".into()
            },
        ],
        measures: measures::OFFICIAL,
    }
}

const OPENING: &str = "本报告依据《中华人民共和国政府信息公开条例》第五十条规定和\
    《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》\
    （国办公开办函〔2021〕30号）要求编制，数据统计期限为2021年1月1日至12月31日。";

const OVERVIEW: &str = "2021年，全县主动公开政府信息1,287条，办理依申请公开7件，\
    其中自然人6件、法人或其他组织1件，按期答复率100%。公开行政事业性收费587.4072万元，\
    比上年增长12.5%，政务新媒体发布信息3560条，公开的及时性、准确性和可读性进一步提高。";

const PROBLEMS: &str = "一是主动公开的深度还不够，少数单位重形式、轻内容；二是解读方式较为单一，\
    图解、视频等形式运用不多；三是基层队伍不够稳定，业务能力有待提高。下一步将细化公开目录，\
    加强业务培训，严格监督考核，推动政府信息公开工作提质增效，切实保障人民群众的知情权、参与权、\
    表达权和监督权，为建设法治政府提供有力支撑。";

fn document() -> Document {
    let property = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Document {
        title: "淳化县人民政府2021年政府信息公开工作年度报告".into(),
        author: "淳化县人民政府".into(),
        subject: "2021年政府信息公开工作年度报告".into(),
        keywords: vec!["政府信息公开".into(), "年度报告".into()],
        date: Some([2022, 2, 8]),
        properties: vec![
            property("索引号", "/2022-00187"),
            property("报告年度", "2021"),
            property("统一社会信用代码", "11610430016030000X"),
            property("源工作簿SHA-256", &"0123456789abcdef".repeat(4)),
        ],
    }
}

/// Cells of one row from position, width, height, role and text.
fn row(keep_with_next: bool, cells: &[(usize, usize, usize, Role, &str)]) -> Row {
    let cells = cells
        .iter()
        .map(|&(x, width, height, role, text)| {
            let (text, address) = (text.into(), None);
            Cell { x, width, height, role, text, address }
        })
        .collect();
    Row { keep_with_next, cells }
}

fn proactive() -> Table {
    use Role::{Band, ColumnHead, Corner, Figure, RowHead};
    let heads = |columns: &[(usize, usize, usize, Role, &str)]| {
        let mut cells = vec![(0, 1, 1, Corner, "信息内容")];
        cells.extend_from_slice(columns);
        row(true, &cells)
    };
    let band = |text| row(true, &[(0, 4, 1, Band, text)]);
    let decisions = || heads(&[(1, 3, 1, ColumnHead, "本年处理决定数量")]);
    let one =
        |keep, label, value| row(keep, &[(0, 1, 1, RowHead, label), (1, 3, 1, Figure, value)]);
    let three = |keep, label, values: [&'static str; 3]| {
        let [a, b, c] = values;
        let cells = [
            (0, 1, 1, RowHead, label),
            (1, 1, 1, Figure, a),
            (2, 1, 1, Figure, b),
            (3, 1, 1, Figure, c),
        ];
        row(keep, &cells)
    };
    Table {
        id: "proactive".into(),
        title: "主动公开政府信息情况表".into(),
        summary: "按《条例》第二十条分项列出制发、废止、现行有效件数，处理决定数量和收费金额。"
            .into(),
        columns: vec![42.0, 38.0, 38.0, 38.0],
        font_pt: 12.0,
        header_rows: 0,
        rows: vec![
            band("第二十条第（一）项"),
            heads(&[
                (1, 1, 1, ColumnHead, "本年制发件数"),
                (2, 1, 1, ColumnHead, "本年废止件数"),
                (3, 1, 1, ColumnHead, "现行有效件数"),
            ]),
            three(true, "规章", ["0", "0", "0"]),
            three(false, "行政规范性文件", ["5", "2", "13"]),
            band("第二十条第（五）项"),
            decisions(),
            one(false, "行政许可", "7903"),
            band("第二十条第（六）项"),
            decisions(),
            one(true, "行政处罚", "477"),
            one(false, "行政强制", "1"),
            band("第二十条第（八）项"),
            heads(&[(1, 3, 1, ColumnHead, "本年收费金额（单位：万元）")]),
            one(false, "行政事业性收费", "587.4072"),
        ],
    }
}

/// Group label with its height, or none; label; figures.
type Line = (Option<(usize, &'static str)>, &'static str, [&'static str; 7]);

const BLANK: [&str; 7] = [""; 7];
const ZERO: [&str; 7] = ["0"; 7];
const SEVEN: [&str; 7] = ["6", "1", "0", "0", "0", "0", "7"];

const RESULTS: &[Line] = &[
    (None, "（一）予以公开", SEVEN),
    (None, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", BLANK),
    (Some((8, "（三）不予公开")), "1.属于国家秘密", BLANK),
    (None, "2.其他法律行政法规禁止公开", BLANK),
    (None, "3.危及“三安全一稳定”", BLANK),
    (None, "4.保护第三方合法权益", BLANK),
    (None, "5.属于三类内部事务信息", BLANK),
    (None, "6.属于四类过程性信息", BLANK),
    (None, "7.属于行政执法案卷", BLANK),
    (None, "8.属于行政查询事项", BLANK),
    (Some((3, "（四）无法提供")), "1.本机关不掌握相关政府信息", BLANK),
    (None, "2.没有现成信息需要另行制作", BLANK),
    (None, "3.补正后申请内容仍不明确", BLANK),
    (Some((5, "（五）不予处理")), "1.信访举报投诉类申请", BLANK),
    (None, "2.重复申请", BLANK),
    (None, "3.要求提供公开出版物", BLANK),
    (None, "4.无正当理由大量反复申请", BLANK),
    (None, "5.要求行政机关确认或重新出具已获取信息", BLANK),
    (
        Some((3, "（六）其他处理")),
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        BLANK,
    ),
    (None, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", BLANK),
    (None, "3.其他", ["12345678", "123456", "-3", "12345", "", "0", "99999999"]),
    (None, "（七）总计", SEVEN),
];

fn requests() -> Table {
    use Role::{ColumnHead, Corner, RowHead};
    let mut rows = vec![
        row(
            true,
            &[
                (
                    0,
                    3,
                    3,
                    Corner,
                    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
                ),
                (3, 7, 1, ColumnHead, "申请人情况"),
            ],
        ),
        row(
            true,
            &[
                (3, 1, 2, ColumnHead, "自然人"),
                (4, 5, 1, ColumnHead, "法人或其他组织"),
                (9, 1, 2, ColumnHead, "总计"),
            ],
        ),
        row(
            true,
            &[
                (4, 1, 1, ColumnHead, "商业企业"),
                (5, 1, 1, ColumnHead, "科研机构"),
                (6, 1, 1, ColumnHead, "社会公益组织"),
                (7, 1, 1, ColumnHead, "法律服务机构"),
                (8, 1, 1, ColumnHead, "其他"),
            ],
        ),
        whole("一、本年新收政府信息公开申请数量", SEVEN),
        whole("二、上年结转政府信息公开申请数量", ZERO),
    ];
    let mut group_ends = 0;
    for (place, (group, label, values)) in RESULTS.iter().enumerate() {
        let mut cells = Vec::new();
        if place == 0 {
            cells.push((0, 1, RESULTS.len(), RowHead, "三、本年度办理结果"));
        }
        let inside = match group {
            Some((height, name)) => {
                group_ends = place + height;
                cells.push((1, 1, *height, RowHead, *name));
                true
            }
            None => place < group_ends,
        };
        cells.push(if inside { (2, 1, 1, RowHead, *label) } else { (1, 2, 1, RowHead, *label) });
        cells.extend(figures(*values));
        rows.push(row(place + 1 < group_ends, &cells));
    }
    rows.push(whole("四、结转下年度继续办理", ZERO));
    Table {
        id: "requests".into(),
        title: "收到和处理政府信息公开申请情况表".into(),
        summary: "行为新收、结转和各类办理结果，列为申请人类别和总计。".into(),
        columns: vec![9.0, 17.0, 48.0, 11.5, 11.5, 11.5, 12.0, 12.0, 11.5, 12.0],
        font_pt: 10.5,
        header_rows: 3,
        rows,
    }
}

fn whole(label: &'static str, values: [&'static str; 7]) -> Row {
    let mut cells = vec![(0, 3, 1, Role::RowHead, label)];
    cells.extend(figures(values));
    row(false, &cells)
}

fn figures(
    values: [&'static str; 7],
) -> impl Iterator<Item = (usize, usize, usize, Role, &'static str)> {
    values.into_iter().enumerate().map(|(place, value)| (3 + place, 1, 1, Role::Figure, value))
}

fn litigation() -> Table {
    use Role::{ColumnHead, Figure};
    let outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let outcome = |x: usize, height| (x, 1, height, ColumnHead, outcomes[x % 5]);
    let mut second: Vec<_> = (0..5).map(|x| outcome(x, 2)).collect();
    second.push((5, 5, 1, ColumnHead, "未经复议直接起诉"));
    second.push((10, 5, 1, ColumnHead, "复议后起诉"));
    let third: Vec<_> = (5..15).map(|x| outcome(x, 1)).collect();
    let values: Vec<_> = (0..15).map(|x| (x, 1, 1, Figure, "0")).collect();
    Table {
        id: "litigation".into(),
        title: "政府信息公开行政复议、行政诉讼情况表".into(),
        summary: "一行数字，依次为行政复议、未经复议直接起诉和复议后起诉的结果。".into(),
        columns: vec![10.4; 15],
        font_pt: 9.0,
        header_rows: 3,
        rows: vec![
            row(true, &[(0, 5, 1, ColumnHead, "行政复议"), (5, 10, 1, ColumnHead, "行政诉讼")]),
            row(true, &second),
            row(true, &third),
            row(false, &values),
        ],
    }
}
