//! The drawn structure is the real one: a room uses only rooms on lower floors, and no two
//! files need each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, lowest floor first. Rooms of one floor do not use each other.
const FLOORS: &[&[&str]] = &[
    &["error", "model", "text"],
    &["diag", "formats", "publication"],
    &["payload"],
    &["reader", "sum", "diff"],
    &["rules", "writers"],
    &["deliver"],
    &["pipeline"],
    &["batch"],
    &["cli"],
];

/// Neighbours on one floor that one of them may use: what a workbook's words are is `text`'s
/// to say to `model`, which refuses a form with an error, and errors name no document.
const NEIGHBOURS: &[(&str, &str)] = &[("model", "text"), ("model", "error"), ("diag", "error")];

/// Every source file with the modules it uses, as paths from the crate's root.
fn uses() -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut modules: BTreeMap<Vec<String>, String> = BTreeMap::new();
    for file in files {
        let below = file.strip_prefix(&root).unwrap().with_extension("");
        let mut module: Vec<String> =
            below.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        // Files of unit tests may look up: what they need as input is made there.
        let is_test = module.iter().any(|part| part == "tests" || part == "samples");
        if !is_test {
            modules.insert(module, fs::read_to_string(file).unwrap());
        }
    }
    let known: BTreeSet<Vec<String>> = modules.keys().cloned().collect();
    let used = |(module, text): (&Vec<String>, &String)| {
        let found = paths(text)
            .into_iter()
            .filter_map(|path| absolute(module, &path))
            .filter_map(|path| owner(&known, path))
            .filter(|other| other != module)
            .collect();
        (module.clone(), found)
    };
    modules.iter().map(used).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// Every path that begins with `crate` or `super`, in `use` lines and elsewhere. Comments and
/// tests inside the file are left out: a test may look up.
fn paths(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '$')) {
                continue;
            }
            expand(&code[at..], "", &mut found);
        }
    }
    found
}

/// The flat paths of a tree such as `a::{b, c::{d, e}}`; gives the length of what it read.
fn expand(text: &str, prefix: &str, found: &mut Vec<String>) -> usize {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let path = format!("{prefix}{}", &text[..end]);
    if !path.ends_with("::") || !text[end..].starts_with('{') {
        found.push(path.trim_end_matches(':').to_owned());
        return end;
    }
    let mut at = end + 1;
    loop {
        at += text[at..].find(|c: char| !c.is_whitespace() && c != ',').unwrap_or(0);
        if text[at..].starts_with('}') {
            return at + 1;
        }
        let length = expand(&text[at..], &path, found);
        at += length;
        // `as name`, `*`: nothing of ours.
        at += text[at..].find([',', '}']).unwrap_or(text.len() - at);
    }
}

fn absolute(module: &[String], path: &str) -> Option<Vec<String>> {
    let mut parts: Vec<&str> = path.split("::").collect();
    let mut base: Vec<String> = match parts[0] {
        "crate" => Vec::new(),
        _ => module.to_vec(),
    };
    if parts[0] == "crate" {
        parts.remove(0);
    }
    while parts.first() == Some(&"super") {
        base.pop()?;
        parts.remove(0);
    }
    base.extend(parts.into_iter().filter(|part| !part.is_empty()).map(str::to_owned));
    Some(base)
}

/// The module that a path leads into.
fn owner(known: &BTreeSet<Vec<String>>, mut path: Vec<String>) -> Option<Vec<String>> {
    while !known.contains(&path) {
        path.pop()?;
    }
    (!path.is_empty() && path != ["lib"]).then_some(path)
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

#[test]
fn every_room_stands_on_a_floor() {
    for module in uses().into_keys() {
        let room = &module[0];
        assert!(floor(room).is_some() || room == "lib" || room == "main", "{room} has no floor");
    }
}

#[test]
fn a_room_uses_only_rooms_on_lower_floors() {
    let mut wrong = Vec::new();
    for (module, used) in uses() {
        let Some(own) = floor(&module[0]) else { continue };
        for other in used {
            let Some(theirs) = floor(&other[0]) else { continue };
            let is_neighbour = NEIGHBOURS.contains(&(&*module[0], &*other[0]));
            if module[0] != other[0] && theirs >= own && !is_neighbour {
                wrong.push(format!("{} uses {}", module.join("::"), other.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_two_files_need_each_other() {
    let uses = uses();
    let mut wrong = Vec::new();
    for (module, used) in &uses {
        for other in used {
            // A folder's own file gathers its parts, and these take from it what they share.
            let is_folder = module.starts_with(other) || other.starts_with(module);
            let is_back = uses.get(other).is_some_and(|back| back.contains(module));
            if module < other && is_back && !is_folder {
                wrong.push(format!("{} ⇄ {}", module.join("::"), other.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
