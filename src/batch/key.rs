//! What the outputs of a workbook depend on, as one hash: its bytes and its name, every
//! option that shows in them, the files these name, and the version of this program.

use super::Settings;
use crate::error::Error;
use crate::formats::digest::hex;
use crate::pipeline::Format;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The part that is the same for all workbooks of a run.
#[derive(Debug, Clone)]
pub struct OptionsKey(String);

impl OptionsKey {
    /// That of these settings.
    ///
    /// # Errors
    /// [`Error::Read`] when a file of theirs cannot be read.
    pub fn of(settings: &Settings) -> Result<OptionsKey, Error> {
        // Every setting is named here, so that a new one cannot be forgotten.
        let Settings {
            formats,
            html_fragment,
            allow_errors,
            verbose: _,
            font_dir,
            docx_template,
            docx_styles,
            docx_profile,
            pdf_standard,
            pdf_template,
            poster_template,
            previous,
            ofd_standard,
            attach,
            mappings,
            portal_strict,
            profile,
            sets,
            forms,
        } = settings;
        let formats: BTreeSet<Format> = formats.iter().copied().collect();
        let mut hash = Sha256::new();
        hash.update(format!(
            "{} {} {:?}",
            env!("CARGO_PKG_VERSION"),
            cfg!(feature = "fandol"),
            (
                formats,
                allow_errors,
                pdf_standard,
                ofd_standard,
                attach,
                html_fragment,
                portal_strict,
                docx_profile,
                sets
            )
        ));
        for path in [font_dir, pdf_template, poster_template, profile, docx_template, docx_styles] {
            match path {
                Some(path) => add(&mut hash, path)?,
                None => hash.update("-"),
            }
        }
        for paths in [mappings, forms, previous] {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::Attach;
    use crate::writers::{docx, ofd};

    fn key(settings: &Settings) -> String {
        OptionsKey::of(settings).unwrap().with(Path::new("a.xlsx"), b"bytes")
    }

    #[test]
    fn what_shows_in_the_outputs_changes_the_key() {
        let plain = Settings { formats: vec![Format::Pdf, Format::Xml], ..Settings::default() };
        let twice = vec![Format::Xml, Format::Pdf, Format::Pdf];
        assert_eq!(key(&Settings { formats: twice, ..plain.clone() }), key(&plain));
        for other in [
            Settings { formats: vec![Format::Pdf], ..plain.clone() },
            Settings { allow_errors: true, ..plain.clone() },
            Settings { pdf_standard: Some("a-2b".into()), ..plain.clone() },
            Settings { attach: Attach::Xml, ..plain.clone() },
            Settings { ofd_standard: ofd::Standard::Ofd, ..plain.clone() },
            Settings { portal_strict: true, ..plain.clone() },
            Settings { docx_profile: docx::Profile::Gbt33476, ..plain.clone() },
        ] {
            assert_ne!(key(&other), key(&plain), "{other:?}");
        }
        let options = OptionsKey("x".into());
        assert_ne!(options.with(Path::new("a"), b"1"), options.with(Path::new("a"), b"2"));
        assert_ne!(options.with(Path::new("a"), b"1"), options.with(Path::new("b"), b"1"));
    }

    #[test]
    fn a_file_of_the_template_counts_with_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let pdf_template = Some(folder.path().to_owned());
        let settings = Settings { pdf_template, ..Settings::default() };
        std::fs::write(folder.path().join("report.typ"), "a").unwrap();
        let before = key(&settings);
        std::fs::write(folder.path().join("report.typ"), "b").unwrap();
        assert_ne!(key(&settings), before);
    }
}
