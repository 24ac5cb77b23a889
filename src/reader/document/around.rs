//! What stands around a report and is no part of it: the head of a letter, and what follows
//! the signature.

use super::flow::Block;
use super::identity::{Entry, From, Identity, NB188};
use super::name;
use super::region::{is_foot, is_page_word};
use crate::diag::{Finding, Message, number, say, value};
use crate::model::form::fields;
use crate::text::clean::trim;
use crate::text::ellipsis::shortened;
use crate::text::label::fold;

impl Identity {
    /// Takes out what stands above the title of an official letter: whose letter it is, its
    /// number, and that it is an annex.
    pub fn letterhead(&mut self, opening: &mut Vec<Block>, title_at: usize) {
        let mut at = 0;
        opening.retain(|block| {
            at += 1;
            let Some(line) = block.line().filter(|_| at <= title_at) else { return true };
            let text = fold(&line.text);
            let number = text.strip_suffix('号').and_then(|text| text.rsplit_once(')'));
            if number.is_some_and(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit())) {
                self.put(Entry {
                    id: "docNumber".into(),
                    value: trim(&line.text).to_owned(),
                    from: From::Head,
                    words: line.text.clone(),
                    source: Some(line.source),
                });
                return false;
            }
            let annex = text.strip_prefix(&*fields().annex_word);
            let annex = annex.map(|rest| rest.trim_end_matches([':', '.']));
            let is_annex = annex.is_some_and(|rest| {
                rest.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            });
            !(is_annex || (text.ends_with("文件") && name::is_body(text.trim_end_matches("文件"))))
        });
    }

    /// Says what stands behind the signature and is no part of the report. A page has much
    /// there that nobody misses.
    pub fn behind(&mut self, blocks: &[Block], is_page: bool) {
        let is_said = |block: &&Block| {
            !is_page
                || block.line().is_none_or(|line| line.text.contains('。') && !is_page_word(block))
        };
        let texts = blocks.iter().filter(is_said).map(Block::first_words);
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        let Some(at) = self.entries.iter().rposition(|one| one.from == From::Signature) else {
            return;
        };
        if !texts.is_empty() {
            let message = say!("落款以后的文字没有读取：{}", named(&texts));
            let finding = Finding::new(&NB188, message, NB188.fix);
            self.findings.push(finding.at(self.place(at, is_page)));
        }
    }

    /// Says which lines below the last sentence of a page, where nobody signed, are taken for
    /// no part of the report; `told` are those that a key begins.
    pub fn below_text(&mut self, foot: &[Block], told: impl Iterator<Item = String>) {
        let texts = foot.iter().filter(|block| !is_foot(block)).map(Block::first_words);
        let texts: Vec<String> = told.chain(texts).filter(|text| !text.is_empty()).collect();
        if !texts.is_empty() {
            let message = say!("网页上最后一句话以后的文字没有读取：{}", named(&texts));
            let help = "属于报告的，在句末加上句号；不属于的，不用处理。";
            self.findings.push(Finding::new(&NB188, message, help));
        }
    }
}

/// The first of several texts, and how many there are.
fn named(texts: &[String]) -> Message {
    const NAMED: usize = 3;
    let first = texts.iter().take(NAMED).map(|text| value(shortened(text)));
    let mut message = Message::join(first, "、");
    if texts.len() > NAMED {
        message.push(say!("，等共 {} 段", number(texts.len())));
    }
    message
}
