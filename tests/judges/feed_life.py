"""A portal that takes the feed in, from the first publication to the withdrawal.

Knows the schemas, RFC 4287, RFC 6721 and `portal_xml.md`, and none of the program's code. It
serves the output folder over HTTP with entity tags, polls it with three feed clients that
have nothing to do with each other, downloads every enclosure, and keeps a database of
reports: after first publication, re-run, correction, withdrawal, and the same deliveries
doubled and in every other order, the database must end right.
"""

import functools
import hashlib
import http.server
import itertools
import shutil
import subprocess
import tempfile
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

import atoma
import fastfeedparser
import feedparser
import openpyxl
import xmlschema
from lxml import etree

from nianbao_judges.checks import Checks
from nianbao_judges.portal import AT, A, Portal, R
from nianbao_judges.session import EXAMPLE, Session, main, tool

PROFILE = "atom-profile.xsd"
ROME = Path(__file__).parent / "rome" / "run.sh"
DOMAIN, SITE = "www.example.gov.cn", "6104300003"


def judge(session: Session, checks: Checks) -> None:
    """The life of a feed, step by step; each step must leave everything right."""
    folder = session.folder("feed")
    with server(folder) as base:
        life = Life(session, folder, base)
        checks.run("feed: first publication of two reports", life.first)
        checks.run("feed: the same again changes no byte", life.again)
        checks.run("feed: converted again changes no byte", life.converted_again)
        checks.run("feed: saved and converted again changes nothing published", life.saved_again)
        checks.run("feed: a changed workbook is a correction", life.correction)
        checks.run("feed: a removed report stays without --withdraw", life.removed)
        checks.run("feed: --withdraw without --date is refused", life.undated)
        checks.run("feed: a removed report is withdrawn", life.withdrawal)
        checks.run("feed: a withdrawn report comes back", life.comeback)
        for name, feed in life.kept.items():
            checks.run(f"feed: {name}: valid for xmllint", lambda: by_xmllint(session, feed))
            checks.run(f"feed: {name}: valid for xmlschema", lambda: by_xmlschema(session, feed))
            checks.run(f"feed: {name}: RFC 4287 by jing", lambda: by_jing(feed))
        checks.run("feed: three clients in Python, entity tags", lambda: clients(base))
        checks.run("feed: a client in Java, entity tags, downloads", lambda: rome(base))
        checks.run("feed: every enclosure has its length and hash", lambda: enclosures(base, folder))
        feeds = list(life.kept.values())
        checks.run("feed: a client's database, delivered in order and doubled", lambda: in_order(session, feeds))
        checks.run("feed: a client's database, delivered in any order", lambda: any_order(session, feeds))
        checks.run("feed: all reports in one feed, ingested", lambda: every_case(session))


