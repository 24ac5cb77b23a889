//! A feed through its life: first publication, re-run, correction, withdrawal, return.

use super::*;
use crate::model::{Figure, Forms, Passage, Report};
use crate::payload::write::{Issue, Status};
use std::collections::BTreeSet;

/// The one page that a feed of few reports has.
fn page(built: &Built) -> Vec<u8> {
    built.pages().last().unwrap().1
}

fn parse(built: &Built) -> Feed {
    let no_other = |name: &str| panic!("{name} is asked for");
    parse_pages(page(built), Forms::shipped(), &Reports::default(), no_other).unwrap().0
}

pub fn report() -> Report {
    let mut report: Report =
        toml::from_str(include_str!("../../../templates/example-2021.toml")).unwrap();
    report.metadata.fields.insert("siteDomain".into(), "www.example.gov.cn".into());
    report.metadata.time_published = Some("10:00".into());
    report
}

fn file(ending: &str, sha256: char) -> SourceFile {
    let kind = FILE_KINDS.iter().find(|kind| kind.ending == ending).unwrap();
    SourceFile { kind, length: 66_314, sha256: sha256.to_string().repeat(64) }
}

pub fn source(stem: &str, report: Report) -> Source {
    let payload = Issued { report: Arc::new(report), issue: Issue::FIRST, files: Vec::new() };
    let files = vec![file("pdf", 'a'), file("docx", 'b')];
    Source { stem: stem.into(), payload, files, others: Vec::new() }
}

/// The report of a source, to be changed.
fn changed_in(source: &mut Source) -> &mut Report {
    Arc::make_mut(&mut source.payload.report)
}

pub fn options() -> Options {
    Options {
        base: Base::new("https://www.example.gov.cn/xxgk/ndbg/").unwrap(),
        title: None,
        author: None,
        note: None,
        date: None,
        withdraw: false,
        yes: false,
        republish: false,
        lost: BTreeSet::new(),
        unread: Vec::new(),
        state: State::default(),
    }
}

fn text(built: &Built) -> String {
    String::from_utf8(page(built)).unwrap()
}

fn again(sources: &[Source], built: &Built, options: &Options) -> Built {
    build(sources, Some(&parse(built)), options).unwrap()
}

const ID: &str = "tag:www.example.gov.cn,2022:xxgk/ndbg/6104300003/2021";

#[test]
fn the_first_feed_has_dates_of_the_workbook_files_and_the_whole_report() {
    let built = build(&[source("年报", report())], None, &options()).unwrap();
    let feed = parse(&built);
    assert_eq!(feed.id, "tag:www.example.gov.cn,2022:xxgk/ndbg");
    let [entry] = &feed.entries[..] else { panic!("{feed:?}") };
    assert_eq!(entry.id, ID);
    assert_eq!(entry.published.to_string(), "2022-02-08T10:00:00+08:00");
    assert_eq!(entry.updated, entry.published);
    assert_eq!(*entry.payload.report, report());
    assert_eq!(
        entry.payload.files[0].href,
        "https://www.example.gov.cn/xxgk/ndbg/2021/r1/www.example.gov.cn_2022_6104300003_2021.pdf"
    );
    assert_eq!(built.copies[0].to, "2021/r1/www.example.gov.cn_2022_6104300003_2021.pdf");
    assert!(built.reports.is_empty() && built.findings.is_empty());
    assert_eq!(built.tally, Tally { new: 1, ..Tally::default() });
    assert!(text(&built).contains("<fh:complete/>"));
}

#[test]
fn the_same_again_changes_no_byte() {
    let sources = [source("年报", report())];
    let first = build(&sources, None, &options()).unwrap();
    let second = again(&sources, &first, &options());
    assert_eq!(text(&second), text(&first));
    assert!(second.copies == first.copies && second.reports.is_empty());
    let corrected = again(&[changed()], &first, &options());
    assert_eq!(text(&again(&[changed()], &corrected, &options())), text(&corrected));
}

