"""The official form of both editions as a drawing: cells with their place, size and text."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

OFFICIAL = Path(__file__).parent.parent / "official.json"

SECTIONS = {
    1: ("一、总体情况", "总体情况"),
    2: ("二、主动公开", "主动公开政府信息情况"),
    3: ("三、依申请公开", "收到和处理政府信息公开申请情况"),
    4: ("四、复议诉讼", "政府信息公开行政复议、行政诉讼情况"),
    5: ("五、问题及改进", "存在的主要问题及改进情况"),
    6: ("六、其他事项", "其他需要报告的事项"),
}
"""Number of a section: name of its sheet, heading without number."""

ORDINALS = "〇一二三四五六"
TABLES = {"table2": 2, "table3": 3, "table4": 4}

Path_ = tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """A column of figures; `path` is its label below the labels above it."""

    path: Path_
    span: int
    id: str


@dataclass(frozen=True)
class Row:
    """A row of figures; `path` is its label after the labels before it."""

    path: Path_
    id: str | None


@dataclass(frozen=True)
class Block:
    """Columns and rows that belong together, under a band over the whole width if it has one."""

    band: str | None
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    data_spans: tuple[int, ...]

    def key(self, row: Row) -> str:
        """The row's name in a report: band, labels, joined by strokes."""
        return "/".join(filter(None, (self.band, *row.path)))


@dataclass(frozen=True)
class Cell:
    """A rectangle of the drawing. `square` is (row, column) of a figure, else `text` is printed."""

    x: int
    y: int
    width: int
    height: int
    text: str = ""
    square: tuple[str, int] | None = None


@dataclass(frozen=True)
class Table:
    """One of the three tables in one edition."""

    id: str
    sheet: str
    width: int
    stub: str | None
    stub_width: int
    blocks: tuple[Block, ...]

    @property
    def height(self) -> int:
        """Rows of the whole table, heads included."""
        return sum(bool(b.band) + depth(b) + len(b.rows) for b in self.blocks)

    def cells(self) -> list[Cell]:
        """The drawing, as the printed form has it."""
        cells: list[Cell] = []
        y = 0
        for block in self.blocks:
            if block.band:
                cells.append(Cell(0, y, self.width, 1, block.band))
                y += 1
            if self.stub:
                cells.append(Cell(0, y, self.stub_width, depth(block), self.stub))
            cells += heads(block, self.stub_width, y)
            y += depth(block)
            cells += labels(block, self.stub_width, y)
            for row in block.rows:
                x = self.stub_width
                for column, width in enumerate(block.data_spans):
                    cells.append(Cell(x, y, width, 1, square=(block.key(row), column)))
                    x += width
                y += 1
        return cells


def depth(block: Block) -> int:
    """How many rows the heads take."""
    return max(len(head.path) for head in block.heads)


def heads(block: Block, x: int, y: int) -> list[Cell]:
    """Head cells: labels above each other, the lowest reaching down to the figures."""
    cells = []
    spans = [(head.path, head.span) for head in block.heads]
    for level in range(depth(block)):
        left = x
        for path, run in groupby(spans, key=lambda item: item[0][: level + 1]):
            run = list(run)
            width = sum(span for _, span in run)
            if len(path) == level + 1:
                lowest = len(run[0][0]) == level + 1
                cells.append(Cell(left, y + level, width, depth(block) - level if lowest else 1, path[-1]))
            left += width
    return cells


def labels(block: Block, stub_width: int, y: int) -> list[Cell]:
    """Label cells: group labels reach down over their rows, the last one right to the figures."""
    cells = []
    for level in range(stub_width):
        top = y
        for path, run in groupby(block.rows, key=lambda row: row.path[: level + 1]):
            height = len(list(run))
            if len(path) == level + 1:
                lowest = height == 1
                cells.append(Cell(level, top, stub_width - level if lowest else 1, height, path[-1]))
            top += height
    return cells


@cache
def table(form: str, name: str) -> Table:
    """`table2`, `table3` or `table4` of an edition."""
    official = json.loads(OFFICIAL.read_text("utf-8"))
    found = official[form][name]
    if "as" in found:
        one_row = found.get("one_row")
        found = official[found["as"]][name]
        if one_row:
            found["blocks"][0]["rows"] = merge_group(found["blocks"][0]["rows"], one_row)
    return Table(
        found["id"],
        found["sheet"],
        found["width"],
        found["stub"],
        found["stub_width"],
        tuple(block(entry) for entry in found["blocks"]),
    )


def merge_group(rows: list, one_row: list) -> list:
    """The rows with the group `one_row` names as a single row."""
    inside = [row[0].startswith(one_row[0] + "/") for row in rows]
    first, after = inside.index(True), len(rows) - inside[::-1].index(True)
    return [*rows[:first], one_row, *rows[after:]]


def block(entry: dict) -> Block:
    """A block of `official.json`. Column heads with a stroke of their own (增/减) have no level."""
    columns = tuple(
        Head((path,) if path.endswith("增/减") else tuple(path.split("/")), span, id)
        for path, span, id in entry["heads"]
    )
    return Block(
        entry.get("band"),
        columns,
        tuple(Row(tuple(filter(None, path.split("/"))), id) for path, id in entry["rows"]),
        tuple(entry.get("data") or (head.span for head in columns)),
    )
