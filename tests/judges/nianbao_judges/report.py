"""The reports in `tests/reports`: metadata and the figures of the three tables."""

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from .form import TABLES, Block, Head, Row, Table, table

FOLDER = Path(__file__).parent.parent.parent / "reports"

Value = None | int | str


@dataclass(frozen=True)
class Figure:
    """One cell of a table: where it belongs and what a clerk filled in."""

    table: Table
    block: Block
    row: Row
    column: Head
    value: Value

    @property
    def printed(self) -> str:
        """As it should stand on the page."""
        return "" if self.value is None else str(self.value).removeprefix("+")

    @property
    def number(self) -> str | None:
        """The number alone, digit for digit; nothing for a blank and for words."""
        found = re.match(r"-?\d+(\.\d+)?", self.printed)
        return found and found[0]

    @property
    def words(self) -> str:
        """What stands beside the number: a unit, a remark; or instead of it."""
        return self.printed.removeprefix(self.number or "")

    @property
    def place(self) -> str:
        """For messages."""
        return f"{self.block.key(self.row) or self.table.id} × {'/'.join(self.column.path)}"


@dataclass(frozen=True)
class Report:
    """Facts of one report. `errors` are the wrong sums its convert must stop at."""

    name: str
    metadata: dict[str, str]
    forms: dict[str, str]
    rows: dict[str, dict[str, list[Value]]]
    errors: list[dict] = field(default_factory=list)

    def table(self, name: str) -> Table:
        """The form of one of its tables."""
        return table(self.forms[name], name)

    def figures(self, name: str) -> list[Figure]:
        """Every cell of one table, blanks included."""
        form = self.table(name)
        return [
            Figure(form, block, row, column, value)
            for block in form.blocks
            for row in block.rows
            for column, value in zip(block.heads, self.rows[name][block.key(row)], strict=True)
        ]

    @property
    def all_figures(self) -> list[Figure]:
        """Every cell of all tables."""
        return [figure for name in TABLES for figure in self.figures(name)]


def load(path: Path) -> Report:
    """One file. Its rows must be exactly those of the form it says it uses."""
    facts = json.loads(path.read_text("utf-8"))
    report = Report(
        path.stem,
        facts["metadata"],
        {name: facts[name]["form"] for name in TABLES},
        {name: facts[name]["rows"] for name in TABLES},
        facts["errors"],
    )
    for name in TABLES:
        due = [block.key(row) for block in report.table(name).blocks for row in block.rows]
        if due != list(report.rows[name]):
            raise ValueError(f"{path.name} {name}: rows are not those of the form")
    return report


def reports() -> list[Report]:
    """All of them, by name."""
    return [load(path) for path in sorted(FOLDER.glob("*.json"))]


def as_cell(value: Value) -> int | float | str | None:
    """How a clerk's program would store it: a number where a number says the same, else text."""
    if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value):
        return float(value) if str(Decimal(repr(float(value)))) == value else value
    return value