/// A workbook that was saved again has other bytes, and its hash stands in PDF and DOCX.
#[test]
fn files_made_anew_from_the_same_report_are_no_correction() {
    let first = build(&[source("年报", report())], None, &options()).unwrap();
    let mut anew = source("年报", report());
    anew.files[0].sha256 = "c".repeat(64);
    let second = again(&[anew.clone()], &first, &options());
    assert_eq!(text(&second), text(&first));
    assert_eq!(second.tally, Tally { unchanged: 1, made_anew: 1, ..Tally::default() });
    let copied: Vec<&str> = second.copies.iter().map(|copy| copy.to.as_str()).collect();
    assert_eq!(
        copied,
        ["2021/r1/www.example.gov.cn_2022_6104300003_2021.docx"],
        "the published PDF stays as it is"
    );
    let asked = again(&[anew.clone()], &first, &Options { republish: true, ..options() });
    let entry = &parse(&asked).entries[0];
    assert_eq!(entry.payload.issue.revision, 2);
    assert_eq!(entry.summary, "重新生成了文件，报告内容没有变化。");
    // What is gone cannot be published any more as it was.
    let lost = BTreeSet::from(["2021/r1/www.example.gov.cn_2022_6104300003_2021.pdf".to_owned()]);
    let replaced = again(&[anew], &first, &Options { lost: lost.clone(), ..options() });
    assert_eq!(parse(&replaced).entries[0].payload.issue.revision, 2);
    let restored = again(&[source("年报", report())], &first, &Options { lost, ..options() });
    assert_eq!((text(&restored), &restored.copies), (text(&first), &first.copies));
}

#[test]
fn a_file_of_another_kind_is_a_new_revision() {
    let first = build(&[source("年报", report())], None, &options()).unwrap();
    let mut more = source("年报", report());
    more.files.push(file("html", 'd'));
    let feed = parse(&again(&[more], &first, &options()));
    assert_eq!(feed.entries[0].payload.issue.revision, 2);
    assert_eq!(feed.entries[0].summary, "增加了 HTML，报告内容没有变化。");
}

fn changed() -> Source {
    let mut report = report();
    let table = report.tables.get_mut("requests").unwrap();
    table.set("r2", "natural", Figure::whole(1));
    report.sections[4].blocks.push(Passage::Paragraph("补充一段。".into()));
    let mut source = source("年报", report);
    source.files[0].sha256 = "c".repeat(64);
    source
}

#[test]
fn a_changed_report_is_a_correction_under_the_same_id_at_a_new_address() {
    let first = build(&[source("年报", report())], None, &options()).unwrap();
    let date = Asked::parse("2022-03-01 09:00");
    let second = again(&[changed()], &first, &Options { date, ..options() });
    let feed = parse(&second);
    let entry = &feed.entries[0];
    assert_eq!(
        (entry.id.as_str(), entry.payload.issue),
        (ID, Issue { revision: 2, status: Status::Corrected })
    );
    assert_eq!(entry.published.to_string(), "2022-02-08T10:00:00+08:00");
    assert_eq!(entry.updated.to_string(), "2022-03-01T09:00:00+08:00");
    assert_eq!(entry.summary, "更正：第三部分数据、第五部分文字。");
    assert!(entry.payload.files.iter().all(|file| file.href.contains("/2021/r2/")));
    assert_eq!(
        entry.predecessor.as_ref().unwrap().0,
        "https://www.example.gov.cn/xxgk/ndbg/2021/r1/www.example.gov.cn_2022_6104300003_2021.pdf"
    );
    assert_eq!(second.reports[0].0, "年报");
    assert!(
        String::from_utf8_lossy(&second.reports[0].1)
            .contains("revision=\"2\" status=\"corrected\"")
    );
}

#[test]
fn without_a_date_a_correction_is_still_later_and_that_is_said() {
    let first = build(&[source("年报", report())], None, &options()).unwrap();
    let second = again(&[changed()], &first, &options());
    assert_eq!(parse(&second).entries[0].updated.to_string(), "2022-02-08T10:00:01+08:00");
    assert_eq!(second.findings[0].code.id, "NB688");
    let mut later = changed();
    changed_in(&mut later).metadata.date_published = crate::model::Date::new(2022, 3, 5);
    let third = again(&[later], &first, &options());
    assert_eq!(parse(&third).entries[0].updated.to_string(), "2022-03-05T10:00:00+08:00");
    assert!(third.findings.is_empty());
}

