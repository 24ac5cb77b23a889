//! The program as a user runs it: real binary, real files, Chinese folder names.

use crate::desk::{Desk, EXAMPLE, printed, said};
use std::path::Path;
use std::process::Command;
use unicode_width::UnicodeWidthStr;

#[test]
fn the_example_becomes_word_pdf_and_xml_without_a_finding() {
    let desk = Desk::new();
    let output = desk.run(&["convert", EXAMPLE, "-o", "输出"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let starts = [("docx", "PK"), ("pdf", "%PDF-1.7"), ("xml", "<?xml")];
    for (ending, start) in starts {
        let bytes = std::fs::read(desk.path(&format!("输出/example-2021.{ending}"))).unwrap();
        assert!(bytes.starts_with(start.as_bytes()), "{ending}");
    }
    assert!(std::fs::metadata(desk.path("输出/example-2021.pdf")).unwrap().len() < 500_000);
}

#[test]
fn outputs_stand_beside_the_workbook_unless_told_otherwise() {
    let desk = Desk::new();
    std::fs::copy(EXAMPLE, desk.path("某县 2021年报.xlsx")).unwrap();
    let output = desk.run(&["convert", "某县 2021年报.xlsx", "--to", "xml,docx"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(desk.files(), ["某县 2021年报.docx", "某县 2021年报.xlsx", "某县 2021年报.xml"]);
}

#[test]
fn the_same_workbook_gives_the_same_bytes_in_any_folder_time_zone_and_language() {
    let (here, there) = (Desk::new(), Desk::new());
    here.run(&["convert", EXAMPLE, "-o", "."]);
    let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(["convert", EXAMPLE, "-o", "."])
        .current_dir(there.folder())
        .env("TZ", "America/New_York")
        .env("LC_ALL", "C")
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert!(output.status.success());
    for name in ["example-2021.docx", "example-2021.pdf", "example-2021.xml"] {
        let bytes = |desk: &Desk| std::fs::read(desk.path(name)).unwrap();
        assert!(bytes(&here) == bytes(&there), "{name} differs");
    }
}

#[test]
fn a_wrong_total_stops_the_conversion_and_names_cell_numbers_and_difference() {
    let desk = Desk::new();
    desk.report("错.xlsx", |report| {
        let table = report.tables.get_mut("requests").unwrap();
        table.set("r1", "total", nianbao::model::Figure::whole(9));
    });
    let output = desk.run(&["convert", "错.xlsx"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(desk.files(), ["错.xlsx"], "nothing may be written");
    let said = said(&output);
    for part in ["NB201", "三、依申请公开", "J5", "9", "7", "多 2", "D5:I5", "--allow-errors"]
    {
        assert!(said.contains(part), "{part} is missing in:\n{said}");
    }
    let output = desk.run(&["convert", "错.xlsx", "--allow-errors"]);
    assert_eq!(output.status.code(), Some(1), "written, and still an error");
    assert_eq!(desk.files(), ["错.docx", "错.pdf", "错.xlsx", "错.xml"]);
}

#[test]
fn findings_for_programs_are_one_json_document() {
    let desk = Desk::new();
    desk.report("错.xlsx", |report| {
        let table = report.tables.get_mut("litigation").unwrap();
        table.set("cases", "rec-upheld", nianbao::model::Figure::whole(10));
    });
    let output = desk.run(&["check", "错.xlsx", EXAMPLE, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = document["files"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    let findings = files[0]["findings"].as_array().unwrap();
    let wrong: Vec<_> = findings.iter().filter(|f| f["severity"] == "error").collect();
    assert_eq!(wrong.len(), 1, "{findings:?}");
    assert_eq!(wrong[0]["code"], "NB204");
    assert_eq!(wrong[0]["sheet"], "四、复议诉讼");
    assert_eq!(wrong[0]["cell"], "A5");
    for key in ["message", "help"] {
        assert!(wrong[0][key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
    }
    assert!(files[1]["findings"].as_array().unwrap().iter().all(|f| f["severity"] != "error"));
}

#[test]
fn what_is_no_workbook_gets_one_clear_sentence_and_nothing_is_written() {
    let desk = Desk::new();
    desk.put("文本.xlsx", "这只是一段文字".as_bytes());
    desk.put("零.xlsx", b"");
    std::fs::create_dir(desk.path("文件夹")).unwrap();
    let mut empty = rust_xlsxwriter::Workbook::new();
    empty.add_worksheet();
    desk.put("空.xlsx", &empty.save_to_buffer().unwrap());
    let before = desk.files();
    for name in ["没有.xlsx", "文本.xlsx", "零.xlsx", "文件夹", "空.xlsx"] {
        let output = desk.run(&["convert", name, "-o", "出"]);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{name}: {said}");
        assert!(said.contains(name), "{said}");
        assert_eq!(desk.files(), before, "{name}");
    }
}

#[test]
fn one_bad_file_does_not_stop_the_others_and_shows_in_the_exit_code() {
    let desk = Desk::new();
    let output = desk.run(&["convert", "没有.xlsx", EXAMPLE, "-o", ".", "--to", "xml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(desk.files(), ["example-2021.xml"]);
}

#[test]
fn two_workbooks_that_would_write_the_same_file_are_refused_before_any_work() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("甲")).unwrap();
    std::fs::create_dir(desk.path("乙")).unwrap();
    std::fs::copy(EXAMPLE, desk.path("甲/年报.xlsx")).unwrap();
    std::fs::copy(EXAMPLE, desk.path("乙/年报.xlsx")).unwrap();
    let output = desk.run(&["convert", "甲/年报.xlsx", "乙/年报.xlsx", "-o", "出"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("同名"));
    assert!(!desk.path("出").exists());
}

#[test]
fn a_wrong_flag_is_explained_in_chinese() {
    let desk = Desk::new();
    for arguments in [
        &["convert", "--wrong", "x.xlsx"][..],
        &["convert"],
        &["nothing"],
        &["convert", "x.xlsx", "--to", "rtf"],
        &["template", "--edition", "1999"],
        &["check", "x.xlsx", "--format"],
    ] {
        let output = desk.run(arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{said}");
        assert!(!said.contains("error:") && !said.contains("Usage"), "{said}");
    }
}

#[test]
fn the_blank_workbooks_are_the_committed_ones() {
    let desk = Desk::new();
    for edition in ["2021", "2019"] {
        let output = desk.run(&["template", "--edition", edition, "-o", "空白.xlsx", "--force"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let committed = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("templates/official-{edition}.xlsx"));
        let same =
            std::fs::read(desk.path("空白.xlsx")).unwrap() == std::fs::read(committed).unwrap();
        assert!(
            same,
            "templates/official-{edition}.xlsx: run cargo run --example example_workbook"
        );
    }
}

#[test]
fn a_workbook_that_somebody_may_have_filled_in_is_not_replaced_by_a_blank_one() {
    let desk = Desk::new();
    std::fs::write(desk.path("年报.xlsx"), "filled in").unwrap();
    let output = desk.run(&["template", "-o", "年报.xlsx"]);
    assert!(said(&output).contains("另起名字"), "{}", said(&output));
    assert_eq!(std::fs::read(desk.path("年报.xlsx")).unwrap(), b"filled in");
    for again in 0..2 {
        let output = desk.run(&["template", "-o", "空白.xlsx"]);
        assert_eq!(output.status.code(), Some(0), "{again}: {}", said(&output));
    }
    let output = desk.run(&["template", "-o", "空白.pdf"]);
    assert!(said(&output).contains(".xlsx"), "{}", said(&output));
}

#[test]
fn whoever_forgets_the_command_is_offered_the_commands() {
    let desk = Desk::new();
    let output = desk.run(&["年报.xlsx"]);
    assert!(said(&output).contains("nianbao check 年报.xlsx"), "{}", said(&output));
    assert!(said(&desk.run(&["chekc", "x"])).contains("是不是“check”"));
    for arguments in [&["help", "check"][..], &["check", "--help"]] {
        let help = printed(&desk.run(arguments));
        assert!(help.contains("[选项] <工作簿>...") && !help.contains("OPTIONS"), "{help}");
    }
}

#[test]
fn a_blank_workbook_reads_back_as_blank_and_asks_for_what_must_be_filled() {
    let desk = Desk::new();
    desk.run(&["template", "-o", "空白.xlsx"]);
    let output = desk.run(&["check", "空白.xlsx", "--format", "json"]);
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert_eq!(text.matches("NB107").count(), 3, "year, body and date are missing:\n{text}");
    for code in ["NB001", "NB002", "NB003", "NB009", "NB011"] {
        assert!(!text.contains(code), "{code} in:\n{text}");
    }
}

#[test]
fn help_and_completions_are_there() {
    let desk = Desk::new();
    let help = printed(&desk.run(&["--help"]));
    for word in ["用法", "命令", "convert", "check", "template", "completions", "退出码"] {
        assert!(help.contains(word), "{word}:\n{help}");
    }
    let help = printed(&desk.run(&["convert", "--help"]));
    for flag in ["--output", "--to", "--allow-errors", "--font-dir", "--quiet", "工作簿"] {
        assert!(help.contains(flag), "{flag}:\n{help}");
    }
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(printed(&desk.run(&["completions", shell])).contains("nianbao"), "{shell}");
    }
}

#[test]
fn no_line_of_help_is_longer_than_a_terminal_is_wide() {
    let desk = Desk::new();
    let all = printed(&desk.run(&["--help"]));
    let listed = all.lines().skip_while(|line| *line != "命令:").skip(1);
    let names = listed.take_while(|line| !line.is_empty());
    let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"convert") && names.contains(&"check"), "{all}");
    for name in names {
        let mut help = desk.command(&[name, "--help"]);
        let help = printed(&help.env("COLUMNS", "80").output().unwrap());
        for line in help.lines().filter(|line| !line.starts_with("用法")) {
            assert!(line.width() <= 80, "{name}: {line}");
        }
    }
}

#[test]
fn convert_to_html_writes_the_page_that_a_portal_publishes() {
    let desk = Desk::new();
    let ran = desk.run(&["convert", EXAMPLE, "-o", ".", "--to", "html"]);
    assert_eq!(ran.status.code(), Some(0), "{}", said(&ran));
    assert_eq!(desk.files(), ["example-2021.html"]);
    let page = std::fs::read_to_string(desk.path("example-2021.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
    assert!(page.contains("<meta name=\"SiteIDCode\" content=\"6104300003\">"));
    assert_eq!(page.matches("<table").count(), 3);
    assert!(!page.contains("<script"));
}

#[test]
fn the_piece_for_an_editor_has_no_head_and_needs_no_style_sheet() {
    let desk = Desk::new();
    let ran = desk.run(&["convert", EXAMPLE, "-o", ".", "--to", "html", "--html-fragment"]);
    assert_eq!(ran.status.code(), Some(0), "{}", said(&ran));
    let piece = std::fs::read_to_string(desk.path("example-2021.html")).unwrap();
    assert!(piece.starts_with("<p style=\"") && !piece.contains("<div"));
    assert!(!piece.contains("<meta") && !piece.contains("<style") && !piece.contains("<h1"));
}

#[test]
fn html_fragment_without_html_is_refused_before_anything_is_written() {
    let desk = Desk::new();
    let ran = desk.run(&["convert", EXAMPLE, "-o", ".", "--html-fragment"]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(said(&ran).contains("--html-fragment 要和 --to html 一起用"), "{}", said(&ran));
    assert!(desk.files().is_empty());
}
