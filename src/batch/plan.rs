//! What a run is going to do, worked out before any work starts: which workbooks, where the
//! outputs of each go, and which cannot be converted because their names do not allow it.

use super::load::is_same_file;
use super::names::{is_feed, is_too_long, likeness, portable, slashed};
use super::options::Options;
use super::walk::{Contents, named};
use crate::error::Error;
use crate::pipeline::Format;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One workbook and where its outputs go.
#[derive(Debug, Clone)]
pub struct Item {
    /// The workbook.
    pub workbook: PathBuf,
    /// Its outputs below the output folder, without ending, with `/` on every system.
    pub name: String,
    /// The path of its outputs without ending.
    pub stem: PathBuf,
    /// Why it cannot be converted.
    pub hindrance: Option<String>,
}

/// A whole run.
#[derive(Debug, Default)]
pub struct Plan {
    /// Workbooks in the order of the command line, in folders in the order of their paths.
    pub items: Vec<Item>,
    /// Files of the folders that are passed over, in words.
    pub passed_over: Vec<String>,
    /// How many files are hidden.
    pub hidden: usize,
    /// Whether a folder was walked.
    pub has_folder: bool,
}

impl Plan {
    /// The plan of these options.
    ///
    /// # Errors
    /// [`Error::Usage`] when the output folder is a file, a folder is given without it, or,
    /// without folders, two workbooks would write the same file.
    pub fn of(options: &Options) -> Result<Plan, Error> {
        let output = options.output.as_deref();
        if let Some(folder) = output.filter(|folder| folder.is_file()) {
            return Err(Error::Usage(format!(
                "输出文件夹“{}”是一个文件，请换一个名字",
                folder.display()
            )));
        }
        let folders = options.workbooks.iter().filter(|path| path.is_dir()).count();
        if let (Some(folder), None) = (options.workbooks.iter().find(|path| path.is_dir()), output)
        {
            return Err(Error::Usage(format!(
                "“{}”是文件夹，请用 -o 写明结果放在哪个文件夹",
                folder.display()
            )));
        }
        let mut plan = Plan { has_folder: folders > 0, ..Plan::default() };
        for path in &options.workbooks {
            if path.is_dir() {
                plan.add_folder(path, options, folders > 1);
            } else {
                plan.add_file(path, output)?;
            }
        }
        if plan.has_folder {
            refuse_loop(options)?;
            plan.drop_repeated();
        }
        plan.find_clashes(&options.settings.formats)?;
        plan.check_places(output);
        if let Some(shard) = options.shard {
            plan.items.retain(|item| shard.holds(&item.name));
            if shard.number > 1 {
                // The first tells of them for all.
                plan.passed_over.clear();
                plan.hidden = 0;
            }
        }
        Ok(plan)
    }

    /// The folders that outputs go to, each once.
    pub fn folders(&self) -> BTreeSet<&Path> {
        self.items.iter().filter_map(|item| item.stem.parent()).collect()
    }

    fn add_file(&mut self, path: &Path, output: Option<&Path>) -> Result<(), Error> {
        let Some(stem) = path.file_stem() else {
            return Err(Error::Usage(format!("“{}”不是文件名", path.display())));
        };
        let (folder, name) = match output {
            Some(folder) => (folder, portable(&stem.to_string_lossy(), false)),
            None => (path.parent().unwrap_or(Path::new("")), String::new()),
        };
        let stem = if name.is_empty() { folder.join(stem) } else { folder.join(&name) };
        let workbook = path.to_owned();
        self.items.push(Item { workbook, name, stem, hindrance: None });
        Ok(())
    }

