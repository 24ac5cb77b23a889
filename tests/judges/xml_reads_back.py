"""Reads every XML back with libxml2, by xmllint and by lxml, and compares it with the workbook.

Well-formed; valid where the program writes schemas (`nianbao schema`); every figure under
(table, row, column) of the portal format, digit for digit, a blank `xsi:nil`; all headings
and paragraphs in order, sub-headings in their own element; the metadata under the names of
the national page tags and of the disclosure catalogue.
"""

import re

from lxml import etree

from nianbao_judges.case import Case, Passage
from nianbao_judges.checks import Checks
from nianbao_judges.form import SECTIONS, TABLES
from nianbao_judges.report import Figure
from nianbao_judges.session import Session, each_case, main, tool
from nianbao_judges.text import shorten

R = "{urn:x-nianbao:xxgk-report:1}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"

ELEMENTS = {
    "网站名称": "SiteName",
    "网站域名": "SiteDomain",
    "网站标识码": "SiteIDCode",
    "栏目名称": "ColumnName",
    "机关名称": "ContentSource",
    "网页地址": "Url",
    "索引号": "indexNumber",
    "发布机构": "publisher",
    "统一社会信用代码": "publisherCode",
    "成文日期": "dateProduced",
    "文号": "docNumber",
    "主题分类": "subjectCategory",
    "有效性": "validity",
    "公开方式": "disclosureMode",
}
"""Key of 基本信息: element that carries it as typed."""

FORMATS = {"2021": "GBGKBH-2021-30"}


def judge(session: Session, checks: Checks) -> None:
    """All checks on XML."""
    each_case(session, checks, "xml", "well-formed, UTF-8, no DOCTYPE", well_formed)
    schemas = sorted(session.schemas.glob("*report*.xsd"))
    for schema in schemas:
        each_case(session, checks, "xml", f"valid by {schema.name}", lambda case: xmllint(case, "--schema", schema))
    each_case(session, checks, "xml", "root element and metadata", metadata)
    each_case(session, checks, "xml", "every figure under its ids, blanks nil", figures)
    each_case(session, checks, "xml", "every paragraph in order", paragraphs)


def root(case: Case) -> etree._Element:
    """The parsed document."""
    return etree.parse(case.output("xml")).getroot()


def xmllint(case: Case, *options: object) -> list[str]:
    """What xmllint complains about."""
    ran = tool("xmllint", "--noout", "--nonet", *options, case.output("xml"))
    return ran.stderr.splitlines() if ran.returncode else []


def well_formed(case: Case) -> list[str]:
    """By xmllint, and what a portal's parser may stumble over."""
    problems = xmllint(case)
    data = case.output("xml").read_bytes()
    if not data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>'):
        problems.append(f"starts with {data[:40]!r}")
    if b"<!DOCTYPE" in data or b"\r" in data:
        problems.append("has a DOCTYPE or carriage returns")
    return problems


def metadata(case: Case) -> list[str]:
    """Attributes of the root, and every field that was filled in."""
    report = root(case)
    expected = {"year": case.metadata["报告年度"], "revision": "1", "status": "published"}
    if len(set(case.report.forms.values())) == 1:
        expected["format"] = FORMATS.get(case.report.forms["table2"], report.get("format"))
    problems = [
        f"@{name} is {report.get(name)!r}, expected {value!r}"
        for name, value in expected.items()
        if report.get(name) != value
    ]
    if report.tag != f"{R}report" or not re.fullmatch(r"1\.\d+", report.get("schemaVersion", "")):
        problems.append(f"root is {report.tag}, version {report.get('schemaVersion')}")
    fields = {ELEMENTS[key]: value for key, value in case.metadata.items() if key in ELEMENTS}
    fields["ArticleTitle"] = case.title
    for name, value in fields.items():
        found = [element.text for element in report.findall(f"{R}metadata/{R}{name}")]
        if found != [value]:
            problems.append(f"{name}: expected [{value!r}], got {found}")
    year, month, day = map(int, re.findall(r"\d+", case.metadata["公开日期"])[:3])
    published = report.findtext(f"{R}metadata/{R}PubDate", "")
    if not re.fullmatch(rf"{year:04}-{month:02}-{day:02} \d\d:\d\d", published):
        problems.append(f"PubDate is {published!r}")
    keywords = report.findtext(f"{R}metadata/{R}Keywords", "")
    problems += [
        f"keyword {word!r} is missing"
        for word in re.split(r"[；;，,、\s]+", case.metadata.get("主题词", ""))
        if word not in keywords
    ]
    return problems


