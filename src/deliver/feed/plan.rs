//! Which report is which of the feed as it was, and what happened to it since.

use super::address::encode;
use super::moment::Moment;
use super::{Copy, Entry, FILE, Feed, Options, Source, Tally, Tombstone, changes, id};
use crate::diag::{Finding, say, value};
use crate::error::Error;
use crate::model::Report;
use crate::payload::read::Payload;
use crate::payload::write::{FileRole, Issue, PublishedFile, Status, write_issue};
use std::collections::BTreeSet;

crate::diag::codes! {
    NB688 = Warning "更正没有写明日期"
        what "报告改动后重新发布，没有用 --date 写明更正日期，工作簿的公开日期也没有改。"
        why "门户按更新时间先后处理；程序不用电脑时钟，只能记为上一次发布之后一秒。"
        fix "用 --date 写明更正日期，或在工作簿里改填公开日期。"
        basis "RFC 4287 第 4.2.15 条（updated）。";
    NB689 = Warning "已发布的报告不在文件夹里了"
        what "feed.xml 里有这份报告，文件夹里没有它的 XML。"
        why "可能是误删或改了年度；没有 --withdraw 就不会撤回，门户上仍然有这份报告。"
        fix "放回文件，或加 --withdraw 和 --date 撤回。"
        basis "RFC 6721（撤回记录）；RFC 5005（完整 feed）。";
}

/// The feed to be written and what goes with it.
pub struct Plan {
    pub feed: Feed,
    pub reports: Vec<(String, Vec<u8>)>,
    pub copies: Vec<Copy>,
    pub findings: Vec<Finding>,
    pub tally: Tally,
}

/// Plans the feed.
pub fn plan(sources: &[Source], previous: Option<&Feed>, options: &Options) -> Result<Plan, Error> {
    let none = Vec::new();
    let known = previous.map_or(&none, |feed| &feed.entries);
    let claims = claims(sources, known);
    let mut plan = Plan {
        feed: frame(sources, previous, options)?,
        reports: Vec::new(),
        copies: Vec::new(),
        findings: Vec::new(),
        tally: Tally::default(),
    };
    for (source, claim) in sources.iter().zip(&claims) {
        let entry = match claim {
            Some(index) => {
                plan.known(source, &moved(&known[*index], previous, options), options)?
            }
            None => plan.fresh(source, sources, known, options)?,
        };
        let twin = plan.feed.entries.iter().position(|other| other.id == entry.id);
        if let Some(twin) = twin {
            return Err(Error::Usage(format!(
                "“{}.xml”和“{}.xml”是同一机关同一年度的报告，请只留一份",
                sources[twin].stem, source.stem
            )));
        }
        if entry.payload.issue != source.payload.issue {
            let bytes = write_issue(&source.payload.report, entry.payload.issue)?;
            plan.reports.push((source.stem.clone(), bytes));
        }
        plan.feed.entries.push(entry);
    }
    for (index, entry) in known.iter().enumerate() {
        if !claims.contains(&Some(index)) {
            plan.gone(&moved(entry, previous, options), options)?;
        }
    }
    plan.feed.entries.sort_by(|a, b| a.id.cmp(&b.id));
    plan.feed.tombstones.sort_by(|a, b| a.id.cmp(&b.id));
    plan.feed.updated = updated(&plan.feed, previous);
    Ok(plan)
}

/// The last change of all. A feed that changed is always later than it was: a report of an
/// earlier year may have joined, and who polls goes by this date.
fn updated(feed: &Feed, previous: Option<&Feed>) -> Moment {
    let entries = feed.entries.iter().map(|entry| entry.updated);
    let latest = entries.chain(feed.tombstones.iter().map(|stone| stone.when)).max();
    let latest = latest.unwrap_or(feed.updated);
    match previous {
        None => latest,
        Some(old) if *feed == *old => old.updated,
        Some(old) => latest.max(old.updated.next()),
    }
}

