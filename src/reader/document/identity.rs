//! Which report it is: year, body and date from the title, the signature, the head of a page
//! and what the file says about itself. What was taken is no line of the report any more.

use super::flow::{Block, Content, Line};
use super::head;
use super::landmark::is_landmark;
use super::name;
use super::region::is_page_word;
use crate::diag::{Finding, Message, label, say, value};
use crate::model::form::{field_label, fields};
use crate::model::{Date, Forms, Place};
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
    let mut told = head::take(&mut above);
    told.extend(head::take(&mut opening));
    if is_page {
        opening.retain(|block| !is_page_word(block));
    }
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
    let title = take_title(&above, &mut opening, facts);
    let named = title.as_ref().and_then(|title| name::body_of(&title.text));
    let property =
        facts.iter().find(|(name, _)| name == field_label("agency") || name == "ContentSource");
    let after = take_attachments(body);
    let signed = take_signature(body, &[named, property.map(|(_, value)| value.clone())]);
    if let Some(title) = &title {
        identity.title(title);
    }
    if identity.value("year").is_none() {
        identity.preamble(&opening);
    }
    let published = told.iter().find(|fact| fact.field.id == "datePublished");
    identity.signature(&signed, published.map(|fact| Date::parse(&fact.value)));
    for fact in told {
        identity.put(Entry {
            id: fact.field.id.clone(),
            value: fact.value,
            from: From::Head,
            words: fact.words,
            source: Some(fact.source),
        });
    }
    if let Some((date, line)) = dated {
        let id = match identity.value("datePublished") {
            None => "datePublished",
            Some(_) => "dateProduced",
        };
        identity.put(Entry {
            id: id.into(),
            value: date.to_string(),
            from: From::Head,
            words: line.text,
            source: Some(line.source),
        });
    }
    identity.facts(facts, is_page);
    identity.settle(title.as_ref());
    identity.say(is_page);
    body.extend(after);
    opening.append(body);
    *body = opening;
    identity
}

/// The title, taken out of the opening lines; else that of the page.
fn take_title(
    above: &[Block],
    opening: &mut Vec<Block>,
    facts: &[(String, String)],
) -> Option<Line> {
    let line = |block: &Block| match &block.content {
        Content::Line(line) => Some(line.clone()),
        Content::Table(_) => None,
    };
    let joined =
        |line: &Line| Line { text: line.text.split('\n').map(trim).collect(), ..line.clone() };
    let is_title =
        |block: &Block| line(block).is_some_and(|line| name::is_title(&joined(&line).text));
    let has_year = |block: &Block| line(block).is_some_and(|line| name::year(&line.text).is_some());
    let own = opening.iter().rposition(|block| is_title(block) && has_year(block));
    let own = own.or_else(|| opening.iter().rposition(is_title));
    if let Some(at) = own {
        let mut title = joined(&line(&opening[at])?);
        let mut first = at;
        // The body may have a line to itself, and the year too.
        while first > 0
            && name::body_of(&title.text).is_none()
            && let Some(before) = line(&opening[first - 1])
            && (name::is_body(&joined(&before).text) || name::year(&before.text).is_some())
            && before.text.chars().count() <= 40
        {
            title =
                Line { text: joined(&before).text + &title.text, source: before.source, ..title };
            first -= 1;
        }
        opening.drain(first..=at);
        // What repeats it is no text.
        let folded =
            |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        opening.retain(|block| {
            line(block).is_none_or(|other| folded(&other.text) != folded(&title.text))
        });
        return Some(title);
    }
    let mut known = above.iter().rev().filter(|block| is_title(block));
    let dated = known.clone().find(|block| has_year(block));
    let of_page = dated.or_else(|| known.next()).and_then(line).map(|line| joined(&line));
    let tagged = || {
        let found = facts.iter().find(|(name, _)| name == "ArticleTitle");
        let found = found.or_else(|| facts.iter().find(|(name, _)| name == "title"))?;
        let text =
            found.1.split(['_', '|', '-', '—', '–']).map(trim).find(|part| name::is_title(part))?;
        Some(Line { level: None, text: text.to_owned(), source: 0 })
    };
    of_page.or_else(tagged)
}

