"""Requests to the website of the feed, and the store of the files that came from it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urljoin, urlsplit

FEED_BYTES = 256 << 20  # a thousand long reports; more is not a feed
SECONDS = 60


class Refused(Exception):
    """What came is not what was announced."""


def get(url: str, limit: int, etag: str | None = None, modified: str | None = None):
    """Bytes, entity tag and date of an answer; None where nothing has changed."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise Refused(f"{url}: neither http nor https")
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    request = urllib.request.Request(url, headers={name: value for name, value in conditions.items() if value})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            data = answer.read(limit + 1)
            if len(data) > limit:
                raise Refused(f"{url}: more than {limit} bytes")
            return data, answer.headers["ETag"], answer.headers["Last-Modified"]
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return None
        raise


class Store:
    """Files under their SHA-256. What is in it has been checked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # One client at a time. SQLite's lock ends with the process, on every system.
        self.lock = sqlite3.connect(folder / "lock", timeout=0, isolation_level=None)
        self.lock.execute("begin exclusive")

    def path(self, sha256: str) -> Path:
        """Where a file is or would be."""
        return self.folder / sha256[:2] / sha256

    def fetch(self, base: str, href: str, length: int, sha256: str) -> None:
        """Downloads a file that is not there yet; it gets its name when it is right."""
        path = self.path(sha256)
        if path.exists():
            return
        data, *_ = get(urljoin(base, href), length)
        if (len(data), hashlib.sha256(data).hexdigest()) != (length, sha256):
            raise Refused(f"{href}: length or SHA-256 is not as announced")
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def sweep(self, used: set) -> None:
        """Takes away what no report has any more, and what a killed run left."""
        for path in self.folder.glob("??/*"):
            if path.name not in used:
                path.unlink()
