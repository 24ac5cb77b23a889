//! Which report is which of the feed as it was, and what happened to it since.

use super::codes::NB688;
use super::moment::Moment;
use super::same;
use super::{Copy, Entry, Feed, FileKind, Issued, Options, Source, SourceFile, State, Tally};
use super::{changes, frame, id};
use crate::diag::{Finding, say, value};
use crate::error::Error;
use crate::model::Report;
use crate::payload::write::{FileRole, Issue, PublishedFile, Status, write_issue};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The feed to be written and what goes with it.
pub struct Plan {
    pub feed: Feed,
    pub reports: Vec<(String, Vec<u8>)>,
    pub copies: Vec<Copy>,
    pub findings: Vec<Finding>,
    pub dated: Vec<String>,
    pub tally: Tally,
    pub state: State,
    /// Whether the date or the note asked for was of use.
    pub has_used: bool,
}

/// Plans the feed.
pub fn plan(sources: &[Source], previous: Option<&Feed>, options: &Options) -> Result<Plan, Error> {
    let known = previous.map_or(&[][..], |feed| &feed.entries);
    let mut plan = Plan {
        feed: frame::frame(sources, previous, options)?,
        reports: Vec::new(),
        copies: Vec::new(),
        findings: Vec::new(),
        dated: Vec::new(),
        tally: Tally::default(),
        state: options.state.completed(previous),
        has_used: false,
    };
    for (name, why) in &options.unread {
        plan.leave_out(name, why);
    }
    plan.tell_others(sources);
    let (distinct, twins) = same::distinct(sources, known, &mut plan.findings)?;
    let claims = same::claims(&distinct, known, &plan.state);
    let mut shown = BTreeMap::new();
    for (source, claim) in distinct.iter().zip(&claims) {
        let entry = match claim {
            Some(index) => {
                plan.tell_other_code(source, &known[*index]);
                plan.known(source, moved(&known[*index], previous, options), options)?
            }
            None => match Moment::published(&source.payload.report.metadata) {
                Some(published) => {
                    Arc::new(plan.fresh(source, published, &distinct, known, options)?)
                }
                None => {
                    plan.leave_out(&format!("{}.xml", source.stem), "没有公开日期");
                    continue;
                }
            },
        };
        shown.insert(entry.id.clone(), *source);
        plan.feed.entries.push(entry);
    }
    let is_gone = |(index, entry): &(usize, &Arc<Entry>)| {
        let is_it = |twin: &&Source| same::is_same(&twin.payload.report, &entry.payload.report);
        let is_unread = |file: &str| {
            let stem = |name: &str| name.rsplit_once('.').map(|(stem, _)| stem == file);
            options.unread.iter().any(|(name, _)| stem(name) == Some(true))
        };
        let is_there =
            twins.iter().any(is_it) || options.state.file(&entry.id).is_some_and(is_unread);
        !claims.contains(&Some(*index)) && !is_there
    };
    let gone: Vec<&Entry> =
        known.iter().enumerate().filter(is_gone).map(|(_, entry)| &**entry).collect();
    Plan::may_withdraw(&gone, options)?;
    let has_gone = !gone.is_empty();
    for (index, entry) in known.iter().enumerate() {
        let entry = moved(entry, previous, options);
        if is_gone(&(index, &known[index])) {
            plan.gone(entry, options)?;
        } else if !claims.contains(&Some(index)) {
            plan.tally.unchanged += 1;
            plan.feed.entries.push(entry);
        }
    }
    plan.date_what_was_undated(options)?;
    plan.tell_of_no_use(options, has_gone);
    plan.feed.entries.sort_by(|a, b| a.id.cmp(&b.id));
    for entry in &plan.feed.entries {
        let Some(Source { stem, payload, .. }) = shown.get(&entry.id) else { continue };
        if entry.payload.issue != payload.issue {
            let bytes = write_issue(&payload.report, entry.payload.issue)?;
            plan.reports.push((stem.clone(), bytes));
        }
    }
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

/// An entry below the address that the folder has now.
fn moved(entry: &Arc<Entry>, previous: Option<&Feed>, options: &Options) -> Arc<Entry> {
    let Some(old) = previous.map(|feed| &feed.base).filter(|old| **old != options.base) else {
        return Arc::clone(entry);
    };
    let mut entry = Entry::clone(entry);
    for file in &mut entry.payload.files {
        file.href = old.moved(&file.href, &options.base);
    }
    if let Some((href, _)) = &mut entry.predecessor {
        *href = old.moved(href, &options.base);
    }
    Arc::new(entry)
}

impl Plan {
    /// A report that the feed has: as it was, or corrected.
    fn known(
        &mut self,
        source: &Source,
        old: Arc<Entry>,
        options: &Options,
    ) -> Result<Arc<Entry>, Error> {
        let report = &source.payload.report;
        let own = |file: &PublishedFile| {
            source.files.iter().find(|own| own.kind.media_type == file.media_type)
        };
        let files = &old.payload.files;
        let has = |kind: &FileKind| files.iter().any(|file| file.media_type == kind.media_type);
        // What lies in the place of a published file and shows another report is none of this.
        let in_place = |file: &PublishedFile| {
            source.others.iter().any(|kind| kind.media_type == file.media_type)
        };
        let same_kinds = source.files.iter().all(|own| has(own.kind))
            && files.iter().all(|file| own(file).is_some() || in_place(file));
        let is_same = |file: &PublishedFile| own(file).is_some_and(|own| own.sha256 == file.sha256);
        let same_report = same::is_unchanged(report, &old.payload.report)?;
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
            let is_anew = |file| !is_same(file) && !in_place(file);
            self.tally.made_anew += usize::from(files.iter().any(is_anew));
            self.restore(source, &old, options);
            let undated = self.state.reports.get(&old.id).is_some_and(|one| one.undated);
            self.state.remember(&old, source, undated);
            return Ok(old);
        }
        self.tally.corrected += 1;
        self.has_used = true;
        let reached = self.state.reports.get(&old.id).map_or(0, |one| one.revision);
        let reached = reached.max(old.payload.issue.revision);
        let revision = (reached + 1).max(source.payload.issue.revision);
        let changed = match same_report {
            true => changes::describe_files(files, &source.files),
            false => changes::describe(&old.payload.report, report),
        };
        let archival = |file: &&PublishedFile| file.role == FileRole::Archival;
        let predecessor = files.iter().find(archival).or(files.first());
        let (updated, undated) = self.later(old.updated, source, options)?;
        let entry = Entry {
            id: old.id.clone(),
            published: old.published,
            updated,
            summary: options.note.clone().unwrap_or(changed),
            predecessor: predecessor.map(|file| (file.href.clone(), file.media_type.clone())),
            payload: Issued {
                report: Arc::clone(report),
                issue: Issue { revision, status: Status::Corrected },
                files: self.publish(source, &old.id, revision, options),
            },
        };
        self.state.remember(&entry, source, undated);
        Ok(Arc::new(entry))
    }

    /// A report that the feed does not have; it may have been withdrawn before, and then it
    /// keeps its id, whatever became of name, code and site.
    fn fresh(
        &mut self,
        source: &Source,
        published: Moment,
        sources: &[&Source],
        known: &[Arc<Entry>],
        options: &Options,
    ) -> Result<Entry, Error> {
        self.tally.new += 1;
        let report = &source.payload.report;
        let is_free = |id: &str| known.iter().all(|entry| entry.id != id);
        let mut former = self.state.reports.iter();
        let former = former.find(|(id, one)| is_free(id) && one.is(report)).map(|(id, _)| id);
        let id = match former {
            Some(id) => id.clone(),
            None => self.mint(source, published, sources, known, options),
        };
        let reached = self.state.reports.get(&id).map_or(0, |one| one.revision);
        let mut entry = Entry {
            id,
            published,
            updated: published,
            summary: first_summary(report, published),
            predecessor: None,
            payload: Issued { files: Vec::new(), ..source.payload.clone() },
        };
        let mut undated = false;
        let stone = self.feed.tombstones.iter().position(|old| old.id == entry.id);
        if reached > 0 || stone.is_some() {
            self.has_used = true;
            let stone = stone.map(|at| self.feed.tombstones.remove(at));
            let why = if stone.is_some() { "撤回后重新发布。" } else { "重新发布。" };
            let before = stone.as_ref().map_or(self.feed.updated, |stone| stone.when);
            (entry.updated, undated) = self.later(before, source, options)?;
            let reached = reached.max(stone.map_or(0, |stone| stone.revision));
            let revision = (reached + 1).max(source.payload.issue.revision);
            entry.payload.issue = Issue { revision, status: Status::Corrected };
            entry.summary = options.note.clone().unwrap_or(why.to_owned());
        } else {
            self.tell_other_body(source, known);
        }
        let revision = entry.payload.issue.revision;
        entry.payload.files = self.publish(source, &entry.id, revision, options);
        self.state.remember(&entry, source, undated);
        Ok(entry)
    }

    /// A new id, which names the body where the site is or was that of another.
    fn mint(
        &self,
        source: &Source,
        published: Moment,
        sources: &[&Source],
        known: &[Arc<Entry>],
        options: &Options,
    ) -> String {
        let report = &source.payload.report;
        let own = id::site_of(report);
        let all = sources.iter().map(|source| &source.payload.report);
        let mut all = all.chain(known.iter().map(|entry| &entry.payload.report));
        let shared = own.is_some()
            && all.any(|other| id::site_of(other) == own && id::body(other) != id::body(report));
        let minted = id::mint(report, published, shared, &options.base);
        match self.state.reports.contains_key(&minted) {
            true => id::mint(report, published, true, &options.base),
            false => minted,
        }
    }

    /// A date and a note for corrections that an earlier run published without them, where the
    /// run does nothing else that they may be meant for. It is a revision of its own, for who has taken the
    /// undated one in looks at no other of its number; the files stay where they are.
    fn date_what_was_undated(&mut self, options: &Options) -> Result<(), Error> {
        let has_none = options.date.is_none() && options.note.is_none();
        if self.has_used || has_none || self.tally.new > 0 || options.withdraw {
            return Ok(());
        }
        for entry in &mut self.feed.entries {
            let Some(known) = self.state.reports.get_mut(&entry.id).filter(|one| one.undated)
            else {
                continue;
            };
            let entry = Arc::make_mut(entry);
            let before = entry.updated;
            entry.updated = match options.date {
                Some(date) => {
                    let title = entry.payload.report.title();
                    date.after(before).ok_or_else(|| too_early(&title, before))?
                }
                None => before.next(),
            };
            known.undated = options.date.is_none();
            known.revision += 1;
            entry.payload.issue = Issue { revision: known.revision, status: Status::Corrected };
            if let Some(note) = &options.note {
                entry.summary.clone_from(note);
            }
            self.has_used = true;
            self.dated.push(entry.payload.report.title());
        }
        Ok(())
    }

    /// When a correction was published: as asked, else the workbook's new date of
    /// publication, else the next second, and that is said. Also whether it is undated.
    fn later(
        &mut self,
        before: Moment,
        source: &Source,
        options: &Options,
    ) -> Result<(Moment, bool), Error> {
        if let Some(date) = options.date {
            let later = date.after(before).ok_or_else(|| too_early(&source.stem, before));
            return later.map(|date| (date, false));
        }
        let own = Moment::published(&source.payload.report.metadata);
        if let Some(own) = own.filter(|own| *own > before) {
            return Ok((own, false));
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
        Ok((before.next(), true))
    }

    /// Published files are copied again, in case they are gone; those made anew are not.
    fn restore(&mut self, source: &Source, old: &Entry, options: &Options) {
        for file in &old.payload.files {
            let same = |own: &&SourceFile| {
                own.kind.media_type == file.media_type && own.sha256 == file.sha256
            };
            let own = source.files.iter().find(same);
            if let (Some(own), Some(to)) = (own, options.base.path(&file.href)) {
                let from = format!("{}.{}", source.stem, own.kind.ending);
                self.copies.push(Copy { from, to, sha256: own.sha256.clone() });
            }
        }
    }

    /// The files of a revision at addresses of their own, which no name of a file can change.
    fn publish(
        &mut self,
        source: &Source,
        id: &str,
        revision: u32,
        options: &Options,
    ) -> Vec<PublishedFile> {
        let year = source.payload.report.metadata.year.unwrap_or_default();
        let mut files = Vec::new();
        for file in &source.files {
            let ending = file.kind.ending;
            let to = format!("{year}/r{revision}/{}.{ending}", id::file_name(id));
            files.push(PublishedFile {
                href: options.base.join(&to),
                media_type: file.kind.media_type.to_owned(),
                role: file.kind.role,
                length: file.length,
                sha256: file.sha256.clone(),
            });
            let from = format!("{}.{ending}", source.stem);
            self.copies.push(Copy { from, to, sha256: file.sha256.clone() });
        }
        files
    }
}

fn too_early(whose: &str, before: Moment) -> Error {
    Error::Usage(format!("--date 不晚于“{whose}”上一次发布的时间 {before}，请核对"))
}

fn first_summary(report: &Report, published: Moment) -> String {
    let body = report.metadata.agency.as_deref().unwrap_or_default();
    let year = report.metadata.year.unwrap_or_default();
    format!("{body}{year}年政府信息公开工作年度报告，{}公开。", published.date.chinese())
}
