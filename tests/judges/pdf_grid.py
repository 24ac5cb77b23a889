"""Measures the page of GB/T 9704 from the glyphs: 22 lines of 28 characters, to a fifth of a millimetre.

A workbook with long plain paragraphs is made and converted; a page in the middle is nothing
but text. Its lines must stand at one pitch from the first at the top of the type area to the
22nd at its foot, and each full line must have 28 characters from margin to margin.
"""

from collections import defaultdict

import openpyxl
import pdfplumber

from nianbao_judges.checks import Checks
from nianbao_judges.session import EXAMPLE, Session, main

POINTS_PER_MM = 72 / 25.4
LEFT_MM, RIGHT_MM, TOP_MM, BOTTOM_MM = 28, 184, 37, 262
LINES, CHARACTERS = 22, 28
SLACK_MM = 0.2
PARAGRAPH = "政府信息公开工作年度报告" * 60
"""No punctuation and no digits: every character takes its full place."""


def judge(session: Session, checks: Checks) -> None:
    """One workbook, one page."""
    checks.run("pdf: 22 lines of 28 characters on a full page", lambda: grid(session))


def grid(session: Session) -> list[str]:
    """What is not on the grid."""
    folder = session.folder("grid")
    book = openpyxl.load_workbook(EXAMPLE)
    sheet = book["一、总体情况"]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value = None
    for row in range(2, 6):
        sheet.cell(row, 1).value = PARAGRAPH
    book.save(folder / "grid.xlsx")
    ran = session.nianbao("convert", folder / "grid.xlsx", "-o", folder, "--to", "pdf")
    if not (folder / "grid.pdf").is_file():
        return ["no PDF was written", *ran.stderr.splitlines()]
    with pdfplumber.open(folder / "grid.pdf") as pdf:
        lines = lines_of(pdf.pages[1])
    problems = [] if len(lines) == LINES else [f"{len(lines)} lines, expected {LINES}"]
    middles = sorted(lines)
    pitch = (middles[-1] - middles[0]) / (len(middles) - 1)
    uneven = [mm(y) for y, expected in zip(middles, (middles[0] + i * pitch for i in range(LINES))) if abs(mm(y - expected)) > SLACK_MM]
    problems += [f"lines off the pitch of {mm(pitch):.2f} mm at {uneven}"] * bool(uneven)
    half = 15.79 / 2
    for name, edge, expected in (("first", middles[0] - half, TOP_MM), ("last", middles[-1] + half, BOTTOM_MM)):
        if abs(mm(edge) - expected) > SLACK_MM:
            problems.append(f"the {name} line ends at {mm(edge):.2f} mm, expected {expected}")
    full = [chars for chars in lines.values() if len(chars) == CHARACTERS]
    if len(full) < LINES - 4:
        problems.append(f"{len(full)} lines of {CHARACTERS} characters: {sorted(map(len, lines.values()))}")
    for chars in full:
        left, right = min(char["x0"] for char in chars), max(char["x1"] for char in chars)
        if abs(mm(left) - LEFT_MM) > SLACK_MM or abs(mm(right) - RIGHT_MM) > SLACK_MM:
            problems.append(f"a line from {mm(left):.2f} to {mm(right):.2f} mm, expected {LEFT_MM} to {RIGHT_MM}")
    return problems


def lines_of(page: pdfplumber.page.Page) -> dict[float, list[dict]]:
    """Glyphs above the page number by the middle of their line, from the top of the page."""
    lines = defaultdict(list)
    for char in page.chars:
        middle = round((char["top"] + char["bottom"]) / 2, 1)
        if char["text"].strip() and mm(middle) < BOTTOM_MM:
            lines[middle].append(char)
    return lines


def mm(points: float) -> float:
    """Points to millimetres."""
    return points / POINTS_PER_MM


if __name__ == "__main__":
    main([judge])
