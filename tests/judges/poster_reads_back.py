"""Reads 一图读懂 back, in its three shapes, and holds every number against the report.

The page by poppler: A4, one page, every figure of the second table that is not 0, the totals,
and no number that is not a figure, a sum of a group, or in a text; no glyph for a missing
character. The tall picture: SVG well-formed with its words, PNG 1080 wide with the same words;
and the two look alike when Chromium draws the SVG.
"""

import io
import re
import shutil
from decimal import Decimal
from pathlib import Path

from lxml import etree
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import sync_playwright

from nianbao_judges import pdf
from nianbao_judges.case import Case
from nianbao_judges.checks import Checks
from nianbao_judges.session import Session, main

NUMBER = re.compile(r"\d+(?:\.\d+)?")
SVG = "{http://www.w3.org/2000/svg}"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH = 1080
MOST_DIFFERENT = 2.0
"""Mean difference of a channel between two drawings of the same shapes, of 255."""


def judge(session: Session, checks: Checks) -> None:
    """Three checks a case."""
    folder = session.folder("posters")
    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        page = browser.new_page()
        for case in session.cases:
            ran = session.nianbao(
                "convert", case.workbook, "-o", folder, "--to", "png,svg,poster", "--allow-errors"
            )
            files = {ending: folder / f"{case.name}.{ending}" for ending in ("png", "svg", "poster.pdf")}
            if not all(path.is_file() for path in files.values()):
                checks.check(f"poster: {case.name}", ran.stderr.splitlines() or ["no file"])
                continue
            checks.run(f"poster: {case.name}: page", lambda: printed(case, files["poster.pdf"]))
            checks.run(f"poster: {case.name}: words", lambda: words(case, files["svg"], files["png"]))
            checks.run(f"poster: {case.name}: drawn alike", lambda: alike(page, files["svg"], files["png"]))
        browser.close()


def numbers(text: str) -> set[str]:
    """All numbers in a text, as written."""
    return set(NUMBER.findall(text))


def due(case: Case) -> set[str]:
    """The numbers that must be shown: the second table, and the totals of the third."""
    figures = case.report.figures("table2") + [
        figure
        for figure in case.report.figures("table3")
        if figure.column.path[-1] == "总计" and figure.block.key(figure.row).startswith(("一、", "二、", "四、"))
    ]
    shown = [figure.number for figure in figures if figure.number]
    return {number.removeprefix("-") for number in shown if Decimal(number) != 0}


def allowed(case: Case) -> set[str]:
    """Numbers of the report: figures, sums of groups, and what stands in texts."""
    known = set()
    groups: dict[str, Decimal] = {}
    for figure in case.report.all_figures:
        known |= numbers(figure.printed)
        path = figure.block.key(figure.row).split("/")
        if figure.number and figure.column.path[-1] == "总计" and len(path) == 3:
            groups[path[1]] = groups.get(path[1], Decimal(0)) + Decimal(figure.number)
    known |= {str(total) for total in groups.values()} | {"0"}
    known |= numbers(case.title) | numbers(" ".join(case.signature()))
    return known | numbers(" ".join(passage.text for passage in case.sections.get(5, [])))


def held(case: Case, text: str) -> list[str]:
    """What is missing and what nobody wrote."""
    told = numbers(text)
    problems = [f"missing: {number}" for number in sorted(due(case) - told)]
    return problems + [f"not of the report: {number}" for number in sorted(told - allowed(case))]


def printed(case: Case, path: Path) -> list[str]:
    """The page on A4."""
    problems = held(case, pdf.text(path)) + pdf.missing_glyphs(path)
    count = pdf.page_count(path)
    return problems + [f"{count} pages"] * (count != 1)


def words(case: Case, svg: Path, png: Path) -> list[str]:
    """The words of both pictures."""
    root = etree.parse(str(svg)).getroot()
    said = root.findtext(f"{SVG}desc")
    problems = held(case, said)
    if root.findtext(f"{SVG}title") != case.title:
        problems.append(f"title: {root.findtext(f'{SVG}title')}")
    if root.get("role") != "img" or root.get("width") != str(WIDTH):
        problems.append(f"role {root.get('role')}, width {root.get('width')}")
    with Image.open(png) as image:
        image.load()
        if image.width != WIDTH:
            problems.append(f"the PNG is {image.width} wide")
        if image.info.get("Description") != said:
            problems.append("the words of the PNG are others")
    return problems


def alike(page, svg: Path, png: Path) -> list[str]:
    """The SVG as a browser draws it against the PNG."""
    with Image.open(png) as image:
        own = image.convert("RGB")
    page.set_viewport_size({"width": own.width, "height": own.height})
    page.goto(svg.as_uri())
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    if shot.size != own.size:
        return [f"sizes {shot.size} and {own.size}"]
    mean = max(ImageStat.Stat(ImageChops.difference(shot, own)).mean)
    return [f"mean difference {mean:.1f}"] * (mean > MOST_DIFFERENT)


if __name__ == "__main__":
    main([judge])
