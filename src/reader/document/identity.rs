//! Which report it is: year, body and date from the title, the signature, the head of a page
//! and what the file says about itself. What was taken is no line of the report any more.

use super::flow::{Block, Content, Line};
use super::head;
use super::landmark::is_landmark;
use super::name;
use super::region::{leave_out_page, take_foot};
use super::signature::Signature;
use super::{signature, title};
use crate::diag::{Finding, Message, label, say, value};
use crate::model::form::field_label;
use crate::model::{Date, Forms, Place, usual_title};
use crate::payload::names::NAMES;
use crate::text::clean::trim;
use crate::text::ellipsis::shortened;
use crate::text::label::fold;

crate::diag::codes! {
    NB180 = Info "基本信息取自文中"
        what "Word 文档、网页没有“基本信息”表，报告年度、机关名称、公开日期取自标题、落款、页头、网页标签或文档属性。"
        why "这几项决定适用哪一版格式、公开期限，并写入门户数据，需要核对取得对不对。"
        fix "核对所取的内容；不对的，用 --set 指定，例如 --set 报告年度=2024。"
        basis "本程序的读取约定：取自何处要说明。";
    NB181 = Info "文档自带的属性与正文不符"
        what "文档属性、网页标签里的年度或日期，与标题、落款写的不同。"
        why "多半是用去年的文件改成的，属性还是旧的，所以没有采用。"
        fix "通常不用处理；需要索引号等内容的，用 --set 指定。"
        basis "本程序的读取约定：以看得见的文字为准。";
    NB188 = Info "落款以后的文字没有读取"
        what "Word 文档里，落款（机关名称和日期）以后还有文字，例如“此件公开发布”、附件名称、抄送机关、印发单位。"
        why "报告到落款为止；后面的文字没有进入报告，也不会印出。"
        fix "属于报告的，移到落款前面；不属于的，不用处理。"
        basis "本程序的读取约定：不悄悄丢失内容。";
}

/// Where something was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The title of the report.
    Title,
    /// The end: body and date.
    Signature,
    /// The lines above the report.
    Head,
    /// A sentence of the preamble.
    Preamble,
    /// What the file says about itself.
    Fact,
    /// Whoever asked for the reading.
    Set,
}

/// One key with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Id of the field.
    pub id: String,
    /// Its value.
    pub value: String,
    /// Where it was taken from.
    pub from: From,
    /// The words there.
    pub words: String,
    /// The paragraph of the file, where it is one.
    pub source: Option<u32>,
}

/// What was found out.
#[derive(Debug, Default)]
pub struct Identity {
    /// Keys with values, each once.
    pub entries: Vec<Entry>,
    /// What there is to say of them.
    pub findings: Vec<Finding>,
}

impl From {
    /// What the place is called.
    pub fn name(self, is_page: bool) -> &'static str {
        match self {
            From::Title => "标题",
            From::Signature => "落款",
            From::Head => "页头",
            From::Preamble => "引言",
            From::Fact if is_page => "网页标签",
            From::Fact => "文档属性",
            From::Set => "--set",
        }
    }
}