def figures(case: Case) -> list[str]:
    """Each cell once, under its ids; no cells beyond those of the form."""
    report = root(case)
    problems = []
    for name in TABLES:
        due = case.report.figures(name)
        table_id = case.report.table(name).id
        tables = report.findall(f"{R}section[@no='{TABLES[name]}']/{R}table[@id='{table_id}']")
        if len(tables) != 1:
            problems.append(f"{table_id}: {len(tables)} tables in section {TABLES[name]}")
            continue
        cells = tables[0].findall(f"{R}row/{R}cell")
        if len(cells) != len(due):
            problems.append(f"{table_id}: {len(cells)} cells, expected {len(due)}")
        for figure in due:
            problems += wrong_cell(figure, tables[0])
    return problems


def wrong_cell(figure: Figure, table: etree._Element) -> list[str]:
    """What is wrong with one figure, its row's label included."""
    which = f"[@id='{figure.row.id}']" if figure.row.id else ""
    rows = table.findall(f"{R}row{which}")
    cells = [cell for row in rows for cell in row.findall(f"{R}cell[@col='{figure.column.id}']")]
    place = f"({table.get('id')}, {figure.row.id}, {figure.column.id})"
    if len(cells) != 1:
        return [f"{place}: {len(cells)} cells"]
    cell = cells[0]
    problems = []
    nil = cell.get(NIL) == "true"
    if (cell.text, nil) != (figure.number, figure.number is None):
        problems.append(f"{place}: expected {figure.number!r}, got {cell.text!r}, nil={nil}")
    beside = " ".join(value for key, value in cell.attrib.items() if key != NIL)
    if figure.words and figure.words not in beside:
        problems.append(f"{place}: {figure.words!r} is lost")
    label = rows[0].get("label", "")
    if label != figure.row.path[-1] if figure.row.path else not label:
        problems.append(f"{place}: label {label!r}")
    return problems


def passages(element: etree._Element, inside: bool = False) -> list[Passage]:
    """Texts of a section in document order; the heading of a `sub` has level 2."""
    found = []
    for child in element:
        if child.tag == f"{R}sub":
            found += passages(child, inside=True)
        elif child.tag == f"{R}heading":
            found.append(Passage(2 if inside else 1, child.text or ""))
        elif child.tag != f"{R}table":
            found.append(Passage(0, child.text or ""))
    return found


def paragraphs(case: Case) -> list[str]:
    """The six sections, and the preamble wherever it stands."""
    report = root(case)
    sections = report.findall(f"{R}section")
    problems = []
    if [section.get("no") for section in sections] != [str(number) for number in SECTIONS]:
        problems.append(f"sections {[section.get('no') for section in sections]}")
    for section in sections:
        number = int(section.get("no"))
        expected = [Passage(1, SECTIONS[number][1]), *case.sections.get(number, [])]
        got = passages(section)
        problems += [
            f"section {number}: expected {shorten(str(want))}, got {shorten(str(found))}"
            for want, found in zip(expected, got)
            if want != found
        ]
        if len(expected) != len(got):
            problems.append(f"section {number}: {len(got)} texts, expected {len(expected)}")
    outside = "\n".join(text for child in report if child.tag != f"{R}section" for text in child.itertext())
    problems += [f"引言 is missing: {shorten(line)!r}" for line in case.preamble or [] if line not in outside]
    return problems


if __name__ == "__main__":
    main([judge])
