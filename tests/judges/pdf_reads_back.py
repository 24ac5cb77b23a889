"""Reads every PDF back with poppler, pdfplumber and qpdf and compares it with the workbook.

Every figure between the grid lines of its row and column, blanks blank, nothing wider than
its cell; all text in order when white space is taken out; A4, page numbers, nothing outside
the type area; every font embedded, subset and with a Unicode map; no glyph for a missing
character; `qpdf --check` without a word; the shipped example under 500 KB.
"""

import re

from nianbao_judges import pdf
from nianbao_judges.case import Case
from nianbao_judges.checks import Checks
from nianbao_judges.form import TABLES
from nianbao_judges.grid import misplaced
from nianbao_judges.session import Session, each_case, main, tool
from nianbao_judges.text import out_of_order, squeeze

A4_MM = (210, 297)
SIDES_MM = (28, 184)
"""Left and right edge of the type area."""
BOTTOM_MM = 262
"""Lower edge of the type area, where the zone of the page number begins."""
SLACK_MM = 0.7
MOST_BYTES = 500_000
STRANGE = re.compile("[\u200b-\u200f\u2060\ufeff\ufffd\ue000-\uf8ff\u2f00-\u2fdf]")
"""Invisible characters, private ones, and radicals in the place of the hanzi that look alike."""


def judge(session: Session, checks: Checks) -> None:
    """All checks on PDF."""
    each_case(session, checks, "pdf", "every figure in its place, blanks blank", figures)
    each_case(session, checks, "pdf", "every paragraph in order", paragraphs)
    each_case(session, checks, "pdf", "A4, numbered, nothing hangs over", page)
    each_case(session, checks, "pdf", "every font embedded, subset, with Unicode", fonts)
    each_case(session, checks, "pdf", "no glyph for a missing character", missing_glyphs)
    each_case(session, checks, "pdf", "qpdf --check", qpdf)
    for case in session.cases:
        if case.shipped:
            checks.run(f"pdf: {case.name}: under 500 KB", lambda: size(case))


def figures(case: Case) -> list[str]:
    """All tables, over all pages."""
    grids = [grid for page in pdf.pages(case.output("pdf")) for grid in page.grids]
    return misplaced(case.report.all_figures, grids)


def paragraphs(case: Case) -> list[str]:
    """Everything above the page numbers, labels and heads of the tables included."""
    path = case.output("pdf")
    text = pdf.text(path, height_mm=BOTTOM_MM + SLACK_MM)
    problems = out_of_order([case.title, *(case.preamble or []), *case.flow()], text)
    in_tables = {box.text for page in pdf.pages(path) for grid in page.grids for box in grid.boxes}
    labels = [cell.text for name in TABLES for cell in case.report.table(name).cells() if cell.text]
    problems += [f"label is missing: {label}" for label in labels if squeeze(label) not in in_tables]
    strange = sorted({f"U+{ord(character):04X}" for character in STRANGE.findall(text)})
    return problems + [f"characters that nobody wrote: {strange}"] * bool(strange)


def page(case: Case) -> list[str]:
    """Paper, type area and page numbers."""
    path = case.output("pdf")
    problems = []
    for number, page in enumerate(pdf.pages(path), start=1):
        size = (page.width / pdf.POINTS_PER_MM, page.height / pdf.POINTS_PER_MM)
        if any(abs(got - want) > 0.5 for got, want in zip(size, A4_MM)):
            problems.append(f"page {number} is {size[0]:.1f} × {size[1]:.1f} mm")
        left, right = (edge / pdf.POINTS_PER_MM for edge in page.outermost)
        if left < SIDES_MM[0] - SLACK_MM or right > SIDES_MM[1] + SLACK_MM:
            problems.append(f"page {number}: text from {left:.1f} to {right:.1f} mm, type area is {SIDES_MM}")
        problems += page.overhanging
    footers = [squeeze(text) for text in pdf.text(path, top_mm=BOTTOM_MM + SLACK_MM).split("\f")][:-1]
    expected = [f"—{number}—" for number in range(1, len(footers) + 1)]
    return problems + [f"below the type area: {footers}"] * (footers != expected)


def fonts(case: Case) -> list[str]:
    """By pdffonts: the three columns emb, sub and uni."""
    lines = tool("pdffonts", case.output("pdf")).stdout.splitlines()[2:]
    pattern = re.compile(r" yes +yes +yes +\d+ +\d+$")
    return ["no fonts at all"] * (not lines) + [line for line in lines if not pattern.search(line)]


def missing_glyphs(case: Case) -> list[str]:
    """Boxes in the place of characters."""
    return pdf.missing_glyphs(case.output("pdf"))


def qpdf(case: Case) -> list[str]:
    """Its complaints; warnings count."""
    ran = tool("qpdf", "--check", case.output("pdf"))
    return (ran.stdout + ran.stderr).splitlines() if ran.returncode else []


def size(case: Case) -> list[str]:
    """Small enough to send by mail."""
    size = case.output("pdf").stat().st_size
    return [] if size < MOST_BYTES else [f"{size} bytes"]


if __name__ == "__main__":
    main([judge])
