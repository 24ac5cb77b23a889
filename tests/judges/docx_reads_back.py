"""Reads every DOCX back with python-docx and compares it with the workbook it came from.

Three tables of the size of the printed form, each right below the heading of its section;
every figure in the row and column its labels say, through merged cells; a blank is an empty
cell; all other paragraphs, word for word, in order, none lost and none added.
"""

from functools import cache
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.table import Table

from nianbao_judges.case import Case
from nianbao_judges.checks import Checks
from nianbao_judges.form import ORDINALS, SECTIONS, TABLES
from nianbao_judges.grid import from_docx, misplaced
from nianbao_judges.session import Session, each_case, main
from nianbao_judges.text import shorten, squeeze


def judge(session: Session, checks: Checks) -> None:
    """All checks on DOCX."""
    each_case(session, checks, "docx", "three tables of the right size, each in its section", tables)
    each_case(session, checks, "docx", "every figure in its place, blanks blank", figures)
    each_case(session, checks, "docx", "every paragraph in order", paragraphs)
    each_case(session, checks, "docx", "title among the properties", properties)


@cache
def opened(path: Path) -> DocumentObject:
    """The document."""
    return Document(str(path))


def flow(document: DocumentObject) -> list[str | Table]:
    """Tables, and texts of paragraphs that have any, in reading order."""
    items = [item if isinstance(item, Table) else item.text.strip() for item in document.iter_inner_content()]
    return [item for item in items if item != ""]


def tables(case: Case) -> list[str]:
    """Size, and the heading above."""
    items = flow(opened(case.output("docx")))
    found = [(items[at - 1], from_docx(item)) for at, item in enumerate(items) if isinstance(item, Table)]
    if len(found) != len(TABLES):
        return [f"{len(found)} tables"]
    problems = []
    for (above, grid), (name, number) in zip(found, TABLES.items()):
        form = case.report.table(name)
        if (grid.height, grid.width) != (form.height, form.width):
            problems.append(f"{name}: {grid.height}×{grid.width}, expected {form.height}×{form.width}")
        heading = f"{ORDINALS[number]}、{SECTIONS[number][1]}"
        if above != heading:
            problems.append(f"{name}: stands below {above!r}, expected {heading!r}")
        texts = [box.text for box in grid.boxes]
        problems += [
            f"{name}: label {cell.text!r} is missing"
            for cell in form.cells()
            if cell.square is None and squeeze(cell.text) not in texts
        ]
    return problems


def figures(case: Case) -> list[str]:
    """Each table's figures, in that table."""
    grids = [from_docx(table) for table in opened(case.output("docx")).tables]
    return [
        problem
        for name, grid in zip(TABLES, grids, strict=True)
        for problem in misplaced(case.report.figures(name), [grid])
    ]


def paragraphs(case: Case) -> list[str]:
    """The whole flow of text."""
    texts = [item for item in flow(opened(case.output("docx"))) if isinstance(item, str)]
    texts[0] = squeeze(texts[0])
    start = texts.index(case.flow()[0]) if case.flow()[0] in texts else len(texts)
    problems = []
    if case.preamble is None and start != 2:
        problems.append(f"{start - 1} paragraphs before section 一, expected one")
    expected = [case.title, *(case.preamble if case.preamble is not None else texts[1:start]), *case.flow()]
    for want, got in zip(expected, texts):
        if want != got:
            problems.append(f"expected {shorten(want)!r}, got {shorten(got)!r}")
    if len(expected) != len(texts):
        problems.append(f"{len(texts)} paragraphs, expected {len(expected)}")
    return problems


def properties(case: Case) -> list[str]:
    """What the file list of a system shows."""
    title = opened(case.output("docx")).core_properties.title
    return [] if title == case.title else [f"title {title!r}, expected {case.title!r}"]


if __name__ == "__main__":
    main([judge])
