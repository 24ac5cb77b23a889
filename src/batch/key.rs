//! What the outputs of a workbook depend on, as one hash: its bytes and its name, every
//! option that shows in them, the files these name, and the version of this program.

use crate::cli::args::{ConvertArgs, FormArgs};
use crate::error::Error;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The part that is the same for all workbooks of a run.
#[derive(Debug, Clone)]
pub struct OptionsKey(String);

impl OptionsKey {
    /// That of these options.
    ///
    /// # Errors
    /// [`Error::Read`] when a file of theirs cannot be read.
    pub fn of(args: &ConvertArgs) -> Result<OptionsKey, Error> {
        // Every option is named here, so that a new one cannot be forgotten.
        let ConvertArgs {
            to,
            allow_errors,
            font_dir,
            pdf_standard,
            pdf_template,
            attach,
            profile,
            html_fragment,
            docx_template,
            docx_styles,
            docx_profile,
            portal_strict,
            mapping,
            forms: FormArgs { form },
            workbooks: _,
            output: _,
            strict: _,
            quiet: _,
            jobs: _,
            shard: _,
            summary: _,
            resume: _,
            base_url: _,
            note: _,
            date: _,
        } = args;
        let mut formats = to.clone();
        formats.sort_unstable();
        formats.dedup();
        let mut hash = Sha256::new();
        hash.update(format!(
            "{} {} {:?}",
            env!("CARGO_PKG_VERSION"),
            cfg!(feature = "fandol"),
            (
                formats,
                allow_errors,
                pdf_standard,
                attach,
                html_fragment,
                portal_strict,
                docx_profile
            )
        ));
        for path in [font_dir, pdf_template, profile, docx_template, docx_styles] {
            match path {
                Some(path) => add(&mut hash, path)?,
                None => hash.update("-"),
            }
        }
        for paths in [mapping, form] {
            hash.update(format!("{}:", paths.len()));
            for path in paths {
                add(&mut hash, path)?;
            }
        }
        Ok(OptionsKey(hex(&hash.finalize())))
    }

    /// The key of one workbook.
    pub fn with(&self, workbook: &Path, bytes: &[u8]) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.0);
        hash.update(workbook.file_name().unwrap_or_default().as_encoded_bytes());
        hash.update(Sha256::digest(bytes));
        hex(&hash.finalize())
    }
}

/// A file, or all files below a folder by name and content.
fn add(hash: &mut Sha256, path: &Path) -> Result<(), Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    if !path.is_dir() {
        hash.update(Sha256::digest(std::fs::read(path).map_err(failed)?));
        return Ok(());
    }
    let entries = std::fs::read_dir(path).map_err(failed)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    paths.sort();
    hash.update(format!("{}:", paths.len()));
    for path in paths {
        let name = path.file_name().unwrap_or_default();
        hash.update(Sha256::digest(name.as_encoded_bytes()));
        // A link may lead back up; whoever changes what it points at can leave out --resume.
        if path.is_symlink() && path.is_dir() {
            continue;
        }
        add(hash, &path)?;
    }
    Ok(())
}

/// SHA-256 in hexadecimal.
pub fn fingerprint(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: ConvertArgs,
    }

    fn key(options: &str) -> String {
        let line =
            Line::parse_from(["convert", "a.xlsx"].into_iter().chain(options.split_whitespace()));
        OptionsKey::of(&line.args).unwrap().with(Path::new("a.xlsx"), b"bytes")
    }

    #[test]
    fn what_does_not_show_in_the_outputs_changes_no_key() {
        let plain = key("");
        for same in ["-q", "--strict", "--jobs 3", "-o x --resume", "--to xml,pdf,docx,pdf"] {
            assert_eq!(key(same), plain, "{same}");
        }
        for other in
            ["--to pdf", "--allow-errors", "--pdf-standard a-2b", "--attach", "--portal-strict"]
        {
            assert_ne!(key(other), plain, "{other}");
        }
        let options = OptionsKey("x".into());
        assert_ne!(options.with(Path::new("a"), b"1"), options.with(Path::new("a"), b"2"));
        assert_ne!(options.with(Path::new("a"), b"1"), options.with(Path::new("b"), b"1"));
    }

    #[test]
    fn a_file_of_the_template_counts_with_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let option = format!("--pdf-template {}", folder.path().display());
        std::fs::write(folder.path().join("report.typ"), "a").unwrap();
        let before = key(&option);
        std::fs::write(folder.path().join("report.typ"), "b").unwrap();
        assert_ne!(key(&option), before);
    }
}
