"""Converts every workbook again, twice, and wants the very same bytes.

The second and third time the program runs in another folder, in another time zone and
language, with the workbook named by another path, and some seconds later: a clock, a
locale, a path or an order of chance in any of the three formats would show.
"""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

from nianbao_judges.case import ENDINGS, Case
from nianbao_judges.checks import Checks
from nianbao_judges.session import Session, main

SURROUNDINGS = (
    {"TZ": "Asia/Shanghai", "LANG": "C", "LC_ALL": "C"},
    {"TZ": "America/New_York", "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"},
)
COARSEST_CLOCK = 2.1
"""Seconds: times in a zip archive go in steps of two."""


def judge(session: Session, checks: Checks) -> None:
    """One check a case, over all three formats."""
    for number, surroundings in enumerate(SURROUNDINGS):
        time.sleep(COARSEST_CLOCK)
        folder = session.folder(f"again-{number}")
        where = ", ".join(f"{key}={value}" for key, value in surroundings.items() if key != "LC_ALL")
        for case in session.cases:
            checks.run(f"same bytes: {case.name}: {where}", lambda: again(session, case, folder, surroundings))


def again(session: Session, case: Case, folder: Path, surroundings: dict[str, str]) -> list[str]:
    """Files that differ from those of the first conversion."""
    copy = shutil.copy(case.workbook, folder)
    moved = replace(case, workbook=Path(copy).relative_to(folder))
    session.convert(moved, Path("here"), cwd=folder, env={**os.environ, **surroundings})
    problems = []
    for ending in ENDINGS:
        first, second = case.output(ending), folder / "here" / f"{case.name}.{ending}"
        if not first.is_file() or not second.is_file():
            problems.append(f"{ending}: there is no file to compare")
        elif first.read_bytes() != second.read_bytes():
            problems.append(f"{ending}: {difference(first.read_bytes(), second.read_bytes())}")
    return problems


def difference(first: bytes, second: bytes) -> str:
    """Where two files part."""
    at = next((i for i, (a, b) in enumerate(zip(first, second)) if a != b), min(len(first), len(second)))
    return f"byte {at}: {first[at:at + 24]!r} against {second[at:at + 24]!r}, {len(first)} and {len(second)} bytes"


if __name__ == "__main__":
    main([judge])