#[test]
fn the_id_survives_a_corrected_name_a_new_date_and_a_new_domain() {
    let coded = || {
        let mut report = report();
        report.metadata.fields.insert("publisherCode".into(), "11341702486344515H".into());
        report
    };
    let first = build(&[source("年报", coded())], None, &options()).unwrap();
    let changes: [fn(&mut Report); 3] = [
        |report| report.metadata.agency = Some("淳化县人民政府办公室".into()),
        |report| report.metadata.date_published = crate::model::Date::new(2023, 1, 1),
        |report| drop(report.metadata.fields.insert("siteDomain".into(), "new.example.cn".into())),
    ];
    for change in changes {
        let mut report = coded();
        change(&mut report);
        let second = again(&[source("年报", report)], &first, &options());
        let feed = parse(&second);
        assert_eq!((feed.entries.len(), feed.entries[0].id.as_str()), (1, ID));
        assert_eq!(feed.entries[0].payload.issue.revision, 2);
    }
}

#[test]
fn bodies_that_share_a_site_have_ids_of_their_own() {
    let mut other = report();
    other.metadata.agency = Some("淳化县教育局".into());
    other.metadata.fields.insert("publisherCode".into(), "11341702486344515H".into());
    let both = [source("甲", report()), source("乙", other)];
    let built = build(&both, None, &options()).unwrap();
    let ids: Vec<String> = parse(&built).entries.iter().map(|e| e.id.clone()).collect();
    assert!(ids.iter().all(|id| id.starts_with(&format!("{ID}/"))) && ids[0] != ids[1], "{ids:?}");
    // One that joins later gets a longer id; the first keeps its own.
    let first = build(&both[..1], None, &options()).unwrap();
    let joined = parse(&again(&both, &first, &options()));
    assert!(joined.entries.iter().any(|entry| entry.id == ID));
    let twins = [source("甲", report()), source("乙", report())];
    let built = build(&twins, None, &options()).unwrap();
    assert_eq!((built.tally.new, built.findings[0].code.id), (1, "NB690"));
}

#[test]
fn a_feed_of_several_bodies_is_called_by_none_of_them_and_each_withdraws_its_own() {
    let plain = |name: &str| {
        let mut report = report();
        report.metadata.agency = Some(name.into());
        report.metadata.fields.clear();
        source(name, report)
    };
    let (one, two) = (plain("某市甲局"), plain("某市乙局"));
    let first = build(std::slice::from_ref(&one), None, &options()).unwrap();
    assert_eq!(parse(&first).title, "某市甲局政府信息公开工作年度报告");
    let both = again(&[one.clone(), two.clone()], &first, &options());
    let feed = parse(&both);
    assert_eq!((&*feed.title, &*feed.author), ("政府信息公开工作年度报告", "各报告机关"));
    let withdraw = Options { withdraw: true, date: Asked::parse("2022-04-01"), ..options() };
    let feed = parse(&again(&[two], &both, &withdraw));
    assert_eq!(feed.tombstones[0].by, "某市甲局");
    let asked = Options { title: Some("年报".into()), ..options() };
    let named = again(std::slice::from_ref(&one), &first, &asked);
    assert_eq!(parse(&again(&[one], &named, &options())).title, "年报");
}

#[test]
fn a_removed_report_stays_until_it_is_withdrawn_and_may_come_back() {
    let mut old = report();
    old.metadata.year = Some(2020);
    let both = [source("2020", old), source("2021", report())];
    let first = build(&both, None, &options()).unwrap();
    let kept = again(&both[1..], &first, &options());
    assert_eq!(parse(&kept).entries.len(), 2);
    assert_eq!(kept.findings[0].code.id, "NB689");

    let withdraw =
        |date| Options { withdraw: true, date, note: Some("重复发布".into()), ..options() };
    let previous = parse(&first);
    let refused =
        |date| build(&both[1..], Some(&previous), &withdraw(date)).unwrap_err().to_string();
    assert!(refused(None).contains("--date"));
    assert!(refused(Asked::parse("2021-01-01")).contains("早于"));
    let gone = again(&both[1..], &first, &withdraw(Asked::parse("2022-04-01")));
    let feed = parse(&gone);
    assert_eq!((feed.entries.len(), feed.tombstones.len(), gone.tally.withdrawn), (1, 1, 1));
    assert!(text(&gone).contains("when=\"2022-04-01T00:00:00+08:00\" r:revision=\"1\""));
    assert_eq!(text(&again(&both[1..], &gone, &options())), text(&gone), "nothing more to do");
    assert!(feed.updated > parse(&first).updated);

    let back = again(&both, &gone, &Options { date: Asked::parse("2022-05-01"), ..options() });
    let feed = parse(&back);
    assert!(feed.tombstones.is_empty());
    let returned = feed.entries.iter().find(|e| e.id.ends_with("/2020")).unwrap();
    assert_eq!(returned.payload.issue.revision, 2);
    assert!(returned.updated > feed.entries.iter().map(|e| e.published).max().unwrap());
}

