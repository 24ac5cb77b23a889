"""A portal's ingest client with a database, written from `portal_xml.md` and the schemas alone.

Key is `atom:id`. A revision that is higher than all that were ever seen replaces, the same one
is nothing new, a lower one is ignored. A tombstone withdraws what was updated up to its moment
and is remembered, so that an old delivery brings nothing back. Every report is checked by the
schema before it is taken; figures go into a table of their own, blank as NULL.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import xmlschema
from lxml import etree

A = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
R = "{urn:x-nianbao:xxgk-report:1}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"

TABLES = """
create table report (id text primary key, year integer, revision integer, status text, title text,
  body text, published text, updated text, note text);
create table figure (id text, part text, row text, col text, value text, unit text, remark text,
  primary key (id, part, row, col));
create table file (id text, href text, type text, length integer, sha256 text);
create table withdrawn (id text primary key, at text, comment text);
create table seen (id text primary key, revision integer);
"""


class Portal:
    """The database and what a delivery does to it."""

    def __init__(self, schema: Path) -> None:
        self.schema = xmlschema.XMLSchema(schema)
        self.base = sqlite3.connect(":memory:")
        self.base.executescript(TABLES)
        self.base.execute("pragma foreign_keys = on")

    def take(self, feed: bytes) -> None:
        """One delivery."""
        root = etree.fromstring(feed)
        for stone in root.findall(f"{AT}deleted-entry"):
            self.withdraw(stone.get("ref"), moment(stone.get("when")), stone.findtext(f"{AT}comment"))
        for entry in root.findall(f"{A}entry"):
            self.entry(entry)
        self.base.commit()

    def withdraw(self, key: str, when: str, comment: str) -> None:
        """A tombstone; one that came late does not hit what was published after it."""
        self.base.execute(
            "insert into withdrawn values (?, ?, ?) on conflict (id) do update set at = excluded.at,"
            " comment = excluded.comment where excluded.at > at",
            (key, when, comment),
        )
        kept = self.base.execute("select updated from report where id = ?", (key,)).fetchone()
        if kept and kept[0] <= when:
            self.drop(key)

    def entry(self, entry: etree._Element) -> None:
        """A report, if it is newer than anything known of it."""
        report = entry.find(f"{R}report")
        self.schema.validate(etree.tostring(report).decode())
        key, updated = entry.findtext(f"{A}id"), moment(entry.findtext(f"{A}updated"))
        revision = int(report.get("revision"))
        gone = self.base.execute("select at from withdrawn where id = ?", (key,)).fetchone()
        seen = self.base.execute("select revision from seen where id = ?", (key,)).fetchone()
        if (gone and updated <= gone[0]) or (seen and revision <= seen[0]):
            return
        self.drop(key)
        self.base.execute("insert or replace into seen values (?, ?)", (key, revision))
        data = report.find(f"{R}metadata")
        self.base.execute(
            "insert into report values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key, int(report.get("year")), revision, report.get("status"), data.findtext(f"{R}ArticleTitle"),
                data.findtext(f"{R}ContentSource"), data.findtext(f"{R}PubDate"), updated, entry.findtext(f"{A}summary"),
            ),
        )  # fmt: skip
        for table in report.iter(f"{R}table"):
            for row in table.findall(f"{R}row"):
                for cell in row.findall(f"{R}cell"):
                    value = None if cell.get(NIL) == "true" else cell.text
                    place = (key, table.get("id"), row.get("id"), cell.get("col"))
                    self.base.execute(
                        "insert into figure values (?, ?, ?, ?, ?, ?, ?)",
                        (*place, value, cell.get("unit"), cell.get("remark")),
                    )
        for file in report.iter(f"{R}file"):
            names = ("href", "mediaType", "length", "sha256")
            self.base.execute("insert into file values (?, ?, ?, ?, ?)", (key, *map(file.get, names)))

    def drop(self, key: str) -> None:
        """The report goes, its revision stays known."""
        for table in ("report", "figure", "file"):
            self.base.execute(f"delete from {table} where id = ?", (key,))

    def content(self) -> list[tuple]:
        """All that is shown to the public, in a fixed order."""
        tables = ("report", "figure", "file")
        return [row for table in tables for row in self.base.execute(f"select * from {table} order by 1, 2, 3, 4")]

    def revisions(self) -> dict[str, int]:
        """Current reports."""
        return dict(self.base.execute("select id, revision from report"))

    def figures(self, body: str, year: int) -> dict[tuple[str, str, str], tuple]:
        """Value, unit and remark by table, row and column."""
        rows = self.base.execute(
            "select part, row, col, value, unit, remark from figure join report using (id)"
            " where body = ? and year = ?",
            (body, year),
        )
        return {row[:3]: row[3:] for row in rows}


def moment(text: str) -> str:
    """In universal time, so that moments sort as text."""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat()
