//! Whole folders through the real program: what is broken, what is cut off, and what arrives.

use crate::desk::{Desk, EXAMPLE, printed, said};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The example workbook as the report of another body, wrong in one total if so wished.
fn workbook(agency: &str, is_wrong: bool) -> Vec<u8> {
    crate::desk::workbook(|report| {
        report.metadata.agency = Some(agency.to_owned());
        if is_wrong {
            let table = report.tables.get_mut("requests").unwrap();
            table.set("r1", "total", nianbao::model::Figure::whole(9));
        }
    })
}

/// So many good workbooks below `in`.
fn desk(workbooks: usize) -> Desk {
    let desk = Desk::new();
    for number in 0..workbooks {
        let name = format!("in/{}区/单位{number:03}.xlsx", number % 3);
        desk.put(&name, &workbook(&format!("某市第{number}局"), false));
    }
    desk
}

/// Enough to do for a run to be stopped in the middle: it tells of more long names than a pipe
/// holds, so that it cannot end before somebody reads on.
#[cfg(unix)]
fn long_desk() -> Desk {
    let desk = desk(1);
    let bytes = fs::read(desk.path("in/0区/单位000.xlsx")).unwrap();
    let long = "某".repeat(60);
    for number in 1..400 {
        desk.put(&format!("in/0区/单位{number:03}{long}.xlsx"), &bytes);
    }
    desk
}

fn is_temporary(name: &str) -> bool {
    name.ends_with(".tmp")
}

/// Waits as long as a slow machine may need.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..2400 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("never: {what}");
}