/// Reads who made the report, for which year and when; takes title and signature out of it.
pub fn find(
    above: Vec<Block>,
    body: &mut Vec<Block>,
    facts: &[(String, String)],
    is_page: bool,
    sets: &[(String, String)],
    forms: Forms,
) -> Identity {
    let mut identity = Identity::default();
    for (id, value) in sets {
        identity.put(Entry {
            id: id.clone(),
            value: value.clone(),
            from: From::Set,
            words: String::new(),
            source: None,
        });
    }
    let first = body.iter().position(|block| is_landmark(block, forms)).unwrap_or(body.len());
    let rest = body.split_off(first);
    let mut opening = std::mem::replace(body, rest);
    let mut above = above;
    let title_at = title::begin(&opening, facts).unwrap_or(0);
    match is_page {
        true => above.extend(opening.drain(..title_at)),
        false => identity.letterhead(&mut opening, title_at),
    }
    let near = is_page.then(|| head::date_near_title(&above, &opening)).flatten();
    let mut told = head::take(&mut above);
    told.extend(head::take(&mut opening));
    let mut dated: Option<(Date, Line)> = None;
    opening.retain(|block| match &block.content {
        Content::Line(line) => {
            let date = name::date(&line.text);
            dated = dated.take().or_else(|| Some((date?, line.clone())));
            // A month below a title, and the head of a table of contents, say nothing.
            date.is_none() && !name::is_month(&line.text) && fold(&line.text) != "目录"
        }
        Content::Table(_) => true,
    });
    let title = title::take(&above, &mut opening, facts);
    if is_page {
        leave_out_page(&mut opening);
    }
    let named = title.as_ref().and_then(|title| name::body_of(&title.text));
    let property =
        facts.iter().find(|(name, _)| name == field_label("agency") || name == "ContentSource");
    let named = [named, property.map(|(_, value)| value.clone())];
    let mut signed = signature::take(body, &named, forms);
    told.extend(head::take(&mut signed.behind));
    let mut foot = match is_page && signed.body.is_none() && signed.date.is_none() {
        true => take_foot(body, forms),
        false => Vec::new(),
    };
    let below = head::take(&mut foot);
    if let Some(title) = &title {
        identity.title(title);
    }
    if identity.value("year").is_none() {
        identity.preamble(&opening);
    }
    if is_page {
        head::tell_dates_apart(&mut told, facts.iter().any(|(name, _)| is_date_published(name)));
    }
    let published = told.iter().find(|fact| fact.field.id == "datePublished");
    identity.signature(&signed, published.map(|fact| Date::parse(&fact.value)));
    told.into_iter().for_each(|fact| identity.told(fact));
    let id = match identity.value("datePublished") {
        None => "datePublished",
        Some(_) => "dateProduced",
    };
    identity.put_date(id, dated);
    identity.facts(facts, is_page);
    identity.put_date("datePublished", near);
    // Addresses and telephones down there are those of the site.
    let (dates, others): (Vec<head::Fact>, Vec<head::Fact>) =
        below.into_iter().partition(|fact| fact.field.id == "datePublished");
    dates.into_iter().for_each(|fact| identity.told(fact));
    identity.settle(title.as_ref());
    identity.say(is_page);
    identity.behind(&signed.behind, is_page);
    identity.below_text(&foot, others.iter().map(head::Fact::words));
    identity.leave_out_repeats(&mut opening);
    opening.append(body);
    *body = opening;
    identity
}

/// Where an entry is to be found: one row for each that was taken from the same place.
pub fn place(entries: &[Entry], at: usize, is_page: bool) -> Place {
    let from = entries[at].from;
    let row = entries[..at].iter().filter(|one| one.from == from).count();
    Place::cell(from.name(is_page), row as u32, 0)
}

/// Whether a tag tells when the report was published.
fn is_date_published(name: &str) -> bool {
    let mut tags = NAMES.iter().filter(|one| one.field == "datePublished");
    tags.any(|one| one.element.eq_ignore_ascii_case(name))
}

impl Identity {
    /// Where an entry is to be found: the place that it was taken from, entry by entry.
    pub fn place(&self, at: usize, is_page: bool) -> Place {
        place(&self.entries, at, is_page)
    }

    /// What is known of a field.
    pub fn value(&self, id: &str) -> Option<&str> {
        self.entries.iter().find(|entry| entry.id == id).map(|entry| entry.value.as_str())
    }

    /// Keeps a value unless there is one already.
    pub fn put(&mut self, entry: Entry) {
        if self.value(&entry.id).is_none() && !trim(&entry.value).is_empty() {
            self.entries.push(entry);
        }
    }

    /// Keeps what a page says with a key.
    fn told(&mut self, fact: head::Fact) {
        self.put(Entry {
            id: fact.field.id.clone(),
            words: fact.words(),
            value: fact.value,
            from: From::Head,
            source: Some(fact.source),
        });
    }

    /// Keeps a date from the head unless there is one already.
    fn put_date(&mut self, id: &str, dated: Option<(Date, Line)>) {
        let Some((date, line)) = dated else { return };
        self.put(Entry {
            id: id.into(),
            value: date.to_string(),
            from: From::Head,
            words: line.text,
            source: Some(line.source),
        });
    }

    /// Leaves out lines above the first section that only say again which body and year it is,
    /// as covers do.
    fn leave_out_repeats(&self, opening: &mut Vec<Block>) {
        let known = |id| self.value(id).map(fold).unwrap_or_default();
        let (agency, year) = (known("agency"), known("year"));
        opening.retain(|block| {
            let text = block.line().map(|line| fold(&line.text)).unwrap_or_default();
            let bare = text.trim_matches(['(', ')']);
            let is_year = bare.trim_end_matches('度').strip_suffix('年') == Some(year.as_str());
            text.is_empty() || !(bare == agency || is_year)
        });
    }

