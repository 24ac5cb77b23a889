//! How offices really write, kind by kind: what must be found when one number is wrong, and
//! what must be passed over in silence.

use super::{Case, county, department};

/// A bureau whose figures are all different: 新收 20，结转来 4，办结 21，结转去 3.
const BUREAU: &str = "
requests r1 natural 17
requests r1 commercial 3
requests r1 total 20
requests r2 natural 4
requests r2 total 4
requests r3-1 total 8
requests r3-2 total 1
requests r3-3-4 total 2
requests r3-3-6 total 1
requests r3-4-1 total 4
requests r3-4-3 total 1
requests r3-5-2 total 2
requests r3-6-3 total 2
requests r3-7 natural 18
requests r3-7 commercial 3
requests r3-7 total 21
requests r4 natural 3
requests r4 total 3
litigation cases rec-upheld 3
litigation cases rec-other 2
litigation cases rec-total 5
litigation cases lit-direct-upheld 1
litigation cases lit-direct-total 1
litigation cases lit-after-other 1
litigation cases lit-after-total 1
";

fn bureau() -> Case {
    department(BUREAU)
}

/// A bureau that received and handled the same.
fn even() -> Case {
    department(
        "requests r1 total 6\nrequests r2 total 0\nrequests r3-7 total 6\nrequests r4 total 0\n",
    )
}

/// Every paragraph gives this code, once.
fn finds_each(case: &Case, code: &str, paragraphs: &[&str]) {
    let codes = [code];
    let paragraphs: Vec<(&str, &[&str])> =
        paragraphs.iter().map(|text| (*text, &codes[..])).collect();
    case.finds(&paragraphs);
}

#[test]
fn two_verbs_that_share_a_number_speak_of_the_same_requests() {
    even().passes(&[
        "2024年受理并办结政府信息公开申请6件。",
        "全年共收到并答复政府信息公开申请6件。",
        "全年共办理回复依申请公开事项6件，均已按时答复。",
        "受理、办结政府信息公开申请6件，办结率100%。",
        "我局共收到、受理并答复依申请公开6件。",
        "共受理政府信息公开申请并全部办结6件。",
        "我局依法受理并按时答复政府信息公开申请6件。",
        "收到政府信息公开申请并答复6件。",
        "受理和办结政府信息公开申请均为6件。",
        "新收并办结政府信息公开申请6件。",
        "接收办理政府信息公开申请6件。",
    ]);
    for paragraph in [
        "2024年受理并办结政府信息公开申请7件。",
        "全年共收到并答复政府信息公开申请12件。",
        "全年共办理回复依申请公开事项5件。",
        "受理、办结政府信息公开申请16件，办结率100%。",
        "共受理政府信息公开申请并全部办结60件。",
        "新收并办结政府信息公开申请8件。",
    ] {
        assert!(!even().findings(&[paragraph]).is_empty(), "{paragraph}");
    }
    bureau()
        .passes(&["新收和上年结转政府信息公开申请共24件。", "全年新收及上年结转申请公开24件。"]);
    finds_each(
        &bureau(),
        "NB411",
        &["新收和上年结转政府信息公开申请共20件。", "受理并办结政府信息公开申请20件。"],
    );
}

#[test]
fn received_is_row_one_and_handled_is_the_total() {
    bureau().passes(&[
        "全年新收政府信息公开申请20件。",
        "全年新收政府信息公开申请24件（含上年结转4件）。",
        "全年共收到政府信息公开申请24件，其中上年结转4件。",
        "全年共收到政府信息公开申请24件，均已答复。",
        "全年收到政府信息公开申请20件，办结21件。",
        "全年共办理政府信息公开申请24件。",
        "办结政府信息公开申请21件（含上年结转4件）。",
        "答复政府信息公开申请19件，另有2件作其他处理。".trim(),
        "收到政府信息公开申请20件，上年结转4件，办结21件，结转下年度继续办理3件。",
    ]);
    finds_each(
        &bureau(),
        "NB411",
        &[
            "全年新收政府信息公开申请21件。",
            "全年新收政府信息公开申请24件。",
            "全年共收到政府信息公开申请21件。",
            "全年共受理政府信息公开申请12件。",
            "全年办结政府信息公开申请20件。",
            "全年答复政府信息公开申请24件。",
            "办结政府信息公开申请19件。",
            "全年共办理政府信息公开申请22件。",
        ],
    );
}

