//! `judge-ofd-core DPI FOLDER FILE…`: what ofd-core finds wrong with each file, a line each, and
//! every page of `NAME.ofd` as `FOLDER/NAME-1.png` and so on.

use ofd_core::OfdReader;
use ofd_core::render::RenderOptions;
use ofd_core::verify::check_path;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dpi, folder, files @ ..] = &arguments[..] else { panic!("DPI FOLDER FILE…") };
    let options = RenderOptions::with_dpi(dpi.parse().expect("a number"));
    for file in files {
        match pages(Path::new(file), Path::new(folder), &options) {
            Ok(count) => println!("{file}\t{count} pages"),
            Err(problem) => println!("{file}\tPROBLEM\t{problem}"),
        }
    }
}

fn pages(file: &Path, folder: &Path, options: &RenderOptions) -> Result<usize, String> {
    let report = check_path(file);
    if !report.conforms() {
        return Err(report.problems.join("; "));
    }
    let failed = |error: ofd_core::OfdError| error.to_string();
    let mut reader = OfdReader::open(file).map_err(failed)?;
    let body = reader.ofd().doc_bodies.first().cloned().ok_or("no document")?;
    let document = reader.load_document(&body).map_err(failed)?;
    let count = document.pages().len();
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    for page in 0..count {
        let picture = folder.join(format!("{stem}-{}.png", page + 1));
        reader.render_page_to_file(&document, page, options, picture).map_err(failed)?;
    }
    Ok(count)
}
