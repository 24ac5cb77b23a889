//! What portals get, as a user asks for it: the feed kept by `convert`, strict checks, and
//! another portal's format by a mapping file.

use crate::desk::{Desk, printed, said};

const BASE: &str = "https://www.example.gov.cn/xxgk/";

fn feed(desk: &Desk) -> String {
    std::fs::read_to_string(desk.path("网站/feed.xml")).unwrap()
}

#[test]
fn convert_keeps_the_feed_of_its_folder_as_the_command_does() {
    let desk = Desk::new();
    let coded = |report: &mut nianbao::model::Report| {
        report.metadata.fields.insert("publisherCode".into(), "11341702486344515H".into());
    };
    desk.report("年报.xlsx", coded);
    let convert = ["convert", "年报.xlsx", "-o", "网站", "--to", "xml,docx", "--base-url", BASE];
    let first = desk.run(&convert);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    let published = desk.tree("网站");
    let document = "2021/r1/6d080499-9640-5353-b619-60b65dab221c.docx";
    for name in ["feed.xml", "SHA256SUMS", document, "xsd/atom-profile.xsd"] {
        assert!(published.contains_key(name), "{name}");
    }
    desk.run(&convert);
    desk.run(&["feed", "网站"]);
    assert_eq!(desk.tree("网站"), published, "a second run changes no byte");

    desk.report("年报.xlsx", |report| {
        coded(report);
        report.metadata.agency = Some("某县".into());
    });
    let correct = [&convert[..], &["--date", "2022-03-01", "--note", "更正机关名称。"]].concat();
    let corrected = desk.run(&correct);
    assert_eq!(corrected.status.code(), Some(0), "{}", said(&corrected));
    let text = feed(&desk);
    assert!(text.contains("revision=\"2\" status=\"corrected\""), "{text}");
    assert!(text.contains("<summary type=\"text\">更正机关名称。</summary>"), "{text}");
    assert!(text.contains("<updated>2022-03-01T00:00:00+08:00</updated>"), "{text}");
    let report = std::fs::read_to_string(desk.path("网站/年报.xml")).unwrap();
    assert!(report.contains("revision=\"2\""), "the report's own file says so too");
}

#[test]
fn a_feed_needs_xml_one_folder_and_a_place_without_other_check_sums() {
    let desk = Desk::new();
    desk.report("年报.xlsx", |_| {});
    desk.report("另/乙.xlsx", |_| {});
    let refused = |arguments: &[&str], because: &str| {
        let output = desk.run(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(because), "{}", said(&output));
    };
    refused(&["convert", "年报.xlsx", "--to", "docx", "--base-url", BASE], "--to 里要有 xml");
    let both = ["convert", "年报.xlsx", "另/乙.xlsx", "--to", "xml", "--base-url", BASE];
    refused(&both, "-o");
    std::fs::write(desk.path("SHA256SUMS"), format!("{}  年报.pdf\n", "0".repeat(64))).unwrap();
    let here = ["convert", "年报.xlsx", "--to", "xml", "--base-url", BASE];
    refused(&here, "不是本命令生成的");
    assert!(!desk.path("feed.xml").exists());
}

/// Paths below the base that links of the feed lead to.
fn linked(desk: &Desk) -> Vec<String> {
    let text = feed(desk);
    let hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut paths: Vec<String> =
        hrefs.filter_map(|href| Some(href.strip_prefix(BASE)?.to_owned())).collect();
    paths.sort();
    paths.dedup();
    paths
}

#[test]
fn one_feed_stands_in_the_output_folder_whatever_folders_the_workbooks_come_from() {
    let desk = Desk::new();
    desk.report("来/xsd/甲.xlsx", |_| {});
    desk.report("来/乙.xlsx", |report| report.metadata.agency = Some("乙局".into()));
    let convert = ["convert", "来", "-o", "网站", "--to", "xml,docx", "--base-url", BASE];
    let first = desk.run(&convert);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    let published = desk.tree("网站");
    assert!(!published.contains_key("xsd/feed.xml"));
    let linked = linked(&desk);
    assert_eq!(linked.len(), 3, "{linked:?}");
    assert!(linked.iter().all(|path| published.contains_key(path)), "{linked:?}");
    desk.run(&["feed", "网站"]);
    desk.run(&convert);
    let again = desk.tree("网站");
    assert!(
        published
            .iter()
            .all(|(name, bytes)| name.contains("manifest") || again.get(name) == Some(bytes))
    );

    std::fs::copy(desk.path("网站/feed.xml"), desk.path("网站/xsd/feed.xml")).unwrap();
    let told = desk.run(&["feed", "网站"]);
    let printed = String::from_utf8_lossy(&told.stdout);
    assert!(printed.contains("没有看的文件夹：xsd（另有 feed.xml）"), "{printed}");
}

