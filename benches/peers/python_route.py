"""The report as people make it with Python: openpyxl in, python-docx and reportlab out.

    python_route.py OUT JOBS WORKBOOK…

Same text, same tables, same page; no checks, no XML, no tags, no PDF/A: what a script of a
hundred lines usually does. reportlab takes no OpenType face with CFF outlines, hence one
TrueType face for everything.
"""

import sys
from multiprocessing import Pool
from pathlib import Path

import docx
import openpyxl
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FACE = Path(__file__).resolve().parents[2] / "fonts/NBWenKai-Regular.ttf"
TABLES = {"二、主动公开", "三、依申请公开", "四、复议诉讼"}
PROSE = {"一、总体情况", "五、问题及改进", "六、其他事项"}


def read(path):
    """Title, then (heading, paragraphs) or (heading, rows, merged ranges)."""
    book = openpyxl.load_workbook(path, data_only=True)
    fields = {row[0]: row[1] for row in book["基本信息"].iter_rows(max_col=2, values_only=True)}
    title = f"{fields['机关名称']}{fields['报告年度']}年政府信息公开工作年度报告"
    parts = []
    for sheet in book.worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        if sheet.title in PROSE:
            lines = [str(row[0]) for row in rows if row and row[0] is not None]
            parts.append((lines[0], lines[1:]))
        elif sheet.title in TABLES:
            top = 1
            merged = [(r.min_row - 1 - top, r.min_col - 1, r.max_row - 1 - top, r.max_col - 1)
                      for r in sheet.merged_cells.ranges if r.min_row > top]
            text = [["" if cell is None else str(cell) for cell in row] for row in rows[top:]]
            parts.append((str(rows[0][0]), text, merged))
    return title, parts


def write_docx(path, title, parts):
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋_GB2312", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    document.add_paragraph(title).alignment = 1
    for heading, content, *merged in parts:
        document.add_paragraph(heading)
        if not merged:
            for line in content:
                document.add_paragraph(line).paragraph_format.first_line_indent = Pt(32)
            continue
        table = document.add_table(len(content), len(content[0]), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        cells = [row.cells for row in table.rows]
        for r, row in enumerate(content):
            for c, text in enumerate(row):
                if text:
                    cells[r][c].text = text
                    cells[r][c].paragraphs[0].runs[0].font.size = Pt(9)
        for top, left, bottom, right in merged[0]:
            cells[top][left].merge(cells[bottom][right])
    document.save(path)


def write_pdf(path, title, parts):
    if "Body" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Body", FACE))
    body = ParagraphStyle("body", fontName="Body", fontSize=16, leading=28, wordWrap="CJK",
                          firstLineIndent=32)
    head = ParagraphStyle("head", parent=body, firstLineIndent=0)
    top = ParagraphStyle("top", parent=head, fontSize=22, leading=32, alignment=TA_CENTER)
    cell = ParagraphStyle("cell", parent=head, fontSize=7, leading=8.5)
    story = [Paragraph(title, top), Spacer(1, 28)]
    for heading, content, *merged in parts:
        story.append(Paragraph(heading, head))
        if not merged:
            story += [Paragraph(line, body) for line in content]
            continue
        # Labels stand in the first three columns of the widest form but one.
        weights = [3 if len(content[0]) == 10 and c < 3 else 1 for c in range(len(content[0]))]
        widths = [151 * mm * weight / sum(weights) for weight in weights]
        cells = [[Paragraph(text, cell) if text else "" for text in row] for row in content]
        table = Table(cells, colWidths=widths)
        spans = [("SPAN", (left, top_), (right, bottom))
                 for top_, left, bottom, right in merged[0]]
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), *spans,
                                   ("TOPPADDING", (0, 0), (-1, -1), 1),
                                   ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]))
        story.append(table)

    def number(canvas, document):
        canvas.setFont("Body", 14)
        canvas.drawCentredString(105 * mm, 28 * mm, f"— {document.page} —")

    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=28 * mm, rightMargin=26 * mm,
                      topMargin=37 * mm, bottomMargin=35 * mm, title=title
                      ).build(story, onFirstPage=number, onLaterPages=number)


def convert(job):
    workbook, out = job
    title, parts = read(workbook)
    write_docx(out / f"{workbook.stem}.docx", title, parts)
    write_pdf(out / f"{workbook.stem}.pdf", title, parts)


def main():
    out, jobs = Path(sys.argv[1]), int(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    work = [(Path(path), out) for path in sys.argv[3:]]
    if jobs == 1 or len(work) == 1:
        for job in work:
            convert(job)
    else:
        with Pool(jobs) as pool:
            for _ in pool.imap_unordered(convert, work, chunksize=4):
                pass


if __name__ == "__main__":
    main()
