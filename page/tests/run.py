"""Judges the built page: `run.py [--program FILE] [--page FOLDER]`. Prints a line a check and
exits with 1 if any failed. Stands on what the other judges of the project stand on.
"""

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent.parent / "tests" / "judges")]

import firefox  # noqa: E402
import flow  # noqa: E402
import same_bytes  # noqa: E402
from nianbao_judges.checks import Checks  # noqa: E402
from nianbao_judges.session import begin, default_program  # noqa: E402

MOST_BYTES = 65_000_000


def main() -> None:
    """Everything, from the command line."""
    program = default_program()
    parser = argparse.ArgumentParser(description="Judges the page from outside.")
    parser.add_argument("--program", type=Path, default=program)
    parser.add_argument("--page", type=Path, default=program.parent.parent / "nianbao-page")
    parser.add_argument("--bless", action="store_true", help="keep the screens as they are now as the reviewed ones")
    arguments = parser.parse_args()
    checks = Checks()
    size = sum(path.stat().st_size for path in arguments.page.rglob("*") if path.is_file())
    checks.check(f"page: {size / 1e6:.1f} MB", [] if 0 < size <= MOST_BYTES else ["too large, or not there"])
    flow.judge(checks, arguments.page, arguments.bless)
    firefox.judge(checks, arguments.page)
    with tempfile.TemporaryDirectory(prefix="nianbao-page-") as scratch:
        session = begin(arguments.program, Path(scratch), checks)
        same_bytes.judge(session, checks, arguments.page)
    print(checks.summary())
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
