//! The report by calamine and genpdf: `genpdf-baseline FACE OUT WORKBOOK…`. PDF only; genpdf
//! has no merged cells, no subset fonts, no tags, no PDF/A and breaks no Chinese line, so
//! lines are cut by count.

use calamine::{Data, Reader, Xlsx, open_workbook};
use genpdf::elements::{Break, FrameCellDecorator, Paragraph, TableLayout};
use genpdf::{Document, Element, Margins, SimplePageDecorator, fonts, style::Style};
use std::error::Error;
use std::path::{Path, PathBuf};

/// Characters on a line.
const LINE: usize = 28;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let face = std::fs::read(arguments.next().ok_or("no face")?)?;
    let out = PathBuf::from(arguments.next().ok_or("no folder")?);
    std::fs::create_dir_all(&out)?;
    for workbook in arguments.map(PathBuf::from) {
        convert(&face, &out, &workbook)?;
    }
    Ok(())
}

fn convert(face: &[u8], out: &Path, workbook: &Path) -> Result<(), Box<dyn Error>> {
    let regular = fonts::FontData::new(face.to_vec(), None)?;
    let family = fonts::FontFamily {
        bold: regular.clone(),
        italic: regular.clone(),
        bold_italic: regular.clone(),
        regular,
    };
    let mut document = Document::new(family);
    document.set_font_size(16);
    let mut page = SimplePageDecorator::new();
    page.set_margins(Margins::trbl(37, 26, 35, 28));
    document.set_page_decorator(page);
    let mut book: Xlsx<_> = open_workbook(workbook)?;
    for name in book.sheet_names() {
        if !name.contains('、') {
            continue;
        }
        let range = book.worksheet_range(&name)?;
        let is_table = range.width() > 3;
        let mut table = TableLayout::new(vec![1; range.width()]);
        table.set_cell_decorator(FrameCellDecorator::new(true, true, true));
        for (number, row) in range.rows().enumerate() {
            let text =
                |cell: &Data| if *cell == Data::Empty { String::new() } else { cell.to_string() };
            if number == 0 || !is_table {
                let text: String = row.iter().map(text).collect();
                for line in text.chars().collect::<Vec<_>>().chunks(LINE) {
                    document.push(Paragraph::new(line.iter().collect::<String>()));
                }
            } else {
                let cells = row.iter().map(|cell| {
                    let text: String = text(cell).chars().take(8).collect();
                    Box::new(Paragraph::new(text).styled(Style::new().with_font_size(7)))
                        as Box<dyn Element>
                });
                table.push_row(cells.collect())?;
            }
        }
        if is_table {
            document.push(table);
        }
        document.push(Break::new(1));
    }
    let stem = workbook.file_stem().ok_or("no name")?;
    document.render_to_file(out.join(stem).with_extension("pdf"))?;
    Ok(())
}
