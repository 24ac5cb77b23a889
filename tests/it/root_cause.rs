//! Advice to the letter: one wrong cell is one finding, at that cell, with what belongs there.

use crate::rules::found;

/// Code, cell and advice of everything found.
fn advice(changes: &str) -> Vec<(&'static str, String, String)> {
    let told = |finding: nianbao::Finding| {
        let cell = finding.place.map(|place| place.reference()).unwrap_or_default();
        (finding.code.id, cell, finding.help.to_string())
    };
    found(changes).into_iter().map(told).collect()
}

/// The one thing found.
fn only(changes: &str) -> (&'static str, String, String) {
    let all = advice(changes);
    assert_eq!(all.len(), 1, "{changes}\n{all:#?}");
    all.into_iter().next().unwrap()
}

/// Totals of the first column and of three rows as formulas, with what a spreadsheet program
/// would have stored.
fn totals(received: &str, disclosed: &str, handled: &str, all: &str) -> String {
    [
        ("J5", "SUM(D5:I5)", received),
        ("J7", "SUM(D7:I7)", disclosed),
        ("D28", "SUM(D7:D27)", handled),
        ("J28", "SUM(D28:I28)", all),
    ]
    .iter()
    .map(|(cell, formula, result)| {
        format!("\"三、依申请公开 {cell}\" = {{ formula = '{formula}', result = '{result}' }}\n")
    })
    .collect()
}

#[test]
fn one_wrong_figure_is_named_with_the_right_one_whether_totals_are_formulas_or_not() {
    let typed = "[cells]\n\"三、依申请公开 D5\" = 11\n";
    for changes in [typed.to_owned(), typed.to_owned() + &totals("13", "6", "10", "12")] {
        let (code, cell, help) = only(&changes);
        assert!(code.starts_with("NB20"), "{code}");
        assert_eq!(cell, "D5");
        assert!(help.contains("把 D5 由 11 改为 10"), "{help}");
    }
    let (_, cell, help) = only("[cells]\n\"三、依申请公开 J28\" = 13\n");
    assert_eq!(cell, "J28");
    assert!(help.contains("由 13 改为 12"), "{help}");
}

#[test]
fn a_formula_that_leaves_out_a_part_is_not_typed_over() {
    let formula = "[cells]\n\"三、依申请公开 J5\" = { formula = 'SUM(D5:D5)', result = '10' }\n";
    let (code, cell, help) = only(formula);
    assert_eq!((code, cell.as_str()), ("NB201", "J5"));
    assert!(help.contains("=SUM(D5:I5)") && !help.contains("改为 12"), "{help}");
}

#[test]
fn what_leans_on_a_cell_that_cannot_be_read_waits_for_it() {
    for (code, typed) in [
        ("NB012", "{ error = '#REF!' }"),
        ("NB013", "{ date = 45356.0 }"),
        ("NB101", "'约5'"),
        ("NB101", "'见附件'"),
    ] {
        let alone = format!("[cells]\n\"三、依申请公开 D7\" = {typed}\n");
        for changes in [alone.clone(), alone + &totals("12", "1", "5", "7")] {
            let (found, cell, help) = only(&changes);
            assert_eq!((found, cell.as_str()), (code, "D7"));
            assert!(help.contains("把 D7 改为 5") && help.contains("D7 处理后再核对"), "{help}");
        }
    }
}

#[test]
fn a_number_that_a_sum_skips_is_named_and_the_formula_left_alone() {
    for typed in ["5件", "５", "5"] {
        let changes = format!("[cells]\n\"三、依申请公开 D7\" = '{typed}'\n");
        let (code, cell, help) = only(&(changes.clone() + &totals("12", "1", "5", "7")));
        assert_eq!((code, cell.as_str(), help.as_str()), ("NB028", "D7", "把 D7 改为 5。"));
        assert_eq!(advice(&changes), [], "no formula adds it up");
    }
    let block = "[cells]\n\"三、依申请公开 D5\" = '10'\n\"三、依申请公开 E5\" = '2'\n";
    let (_, cells, help) = only(&(block.to_owned() + &totals("0", "6", "10", "12")));
    assert_eq!(cells, "D5:E5");
    assert!(help.contains("转换为数字") && help.contains("分列"), "{help}");
}

#[test]
fn text_is_asked_for_where_it_belongs() {
    let (code, cell, _) = only("[text]\n6 = []\n");
    assert_eq!((code, cell.as_str()), ("NB407", "A2"));
    let (code, cell, help) = only("[metadata]\nagency = ''\n");
    assert_eq!((code, cell.as_str()), ("NB107", "B3"));
    assert!(help.contains("B3"), "{help}");
    let (code, cell, _) = only("[cells]\n\"五、问题及改进 A1\" = ''\n");
    assert_eq!((code, cell.as_str()), ("NB401", "A1"));
}

#[test]
fn on_a_sheet_of_the_form_the_sheet_says_which_section_it_is() {
    for heading in ["—、总体情况", "l一、总体情况", "综述", "一、综述"] {
        let changes = format!("[cells]\n\"一、总体情况 A1\" = '{heading}'\n");
        assert!(advice(&changes).iter().all(|(code, ..)| *code == "NB403"), "{heading}");
    }
    for (sheet, heading) in [
        ("三、依申请公开", "三、行政机关收到和处理政府信息公开申请情况"),
        ("五、问题及改进", "五、存在问题和改进措施"),
        ("六、其他事项", "六、其他需要说明的事项"),
    ] {
        let changes = format!("[cells]\n\"{sheet} A1\" = '{heading}'\n");
        let all = advice(&changes);
        assert!(all.iter().all(|(code, ..)| *code == "NB403"), "{heading}: {all:?}");
    }
    let sub_heading = "[cells]\n\"一、总体情况 A3\" = '一、主动公开'\n";
    let all = advice(sub_heading);
    assert!(all.iter().all(|(code, ..)| *code == "NB422"), "{all:?}");
}