#[test]
fn what_a_killed_run_left_is_not_published_and_the_next_run_completes_it() {
    let desk = Desk::new();
    desk.report("年报.xlsx", |_| {});
    let convert = ["convert", "年报.xlsx", "-o", "网站", "--to", "xml,docx", "--base-url", BASE];
    desk.run(&convert);
    let published = desk.tree("网站");
    let document = linked(&desk).into_iter().find(|path| path.ends_with(".docx")).unwrap();
    // Killed after the copies, with another state of the workbook.
    for name in ["feed.xml", "SHA256SUMS", ".nianbao-feed.json"] {
        std::fs::remove_file(desk.path("网站").join(name)).unwrap();
    }
    std::fs::write(desk.path("网站").join(&document), "half").unwrap();
    let left = desk.path("网站").join(&document).with_file_name(".nianbao-Ab12Cd.tmp");
    std::fs::write(left, "half").unwrap();
    let completed = desk.run(&["feed", "网站", "--base-url", BASE]);
    assert_eq!(completed.status.code(), Some(0), "{}", said(&completed));
    assert_eq!(desk.tree("网站"), published);
    // Published is published.
    std::fs::write(desk.path("网站").join(&document), "changed").unwrap();
    desk.run(&["feed", "网站"]);
    assert_eq!(desk.tree("网站"), published, "what was published is restored");
    for name in ["feed.xml", ".nianbao-feed.json"] {
        std::fs::remove_file(desk.path("网站").join(name)).unwrap();
    }
    std::fs::write(desk.path("网站/年报.docx"), "another").unwrap();
    let refused = desk.run(&["feed", "网站", "--base-url", BASE]);
    assert!(said(&refused).contains("已经发布过"), "{}", said(&refused));
}

#[test]
fn the_feed_is_valid_by_its_own_schema_at_every_address_that_is_taken() {
    let desk = Desk::new();
    desk.report("年报.xlsx", |report| {
        report.metadata.fields.insert("url".into(), "https://a.cn/%zz".into());
    });
    desk.run(&["convert", "年报.xlsx", "-o", "网站", "--to", "xml,docx", "--base-url", BASE]);
    let bases = [
        "http://127.0.0.1:8000/x",
        "HTTPS://WWW.A.GOV.CN",
        "https://a.gov.cn/%zz",
        "https://甲.gov.cn/",
        "https://xn--5kv.gov.cn/",
        "https://a.gov.cn/年 报/",
        "https://a.gov.cn/年报/",
        "https://a.gov.cn/%E5%B9%B4/",
        "https://a.gov.cn/a'b(c)*!$&+,;=:@~",
        "https://a.gov.cn//x//",
        "https://[::1]/",
        "https://u:p@a.cn/",
        "https://a.gov.cn:/",
        "https://a.gov.cn:65536/",
        "https://a_b.gov.cn/",
        "https://a.gov.cn/[1]/",
        "https://a.gov.cn/^|`/",
        "https://a.gov.cn/\u{1f600}/",
        "https://-a.cn/",
        "https://a.gov.cn./",
        "https://a/%",
        "https://a.gov.cn/%2525/",
    ];
    let mut taken = 0;
    for base in bases {
        let run = desk.run(&["feed", "网站", "--base-url", base]);
        taken += usize::from(run.status.code() == Some(0));
        assert_ne!(run.status.code(), Some(1), "{base}: {}", said(&run));
        // The judges have libxml2 in any case.
        let checked = std::process::Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema", "xsd/atom-profile.xsd", "feed.xml"])
            .current_dir(desk.path("网站"))
            .output();
        if let Ok(checked) = checked {
            let told = String::from_utf8_lossy(&checked.stderr);
            assert!(checked.status.success(), "{base}: {told}");
        }
    }
    assert!((8..=14).contains(&taken), "{taken}");
}

#[test]
fn a_feed_without_any_report_is_not_made_and_the_user_is_told() {
    let desk = Desk::new();
    desk.report("年报.xlsx", |report| report.metadata.agency = None);
    let convert = ["convert", "年报.xlsx", "-o", "网站", "--to", "xml", "--base-url", BASE];
    let output = desk.run(&convert);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("feed.xml 没有生成，也没有更新"), "{}", said(&output));
    assert!(!desk.path("网站/feed.xml").exists());
}

