"""Holds STANDARD.md against veraPDF's profiles: each clause of a profile stands in its table, and no other.

The profiles are in veraPDF's own jar, which `verapdf/run.sh` keeps in the user's cache.
"""

import os
import re
import zipfile
from pathlib import Path

from nianbao_judges.checks import Checks
from nianbao_judges.session import ROOT, Session, main

LEDGER = ROOT / "src" / "writers" / "pdf" / "STANDARD.md"
PROFILES = {"ISO 19005-1": ("1A",), "ISO 19005-2": ("2A", "3A"), "ISO 19005-4": ("4",), "ISO 14289-1": ("UA-1",)}
"""Start of a heading: names of the profiles; that of the highest level has the clauses of all."""
CLAUSE = re.compile(r"<id[^>]* clause=\"([0-9.]+)\"")


def judge(session: Session, checks: Checks) -> None:
    """One check a standard."""
    parts = {part.split(" (")[0].split(" and")[0].strip(): part for part in LEDGER.read_text("utf-8").split("\n## ")[1:]}
    for standard, names in PROFILES.items():
        checks.run(f"ledger: {standard}", lambda: differences(parts.get(standard, ""), names))


def differences(part: str, names: tuple[str, ...]) -> list[str]:
    """What stands on one side alone."""
    rows = [line.split("|")[1] for line in part.splitlines() if line.startswith("|")]
    written = [clause for row in rows for clause in re.findall(r"`([0-9.]+)`", row)]
    asked = set().union(*(clauses(name) for name in names))
    problems = [f"twice: {clause}" for clause in sorted(set(written)) if written.count(clause) > 1]
    problems += [f"not in the ledger: {clause}" for clause in sorted(asked - set(written))]
    return problems + [f"not in the profile: {clause}" for clause in sorted(set(written) - asked)]


def clauses(name: str) -> set[str]:
    """Clauses that a profile has rules for."""
    entry = f"org/verapdf/pdfa/validation/PDF{name if name.startswith('UA') else f'A-{name}'}.xml"
    for jar in jars():
        with zipfile.ZipFile(jar) as package:
            if entry in package.namelist():
                return set(CLAUSE.findall(package.read(entry).decode("utf-8")))
    raise FileNotFoundError(f"{entry} in no jar; run verapdf/run.sh first")


def jars() -> list[Path]:
    """veraPDF's, newest first."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nianbao"
    found = [path for path in cache.glob("verapdf-*/jars/*.jar") if path.name.startswith(("core-", "validation-"))]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


if __name__ == "__main__":
    main([judge])