/// As the next run in the same folder does it.
fn next(sources: &[Source], built: &Built, options: &Options) -> Built {
    again(sources, built, &Options { state: built.state.clone(), ..options.clone() })
}

fn of(stem: &str, name: &str) -> Source {
    let mut report = report();
    report.metadata.agency = Some(name.into());
    report.metadata.fields.remove("siteDomain");
    source(stem, report)
}

fn ids(built: &Built) -> Vec<String> {
    parse(built).entries.iter().map(|entry| entry.id.clone()).collect()
}

#[test]
fn addresses_do_not_depend_on_names_of_workbooks() {
    let first = build(&[of("甲", "甲局"), of("乙", "乙局")], None, &options()).unwrap();
    let swapped = next(&[of("乙", "甲局"), of("子/甲", "乙局")], &first, &options());
    assert_eq!(text(&swapped), text(&first));
    let from: BTreeSet<&str> = swapped.copies.iter().map(|copy| copy.from.as_str()).collect();
    assert!(from.contains("子/甲.pdf"), "{from:?}");
    let to = |built: &Built| -> BTreeSet<String> {
        built.copies.iter().map(|copy| copy.to.clone()).collect()
    };
    assert_eq!(to(&swapped), to(&first));
    assert!(to(&first).iter().all(|path| path.is_ascii()) && to(&first).len() == 4);
}

#[test]
fn another_body_under_a_known_name_of_a_file_is_a_new_report_and_both_are_named() {
    let first = build(&[of("年报", "甲局")], None, &options()).unwrap();
    let second = next(&[of("年报", "丙局")], &first, &options());
    assert_eq!((second.tally.new, second.tally.corrected, ids(&second).len()), (1, 0, 2));
    assert!(ids(&second).contains(&ids(&first)[0]));
    let told = second.findings.iter().find(|one| one.code.id == "NB692").unwrap();
    let told = told.message.to_string();
    assert!(told.contains("“甲局”") && told.contains("“丙局”"), "{told}");
}

#[test]
fn an_id_comes_back_with_a_new_code_a_new_date_and_other_bodies_on_the_site() {
    let own = || source("甲", report());
    let mut other = report();
    other.metadata.agency = Some("乙局".into());
    let other = source("乙", other);
    let first = build(&[own()], None, &options()).unwrap();
    let withdraw = Options { withdraw: true, date: Asked::parse("2022-04-01"), ..options() };
    let gone = next(std::slice::from_ref(&other), &first, &withdraw);
    assert_ne!(ids(&gone), [ID], "the id of another body is not taken");
    let mut back = report();
    back.metadata.fields.insert("publisherCode".into(), "11341702486344515H".into());
    back.metadata.date_published = crate::model::Date::new(2023, 1, 5);
    for run in [next, again] {
        let back = run(&[source("甲", back.clone()), other.clone()], &gone, &options());
        let feed = parse(&back);
        assert!(feed.tombstones.is_empty());
        let entry = feed.entries.iter().find(|entry| entry.id == ID).unwrap();
        assert_eq!(entry.payload.issue.revision, 2);
        assert_eq!(entry.updated.to_string(), "2023-01-05T10:00:00+08:00");
    }
}