class Life:
    """One folder of reports and what is done to it."""

    def __init__(self, session: Session, folder: Path, base: str) -> None:
        self.session, self.folder, self.base = session, folder, base
        self.workbooks = session.folder("feed-workbooks")
        self.kept: dict[str, bytes] = {}

    def feed(self, *arguments: str):
        """Runs `nianbao feed`."""
        return self.session.nianbao("feed", self.folder, "--base-url", self.base, *arguments)

    def bytes(self) -> bytes:
        """The feed as it is."""
        return (self.folder / "feed.xml").read_bytes()

    def publish(self, stem: str, **cells: object) -> list[str]:
        """Converts the example with some keys and cells changed."""
        book = openpyxl.load_workbook(EXAMPLE)
        keys = book["基本信息"]
        values = {"网站域名": DOMAIN, "网站标识码": SITE, **cells}
        for row in keys.iter_rows(min_row=2):
            if row[0].value in values:
                row[1].value = values[row[0].value]
        if year := cells.get("报告年度"):
            for page in book.worksheets:
                for cell in (cell for row in page.iter_rows() for cell in row):
                    if isinstance(cell.value, str) and page is not keys:
                        cell.value = cell.value.replace("2021年", f"{year}年")
        for text in cells.get("texts", ()):
            page = book["六、其他事项"]
            page.cell(page.max_row + 5, 1, text)
        book.properties.title = cells.get("saved")
        path = self.workbooks / f"{stem}.xlsx"
        book.save(path)
        return self.convert(path)

    def convert(self, path: Path) -> list[str]:
        """Into the folder."""
        ran = self.session.nianbao("convert", path, "-o", self.folder)
        return [] if ran.returncode == 0 else [f"convert: exit {ran.returncode}", *ran.stderr.splitlines()]

    def done(self, name: str, ran) -> list[str]:
        """Keeps the feed under a name if the run went well."""
        if ran.returncode != 0:
            return [f"feed: exit {ran.returncode}", *ran.stderr.splitlines()]
        self.kept[name] = self.bytes()
        return []

    def entries(self) -> dict[str, etree._Element]:
        """Current reports by year."""
        root = etree.fromstring(self.bytes())
        return {entry.find(f"{R}report").get("year"): entry for entry in root.findall(f"{A}entry")}

    def first(self) -> list[str]:
        """Ids, dates, revisions, and what a whole feed must have."""
        problems = self.publish("甲 2021")
        problems += self.publish("2020", 报告年度=2020, 公开日期="2021-01-20 09:30")
        problems += self.done("first", self.feed())
        expected = {
            "2021": (f"tag:{DOMAIN},2022:xxgk/ndbg/{SITE}/2021", "2022-02-08T00:00:00+08:00"),
            "2020": (f"tag:{DOMAIN},2021:xxgk/ndbg/{SITE}/2020", "2021-01-20T09:30:00+08:00"),
        }
        for year, entry in self.entries().items():
            found = (entry.findtext(f"{A}id"), entry.findtext(f"{A}published"))
            if found != expected[year] or entry.findtext(f"{A}updated") != found[1]:
                problems.append(f"{year}: {found}, expected {expected[year]}")
            problems += same_report(entry, self.folder)
        if b"<!DOCTYPE" in self.bytes() or b"\r" in self.bytes():
            problems.append("DOCTYPE or carriage returns")
        return problems

    def again(self) -> list[str]:
        """Nothing to do."""
        before = files(self.folder)
        ran = self.feed()
        return [] if files(self.folder) == before else ["bytes changed", *ran.stderr.splitlines()]

    def converted_again(self) -> list[str]:
        """The same workbook converted anew."""
        before = files(self.folder)
        problems = self.convert(self.workbooks / "甲 2021.xlsx")
        self.feed()
        return problems + ([] if files(self.folder) == before else ["bytes changed"])

    def saved_again(self) -> list[str]:
        """Other bytes of the workbook, the same report: no correction, published files stay."""

        def public() -> dict[str, bytes]:
            """Without the working copies beside the feed and what the program keeps in mind."""
            kept = {name: data for name, data in files(self.folder).items() if not name.startswith(".")}
            return {name: data for name, data in kept.items() if not name.endswith(("1.pdf", "1.docx")) or "/" in name}

        before, working = public(), files(self.folder)
        problems = self.publish("甲 2021", saved="另存")
        ran = self.feed()
        if files(self.folder) == working:
            problems.append("the workbook is the same: nothing was proved")
        changed = [name for name, data in public().items() if before.get(name) != data]
        return problems + changed + ([] if "--republish" in ran.stdout else [f"not said: {ran.stdout}"])

    def correction(self) -> list[str]:
        """Revision, dates, note, addresses, and the file it replaces."""
        before = files(self.folder)
        old = self.entries()["2021"]
        problems = self.publish("甲 2021", texts=["更正后补充的一段文字。"])
        problems += self.done("corrected", self.feed("--date", "2022-03-01 09:00", "--note", "补充第六部分。"))
        new = self.entries()["2021"]
        found = (
            new.findtext(f"{A}id") == old.findtext(f"{A}id"),
            new.findtext(f"{A}published") == old.findtext(f"{A}published"),
            new.findtext(f"{A}updated"),
            new.findtext(f"{A}summary"),
            new.find(f"{R}report").get("revision"),
            new.find(f"{R}report").get("status"),
        )
        expected = (True, True, "2022-03-01T09:00:00+08:00", "补充第六部分。", "2", "corrected")
        if found != expected:
            problems.append(f"{found}, expected {expected}")
        replaced = hrefs(new, "predecessor-version")
        if len(replaced) != 1 or replaced[0] not in hrefs(old, "enclosure"):
            problems.append(f"predecessor {replaced}")
        if set(hrefs(new, "enclosure")) & set(hrefs(old, "enclosure")):
            problems.append("an address was used again")
        published = {name: data for name, data in before.items() if "/" in name}
        after = files(self.folder)
        problems += [f"{name} was changed" for name, data in published.items() if after.get(name) != data]
        problems += same_report(new, self.folder)
        feed = self.bytes()
        self.feed()
        return problems + ([] if self.bytes() == feed else ["a second run changes bytes"])

    def removed(self) -> list[str]:
        """The files of 2020 go; the entry does not."""
        for ending in ("xml", "pdf", "docx"):
            (self.folder / f"2020.{ending}").rename(self.workbooks / f"2020.{ending}")
        feed = self.bytes()
        ran = self.feed()
        return ["the feed changed"] * (self.bytes() != feed) + ["nothing is said"] * ("NB689" not in ran.stderr)

    def undated(self) -> list[str]:
        """No clock: the date must be given."""
        ran = self.feed("--withdraw")
        return [] if ran.returncode == 2 and "--date" in ran.stderr else [f"exit {ran.returncode}: {ran.stderr}"]

    def withdrawal(self) -> list[str]:
        """A tombstone, and the entry gone."""
        problems = self.done("withdrawn", self.feed("--withdraw", "--date", "2022-04-01", "--note", "重复发布"))
        stones = etree.fromstring(self.bytes()).findall(f"{AT}deleted-entry")
        found = [(stone.get("ref"), stone.get("when"), stone.findtext(f"{AT}comment")) for stone in stones]
        expected = [(f"tag:{DOMAIN},2021:xxgk/ndbg/{SITE}/2020", "2022-04-01T00:00:00+08:00", "重复发布")]
        if found != expected or "2020" in self.entries():
            problems.append(f"{found}, expected {expected}")
        # feedparser shows the last tombstone only; a portal with one withdrawal sees it there.
        if feedparser.parse(self.bytes()).feed.get("at_deleted-entry", {}).get("ref") != expected[0][0]:
            problems.append("feedparser does not see the tombstone")
        return problems

    def comeback(self) -> list[str]:
        """The same report again: the same id, a higher revision, no tombstone."""
        for ending in ("xml", "pdf", "docx"):
            (self.workbooks / f"2020.{ending}").rename(self.folder / f"2020.{ending}")
        problems = self.done("back", self.feed("--date", "2022-05-01"))
        report = self.entries()["2020"].find(f"{R}report")
        if report.get("revision") != "2" or b"deleted-entry" in self.bytes().partition(b"<entry>")[2]:
            problems.append(f"revision {report.get('revision')}, or the tombstone is still there")
        return problems


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder by relative path."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def hrefs(entry: etree._Element, rel: str) -> list[str]:
    """Addresses of the links of a kind."""
    return [link.get("href") for link in entry.findall(f"{A}link") if link.get("rel") == rel]


