//! The files under `templates` hold no key that the program passes over: what it reads them
//! into refuses any other key, and every key that it knows is used.

use nianbao::model::Forms;
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Files whose types are written and read by the same program, and by nobody else.
const OUR_OWN: &[&str] = &[
    "batch/child.rs",
    "batch/manifest.rs",
    "batch/summary/mod.rs",
    "diag/message.rs",
    "model/area.rs",
    "reader/grid.rs",
    "reader/guard/note.rs",
    "reader/open/mod.rs",
];

/// The name that no file has.
const STRANGE: &str = "strange-key";

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
            found.push((path, code));
        }
    }
}

/// A type that is read from somebody's file: where it stands, what stands above it, its lines.
struct ReadType {
    name: String,
    attributes: String,
    fields: Vec<String>,
}

fn read_types() -> (Vec<ReadType>, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut types = Vec::new();
    for (path, code) in &files {
        let below = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        if OUR_OWN.contains(&&*below) {
            continue;
        }
        for (at, _) in code.match_indices("#[derive(") {
            let end = code[at..].find("\n}").map_or(code.len(), |end| at + end);
            let (head, body) = code[at..end].split_once(" {\n").unwrap_or_default();
            let (attributes, name) = head.rsplit_once('\n').unwrap_or_default();
            if !attributes.lines().next().is_some_and(|derived| derived.contains("Deserialize")) {
                continue;
            }
            let is_field = |line: &&str| line.starts_with("    ") && !line.starts_with("     ");
            let field = |line: &str| {
                let (name, _) = line.trim().trim_start_matches("pub").split_once(": ")?;
                Some(name.trim_start_matches("(super)").trim().to_owned())
            };
            let lines = body.lines().filter(is_field);
            let fields = lines.filter(|line| !line.trim().starts_with(['/', '#']));
            let is_struct = name.contains("struct ");
            types.push(ReadType {
                name: format!("{below}: {name}"),
                attributes: attributes.to_owned(),
                fields: fields.filter_map(field).filter(|_| is_struct).collect(),
            });
        }
    }
    (types, files.into_iter().map(|(_, code)| code).collect())
}

#[test]
fn what_is_read_from_a_file_refuses_a_key_it_does_not_know() {
    let (types, _) = read_types();
    assert!(types.len() > 20, "{} types found", types.len());
    let is_open = |one: &&ReadType| {
        let refuses = one.attributes.contains("deny_unknown_fields");
        !refuses && !one.attributes.contains("try_from") && !one.fields.is_empty()
    };
    let open: Vec<&String> = types.iter().filter(is_open).map(|one| &one.name).collect();
    assert!(open.is_empty(), "{open:#?}");
}

#[test]
fn every_key_that_is_read_is_used() {
    let (types, code) = read_types();
    let is_used = |field: &str| {
        code.match_indices(&format!(".{field}")).any(|(at, found)| {
            let next = code[at + found.len()..].chars().next();
            !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '('))
        })
    };
    let fields = types.iter().flat_map(|one| one.fields.iter().map(move |field| (one, field)));
    let unused: Vec<String> = fields
        .filter(|(_, field)| !is_used(field))
        .map(|(one, field)| format!("{} {field}", one.name))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

/// The same file, once for each of its tables, with a strange key in that table.
fn planted(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Table(table) => {
            let mut own = table.clone();
            own.insert(STRANGE.into(), 1.into());
            all.push(Value::Table(own));
            for (key, inner) in table {
                for inner in planted(inner) {
                    let mut own = table.clone();
                    own.insert(key.clone(), inner);
                    all.push(Value::Table(own));
                }
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                for inner in planted(inner) {
                    let mut own = items.clone();
                    own[at] = inner;
                    all.push(Value::Array(own));
                }
            }
        }
        _ => {}
    }
    all
}

#[test]
fn an_added_edition_with_a_strange_key_anywhere_is_refused_by_its_name() {
    let form: Table = include_str!("../forms/2031.toml").parse().unwrap();
    let all = planted(&Value::Table(form));
    assert!(all.len() > 50, "{} tables", all.len());
    for file in all {
        let text = toml::to_string(&file).unwrap();
        let refused = Forms::with(&[("新版.toml".into(), text.clone().into_bytes())]);
        let sentence = refused.expect_err(&text).to_string();
        let is_named = sentence.contains("新版.toml") && sentence.contains(STRANGE);
        assert!(is_named && sentence.contains("不认识的键"), "{sentence}\n{text}");
    }
}
