"""The reference client of examples/portal-ingest through a few years of an office's life.

An office publishes, corrects, renames, withdraws and has accidents; a website serves its
folder; the client takes the feed into SQLite and into PostgreSQL. After every step both must
hold exactly what the office did: every report, figure, paragraph and file, under the id that it
had from the beginning. The truth is the office's own, not the feed's.
"""

import ast
import copy
import hashlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import psycopg
from lxml import etree

from nianbao_judges import postgres
from nianbao_judges.checks import Checks
from nianbao_judges.office import TEXTS, Due, Office, code_of, copy_folder, county_of
from nianbao_judges.portal import AT, A, R
from nianbao_judges.session import ROOT, Session, main, tool
from nianbao_judges.website import Website, website

CLIENT = ROOT / "examples" / "portal-ingest"
FH = "{http://purl.org/syndication/history/1.0}"
TABLES = ("report", "revision", "withdrawal", "figure", "paragraph", "file")
OLDEST_PYTHON = (3, 9)

KILLING = """
import os, pathlib, runpy, signal, sys
folder, left = sys.argv.pop(1), int(sys.argv.pop(1))
sys.path.insert(0, folder)
import database, web
def mortal(call):
    def wrapped(*values, **named):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*values, **named)
    return wrapped
database.Database.run = mortal(database.Database.run)
web.get = mortal(web.get)
pathlib.Path.replace = mortal(pathlib.Path.replace)
runpy.run_path(folder + "/ingest.py", run_name="__main__")
"""
"""Kills the client before its nth statement, request or rename."""

DELIVERING = """
import contextlib, runpy, sys
folder, times = sys.argv.pop(1), int(sys.argv.pop(1))
sys.path.insert(0, folder)
for _ in range(times):
    with contextlib.suppress(SystemExit):
        runpy.run_path(folder + "/ingest.py", run_name="__main__")
"""
"""Runs the client so many times in one process: what takes long is to start it."""

STEPS: list[Callable] = []


def step(method: Callable) -> Callable:
    """A step in the life, in this order; its docstring is what happens."""
    STEPS.append(method)
    return method


def judge(session: Session, checks: Checks) -> None:
    """Step by step; each must leave both databases right."""
    checks.run("ingest: the client's source is Python 3.9", source)
    checks.run("ingest: the docs show the queries", documented)
    folder = session.folder("ingest")
    (folder / "out").mkdir()
    with website(folder / "out") as site, postgres.postgres() as address:
        if not address:
            checks.check("ingest: PostgreSQL", [postgres.MISSING])
            return
        life = Life(session, folder, site, address)
        for number, method in enumerate(STEPS, 1):
            checks.run(f"ingest {number}: {method.__doc__.rstrip('.')}", lambda: life.do(method))


def source() -> list[str]:
    """It is written for the oldest Python it says it runs on."""
    for path in CLIENT.glob("*.py"):
        ast.parse(path.read_text("utf-8"), path.name, feature_version=OLDEST_PYTHON)
    return []


def documented() -> list[str]:
    """The queries stand in the docs as they are run here."""
    page = (ROOT / "docs" / "portal.md").read_text("utf-8")
    return [f"not in docs/portal.md: {name}" for name, sql in asked().items() if f"```sql\n{sql};\n```" not in page]


def asked() -> dict[str, str]:
    """The queries of queries.sql by name."""
    parts = (CLIENT / "queries.sql").read_text("utf-8").split(";\n")[:-1]
    heads = (part.strip().removeprefix("-- ").partition("\n") for part in parts)
    return {head.partition(":")[0]: sql for head, _, sql in heads}


