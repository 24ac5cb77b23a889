"""Builds the workbooks: the official layout filled in by openpyxl, not by the program.

Each report of `tests/reports` becomes a workbook of the layout contract, cell by cell and
merge by merge as the printed form has it, in the edition each of its tables uses. Figures
and metadata are those of the report; the narrative is made up, and so is the date of
publication where the report has none. Dates are date cells in one workbook and text in the
next, money is a number where a number says the same digits, codes are text.

Run alone it writes the workbooks into a folder: `workbooks.py FOLDER`.
"""

import sys
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from nianbao_judges.case import Case, passages
from nianbao_judges.form import ORDINALS, SECTIONS, TABLES
from nianbao_judges.narrative import narrative, preamble
from nianbao_judges.report import Report, as_cell, reports

KEYS = (
    "报告年度 机关名称 机关类别 报告标题 统一社会信用代码 网站名称 网站域名 网站标识码 栏目名称 索引号 文号 发布机构 "
    "主题分类 主题词 公开方式 有效性 成文日期 公开日期 网页地址 联系人电话 联系地址 引言"
).split()


def build(report: Report, order: int, folder: Path, outputs: Path) -> Case:
    """Writes one workbook into `folder` and says what is in it."""
    year = int(report.metadata["报告年度"])
    metadata = {"公开日期": f"{year + 1}-01-{20 + order:02}", **report.metadata}
    own = preamble(report, order)
    if own:
        metadata["引言"] = own
    texts = narrative(report, order)

    book = openpyxl.Workbook()
    guide = book.active
    guide.title = "填报说明"
    guide["A1"] = "本表由填报人填写，红色部分不得修改。本页的文字不属于报告。"
    fill_metadata(book.create_sheet("基本信息"), metadata, order)
    by_section = {number: name for name, number in TABLES.items()}
    for number, (sheet, heading) in SECTIONS.items():
        page = book.create_sheet(sheet)
        page["A1"] = f"{ORDINALS[number]}、{heading}"
        for row, text in enumerate(texts.get(number, []), start=2):
            page.cell(row, 1, text)
        if number in by_section:
            fill_table(page, report, by_section[number])
    workbook = folder / f"{report.name}.xlsx"
    book.save(workbook)
    sections = {number: passages(cells) for number, cells in texts.items()}
    return Case(workbook, report, metadata, sections, outputs)


def fill_metadata(page: Worksheet, metadata: dict[str, str], order: int) -> None:
    """Every key a row, filled or not."""
    page.append(["项目", "内容", "填写说明"])
    for row, key in enumerate(KEYS, start=2):
        value = metadata.get(key)
        page.cell(row, 1, key)
        page.cell(row, 3, "照表填写")
        cell = page.cell(row, 2)
        if key == "报告年度":
            cell.value = int(value)
        elif key.endswith("日期") and value and value.count("-") == 2 and order % 2:
            cell.value = date.fromisoformat(value)
            cell.number_format = "yyyy-mm-dd"
        else:
            cell.value = value
            cell.number_format = "@"


def fill_table(page: Worksheet, report: Report, name: str) -> None:
    """The drawing from A2 down; a merged cell has its value at the top left."""
    values = report.rows[name]
    for cell in report.table(name).cells():
        top, left = cell.y + 2, cell.x + 1
        if cell.square:
            row, column = cell.square
            page.cell(top, left, as_cell(values[row][column]))
        else:
            page.cell(top, left, cell.text)
        if cell.width * cell.height > 1:
            right = get_column_letter(cell.x + cell.width)
            page.merge_cells(f"{get_column_letter(left)}{top}:{right}{top + cell.height - 1}")


def build_all(folder: Path, outputs: Path) -> list[Case]:
    """All reports, in order of their names."""
    folder.mkdir(parents=True, exist_ok=True)
    return [build(report, order, folder, outputs) for order, report in enumerate(reports())]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: workbooks.py FOLDER")
    target = Path(sys.argv[1])
    for case in build_all(target, target):
        print(case.workbook)