#[test]
fn a_folder_with_broken_ones_is_converted_and_counted_to_the_file() {
    let desk = desk(20);
    let good = fs::read(EXAMPLE).unwrap();
    desk.put("in/坏/空.xlsx", b"");
    desk.put("in/坏/截断.xlsx", &good[..good.len() / 2]);
    desk.put("in/坏/网页.xls", b"<html><table><tr><td>1</td></tr></table></html>");
    desk.put("in/坏/合计不对.xlsx", &workbook("某局", true));
    desk.put("in/坏/一.xls", &good);
    desk.put("in/坏/一.xlsx", &good);
    desk.put("in/说明.pdf", b"x");
    desk.put("in/.隐藏.xlsx", &good);
    let output = desk.run(&["convert", "in", "-o", "out", "--to", "xml", "--summary", "汇总.json"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let summary = fs::read(desk.path("汇总.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&summary).unwrap();
    let counts = &summary["counts"];
    let good = counts["clean"].as_u64().unwrap() + counts["warnings"].as_u64().unwrap();
    assert_eq!(good, 20);
    assert_eq!(counts["errors"], 1);
    assert_eq!(counts["unreadable"], 3);
    assert_eq!(counts["failed"], 2, "the two that would meet");
    let rows = summary["workbooks"].as_array().unwrap();
    assert_eq!(rows.len(), 26);
    let made: Vec<&str> = rows
        .iter()
        .flat_map(|row| row["files"].as_array().unwrap())
        .map(|file| file["path"].as_str().unwrap())
        .collect();
    assert_eq!(made.len(), 20);
    for path in made {
        assert!(fs::read(desk.path(path)).unwrap().starts_with(b"<?xml"), "{path}");
    }
    let wrong = rows.iter().find(|row| row["status"] == "errors").unwrap();
    assert_eq!((&wrong["codes"]["NB201"], &wrong["year"]), (&1.into(), &2021.into()));
    let printed = printed(&output);
    for line in [" 26 份", "说明.pdf", "隐藏文件 1 个", "合计不对.xlsx：1 个错误"] {
        assert!(printed.contains(line), "{line} is missing in:\n{printed}");
    }
    assert!(said(&output).contains("会生成同名文件"), "{}", said(&output));
}

#[test]
fn any_number_of_lanes_gives_the_same_bytes_and_the_same_words() {
    let desk = desk(12);
    desk.put("in/坏.xlsx", b"x");
    desk.put("in/错.xlsx", &workbook("某局", true));
    let mut runs = Vec::new();
    for jobs in ["1", "4"] {
        let output = desk.run(&["convert", "in", "-o", "out", "--jobs", jobs]);
        runs.push((output.status.code(), printed(&output), said(&output), desk.tree("out")));
        fs::remove_dir_all(desk.path("out")).unwrap();
    }
    assert_eq!(runs[0].0, Some(2));
    assert_eq!(runs[0].1, runs[1].1);
    assert_eq!(runs[0].2, runs[1].2);
    assert!(runs[0].3 == runs[1].3);
    assert_eq!(runs[0].3.len(), 12 * 3 + 1, "three files each, and the journal");
}

#[test]
fn a_second_run_does_only_what_has_changed() {
    let desk = desk(5);
    let convert = ["convert", "in", "-o", "out", "--to", "xml", "--resume"];
    let unchanged = |arguments: &[&str]| {
        let printed = printed(&desk.run(arguments));
        let made = printed.lines().filter(|line| line.starts_with("已生成 ")).count();
        let kept = printed.split("其中 ").nth(1).and_then(|rest| rest.split(' ').next());
        (made, kept.map_or(0, |kept| kept.parse::<usize>().unwrap()))
    };
    assert_eq!(unchanged(&convert), (5, 0));
    let first = desk.tree("out");
    assert_eq!(unchanged(&convert), (0, 5));
    assert!(desk.tree("out") == first);

    desk.put("in/0区/单位000.xlsx", &workbook("改名后的局", false));
    fs::remove_file(desk.path("out/1区/单位001.xml")).unwrap();
    fs::write(desk.path("out/2区/单位002.xml"), "有人改过").unwrap();
    assert_eq!(unchanged(&convert), (2, 2));
    let edited = fs::read(desk.path("out/2区/单位002.xml")).unwrap();
    assert_eq!(edited, "有人改过".as_bytes(), "what somebody has edited is not ours");
    assert_eq!(unchanged(&[&convert[..], &["--force"]].concat()), (1, 4));
    let second = desk.tree("out");
    assert!(second["1区/单位001.xml"] == first["1区/单位001.xml"]);
    assert!(second["2区/单位002.xml"] == first["2区/单位002.xml"]);
    assert!(second["0区/单位000.xml"] != first["0区/单位000.xml"]);

    let other = ["convert", "in", "-o", "out", "--to", "xml,docx", "--resume"];
    assert_eq!(unchanged(&other), (10, 0));
}

#[test]
fn a_hundred_kills_leave_only_whole_files_and_the_next_run_completes_them() {
    let desk = desk(6);
    let formats = "docx,pdf,xml";
    desk.run(&["convert", "in", "-o", "whole", "--to", formats, "-q"]);
    let whole = desk.tree("whole");
    assert_eq!(whole.len(), 6 * 3 + 1);
    let mut random: u64 = 2021;
    let mut cut = 0;
    for round in 0..100 {
        // Every fourth goes on where the one before was killed.
        let arguments = ["convert", "in", "-o", "out", "--to", formats, "-q", "--resume"];
        let last = if round % 4 == 3 { arguments.len() } else { arguments.len() - 1 };
        let mut run = desk.start(&arguments[..last]);
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        std::thread::sleep(Duration::from_millis((random >> 33) % 250));
        cut += usize::from(run.try_wait().unwrap().is_none());
        let _ = run.kill();
        run.wait().unwrap();
        for (name, bytes) in desk.tree("out") {
            if !is_temporary(&name) && !name.starts_with(".nianbao-manifest") {
                assert!(bytes == whole[&name], "round {round}: {name}");
            }
        }
    }
    assert!(cut > 20, "only {cut} runs were cut off");
    let output = desk.run(&["convert", "in", "-o", "out", "--to", formats, "--resume"]);
    assert!(output.status.success(), "{}", said(&output));
    let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
    let out = desk.tree("out");
    assert_eq!(names(&out), names(&whole));
    assert!(out == whole);
}

#[test]
fn two_runs_on_one_output_folder_both_end_well() {
    let desk = desk(10);
    desk.run(&["convert", "in", "-o", "alone", "--to", "docx,xml"]);
    let arguments = ["convert", "in", "-o", "out", "--to", "docx,xml", "--resume"];
    let mut runs = [desk.start(&arguments), desk.start(&arguments)];
    for run in &mut runs {
        assert!(run.wait().unwrap().success());
    }
    assert!(desk.run(&arguments).status.success());
    assert!(desk.tree("out") == desk.tree("alone"));
}

#[test]
fn what_cannot_be_written_or_is_not_there_is_named_and_the_rest_goes_on() {
    let desk = desk(4);
    desk.put("out/1区", b"a file where a folder should be");
    let output = desk.run(&["convert", "in", "没有.xlsx", "-o", "out", "--to", "xml"]);
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    assert!(said.contains("单位001.xml") && said.contains("是文件，不是文件夹"), "{said}");
    assert!(said.contains("没有.xlsx") && said.contains("文件不存在"), "{said}");
    let made: Vec<String> = desk.tree("out").into_keys().collect();
    assert_eq!(
        made,
        [".nianbao-manifest.jsonl", "0区/单位000.xml", "0区/单位003.xml", "1区", "2区/单位002.xml"]
    );
}

/// Needs the right to mount, and tests nothing where there is none.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_whole_files_and_a_larger_one_completes_the_run() {
    struct Mount(PathBuf);
    impl Drop for Mount {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(&self.0).status();
        }
    }
    let desk = desk(12);
    fs::create_dir(desk.path("out")).unwrap();
    let mount = |options: &str| {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(desk.path("out"));
        mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if !mount("size=160k") {
        return;
    }
    let _mount = Mount(desk.path("out"));
    desk.run(&["convert", "in", "-o", "whole", "--to", "docx,xml"]);
    let whole = desk.tree("whole");
    let arguments = ["convert", "in", "-o", "out", "--to", "docx,xml", "--resume"];
    let output = desk.run(&arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("磁盘已满"), "{}", said(&output));
    assert!(printed(&output).contains("合计"), "{}", printed(&output));
    let part = desk.tree("out");
    let made = part.iter().filter(|(name, _)| !name.starts_with('.'));
    assert!(made.clone().count() > 0 && part.len() < whole.len());
    for (name, bytes) in made {
        assert!(*bytes == whole[name], "{name}");
        assert!(!is_temporary(name), "{name}");
    }
    assert!(mount("remount,size=10m"));
    assert!(desk.run(&arguments).status.success());
    assert!(desk.tree("out") == whole);
}

#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}

#[cfg(unix)]
#[test]
fn a_stop_finishes_what_is_in_hand_and_says_what_is_left() {
    let desk = long_desk();
    let arguments = ["convert", "in", "-o", "out", "--to", "docx,xml", "--jobs", "1"];
    let more = ["--summary", "s.json"];
    let mut run = desk.start(&[&arguments[..], &more[..]].concat());
    let mut lines = BufReader::new(run.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().starts_with("已生成"));
    signal(&run, "-INT");
    let rest: Vec<String> = lines.map(Result::unwrap).collect();
    assert_eq!(run.wait().unwrap().code(), Some(2));
    assert!(rest.iter().any(|line| line.contains("中断，没有做")), "{rest:?}");
    let summary: serde_json::Value =
        serde_json::from_slice(&fs::read(desk.path("s.json")).unwrap()).unwrap();
    let left = summary["counts"]["left"].as_u64().unwrap() as usize;
    assert!(left > 0 && left < 400);
    let made = desk.tree("out");
    assert_eq!(made.len(), (400 - left) * 2 + 1, "two files each, and the journal");
    let resumed = desk.run(&[&arguments[..], &["--resume"]].concat());
    assert!(resumed.status.success());
    assert!(printed(&resumed).contains(&format!("其中 {} 份没有变化", 400 - left)));
    assert_eq!(desk.tree("out").len(), 801);
}

#[cfg(unix)]
#[test]
fn a_file_that_outgrows_the_limit_of_the_system_is_one_that_failed() {
    let desk = desk(3);
    // In blocks of 512 or 1024 bytes: XML is smaller, the PDF larger.
    let command = "ulimit -f 40; exec \"$0\" convert in -o out --to xml,pdf --summary s.json";
    let mut shell = Command::new("sh");
    shell.args(["-c", command, env!("CARGO_BIN_EXE_nianbao")]).current_dir(desk.folder());
    let output = shell.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("超过了系统允许的文件大小"), "{}", said(&output));
    let made: Vec<String> = desk.tree("out").into_keys().collect();
    assert!(made.is_empty(), "{made:?}");
    assert!(fs::read_to_string(desk.path("s.json")).unwrap().contains("\"failed\": 3"));
}

#[cfg(unix)]
#[test]
fn being_asked_twice_at_once_by_others_than_ctrl_c_is_being_asked_once() {
    let desk = long_desk();
    for name in ["-TERM", "-HUP"] {
        let arguments = ["convert", "in", "-o", "out", "--to", "xml", "--jobs", "1"];
        let mut run = desk.start(&[&arguments[..], &["--summary", "s.json"]].concat());
        let mut lines = BufReader::new(run.stdout.take().unwrap()).lines();
        assert!(lines.next().unwrap().unwrap().starts_with("已生成"));
        signal(&run, name);
        signal(&run, name);
        let last = lines.map(Result::unwrap).last();
        assert_eq!(run.wait().unwrap().code(), Some(2), "{name}");
        assert!(last.is_some() && desk.path("s.json").exists(), "{name}");
        fs::remove_file(desk.path("s.json")).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn nohup_keeps_a_run_from_a_terminal_that_closes() {
    let desk = long_desk();
    let mut shell = Command::new("sh");
    let command = "trap '' HUP; exec \"$0\" convert in -o out --to xml --jobs 1";
    shell.args(["-c", command, env!("CARGO_BIN_EXE_nianbao")]).current_dir(desk.folder());
    let mut run = shell.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(run.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().starts_with("已生成"));
    signal(&run, "-HUP");
    assert!(lines.map(Result::unwrap).any(|line| line.contains("400 份")));
    assert!(run.wait().unwrap().success());
}

#[test]
fn who_reads_no_further_stops_nothing() {
    let desk = desk(6);
    let mut run = desk.start(&["convert", "in", "-o", "out", "--to", "xml"]);
    drop(run.stdout.take());
    assert!(run.wait().unwrap().success());
    assert_eq!(desk.tree("out").len(), 7, "one file each, and the journal");
}

#[test]
fn a_folder_that_has_the_name_of_an_output_leaves_the_others_unwritten() {
    let desk = desk(2);
    fs::create_dir_all(desk.path("out/1区/单位001.xml")).unwrap();
    let output = desk.run(&["convert", "in", "-o", "out", "--to", "docx,xml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("有同名的文件夹"), "{}", said(&output));
    let made: Vec<String> = desk.tree("out").into_keys().collect();
    assert_eq!(made, [".nianbao-manifest.jsonl", "0区/单位000.docx", "0区/单位000.xml"]);
}

/// Needs `script` for a terminal, and tests nothing where there is none.
#[cfg(target_os = "linux")]
#[test]
fn the_bar_stays_on_one_line_of_any_terminal() {
    use unicode_width::UnicodeWidthStr;
    let desk = desk(20);
    for columns in [40, 60, 100] {
        let program = env!("CARGO_BIN_EXE_nianbao");
        let run =
            format!("stty rows 24 cols {columns}; '{program}' convert in -o out --to pdf --jobs 1");
        let mut script = Command::new("script");
        script.args(["-qec", &run, "/dev/null"]).current_dir(desk.folder());
        script.env("TERM", "xterm").env("NO_COLOR", "1").stdin(Stdio::null());
        let Ok(output) = script.output() else { return };
        let text = printed(&output);
        let bars: Vec<&str> = text
            .split(['\r', '\n', '\u{1b}'])
            .filter(|line| line.contains("/20 份"))
            .map(|line| line.trim_start_matches("[2K"))
            .collect();
        assert!(bars.len() > 1, "{text}");
        for bar in bars {
            assert!(bar.width() <= columns, "{columns}: {bar:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_watched_folder_converts_what_has_fully_arrived_also_after_a_restart() {
    let desk = Desk::new();
    let good = workbook("某局", false);
    desk.put("in/甲/先到.xlsx", &good);
    let arguments = ["watch", "in", "-o", "out", "--to", "xml", "--interval", "1"];
    let mut log = Vec::new();
    let stop = |mut watch: Child, log: &mut Vec<String>| {
        signal(&watch, "-TERM");
        let lines = BufReader::new(watch.stdout.take().unwrap()).lines();
        log.extend(lines.map(Result::unwrap));
        assert!(watch.wait().unwrap().success());
    };
    let is_there = |name: &str| desk.path(name).exists();

    let watch = desk.start(&arguments);
    until("the first is converted", || is_there("out/甲/先到.xml"));
    desk.put("in/乙.xlsx", &good[..good.len() / 2]);
    desk.put("in/丙.xlsx", &workbook("某局", true));
    until("the wrong one is told of", || is_there("out/丙.findings.txt"));
    assert!(!is_there("out/乙.findings.txt") && !is_there("out/乙.xml"), "only half is there");
    assert!(!is_there("out/丙.xml"));
    desk.put("in/乙.xlsx", &good);
    until("the rest has come", || is_there("out/乙.xml"));
    stop(watch, &mut log);
    let findings = fs::read_to_string(desk.path("out/丙.findings.txt")).unwrap();
    assert!(findings.contains("NB201") && findings.contains("没有生成文件"), "{findings}");
    assert!(log.iter().any(|line| line.contains("有错误  in/丙.xlsx")), "{log:?}");
    log.clear();

    // While nobody watches, one is corrected, one comes, one goes.
    desk.put("in/丙.xlsx", &good);
    desk.put("in/丁.xlsx", b"no workbook");
    fs::remove_file(desk.path("in/乙.xlsx")).unwrap();
    let watch = desk.start(&arguments);
    until("the corrected one is converted", || {
        let findings = fs::read_to_string(desk.path("out/丙.findings.txt")).unwrap();
        is_there("out/丙.xml") && !findings.contains("NB201")
    });
    until("the one that came is told of", || is_there("out/丁.findings.txt"));
    stop(watch, &mut log);
    assert!(is_there("out/乙.xml"), "what was made of the one that went stays");
    assert!(!log.iter().any(|line| line.contains("先到")), "it was done before: {log:?}");
    assert_eq!(desk.tree("in").len(), 3, "nothing is moved");
    assert!(!desk.tree("out").keys().any(|name| is_temporary(name)));
}

#[test]
fn arguments_that_make_no_sense_are_told_in_chinese() {
    let desk = desk(1);
    for (arguments, sentence) in [
        (&["convert", "in"][..], "请用 -o 写明"),
        (&["convert", "in", "-o", "out", "--summary", "s.txt"], "应以 .xlsx、.csv 或 .json 结尾"),
        (&["convert", "in", "-o", "out", "--shard", "5/4"], "--shard"),
        (&["convert", "in", "-o", "out", "--jobs", "0"], "--jobs"),
        (&["convert", EXAMPLE, "--resume"], "--output"),
        (&["watch", "没有", "-o", "out"], "不是文件夹"),
        (&["watch", "in"], "--output"),
    ] {
        let output = desk.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(sentence), "{arguments:?}: {}", said(&output));
        assert!(!Path::exists(&desk.path("out")), "{arguments:?}");
    }
}
