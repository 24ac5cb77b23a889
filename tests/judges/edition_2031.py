"""An invented edition of 2031, added with `--form`: its blank workbook filled by hand, checked, written and back.

Knows the form file as a clerk does, by its labels; nothing of the program. Every figure is 1
where nothing is to be worked out, so that every formula of the blank workbook has a sum.
"""

from pathlib import Path

import openpyxl
from lxml import etree

from nianbao_judges.checks import Checks
from nianbao_judges.session import ROOT, Session, main, tool

FORM = ROOT / "tests" / "forms" / "2031.toml"
R = "{urn:x-nianbao:xxgk-report:1}"
KEYS = {"报告年度": 2031, "机关名称": "某某市人民政府", "公开日期": "2032-01-20"}
TABLES = ("二、主动公开", "三、依申请公开", "四、复议诉讼")
OUTPUTS = ("docx", "pdf", "xml", "html", "xlsx")


def judge(session: Session, checks: Checks) -> None:
    """From the blank workbook to every output and back."""
    folder = session.folder("edition-2031")
    checks.run("2031: the blank workbook is filled and converted", lambda: made(session, folder))
    checks.run("2031: seven sections, the new row and column", lambda: parts(folder))
    checks.run("2031: valid by the schema made for it", lambda: valid(session, folder))
    checks.run("2031: XML, workbook, XML is the identity", lambda: identity(session, folder))


def made(session: Session, folder: Path) -> list[str]:
    """Template, figures typed in, all outputs."""
    blank, full = folder / "blank.xlsx", folder / "report.xlsx"
    ran = session.nianbao("template", "--form", FORM, "--edition", 2031, "-o", blank)
    if ran.returncode:
        return [ran.stderr]
    book = openpyxl.load_workbook(blank)
    for row in book["基本信息"].iter_rows():
        if row[0].value in KEYS:
            row[1].value = KEYS[row[0].value]
    for name in TABLES:
        for row in book[name].iter_rows():
            for cell in row:
                is_free = not isinstance(cell, openpyxl.cell.cell.MergedCell) and not cell.protection.locked
                if is_free and cell.value is None and cell.border.left.style:
                    cell.value = 1
    book.save(full)
    ran = session.nianbao(
        "convert", full, "-o", folder / "out", "--form", FORM, "--allow-errors", "--to", ",".join(OUTPUTS)
    )
    return [f"no {kind}: {ran.stderr}" for kind in OUTPUTS if not (folder / "out" / f"report.{kind}").is_file()]


def parts(folder: Path) -> list[str]:
    """What only this edition has is in the XML."""
    root = etree.parse(folder / "out" / "report.xml").getroot()
    numbers = [section.get("no") for section in root.findall(f"{R}section")]
    rows = {row.get("id") for row in root.iter(f"{R}row")}
    columns = {cell.get("col") for cell in root.iter(f"{R}cell")}
    problems = [] if numbers == list("1234567") else [f"sections {numbers}"]
    problems += [f"no row {row}" for row in ("r3-3-9", "a20-1-all") if row not in rows]
    return problems + ([] if "media" in columns else ["no column media"])


def valid(session: Session, folder: Path) -> list[str]:
    """libxml2 with the schema that includes the edition; without it, the report is refused."""
    problems = []
    for name, options, due in (("with", ("--form", FORM), 0), ("without", (), 3)):
        schemas = folder / name
        session.nianbao("schema", "-o", schemas, *options)
        schema = schemas / "xxgk-report-1.xsd"
        ran = tool("xmllint", "--noout", "--nonet", "--schema", schema, folder / "out" / "report.xml")
        if ran.returncode != due:
            problems.append(f"{name} the form: exit {ran.returncode}, expected {due}: {ran.stderr[:300]}")
    return problems


def identity(session: Session, folder: Path) -> list[str]:
    """The same bytes after a workbook in between."""
    first = (folder / "out" / "report.xml").read_bytes()
    problems = []
    for kind in ("xml", "xlsx"):
        back = folder / f"back-{kind}"
        source = folder / "out" / f"report.{kind}"
        session.nianbao("convert", source, "-o", back, "--form", FORM, "--allow-errors", "--to", "xml")
        if not (back / "report.xml").is_file() or (back / "report.xml").read_bytes() != first:
            problems.append(f"another XML after {kind}")
    return problems


if __name__ == "__main__":
    main([judge])
