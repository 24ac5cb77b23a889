"""The tables of schema.sql in SQLite or PostgreSQL, and what reports do to them."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path

import report as read
from report import A, AT, R


class Database:
    """One connection. One report is one transaction: it is in as a whole or not at all."""

    def __init__(self, address: str) -> None:
        schema = Path(__file__).with_name("schema.sql").read_text("utf-8")
        self.is_postgres = address.startswith(("postgresql:", "postgres:"))
        if self.is_postgres:
            import psycopg

            self.connection = psycopg.connect(address, autocommit=True)
            self.connection.execute(schema)
        else:
            self.connection = sqlite3.connect(address, isolation_level=None)
            self.connection.executescript(schema)

    def run(self, sql: str, *values):
        """One statement; `?` stands for a value in both databases."""
        return self.connection.execute(sql.replace("?", "%s") if self.is_postgres else sql, values)

    def fill(self, table: str, *rows: tuple) -> None:
        """Rows for a table."""
        for row in rows:
            self.run(f"insert into {table} values ({', '.join('?' * len(row))})", *row)

    @contextmanager
    def transaction(self):
        """All of it or nothing, also when the process is killed."""
        self.run("begin")
        try:
            yield
        except BaseException:
            self.run("rollback")
            raise
        self.run("commit")

    # ───────── reports ─────────

    def is_news(self, entry) -> bool:
        """Whether an entry is later than all that is known of its report."""
        key, updated, revision = read.head(entry)
        kept = self.run("select revision from report where id = ?", key).fetchone()
        late = "select 1 from withdrawal where id = ? and (at >= ? or revision >= ?)"
        gone = self.run(late, key, updated, revision).fetchone()
        return not gone and (not kept or revision > kept[0])

    def take(self, entry, source: str) -> None:
        """A report that is news replaces what is kept of it."""
        (key, updated, revision), report = read.head(entry), entry.find(f"{R}report")
        with self.transaction():
            self.clear(key)
            self.run("delete from report where id = ?", key)
            row = read.row(entry, source)
            self.fill("report", row)
            self.fill("revision", (key, revision, report.get("status"), updated, row[-1]))
            self.fill("figure", *((key, *figure) for figure in read.figures(report)))
            self.fill("paragraph", *((key, at, *words) for at, words in enumerate(read.paragraphs(report))))
            self.fill("file", *((key, *file) for file in read.files(report)))

    def keep(self, entry, source: str) -> None:
        """The revision that is kept is listed still; the address of its website may be another."""
        key, updated, revision = read.head(entry)
        same = "select source, state from report where id = ? and revision = ? and state <> 'withdrawn'"
        kept = self.run(same, key, revision).fetchone()
        if not kept:
            return
        files = list(read.files(entry.find(f"{R}report")))
        known = self.run("select href, sha256 from file where id = ?", key).fetchall()
        if {sha256 for _, sha256 in known} != {file[-1] for file in files}:
            raise ValueError(f"revision {revision} has other files than it had")
        if kept != (source, "current") or {href for href, _ in known} != {file[0] for file in files}:
            with self.transaction():
                self.run("update report set source = ?, state = 'current' where id = ?", source, key)
                self.run("delete from file where id = ?", key)
                self.fill("file", *((key, *file) for file in files))

    def withdraw(self, stone) -> None:
        """A tombstone is remembered. What was published after it stays."""
        key, at, revision = stone.get("ref"), read.moment(stone.get("when")), stone.get(f"{R}revision")
        if self.run("select 1 from withdrawal where id = ? and at = ?", key, at).fetchone():
            return
        why = (stone.findtext(f"{AT}by/{A}name"), stone.findtext(f"{AT}comment"))
        with self.transaction():
            self.fill("withdrawal", (key, at, revision and int(revision), *why))
            if self.run("select 1 from report where id = ? and updated <= ?", key, at).fetchone():
                self.clear(key)
                self.run("update report set state = 'withdrawn' where id = ?", key)

    def clear(self, key: str) -> None:
        """What a report consists of goes."""
        for table in ("figure", "paragraph", "file"):
            self.run(f"delete from {table} where id = ?", key)

    # ───────── feeds ─────────

    def source(self, url: str) -> tuple:
        """Entity tag, date and moment of what an address answered last."""
        row = self.run("select etag, modified, updated from source where url = ?", url).fetchone()
        return row or (None, None, None)

    def remember(self, url: str, etag: str | None, modified: str | None, updated: str) -> None:
        """All that an address listed is in: it need not be read again."""
        with self.transaction():
            self.run("delete from source where url = ?", url)
            self.fill("source", (url, etag, modified, updated))

    def unlist(self, source: str, listed: set) -> None:
        """A complete feed lists all reports there are; others of this feed are no longer public."""
        for (key,) in self.run("select id from report where source = ? and state = 'current'", source).fetchall():
            if key not in listed:
                self.run("update report set state = 'unlisted' where id = ?", key)

    def hashes(self) -> set:
        """Of all files in use."""
        return {sha256 for (sha256,) in self.run("select sha256 from file")}
