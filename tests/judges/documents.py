"""Word drafts and published pages as inputs: the same report as from the workbook.

Each report as a draft by python-docx (numbers typed and automatic, clean and as people leave
it), by LibreOffice out of our own files, and as a page in the manner of several portals. What
the program reads back must be what the workbook says: every section, paragraph and figure.
Our own DOCX and HTML give the report back with its metadata.
"""

import shutil
from pathlib import Path

from lxml import etree

from nianbao_judges.case import Case
from nianbao_judges.checks import Checks
from nianbao_judges.drafts import PAGES, draft
from nianbao_judges.session import Session, main, tool
from nianbao_judges.text import shorten

R = "{urn:x-nianbao:xxgk-report:1}"
KEYS = ("ContentSource", "ArticleTitle")
NOT_ON_PAGES = ("agencyCategory", "publisherCode", "publisher", "phone", "address")


def judge(session: Session, checks: Checks) -> None:
    """All checks on documents."""
    folder = session.folder("documents")
    for case in session.cases:
        inputs = folder / case.name
        inputs.mkdir()
        for what, options in (
            ("typed", {}),
            ("numbered", {"numbered": True}),
            ("messy", {"messy": True}),
            ("numbered and messy", {"numbered": True, "messy": True}),
        ):
            path = inputs / f"{what}.docx"
            draft(case, path, **options)
            checks.run(f"docx draft, {what}: {case.name}", lambda: same(session, case, path))
        for number, (what, (ending, page)) in enumerate(PAGES.items()):
            path = inputs / f"page-{number}.{ending}"
            path.write_bytes(page(case))
            checks.run(f"page, {what}: {case.name}", lambda: same(session, case, path))
        own = made(session, case, inputs)
        checks.run(f"our own DOCX: {case.name}", lambda: same(session, case, own / f"{case.name}.docx", ()))
        checks.run(f"our own HTML: {case.name}", lambda: same(session, case, own / f"{case.name}.html", NOT_ON_PAGES))
        for ending in ("docx", "html"):
            what = f"our own {ending} by LibreOffice"
            checks.run(f"{what}: {case.name}", lambda: by_libreoffice(session, case, own / f"{case.name}.{ending}"))


def made(session: Session, case: Case, folder: Path) -> Path:
    """Our own files."""
    own = folder / "own"
    allow = ["--allow-errors"] if case.report.errors else []
    session.nianbao("convert", case.workbook, "-o", own, "--to", "docx,html", *allow)
    return own


def by_libreoffice(session: Session, case: Case, source: Path) -> list[str]:
    """Opened and saved by another program."""
    folder = source.parent / f"lo-{source.suffix[1:]}"
    folder.mkdir()
    profile = session.work / "libreoffice-profile"
    filters = ["--infilter=HTML (StarWriter)"] if source.suffix == ".html" else []
    tool(
        "soffice", f"-env:UserInstallation=file://{profile}", "--headless", *filters,
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, source,
    )
    # LibreOffice cuts a paragraph of a page in two where its own page ends.
    return same(session, case, folder / f"{case.name}.docx", joined=source.suffix == ".html")


def same(
    session: Session, case: Case, path: Path, without: tuple | None = None, *, joined: bool = False
) -> list[str]:
    """What differs from the workbook: sections and tables, and the keys where they are to be
    the same; `without` names those that need not."""
    outputs = path.parent / f"read-{path.stem}-{path.suffix[1:]}"
    shutil.rmtree(outputs, ignore_errors=True)
    ran = session.nianbao("convert", path, "-o", outputs, "--to", "xml", "--allow-errors")
    found = outputs / f"{path.stem}.xml"
    if not found.is_file():
        return ["nothing was read", *ran.stderr.splitlines()]
    ours, expected = etree.parse(found).getroot(), etree.parse(case.output("xml")).getroot()
    problems = different(texts(expected, joined), texts(ours, joined))
    keys = {etree.QName(e).localname: e.text for e in expected.find(f"{R}metadata")}
    told = {etree.QName(e).localname: e.text for e in ours.find(f"{R}metadata")}
    due = KEYS if without is None else [key for key in keys if key not in without]
    problems += [
        f"{key}: {shorten(str(told.get(key)))}, expected {shorten(str(keys.get(key)))}"
        for key in due
        if (told.get(key) or "")[:10] != (keys.get(key) or "")[:10]
        or (without is not None and told.get(key) != keys.get(key))
    ]
    if ours.get("year") != expected.get("year"):
        problems.append(f"year {ours.get('year')}, expected {expected.get('year')}")
    return problems


def texts(root, joined: bool) -> list[str]:
    """Sections and tables, an element a line; paragraphs behind each other may be joined."""
    lines = []
    for section in root.iter(f"{R}section"):
        for element in section.iter():
            name = etree.QName(element).localname
            keys = " ".join(f"{key}={value}" for key, value in sorted(element.attrib.items()) if key != "composed")
            line = f"{name} {keys} {(element.text or '').strip()}"
            if joined and lines and line.startswith("p  ") and lines[-1].startswith("p  "):
                lines[-1] += line.removeprefix("p  ")
            else:
                lines.append(line)
    return lines


def different(expected: list[str], ours: list[str]) -> list[str]:
    """The first lines that differ."""
    problems = [f"{shorten(a)}  |  expected {shorten(b)}" for a, b in zip(ours, expected) if a != b][:6]
    return problems + [f"{len(ours)} lines, expected {len(expected)}"] * (len(ours) != len(expected))


if __name__ == "__main__":
    main([judge])
