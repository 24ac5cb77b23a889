"""Has three validators look at every DOCX: the Open XML SDK of Microsoft, by Office 2010 and by
today's, the shipped example by all between; the transitional schemas of ECMA-376; and
openxml-audit, which asks for the parts that Word expects beside those that it must have.

Besides the cases: the blank forms, a report of rare characters, one of marks that XML must
escape, one of thirty pages, one with empty sections, whose texts both readers must find, too.
And the package itself: every part named in its lists, none that nothing leads to. Files that
are broken on purpose show that the validators see what they are there for.
"""

import json
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

from docx_reads_back import misfits
from nianbao_judges.checks import Checks
from nianbao_judges.docx import READERS
from nianbao_judges.session import ROOT, Session, main, tool
from nianbao_judges.text import out_of_order
from pdf_standards import HARD, workbook

INSTALL = Path(__file__).parent / "ooxml" / "install.sh"
INSTALL_TIMEOUT = 1800
AUDIT = Path(sys.executable).with_name("openxml-audit")
OLDEST, NEWEST = "Office2010", "Microsoft365"
BETWEEN = ("Office2013", "Office2016", "Office2019", "Office2021")
AT_ONCE = 2
BLANKS = ("official-2021", "official-2019")
HARDER = {
    **HARD,
    "marks": ["A&B<C>D &amp; \"引\" 'x' ]]> \\ {} % # ~ ^ _ `", "一\t二", "（一）<w:p/>", "https://example.org/?a=1&b=2"],
}
BREAKS = {
    "order": (rb"(<w:cantSplit\s*/>)(.*?)</w:trPr>", rb"</w:trPr><w:trPr>\1\2</w:trPr>"),
    "attribute": (rb"<w:gridCol ", rb'<w:gridCol w:type="dxa" '),
    "value": (rb'<w:jc w:val="\w+"', b'<w:jc w:val="justified"'),
}
"""What to look for in the document, what to put there."""


def judge(session: Session, checks: Checks) -> None:
    """All checks."""
    folder = session.folder("docx")
    files = {case.name: case.output("docx") for case in session.cases if case.output("docx").is_file()}
    for name, paragraphs in HARDER.items():
        path = made(session, checks, workbook(folder / f"{name}.xlsx", paragraphs), folder)
        if path:
            files[name] = path
            for reader, read in READERS.items():
                checks.run(f"docx: {name}: {reader}: every paragraph", lambda: texts(read, path, paragraphs))
            checks.run(f"docx: {name}: every row fits the grid", lambda: misfits(path))
    for name in BLANKS:
        path = made(session, checks, ROOT / "templates" / f"{name}.xlsx", folder)
        if path:
            files[name] = path
    validate(session, checks, files)


def made(session: Session, checks: Checks, source: Path, folder: Path) -> Path | None:
    """The DOCX of a workbook, errors or not."""
    ran = session.nianbao("convert", source, "-o", folder, "--to", "docx", "--allow-errors")
    path = folder / f"{source.stem}.docx"
    if path.is_file():
        return path
    checks.check(f"docx: {source.stem}: converts", ran.stderr.splitlines() or ["no file"])
    return None


def texts(read, path: Path, paragraphs: list[str]) -> list[str]:
    """Paragraphs that are not found, or not in this order."""
    return out_of_order(paragraphs, "\n".join(item for item in read(path) if isinstance(item, str)))


def validate(session: Session, checks: Checks, files: dict[str, Path]) -> None:
    """The validators over all files, then over the broken ones."""
    ran = subprocess.run(["bash", INSTALL], capture_output=True, text=True, timeout=INSTALL_TIMEOUT)
    if ran.returncode:
        checks.check("ooxml: the validators are there", ran.stderr.splitlines())
        return
    tools = Path(ran.stdout.strip())
    for name, path in files.items():
        checks.run(f"ooxml: {name}: no part missing, none too many", lambda: package(path))
    for name, problems in by_schemas(tools, files).items():
        checks.check(f"ooxml: {name}: ECMA-376", problems)
    for name, path in files.items():
        checks.run(f"ooxml: {name}: openxml-audit", lambda: by_audit(path))
    shipped = next(case.name for case in session.cases if case.shipped)
    due = [(name, version) for name in files for version in (OLDEST, NEWEST)]
    due += [(shipped, version) for version in BETWEEN]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda one: by_sdk(tools, files[one[0]], one[1]), due)
        for (name, version), problems in zip(due, found):
            checks.check(f"ooxml: {name}: Open XML SDK, {version}", problems)
    broken = {name: broken_copy(files[shipped], name, session.work) for name in BREAKS}
    refused = by_schemas(tools, broken)
    for name, path in broken.items():
        checks.check(f"ooxml: wrong {name}: the schemas refuse it", [] if refused[name] else ["no complaint"])
        checks.check(f"ooxml: wrong {name}: the SDK refuses it", [] if by_sdk(tools, path, NEWEST) else ["no complaint"])


