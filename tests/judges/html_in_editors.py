"""The piece for editors, put into the editors that content systems have, in Chromium.

wangEditor 5, TinyMCE (as content and as pasted), Jodit and CKEditor 5: afterwards all tables,
rows, figures and merged cells are there, and no paragraph more or less. The editors come from
npm, into the user's cache.
"""

import os
import shutil
import subprocess
import threading
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lxml import html
from playwright.sync_api import Browser, sync_playwright

from html_in_a_browser import BROWSERS
from nianbao_judges.checks import Checks
from nianbao_judges.session import Session, main
from nianbao_judges.text import squeeze
from nianbao_judges.web import pages

HERE = Path(__file__).parent / "editors"
EDITORS = (("wangEditor", False), ("TinyMCE", False), ("TinyMCE", True), ("Jodit", False), ("CKEditor", False))
TIMEOUT = 900


class Quiet(SimpleHTTPRequestHandler):
    """Serves the editors without a word."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def judge(session: Session, checks: Checks) -> None:
    """Every piece in every editor."""
    folder = installed()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/editor.html"
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for page in pages(session):
            piece = page.fragment.read_text("utf-8")
            for editor, pasted in EDITORS:
                how = f"{editor}, pasted" if pasted else editor
                checks.run(f"editors: {page.name}: {how}", lambda: kept(browser, address, editor, pasted, piece))
        browser.close()
    server.shutdown()


def installed() -> Path:
    """The folder with the editors and their page."""
    package, page = (HERE / "package.json").read_bytes(), (HERE / "editor.html").read_bytes()
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nianbao"
    cache = kept / f"editors-{sha256(package + page).hexdigest()[:12]}"
    if not (cache / "ready").exists():
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(HERE, cache)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(cache)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=TIMEOUT)
        (cache / "ready").touch()
    return cache


def kept(browser: Browser, address: str, editor: str, pasted: bool, piece: str) -> list[str]:
    """What differs between the piece and what the editor holds of it."""
    page = browser.new_page()
    page.goto(address)
    held = page.evaluate("([name, piece, pasted]) => editors[name](piece, pasted)", [editor, piece, pasted])
    page.close()
    before, after = facts(piece), facts(held)
    return [f"{what}: {str(after[what])[:80]}, was {str(before[what])[:80]}" for what in before if before[what] != after[what]]


def facts(piece: str) -> dict[str, object]:
    """All that must survive."""
    tree = html.document_fromstring(piece)
    cells = [cell for cell in tree.iter("th", "td")]

    def spans(name: str) -> list[int]:
        return [int(cell.get(name)) for cell in cells if int(cell.get(name, 1)) > 1]

    outside = [e for e in tree.iter("p") if not any(a.tag in ("td", "th") for a in e.iterancestors())]
    return {
        "tables": len(list(tree.iter("table"))),
        "rows": len(list(tree.iter("tr"))),
        "cells": [squeeze(cell.text_content()) for cell in cells],
        "colspan": spans("colspan"),
        "rowspan": spans("rowspan"),
        # wangEditor takes a written-out `&amp;` for `&`.
        "paragraphs": [squeeze(e.text_content()).replace("&amp;", "&") for e in outside],
        "headings": [squeeze(e.text_content()) for e in tree.iter("h2", "h3", "h4")],
        "boxes": len(list(tree.iter("div"))),
    }


if __name__ == "__main__":
    main([judge])
