"""Takes a feed.xml into a database: `ingest.py URL --db DATABASE --store FOLDER --schemas FOLDER`.

Run it as often as you like, from cron for instance. A run that is killed does no harm: the next
one goes on. Exits with 1 and says why if something could not be taken in; that is tried again.
"""

from __future__ import annotations

import argparse
import io
import sqlite3
import sys
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree

import report as read
from database import Database
from report import AT, FH, A, R
from web import FEED_BYTES, Refused, Store, get

ENTRY, STONE = f"{A}entry", f"{AT}deleted-entry"


class Client:
    """One run over one feed."""

    def __init__(self, url: str, database: Database, store: Store, schema: Path) -> None:
        self.url, self.database, self.store = url, database, store
        tree = etree.parse(schema)
        self.schema, self.version = etree.XMLSchema(tree), minor(tree.getroot().get("version"))
        self.problems: list[str] = []

    def poll(self) -> None:
        """Page after page, newest first, until one is known (RFC 5005)."""
        pages, listed, url, complete = {}, set(), self.url, False
        while url and url not in pages:
            etag, modified, before = self.database.source(url)
            answer = get(url, FEED_BYTES, etag, modified)
            if answer is None:
                break
            data, etag, modified = answer
            root = self.page(url, data, listed, before)
            updated = read.moment(root.findtext(f"{A}updated") or "")
            pages[url] = (etag, modified, max(updated, before or updated))
            # A proxy may deliver an old page; what it does not list may well be there.
            complete = root.find(f"{FH}complete") is not None and updated == pages[url][2]
            links = {link.get("rel"): link.get("href") for link in root.iterfind(f"{A}link")}
            further = links.get("next") or links.get("prev-archive")
            url = further and urljoin(url, further)
        if complete:
            self.database.unlist(self.url, listed)
        # Only now: a run that did not come so far, or had problems, must read the pages again.
        if not self.problems:
            for url, page in pages.items():
                self.database.remember(url, *page)
        self.store.sweep(self.database.hashes())

    def page(self, url: str, data: bytes, listed: set, before: str | None):
        """Every entry and every tombstone of a page; returns what is around them."""
        items = etree.iterparse(io.BytesIO(data), tag=(ENTRY, STONE), resolve_entities=False, remove_comments=True)
        for _, item in items:
            if item.getroottree().docinfo.doctype:
                raise Refused("a feed has no DOCTYPE")
            key = item.get("ref") or item.findtext(f"{A}id")
            is_old = before and read.moment(item.getparent().findtext(f"{A}updated")) < before
            try:
                if item.tag == STONE:
                    self.database.withdraw(item)
                else:
                    listed.add(key)
                    self.entry(item, url, is_old)
            except Exception as problem:  # whatever it is, it is the trouble of this one alone
                self.problems.append(f"{key}: {problem!r}")
            item.clear(keep_tail=False)  # a thousand reports need not be in memory at once
        if items.root.tag != f"{A}feed":
            raise Refused("this is no feed")
        return items.root

    def entry(self, entry, url: str, is_old: bool) -> None:
        """A report, checked first, with all its files."""
        if not self.database.is_news(entry):
            return None if is_old else self.database.keep(entry, self.url)
        report = entry.find(f"{R}report")
        if not self.schema.validate(report):
            why = str(self.schema.error_log.last_error)
            if minor(report.get("schemaVersion")) <= self.version:
                raise Refused(why)
            print(f"{url}: newer than our schema, read as far as it is known: {why}", file=sys.stderr)
        for href, _, _, length, sha256 in read.files(report):
            self.store.fetch(url, href, int(length), sha256)
        self.database.take(entry, self.url)


def minor(version: str) -> int:
    """1.2 has 2. Minor versions only add; a major version has a namespace of its own."""
    return int(version.partition(".")[2])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Takes a feed.xml into a database.")
    parser.add_argument("url", help="address of feed.xml")
    parser.add_argument("--db", required=True, help="a file for SQLite, or postgresql://…")
    parser.add_argument("--store", required=True, type=Path, help="folder for the documents")
    parser.add_argument("--schemas", required=True, type=Path, help="what `nianbao schema -o` wrote")
    arguments = parser.parse_args()
    try:
        store = Store(arguments.store)
    except sqlite3.OperationalError:
        sys.exit("another run is at work")
    schema = arguments.schemas / "xxgk-report-1.xsd"
    client = Client(arguments.url, Database(arguments.db), store, schema)
    try:
        client.poll()
    except (Refused, OSError, HTTPException, ValueError, etree.XMLSyntaxError) as problem:
        client.problems.append(f"{arguments.url}: {problem!r}")
    for problem in client.problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if client.problems else 0)


if __name__ == "__main__":
    main()
