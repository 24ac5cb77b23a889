"""What an entry of the feed says, as rows of the tables of schema.sql."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

A = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
FH = "{http://purl.org/syndication/history/1.0}"
R = "{urn:x-nianbao:xxgk-report:1}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
CHINA = timezone(timedelta(hours=8))


def head(entry) -> tuple:
    """Id, moment of the last change, revision."""
    revision = entry.find(f"{R}report").get("revision")
    return entry.findtext(f"{A}id"), moment(entry.findtext(f"{A}updated")), int(revision)


def moment(text: str) -> str:
    """A moment of RFC 3339 in Chinese time."""
    at = datetime.fromisoformat(re.sub("[Zz]$", "+00:00", text.strip()))
    return at.astimezone(CHINA).isoformat(timespec="seconds")


def row(entry, source: str) -> tuple:
    """The row of `report`."""
    (key, updated, revision), report = head(entry), entry.find(f"{R}report")
    data = report.find(f"{R}metadata")
    code = data.findtext(f"{R}publisherCode")
    return (
        key, source, "current", int(report.get("year")), revision, report.get("status"),
        data.findtext(f"{R}ArticleTitle"), data.findtext(f"{R}ContentSource"), code,
        county(code, data.findtext(f"{R}SiteIDCode")),
        moment(entry.findtext(f"{A}published")), updated, entry.findtext(f"{A}summary") or "",
    )  # fmt: skip


def county(code: str | None, site: str | None) -> str | None:
    """Digits 3 to 8 of a 统一社会信用代码 are the division, and the first six of a 网站标识码."""
    if code and re.fullmatch("[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}", code):
        return code[2:8]
    return site[:6] if site and re.fullmatch("[0-9]{10}", site) else None


def figures(report):
    """The rows of `figure`. A blank is None, never 0."""
    for table in report.iter(f"{R}table"):
        for line in table.iter(f"{R}row"):
            for cell in line.iter(f"{R}cell"):
                number = None if cell.get(NIL) in ("true", "1") else cell.text.strip()
                place = (table.get("id"), line.get("id"), cell.get("col"), table.get("form"))
                yield (*place, number, number, cell.get("unit"), cell.get("remark"))


def paragraphs(report):
    """The rows of `paragraph`."""
    for words in report.iterfind(f"{R}metadata/{R}preamble/{R}p"):
        yield 0, "text", None, words.text
    for section in report.iterfind(f"{R}section"):
        for words in section.iter(f"{R}heading", f"{R}p", f"{R}note"):
            level = words.get("level")
            if words.tag == f"{R}heading":
                level = 1 if words.getparent() is section else 2
            kind = "note" if words.tag == f"{R}note" else "heading" if level else "text"
            yield int(section.get("no")), kind, level and int(level), words.text or ""


def files(report):
    """The rows of `file`."""
    for file in report.iter(f"{R}file"):
        yield tuple(map(file.get, ("href", "role", "mediaType", "length", "sha256")))