#[test]
fn a_correction_without_date_gets_it_later_and_a_date_of_no_use_is_told() {
    let first = build(&[source("年报", report())], None, &options()).unwrap();
    let second = next(&[changed()], &first, &options());
    assert_eq!(second.findings[0].code.id, "NB688");
    let dated =
        Options {
            date: Asked::parse("2022-03-01"), note: Some("更正说明".into()), ..options()
        };
    let third = next(&[changed()], &second, &dated);
    let entry = &parse(&third).entries[0];
    assert_eq!(entry.updated.to_string(), "2022-03-01T00:00:00+08:00");
    assert_eq!((entry.summary.as_str(), entry.payload.issue.revision), ("更正说明", 3));
    assert!(entry.payload.files.iter().all(|file| file.href.contains("/2021/r2/")));
    assert!(String::from_utf8_lossy(&third.reports[0].1).contains("revision=\"3\""));
    assert!(third.findings.is_empty() && third.dated == [changed().payload.report.title()]);
    let forgotten = again(&[changed()], &second, &dated);
    assert_eq!(text(&forgotten), text(&third), "a killed run remembers nothing");
    let fourth = next(&[changed()], &third, &dated);
    assert_eq!(text(&fourth), text(&third));
    assert_eq!(fourth.findings[0].code.id, "NB693");
}

#[test]
fn one_file_that_cannot_be_read_or_is_there_twice_stops_only_itself() {
    let both = [of("甲", "甲局"), of("乙", "乙局")];
    let first = build(&both, None, &options()).unwrap();
    let mut other = of("乙2", "乙局");
    changed_in(&mut other).sections[4].blocks.push(Passage::Paragraph("另一段。".into()));
    let unread = vec![("丙.xml".to_owned(), "缺少标题".to_owned())];
    let options = Options { unread, ..options() };
    let found = |built: &Built| -> Vec<&str> {
        built.findings.iter().map(|finding| finding.code.id).collect()
    };
    let [one, two] = both;
    let second = next(&[one.clone(), two, other.clone()], &first, &options);
    assert_eq!(text(&second), text(&first), "the one that is published stays");
    assert_eq!(found(&second), ["NB691", "NB690"]);
    let told = second.findings[1].message.to_string();
    assert!(told.contains("机关名称和年度都相同") && told.contains("“乙.xml”"), "{told}");
    let mut third = other.clone();
    third.stem = "乙3".into();
    changed_in(&mut third).sections[4].blocks.push(Passage::Paragraph("再一段。".into()));
    let neither = next(&[one, other, third], &first, &options);
    assert_eq!(text(&neither), text(&first), "nobody knows which");
}

#[test]
fn a_report_whose_file_is_broken_is_there_and_does_not_keep_others_from_being_withdrawn() {
    let both = [of("甲", "甲局"), of("乙", "乙局"), of("丙", "丙局")];
    let first = build(&both, None, &options()).unwrap();
    let unread = vec![("甲.xml".to_owned(), "缺少标题".to_owned())];
    let date = Asked::parse("2022-04-01");
    let withdraw = Options { withdraw: true, date, unread, ..options() };
    let second = next(&both[2..], &first, &withdraw);
    assert_eq!((second.tally.withdrawn, ids(&second).len()), (1, 2));
    let codes: Vec<&str> = second.findings.iter().map(|finding| finding.code.id).collect();
    assert_eq!(codes, ["NB691"]);
}

#[test]
fn a_code_that_is_put_right_corrects_the_same_report_and_both_codes_are_named() {
    let coded = |code: &str| {
        let mut source = of("甲", "甲局");
        changed_in(&mut source).metadata.fields.insert("publisherCode".into(), code.into());
        source
    };
    let first = build(&[coded("11341702486344515H")], None, &options()).unwrap();
    let second = next(&[coded("11341702003244615E")], &first, &options());
    assert_eq!((ids(&second), second.tally.corrected), (ids(&first), 1));
    let told = second.findings[0].message.to_string();
    assert!(told.contains("11341702486344515H") && told.contains("11341702003244615E"), "{told}");
    let mut elsewhere = coded("11341702003244615E");
    elsewhere.stem = "另".into();
    let other = next(&[coded("11341702486344515H"), elsewhere], &first, &options());
    assert_eq!(ids(&other).len(), 2, "two bodies of one name");
}