/// For every source the entry of the feed that is the same report, each entry once.
fn claims(sources: &[Source], known: &[Entry]) -> Vec<Option<usize>> {
    let mut claims = vec![None; sources.len()];
    for sign in [same_code, same_name, same_stem] {
        for (at, source) in sources.iter().enumerate() {
            if claims[at].is_none() {
                let is_it = |index: &usize| {
                    let entry = &known[*index];
                    let year = |payload: &Payload| payload.report.metadata.year;
                    year(&source.payload) == year(&entry.payload)
                        && sign(source, entry)
                        && !claims.contains(&Some(*index))
                };
                claims[at] = (0..known.len()).find(is_it);
            }
        }
    }
    claims
}

fn code(payload: &Payload) -> Option<&str> {
    payload.report.metadata.field("publisherCode")
}

fn same_code(source: &Source, entry: &Entry) -> bool {
    code(&source.payload).is_some() && code(&source.payload) == code(&entry.payload)
}

fn same_name(source: &Source, entry: &Entry) -> bool {
    let name = |payload: &Payload| payload.report.metadata.agency.clone();
    name(&source.payload) == name(&entry.payload)
}

/// The name of the body was corrected, but it is the same file of the same year.
fn same_stem(source: &Source, entry: &Entry) -> bool {
    let (own, other) = (code(&source.payload), code(&entry.payload));
    let stem = encode(&source.stem);
    let mut names = entry.payload.files.iter().filter_map(|file| file.href.rsplit('/').next());
    (own.is_none() || other.is_none())
        && names.any(|name| name.rsplit_once('.').is_some_and(|(name, _)| name == stem))
}

/// An entry below the address that the folder has now.
fn moved(entry: &Entry, previous: Option<&Feed>, options: &Options) -> Entry {
    let mut entry = entry.clone();
    let Some(old) = previous.map(|feed| &feed.base).filter(|old| **old != options.base) else {
        return entry;
    };
    for file in &mut entry.payload.files {
        file.href = old.moved(&file.href, &options.base);
    }
    if let Some((href, _)) = &mut entry.predecessor {
        *href = old.moved(href, &options.base);
    }
    entry
}

/// The feed without entries: what it was called stays, what is new is composed.
fn frame(sources: &[Source], previous: Option<&Feed>, options: &Options) -> Result<Feed, Error> {
    let reports = || sources.iter().map(|source| &source.payload.report);
    let first = reports()
        .filter_map(|report| Some((Moment::published(&report.metadata)?, report)))
        .min_by_key(|(published, report)| (*published, id::body(report).to_owned()));
    let (id, updated) = match (previous, first) {
        (Some(feed), _) => (feed.id.clone(), feed.updated),
        (None, Some((published, report))) => {
            (id::mint_feed(report, published, &options.base), published)
        }
        (None, None) => {
            return Err(Error::Usage(
                "文件夹里没有年度报告的 XML，请先用 nianbao convert 生成".into(),
            ));
        }
    };
    let known = previous.map_or(&[][..], |feed| &feed.entries);
    let known: Vec<&Report> = known.iter().map(|entry| &entry.payload.report).collect();
    // What was composed of the reports as they were is composed anew.
    let old = Names::of(&known);
    let new = Names::of(&reports().chain(known).collect::<Vec<_>>());
    let kept = |asked: &Option<String>, was: Option<&String>, composed: &str, new: String| {
        let typed = was.filter(|was| *was != composed).cloned();
        asked.clone().or(typed).unwrap_or(new)
    };
    Ok(Feed {
        id,
        title: kept(&options.title, previous.map(|feed| &feed.title), &old.title, new.title),
        author: kept(&options.author, previous.map(|feed| &feed.author), &old.author, new.author),
        updated,
        base: options.base.clone(),
        entries: Vec::new(),
        tombstones: previous.map(|feed| feed.tombstones.clone()).unwrap_or_default(),
    })
}

/// What a feed is called when nobody says it.
struct Names {
    title: String,
    author: String,
}