/// What is named behind a signature as attached.
fn take_attachments(body: &mut Vec<Block>) -> Vec<Block> {
    /// Longer lists are no names of attachments.
    const MOST: usize = 6;
    let text = |block: &Block| match &block.content {
        Content::Line(line) => trim(&line.text).to_owned(),
        Content::Table(_) => String::new(),
    };
    let start = body.len().saturating_sub(MOST);
    let first = (start..body.len()).find(|at| text(&body[*at]).starts_with("附件"));
    match first {
        Some(at) if at > 0 && name::date(&text(&body[at - 1])).is_some() => body.split_off(at),
        _ => Vec::new(),
    }
}

/// The signature, taken from the end.
#[derive(Default)]
struct Signature {
    body: Option<(String, u32)>,
    date: Option<(Date, String, u32)>,
}

fn take_signature(body: &mut Vec<Block>, named: &[Option<String>]) -> Signature {
    let mut signed = Signature::default();
    let last = |body: &[Block]| match &body.last()?.content {
        Content::Line(line) => Some(line.clone()),
        Content::Table(_) => None,
    };
    let Some(mut line) = last(body) else { return signed };
    // One line may hold both.
    let text: String = trim(&line.text).to_owned();
    if let Some(date) = name::date(&text) {
        signed.date = Some((date, text, line.source));
        body.pop();
    } else if let Some((before, after)) = text.rsplit_once(|c: char| c.is_whitespace())
        && let (Some(date), true) = (name::date(after), is_signer(before, named))
    {
        signed.date = Some((date, after.to_owned(), line.source));
        signed.body = Some((signer(before), line.source));
        body.pop();
        return signed;
    }
    let mut names: Vec<String> = Vec::new();
    let mut source = 0;
    while let Some(next) = last(body) {
        line = next;
        let joined: String = line.text.split('\n').map(trim).collect();
        let is_named = is_one_of(&signer(&joined), named);
        let is_end = signed.date.is_some() || is_named;
        if line.level.is_some() || !is_end || !is_signer(&joined, named) || names.len() >= 3 {
            break;
        }
        source = line.source;
        names.insert(0, signer(&joined));
        body.pop();
    }
    if !names.is_empty() {
        // One long name in lines, or several bodies.
        let whole = names.concat();
        let is_whole = is_one_of(&whole, named) || !names.iter().all(|name| name::is_body(name));
        signed.body = Some((if is_whole { whole } else { names.join("、") }, source));
    }
    signed
}

/// A name without what is put behind it for the seal.
fn signer(text: &str) -> String {
    let mut text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for seal in ["（盖章）", "（公章）", "(盖章)", "(公章)", "（章）", "盖章"] {
        if let Some(rest) = text.strip_suffix(seal) {
            text = rest.to_owned();
        }
    }
    text
}

fn is_signer(text: &str, named: &[Option<String>]) -> bool {
    let name = signer(text);
    is_one_of(&name, named) || name::is_body(&name)
}

fn is_one_of(name: &str, named: &[Option<String>]) -> bool {
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    named.iter().flatten().any(|one| bare(one) == name)
}

impl Identity {
    fn value(&self, id: &str) -> Option<&str> {
        self.entries.iter().find(|entry| entry.id == id).map(|entry| entry.value.as_str())
    }

