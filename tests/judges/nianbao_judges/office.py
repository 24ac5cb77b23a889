"""An office that publishes reports, and the truth about what is public.

The truth is kept here, by what the office did. It comes neither from the feed nor from a client.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import openpyxl

from .report import load
from .session import EXAMPLE, EXAMPLE_FACTS, Session

ENDINGS = ("xml", "pdf", "docx", "html")
TEXTS = {1: "一、总体情况", 5: "五、问题及改进", 6: "六、其他事项"}
CHINA = timezone(timedelta(hours=8))
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Of a 统一社会信用代码, which has 31."""
FACTS = {
    (figure.table.id, figure.row.id or "cases", figure.column.id): (figure.number, figure.words)
    for figure in load(EXAMPLE_FACTS).all_figures
}
"""Number and words of every cell of the example."""


@dataclass(frozen=True)
class Book:
    """A workbook as the clerk fills it in."""

    body: str
    year: int = 2021
    published: str = "2022-01-20"
    code: str | None = None
    site: str | None = None
    domain: str | None = None
    title: str | None = None
    natural: int = 6
    dash: bool = False
    """“-” instead of the number of coercions."""
    blank: bool = True
    """Whether nothing stands where nothing happened, instead of 0."""
    more: str | None = None
    saved: str | None = None
    """Changes the bytes and nothing in the report."""

    @property
    def figures(self) -> dict[tuple, tuple[str | None, str]]:
        """What must be in the database."""
        figures = dict(FACTS)
        if not self.blank:
            figures |= {place: ("0", "") for place, (number, _) in FACTS.items() if number is None}
        for row in ("r1", "r3-1", "r3-7"):
            figures["requests", row, "natural"] = (str(self.natural), "")
            figures["requests", row, "total"] = (str(self.natural + 1), "")
        if self.dash:
            figures["proactive", "a20-6-coercion", "decisions"] = (None, "-")
        return figures

    def write(self, path: Path) -> list[str]:
        """The workbook; returns its texts."""
        book = openpyxl.load_workbook(EXAMPLE)
        keys = book["基本信息"]
        values = {
            "报告年度": self.year, "机关名称": self.body, "公开日期": self.published, "统一社会信用代码": self.code,
            "网站标识码": self.site, "网站域名": self.domain, "报告标题": self.title, "索引号": None, "发布机构": None,
        }  # fmt: skip
        for row in keys.iter_rows(min_row=2):
            if row[0].value in values:
                row[1].value = values[row[0].value]
        table = book["三、依申请公开"]
        for line in (5, 7, 28):
            table[f"D{line}"], table[f"J{line}"] = self.natural, self.natural + 1
        if not self.blank:
            for row in table["D8:J27"]:
                for cell in row:
                    cell.value = 0
        if self.dash:
            book["二、主动公开"]["B12"] = "-"
        book[TEXTS[1]]["A12"] = f"本年新收政府信息公开申请{self.natural + 1}件。"
        if self.more:
            last = book[TEXTS[6]]
            last.cell(last.max_row + 1, 1, self.more)
        texts = []
        for name in TEXTS.values():
            for row in book[name].iter_rows(min_row=2, max_col=1):
                if isinstance(row[0].value, str):
                    row[0].value = row[0].value.replace("2021年", f"{self.year}年").replace("淳化县人民政府", self.body)
                    texts.append(row[0].value)
        book.properties.title = self.saved
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return texts


@dataclass
class Due:
    """A report as the public must see it."""

    book: Book
    texts: list[str]
    updated: datetime
    revision: int = 1
    state: str = "current"
    note: str | None = None
    id: str | None = None

    @property
    def status(self) -> str:
        """By the revision."""
        return "published" if self.revision == 1 else "corrected"


@dataclass
class Office:
    """Workbooks, the folder they are converted into, and what is due."""

    session: Session
    books: Path
    out: Path
    base: str
    due: dict[str, Due] = field(default_factory=dict)
    drafts: dict[str, tuple[Book, list[str]]] = field(default_factory=dict)
    said: str = ""

    # ───────── what is done ─────────

    def write(self, name: str, path: str, **fields: object) -> None:
        """Fills in or changes the workbook of a report."""
        book = replace(self.drafts[name][0], **fields) if name in self.drafts else Book(**fields)
        self.drafts[name] = (book, book.write(self.books / f"{path}.xlsx"))

    def remove(self, path: str) -> None:
        """A workbook goes, and all that was made of it."""
        (self.books / f"{path}.xlsx").unlink(missing_ok=True)
        for ending in ENDINGS:
            (self.out / f"{path}.{ending}").unlink(missing_ok=True)

    def run(self, *arguments: object, exits: int = 0, before: tuple = ()) -> None:
        """The program, which must exit like this."""
        if before:
            command = [*before, self.session.program, *arguments]
            options = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 120}
            ran = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, check=False, **options)
        else:
            ran = self.session.nianbao(*arguments)
        self.said = ran.stdout + ran.stderr
        if ran.returncode != exits:
            raise AssertionError(f"exit {ran.returncode}, expected {exits}: {self.said[-1500:]}")

    def convert(self, *arguments: object, **options) -> None:
        """All workbooks, and the feed."""
        self.run("convert", self.books, "-o", self.out, "--base-url", self.base, *arguments, **options)

    def feed(self, *arguments: object, **options) -> None:
        """The feed alone."""
        self.run("feed", self.out, *arguments, **options)

    # ───────── what is true then ─────────

    def new(self, *names: str) -> None:
        """Published for the first time."""
        for name in names:
            book, texts = self.drafts[name]
            self.due[name] = Due(book, texts, china(book.published))

    def corrected(self, name: str, date: str | None = None, note: str | None = None, by: int = 1) -> None:
        """Published again."""
        due = self.due[name]
        due.book, due.texts = self.drafts[name]
        own = china(due.book.published)
        due.updated = china(date) if date else max(own, due.updated + timedelta(seconds=1))
        due.revision, due.note, due.state = due.revision + by, note, "current"

    def withdrawn(self, date: str, *names: str) -> None:
        """Not public any more."""
        for name in names:
            self.due[name].state, self.due[name].updated = "withdrawn", china(date)


def china(text: str) -> datetime:
    """A date, or a date and a time."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def code_of(county: str, serial: int) -> str:
    """A 统一社会信用代码 with right check digits: GB 32100, and GB 11714 inside."""
    inner = f"{serial:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(inner, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    code = f"11{county}{inner}" + {10: "X", 11: "0"}.get(rest, str(rest))
    total = sum(DIGITS.index(digit) * pow(3, at, 31) for at, digit in enumerate(code))
    return code + DIGITS[-total % 31]


def county_of(book: Book) -> str | None:
    """The division that the codes name."""
    if book.code:
        return book.code[2:8]
    return book.site[:6] if book.site and re.fullmatch(r"\d{10}", book.site) else None


def copy_folder(source: Path, target: Path) -> None:
    """Makes a folder like another."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
