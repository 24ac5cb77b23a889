"""The engine of the page, in node, against the program: the same files, byte for byte, the
same findings, the same refusals; over all reports as workbooks, some of them as documents,
and the workbooks that are shipped.
"""

import json
import subprocess
from pathlib import Path

from nianbao_judges.checks import Checks
from nianbao_judges.session import ROOT, Session

FORMATS = {"docx": "docx", "pdf": "pdf", "ofd": "ofd", "xml": "xml", "html": "html", "xlsx": "xlsx", "svg": "svg", "poster": "poster.pdf"}
"""With the endings of their files."""
HERE = Path(__file__).parent
FIXTURES = ("templates/*.xlsx",)
PATIENCE = 600


def judge(session: Session, checks: Checks, page: Path) -> None:
    """One check a file."""
    inputs = [case.workbook for case in session.cases]
    for pattern in FIXTURES:
        inputs += sorted(path for path in ROOT.glob(pattern) if path.is_file())
    folder = session.folder("page")
    inputs += documents(session, folder / "documents")
    answers = by_engine(page, inputs, folder)
    for number, (path, answer) in enumerate(zip(inputs, answers, strict=True)):
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
        checks.run(f"page: {name}: as the program", lambda: alike(session, path, answer, folder / str(number)))


def documents(session: Session, folder: Path) -> list[Path]:
    """Some of the reports as Word files, pages and XML: those are inputs, too."""
    for case in session.cases[:3]:
        session.nianbao("convert", case.workbook, "-o", folder, "--to", "docx,html,xml", "--allow-errors", "-q")
    return sorted(path for path in folder.iterdir() if path.suffix in (".docx", ".html", ".xml"))


def by_engine(page: Path, inputs: list[Path], folder: Path) -> list[dict]:
    """What the engine says of each file; its outputs go to the folder."""
    jobs = [
        json.dumps({"path": str(path), "name": path.name, "formats": list(FORMATS), "out": str(folder / str(number))})
        for number, path in enumerate(inputs)
    ]
    command = ["node", str(HERE / "engine.mjs"), str(page)]
    ran = subprocess.run(command, input="\n".join(jobs), capture_output=True, text=True, timeout=PATIENCE)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]


def alike(session: Session, path: Path, answer: dict, out: Path) -> list[str]:
    """What differs for one file."""
    own = out.with_name(f"{out.name}-program")
    ran = session.nianbao("convert", path, "-o", own, "--to", ",".join(FORMATS), "--format", "json", "-q")
    said = json.loads(ran.stdout)["files"][0] if ran.stdout.strip() else {}
    if "broken" in answer:
        return [f"the engine broke: {answer['broken']}"]
    if said.get("error") or not said:
        error = said.get("error") or ran.stderr.strip()
        return [] if answer.get("error") and answer["error"] in error else [f"{answer.get('error')} against {error}"]
    problems = []
    if answer.get("error"):
        return [f"refused by the engine: {answer['error']}"]
    mine = [(one["code"], one["severity"], one["message"], one["help"]) for one in answer["findings"]]
    theirs = [(one["code"], one["severity"], one["message"], one["help"]) for one in said["findings"]]
    if mine != theirs:
        odd = [one for one in mine if one not in theirs] + [one for one in theirs if one not in mine]
        problems.append(f"findings differ: {len(mine)} against {len(theirs)}: {odd[:2]}")
    for ending in FORMATS.values():
        first, second = Path(f"{out}.{ending}"), own / f"{path.stem}.{ending}"
        there = (first.is_file(), second.is_file())
        if there[0] != there[1]:
            problems.append(f"{ending}: engine {there[0]}, program {there[1]}")
        elif all(there) and first.read_bytes() != second.read_bytes():
            problems.append(f"{ending}: other bytes")
    return problems