    /// Keeps a value unless there is one already.
    fn put(&mut self, entry: Entry) {
        if self.value(&entry.id).is_none() && !trim(&entry.value).is_empty() {
            self.entries.push(entry);
        }
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

    /// What the file says about itself: page tags and properties under the names of fields.
    fn facts(&mut self, facts: &[(String, String)], is_page: bool) {
        let mut known: Vec<(&str, &str, &str)> = Vec::new();
        for (name, value) in facts {
            let by_tag = NAMES.iter().find(|one| is_page && one.element.eq_ignore_ascii_case(name));
            let by_key = || fields().fields.iter().find(|field| field.label == *name);
            let id =
                by_tag.map(|one| one.field).or_else(|| by_key().map(|field| field.id.as_str()));
            if let Some(id) = id {
                known.push((id, name, trim(value)));
            }
        }
        let told = |id: &str| known.iter().find(|one| one.0 == id).map(|one| one.2);
        let year = |text: &str| name::year(&format!("{text}年"));
        let is_other = |own: Option<&str>, told: Option<&str>| matches!((own.and_then(year), told.and_then(year)), (Some(a), Some(b)) if a != b);
        if is_other(self.value("year"), told("year")) {
            let year = told("year").unwrap_or_default();
            let message = say!("文档属性里的报告年度是{}，与标题不同，属性都没有采用", value(year));
            self.findings.push(Finding::new(&NB181, message, NB181.fix));
            return;
        }
        // A date of the signature that the properties do not know is newer than they are.
        let day = |text: &str| Date::parse(text);
        let signed = self
            .entries
            .iter()
            .find(|one| one.from == From::Signature && one.id.starts_with("date"));
        let signed = signed.map(|entry| (entry.id.clone(), day(&entry.value)));
        let dates = ["datePublished", "dateProduced"];
        let mut knows_dates = true;
        if let Some((id, signed)) = signed.clone()
            && !is_page
        {
            let is_told = |id: &&&str| told(id).and_then(day).is_some();
            knows_dates = dates.iter().any(|id| told(id).and_then(day) == signed);
            if knows_dates && dates.iter().filter(is_told).count() > 0 {
                // They say which of the two the signature has.
                self.entries.retain(|entry| entry.id != id || entry.from != From::Signature);
            }
        } else if let Some((id, signed)) = signed
            && let Some(published) = told("datePublished").and_then(day)
            && id == "datePublished"
            && signed.is_some_and(|signed| signed <= published)
        {
            self.entries.retain(|entry| entry.id != id || entry.from != From::Signature);
            if signed != Some(published)
                && let Some(signed) = signed
            {
                self.put(Entry {
                    id: "dateProduced".into(),
                    value: signed.to_string(),
                    from: From::Signature,
                    words: signed.chinese(),
                    source: None,
                });
            }
        }
        for (id, name, value) in known {
            // A time that nobody gave is midnight on pages.
            let value =
                value.strip_suffix(" 00:00:00").or(value.strip_suffix(" 00:00")).unwrap_or(value);
            if id.starts_with("date") && (!knows_dates || Date::parse(value).is_none()) {
                continue;
            }
            if id == "title" {
                continue;
            }
            self.put(Entry {
                id: id.into(),
                value: value.to_owned(),
                from: From::Fact,
                words: format!("{name}：{value}"),
                source: None,
            });
        }
    }

    /// The body, where the signature does not name it, and what need not be said.
    fn settle(&mut self, title: Option<&Line>) {
        let by_title = title.and_then(|title| Some((name::body_of(&title.text)?, title)));
        let tagged =
            self.entries.iter().position(|one| one.id == "agency" && one.from == From::Fact);
        if let (Some((name, title)), true) =
            (&by_title, self.value("agency").is_none() || tagged.is_some())
        {
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
        let year = self.value("year").unwrap_or_default().to_owned();
        let usual = format!("{agency}{year}年政府信息公开工作年度报告");
        self.entries.retain(|one| {
            let is_usual = one.id == "title" && one.value == usual && one.from != From::Set;
            let is_same = one.id == "publisher" && one.value == agency && one.from == From::Head;
            !is_usual && !is_same
        });
    }

    fn say(&mut self, is_page: bool) {
        for id in ["year", "agency", "datePublished"] {
            let Some(entry) = self.entries.iter().find(|entry| entry.id == id) else { continue };
            if entry.from == From::Set {
                continue;
            }
            let key = field_label(id);
            let place = entry.from.name(is_page);
            let words: Message = match entry.words.is_empty() {
                true => place.into(),
                false => say!("{}{}", place, value(shortened(&entry.words))),
            };
            let message = say!("{}取自{}：{}", label(key), words, &entry.value);
            let help = say!("核对；不对的，用 --set {} 指定。", format!("{key}=…"));
            self.findings.push(Finding::new(&NB180, message, help).at(Place::cell(place, 0, 0)));
        }
    }
}