impl Names {
    /// By the only body or the only site; several bodies of no common site are not called by
    /// one of them.
    fn of(reports: &[&Report]) -> Names {
        let only = |name: &dyn Fn(&Report) -> Option<String>| {
            let names: BTreeSet<Option<String>> = reports.iter().map(|one| name(one)).collect();
            (names.len() == 1).then(|| names.into_iter().next().flatten()).flatten()
        };
        let site = || only(&|report| report.metadata.field("siteName").map(str::to_owned));
        let whose = only(&|report| report.metadata.agency.clone()).or_else(site);
        Names {
            title: format!("{}政府信息公开工作年度报告", whose.as_deref().unwrap_or_default()),
            author: whose.unwrap_or_else(|| "各报告机关".to_owned()),
        }
    }
}

impl Plan {
    /// A report that the feed has: as it was, or corrected.
    fn known(&mut self, source: &Source, old: &Entry, options: &Options) -> Result<Entry, Error> {
        let report = &source.payload.report;
        let own = |file: &PublishedFile| {
            source.files.iter().find(|own| own.kind.media_type == file.media_type)
        };
        let files = &old.payload.files;
        let same_kinds =
            source.files.len() == files.len() && files.iter().all(|file| own(file).is_some());
        let is_same = |file: &PublishedFile| own(file).is_some_and(|own| own.sha256 == file.sha256);
        let same_report = content(report)? == content(&old.payload.report)?;
        // A file that shows a later revision was published from a feed that is lost.
        let is_known = source.payload.issue.revision <= old.payload.issue.revision;
        // A workbook saved again gives other files of the same report: that corrects nothing,
        // as long as what was published is still there.
        let is_lost = |file: &PublishedFile| {
            options.base.path(&file.href).is_none_or(|path| options.lost.contains(&path))
        };
        let made_anew = files.iter().any(|file| !is_same(file));
        let may_stay = !options.republish && files.iter().all(|f| is_same(f) || !is_lost(f));
        if same_report && same_kinds && is_known && (!made_anew || may_stay) {
            self.tally.unchanged += 1;
            self.tally.made_anew += usize::from(made_anew);
            self.restore(source, old, options);
            return Ok(old.clone());
        }
        self.tally.corrected += 1;
        let revision = (old.payload.issue.revision + 1).max(source.payload.issue.revision);
        let changed = match same_report {
            true => changes::describe_files(files, &source.files),
            false => changes::describe(&old.payload.report, report),
        };
        let archival = |file: &&PublishedFile| file.role == FileRole::Archival;
        let predecessor = files.iter().find(archival).or(files.first());
        Ok(Entry {
            id: old.id.clone(),
            published: old.published,
            updated: self.later(old.updated, source, options)?,
            summary: options.note.clone().unwrap_or(changed),
            predecessor: predecessor.map(|file| (file.href.clone(), file.media_type.clone())),
            payload: Payload {
                report: report.clone(),
                issue: Issue { revision, status: Status::Corrected },
                files: self.publish(source, revision, options),
            },
        })
    }

    /// A report that the feed does not have; it may have been withdrawn before.
    fn fresh(
        &mut self,
        source: &Source,
        sources: &[Source],
        known: &[Entry],
        options: &Options,
    ) -> Result<Entry, Error> {
        self.tally.new += 1;
        let report = &source.payload.report;
        let Some(published) = Moment::published(&report.metadata) else {
            return Err(Error::Usage(format!("“{}.xml”没有公开日期", source.stem)));
        };
        let own = (id::site_of(report), id::body(report));
        let all = sources.iter().map(|source| &source.payload.report);
        let mut all = all.chain(known.iter().map(|entry| &entry.payload.report));
        let shared = own.0.is_some()
            && all.any(|other| id::site_of(other) == own.0 && id::body(other) != own.1);
        let id = id::mint(report, published, shared, &options.base);
        let mut entry = Entry {
            id,
            published,
            updated: published,
            summary: first_summary(report, published),
            predecessor: None,
            payload: Payload { files: Vec::new(), ..source.payload.clone() },
        };
        if let Some(at) = self.feed.tombstones.iter().position(|old| old.id == entry.id) {
            let Tombstone { when, revision, .. } = self.feed.tombstones.remove(at);
            entry.updated = self.later(when, source, options)?;
            let revision = (revision + 1).max(source.payload.issue.revision);
            entry.payload.issue = Issue { revision, status: Status::Corrected };
            entry.summary = options.note.clone().unwrap_or("撤回后重新发布。".to_owned());
        }
        entry.payload.files = self.publish(source, entry.payload.issue.revision, options);
        Ok(entry)
    }

