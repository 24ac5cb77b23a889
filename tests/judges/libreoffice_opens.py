"""Has LibreOffice open every DOCX and every workbook, each kind in one go.

It turns the DOCX files into PDF: as many pages as our own PDF has, or one fewer, and
every figure of the tables in its row and column there too. LibreOffice sees no fonts but
those of the project, under the names the DOCX asks for, so that the machine's fonts change
nothing. It also saves the workbooks again, as a clerk would: the same XML must come of them.
"""

import os
import subprocess
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

from nianbao_judges import pdf
from nianbao_judges.case import Case
from nianbao_judges.checks import Checks
from nianbao_judges.grid import misplaced
from nianbao_judges.session import ROOT, Session, main

TIMEOUT = 300

STAND_INS = {
    "仿宋_GB2312": "FandolFang",
    "仿宋": "FandolFang",
    "楷体_GB2312": "NB WenKai",
    "楷体": "NB WenKai",
    "黑体": "Noto Sans CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "宋体-ExtB": "NB WenKai",
}
"""Face a document asks for: family in `fonts/` that stands in for it."""

FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
 <dir>{fonts}</dir>
 <cachedir>{cache}</cachedir>
 {aliases}
</fontconfig>
"""
ALIAS = '<alias binding="same"><family>{name}</family><prefer><family>{stand_in}</family></prefer></alias>'


def judge(session: Session, checks: Checks) -> None:
    """All checks on what LibreOffice makes of the DOCX files."""
    there = [case for case in session.cases if case.output("docx").is_file() and case.output("pdf").is_file()]
    folder = session.folder("libreoffice")
    checks.run(
        f"libreoffice: opens {len(there)} DOCX files",
        lambda: export("pdf", [case.output("docx") for case in there], folder),
    )
    for case in there:
        made = folder / f"{case.name}.pdf"
        checks.run(f"libreoffice: {case.name}: no more pages than our PDF", lambda: page_counts(case, made))
        checks.run(f"libreoffice: {case.name}: every figure in its place", lambda: figures(case, made))
    saved = session.folder("libreoffice-saved")
    checks.run(
        f"libreoffice: saves {len(session.cases)} workbooks again",
        lambda: export("xlsx:Calc MS Excel 2007 XML", [case.workbook for case in session.cases], saved),
    )
    for case in session.cases:
        checks.run(f"libreoffice: {case.name}: saved again, same XML", lambda: same_xml(session, case, saved))


def export(kind: str, files: list[Path], folder: Path) -> list[str]:
    """One process for all files, with a profile of its own."""
    config = folder / "fonts.conf"
    aliases = "\n ".join(ALIAS.format(name=name, stand_in=stand_in) for name, stand_in in STAND_INS.items())
    config.write_text(FONTCONFIG.format(fonts=ROOT / "fonts", cache=folder / "fontconfig", aliases=aliases), "utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "FONTCONFIG_FILE": str(config), "HOME": str(folder)},
    )
    ending = kind.split(":")[0]
    missing = [file.name for file in files if not (folder / f"{file.stem}.{ending}").is_file()]
    return [f"nothing made of {missing}", *ran.stderr.splitlines()] if missing else []


def page_counts(case: Case, made: Path) -> list[str]:
    """LibreOffice's pages against ours."""
    if not made.is_file():
        return ["LibreOffice made nothing of it"]
    ours, theirs = pdf.page_count(case.output("pdf")), pdf.page_count(made)
    return [] if ours - 1 <= theirs <= ours else [f"{theirs} pages, ours has {ours}"]


def figures(case: Case, made: Path) -> list[str]:
    """As in our PDF, save that outer labels are not repeated on the next page."""
    if not made.is_file():
        return ["LibreOffice made nothing of it"]
    grids = [grid for page in pdf.pages(made) for grid in page.grids]
    return misplaced(case.report.all_figures, grids, part_of_label=True)


def same_xml(session: Session, case: Case, saved: Path) -> list[str]:
    """What the workbook that LibreOffice wrote converts to, against what ours does."""
    again = replace(case, workbook=saved / case.workbook.name)
    ran = session.convert(again, saved)
    made = saved / f"{case.name}.xml"
    if not made.is_file() or not case.output("xml").is_file():
        return ["there is no file to compare", *ran.stderr.splitlines()]
    first, second = (path.read_text("utf-8").splitlines() for path in (case.output("xml"), made))
    return [line for line in unified_diff(first, second, lineterm="", n=0) if line[0] in "+-"]


if __name__ == "__main__":
    main([judge])
