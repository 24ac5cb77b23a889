"""A PDF as it looks: tables by their lines, text by its glyphs."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pdfplumber
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from .grid import Grid, from_page
from .session import tool

POINTS_PER_MM = 72 / 25.4
OVERHANG = 0.4
"""How far a glyph may reach over an edge, in points: side bearings, rounding."""
OPENING, CLOSING = "（《〈“‘〔【「『", "）》〉”’〕】」』，。、；：！？"
"""Marks whose ink takes one half of their width; the blank half may hang over."""


@dataclass(frozen=True)
class Page:
    """Size in points, the tables, and every glyph that is not where it should be."""

    width: float
    height: float
    grids: list[Grid]
    overhanging: list[str]
    outermost: tuple[float, float]


@cache
def pages(path: Path) -> list[Page]:
    """All pages of a file."""
    with pdfplumber.open(path) as pdf:
        return [look(page) for page in pdf.pages]


def look(page: pdfplumber.page.Page) -> Page:
    """Puts every glyph into the cell its middle lies in."""
    glyphs = [char for char in page.chars if char["text"].strip()]
    grids, overhanging = [], []
    for table in page.find_tables():
        inside = [char for char in glyphs if holds(table.bbox, char)]
        texts = []
        for box in table.cells:
            chars = [char for char in inside if holds(box, char)]
            texts.append((box, "".join(char["text"] for char in chars)))
            if any(left < box[0] - OVERHANG or right > box[2] + OVERHANG for left, right in map(ink, chars)):
                overhanging.append(f"page {page.page_number}: {texts[-1][1]!r} is wider than its cell")
        in_cells = sum(len(text) for _, text in texts)
        if in_cells != sum(len(char["text"]) for char in inside):
            overhanging.append(f"page {page.page_number}: text of a table lies outside its cells")
        grids.append(from_page(texts))
    lefts, rights = zip(*map(ink, glyphs)) if glyphs else ((0,), (0,))
    return Page(float(page.width), float(page.height), grids, overhanging, (min(lefts), max(rights)))


def ink(char: dict) -> tuple[float, float]:
    """Left and right edge of what a glyph leaves on the paper, as far as its width tells."""
    middle = (char["x0"] + char["x1"]) / 2
    left = middle if char["text"] in OPENING else char["x0"]
    return left, middle if char["text"] in CLOSING else char["x1"]


def holds(box: tuple[float, float, float, float], char: dict) -> bool:
    """True if the middle of a glyph lies in the box (left, top, right, bottom)."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def page_count(path: Path) -> int:
    """By pdfinfo."""
    return int(re.search(r"^Pages:\s+(\d+)", tool("pdfinfo", path).stdout, re.MULTILINE)[1])


def text(path: Path, top_mm: float = 0, height_mm: float = 297) -> str:
    """Text in the order it was set, by pdftotext; of a strip of every page."""
    crop = ["-x", 0, "-W", 10000, "-y", round(top_mm * POINTS_PER_MM), "-H", round(height_mm * POINTS_PER_MM)]
    return tool("pdftotext", "-raw", "-enc", "UTF-8", *crop, path, "-").stdout


def missing_glyphs(path: Path) -> list[str]:
    """Glyph 0 of any font: the box that says a character is not there."""
    found = []

    class Device(PDFLayoutAnalyzer):
        def render_char(self, matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate):
            if cid == 0:
                found.append(f"page {self.pageno}: glyph 0 of {font.fontname}")
            return super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)

        def receive_layout(self, ltpage) -> None:
            pass

    resources = PDFResourceManager()
    device = Device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    with open(path, "rb") as file:
        for page in PDFPage.get_pages(file):
            interpreter.process_page(page)
    return found
