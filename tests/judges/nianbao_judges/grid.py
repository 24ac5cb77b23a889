"""A table as it is found in a finished file: cells on a grid, looked up by their labels."""

from collections.abc import Iterable
from dataclasses import dataclass

from docx.table import Table as DocxTable

from .report import Figure
from .text import squeeze

TOLERANCE = 1.5
"""Edges closer than this, in points, are one line."""


@dataclass(frozen=True)
class Box:
    """A cell: the grid lines it lies between, and its text without white space."""

    left: int
    right: int
    top: int
    bottom: int
    text: str


@dataclass(frozen=True)
class Grid:
    """Cells of one table, or of the part of it that stands on one page."""

    boxes: list[Box]

    @property
    def width(self) -> int:
        """Columns."""
        return max((box.right for box in self.boxes), default=0)

    @property
    def height(self) -> int:
        """Rows."""
        return max((box.bottom for box in self.boxes), default=0)

    def at(self, figure: Figure, part_of_label: bool = False) -> list[str]:
        """Texts of all cells that stand where the labels say this figure belongs.

        With `part_of_label` the outer labels of a row may be cut or missing, as they are
        where a table goes on on the next page and the program that set it lets them run on.
        """
        region = self.region(figure.block.band)
        columns = [self.head(head.path, region) for head in figure.block.heads]
        if not all(columns):
            return []
        head = columns[figure.block.heads.index(figure.column)]
        order = sorted(columns, key=lambda box: box.left).index(head)
        first_column = min(box.left for box in columns)
        path = [squeeze(label) for label in figure.row.path]
        texts = []
        for row in range(max(box.bottom for box in columns), region.stop):
            across = sorted((b for b in self.boxes if b.top <= row < b.bottom), key=lambda box: box.left)
            names = [box.text for box in across if box.left < first_column and box.text]
            if names != path and not (part_of_label and is_part(names, path)):
                continue
            figures = [box for box in across if box.left >= first_column]
            if len(figures) != len(columns):
                continue
            box = figures[order]
            if box.left < head.right and head.left < box.right:
                texts.append(box.text)
        return texts

    def region(self, band: str | None) -> range:
        """Rows of a block: from its band to the next one; all of them if it has none."""
        bands = [box for box in self.boxes if box.left == 0 and box.right == self.width and self.width > 1]
        if band is None:
            return range(0, self.height)
        start = next((box.bottom for box in bands if box.text == squeeze(band)), self.height)
        return range(start, min((box.top for box in bands if box.top >= start), default=self.height))

    def head(self, path: tuple[str, ...], region: range) -> Box | None:
        """The head of a column, under all the heads above it."""
        above: list[Box | None] = [None]
        for label in path:
            above = [
                box
                for upper in above
                for box in self.boxes
                if box.text == squeeze(label)
                and box.top in region
                and (upper is None or (box.top == upper.bottom and upper.left <= box.left and box.right <= upper.right))
            ]
        return above[0] if len(above) == 1 else None


def is_part(names: list[str], path: list[str]) -> bool:
    """The innermost label, after pieces of the outer ones."""
    inner = bool(names) and names[-1] == path[-1]
    return inner and all(any(name in label for label in path[:-1]) for name in names[:-1])


def from_docx(table: DocxTable) -> Grid:
    """A Word table; merged cells are one box."""
    squares: dict[int, list] = {}
    for y, row in enumerate(table.rows):
        for x, cell in enumerate(row.cells):
            squares.setdefault(id(cell._tc), [cell, []])[1].append((x, y))
    boxes = []
    for cell, places in squares.values():
        xs, ys = zip(*places)
        boxes.append(Box(min(xs), max(xs) + 1, min(ys), max(ys) + 1, squeeze(cell.text)))
    return Grid(boxes)


def from_page(cells: Iterable[tuple[tuple[float, float, float, float], str]]) -> Grid:
    """Rectangles on a page (left, top, right, bottom in points) with their text."""
    cells = list(cells)
    across = merge_close(edge for (left, _, right, _), _ in cells for edge in (left, right))
    down = merge_close(edge for (_, top, _, bottom), _ in cells for edge in (top, bottom))
    return Grid(
        [
            Box(nearest(across, left), nearest(across, right), nearest(down, top), nearest(down, bottom), squeeze(text))
            for (left, top, right, bottom), text in cells
        ]
    )


def nearest(lines: list[float], edge: float) -> int:
    """The line an edge belongs to."""
    return min(range(len(lines)), key=lambda line: abs(lines[line] - edge))


def merge_close(edges: Iterable[float]) -> list[float]:
    """Edges from left to right, those within the tolerance taken as one."""
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > TOLERANCE:
            lines.append(edge)
    return lines


def misplaced(figures: Iterable[Figure], grids: list[Grid], part_of_label: bool = False) -> list[str]:
    """Figures that do not stand exactly once, at their place, as they were typed."""
    problems = []
    for figure in figures:
        found = [text for grid in grids for text in grid.at(figure, part_of_label)]
        if found != [squeeze(figure.printed)]:
            problems.append(f"{figure.place}: expected [{figure.printed!r}], got {found}")
    return problems
