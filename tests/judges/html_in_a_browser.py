"""The pages by the Nu Html Checker, and in Chromium: accessibility (axe), narrow screens, paper.

The piece for editors is judged as a portal shows it: inside the page of a portal, below its h1.
"""

import json
import logging
import os
import shutil
import subprocess
from pathlib import Path

import axe_playwright_python
import pdfplumber
from playwright.sync_api import Browser, sync_playwright

from nianbao_judges.checks import Checks
from nianbao_judges.session import Session, main
from nianbao_judges.text import squeeze
from nianbao_judges.web import Page, pages, parsed

POM = Path(__file__).parent / "vnu" / "pom.xml"
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (320, 375, 414, 768, 1200)
WIDE = 768
"""A piece has no box to scroll in: how it is shown on a phone is the portal's."""
PRESENTATION = "The “border” attribute"
"""Editors and mail programs draw lines by it where they throw styles away."""
PORTAL = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>门户</title></head><body><main><h1>标题</h1>
{}</main></body></html>
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
REGIONS = """[...document.querySelectorAll('[role=region]')].map(e => {
  e.focus(); const has = document.activeElement === e; e.scrollLeft = 99999;
  const last = [...e.querySelectorAll('td')].pop().getBoundingClientRect();
  return [has, last.right <= window.innerWidth + 1];
})"""
BROKEN = """[...document.querySelectorAll('td')].filter(td => /^[\\d.,-]+$/.test(td.textContent)).filter(td => {
  const range = document.createRange(); range.selectNodeContents(td);
  return new Set([...range.getClientRects()].map(one => Math.round(one.top))).size > 1;
}).map(td => td.textContent)"""
TIMEOUT = 600


def judge(session: Session, checks: Checks) -> None:
    """The checker over all files in one go, then the browser over each."""
    files = []
    for page in pages(session):
        files.append((page, "page", page.page))
        in_portal = page.fragment.with_name(f"portal-{page.fragment.name}")
        in_portal.write_text(PORTAL.format(page.fragment.read_text("utf-8")), "utf-8", newline="\n")
        files.append((page, "piece", in_portal))
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    complaints = validate([path for _, _, path in files])
    for page, kind, path in files:
        checks.check(f"web: {page.name}: {kind}: valid HTML", complaints[path.as_uri()])
    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        for page, kind, path in files:
            widths = WIDTHS if kind == "page" else tuple(width for width in WIDTHS if width >= WIDE)
            checks.run(f"web: {page.name}: {kind}: accessible, fits every screen", lambda: shown(browser, path, widths))
            if kind == "page":
                checks.run(f"web: {page.name}: printed", lambda: printed(browser, page))
        browser.close()


def validate(paths: list[Path]) -> dict[str, list[str]]:
    """Errors and warnings by address. Private use and unusual spelling of the clerk are no fault of the page."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nianbao" / "vnu-26.9.27"
    if not (cache / "ready").exists():
        maven = ["mvn", "-q", "-B", "-f", POM, "dependency:copy-dependencies", f"-DoutputDirectory={cache}"]
        subprocess.run(maven, check=True, stdin=subprocess.DEVNULL, timeout=TIMEOUT)
        (cache / "ready").touch()
    main_class = "nu.validator.client.SimpleCommandLineValidator"
    control = paths[0].with_name("control.html")
    control.write_text("<!DOCTYPE html><html lang=zh><title>x</title><table><tr><td headers=none>x</table>", "utf-8")
    command = ["java", "-cp", f"{cache}/*", main_class, "--format", "json", "--exit-zero-always", control, *paths]
    ran = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT, check=False
    )
    found: dict[str, list[str]] = {path.as_uri(): [] for path in [control, *paths]}
    for message in json.loads(ran.stderr)["messages"]:
        if message["type"] == "info" and "Private Use" in message["message"]:
            continue
        if message["message"].startswith(PRESENTATION):
            continue
        address = Path(message["url"].removeprefix("file:")).resolve().as_uri()
        found[address].append(f"{message.get('lastLine')}: {message['message']}")
    if not found.pop(control.as_uri()):
        raise AssertionError("the checker lets everything pass")
    return found


def shown(browser: Browser, path: Path, widths: tuple[int, ...]) -> list[str]:
    """At each width: no axe violation, no sideways scroll but inside the boxes of tables."""
    problems = []
    for width in widths:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(path.as_uri())
        if page.evaluate(SIDEWAYS) > 0:
            problems.append(f"{width} px: the page scrolls sideways")
        broken = page.evaluate(BROKEN)
        if broken:
            problems.append(f"{width} px: figures on two lines: {broken[:5]}")
        for number, (has_focus, in_sight) in enumerate(page.evaluate(REGIONS)):
            if not (has_focus and in_sight):
                problems.append(f"{width} px: table {number}: focus {has_focus}, last figure in sight {in_sight}")
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.impact, v.nodes[0].html]))")
        problems += [f"{width} px: {id} ({impact}): {node[:120]}" for id, impact, node in found]
        page.close()
    return problems


def printed(browser: Browser, source: Page) -> list[str]:
    """A4; all text is there; a table that goes on has its head on each page."""
    page = browser.new_page()
    page.goto(source.page.as_uri())
    target = source.page.with_suffix(".pdf")
    page.pdf(path=target, prefer_css_page_size=True)
    page.close()
    problems = []
    with pdfplumber.open(target) as document:
        for sheet in document.pages:
            size = (round(sheet.width * 25.4 / 72), round(sheet.height * 25.4 / 72))
            if size != (210, 297):
                problems.append(f"page {sheet.page_number}: {size} mm")
            # A closing quote may hang over the edge: what counts is where a character begins.
            left, right = 27 * 72 / 25.4, sheet.width - 26 * 72 / 25.4
            over = [c["text"] for c in sheet.chars if not left <= c["x0"] <= right]
            if over:
                problems.append(f"page {sheet.page_number}: {len(over)} characters outside the type area: {over[:5]}")
        count = sum(len(squeeze(sheet.extract_text())) for sheet in document.pages)
    article = next(parsed(source.page).iter("article"))
    # As on the report: not the particulars of the page, nor the names of tables.
    for left_out in list(article.iter("dl", "caption")):
        left_out.drop_tree()
    wanted = len(squeeze(article.text_content()))
    if count < wanted:
        problems.append(f"{count} characters on paper, {wanted} on the page")
    return problems


if __name__ == "__main__":
    main([judge])