#[test]
fn a_piece_of_a_page_is_not_published_in_the_feed() {
    let desk = Desk::new();
    desk.report("年报.xlsx", |_| {});
    let pages = ["convert", "年报.xlsx", "-o", "网站", "--to", "xml,html", "--base-url", BASE];
    let pieces = [&pages[..], &["--html-fragment"]].concat();
    desk.run(&pieces);
    assert!(desk.path("网站/年报.html").exists());
    assert!(!feed(&desk).contains("role=\"web\""), "{}", feed(&desk));
    desk.run(&pages);
    assert!(feed(&desk).contains("role=\"web\""), "{}", feed(&desk));
}

#[test]
fn strictly_what_a_portal_needs_is_an_error_and_nothing_is_made() {
    let desk = Desk::new();
    desk.report("缺.xlsx", |_| {});
    desk.report("全.xlsx", |report| {
        report.metadata.date_produced = nianbao::model::Date::new(2022, 1, 20);
        let values = [
            ("siteName", "淳化县人民政府"),
            ("siteDomain", "www.chunhua.gov.cn"),
            ("columnName", "政府信息公开年报"),
        ];
        for (id, value) in values {
            report.metadata.fields.insert(id.into(), value.into());
        }
    });
    assert_eq!(desk.run(&["check", "缺.xlsx"]).status.code(), Some(0));
    let check = desk.run(&["check", "缺.xlsx", "--portal-strict", "--format", "json"]);
    assert_eq!(check.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    let errors: Vec<&str> = findings
        .iter()
        .filter(|finding| finding["severity"] == "error")
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    let keys = ["成文日期", "栏目名称", "网站名称", "网站域名"];
    assert_eq!(errors, keys.map(|key| format!("基本信息的“{key}”没有填，门户需要它")));
    let convert = ["convert", "缺.xlsx", "全.xlsx", "--to", "xml", "--portal-strict"];
    assert_eq!(desk.run(&convert).status.code(), Some(1));
    assert!(desk.path("全.xml").exists() && !desk.path("缺.xml").exists());
}

#[test]
fn a_mapping_gives_a_file_of_its_own_and_a_wrong_one_is_told_with_file_and_line() {
    let desk = Desk::new();
    desk.report("年报.xlsx", |_| {});
    let catalogue = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mappings/catalogue.toml");
    let made = desk.run(&["convert", "年报.xlsx", "--to", "xml", "--mapping", catalogue]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let text = std::fs::read_to_string(desk.path("年报.catalogue.xml")).unwrap();
    assert!(text.contains("<Identifier>/2022-00187</Identifier>"), "{text}");

    std::fs::write(desk.path("坏.toml"), "[root]\nname = \"a\"\nfrom = \"yeer\"\n").unwrap();
    let wrong = desk.run(&["convert", "年报.xlsx", "--to", "docx", "--mapping", "坏.toml"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        said(&wrong).contains("映射文件“坏.toml”不能用：第 3 行：报告里没有“yeer”，是不是 year"),
        "{}",
        said(&wrong)
    );
    assert!(!desk.path("年报.docx").exists());

    desk.report("无号.xlsx", |report| {
        report.metadata.fields.remove("indexNumber");
    });
    let lacking = desk.run(&["convert", "无号.xlsx", "--to", "xml", "--mapping", catalogue]);
    assert_eq!(lacking.status.code(), Some(1));
    assert!(said(&lacking).contains("NB684") && !desk.path("无号.xml").exists());
}

#[test]
fn a_long_feed_stands_on_pages_that_lead_to_each_other() {
    let desk = Desk::new();
    desk.report("年报.xlsx", |_| {});
    assert!(desk.run(&["convert", "年报.xlsx", "-o", "一", "--to", "xml"]).status.success());
    let xml = std::fs::read_to_string(desk.path("一/年报.xml")).unwrap();
    for number in 0..101 {
        let other = xml.replace("淳化县人民政府", &format!("第{number}镇人民政府"));
        let other = other.replace("6104300003", &format!("61043{number:05}"));
        desk.put(&format!("网站/{number}.xml"), other.as_bytes());
    }
    let first = desk.run(&["feed", "网站", "--base-url", BASE]);
    assert!(first.status.success(), "{}", said(&first));
    let before = desk.tree("网站");
    let is_page = |name: &String| name.starts_with("feed-");
    let page = before.keys().find(|name| is_page(name)).unwrap().clone();
    let feed = String::from_utf8(before["feed.xml"].clone()).unwrap();
    assert!(
        feed.contains(&format!("rel=\"next\" type=\"application/atom+xml\" href=\"{BASE}{page}\""))
    );
    assert!(!feed.contains("fh:complete"));
    assert!(String::from_utf8_lossy(&before["SHA256SUMS"]).contains(&page));
    // Once more, nothing changes; a correction leaves the page of before for who still reads it.
    assert!(desk.run(&["feed", "网站"]).status.success());
    assert_eq!(desk.tree("网站"), before);
    let corrected = std::fs::read_to_string(desk.path("网站/7.xml")).unwrap();
    desk.put("网站/7.xml", corrected.replace("政务新媒体20个", "政务新媒体21个").as_bytes());
    let run = desk.run(&["feed", "网站", "--date", "2023-03-01", "--note", "更正"]);
    assert!(printed(&run).contains("更正 1 份"), "{}", printed(&run));
    let pages = |desk: &Desk| desk.tree("网站").into_keys().filter(is_page).count();
    assert_eq!(pages(&desk), 2);
    assert!(
        desk.run(&["feed", "网站", "--date", "2023-03-01", "--note", "又更正"]).status.success()
    );
    std::fs::remove_file(desk.path("网站/0.xml")).unwrap();
    let run = desk.run(&["feed", "网站", "--withdraw", "--date", "2023-03-02"]);
    assert!(run.status.success(), "{}", said(&run));
    assert_eq!(pages(&desk), 2, "those of this feed and of the one before");
    // A page that is lost is told, and no report is forgotten.
    let gone = desk.tree("网站").into_keys().find(is_page).unwrap();
    for name in desk.tree("网站").into_keys().filter(is_page) {
        std::fs::remove_file(desk.path(&format!("网站/{name}"))).unwrap();
    }
    let run = desk.run(&["feed", "网站"]);
    assert_eq!(run.status.code(), Some(2), "{gone}");
    assert!(said(&run).contains("请恢复它的备份"), "{}", said(&run));
}

/// The addresses below the base of the files that the entry of a body lists, as words.
fn listed(desk: &Desk, body: &str) -> Vec<String> {
    let text = feed(desk);
    let is_its = |entry: &&str| entry.contains(&format!("<r:ContentSource>{body}<"));
    let entry = text.split("<entry>").skip(1).find(is_its).unwrap_or_default();
    let files = entry.split("<r:file ").skip(1);
    let href = |file: &str| {
        let (_, rest) = file.split_once(&format!("href=\"{BASE}"))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    files.filter_map(href).collect()
}

fn named(name: &str) -> impl Fn(&mut nianbao::model::Report) {
    let name = name.to_owned();
    move |report| report.metadata.agency = Some(name.clone())
}

fn endings(paths: &[String]) -> Vec<&str> {
    paths.iter().filter_map(|path| path.rsplit('.').next()).collect()
}

const MANY: &str = "docx,html,xml";
const FEWER: &str = "docx,xml";

fn publish(desk: &Desk, formats: &str, more: &[&str]) -> std::process::Output {
    let convert = ["convert", "来", "-o", "网站", "--to", formats, "--base-url", BASE];
    desk.run(&[&convert[..], more].concat())
}

#[test]
fn a_correction_in_fewer_formats_leaves_out_the_files_of_before_and_names_them() {
    let desk = Desk::new();
    desk.report("来/甲.xlsx", |_| {});
    publish(&desk, MANY, &[]);
    assert_eq!(endings(&listed(&desk, "淳化县人民政府")), ["docx", "html"]);
    desk.report("来/甲.xlsx", |report| report.sections[0].heading = "总体情况概述".into());
    let corrected = publish(&desk, FEWER, &["--date", "2022-03-01"]);
    assert_eq!(corrected.status.code(), Some(0), "{}", said(&corrected));
    let told = said(&corrected);
    assert!(told.contains("NB694") && told.contains("“甲.html”和“甲.xml”"), "{told}");
    let files = listed(&desk, "淳化县人民政府");
    assert_eq!(endings(&files), ["docx"]);
    assert!(files[0].starts_with("2021/r2/"), "{files:?}");
    // With all formats again it is a revision that has them.
    publish(&desk, MANY, &["--date", "2022-03-02"]);
    assert_eq!(endings(&listed(&desk, "淳化县人民政府")), ["docx", "html"]);
    // The revision that the feed wrote into the XML makes it no other report.
    let again = desk.run(&["feed", "网站"]);
    assert!(!said(&again).contains("NB694"), "{}", said(&again));
}

#[test]
fn names_of_workbooks_that_are_exchanged_exchange_no_published_file() {
    let desk = Desk::new();
    desk.report("来/乙.xlsx", named("乙县人民政府"));
    desk.report("来/丙.xlsx", named("丙县财政局"));
    publish(&desk, MANY, &[]);
    let before = desk.tree("网站");
    desk.report("来/丙.xlsx", named("乙县人民政府"));
    desk.report("来/乙.xlsx", named("丙县财政局"));
    let exchanged = publish(&desk, FEWER, &[]);
    assert!(said(&exchanged).contains("NB694"), "{}", said(&exchanged));
    assert_eq!(desk.tree("网站")["feed.xml"], before["feed.xml"]);
    // A correction of one of them takes nothing of the other.
    desk.report("来/丙.xlsx", |report| {
        named("乙县人民政府")(report);
        report.sections[0].heading = "总体情况概述".into();
    });
    publish(&desk, FEWER, &["--date", "2022-03-01"]);
    assert_eq!(endings(&listed(&desk, "乙县人民政府")), ["docx"]);
    let web = listed(&desk, "丙县财政局").into_iter().find(|path| path.ends_with("html")).unwrap();
    let page = String::from_utf8(desk.tree("网站")[&web].clone()).unwrap();
    assert!(page.contains("丙县财政局") && !page.contains("乙县人民政府"));
}

#[test]
fn the_report_of_the_next_year_under_the_same_name_lists_no_file_of_this_year() {
    let desk = Desk::new();
    desk.report("来/年报.xlsx", |_| {});
    publish(&desk, MANY, &[]);
    desk.report("来/年报.xlsx", |report| {
        report.metadata.year = Some(2022);
        report.metadata.date_published = nianbao::model::Date::new(2023, 1, 20);
    });
    publish(&desk, FEWER, &["--allow-errors"]);
    let text = feed(&desk);
    let pages: Vec<&str> = text.split("href=\"").filter(|it| it.contains(".html\"")).collect();
    assert!(pages.iter().all(|href| href.starts_with(&format!("{BASE}2021/r1/"))), "{pages:?}");
    assert!(text.contains("2022/r1/") && !pages.is_empty());
}

#[test]
fn one_format_made_of_a_changed_workbook_does_not_change_what_is_published() {
    let desk = Desk::new();
    desk.report("来/甲.xlsx", |_| {});
    publish(&desk, MANY, &[]);
    let before = desk.tree("网站");
    desk.report("来/甲.xlsx", |report| report.sections[0].heading = "总体情况概述".into());
    desk.run(&["convert", "来", "-o", "网站", "--to", "html"]);
    let told = desk.run(&["feed", "网站"]);
    assert!(said(&told).contains("“甲.html”和“甲.xml”不是用同一份报告生成的"), "{}", said(&told));
    assert_eq!(desk.tree("网站")["feed.xml"], before["feed.xml"]);
    // What somebody else made is listed as it always was.
    let desk = Desk::new();
    desk.report("来/甲.xlsx", |_| {});
    desk.run(&["convert", "来", "-o", "网站", "--to", "xml"]);
    desk.put("网站/甲.pdf", b"%PDF-1.7 of a scanner");
    publish(&desk, "xml", &[]);
    assert_eq!(endings(&listed(&desk, "淳化县人民政府")), ["pdf"]);
}

#[test]
fn a_feed_that_is_lost_is_not_begun_anew_as_long_as_it_is_remembered() {
    let desk = Desk::new();
    desk.report("来/甲.xlsx", |_| {});
    publish(&desk, FEWER, &[]);
    let before = desk.tree("网站");
    std::fs::remove_file(desk.path("网站/feed.xml")).unwrap();
    let refused = desk.run(&["feed", "网站", "--base-url", BASE]);
    assert_eq!(refused.status.code(), Some(2));
    let told = said(&refused);
    assert!(told.contains("请恢复它的备份") && told.contains(".nianbao-feed.json"), "{told}");
    assert!(!desk.path("网站/feed.xml").exists());
    std::fs::remove_file(desk.path("网站/.nianbao-feed.json")).unwrap();
    assert!(desk.run(&["feed", "网站", "--base-url", BASE]).status.success());
    assert_eq!(desk.tree("网站"), before);
    // What is remembered may be of a newer program, or of none.
    for other in ["{\"version\": 9, \"reports\": {}}", "我的"] {
        desk.put("网站/.nianbao-feed.json", other.as_bytes());
        let refused = desk.run(&["feed", "网站"]);
        assert_eq!(refused.status.code(), Some(2), "{other}");
        assert!(said(&refused).contains("移走"), "{}", said(&refused));
        assert_eq!(desk.tree("网站")[".nianbao-feed.json"], other.as_bytes());
    }
}

#[test]
fn schemas_never_take_the_place_of_somebody_elses() {
    let desk = Desk::new();
    desk.report("来/甲.xlsx", |_| {});
    desk.put("网站/xsd/xxgk-report-1.xsd", "我的".as_bytes());
    let refused = publish(&desk, FEWER, &[]);
    assert!(said(&refused).contains("xxgk-report-1.xsd”已经存在"), "{}", said(&refused));
    assert!(!desk.path("网站/feed.xml").exists());
    let refused = desk.run(&["schema", "-o", "网站/xsd"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(desk.tree("网站/xsd").len(), 1);
    assert_eq!(desk.tree("网站/xsd")["xxgk-report-1.xsd"], "我的".as_bytes());
    std::fs::remove_file(desk.path("网站/xsd/xxgk-report-1.xsd")).unwrap();
    for _ in 0..2 {
        assert!(desk.run(&["schema", "-o", "网站/xsd"]).status.success());
        assert!(publish(&desk, FEWER, &[]).status.success());
    }
}

#[test]
fn a_report_that_is_called_as_a_page_of_the_feed_is_a_report() {
    let desk = Desk::new();
    desk.report("来/feed-0123456789abcdef.xlsx", |_| {});
    let run = publish(&desk, FEWER, &[]);
    assert!(run.status.success(), "{}", said(&run));
    assert_eq!(listed(&desk, "淳化县人民政府").len(), 1);
    assert!(desk.path("网站/feed-0123456789abcdef.xml").exists());
    assert!(printed(&desk.run(&["feed", "网站"])).contains("没有变化 1 份"));
}

#[test]
fn files_of_earlier_revisions_are_in_the_check_sums_and_what_is_gone_is_told() {
    let desk = Desk::new();
    desk.report("来/甲.xlsx", |_| {});
    publish(&desk, FEWER, &[]);
    let old = listed(&desk, "淳化县人民政府").remove(0);
    desk.report("来/甲.xlsx", |report| report.sections[0].heading = "总体情况概述".into());
    publish(&desk, FEWER, &["--date", "2022-03-01"]);
    let sums = || String::from_utf8(desk.tree("网站")["SHA256SUMS"].clone()).unwrap();
    let new = listed(&desk, "淳化县人民政府").remove(0);
    assert!(sums().contains(&old) && sums().contains(&new), "{}", sums());
    std::fs::remove_file(desk.path("网站").join(&old)).unwrap();
    desk.put(&format!("网站/{new}"), b"cut");
    desk.put("网站/甲.docx", b"made anew");
    let told = desk.run(&["feed", "网站"]);
    assert!(told.status.success());
    let told = said(&told);
    assert!(told.contains("NB695"), "{told}");
    assert!(told.contains(&format!("“{old}”已经不在文件夹里，“{new}”与发布时不同")), "{told}");
    assert!(!sums().contains(&old));
}

#[test]
fn a_broken_report_is_named_in_chinese() {
    let desk = Desk::new();
    desk.report("来/甲.xlsx", |_| {});
    publish(&desk, FEWER, &[]);
    let start = "<?xml version=\"1.0\"?><r:report xmlns:r=\"urn:x-nianbao:xxgk-report:1\" ";
    desk.put("网站/坏.xml", format!("{start}year=\"2024\"><r:meta").as_bytes());
    let told = said(&desk.run(&["feed", "网站"]));
    assert!(told.contains("内容不完整，最后一个标记没有写完"), "{told}");
    assert!(!told.contains("syntax"), "{told}");
}

#[test]
fn a_title_of_nothing_is_refused() {
    let desk = Desk::new();
    desk.report("来/甲.xlsx", |_| {});
    publish(&desk, FEWER, &[]);
    for option in ["--title", "--author"] {
        let refused = desk.run(&["feed", "网站", option, " "]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(said(&refused).contains(&format!("{option} 后面是空的")), "{}", said(&refused));
    }
}