#[test]
fn no_review_lost_is_not_no_review() {
    bureau().passes(&[
        "2024年有5件涉及政府信息公开工作的行政复议，该行政复议件未被复议审查机关纠错。",
        "未发生政府信息公开行政复议纠错案件。",
        "政府信息公开行政复议案件中无被撤销、变更、责令重作的情况。",
        "政府信息公开行政诉讼败诉0件。",
        "因政府信息公开引发行政复议5件，均未被复议机关纠正；行政诉讼2件，败诉0件。",
        "未出现政府信息公开行政诉讼败诉的情形。",
        "全年无因政府信息公开被行政复议纠错或行政诉讼败诉案件。",
        "政府信息公开行政复议和行政诉讼案件没有被确认违法的。",
        "政府信息公开行政复议案件5件，无一件被纠错。",
        "我局无尚未审结的政府信息公开行政复议案件。",
        "政府信息公开行政复议案件没有一件被撤销或者责令履行。",
    ]);
    finds_each(
        &bureau(),
        "NB414",
        &[
            "全年未发生政府信息公开行政复议。",
            "没有因政府信息公开引发的行政诉讼。",
            "我局政府信息公开工作无行政复议案件。",
        ],
    );
    let lost = department("litigation cases rec-corrected 2\nlitigation cases rec-total 2\n");
    finds_each(&lost, "NB414", &["未发生政府信息公开行政复议纠错案件。"]);
}

#[test]
fn letters_and_hotlines_are_no_requests() {
    bureau().passes(&[
        "（二）依申请公开情况。收到政府信息公开申请20件。（三）政民互动情况。全年共收到“局长信箱”来信158件。",
        "依申请公开20件。加强互动交流，12345政务服务热线共收到19357件。",
        "收到政府信息公开申请20件；办理12345热线工单300件，办结298件，答复297件。",
        "依申请公开渠道畅通。全年受理群众来信来访40件，办结39件。共答复38件。",
        "规范依申请公开。县长信箱受理诉求215件，回复215件。",
        "依申请公开有序开展，网民留言受理31件，已答复30件。",
        "做好依申请公开。办理人大代表建议5件、政协提案7件，答复12件。",
        "依申请公开工作规范。政民互动平台共收到咨询600件，答复599件。",
        "依申请公开工作规范。受理行政许可1934件，办结1900件。",
        "除依申请公开外，领导信箱共收到来信9件。",
    ]);
    finds_each(
        &bureau(),
        "NB411",
        &[
            "全年受理热线诉求300件。收到政府信息公开申请19件。",
            "12345热线工单300件，收到政府信息公开申请22件。",
        ],
    );
}

#[test]
fn partly_is_one_quantity_and_granted_another() {
    bureau().passes(&[
        "办结政府信息公开申请21件，其中予以公开8件，部分公开1件。",
        "依申请公开办理结果如下：予以公开8件；部分予以公开1件。",
        "依申请公开办理结果：予以公开8件，予以部分公开1件。",
        "政府信息公开申请予以公开和部分公开9件。",
        "政府信息公开申请予以公开或部分予以公开9件。",
        "政府信息公开申请予以公开（含部分公开）9件。",
        "政府信息公开申请予以公开及予以部分公开共9件。",
    ]);
    finds_each(
        &bureau(),
        "NB412",
        &[
            "依申请公开办理结果如下：予以公开8件；部分予以公开2件。",
            "依申请公开办理结果：予以公开8件，予以部分公开8件。",
            "依申请公开办理结果：予以公开9件，部分公开1件。",
            "政府信息公开申请予以公开和部分公开8件。",
            "政府信息公开申请予以公开或部分予以公开1件。",
        ],
    );
}

#[test]
fn the_form_s_own_words_may_stand_behind_the_number_or_in_brackets() {
    bureau().passes(&[
        "收到政府信息公开申请20件，办结21件，3件结转下年度继续办理。",
        "答复政府信息公开申请21件（含上年度结转申请4件，另有3件顺延到下年度答复）。",
        "办结政府信息公开申请21件，其中4件为上年结转。",
        "政府信息公开申请结转3件至2025年办理。",
        "政府信息公开申请结转至2025年3件。",
        "政府信息公开申请3件转下一年度办理。",
        "尚有3件申请顺延至下一年度答复。",
        "上年度结转的政府信息公开申请4件。",
        "收到政府信息公开申请20件（自然人17件，企业3件）。",
        "收到政府信息公开申请20件（县政府办9件，各部门11件）。",
        "政府信息公开工作发生5起行政复议案件、2起行政诉讼案件。",
        "我局因政府信息公开被申请5件行政复议，有2件行政诉讼。",
        "政府信息公开行政复议5件，3件结果维持、2件其他结果。",
    ]);
    finds_each(
        &bureau(),
        "NB411",
        &[
            "收到政府信息公开申请20件，办结21件，5件结转下年度继续办理。",
            "答复政府信息公开申请21件（含上年度结转申请4件，另有2件顺延到下年度答复）。",
            "答复政府信息公开申请21件（含上年度结转5件）。",
            "办结政府信息公开申请21件，其中3件为上年结转。",
            "政府信息公开申请结转2件至2025年办理。",
            "政府信息公开申请结转至2025年13件。",
            "另有1件顺延到下年度答复。",
        ],
    );
    finds_each(
        &bureau(),
        "NB414",
        &[
            "政府信息公开工作发生6起行政复议案件。",
            "我局因政府信息公开有3件行政诉讼。",
            "政府信息公开行政复议5件，2件结果维持。",
        ],
    );
    finds_each(&bureau(), "NB413", &["收到政府信息公开申请20件（自然人16件，企业3件）。"]);
}