def same_report(entry: etree._Element, folder: Path) -> list[str]:
    """The payload in the entry is the report's own XML, but for the files."""

    def bare(report: etree._Element) -> list[tuple]:
        kept = [child for child in report if child.tag != f"{R}files"]
        elements = [element for child in kept for element in child.iter()]
        return [dict(report.attrib), *((e.tag, dict(e.attrib), (e.text or "").strip()) for e in elements)]

    own = [path for path in folder.glob("*.xml") if path.name != "feed.xml"]
    reports = [etree.parse(path).getroot() for path in own]
    payload = entry.find(f"{R}report")
    return [] if bare(payload) in map(bare, reports) else [f"payload of {payload.get('year')} is no file's"]


# ───────── grammars ─────────


def by_xmllint(session: Session, feed: bytes) -> list[str]:
    """libxml2."""
    return checked(feed, "xmllint", "--noout", "--nonet", "--schema", session.schemas / PROFILE)


def by_jing(feed: bytes) -> list[str]:
    """The grammar of RFC 4287, appendix B, typed from it."""
    if not shutil.which("jing"):
        return ["jing is not installed"]
    return checked(feed, "jing", "-c", Path(__file__).parent / "atom.rnc")


def checked(feed: bytes, *command: object) -> list[str]:
    """What a tool complains about."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "feed.xml"
        path.write_bytes(feed)
        ran = tool(*command, path)
    return [*ran.stdout.splitlines(), *ran.stderr.splitlines()] if ran.returncode else []


def by_xmlschema(session: Session, feed: bytes) -> list[str]:
    """A second engine that shares no code with libxml2."""
    return [str(error)[:300] for error in xmlschema.XMLSchema(session.schemas / PROFILE).iter_errors(feed.decode())]


# ───────── clients ─────────


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files with entity tags."""

    def send_head(self):
        """304 where the client has the very bytes."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return super().send_head()
        self.etag = '"' + hashlib.sha256(path.read_bytes()).hexdigest() + '"'
        if self.headers.get("If-None-Match") == self.etag:
            self.send_response(304)
            self.end_headers()
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """The tag goes with every answer."""
        if hasattr(self, "etag"):
            self.send_header("ETag", self.etag)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Silence."""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The folder on the loopback interface."""
    handler = functools.partial(Handler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


def clients(base: str) -> list[str]:
    """The same entries for all three; nothing new is nothing sent."""
    url = f"{base}feed.xml"
    one = feedparser.parse(url)
    problems = [f"feedparser: {one.bozo_exception}"] if one.bozo else []
    if feedparser.parse(url, etag=one.etag).status != 304:
        problems.append("no 304 for the tag")
    data = urllib.request.urlopen(url).read()
    two = atoma.parse_atom_bytes(data)
    three = fastfeedparser.parse(data.decode())
    seen = {
        "feedparser": [(e.id, e.title, len(e.enclosures)) for e in one.entries],
        "atoma": [(e.id_, e.title.value, sum(l.rel == "enclosure" for l in e.links)) for e in two.entries],
        "fastfeedparser": [(e.id, e.title, sum(l["rel"] == "enclosure" for l in e.links)) for e in three.entries],
    }
    if len(set(map(str, seen.values()))) != 1 or not seen["atoma"]:
        problems.append(f"clients differ: {seen}")
    for entry in one.entries:
        lengths = all(e.get("length", "").isdigit() and len(e.get("r:sha256", "")) == 64 for e in entry.enclosures)
        if not lengths or entry.content[0].type != "application/xhtml+xml" or "<h2>" not in entry.content[0].value:
            problems.append(f"feedparser: {entry.id} lacks lengths, hashes or content")
    return problems


def rome(base: str) -> list[str]:
    """ROME sees ids, titles, moments, revisions and files; what it downloads is what is said."""
    ran = subprocess.run(
        ["bash", ROME, f"{base}feed.xml"], capture_output=True, text=True, encoding="utf-8", timeout=900, check=False
    )
    if ran.returncode:
        return [f"exit {ran.returncode}", *ran.stderr.splitlines()[-5:]]
    lines = [line.split("\t") for line in ran.stdout.splitlines()]
    root = etree.fromstring(urllib.request.urlopen(f"{base}feed.xml").read())
    due = [["again", "304"], ["feed", root.findtext(f"{A}id"), root.findtext(f"{A}title")]]
    for entry in root.findall(f"{A}entry"):
        updated = datetime.fromisoformat(entry.findtext(f"{A}updated")).astimezone(UTC)
        report = entry.find(f"{R}report")
        moment = updated.strftime("%Y-%m-%dT%H:%M:%SZ")
        due.append(["entry", entry.findtext(f"{A}id"), entry.findtext(f"{A}title"), moment, report.get("revision")])
        for file in report.iter(f"{R}file"):
            length = file.get("length")
            due.append(["file", file.get("href"), file.get("mediaType"), length, length, file.get("sha256")])
    return [f"{found}, expected {want}" for found, want in zip_longest(lines, due) if found != want]


def enclosures(base: str, folder: Path) -> list[str]:
    """Length and hash of each download, by the link and by `r:files`."""
    problems = []
    root = etree.fromstring(urllib.request.urlopen(f"{base}feed.xml").read())
    for entry in root.findall(f"{A}entry"):
        links = [link for link in entry.findall(f"{A}link") if link.get("rel") == "enclosure"]
        said = [(link.get("href"), link.get("length"), link.get(f"{R}sha256")) for link in links]
        listed = [(f.get("href"), f.get("length"), f.get("sha256")) for f in entry.iter(f"{R}file")]
        for href, length, sha256 in said:
            data = urllib.request.urlopen(href).read()
            if (str(len(data)), hashlib.sha256(data).hexdigest()) != (length, sha256):
                problems.append(f"{href} is not what the link says")
        for href in hrefs(entry, "predecessor-version"):
            urllib.request.urlopen(href).read()
        if said != listed or len(said) < 2:
            problems.append(f"links {said}, files {listed}")
    return problems


def after(session: Session, deliveries: Iterable[bytes]) -> Portal:
    """A portal after these deliveries."""
    portal = Portal(session.schemas / "xxgk-report-1.xsd")
    for feed in deliveries:
        portal.take(feed)
    return portal


def in_order(session: Session, feeds: list[bytes]) -> list[str]:
    """After every step the database holds exactly the entries of the last feed."""
    problems = []
    for count in range(1, len(feeds) + 1):
        root = etree.fromstring(feeds[count - 1])
        due = {e.findtext(f"{A}id"): int(e.find(f"{R}report").get("revision")) for e in root.findall(f"{A}entry")}
        found = after(session, (feed for feed in feeds[:count] for _ in range(2))).revisions()
        if found != due:
            problems.append(f"after {count} deliveries: {found}, expected {due}")
    return problems


def any_order(session: Session, feeds: list[bytes]) -> list[str]:
    """The order of delivery makes no difference to the end, nor does the last one once more."""
    due = after(session, feeds[-1:])
    orders = [order for order in itertools.permutations(feeds)]
    orders += [(*order, feeds[at]) for at, order in enumerate(orders[: len(feeds)])]
    ends = (after(session, order) for order in orders)
    return [f"ends with {end.revisions()}" for end in ends if end.content() != due.content()]


def every_case(session: Session) -> list[str]:
    """All reports in one feed, ingested: each figure at its row and column, a blank NULL."""
    folder = session.folder("feed-of-all")
    for case in session.cases:
        for ending in ("xml", "pdf", "docx"):
            if case.output(ending).is_file():
                shutil.copy(case.output(ending), folder)
    # The example and the report it was made from are one report: only one can be published.
    for path in folder.glob("example-2021.*"):
        path.unlink()
    ran = session.nianbao("feed", folder, "--base-url", "https://www.example.gov.cn/xxgk/")
    if ran.returncode:
        return [f"exit {ran.returncode}", *ran.stderr.splitlines()]
    feed = (folder / "feed.xml").read_bytes()
    problems = [*by_xmllint(session, feed), *by_xmlschema(session, feed), *by_jing(feed)]
    portal = after(session, [feed, feed])
    for case in session.cases:
        if case.shipped:
            continue
        found = portal.figures(case.metadata["机关名称"], int(case.metadata["报告年度"]))
        due = case.report.all_figures
        if len(found) != len(due):
            problems.append(f"{case.name}: {len(found)} figures, expected {len(due)}")
        for figure in due:
            place = (figure.table.id, figure.row.id or "cases", figure.column.id)
            value, unit, remark = found.get(place, ("missing", None, None))
            if value != figure.number or figure.words not in f"{unit or ''}{remark or ''}":
                problems.append(f"{case.name} {place}: {(value, unit, remark)}, expected {figure.printed!r}")
    sums = tool("env", "-C", folder, "sha256sum", "--quiet", "-c", "SHA256SUMS")
    return problems + sums.stdout.splitlines()


if __name__ == "__main__":
    main([judge])