#[test]
fn what_is_remembered_outlives_a_lost_feed() {
    let first = build(&[of("甲", "甲局")], None, &options()).unwrap();
    let mut coded = of("甲", "甲局");
    let code = "11341702486344515H".to_owned();
    changed_in(&mut coded).metadata.fields.insert("publisherCode".into(), code);
    let state = first.state.clone();
    let anew = build(&[coded], None, &Options { state, ..options() }).unwrap();
    assert_eq!(ids(&anew), ids(&first));
    assert_eq!(parse(&anew).entries[0].payload.issue.revision, 2);
}

#[test]
fn several_reports_are_withdrawn_only_by_name_and_with_a_yes() {
    let all = [of("甲", "甲局"), of("乙", "乙局"), of("丙", "丙局")];
    let first = build(&all, None, &options()).unwrap();
    let previous = parse(&first);
    let withdraw = Options { withdraw: true, date: Asked::parse("2022-04-01"), ..options() };
    let run = |options: &Options| build(&all[2..], Some(&previous), options);
    let told = run(&withdraw).unwrap_err().to_string();
    assert!(told.contains("甲局2021") && told.contains("乙局2021"), "{told}");
    assert!(told.contains("--yes") && !told.contains("丙局2021"), "{told}");
    assert_eq!(run(&Options { yes: true, ..withdraw.clone() }).unwrap().tally.withdrawn, 2);
    let unread = vec![("甲.xml".to_owned(), "缺少标题".to_owned())];
    let told = run(&Options { yes: true, unread, ..withdraw }).unwrap_err().to_string();
    assert!(told.contains("甲.xml"), "{told}");
}

#[test]
fn a_feed_that_changed_is_later_even_where_an_earlier_report_joins() {
    let mut old = report();
    old.metadata.year = Some(2019);
    old.metadata.date_published = crate::model::Date::new(2020, 1, 20);
    let both = [source("2021", report()), source("2019", old)];
    let first = build(&both[..1], None, &options()).unwrap();
    let second = parse(&again(&both, &first, &options()));
    assert_eq!(second.updated.to_string(), "2022-02-08T10:00:01+08:00");
    assert_eq!(second.entries.len(), 2);
}

#[test]
fn a_folder_that_moved_keeps_revisions() {
    let sources = [source("年报", report())];
    let first = build(&sources, None, &options()).unwrap();
    let moved = Options { base: Base::new("https://new.example.cn/").unwrap(), ..options() };
    let feed = parse(&again(&sources, &first, &moved));
    assert_eq!(feed.entries[0].payload.issue.revision, 1);
    assert_eq!(
        feed.entries[0].payload.files[0].href,
        "https://new.example.cn/2021/r1/www.example.gov.cn_2022_6104300003_2021.pdf"
    );
}

#[test]
fn a_feed_of_somebody_else_is_refused() {
    for other in
        ["<feed xmlns=\"http://www.w3.org/2005/Atom\"/>", "<rss/>", "文字", "<!DOCTYPE a><feed/>"]
    {
        let none = |name: &str| panic!("{name} is asked for");
        let other = other.as_bytes().to_vec();
        let error = parse_pages(other, Forms::shipped(), &Reports::default(), none)
            .unwrap_err()
            .to_string();
        assert!(error.contains("feed.xml 读不懂"), "{error}");
    }
    let nothing = build(&[], None, &options()).unwrap_err().to_string();
    assert!(nothing.contains("nianbao convert"), "{nothing}");
}

#[test]
fn a_file_of_another_report_is_left_out_and_takes_nothing_away_that_is_published() {
    let first = build(&[source("年报", report())], None, &options()).unwrap();
    let pdf = FILE_KINDS.iter().find(|kind| kind.ending == "pdf").unwrap();
    let apart = |mut source: Source| {
        source.files.retain(|file| file.kind != pdf);
        source.others.push(pdf);
        source
    };
    // The workbook changed, and only the PDF was made of it: the report is as it was.
    let second = next(&[apart(source("年报", report()))], &first, &options());
    assert_eq!(text(&second), text(&first));
    assert_eq!((second.tally.made_anew, second.findings[0].code.id), (0, "NB694"));
    let told = second.findings[0].message.to_string();
    assert!(told.contains("“年报.pdf”和“年报.xml”不是用同一份报告生成的"), "{told}");
    // It was corrected without a PDF: the old one shows what is wrong.
    let date = Asked::parse("2022-03-01");
    let third = next(&[apart(changed())], &first, &Options { date, ..options() });
    let entry = &parse(&third).entries[0];
    let endings: Vec<&str> = entry.payload.files.iter().map(|file| &*file.media_type).collect();
    assert_eq!((endings.len(), entry.payload.issue.revision), (1, 2), "{endings:?}");
    // Where the published one is gone, too, the feed says that there is none any more.
    let lost = BTreeSet::from(["2021/r1/www.example.gov.cn_2022_6104300003_2021.pdf".to_owned()]);
    let fourth = next(&[apart(source("年报", report()))], &first, &Options { lost, ..options() });
    assert_eq!(parse(&fourth).entries[0].payload.files.len(), 1);
}

