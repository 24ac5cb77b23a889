"""The web pages of all cases, of the example and of hard texts; and their tables as a browser counts them."""

from dataclasses import dataclass
from pathlib import Path

import openpyxl
from lxml import html

from .case import Case
from .grid import Box, Grid
from .session import EXAMPLE, Session
from .text import squeeze

FIRST = "一、总体情况"
HARD = {
    "rare": ["姓名𠮷、𬭊、㛃、镕、䶮、葛\U000e0100，〇〔2021〕7号①㎡☑±≥“引号”——……", "自造字\ue000也在。"],
    "markup": ["a<b & c>d ]]> <script>alert(1)</script> <p>&amp;</p> \"引号\" 'x'", "https://example.cn/" + "a1" * 400],
    "long": ["（一）工作情况", "全县共办理政府信息公开申请12件，全部按期答复。" * 450],
    "leftwards": ["联系人 ئابدۇ رېھىم 12 件，全部办结。", "يېزا خەلق ھۆكۈمىتى 2021"],
    "empty": [],
}
"""Paragraphs of the first section."""


@dataclass(frozen=True)
class Page:
    """One workbook as a page and as a piece for an editor."""

    name: str
    page: Path
    fragment: Path
    xml: Path
    case: Case | None = None


def pages(session: Session) -> list[Page]:
    """Converts everything, the first time; a file that is missing fails its checks."""
    folder = session.work / "web"
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    workbooks = [(case.workbook, case) for case in session.cases]
    workbooks += [(hard(folder / f"{name}.xlsx", paragraphs), None) for name, paragraphs in HARD.items()]
    found = []
    for workbook, case in workbooks:
        if is_new:
            session.nianbao("convert", workbook, "-o", folder, "--to", "html,xml", "--allow-errors", "-q")
            piece = ("--to", "html", "--html-fragment", "--allow-errors", "-q")
            session.nianbao("convert", workbook, "-o", folder / "fragments", *piece)
        name = f"{workbook.stem}.html"
        xml = folder / f"{workbook.stem}.xml"
        found.append(Page(workbook.stem, folder / name, folder / "fragments" / name, xml, case))
    return found


def hard(path: Path, paragraphs: list[str]) -> Path:
    """The example with other paragraphs in its first section."""
    book = openpyxl.load_workbook(EXAMPLE)
    sheet = book[FIRST]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value = None
    for row, text in enumerate(paragraphs, start=2):
        sheet.cell(row, 1).value = text
    book.save(path)
    return path


def parsed(path: Path) -> html.HtmlElement:
    """A page or a piece as a tree."""
    return html.document_fromstring(path.read_text("utf-8"))


def placed(table: html.HtmlElement) -> list[tuple[html.HtmlElement, Box]]:
    """Cells with the squares they cover, by the rules of HTML for spans."""
    taken: set[tuple[int, int]] = set()
    found = []
    for y, row in enumerate(table.iter("tr")):
        x = 0
        for cell in row.iterchildren("th", "td"):
            while (x, y) in taken:
                x += 1
            width, height = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            taken.update((x + dx, y + dy) for dx in range(width) for dy in range(height))
            found.append((cell, Box(x, x + width, y, y + height, squeeze(cell.text_content()))))
            x += width
    return found


def grid(table: html.HtmlElement) -> Grid:
    """The table as a grid."""
    return Grid([box for _, box in placed(table)])