    fn title(&mut self, title: &Line) {
        let entry = |id: &str, value: String| Entry {
            id: id.into(),
            value,
            from: From::Title,
            words: title.text.clone(),
            source: Some(title.source),
        };
        if let Some(year) = name::year(&title.text) {
            self.put(entry("year", year.to_string()));
        }
        self.put(entry("title", title.text.clone()));
    }

    /// The year from the period that a preamble names.
    fn preamble(&mut self, opening: &[Block]) {
        for block in opening {
            let Content::Line(line) = &block.content else { continue };
            let text: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
            let period = text.match_indices("年1月1日").next();
            let Some((at, _)) = period else { continue };
            let before: String = text[..at + "年".len()].chars().rev().take(5).collect();
            let before: String = before.chars().rev().collect();
            if let Some(year) = name::year(&before) {
                self.put(Entry {
                    id: "year".into(),
                    value: year.to_string(),
                    from: From::Preamble,
                    words: shortened(&text),
                    source: Some(line.source),
                });
            }
        }
    }

    /// Body and date of the signature. The date is that of the publication where nothing else
    /// says when that was.
    fn signature(&mut self, signed: &Signature, published: Option<Option<Date>>) {
        let entry = |id: &str, value: String, words: &str, source: u32| Entry {
            id: id.into(),
            value,
            from: From::Signature,
            words: words.to_owned(),
            source: Some(source),
        };
        if let Some((name, source)) = &signed.body {
            self.put(entry("agency", name.clone(), name, *source));
        }
        if let Some((date, words, source)) = &signed.date {
            match published {
                None => self.put(entry("datePublished", date.to_string(), words, *source)),
                Some(day) if day == Some(*date) => {}
                Some(_) => self.put(entry("dateProduced", date.to_string(), words, *source)),
            }
        }
    }

    /// The body, where the signature does not name it, and what need not be said.
    fn settle(&mut self, title: Option<&Line>) {
        let by_title = title.and_then(|title| Some((name::body_of(&title.text)?, title)));
        let tagged =
            self.entries.iter().position(|one| one.id == "agency" && one.from == From::Fact);
        let signed =
            self.entries.iter().find(|one| one.id == "agency" && one.from == From::Signature);
        // Bodies sign in short, or one of their offices signs for them.
        let is_short = matches!((signed, &by_title), (Some(signed), Some((full, _)))
            if name::is_same_body(full, &signed.value));
        let is_open = self.value("agency").is_none() || tagged.is_some() || is_short;
        if let (Some((name, title)), true) = (&by_title, is_open) {
            // A tag that has the name in full is better than a title that has it in short.
            let is_fuller =
                tagged.is_some_and(|at| self.entries[at].value.starts_with(name.as_str()));
            if !is_fuller {
                self.entries.retain(|one| one.id != "agency");
                self.put(Entry {
                    id: "agency".into(),
                    value: name.clone(),
                    from: From::Title,
                    words: title.text.clone(),
                    source: Some(title.source),
                });
            }
        }
        if self.value("agency").is_none()
            && let Some(publisher) = self.entries.iter().find(|one| one.id == "publisher").cloned()
            && name::is_body(&publisher.value)
        {
            self.put(Entry { id: "agency".into(), ..publisher });
        }
        let agency = self.value("agency").unwrap_or_default().to_owned();
        let year = self.value("year").and_then(|year| year.parse().ok());
        let usual = usual_title(&agency, year);
        self.entries.retain(|one| {
            let is_usual = one.id == "title" && one.value == usual && one.from != From::Set;
            let is_same = one.id == "publisher" && one.value == agency && one.from == From::Head;
            !is_usual && !is_same
        });
    }

    fn say(&mut self, is_page: bool) {
        for id in ["year", "agency", "datePublished"] {
            let Some(at) = self.entries.iter().position(|entry| entry.id == id) else { continue };
            let entry = &self.entries[at];
            if entry.from == From::Set {
                continue;
            }
            let key = field_label(id);
            let source = entry.from.name(is_page);
            let words: Message = match entry.words.is_empty() {
                true => source.into(),
                false => say!("{}{}", source, value(shortened(&entry.words))),
            };
            let message = say!("{}取自{}：{}", label(key), words, &entry.value);
            let help = say!("核对；不对的，用 --set {} 指定。", format!("{key}=…"));
            self.findings.push(Finding::new(&NB180, message, help).at(self.place(at, is_page)));
        }
    }
}
