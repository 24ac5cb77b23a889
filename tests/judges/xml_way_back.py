"""The way back: workbook → XML → workbook → XML is the identity, and only our XML is taken.

Every report by the schema with an engine that shares no code with libxml2; text that XML
makes hard through the workbook and back; and files that mean harm, each refused with one
Chinese sentence and nothing written.
"""

import re
from pathlib import Path

import openpyxl
import xmlschema
from lxml import etree

from nianbao_judges.case import Case
from nianbao_judges.checks import Checks
from nianbao_judges.session import EXAMPLE, Session, each_case, expected_exit, main, tool

R = "{urn:x-nianbao:xxgk-report:1}"
PAGE = "六、其他事项"

HARD = {
    "markup": "甲 & 乙 <b>丙</b> ]]> &amp; &#10; <![CDATA[丁]]> <!-- 戊 --> <?x?> 'a' \"b\" \\ %",
    "private use": "姓名\ue000、\uf8ff、\U000f0000、\U0010fffd，𠮷𬭊㛃\U000e0100",
    "no width": "零\u200b宽\u200d度\u2060字\u00ad符反\u3000全\u00a0半",
    "long": "全县共办理政府信息公开申请12件，全部按期答复。" * 420,
    "many": "㊙" * 10_000,
}
"""Paragraphs that must come back as they are, none of them with white space at its ends."""

FORBIDDEN = "甲_x0001_乙_x000B_丙_xFFFF_丁_xD800_戊"
"""What a workbook can hold and XML cannot, in the spelling of workbooks."""


def judge(session: Session, checks: Checks) -> None:
    """All checks on the way back."""
    schema = xmlschema.XMLSchema(session.schemas / "xxgk-report-1.xsd")
    each_case(session, checks, "xml", "valid for xmlschema", lambda case: by_xmlschema(schema, case))
    folder = session.folder("way-back")
    for case in session.cases:
        checks.run(f"xml: {case.name}: workbook, XML, workbook, XML", lambda: identity(session, case, folder))
    checks.run("xml: hard text comes back as it is", lambda: hard_text(session, folder))
    good = session.cases[0].output("xml").read_text("utf-8")
    for name, written in encoded(good).items():
        checks.run(f"xml: read in {name}", lambda: read_alike(session, folder / "encoded", name, written, good))
    for name, text in harm(good).items():
        checks.run(f"xml: refused: {name}", lambda: refused(session, folder / "harm", name, text))


def encoded(good: str) -> dict[str, bytes]:
    """The same report as other programs save it."""
    return {
        "UTF-8 with a mark": good.encode("utf-8-sig"),
        "UTF-16": good.replace("UTF-8", "UTF-16").encode("utf-16"),
        "GB 18030": good.replace("UTF-8", "GB18030").encode("gb18030"),
    }


def read_alike(session: Session, folder: Path, name: str, written: bytes, good: str) -> list[str]:
    """The way through the program gives the same XML as from the original."""
    folder = folder / name.replace(" ", "-")
    folder.mkdir(parents=True)
    (folder / "report.xml").write_bytes(written)
    ran = session.nianbao("convert", folder / "report.xml", "-o", folder / "out", "--to", "xml", "--allow-errors")
    out = folder / "out" / "report.xml"
    if not out.is_file():
        return ran.stderr.splitlines() or ["nothing written"]
    return [] if out.read_text("utf-8") == good else ["the XML is another one"]


def by_xmlschema(schema: xmlschema.XMLSchema, case: Case) -> list[str]:
    """The second engine."""
    return [str(error)[:300] for error in schema.iter_errors(case.output("xml").read_text("utf-8"))]


def identity(session: Session, case: Case, folder: Path) -> list[str]:
    """The same bytes after a workbook in between; DOCX and PDF can be made from the XML."""
    first = case.output("xml").read_bytes()
    allow = ["--allow-errors"] if case.report.errors else []
    back, again = folder / f"{case.name}-xlsx", folder / f"{case.name}-xml"
    steps = (
        (case.output("xml"), back, "xlsx,docx,pdf"),
        (back / f"{case.name}.xlsx", again, "xml"),
    )
    for source, target, kinds in steps:
        ran = session.nianbao("convert", source, "-o", target, "--to", kinds, *allow)
        if ran.returncode != expected_exit(case):
            return [f"{source.name}: exit {ran.returncode}", *ran.stderr.splitlines()]
    missing = [kind for kind in ("docx", "pdf") if not (back / f"{case.name}.{kind}").is_file()]
    same = (again / f"{case.name}.xml").read_bytes() == first
    return missing + ([] if same else ["the XML is another one"])


