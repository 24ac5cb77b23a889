"""One workbook, what should be found in the files made from it, and where those files are."""

import re
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from .form import ORDINALS, SECTIONS
from .report import Report

ENDINGS = ("docx", "pdf", "xml")


@dataclass(frozen=True)
class Passage:
    """A sub-heading (level 2 for （一）) or a paragraph (level 0) of a section."""

    level: int
    text: str

    def __str__(self) -> str:
        return f"{self.text!r} (level {self.level})"


@dataclass(frozen=True)
class Case:
    """A workbook with the facts in it. `metadata` holds what is typed on 基本信息."""

    workbook: Path
    report: Report
    metadata: dict[str, str]
    sections: dict[int, list[Passage]]
    outputs: Path
    shipped: bool = False

    @property
    def name(self) -> str:
        """Stem of all its files."""
        return self.workbook.stem

    def output(self, ending: str) -> Path:
        """The converted file of a kind."""
        return self.outputs / f"{self.name}.{ending}"

    @property
    def title(self) -> str:
        """As typed, else the body's name and the year in the official wording."""
        default = f"{self.metadata['机关名称']}{self.metadata['报告年度']}年政府信息公开工作年度报告"
        return self.metadata.get("报告标题") or default

    @property
    def preamble(self) -> list[str] | None:
        """Paragraphs of 引言; nothing where the converter writes its own."""
        own = self.metadata.get("引言")
        return own.split("\n") if own else None

    def flow(self) -> list[str]:
        """Every text outside the tables from section 一 on, in reading order."""
        texts = []
        for number, (_, heading) in SECTIONS.items():
            texts.append(f"{ORDINALS[number]}、{heading}")
            texts += [passage.text for passage in self.sections.get(number, [])]
        return texts + self.signature()

    def signature(self) -> list[str]:
        """The body's name and the date of writing, else of publication, in Chinese."""
        date = self.metadata.get("成文日期") or self.metadata["公开日期"]
        year, month, day = map(int, re.findall(r"\d+", date)[:3])
        return [self.metadata["机关名称"], f"{year}年{month}月{day}日"]


def passages(cells: list[str]) -> list[Passage]:
    """What a section's cells say: one passage a line."""
    lines = [line.strip() for cell in cells for line in cell.split("\n")]
    return [Passage(level(line), line) for line in lines if line]


def level(line: str) -> int:
    """2 for a sub-heading as the layout contract has it."""
    return 2 if re.match(r"（[一二三四五六七八九十]+）", line) and "。" not in line else 0


def read_shipped(workbook: Path, report: Report, outputs: Path) -> Case:
    """The example of the project: figures from `report`, all texts as its cells have them."""
    book = openpyxl.load_workbook(workbook, data_only=True)
    typed = {row[0]: str(row[1]) for row in book["基本信息"].iter_rows(min_row=2, values_only=True) if row[1]}
    sections = {}
    for number in (1, 5, 6):
        rows = book[SECTIONS[number][0]].iter_rows(min_row=2, max_col=1, values_only=True)
        sections[number] = passages([row[0] for row in rows if row[0]])
    return Case(workbook, report, typed, sections, outputs, shipped=True)
