"""An OFD read by itself: parts, text objects with the place of every glyph, and our tags."""

import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

O = "{http://www.ofdspec.org/2016}"
N = "{urn:x-nianbao:ofd-tags:1}"


@dataclass(frozen=True)
class Text:
    """A text object: its number, its characters, and the origin of each glyph in millimetres."""

    number: str
    text: str
    glyphs: list[tuple[float, float]]


@dataclass(frozen=True)
class Document:
    """All parts by name; text objects by page, in the order of drawing."""

    parts: dict[str, bytes]
    pages: dict[str, list[Text]]

    def xml(self, name: str) -> etree._Element:
        """A part as a tree."""
        return etree.fromstring(self.parts[name])

    def cells(self) -> dict[tuple[str, str, str], str]:
        """Text of every tagged cell by table, row and column."""
        objects = {(page, text.number): text.text for page, texts in self.pages.items() for text in texts}
        found = {}
        for table in self.xml("Doc_0/Tags/Report.xml").iter(f"{N}table"):
            for row in table:
                for cell in row:
                    refers = [(ref.get("PageRef"), ref.text) for ref in cell]
                    found[table.get("id"), row.get("id"), cell.get("col")] = "".join(objects[ref] for ref in refers)
        return found


@cache
def read(path: Path) -> Document:
    """A whole file."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    document = etree.fromstring(parts["Doc_0/Document.xml"])
    pages = {}
    for page in document.iter(f"{O}Page"):
        content = etree.fromstring(parts[f"Doc_0/{page.get('BaseLoc')}"])
        pages[page.get("ID")] = [text(element) for element in content.iter(f"{O}TextObject")]
    return Document(parts, pages)


def text(element: etree._Element) -> Text:
    """The glyphs of an object, from its boundary, the first place and the steps."""
    left, top = map(float, element.get("Boundary").split()[:2])
    code = element.find(f"{O}TextCode")
    x, y = left + float(code.get("X")), top + float(code.get("Y"))
    glyphs = [(x, y)]
    words = iter((code.get("DeltaX") or "").split())
    for word in words:
        count, step = (int(next(words)), float(next(words))) if word == "g" else (1, float(word))
        for _ in range(count):
            x += step
            glyphs.append((x, y))
    return Text(element.get("ID"), code.text, glyphs)