#[test]
fn a_date_for_something_else_is_not_given_to_an_older_correction() {
    let first = build(&[of("甲", "甲局")], None, &options()).unwrap();
    let mut corrected = of("甲", "甲局");
    changed_in(&mut corrected).sections[4].blocks.push(Passage::Paragraph("补充。".into()));
    let second = next(std::slice::from_ref(&corrected), &first, &options());
    let date = Asked::parse("2022-06-01");
    let asked = Options { date, note: Some("另一份的说明".into()), ..options() };
    // A withdrawal of what still lies there.
    let withdraw = Options { withdraw: true, ..asked.clone() };
    let third = next(std::slice::from_ref(&corrected), &second, &withdraw);
    assert_eq!(text(&third), text(&second));
    let told: Vec<String> = third.findings.iter().map(|one| one.message.to_string()).collect();
    assert_eq!(told, ["没有要撤回的报告：feed.xml 里的报告，文件夹里都有"]);
    // Another report that joins.
    let fourth = next(&[corrected.clone(), of("乙", "乙局")], &second, &asked);
    let feed = parse(&fourth);
    assert!(feed.entries.iter().all(|entry| entry.summary != "另一份的说明"));
    assert_eq!((fourth.tally.new, fourth.dated.len()), (1, 0));
    assert_eq!(fourth.findings[0].code.id, "NB693");
    let fifth = next(&[corrected], &second, &asked);
    assert_eq!(fifth.dated, ["甲局2021年政府信息公开工作年度报告"]);
}

#[test]
fn a_body_that_changes_its_name_or_its_code_is_named_before_and_after() {
    let coded = |stem: &str, name: &str, code: &str| {
        let mut source = of(stem, name);
        let fields = &mut changed_in(&mut source).metadata.fields;
        fields.insert("publisherCode".into(), code.into());
        source
    };
    let (one, two) = ("11341702486344515H", "11341702003244615E");
    let first = build(&[coded("甲", "甲局", one), coded("乙", "乙局", two)], None, &options());
    let first = first.unwrap();
    let told = |built: &Built| -> Vec<String> {
        let codes = built.findings.iter().filter(|finding| finding.code.id == "NB692");
        codes.map(|finding| finding.message.to_string()).collect()
    };
    let renamed = [coded("甲", "甲中心", one), coded("乙", "乙局", two)];
    let renamed = told(&next(&renamed, &first, &options()));
    assert!(renamed.len() == 1 && renamed[0].contains("“甲局”"), "{renamed:?}");
    assert!(renamed[0].contains("“甲中心”"), "{renamed:?}");
    let exchanged = [coded("甲", "甲局", two), coded("乙", "乙局", one)];
    let exchanged = told(&next(&exchanged, &first, &options()));
    assert_eq!(exchanged.len(), 2, "{exchanged:?}");
    assert!(exchanged.iter().all(|it| it.contains("“甲局”") && it.contains("“乙局”")));
}

#[test]
fn a_state_of_a_newer_program_or_of_something_else_is_refused() {
    let first = build(&[of("甲", "甲局")], None, &options()).unwrap();
    let written = String::from_utf8(first.state.write()).unwrap();
    assert_eq!(State::parse(written.as_bytes()).unwrap(), first.state);
    let newer = written.replace("\"version\": 1", "\"version\": 9");
    assert!(State::parse(newer.as_bytes()).unwrap_err().contains("较新版本"));
    for other in ["", "我的", "{\"version\": 1}", "[]"] {
        assert!(State::parse(other.as_bytes()).unwrap_err().contains("不是本程序的记录"));
    }
}