    /// A report that is no longer in the folder.
    fn gone(&mut self, entry: &Entry, options: &Options) -> Result<(), Error> {
        let title = entry.payload.report.title();
        if !options.withdraw {
            self.findings.push(Finding::new(
                &NB689,
                say!("{}在 {} 里有，文件夹里已经没有，仍然保留", value(&title), FILE),
                "要撤回，请加 --withdraw 和 --date；不撤回的，请把它的文件放回文件夹。",
            ));
            self.tally.unchanged += 1;
            self.feed.entries.push(entry.clone());
            return Ok(());
        }
        let Some(date) = options.date else {
            return Err(Error::Usage(format!("撤回“{title}”须用 --date 写明撤回日期")));
        };
        let Some(when) = date.after(entry.updated) else {
            return Err(Error::Usage(format!(
                "--date 早于“{title}”最近一次发布的时间 {}，请核对",
                entry.updated
            )));
        };
        self.tally.withdrawn += 1;
        self.feed.tombstones.push(Tombstone {
            id: entry.id.clone(),
            when,
            revision: entry.payload.issue.revision,
            by: entry.payload.report.metadata.agency.as_ref().unwrap_or(&self.feed.author).clone(),
            comment: options.note.clone().unwrap_or(format!("撤回：{title}")),
        });
        Ok(())
    }

    /// When a correction was published: as asked, else the workbook's new date of
    /// publication, else the next second, and that is said.
    fn later(
        &mut self,
        before: Moment,
        source: &Source,
        options: &Options,
    ) -> Result<Moment, Error> {
        if let Some(date) = options.date {
            return date.after(before).ok_or_else(|| {
                let sentence =
                    format!("--date 不晚于“{}”上一次发布的时间 {before}，请核对", source.stem);
                Error::Usage(sentence)
            });
        }
        let own = Moment::published(&source.payload.report.metadata);
        if let Some(own) = own.filter(|own| *own > before) {
            return Ok(own);
        }
        self.findings.push(Finding::new(
            &NB688,
            say!(
                "{}有更正，没有写明更正日期，暂记为上一次发布（{}）之后一秒",
                value(&source.stem),
                before.to_string()
            ),
            "用 --date 写明更正日期，或在工作簿里改填公开日期。",
        ));
        Ok(before.next())
    }

    /// Published files are copied again, in case they are gone; those made anew are not.
    fn restore(&mut self, source: &Source, old: &Entry, options: &Options) {
        let before = self.copies.len();
        let own = self.publish(source, old.payload.issue.revision, options);
        let mut is_published = own.iter().map(|file| old.payload.files.contains(file));
        let mut at = 0;
        self.copies.retain(|_| {
            at += 1;
            at <= before || is_published.next().unwrap_or(false)
        });
    }

    /// The files of a revision at addresses of their own.
    fn publish(&mut self, source: &Source, revision: u32, options: &Options) -> Vec<PublishedFile> {
        let year = source.payload.report.metadata.year.unwrap_or_default();
        let mut files = Vec::new();
        for file in &source.files {
            let name = format!("{}.{}", source.stem, file.kind.ending);
            let to = format!("{year}/r{revision}/{name}");
            files.push(PublishedFile {
                href: options.base.join(&to),
                media_type: file.kind.media_type.to_owned(),
                role: file.kind.role,
                length: file.length,
                sha256: file.sha256.clone(),
            });
            self.copies.push(Copy { from: name, to, sha256: file.sha256.clone() });
        }
        files
    }
}

/// What two revisions are compared by.
fn content(report: &Report) -> Result<Vec<u8>, Error> {
    write_issue(report, Issue::FIRST)
}

fn first_summary(report: &Report, published: Moment) -> String {
    let body = report.metadata.agency.as_deref().unwrap_or_default();
    let year = report.metadata.year.unwrap_or_default();
    format!("{body}{year}年政府信息公开工作年度报告，{}公开。", published.date.chinese())
}
