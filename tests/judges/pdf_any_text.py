"""Sets a report with text that is hard to set, and looks at the pages as a reader would.

Web addresses, hundreds of figures and a token of several lines are on the pages and are copied
as they were written, by three programs; addresses end their lines after a mark. The ink of no
punctuation mark reaches its neighbour. Every figure of the second table names the heads of its
column and all groups of its row.
"""

import re
import unicodedata

import openpyxl
import pdfplumber
import pypdfium2
from pdfminer.high_level import extract_text
from pdfminer.pdftypes import resolve1

from nianbao_judges.checks import Checks
from nianbao_judges.session import EXAMPLE, Session, main, tool

OPENING, CLOSING = "“‘《〈（「『【〔", "”’，。、：；！？》〉）」』】〕"
ADDRESSES = "、".join(f"https://www.example.gov.cn/zwgk/gknb/2023{n:02}/t2023_{n}.html" for n in range(1, 14))
TEXTS = [
    f"公开网址：{ADDRESSES}。",
    "邮箱zhengfuxinxigongkai_bangongshi@xinxigongkai-xian.renminzhengfu.gov.cn，也可来信。",
    "全年数据为" + "、".join(f"{n * 37 % 9973}件" for n in range(1, 601)) + "。",
    "标识" + "a1" * 300 + "。",
    "国".join(a + b for a in OPENING + CLOSING for b in OPENING + CLOSING),
]
DPI = 300
INK = 128
"""A pixel darker than this is ink."""
GROUPS = ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]


def judge(session: Session, checks: Checks) -> None:
    """One workbook, one PDF."""
    folder = session.folder("any-text")
    book = openpyxl.load_workbook(EXAMPLE)
    sheet = book["一、总体情况"]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value = None
    for row, text in enumerate(TEXTS, start=2):
        sheet.cell(row, 1).value = text
    book.save(folder / "text.xlsx")
    session.nianbao("convert", folder / "text.xlsx", "-o", folder, "--to", "pdf", "--allow-errors")
    pdf = folder / "text.pdf"
    checks.run("pdf: text of any kind is copied as written", lambda: copied(pdf))
    checks.run("pdf: addresses break after a mark", lambda: breaks(pdf))
    checks.run("pdf: no mark touches its neighbour", lambda: touching(pdf))
    checks.run("pdf: a figure names all its heads", lambda: heads(pdf))


def squeezed(text: str) -> str:
    """Without white space and page numbers."""
    return re.sub(r"\s", "", re.sub(r"— \d+ —", "", text))


def copied(pdf) -> list[str]:
    """Texts that a program does not give back."""
    pages = pypdfium2.PdfDocument(pdf)
    texts = {
        "poppler": tool("pdftotext", "-raw", pdf, "-").stdout,
        "pdfium": "".join(page.get_textpage().get_text_bounded() + "\n" for page in pages),
        "pdfminer": extract_text(pdf),
    }
    return [
        f"{name}: {wanted[:20]}…"
        for name, text in texts.items()
        for wanted in TEXTS
        if squeezed(wanted) not in squeezed(text)
    ]


def breaks(pdf) -> list[str]:
    """Lines that end within a word of an address."""
    lines = tool("pdftotext", "-raw", pdf, "-").stdout.splitlines()
    ends = [line for line in lines if re.search(r"[/.@_-][a-z0-9]+$", line) and "a1a1" not in line]
    return [line for line in ends if "http" in line or "gov.cn" in line]


def touching(pdf) -> list[str]:
    """Marks with ink on the line between a mark and the one before it."""
    found = []
    marks = set(OPENING + CLOSING)
    pictures = pypdfium2.PdfDocument(pdf)
    with pdfplumber.open(pdf) as pages:
        for page, picture in zip(pages.pages, pictures):
            image = picture.render(scale=DPI / 72).to_pil().convert("L")
            for one, other in zip(page.chars, page.chars[1:]):
                if not {one["text"], other["text"]} <= marks or one["top"] != other["top"]:
                    continue
                # An opening mark has its ink in the right half of its em.
                half = other["size"] / 2 if other["text"] in OPENING else 0
                x = round((other["x0"] + half) * DPI / 72)
                top, bottom = (round(other[edge] * DPI / 72) for edge in ("top", "bottom"))
                if image.crop((x, top, x + 1, bottom)).getextrema()[0] < INK:
                    found.append(one["text"] + other["text"])
    return found


def heads(pdf) -> list[str]:
    """Figures of the second table below the groups that do not name each."""
    with pdfplumber.open(pdf) as pages:
        root = resolve1(pages.doc.catalog["StructTreeRoot"])
        texts = {page.page_number: by_mark(page) for page in pages.pages}
        numbers = {page.page_obj.pageid: page.page_number for page in pages.pages}
    named, cells = {}, []
    for element in walk(root):
        tag = element.get("S")
        if getattr(tag, "name", None) not in ("TH", "TD"):
            continue
        attributes = [resolve1(one) for one in resolve1(element["A"])]
        ids = next((one["Headers"] for one in attributes if "Headers" in one), [])
        page = numbers.get(getattr(element.get("Pg"), "objid", None))
        text = "".join(texts.get(page, {}).get(mark, "") for mark in element.get("K", []) if isinstance(mark, int))
        if "ID" in element:
            named[bytes(element["ID"])] = text
        cells.append((tag.name, [bytes(one) for one in ids]))
    chains = [[named.get(one, "?") for one in ids] for tag, ids in cells if tag == "TD"]
    full = [chain for chain in chains if set(GROUPS) <= {unicodedata.normalize("NFC", text) for text in chain}]
    if len(full) != 7:
        return [f"{len(full)} figures name {GROUPS}, not 7: {chains[20:80:10]}"]
    return [f"no head of a column: {chain}" for chain in full if "申请人情况" not in chain]


def by_mark(page) -> dict[int, str]:
    """The text of a page by the number of its mark."""
    found = {}
    for one in page.chars:
        if one.get("mcid") is not None:
            found[one["mcid"]] = found.get(one["mcid"], "") + one["text"]
    return found


def walk(element):
    """Every element of a structure tree."""
    element = resolve1(element)
    if isinstance(element, dict):
        yield element
        kids = resolve1(element.get("K", []))
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from walk(kid)


if __name__ == "__main__":
    main([judge])
