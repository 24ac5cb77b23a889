"""Hands the program what it cannot or must not convert.

A missing file, a folder, things that are no workbook, a wrong command line: exit code 2, one
line with one Chinese sentence on the error stream, nothing written. Wrong sums: exit code 1,
each of them reported, nothing written unless errors are allowed. One bad file in a batch
does not keep the good ones from being converted.
"""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

from nianbao_judges.case import ENDINGS
from nianbao_judges.checks import Checks
from nianbao_judges.session import EXAMPLE, Session, main

CHINESE = re.compile("[\u4e00-\u9fff]")
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


def empty_workbook() -> bytes:
    """A workbook with one sheet and no cells."""
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def any_archive() -> bytes:
    """A zip file that has nothing to do with workbooks."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("notes.txt", "nothing here")
    return buffer.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "text renamed": lambda: "报告年度,2021\n机关名称,某县人民政府\n".encode(),
    "web page renamed": lambda: "<html><body><table><tr><td>一</td></tr></table></body></html>".encode(),
    "no bytes": lambda: b"",
    "empty workbook": empty_workbook,
    "half a workbook": lambda: EXAMPLE.read_bytes()[: EXAMPLE.stat().st_size // 2],
    "workbook without its end": lambda: EXAMPLE.read_bytes()[:-30],
    "archive of something else": any_archive,
    "damaged old workbook": lambda: OLE_MAGIC + random.Random(1).randbytes(4096),
    "noise": lambda: random.Random(2).randbytes(4096),
}
"""What is called .xlsx and cannot be converted."""


def judge(session: Session, checks: Checks) -> None:
    """All refusals."""
    inputs = session.folder("refused")
    for number, (what, content) in enumerate(FILES.items()):
        path = inputs / f"bad-{number}.xlsx"
        path.write_bytes(content())
        checks.run(f"refusal: {what}", lambda: refused(session, f"file {what}", path))
    folder = inputs / "folder.xlsx"
    folder.mkdir()
    checks.run("refusal: folder", lambda: refused(session, "folder", folder))
    checks.run("refusal: missing file", lambda: refused(session, "missing", inputs / "no-such-file.xlsx"))
    checks.run("refusal: unknown flag", lambda: refused(session, "flag", EXAMPLE, "--frobnicate"))
    checks.run("refusal: unknown format", lambda: refused(session, "format", EXAMPLE, "--to", "odt"))
    checks.run("refusal: no such command", lambda: complaint(session.nianbao("frobnicate")))
    checks.run("refusal: a file where the output folder should be", lambda: blocked(session))
    checks.run("refusal: one bad file does not stop a good one", lambda: batch(session, inputs / "bad-0.xlsx"))
    for case in session.cases:
        if case.report.errors:
            checks.run(f"refusal: {case.name}: wrong sums, nothing written", lambda: wrong_sums(session, case))


def complaint(ran) -> list[str]:
    """What is wrong with a refusal: its exit code, or its one sentence."""
    problems = [] if ran.returncode == 2 else [f"exit {ran.returncode}, expected 2"]
    said = ran.stderr.strip()
    if len(said.splitlines()) != 1 or not CHINESE.search(said) or "。" in said[:-1]:
        problems.append(f"not one Chinese sentence: {said!r}")
    if "panicked" in said or "RUST_BACKTRACE" in said:
        problems.append("it panicked")
    return problems


def refused(session: Session, what: str, *arguments: object) -> list[str]:
    """Converts into a folder that does not exist yet and must not be filled."""
    outputs = session.work / "refusals" / what
    problems = complaint(session.nianbao("convert", *arguments, "-o", outputs))
    written = list(outputs.rglob("*")) if outputs.exists() else []
    return problems + [f"wrote {path.name}" for path in written]


def blocked(session: Session) -> list[str]:
    """`-o` names a file: it stays as it is."""
    path = session.work / "in-the-way"
    path.write_text("mine")
    problems = complaint(session.nianbao("convert", EXAMPLE, "-o", path))
    return problems + ["the file was changed"] * (not path.is_file() or path.read_text() != "mine")


def batch(session: Session, bad: Path) -> list[str]:
    """Two files, the first of them bad: exit code 2, the second one converted."""
    outputs = session.work / "batch"
    ran = session.nianbao("convert", bad, EXAMPLE, "-o", outputs)
    problems = [] if ran.returncode == 2 else [f"exit {ran.returncode}, expected 2"]
    written = sorted(path.name for path in outputs.glob("[!.]*")) if outputs.exists() else []
    expected = sorted(f"{EXAMPLE.stem}.{ending}" for ending in ENDINGS)
    return problems + [f"wrote {written}"] * (written != expected)


def wrong_sums(session: Session, case) -> list[str]:
    """Exit code 1, no file, and the findings name sheet, cell and both numbers."""
    outputs = session.work / "wrong-sums" / case.name
    ran = session.nianbao("convert", case.workbook, "-o", outputs)
    problems = [] if ran.returncode == 1 else [f"exit {ran.returncode}, expected 1"]
    if outputs.exists() and any(outputs.iterdir()):
        problems.append("something was written")
    told = session.nianbao("check", case.workbook, "--format", "json")
    if told.returncode != 1:
        problems.append(f"check: exit {told.returncode}, expected 1")
    findings = [finding for file in json.loads(told.stdout)["files"] for finding in file["findings"]]
    errors = [finding for finding in findings if finding["severity"] == "error"]
    for wrong in case.report.errors:
        named = sum(is_about(finding, wrong) for finding in errors)
        if named != 1:
            problems.append(f"{named} findings for {wrong}")
    if len(errors) != len(case.report.errors):
        problems.append(f"{len(errors)} errors: {[finding['message'] for finding in errors]}")
    return problems


def is_about(finding: dict, wrong: dict) -> bool:
    """True if a finding names the sheet, a cell or range, and both numbers of a wrong sum."""
    numbers = re.findall(r"(?<![A-Z\d])\d+", finding["message"])
    return (
        finding["sheet"] == wrong["sheet"]
        and bool(re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?", finding["cell"] or ""))
        and {str(wrong["seen"]), str(wrong["sum"])} <= set(numbers)
    )


if __name__ == "__main__":
    main([judge])