#[test]
fn other_results_and_single_reasons_are_compared() {
    bureau().passes(&[
        "政府信息公开行政复议5件，其中结果维持3件，其他结果2件。",
        "依申请公开中无法提供5件，其中本机关不掌握4件，补正后申请内容仍不明确1件。",
        "政府信息公开申请因本机关不掌握相关政府信息无法提供4件。",
        "政府信息公开申请因本机关不掌握等原因无法提供5件。",
        "不予公开申请公开信息3件，其中属于四类过程性信息1件、保护第三方合法权益2件。",
        "政府信息公开申请不予处理2件（重复申请2件）。",
        "依申请公开予以公开8件（38.10%）、无法提供5件（占23.81%）。",
    ]);
    finds_each(
        &bureau(),
        "NB412",
        &[
            "依申请公开中无法提供5件，其中本机关不掌握2件，补正后申请内容仍不明确1件。",
            "政府信息公开申请因本机关不掌握相关政府信息无法提供3件。",
            "政府信息公开申请因本机关不掌握等原因无法提供6件。",
            "不予公开申请公开信息3件，其中属于四类过程性信息2件。",
            "政府信息公开申请不予处理2件（重复申请1件）。",
            "依申请公开予以公开6件（含上级转来的）。",
        ],
    );
    finds_each(&bureau(), "NB414", &["政府信息公开行政复议5件，其中结果维持3件，其他结果1件。"]);
}

#[test]
fn a_county_s_sentences_stand_as_before() {
    county().passes(&[
        "全县受理政府信息公开申请66件，同比增长22.2%，办结66件，结转下年度继续办理3件。",
        "本年新收政府信息公开申请66件，上年结转3件，办理结果为：予以公开24件，部分公开7件。",
    ]);
}

#[test]
fn shares_without_counts_are_held_against_each_other_only() {
    county().passes(&[
        "全县共办理政府信息公开申请66件，其中予以公开或部分公开占58.5%、不予公开占7.3%、因本机关不掌握等原因无法提供占28.9%，其他情况占5.2%。",
        "收到政府信息公开申请66件，其中自然人占90%，企业占10%。",
        "收到政府信息公开申请66件，其中自然人占90%。予以公开占60%，不予公开占40%。",
        "政府信息公开申请予以公开24件（36.36%）、部分公开7件（10.6%）。",
        "办结政府信息公开申请66件，予以公开24件（市本级10件，占15%），按时办结率100%。",
    ]);
    let codes = ["NB416"];
    county().finds(&[
        ("办理政府信息公开申请66件，予以公开占85.5%、不予公开占7.3%、无法提供占28.9%。", &codes),
        ("收到政府信息公开申请66件，其中自然人占90%，企业占19%。", &codes),
        ("办结政府信息公开申请66件，其中予以公开24件（46.36%）。", &codes),
        ("办结政府信息公开申请66件，其中予以公开24件（占63.36%）、部分公开7件。", &codes),
    ]);
}

#[test]
fn a_zone_speaks_of_its_whole_region() {
    let zone = |agency| Case { agency, ..bureau() };
    for agency in ["平潭综合实验区管理委员会", "天府新区管委会", "某某经济技术开发区"]
    {
        zone(agency)
            .passes(&["2024年，全区共收到政府信息公开申请20件，共办结21件，结转至2025年3件。"]);
        zone(agency).finds(&[("2024年，全区共收到政府信息公开申请19件。", &["NB411"])]);
        let found = zone(agency).findings(&["我区收到政府信息公开申请18件。"]);
        assert_eq!(found[0].severity, crate::diag::Severity::Warning);
    }
}
