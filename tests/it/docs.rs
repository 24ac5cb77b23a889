//! What the documents show is what the program says: the commands, and sample outputs.
//!
//! `NIANBAO_BLESS=1 cargo test --release --test it docs` writes them anew.

#[cfg(unix)]
use crate::desk::{Desk, printed};
use std::fs;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a document with what it should be, or writes it.
fn is_current(name: &str, expected: &str) {
    let path = root().join(name);
    if std::env::var_os("NIANBAO_BLESS").is_some_and(|bless| bless == "1") {
        fs::write(&path, expected).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(committed == expected, "{name}: NIANBAO_BLESS=1 cargo test --release --test it docs");
}

#[test]
fn the_page_of_commands_is_that_of_the_command_line() {
    is_current("docs/commands.md", &nianbao::cli::reference::markdown());
}

/// What a terminal shows of a command that is run in a copy of the project's templates.
#[cfg(unix)]
fn output(command: &str) -> String {
    let desk = Desk::new();
    let example = root().join("templates/example-2021.xlsx");
    desk.put("templates/example-2021.xlsx", &fs::read(example).unwrap());
    let arguments = command.strip_prefix("nianbao ").unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec \"$0\" {arguments} 2>&1"), env!("CARGO_BIN_EXE_nianbao")]);
    printed(&shell.current_dir(desk.folder()).output().unwrap())
}

/// The document with the block after each `<!-- output: COMMAND -->` as the command gives it.
#[cfg(unix)]
fn with_outputs(text: &str) -> String {
    const MARK: &str = "<!-- output: ";
    let mut current = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        current.push_str(line);
        current.push('\n');
        let Some(command) = line.strip_prefix(MARK).and_then(|rest| rest.strip_suffix(" -->"))
        else {
            continue;
        };
        let fence = lines.next().unwrap_or_default();
        assert!(fence.starts_with("```"), "{command}: a block follows");
        let old = lines.by_ref().take_while(|line| *line != "```").count();
        assert!(old > 0, "{command}: the block has an end");
        current.push_str(&format!("{fence}\n$ {command}\n{}```\n", output(command)));
    }
    current
}

#[cfg(unix)]
#[test]
fn sample_outputs_are_those_of_the_example() {
    let mut samples = 0;
    for name in ["README.md", "README.en.md", "docs/usage.md", "docs/checks.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap().replace("\r\n", "\n");
        samples += text.matches("<!-- output: ").count();
        is_current(name, &with_outputs(&text));
    }
    assert!(samples >= 2, "both READMEs show what the program says");
}

#[test]
fn readmes_are_short_and_every_link_leads_somewhere() {
    for name in ["README.md", "README.en.md"] {
        let lines = fs::read_to_string(root().join(name)).unwrap().lines().count();
        assert!(lines <= 180, "{name} has {lines} lines");
    }
    let mut pages: Vec<PathBuf> = ["README.md", "README.en.md", "CONTRIBUTING.md", "SECURITY.md"]
        .map(|name| root().join(name))
        .to_vec();
    pages.extend(fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    let mut lost = Vec::new();
    for page in pages.iter().filter(|page| page.extension().is_some_and(|ending| ending == "md")) {
        let text = fs::read_to_string(page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            let is_outside = link.contains("://") || target.is_empty();
            let folder = page.parent().unwrap_or(Path::new(""));
            if !is_outside && !folder.join(target).exists() {
                lost.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}