    /// Everything in a folder; among several, each keeps its own name in the output.
    fn add_folder(&mut self, folder: &Path, options: &Options, is_one_of_several: bool) {
        let output = options.output.as_deref().unwrap_or(Path::new(""));
        let except = [Some(output), options.summary.as_deref()];
        let except: Vec<PathBuf> =
            except.iter().flatten().filter_map(|path| path.canonicalize().ok()).collect();
        let found = Contents::walk(folder, &except);
        let mut top = PathBuf::new();
        if is_one_of_several {
            let named = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
            let named = named.file_name().unwrap_or_default().to_string_lossy();
            top.push(portable(&named, true));
        }
        let item = |below: &Path, hindrance| {
            let mut name = top.clone();
            let parts = below.parent().into_iter().flat_map(Path::components);
            name.extend(parts.map(|part| portable(&part.as_os_str().to_string_lossy(), true)));
            let stem = below.file_stem().unwrap_or_default().to_string_lossy();
            name.push(portable(&stem, false));
            let stem = output.join(&name);
            Item { workbook: folder.join(below), name: slashed(&name), stem, hindrance }
        };
        self.items.extend(found.workbooks.iter().map(|path| item(path, None)));
        self.items
            .extend(found.closed.into_iter().map(|(path, why)| item(&path, Some(why.to_string()))));
        self.hidden += found.hidden;
        self.passed_over.extend(
            found
                .others
                .iter()
                .map(|(path, why)| named(&folder.join(path).display().to_string(), why)),
        );
    }

    /// A workbook reached twice is converted once.
    fn drop_repeated(&mut self) {
        let mut seen = BTreeSet::new();
        self.items.retain(|item| match item.workbook.canonicalize() {
            Ok(path) => seen.insert(path),
            Err(_) => true,
        });
    }

    /// Outputs that would meet: an error when every workbook was named one by one, and else
    /// the end of the matter for these alone.
    fn find_clashes(&mut self, formats: &[Format]) -> Result<(), Error> {
        let mut files: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut folders: BTreeMap<String, &Path> = BTreeMap::new();
        for (index, item) in self.items.iter().enumerate() {
            // Stems alone do not tell: `a.poster.pdf` is the picture of `a` and the report of
            // `a.poster`.
            for format in formats {
                let path = item.stem.with_added_extension(format.ending());
                files.entry(likeness(&path)).or_default().insert(index);
            }
            for folder in item.stem.ancestors().skip(1) {
                if folders.insert(likeness(folder), folder).is_some() {
                    break;
                }
            }
        }
        let mut hindered = Vec::new();
        let clashes: BTreeSet<_> =
            files.into_values().filter(|indices| indices.len() > 1).collect();
        for indices in &clashes {
            let names: Vec<String> = indices
                .iter()
                .map(|index| format!("“{}”", self.items[*index].workbook.display()))
                .collect();
            if !self.has_folder {
                return Err(Error::Usage(format!(
                    "{}和{}会生成同名文件，请改名或分开转换",
                    names[0], names[1]
                )));
            }
            let sentence = format!("{}会生成同名文件，都没有转换，请改名后重试", names.join("和"));
            hindered.extend(indices.iter().map(|index| (*index, sentence.clone())));
        }
        for (index, item) in self.items.iter().enumerate() {
            let name = item.stem.file_name().unwrap_or_default().to_string_lossy();
            if formats.contains(&Format::Xml) && is_feed(&name) {
                let sentence =
                    "feed.xml 是供门户收取的报告清单，工作簿不要用这个名字，请改名后重试";
                hindered.push((index, sentence.into()));
            }
            for format in formats {
                let path = item.stem.with_added_extension(format.ending());
                if is_same_file(&path, &item.workbook) {
                    let name = item.workbook.display();
                    hindered.push((
                        index,
                        format!(
                            "生成的 {format} 会盖掉正在转换的“{name}”，没有转换；请用 -o 写明别的文件夹，或用 --to 选别的格式"
                        ),
                    ));
                }
                if let Some(folder) = folders.get(&likeness(&path)) {
                    let folder = folder.display();
                    hindered
                        .push((index, format!("生成的文件会与文件夹“{folder}”同名，请改名后重试")));
                }
            }
        }
        for (index, sentence) in hindered {
            self.items[index].hindrance.get_or_insert(sentence);
        }
        Ok(())
    }