def hard_text(session: Session, folder: Path) -> list[str]:
    """Paragraphs as typed, in valid XML, and as typed after the way back."""
    book = openpyxl.load_workbook(EXAMPLE)
    page = book[PAGE]
    for row in range(2, page.max_row + 1):
        page.cell(row, 1).value = None
    for row, text in enumerate([*HARD.values(), FORBIDDEN], start=2):
        page.cell(row, 1).value = text
    path = folder / "hard.xlsx"
    book.save(path)
    texts = []
    for source, target in ((path, folder / "hard-1"), (folder / "hard-1" / "hard.xlsx", folder / "hard-2")):
        ran = session.nianbao("convert", source, "-o", target, "--to", "xml,xlsx", "--allow-errors")
        if ran.returncode == 2:
            return ran.stderr.splitlines()
        xml = target / "hard.xml"
        lint = tool("xmllint", "--noout", "--nonet", "--schema", session.schemas / "xxgk-report-1.xsd", xml)
        if lint.returncode:
            return lint.stderr.splitlines()
        section = etree.parse(xml).getroot().find(f"{R}section[@no='6']")
        texts.append([p.text for p in section.findall(f"{R}p")])
    first, second = texts
    problems = [f"{name}: {got[:60]!r}" for (name, text), got in zip(HARD.items(), first) if got != text]
    kept = "".join(first[len(HARD) :])
    if re.sub(r"\s", "", kept) != "甲乙丙丁戊":
        problems.append(f"forbidden characters: {kept!r}")
    return problems + ([] if first == second else ["not the same after the way back"])


def harm(good: str) -> dict[str, str | bytes]:
    """Files that look like ours, each wrong in one way."""
    cell = re.compile(r'(<r:cell col="natural"[^>]*>)\d+(</r:cell>)')

    def figure(value: str) -> str:
        return cell.sub(rf"\g<1>{value}\g<2>", good, count=1)

    def dtd(declaration: str, use: str) -> str:
        return figure(use).replace("?>\n", f"?>\n<!DOCTYPE r:report {declaration}>\n", 1)

    laughs = "".join('<!ENTITY l%d "%s">' % (n, f"&l{n - 1};" * 10) for n in range(1, 12))
    many = " ".join(f'a{n}=""' for n in range(100_000))
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/>'
    deep = "<r:p>" * 50_000 + "</r:p>" * 50_000
    return {
        "billion laughs": dtd(f'[<!ENTITY l0 "笑">{laughs}]', "&l11;"),
        "quadratic entity": dtd(f'[<!ENTITY a "{"1" * 50_000}">]', "&a;" * 1000),
        "external entity": dtd('[<!ENTITY a SYSTEM "file:///etc/hostname">]', "&a;"),
        "parameter entity": dtd('[<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]', "1"),
        "external DTD": dtd('SYSTEM "http://127.0.0.1:9/a.dtd"', "1"),
        "undeclared entity": figure("&a;"),
        "another namespace": good.replace("xxgk-report:1", "xxgk-report:2"),
        "no namespace": good.replace("r:", "").replace("xmlns:r=", "xmlns:x="),
        "words for a figure": figure("十二"),
        "an exponent": figure("1e9"),
        "not a number": figure("NaN"),
        "infinity": figure("INF"),
        "hexadecimal": figure("0x10"),
        "a formula": figure("=1+1"),
        "a figure of many digits": figure("9" * 400),
        "an empty figure": figure(""),
        "an element in a figure": figure("<r:p>1</r:p>"),
        "an unknown row": good.replace('id="r3-1"', 'id="r9-1"'),
        "a row twice": good.replace('id="r2"', 'id="r1"'),
        "an unknown column": good.replace('col="natural"', 'col="martian"', 1),
        "an unknown form": good.replace('form="2021"', 'form="2031"').replace('form="2019"', 'form="2031"'),
        "deep nesting": good.replace("<r:section", f"{deep}<r:section", 1),
        "huge": good.replace("</r:heading>", f"</r:heading><r:p>{'长' * 6_000_000}</r:p>", 1),
        "very many elements": good.replace("</r:heading>", f"</r:heading>{'<r:p/>' * 300_000}", 1),
        "very many attributes": good.replace("<r:metadata>", f"<r:metadata {many}>"),
        "cut off": good[: len(good) // 2],
        "two roots": good + good.split("\n", 1)[1],
        "a control character": figure("&#1;"),
        "half a surrogate pair": figure("&#xD800;"),
        "a stylesheet": good.replace("?>\n", '?>\n<?xml-stylesheet href="a.xsl"?>\n', 1),
        "inclusion": good.replace("<r:metadata>", f"{include}<r:metadata>"),
        "a year of letters": re.sub(r' year="\d+"', ' year="今年"', good, count=1),
        "no metadata": re.sub(r"<r:metadata>.*</r:metadata>", "", good, flags=re.DOTALL),
        "not UTF-8": good.encode() + b"\xff\xfe",
    }


def refused(session: Session, folder: Path, name: str, text: str | bytes) -> list[str]:
    """Exit 2, one sentence in Chinese, nothing written, nothing of the machine told."""
    folder = folder / name.replace(" ", "-")
    folder.mkdir(parents=True)
    path = folder / "report.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    problems = []
    for command in (("convert", path, "-o", folder / "out", "--to", "docx,xlsx"), ("check", path)):
        ran = session.nianbao(*command)
        lines = ran.stderr.splitlines()
        if ran.returncode != 2 or len(lines) != 1 or not re.search("[一-鿿]{4}", ran.stderr) or len(ran.stderr) > 400:
            problems += [f"{command[0]}: exit {ran.returncode}", *(line[:200] for line in lines)]
    if (folder / "out").exists():
        problems.append("something was written")
    return problems


if __name__ == "__main__":
    main([judge])
