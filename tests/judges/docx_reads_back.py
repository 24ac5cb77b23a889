"""Reads every DOCX back with python-docx and with pandoc and compares it with the workbook.

Three tables of the size of the printed form, each right below the heading of its section;
every figure in the row and column its labels say, through merged cells; a blank is an empty
cell; all other paragraphs, word for word, in order, none lost and none added. And each row
of a table as Word wants it: as wide as the grid, merges whole, the head marked as such.
"""

from pathlib import Path

from docx.oxml.ns import qn
from docx.table import Table

from nianbao_judges.case import Case
from nianbao_judges.checks import Checks
from nianbao_judges.docx import READERS, Flow, opened
from nianbao_judges.form import ORDINALS, SECTIONS, TABLES
from nianbao_judges.grid import Grid, misplaced
from nianbao_judges.session import Session, each_case, main
from nianbao_judges.text import shorten, squeeze


def judge(session: Session, checks: Checks) -> None:
    """All checks on DOCX."""
    for name, read in READERS.items():
        for what, check in (
            ("three tables of the right size, each in its section", tables),
            ("every figure in its place, blanks blank", figures),
            ("every paragraph in order", paragraphs),
        ):
            each_case(session, checks, "docx", f"{name}: {what}", lambda case: check(case, read(case.output("docx"))))
    each_case(session, checks, "docx", "every row fits the grid of its table, heads are marked", rows)
    each_case(session, checks, "docx", "title among the properties", properties)


def tables(case: Case, flow: Flow) -> list[str]:
    """Size, and the heading above."""
    found = [(flow[at - 1], item) for at, item in enumerate(flow) if isinstance(item, Grid)]
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


def figures(case: Case, flow: Flow) -> list[str]:
    """Each table's figures, in that table."""
    grids = [item for item in flow if isinstance(item, Grid)]
    return [
        problem
        for name, grid in zip(TABLES, grids, strict=True)
        for problem in misplaced(case.report.figures(name), [grid])
    ]


def paragraphs(case: Case, flow: Flow) -> list[str]:
    """The whole flow of text."""
    texts = [item for item in flow if isinstance(item, str)]
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


def rows(case: Case) -> list[str]:
    """Every table, as its elements stand in the file."""
    return misfits(case.output("docx"))


def misfits(path: Path) -> list[str]:
    """Rows that Word would have to guess at."""
    return [
        f"table {number}, {problem}"
        for number, table in enumerate(opened(path).tables, start=1)
        for problem in misfits_of(table)
    ]


def misfits_of(table: Table) -> list[str]:
    """Spans and widths against the grid, merges against the row above, marks of the head."""
    grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst]
    problems = []
    above: dict[int, int] = {}
    heads = 0
    for y, row in enumerate(table._tbl.tr_lst, start=1):
        marks = row.trPr if row.trPr is not None else []
        names = {mark.tag for mark in marks}
        if qn("w:tblHeader") in names:
            heads += 1
            if heads != y:
                problems.append(f"row {y}: a head below rows that are none")
        if qn("w:cantSplit") not in names:
            problems.append(f"row {y} may be split")
        x, merged = 0, {}
        for cell in row.tc_lst:
            span = cell.grid_span
            width = int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w")))
            if width != sum(grid[x : x + span]):
                problems.append(f"row {y}, column {x}: {width} wide, the grid {sum(grid[x : x + span])}")
            if cell.vMerge == "continue" and above.get(x) != span:
                problems.append(f"row {y}, column {x}: goes on from nothing")
            if cell.vMerge == "continue" and squeeze("".join(p.text for p in cell.p_lst)):
                problems.append(f"row {y}, column {x}: text in a cell that is merged away")
            if cell.vMerge is not None:
                merged[x] = span
            x += span
        if x != len(grid):
            problems.append(f"row {y}: {x} columns, the grid has {len(grid)}")
        above = merged
    if not heads:
        problems.append("no row is marked as its head")
    return problems


def properties(case: Case) -> list[str]:
    """What the file list of a system shows."""
    title = opened(case.output("docx")).core_properties.title
    return [] if title == case.title else [f"title {title!r}, expected {case.title!r}"]


if __name__ == "__main__":
    main([judge])
