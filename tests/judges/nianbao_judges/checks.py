"""The tally: one line a check, and at the end how many passed."""

import traceback
from collections.abc import Callable

MOST_SHOWN = 12


class Checks:
    """Counts what passed and what failed, and says so as it goes."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def check(self, what: str, problems: list[str]) -> None:
        """One check: it passed if there are no problems."""
        print(f"{'FAIL' if problems else 'ok  '} {what}", flush=True)
        for problem in problems[:MOST_SHOWN]:
            print(f"       {problem}")
        if len(problems) > MOST_SHOWN:
            print(f"       … and {len(problems) - MOST_SHOWN} more")
        self.passed += not problems
        self.failed += bool(problems)

    def run(self, what: str, judge: Callable[[], list[str]]) -> None:
        """A check that may itself break down; that counts as failed."""
        try:
            problems = judge()
        except Exception:
            problems = traceback.format_exc().strip().splitlines()[-MOST_SHOWN:]
        self.check(what, problems)

    def summary(self) -> str:
        """The closing line."""
        return f"{self.passed} passed, {self.failed} failed"