def by_schemas(tools: Path, files: dict[str, Path]) -> dict[str, list[str]]:
    """What `ooxml/Judge.java` says of each file."""
    ran = tool("java", "-Dlog4j2.StatusLogger.level=OFF", "-cp", f"{tools}/classes:{tools}/jars/*", "Judge", *files.values())
    problems: dict[str, list[str]] = {name: ["it was not judged", *ran.stderr.splitlines()[-3:]] for name in files}
    names = {str(path): name for name, path in files.items()}
    current = None
    for line in ran.stdout.splitlines():
        if line.startswith("   "):
            current.append(line.strip())
        else:
            current = problems[names[line[6:]]] = []
    return problems


def by_sdk(tools: Path, path: Path, version: str) -> list[str]:
    """What the SDK says of a file."""
    ran = tool(tools / "validator", path, version)
    try:
        told = json.loads(ran.stdout)
    except ValueError:
        return [f"exit {ran.returncode}", *ran.stdout.splitlines(), *ran.stderr.splitlines()]
    if told["ok"] and not told["errors"]:
        return []
    return [f"{error['path']} {error['xPath']}: {error['description']}" for error in told["errors"]] or ["not ok"]


def by_audit(path: Path) -> list[str]:
    """What openxml-audit says of a file, by the strictest of its rules."""
    ran = tool(AUDIT, path)
    return [] if ran.returncode == 0 and "Errors: 0" in ran.stdout else ran.stdout.splitlines() + ran.stderr.splitlines()


def package(path: Path) -> list[str]:
    """Content types and relationships against the parts."""
    problems = []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if names[0] != "[Content_Types].xml":
            problems.append(f"{names[0]} comes first")
        types = ElementTree.fromstring(archive.read("[Content_Types].xml"))
        endings = {entry.get("Extension") for entry in types if entry.get("Extension")}
        named = {entry.get("PartName").lstrip("/") for entry in types if entry.get("PartName")}
        reached = {"[Content_Types].xml"}
        for name in names:
            if not name.endswith(".rels"):
                continue
            reached.add(name)
            folder, owner = dirname(dirname(name)), name.rpartition("/")[2].removesuffix(".rels")
            if owner and join(folder, owner) not in names:
                problems.append(f"{name} belongs to nothing")
            text = archive.read(join(folder, owner)).decode() if owner else ""
            for entry in ElementTree.fromstring(archive.read(name)):
                target = entry.get("Target")
                if entry.get("TargetMode") == "External":
                    continue
                part = normpath(join("" if target.startswith("/") else folder, target.lstrip("/")))
                reached.add(part)
                if part not in names:
                    problems.append(f"{name} leads to {part}, which is missing")
                by_id = re.search(r"/(image|header|footer|hyperlink)$", entry.get("Type"))
                if by_id and f'"{entry.get("Id")}"' not in text:
                    problems.append(f"{name} has {entry.get('Id')}, which nothing uses")
    problems += [f"nothing leads to {name}" for name in names if name not in reached]
    problems += [f"no type for {name}" for name in names if name not in named and name.rpartition(".")[2] not in endings]
    problems += [f"a type for {name}, which is missing" for name in named if name not in names]
    return problems


def broken_copy(path: Path, what: str, folder: Path) -> Path:
    """The document with one thing wrong everywhere."""
    target = folder / f"wrong-{what}.docx"
    pattern, instead = BREAKS[what]
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content, changed = re.subn(pattern, instead, content)
                if not changed:
                    raise ValueError(f"nothing to break: {what}")
            copy.writestr(name, content)
    return target


if __name__ == "__main__":
    main([judge])
