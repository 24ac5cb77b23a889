"""What two readers that know nothing of each other find in a DOCX: python-docx and pandoc.

Both give the flow of the text: paragraphs that have text, and tables as grids, in order.
"""

import json
from functools import cache
from pathlib import Path

import pypandoc
from docx import Document
from docx.document import Document as DocumentObject
from docx.table import Table

from .grid import Box, Grid, from_docx
from .session import tool
from .text import squeeze

Flow = list[str | Grid]

SPACES = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}


@cache
def opened(path: Path) -> DocumentObject:
    """The document as python-docx has it."""
    return Document(str(path))


@cache
def by_python_docx(path: Path) -> Flow:
    """Title, paragraphs and tables."""
    items = opened(path).iter_inner_content()
    return whole([from_docx(item) if isinstance(item, Table) else item.text for item in items])


@cache
def by_pandoc(path: Path) -> Flow:
    """The same; the title paragraph is what pandoc takes for the title of the document."""
    ran = tool(pypandoc.get_pandoc_path(), "--from=docx", "--to=json", path)
    if ran.returncode or ran.stderr:
        raise ValueError(ran.stderr)
    document = json.loads(ran.stdout)
    title = text_of(document["meta"].get("title", {}).get("c", []))
    return whole([title, *flow_of(document["blocks"])])


READERS = {"python-docx": by_python_docx, "pandoc": by_pandoc}


def whole(items: Flow) -> Flow:
    """Without empty paragraphs."""
    items = [item.strip() if isinstance(item, str) else item for item in items]
    return [item for item in items if item != ""]


def flow_of(blocks: list[dict]) -> Flow:
    """Blocks of pandoc's tree."""
    items: Flow = []
    for block in blocks:
        match block["t"], block.get("c"):
            case "Para" | "Plain", inlines:
                items.append(text_of(inlines))
            case "Header", [_, _, inlines]:
                items.append(text_of(inlines))
            case "Table", [_, _, _, head, bodies, foot]:
                rows = head[1] + [row for body in bodies for row in body[2] + body[3]] + foot[1]
                items.append(grid_of(rows))
            case "Div", [_, inner]:
                items += flow_of(inner)
            case "BlockQuote", inner:  # What is indented on the left, as the date is.
                items += flow_of(inner)
            case kind, _:
                raise ValueError(f"pandoc found a {kind}")
    return items


def text_of(inlines: list[dict]) -> str:
    """Text of a paragraph."""
    text = ""
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            text += content
        elif kind in SPACES:
            text += SPACES[kind]
        elif kind in ("Span", "Link"):
            text += text_of(content[1])
        elif kind in ("Strong", "Emph", "Underline"):
            text += text_of(content)
        else:
            raise ValueError(f"pandoc found a {kind}")
    return text


def grid_of(rows: list) -> Grid:
    """A table of pandoc: each row lists the cells that start in it."""
    boxes, taken = [], set()
    for y, (_, cells) in enumerate(rows):
        x = 0
        for _, _, height, width, blocks in cells:
            while (x, y) in taken:
                x += 1
            taken |= {(x + dx, y + dy) for dx in range(width) for dy in range(height)}
            boxes.append(Box(x, x + width, y, y + height, squeeze("".join(map(str, flow_of(blocks))))))
    return Grid(boxes)
