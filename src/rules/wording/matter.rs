//! What a sentence counts, requests or something else: `受理投诉896件，办结890件` stays with the
//! complaints until requests are named again.

use super::naming::{is_led, is_plain, named_before, named_behind};
use super::number::Kind;
use super::scope::scope;
use super::sentence::Clause;
use super::talk::{Matter, Talk};
use super::words::{Rank, has, last, opening, words};

/// Units of cases, of which other matters have as many as requests.
const CASES: [char; 7] = ['件', '起', '宗', '例', '份', '封', '个'];

/// What is counted from a number of a clause on; `said` is the sentence before that clause.
pub fn turn(talk: &Talk<'_>, clause: &Clause, index: usize, said: &str, matter: Matter) -> Matter {
    let (Kind::Count(..) | Kind::Vague) = clause.numbers[index].kind else { return matter };
    let (before, after) = (clause.before(index, 0), clause.after(index));
    let requests = opening("requests");
    if has(&before, requests) || has(&after, requests) {
        return Matter::Requests;
    }
    if has(&before, &words().skip.files) && !has(&before, &words().skip.no_files) {
        return Matter::Other;
    }
    // A comparison, or a part of what was just counted.
    if has(&before, &words().skip.time) || before.starts_with("其中") {
        return matter;
    }
    // What bears the name of a figure is known, whatever verb stands before it.
    let named = named_before(talk, &before, &after, said)
        .or_else(|| named_behind(talk, &before, &after, said));
    if let Some(named) = named.filter(|named| named.rank() == Some(Rank::Close)) {
        let is_other = named.quantities.iter().any(|q| matches!(&q.code[..], "NB414" | "NB415"));
        return if is_other && matter == Matter::Open { Matter::Other } else { matter };
    }
    let general = words().quantities.iter().filter(|q| q.rank == Rank::Verb);
    let verb = general
        .filter_map(|q| last(&before, q.words.iter().map(String::as_str), &q.not))
        .max_by_key(|(start, end)| (*end, end - start));
    if let Some((start, end)) = verb {
        let (lead, object) = (&before[..start], &before[end..]);
        let is_own = is_plain(object) && (is_led(lead) || scope(lead, talk.body()).is_some());
        // `提前办结12件` is of the same requests; what `窗口收件` are is not said.
        let is_same = is_own || (is_plain(object) && !is_intake(&before[start..end]));
        return if is_same { matter } else { Matter::Other };
    }
    let is_case = match clause.numbers[index].kind {
        Kind::Count(_, Some(unit)) => CASES.contains(&unit),
        _ => false,
    };
    match is_case && matter == Matter::Open && !is_plain(&before) {
        true => Matter::Other,
        false => matter,
    }
}

/// Whether a verb says that something came in.
fn is_intake(verb: &str) -> bool {
    ["收", "接", "受理", "登记"].iter().any(|word| verb.contains(word)) && verb != "接办"
}