    /// Paths that are too long, and those that a link would lead out of the output folder.
    fn check_places(&mut self, output: Option<&Path>) {
        let output = output.map(resolved);
        let mut inside: BTreeMap<PathBuf, bool> = BTreeMap::new();
        for item in &mut self.items {
            if is_too_long(&item.stem.with_added_extension("xlsx")) {
                let sentence = "输出文件的名字或路径太长，请缩短工作簿或文件夹的名字";
                item.hindrance.get_or_insert(sentence.into());
            }
            let (Some(output), Some(folder)) = (&output, item.stem.parent()) else { continue };
            let is_inside = *inside
                .entry(folder.to_owned())
                .or_insert_with(|| resolved(folder).starts_with(output));
            if !is_inside {
                let folder = folder.display();
                let sentence = format!("“{folder}”是通向输出文件夹之外的链接，不写到那里");
                item.hindrance.get_or_insert(sentence);
            }
        }
    }
}

/// Workbooks that are written to the folder they come from would be read the next time.
fn refuse_loop(options: &Options) -> Result<(), Error> {
    let output = options.output.as_deref().map(resolved);
    let is_output = |folder: &&PathBuf| folder.is_dir() && Some(resolved(folder)) == output;
    match options.workbooks.iter().find(is_output) {
        Some(folder) if options.settings.formats.contains(&Format::Xlsx) => {
            Err(Error::Usage(format!(
                "“{}”既放着工作簿，又是输出文件夹，生成的工作簿会混在里面；请用 -o 另写一个文件夹",
                folder.display()
            )))
        }
        _ => Ok(()),
    }
}