class Life:
    """The office, the website, the client with its two databases, and what happens to them."""

    def __init__(self, session: Session, folder: Path, site: Website, address: str) -> None:
        self.session, self.folder, self.site = session, folder, site
        self.office = Office(session, folder / "in", folder / "out", site.address)
        self.databases = {"SQLite": str(folder / "portal.db"), "PostgreSQL": address}
        self.feeds: list[bytes] = []

    @property
    def feed(self) -> Path:
        """The feed as it is."""
        return self.office.out / "feed.xml"

    def do(self, method: Callable) -> list[str]:
        """A step, a delivery into both databases, and what is wrong then."""
        problems = method(self) or []
        if self.feed.is_file() and self.feed.read_bytes() not in self.feeds[-1:]:
            self.feeds.append(self.feed.read_bytes())
        problems += self.poll()
        return problems + self.compare()

    # ───────── the client ─────────

    def command(self, name: str, address: str) -> list[object]:
        """Its arguments; each database has a store of its own."""
        url = f"{self.site.address}feed.xml"
        return [url, "--db", address, "--store", self.folder / f"store-{name}", "--schemas", self.session.schemas]

    def poll(self, exits: int = 0, says: str = "") -> list[str]:
        """Both deliveries; a client that should complain must say why."""
        problems = []
        for name, address in self.databases.items():
            ran = tool(sys.executable, CLIENT / "ingest.py", *self.command(name, address))
            if ran.returncode != exits or says not in ran.stderr or "Traceback" in ran.stderr:
                problems.append(f"{name}: exit {ran.returncode}, expected {exits}: {ran.stderr[-600:]}")
        return problems

    def compare(self) -> list[str]:
        """Both databases with the truth, and with each other."""
        found = {name: content(address) for name, address in self.databases.items()}
        problems = []
        for name, tables in found.items():
            problems += [f"{name}: {problem}" for problem in self.wrong(name, tables, self.office.due)]
        if found["SQLite"] != found["PostgreSQL"]:
            problems.append("SQLite and PostgreSQL differ")
        return problems

    def wrong(self, store: str, tables: dict[str, list], due: dict[str, Due]) -> list[str]:
        """What a database has that is not true, and the other way round."""
        problems, known = [], {one.id for one in due.values()}
        for name, one in due.items():
            if not one.id:
                # New: whatever id it has now it must keep.
                mine = [r["id"] for r in tables["report"] if identity(r) == identity_of(one) and r["id"] not in known]
                if not mine and one.state == "withdrawn":
                    continue
                if len(mine) != 1:
                    problems.append(f"{name}: {len(mine)} new reports of this body and year")
                    continue
                one.id = mine[0]
                known.add(one.id)
            problems += [f"{name}: {problem}" for problem in self.wrong_report(store, tables, one)]
        strange = [r for r in tables["report"] if r["id"] not in known and r["state"] == "current"]
        return problems + [f"nobody published {r['id']}: {r['title']}" for r in strange]

    def wrong_report(self, store: str, tables: dict[str, list], due: Due) -> list[str]:
        """Of one report."""
        rows = {name: [row for row in tables[name] if row["id"] == due.id] for name in TABLES}
        if len(rows["report"]) != 1:
            return [f"{len(rows['report'])} rows for {due.id}"]
        report, book = rows["report"][0], due.book
        if due.state != "current":
            left = sum(len(rows[name]) for name in ("figure", "paragraph", "file"))
            gone = report["state"] == due.state and not left
            return [] if gone else [f"{report['state']} with {left} rows, expected {due.state}"]
        expected = {
            "state": due.state, "year": book.year, "revision": due.revision, "status": due.status, "body": book.body,
            "title": book.title or f"{book.body}{book.year}年政府信息公开工作年度报告", "code": book.code,
            "county": county_of(book), "updated": due.updated.isoformat(),
            **({"note": due.note} if due.note else {}),
        }  # fmt: skip
        problems = [
            f"{key} {report[key]!r}, expected {value!r}" for key, value in expected.items() if report[key] != value
        ]
        figures = {(f["part"], f["row_id"], f["col_id"]): f for f in rows["figure"]}
        if figures.keys() != book.figures.keys():
            problems.append(f"{len(figures)} figures, expected {len(book.figures)}")
        for place, (number, words) in book.figures.items():
            cell = figures.get(place, {"written": "missing", "value": None, "remark": None})
            value = None if cell["value"] is None else Decimal(str(cell["value"]))
            if (cell["written"], value, cell["remark"] or "") != (number, number and Decimal(number), words):
                problems.append(f"{place}: {cell['written']!r} {value} {cell['remark']}, expected {number!r} {words}")
        paragraphs = sorted(rows["paragraph"], key=lambda row: row["place"])
        texts = [p["words"] for p in paragraphs if p["section"] in TEXTS and (p["kind"], p["level"]) != ("heading", 1)]
        if texts != due.texts:
            problems.append(f"texts differ: {set(texts) ^ set(due.texts)}")
        for file in rows["file"]:
            kept = self.folder / f"store-{store}" / file["sha256"][:2] / file["sha256"]
            served = self.site.data(file["href"].removeprefix(self.site.base)) or b""
            right = kept.is_file() and hashlib.sha256(kept.read_bytes()).hexdigest() == file["sha256"]
            if not right or hashlib.sha256(served).hexdigest() != file["sha256"] or len(served) != file["length"]:
                problems.append(f"{file['href']}: not what is kept, said and served")
        if len(rows["file"]) < 2:
            problems.append(f"{len(rows['file'])} files")
        if due.revision not in {row["revision"] for row in rows["revision"]}:
            problems.append("its revision is not in the history")
        return problems

    # ───────── the office at work ─────────

    @step
    def first(self):
        """A first report."""
        code = code_of("610401", 1)
        self.office.write("甲", "甲", body="甲县人民政府", code=code, site="6104010001", domain="www.jia.gov.cn")
        self.office.convert()
        self.office.new("甲")

    @step
    def unchanged(self):
        """Nothing happens, and nothing is sent."""
        self.site.sent.clear()
        return self.poll() + [f"sent: {path}" for path in self.site.sent]

    @step
    def by_date(self):
        """A website without entity tags: by its dates nothing is sent either."""
        self.site.has_tags = False
        problems = self.poll()
        self.site.sent.clear()
        problems += self.poll() + [f"sent: {path}" for path in self.site.sent]
        self.site.has_tags = True
        return problems

    @step
    def second(self):
        """A body without code and site."""
        self.office.write("乙", "乙", body="乙县财政局", published="2022-01-25 09:30")
        self.office.convert()
        self.office.new("乙")

    @step
    def subfolder(self):
        """Workbooks in folders of folders."""
        self.office.write("丙", "部门/教育/丙", body="丙县教育局", code=code_of("610402", 3))
        self.office.convert()
        self.office.new("丙")

    @step
    def same_names(self):
        """Two towns of one name in two counties, in files of one name."""
        self.office.write("东", "东县/镇", body="城关镇人民政府", code=code_of("610403", 4))
        self.office.write("西", "西县/镇", body="城关镇人民政府", code=code_of("610404", 5))
        self.office.convert()
        self.office.new("东", "西")

    @step
    def correction(self):
        """A correction with date and note."""
        self.office.write("甲", "甲", natural=12)
        self.office.convert("--date", "2022-03-01 09:00", "--note", "更正新收申请数量。")
        self.office.corrected("甲", "2022-03-01 09:00", "更正新收申请数量。")

    @step
    def undated(self):
        """A correction without date."""
        self.office.write("乙", "乙", more="补充一段。")
        self.office.convert()
        self.office.corrected("乙")

    @step
    def dated(self):
        """Its date and its note, later."""
        self.office.feed("--date", "2022-03-05", "--note", "补充说明。")
        self.office.corrected("乙", "2022-03-05", "补充说明。")

    @step
    def blank_to_zero(self):
        """Blank cells become 0."""
        self.office.write("丙", "部门/教育/丙", blank=False)
        self.office.convert("--date", "2022-03-06")
        self.office.corrected("丙", "2022-03-06")

    @step
    def zero_to_blank(self):
        """Some become blank again, and one number a dash."""
        self.office.write("丙", "部门/教育/丙", blank=True, dash=True)
        self.office.convert("--date", "2022-03-07")
        self.office.corrected("丙", "2022-03-07")

    @step
    def saved_again(self):
        """A workbook is saved again: no correction."""
        self.office.write("甲", "甲", saved="另存")
        self.office.convert()

    @step
    def republish(self):
        """The files that were made anew are published."""
        self.office.feed("--republish", "--date", "2022-03-08", "--note", "重新生成文件。")
        for name, due in self.office.due.items():
            if name == "甲":
                self.office.corrected(name, "2022-03-08", "重新生成文件。")

    @step
    def renamed_file(self):
        """A workbook gets another name."""
        self.office.remove("甲")
        self.office.write("甲", "甲县年报（定稿）")
        self.office.convert()

    @step
    def other_body(self):
        """Another body's workbook under the name that is free now."""
        self.office.write("丁", "甲", body="丁县民政局", code=code_of("610401", 6))
        self.office.convert()
        self.office.new("丁")

    @step
    def swapped(self):
        """Two bodies' workbooks swap names."""
        self.office.write("丁", "甲县年报（定稿）")
        self.office.write("甲", "甲")
        self.office.convert()

    @step
    def swapped_and_corrected(self):
        """They swap back, and one is corrected on the way."""
        self.office.write("丁", "甲", natural=3)
        self.office.write("甲", "甲县年报（定稿）")
        self.office.convert("--date", "2022-03-09")
        self.office.corrected("丁", "2022-03-09")

    @step
    def moved_folder(self):
        """A workbook moves into another folder."""
        self.office.remove("部门/教育/丙")
        self.office.write("丙", "县直/丙")
        self.office.convert()

    @step
    def code_later(self):
        """A code is filled in later."""
        self.office.write("乙", "乙", code=code_of("610405", 2))
        self.office.convert("--date", "2022-03-10")
        self.office.corrected("乙", "2022-03-10")

    @step
    def renamed_body(self):
        """A body with a code gets another name."""
        self.office.write("乙", "乙", body="乙县财政和国资局")
        self.office.convert("--date", "2022-03-11")
        self.office.corrected("乙", "2022-03-11")

    @step
    def site_filled_in(self):
        """A body gets a site, and another that had one changes its."""
        self.office.write("丁", "甲", site="6104010001", domain="www.jia.gov.cn")
        self.office.write("甲", "甲县年报（定稿）", site="6104010099", domain="www.jiaxian.gov.cn")
        self.office.convert("--date", "2022-03-12")
        self.office.corrected("丁", "2022-03-12")
        self.office.corrected("甲", "2022-03-12")

    @step
    def site_taken_out(self):
        """The site is taken out again."""
        self.office.write("丁", "甲", site=None, domain=None)
        self.office.convert("--date", "2022-03-13")
        self.office.corrected("丁", "2022-03-13")

    @step
    def titled(self):
        """A title is filled in."""
        self.office.write("丁", "甲", title="丁县民政局2021年年度报告（修订）")
        self.office.convert("--date", "2022-03-14")
        self.office.corrected("丁", "2022-03-14")

    @step
    def undated_withdrawal(self):
        """A withdrawal without date is refused."""
        self.office.remove("县直/丙")
        self.office.feed("--withdraw", exits=2)

    @step
    def gone(self):
        """What is only gone from the folder is public still."""
        self.office.convert()

    @step
    def withdrawal(self):
        """A withdrawal."""
        self.office.feed("--withdraw", "--date", "2022-04-01", "--note", "重复发布。")
        self.office.withdrawn("2022-04-01", "丙")

    @step
    def late_delivery(self):
        """A proxy delivers what was before the withdrawal."""
        self.site.instead["feed.xml"] = self.feeds[-2]
        problems = self.poll() + self.compare()
        self.site.instead["feed.xml"] = self.feeds[0]
        problems += self.poll() + self.compare()
        self.site.instead.clear()
        return problems

    @step
    def comeback(self):
        """The withdrawn report comes back, under another file name."""
        self.office.write("丙", "丙（重发）")
        self.office.convert("--date", "2022-05-01", "--note", "重新发布。")
        self.office.corrected("丙", "2022-05-01", "重新发布。")

    @step
    def tombstone_again(self):
        """The tombstone of before is delivered once more."""
        self.site.instead["feed.xml"] = self.feeds[-2]
        problems = self.poll() + self.compare()
        self.site.instead.clear()
        return problems

    @step
    def two_gone(self):
        """Two withdrawals at once need --yes."""
        self.office.remove("东县/镇")
        self.office.remove("丙（重发）")
        self.office.feed("--withdraw", "--date", "2022-05-02", exits=2)

    @step
    def two_withdrawn(self):
        """With it both go."""
        self.office.feed("--withdraw", "--yes", "--date", "2022-05-02")
        self.office.withdrawn("2022-05-02", "东", "丙")

    @step
    def one_back_corrected(self):
        """One comes back corrected and with another code; the other stays away."""
        self.office.write("丙", "县直/丙", dash=False)
        self.office.convert("--date", "2022-05-03")
        self.office.corrected("丙", "2022-05-03")

    @step
    def duplicate(self):
        """A second file of one report with other contents stops only itself."""
        self.office.write("另", "县直/丙副本", body="丙县教育局", code=self.office.drafts["丙"][0].code, natural=99)
        self.office.write("丁", "甲", natural=4)
        self.office.convert("--date", "2022-05-04", exits=1)
        self.office.corrected("丁", "2022-05-04")

    @step
    def duplicate_gone(self):
        """The second file goes."""
        self.office.remove("县直/丙副本")
        self.office.convert()

    @step
    def broken(self):
        """A broken XML among the outputs stops only itself."""
        path = self.office.out / "西县" / "镇.xml"
        data = path.read_bytes()
        path.write_bytes(data[: data.rindex(b"<r:section")])
        self.office.feed(exits=1)

    @step
    def broken_and_corrected(self):
        """Another report is corrected meanwhile."""
        (self.office.out / "东县").mkdir(exist_ok=True)
        self.office.write("丙", "县直/丙", natural=8)
        book = self.office.books / "县直" / "丙.xlsx"
        self.office.run("convert", book, "-o", self.office.out / "县直")
        self.office.feed("--date", "2022-05-05", exits=1)
        self.office.corrected("丙", "2022-05-05")

    @step
    def mended(self):
        """The broken one is taken away and converted again."""
        (self.office.out / "西县" / "镇.xml").unlink()
        self.office.convert()

    @step
    def feed_named(self):
        """A workbook by the name of feed harms nothing."""
        self.office.write("戊", "feed", body="戊县司法局", code=code_of("610401", 7))
        self.session.nianbao("convert", self.office.books, "-o", self.office.out, "--base-url", self.office.base)
        (self.office.books / "feed.xlsx").unlink()

    @step
    def feed_named_right(self):
        """Under a better name it is published."""
        self.office.write("戊", "戊")
        self.office.convert()
        self.office.new("戊")

    @step
    def between_polls(self):
        """Two corrections between two polls."""
        for day in ("2022-05-10", "2022-05-11"):
            self.office.write("西", "西县/镇", more=f"{day}补充。")
            self.office.convert("--date", day)
            self.office.corrected("西", day)

    @step
    def never_seen(self):
        """Published and withdrawn between two polls."""
        self.office.write("己", "己", body="己县统计局", code=code_of("610401", 8))
        self.office.convert()
        self.office.new("己")
        self.office.remove("己")
        self.office.feed("--withdraw", "--date", "2022-05-12")
        self.office.withdrawn("2022-05-12", "己")

    @step
    def there_and_back(self):
        """Withdrawn and published again between two polls."""
        self.office.remove("戊")
        self.office.feed("--withdraw", "--date", "2022-05-13")
        self.office.withdrawn("2022-05-13", "戊")
        self.office.write("戊", "戊")
        self.office.convert("--date", "2022-05-14")
        self.office.corrected("戊", "2022-05-14")

    @step
    def file_missing(self):
        """A file has not been uploaded yet: the report waits, the others do not."""
        self.office.write("甲", "甲县年报（定稿）", natural=20)
        self.office.write("乙", "乙", natural=21)
        self.office.convert("--date", "2022-05-20")
        self.office.corrected("乙", "2022-05-20")
        path = self.file_of("甲")
        self.site.instead[path] = None
        problems = self.poll(1, "404") + self.compare()
        self.site.instead[path] = self.site.data(f"/{path}x") or b"%PDF-1.7 half"
        problems += self.poll(1, "SHA-256") + self.compare()
        self.site.instead.clear()
        self.office.corrected("甲", "2022-05-20")
        return problems

    @step
    def half_a_feed(self):
        """Half a feed, no feed, another page instead of the feed: nothing is lost."""
        data = self.feed.read_bytes()
        problems = []
        for bad in (data[: len(data) // 2], None, b"<html><body>503</body></html>", b"", b'<!DOCTYPE a []>\n' + data[39:]):
            self.site.instead["feed.xml"] = bad
            problems += self.poll(1) + self.compare()
        self.site.instead.clear()
        return problems

    @step
    def invalid(self):
        """A report that the schema refuses: the one that is known stays."""
        def spoil(report: etree._Element) -> None:
            report.find(f".//{R}cell").text = "七"

        self.site.instead["feed.xml"] = self.forged("甲", spoil)
        problems = self.poll(1, "not a valid") + self.compare()
        self.site.instead.clear()
        return problems

    @step
    def newer_minor(self):
        """A newer minor version with additions is read as far as it is known."""
        def add(report: etree._Element) -> None:
            report.set("schemaVersion", "1.1")
            report.find(f".//{R}table").set("source", "新")
            etree.SubElement(report, f"{R}signature").text = "新"

        # A revision of the forger's own would be ahead of the office: a database of its own.
        self.site.instead["feed.xml"] = self.forged("甲", add, revision=None)
        problems = self.fresh("newer")
        self.site.instead.clear()
        return problems

    @step
    def paged(self):
        """The feed in pages (RFC 5005, section 3)."""
        return self.in_pages("next")

    @step
    def archived(self):
        """The feed with archives (RFC 5005, section 4)."""
        return self.in_pages("prev-archive")

    @step
    def unlisted(self):
        """A complete feed no longer lists a report, and then lists it again."""
        root = etree.fromstring(self.feed.read_bytes())
        entry = self.entry(root, "西")
        root.remove(entry)
        root.find(f"{A}updated").text = "2022-05-21T00:00:00+08:00"
        self.site.instead["feed.xml"] = etree.tostring(root)
        self.office.due["西"].state = "unlisted"
        problems = self.poll()
        for name, address in self.databases.items():
            states = {row["id"]: row["state"] for row in content(address)["report"]}
            if states[self.office.due["西"].id] != "unlisted":
                problems.append(f"{name}: {states}")
        self.office.due["西"].state = "current"
        root.append(entry)
        root.find(f"{A}updated").text = "2022-05-21T00:00:01+08:00"
        self.site.instead["feed.xml"] = etree.tostring(root)
        problems += self.poll() + self.compare()
        self.site.instead.clear()
        return problems

    @step
    def html_too(self):
        """A page for the web joins the files of all reports."""
        self.office.convert("--to", "docx,pdf,xml,html", "--date", "2022-06-01", "--note", "增加网页。")
        for name, due in self.office.due.items():
            if due.state == "current":
                self.office.corrected(name, "2022-06-01", "增加网页。")

    @step
    def next_year(self):
        """The reports of the next year join."""
        for name, path in (("甲", "2022/甲"), ("乙", "2022/乙"), ("西", "2022/镇")):
            self.office.drafts[f"{name}次年"] = self.office.drafts[name]
            self.office.write(f"{name}次年", path, year=2022, published="2023-01-18", more=None, natural=30)
        self.office.convert("--to", "docx,pdf,xml,html")
        self.office.new("甲次年", "乙次年", "西次年")

    @step
    def late_old_year(self):
        """A report of the earlier year is published late, with its old date."""
        self.office.write("庚", "2021/庚", body="庚县交通局", published="2022-02-01", site="6104010001", domain="www.jia.gov.cn")
        self.office.convert("--to", "docx,pdf,xml,html")
        self.office.new("庚")

    @step
    def state_lost(self):
        """The file with what is remembered is lost."""
        (self.office.out / ".nianbao-feed.json").unlink()
        self.office.convert("--to", "docx,pdf,xml,html")

    @step
    def back_after_loss(self):
        """A report that was withdrawn before the loss comes back with its id."""
        self.office.write("东", "东县/镇")
        self.office.convert("--to", "docx,pdf,xml,html", "--date", "2023-02-01")
        self.office.corrected("东", "2023-02-01")

    @step
    def titles(self):
        """The feed gets another title and author."""
        self.office.feed("--title", "某市政府信息公开年报", "--author", "某市人民政府办公室")

    @step
    def moved_site(self):
        """The folder moves to another address."""
        self.site.prefix = "/xxgk/ndbg/"
        self.office.base = self.site.address
        self.office.feed("--base-url", self.office.base)

    @step
    def client_killed(self):
        """The client is killed before any statement, request and rename."""
        before = copy.deepcopy(self.office.due)
        self.office.write("甲", "甲县年报（定稿）", natural=40)
        self.office.write("辛", "辛", body="辛县水利局", code=code_of("610401", 9))
        self.office.remove("乙")
        self.office.convert("--to", "docx,pdf,xml,html", "--date", "2023-02-02")
        self.office.feed("--withdraw", "--date", "2023-02-02")
        self.office.corrected("甲", "2023-02-02")
        self.office.new("辛")
        self.office.withdrawn("2023-02-02", "乙")
        problems = []
        for name, address in self.databases.items():
            kills = 0
            for at in [*range(40), *range(40, 4000, 17)]:
                command = [sys.executable, "-c", KILLING, CLIENT, at, *self.command(name, address)]
                ran = tool(*command)
                if ran.returncode == 0:
                    break
                kills += 1
                if ran.returncode != -signal.SIGKILL:
                    return [f"{name}, kill {at}: exit {ran.returncode}: {ran.stderr[-600:]}"]
                problems += [f"{name}, kill {at}: {what}" for what in self.torn(name, address, before)]
            if kills < 50:
                problems.append(f"{name}: only {kills} kills")
        return problems

    @step
    def program_killed(self):
        """The program is killed before a file gets its name; the next run completes."""
        if not shutil.which("strace"):
            return ["strace is not installed"]
        before = copy.deepcopy(self.office.due)
        self.office.write("乙", "乙", natural=50)
        self.office.write("丁", "甲", natural=51)
        self.office.write("壬", "壬", body="壬县林业局", code=code_of("610401", 10))
        self.office.corrected("乙", "2023-03-01")
        self.office.corrected("丁", "2023-03-01")
        self.office.new("壬")
        kinds, dated = ("--to", "docx,pdf,xml,html", "--jobs", "1"), ("--date", "2023-03-01")
        problems, kills = [], 0
        for run, every in ((lambda **o: self.office.convert(*kinds, *dated, **o), 7), (lambda **o: self.office.feed(*dated, **o), 1)):
            if every == 1:
                self.office.run("convert", self.office.books, "-o", self.office.out, *kinds)
            copy_folder(self.office.out, self.folder / "start")
            for at in range(1, 400, every):
                copy_folder(self.folder / "start", self.office.out)
                ended, found = self.kill_program(run, at, before)
                problems += [f"killed at {at}: {what}" for what in found]
                if ended:
                    break
                kills += 1
            copy_folder(self.folder / "start", self.office.out)
        self.office.feed(*dated)
        return problems + [f"only {kills} kills"] * (kills < 15)

    @step
    def second_client(self):
        """Another client is at work: the second one steps back."""
        lock = sqlite3.connect(self.folder / "store-SQLite" / "lock", isolation_level=None)
        lock.execute("begin exclusive")
        ran = tool(sys.executable, CLIENT / "ingest.py", *self.command("SQLite", self.databases["SQLite"]))
        lock.close()
        return [] if ran.returncode == 1 and "another run" in ran.stderr else [f"exit {ran.returncode}: {ran.stderr}"]

    @step
    def any_order(self):
        """All deliveries of these years, doubled and in any order."""
        problems = []
        orders = [self.feeds[::-1]]
        for seed in range(2):
            orders.append(random.Random(seed).sample(self.feeds * 2, 2 * len(self.feeds)))
        for number, order in enumerate(orders):
            problems += self.fresh(f"order {number}", order)
        return problems

    @step
    def old_files_gone(self):
        """The same where the files of old revisions are deleted from the website."""
        used = {href for (href,) in rows(self.databases["SQLite"], "select href from file")}
        for path in self.office.out.glob("20??/r*/*"):
            if self.site.address + path.relative_to(self.office.out).as_posix() not in used:
                path.unlink()
        return self.fresh("old files gone", self.feeds[::3])

    @step
    def queries(self):
        """The five queries answer what the office knows."""
        current = [due.book for due in self.office.due.values() if due.state == "current"]
        ofyear = [book for book in current if book.year == 2021 and county_of(book)]
        places = {county_of(book): f"{county_of(book)}县" for book in ofyear}
        register = [(book.body, county_of(book), places[county_of(book)], book.code) for book in ofyear]
        register.append(("从未报告局", "610401", places["610401"], None))
        counties = [
            (county, places[county], len(mine), sum(book.natural + 1 for book in mine), 0)
            for county in places
            if (mine := [book for book in ofyear if county_of(book) == county])
        ]
        gone = [due for due in self.office.due.values() if due.state == "withdrawn" and due.id]
        due = {
            "requests": [(book.body, book.year, book.natural + 1) for book in current],
            "missing": [(places["610401"], "从未报告局")],
            "corrections": None,
            "counties": counties,
            "withdrawn": [(one.book.body, one.book.year, one.updated.isoformat()) for one in gone],
        }
        problems = []
        for name, address in self.databases.items():
            for row in register:
                words = ", ".join("null" if value is None else f"'{value}'" for value in row)
                change(address, f"insert into register (body, county, county_name, code) values ({words})")
            for what, sql in asked().items():
                found = rows(address, sql.replace(":year", "2021").replace(":since", "'2022-03-05'"))
                if due[what] is None:
                    since = [r for r in content(address)["revision"] if r["updated"] >= "2022-03-05" and r["revision"] > 1]
                    right = since and len(found) == len(since)
                else:
                    width = len(due[what][0]) if due[what] else None
                    right = sorted(map(str, due[what])) == sorted(str(plain(row)[:width]) for row in found)
                if not right:
                    problems.append(f"{name}: {what}: {found}, expected {due[what]}")
        return problems

    @step
    def all_withdrawn(self):
        """All is withdrawn."""
        current = [name for name, due in self.office.due.items() if due.state == "current"]
        for path in self.office.books.rglob("*.xlsx"):
            self.office.remove(path.relative_to(self.office.books).with_suffix("").as_posix())
        self.office.feed("--withdraw", "--yes", "--date", "2023-12-01")
        self.office.withdrawn("2023-12-01", *current)

    # ───────── parts of steps ─────────

    def entry(self, root: etree._Element, name: str) -> etree._Element:
        """A report's entry in a feed."""
        return next(e for e in root.iter(f"{A}entry") if e.findtext(f"{A}id") == self.office.due[name].id)

    def file_of(self, name: str) -> str:
        """The path of a report's PDF."""
        entry = self.entry(etree.fromstring(self.feed.read_bytes()), name)
        return entry.find(f".//{R}file").get("href").removeprefix(self.site.address)

    def forged(self, name: str, change: Callable, revision: int | None = 99) -> bytes:
        """The feed with one report changed."""
        root = etree.fromstring(self.feed.read_bytes())
        report = self.entry(root, name).find(f"{R}report")
        change(report)
        if revision:
            report.set("revision", str(revision))
        return etree.tostring(root)

    def fresh(self, name: str, deliveries: list[bytes] | None = None) -> list[str]:
        """A client that begins now; the last delivery is the feed as it is."""
        address = str(self.folder / f"{name}.db")
        if deliveries:
            # Old feeds name the folder where it was then.
            old, new = f"{self.site.base}/20".encode(), f"{self.site.address}20".encode()
            self.site.instead["feed.xml"] = [feed.replace(old, new) for feed in deliveries]
            tool(sys.executable, "-c", DELIVERING, CLIENT, len(deliveries), *self.command(name, address))
            self.site.instead.clear()
        ran = tool(sys.executable, CLIENT / "ingest.py", *self.command(name, address))
        problems = [f"exit {ran.returncode}: {ran.stderr[-600:]}"] if ran.returncode else []
        seen = {row["id"] for row in content(address)["report"]}
        due = {key: one for key, one in self.office.due.items() if one.state == "current" or one.id in seen}
        return [f"{name}: {what}" for what in problems + self.wrong(name, content(address), due)]

    def torn(self, store: str, address: str, before: dict[str, Due]) -> list[str]:
        """Reports that are neither as they were nor as they will be."""
        tables = content(address)
        problems = []
        for name, due in self.office.due.items():
            if due.id and name in before:
                old, new = (self.wrong_report(store, tables, one) for one in (before[name], due))
                if old and new:
                    problems.append(f"{name}: {old[0]}; {new[0]}")
        return problems

    def kill_program(self, run: Callable, at: int, before: dict[str, Due]) -> tuple[bool, list[str]]:
        """Kills a run at its nth rename, lets a client see that, and runs it once more."""
        trial = str(self.folder / "trial.db")
        shutil.copy(self.databases["SQLite"], trial)
        copy_folder(self.folder / "store-SQLite", self.folder / "store-trial")
        calls = "rename,renameat,renameat2"
        trap = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:signal=KILL:when={at}")
        try:
            run(before=trap)
        except AssertionError as killed:
            if "exit -9" not in str(killed):
                return True, [str(killed)]
        else:
            return True, []
        problems = []
        for due in (before, self.office.due):
            ran = tool(sys.executable, CLIENT / "ingest.py", *self.command("trial", trial))
            problems += [ran.stderr[-300:]] * (ran.returncode != 0)
            if due is before:
                problems += self.torn("trial", trial, before)
                run()
            else:
                problems += self.wrong("trial", content(trial), copy.deepcopy(due))
        return False, problems

    def in_pages(self, rel: str) -> list[str]:
        """A new client takes the pages; then, when the first changes, only that one is sent."""
        root = etree.fromstring(self.feed.read_bytes())
        complete = root.find(f"{FH}complete")
        items = [item for item in root if item.tag in (f"{A}entry", f"{AT}deleted-entry")]
        root.remove(complete)
        for item in items:
            root.remove(item)
        names = ["feed.xml", *(f"page-{number}.xml" for number in range(2, 2 + len(items) // 3))]
        for at, path in enumerate(names):
            page = copy.deepcopy(root)
            if at + 1 < len(names):
                etree.SubElement(page, f"{A}link", rel=rel, href=names[at + 1])
            page.extend(copy.deepcopy(item) for item in items[at * 3 : at * 3 + 3])
            self.site.instead[path] = etree.tostring(page)
        problems = self.fresh(rel)
        self.site.instead["feed.xml"] += b"\n"
        self.site.sent.clear()
        problems += self.fresh(rel)
        problems += [f"sent again: {self.site.sent}"] * (self.site.sent != ["feed.xml"])
        self.site.instead.clear()
        return problems


# ───────── the databases ─────────


def rows(address: str, sql: str) -> list[tuple]:
    """Rows of either database."""
    if address.startswith("postgresql:"):
        with psycopg.connect(address) as connection:
            return connection.execute(sql).fetchall()
    connection = sqlite3.connect(address)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def change(address: str, sql: str) -> None:
    """A change by the portal's own people."""
    if address.startswith("postgresql:"):
        with psycopg.connect(address) as connection:
            connection.execute(sql)
    else:
        with sqlite3.connect(address) as connection:
            connection.execute(sql)


def plain(row: tuple) -> tuple:
    """Counts are whole."""
    return tuple(int(value) if isinstance(value, Decimal) else value for value in row)


def content(address: str) -> dict[str, list[dict]]:
    """All that a database says, alike for both."""
    tables = {}
    for name in TABLES:
        columns = COLUMNS[name]
        found = rows(address, f"select {', '.join(columns)} from {name} order by 1, 2, 3, 4")
        tables[name] = [dict(zip(columns, row, strict=True)) for row in found]
    for figure in tables["figure"]:
        if figure["value"] is not None:
            figure["value"] = Decimal(str(figure["value"])).normalize()
    return {name: sorted(found, key=lambda row: list(map(str, row.values()))) for name, found in tables.items()}


COLUMNS = {
    "report": ("id", "state", "year", "revision", "status", "title", "body", "code", "county", "updated", "note"),
    "revision": ("id", "revision", "status", "updated", "note"),
    "withdrawal": ("id", "at", "revision", "by_whom", "note"),
    "figure": ("id", "part", "row_id", "col_id", "form", "value", "written", "unit", "remark"),
    "paragraph": ("id", "place", "section", "kind", "level", "words"),
    "file": ("id", "href", "role", "type", "length", "sha256"),
}


def identity(row: dict) -> tuple:
    """What a report is of, in a database."""
    return row["body"], row["year"], row["code"]


def identity_of(due: Due) -> tuple:
    """What a report is of, in the office."""
    return due.book.body, due.book.year, due.book.code


if __name__ == "__main__":
    main([judge])
