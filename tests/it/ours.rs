//! Files that are not ours stay as they are, files that are ours are replaced, and folders are
//! checked as they are converted.

use crate::desk::{Desk, printed, said};

#[test]
fn what_somebody_made_or_edited_is_never_overwritten_and_our_own_is() {
    let desk = Desk::new();
    desk.report("年报.xlsx", |_| {});
    let convert = ["convert", "年报.xlsx", "--to", "docx,xml"];
    desk.put("年报.docx", "我的草稿".as_bytes());
    let refused = desk.run(&convert);
    assert_eq!(refused.status.code(), Some(2));
    let told = said(&refused);
    assert!(
        told.contains("年报.docx") && told.contains("--force") && told.contains("-o"),
        "{told}"
    );
    assert!(!desk.path("年报.xml").exists(), "all or none");
    assert_eq!(std::fs::read(desk.path("年报.docx")).unwrap(), "我的草稿".as_bytes());

    assert_eq!(desk.run(&[&convert[..], &["--force"]].concat()).status.code(), Some(0));
    desk.report("年报.xlsx", |report| report.metadata.agency = Some("某县".into()));
    assert_eq!(desk.run(&convert).status.code(), Some(0), "our own is replaced");
    let mut edited = std::fs::read(desk.path("年报.docx")).unwrap();
    edited.push(0);
    desk.put("年报.docx", &edited);
    desk.report("年报.xlsx", |_| {});
    assert_eq!(desk.run(&convert).status.code(), Some(2), "edited since");
    assert_eq!(std::fs::read(desk.path("年报.docx")).unwrap(), edited);
}

#[test]
fn the_account_the_sum_the_copy_and_the_blank_workbook_spare_what_is_not_ours() {
    let desk = Desk::new();
    desk.report("收/年报.xlsx", |_| {});
    let commands: [&[&str]; 4] = [
        &["convert", "收", "-o", "出", "--to", "xml", "--summary", "表.xlsx"],
        &["sum", "收", "-o", "表.xlsx"],
        &["check", "收/年报.xlsx", "--mark", "表.xlsx"],
        &["template", "-o", "表.xlsx"],
    ];
    for command in commands {
        desk.put("表.xlsx", "要紧".as_bytes());
        let refused = desk.run(command);
        assert_eq!(refused.status.code(), Some(2), "{command:?}: {}", said(&refused));
        assert!(said(&refused).contains("表.xlsx"), "{}", said(&refused));
        assert_eq!(std::fs::read(desk.path("表.xlsx")).unwrap(), "要紧".as_bytes());
        std::fs::remove_file(desk.path("表.xlsx")).unwrap();
        for _ in 0..2 {
            let made = desk.run(command);
            assert_eq!(made.status.code(), Some(0), "{command:?}: {}", said(&made));
        }
        let mut bytes = std::fs::read(desk.path("表.xlsx")).unwrap();
        bytes.push(0);
        desk.put("表.xlsx", &bytes);
        assert_eq!(desk.run(command).status.code(), Some(2), "{command:?}: edited since");
        assert_eq!(std::fs::read(desk.path("表.xlsx")).unwrap(), bytes);
    }
}

#[test]
fn outputs_of_an_earlier_state_are_named_beside_an_error() {
    let desk = Desk::new();
    desk.report("年报.xlsx", |_| {});
    let convert = ["convert", "年报.xlsx", "-o", "出", "--to", "docx,xml"];
    desk.run(&convert);
    desk.report("年报.xlsx", |report| report.metadata.agency = None);
    let told = said(&desk.run(&convert));
    assert!(told.contains("年报.docx") && told.contains("以前生成的，没有更新"), "{told}");
    desk.put("年报.xlsx", b"no workbook");
    let told = said(&desk.run(&convert));
    assert!(told.contains("以前生成的，没有更新"), "{told}");
    std::fs::remove_dir_all(desk.path("出")).unwrap();
    assert!(!said(&desk.run(&convert)).contains("以前生成的"));
}

#[test]
fn a_folder_is_not_read_and_filled_at_once_where_that_would_never_end() {
    let desk = Desk::new();
    desk.report("收/年报.xlsx", |_| {});
    let refused = desk.run(&["watch", "收", "-o", "收"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("守候的文件夹"), "{}", said(&refused));
    let refused = desk.run(&["convert", "收", "-o", "收", "--to", "xlsx"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    let beside = desk.run(&["convert", "收", "-o", "收", "--to", "docx"]);
    assert_eq!(beside.status.code(), Some(0), "{}", said(&beside));
}

#[test]
fn what_a_killed_run_left_goes_with_the_next_run_of_any_command() {
    let desk = Desk::new();
    desk.report("收/年报.xlsx", |_| {});
    let commands: [&[&str]; 4] = [
        &["convert", "收/年报.xlsx", "-o", "出", "--to", "xml"],
        &["sum", "收", "-o", "出/和.xlsx"],
        &["check", "收/年报.xlsx", "--mark", "出/标.xlsx"],
        &["template", "-o", "出/空.xlsx"],
    ];
    for command in commands {
        let left = desk.put("出/.nianbao-Ab12Cd.tmp", b"half");
        desk.run(command);
        assert!(!left.exists(), "{command:?}");
    }
}

#[test]
fn check_takes_folders_and_patterns_and_sums_up_as_convert_does() {
    let desk = Desk::new();
    desk.report("收/甲.xlsx", |_| {});
    desk.report("收/子/乙.xlsx", |report| report.metadata.agency = None);
    desk.put("收/说明.pdf", b"x");
    let checked = desk.run(&["check", "收"]);
    assert_eq!(checked.status.code(), Some(1), "{}", said(&checked));
    let text = printed(&checked);
    for part in ["汇总", "有错误", "合计", "2 份", "需要处理的", "没有读取的其他文件 1 个"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("已生成"), "{text}");
    let pattern = desk.run(&["check", "收/*.xlsx"]);
    assert_eq!(pattern.status.code(), Some(0), "{}", said(&pattern));
    assert!(printed(&pattern).contains("甲.xlsx"));
    let none = desk.run(&["check", "收/*.ods"]);
    assert_eq!(none.status.code(), Some(2));
    let json = desk.run(&["check", "收", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["files"].as_array().unwrap().len(), 2);
    let marked = desk.run(&["check", "收", "--mark", "标.xlsx"]);
    assert_eq!(marked.status.code(), Some(2), "{}", said(&marked));
}