/// The path without links, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = whole.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    match existing {
        Some((part, real)) => match whole.strip_prefix(part) {
            Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
            _ => real,
        },
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{Settings, Shard};
    use crate::diag::Style;
    use std::fs;

    /// A folder with these files in `in`, and its plan to `out`.
    fn plan(files: &[&str]) -> (tempfile::TempDir, Plan) {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("in");
        fs::create_dir_all(&source).unwrap();
        for file in files {
            let path = source.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let plan = plan_of(&folder, &["in"], None).unwrap();
        (folder, plan)
    }

    fn plan_of(
        folder: &tempfile::TempDir,
        inputs: &[&str],
        shard: Option<Shard>,
    ) -> Result<Plan, Error> {
        Plan::of(&options(folder, inputs, shard))
    }

    fn options(folder: &tempfile::TempDir, inputs: &[&str], shard: Option<Shard>) -> Options {
        Options {
            workbooks: inputs.iter().map(|input| folder.path().join(input)).collect(),
            output: Some(folder.path().join("out")),
            settings: Settings { formats: vec![Format::Docx], ..Settings::default() },
            jobs: None,
            shard,
            summary: None,
            resume: false,
            force: false,
            strict: false,
            quiet: false,
            tells_findings: true,
            style: Style::PLAIN,
            feed: None,
        }
    }

    fn names(plan: &Plan) -> Vec<(&str, bool)> {
        plan.items.iter().map(|item| (item.name.as_str(), item.hindrance.is_some())).collect()
    }

    #[test]
    fn the_structure_of_a_folder_is_kept() {
        let (folder, plan) = plan(&["a.xlsx", "县区/b.xls", "县区/乡镇/c.et"]);
        assert_eq!(names(&plan), [("a", false), ("县区/b", false), ("县区/乡镇/c", false)]);
        assert_eq!(plan.items[1].stem, folder.path().join("out/县区/b"));
    }

    #[test]
    fn several_folders_keep_their_names_and_nothing_is_done_twice() {
        let (folder, _) = plan(&["甲/a.xlsx", "乙/a.xlsx"]);
        let plan = plan_of(&folder, &["in/甲", "in/乙", "in/甲/a.xlsx"], None).unwrap();
        assert_eq!(names(&plan), [("甲/a", false), ("乙/a", false)]);
    }

    #[test]
    fn those_that_would_meet_are_left_and_the_others_converted() {
        let files = ["a.xls", "a.xlsx", "B.xlsx", "b.et", "c.xlsx", "d.xlsx", "d.docx/e.xlsx"];
        let (_folder, plan) = plan(&files);
        let hindered: Vec<&str> =
            names(&plan).into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
        assert_eq!(hindered, ["B", "a", "a", "b", "d"]);
        let sentence = plan.items[1].hindrance.as_deref().unwrap();
        assert!(sentence.contains("a.xls”和“") && sentence.contains("a.xlsx”"), "{sentence}");
    }

    #[test]
    fn a_picture_does_not_take_the_place_of_a_report() {
        let (folder, plan) = plan(&["a.xlsx", "a.poster.xlsx"]);
        assert_eq!(names(&plan), [("a.poster", false), ("a", false)]);
        let mut options = options(&folder, &["in"], None);
        options.settings.formats = vec![Format::Pdf, Format::Poster];
        let plan = Plan::of(&options).unwrap();
        assert_eq!(names(&plan), [("a.poster", true), ("a", true)]);
    }

    #[test]
    fn a_workbook_does_not_take_the_place_of_a_feed() {
        let (folder, _) = plan(&["Feed.xlsx", "SHA256SUMS.xlsx", "xsd.xlsx", "子/feed.xls"]);
        let mut options = options(&folder, &["in"], None);
        options.settings.formats.push(Format::Xml);
        let plan = Plan::of(&options).unwrap();
        let expected = [("Feed", true), ("SHA256SUMS", false), ("xsd", false), ("子/feed", true)];
        assert_eq!(names(&plan), expected);
    }

    #[test]
    fn named_one_by_one_they_are_an_error() {
        let (folder, _) = plan(&["a.xls", "A.xlsx"]);
        let error = plan_of(&folder, &["in/a.xls", "in/A.xlsx"], None).unwrap_err();
        assert!(error.to_string().contains("同名"));
    }

    #[cfg(unix)]
    #[test]
    fn outputs_get_names_that_windows_takes_and_stay_in_their_folder() {
        let (folder, first) = plan(&["CON.xlsx", "a:b.xlsx", "x. /y.xlsx", "link/z.xlsx"]);
        let found: Vec<&str> = names(&first).into_iter().map(|(name, _)| name).collect();
        assert_eq!(found, ["_CON", "a_b", "link/z", "x_/y"]);
        fs::create_dir(folder.path().join("out")).unwrap();
        std::os::unix::fs::symlink("/", folder.path().join("out/link")).unwrap();
        let second = plan_of(&folder, &["in"], None).unwrap();
        let hindered: Vec<_> =
            second.items.iter().filter(|item| item.hindrance.is_some()).collect();
        assert_eq!(hindered.len(), 1);
        assert!(hindered[0].hindrance.as_deref().unwrap().contains("链接"));
    }

    #[test]
    fn the_shards_of_a_run_do_everything_once() {
        let files: Vec<String> = (0..60).map(|number| format!("{number}.xlsx")).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let (folder, whole) = plan(&files);
        let mut together: Vec<String> = Vec::new();
        for shard in ["1/3", "2/3", "3/3"] {
            let part = plan_of(&folder, &["in"], Some(shard.parse().unwrap())).unwrap();
            assert!((8..=32).contains(&part.items.len()), "{shard}: {}", part.items.len());
            together.extend(part.items.into_iter().map(|item| item.name));
        }
        together.sort();
        let mut expected: Vec<String> = whole.items.into_iter().map(|item| item.name).collect();
        expected.sort();
        assert_eq!(together, expected);
        for wrong in ["0/3", "4/3", "1", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
