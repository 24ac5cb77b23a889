//! What the page can ask for.

use crate::draft::Draft;
use crate::wire::Message;
use crate::wish::Wish;
use crate::{faces, form, summary, view};
use nianbao::diag::{Code, page};
use nianbao::model::Forms;
use nianbao::pipeline::{self, codes};
use nianbao::writers::workbook;
use nianbao::{Document, Error, Options};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A request. The first blob is the file it is about, where there is one.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum Request {
    /// A shipped face has come.
    Face { file: String },
    /// The clerk's own faces, in the place of earlier ones.
    OwnFaces,
    /// The official forms, and what the program is.
    Forms,
    /// Reads and checks a file.
    Check {
        name: String,
        #[serde(default)]
        wish: Wish,
        #[serde(default)]
        sheets: bool,
    },
    /// Reads, checks and writes a file.
    Convert {
        name: String,
        #[serde(default)]
        wish: Wish,
    },
    /// Checks what was typed. Its workbook comes back as a blob.
    CheckDraft {
        name: String,
        draft: Draft,
        #[serde(default)]
        wish: Wish,
        #[serde(default)]
        sheets: bool,
    },
    /// Every page of the PDF as a picture.
    Pages {
        name: String,
        #[serde(default)]
        wish: Wish,
    },
    /// The copy with what was found in it marked.
    Mark {
        name: String,
        #[serde(default)]
        wish: Wish,
    },
    /// The blank official workbook.
    Blank { edition: String },
    /// What a code means.
    Rule { code: String },
    /// All codes with their pages.
    Rules,
    /// A list as a workbook: one line a file.
    Summary { rows: Vec<[String; 8]> },
}

/// Answers a request; a panic is an answer, too.
pub fn answer(mut message: Message) -> Message {
    let asked = Value::Object(std::mem::take(&mut message.head));
    let request = match serde_json::from_value::<Request>(without_blobs(asked)) {
        Ok(request) => request,
        Err(error) => return Message::refusal(&error.to_string()),
    };
    let work = AssertUnwindSafe(|| work(request, message));
    match catch_unwind(work) {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => Message::refusal(&error.to_string()),
        Err(_) => Message::refusal("程序在这个文件上出了错，没有得出结果；其他文件不受影响"),
    }
}

/// How long the blobs are is no part of what is asked.
fn without_blobs(mut asked: Value) -> Value {
    if let Value::Object(asked) = &mut asked {
        asked.remove("blobs");
    }
    asked
}

fn work(request: Request, mut message: Message) -> Result<Message, Error> {
    match request {
        Request::Face { file } => {
            faces::put(&file, first(&mut message));
            Ok(Message::of(&json!({})))
        }
        Request::OwnFaces => {
            Ok(Message::of(&json!({ "faces": faces::own(std::mem::take(&mut message.blobs)) })))
        }
        Request::Forms => Ok(Message::of(&json!({
            "version": env!("CARGO_PKG_VERSION"),
            "forms": form::forms(&Options::default()),
        }))),
        Request::Check { name, wish, sheets } => {
            let options = Options { keeps_cells: sheets, ..wish.options(&message)? };
            let document = nianbao::read(&name, first(&mut message), &options)?;
            Ok(Message { head: view::view(&document, &options)?, blobs: Vec::new() })
        }
        Request::Convert { name, wish } => {
            let options = wish.options(&message)?;
            let document = nianbao::read(&name, first(&mut message), &options)?;
            convert(document, &options)
        }
        Request::CheckDraft { name, draft, wish, sheets } => {
            let options = Options { keeps_cells: sheets, ..wish.options(&message)? };
            let bytes = draft.workbook()?;
            let document = nianbao::read(&name, bytes.clone(), &options)?;
            let mut head = view::view(&document, &options)?;
            head.insert("unreadable".into(), json!(draft.unreadable()));
            Ok(Message { head, blobs: vec![bytes] })
        }
        Request::Pages { name, wish } => {
            let options = wish.options(&message)?;
            let document = nianbao::read(&name, first(&mut message), &options)?;
            let pages = pipeline::pages(&document, &options)?;
            let blobs = pages.into_iter().map(String::into_bytes).collect();
            Ok(Message { head: Map::new(), blobs })
        }
        Request::Mark { name, wish } => {
            let options = wish.options(&message)?;
            let document = nianbao::read(&name, first(&mut message), &options)?;
            let findings = nianbao::check(&document, &options)?.findings;
            let marked = pipeline::mark(&document, &findings)?;
            Ok(Message { head: Map::new(), blobs: vec![marked] })
        }
        Request::Blank { edition } => {
            let edition = Forms::shipped().find(&edition);
            let edition = edition.unwrap_or(Forms::shipped().newest().edition());
            Ok(Message { head: Map::new(), blobs: vec![workbook::blank(edition)?] })
        }
        Request::Rule { code } => {
            let code = codes().find(&code).ok_or_else(|| Error::Usage(codes().unknown(&code)))?;
            Ok(Message::of(&json!({
                "code": code.id,
                "title": code.title,
                "parts": page::parts(code, Forms::shipped()),
            })))
        }
        Request::Rules => {
            let page =
                |code: &Code| json!([code.id, code.title, page::parts(code, Forms::shipped())]);
            Ok(Message::of(&json!({ "rules": codes().all().map(page).collect::<Value>() })))
        }
        Request::Summary { rows } => {
            Ok(Message { head: Map::new(), blobs: vec![summary::workbook(&rows)?] })
        }
    }
}

fn first(message: &mut Message) -> Vec<u8> {
    message.blobs.first_mut().map(std::mem::take).unwrap_or_default()
}

fn convert(document: Document, options: &Options) -> Result<Message, Error> {
    let converted = nianbao::convert(document, options)?;
    let mut head = view::judged(&converted.document, &converted.checked);
    let endings: Vec<&str> = converted.outputs.iter().map(|output| &*output.ending).collect();
    head.insert("endings".into(), json!(endings));
    let blobs = converted.outputs.into_iter().map(|output| output.bytes).collect();
    Ok(Message { head, blobs })
}
