"""What every judge is handed: the program, the workbooks, and the files made from them."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .case import Case, read_shipped
from .checks import Checks
from .report import FOLDER, load

ROOT = Path(__file__).parent.parent.parent.parent
EXAMPLE = ROOT / "templates" / "example-2021.xlsx"
EXAMPLE_FACTS = FOLDER / "chunhua-2021.json"
TIMEOUT = 120


@dataclass(frozen=True)
class Session:
    """One run over all cases, in a folder of its own."""

    program: Path
    work: Path
    cases: list[Case]

    def nianbao(self, *arguments: object, **options) -> subprocess.CompletedProcess:
        """Runs the program and keeps what it says."""
        command = [str(self.program), *map(str, arguments)]
        options = {"capture_output": True, "text": True, "timeout": TIMEOUT, "encoding": "utf-8", **options}
        return subprocess.run(command, stdin=subprocess.DEVNULL, **options)

    def convert(self, case: Case, outputs: Path, **options) -> subprocess.CompletedProcess:
        """Converts one workbook; wrong sums that the report is known for are let pass."""
        allow = ["--allow-errors"] if case.report.errors else []
        return self.nianbao("convert", case.workbook, "-o", outputs, *allow, **options)

    @cached_property
    def schemas(self) -> Path:
        """A folder with the schemas that the program writes."""
        folder = self.folder("xsd")
        ran = self.nianbao("schema", "-o", folder)
        if ran.returncode:
            raise RuntimeError(ran.stderr)
        return folder

    def folder(self, name: str) -> Path:
        """A new empty folder."""
        folder = self.work / name
        folder.mkdir(parents=True)
        return folder


def tool(*command: object) -> subprocess.CompletedProcess:
    """Runs an outside tool and keeps what it says."""
    command = list(map(str, command))
    options = {"capture_output": True, "text": True, "encoding": "utf-8", "errors": "replace"}
    return subprocess.run(command, stdin=subprocess.DEVNULL, timeout=TIMEOUT, **options)


def expected_exit(case: Case) -> int:
    """1 where the report has errors, even if they are allowed."""
    return 1 if case.report.errors else 0


def begin(program: Path, work: Path, checks: Checks) -> Session:
    """Builds the workbooks, converts them all, and checks that this worked."""
    from workbooks import build_all

    outputs = work / "outputs"
    cases = build_all(work / "workbooks", outputs)
    cases.append(read_shipped(EXAMPLE, load(EXAMPLE_FACTS), outputs))
    session = Session(program.resolve(), work, cases)
    for case in cases:
        checks.run(f"convert: {case.name}", lambda: converted(session, case))
    return session


def converted(session: Session, case: Case) -> list[str]:
    """What went wrong with a conversion."""
    ran = session.convert(case, case.outputs)
    problems = []
    if ran.returncode != expected_exit(case):
        problems += [f"exit {ran.returncode}, expected {expected_exit(case)}", *ran.stderr.splitlines()]
    problems += [f"no {kind} file" for kind in ("docx", "pdf", "xml") if not case.output(kind).is_file()]
    return problems


def default_program() -> Path:
    """The release build of this checkout."""
    target = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
    return target / "release" / "nianbao"


def main(judges: Iterable[Callable[[Session, Checks], None]]) -> None:
    """Runs judges from the command line and exits with 1 if any check failed."""
    parser = argparse.ArgumentParser(description="Judges the program from outside.")
    parser.add_argument("--program", type=Path, default=default_program(), help="default: the release build")
    parser.add_argument("--keep", type=Path, help="work in this new folder and leave it there")
    arguments = parser.parse_args()
    if not arguments.program.is_file():
        sys.exit(f"no program at {arguments.program}; build it first: cargo build --release")
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="nianbao-judges-") as scratch:
        session = begin(arguments.program, (arguments.keep or Path(scratch)).resolve(), checks)
        for judge in judges:
            judge(session, checks)
    print(checks.summary())
    sys.exit(1 if checks.failed else 0)


def each_case(session: Session, checks: Checks, kind: str, what: str, judge: Callable[[Case], list[str]]) -> None:
    """One check a case, over its file of one kind."""
    for case in session.cases:
        if case.output(kind).is_file():
            checks.run(f"{kind}: {case.name}: {what}", lambda: judge(case))
        else:
            checks.check(f"{kind}: {case.name}: {what}", ["there is no file"])
