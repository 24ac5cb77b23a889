#!/usr/bin/env python3
"""The same reports by nianbao and by what people use today, measured side by side.

    python3 benches/peers/run.py                 everything, 200 reports
    python3 benches/peers/run.py --reports 1000 --cold 20 --jobs 2 --skip genpdf

Makes workbooks that all differ (examples/distinct_workbooks.rs, eight to ten pages each),
then runs every route over them, in turns for the cold start, and prints one table in
Markdown with the date and the machine. Nothing is installed but a virtual environment in the
cache; LibreOffice, a Chinese font for it (fonts-noto-cjk), poppler and cargo must be there.
Times are of whole processes.

* nianbao: checks, DOCX, PDF/A and XML.
* Python: openpyxl, python-docx and reportlab (python_route.py): DOCX and PDF.
* LibreOffice: the DOCX of nianbao to PDF in one process, as people run it, for a second one on
  the same profile ends at once; and in as many as jobs, each with a profile of its own.
* genpdf: calamine and genpdf (genpdf/), PDF only, one process after another per job.
"""

import argparse
import datetime
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nianbao" / "peers"
ROUTES = ("nianbao", "python", "libreoffice", "libreoffices", "genpdf")
NAMES = {"nianbao": "nianbao", "python": "Python", "libreoffice": "LibreOffice, one process",
         "libreoffices": "LibreOffice, a process for each job", "genpdf": "genpdf"}


@dataclass
class Measured:
    """What one route took."""

    cold: list[float] = field(default_factory=list)
    bulk: float = 0.0
    memory: float = 0.0
    pdf: Path | None = None
    made: int = 0


@dataclass
class Run:
    """One process, or several at once."""

    seconds: float
    memory: float
    """MB of the largest process of the route, times the number that run at once."""


def measured(commands: list[list[str]]) -> Run:
    """Runs the commands at once and waits for all."""
    start = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [subprocess.Popen(list(map(str, command)), **quiet) for command in commands]
    memory = 0.0
    for process, command in zip(running, commands):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        # 1: nianbao found errors in a workbook, as it should in a broken one.
        if process.returncode not in ((0, 1) if "convert" in command else (0,)):
            sys.exit(f"ended with {process.returncode}: {' '.join(map(str, command))[:300]}")
        memory += usage.ru_maxrss / 1024
    return Run(time.perf_counter() - start, memory)


def shares(workbooks: list[Path], jobs: int) -> list[list[Path]]:
    return [workbooks[job::jobs] for job in range(jobs)]


class Routes:
    """How each route is called."""

    def __init__(self, options, temp: Path):
        self.temp, self.jobs = temp, options.jobs
        self.program = Path(options.program) if options.program else built("nianbao")
        if "python" in options.routes:
            self.python = environment()
        if "genpdf" in options.routes:
            manifest, target = HERE / "genpdf/Cargo.toml", CACHE / "genpdf"
            subprocess.run(["cargo", "build", "--release", "--locked", "--manifest-path", manifest,
                            "--target-dir", target], check=True)
            self.genpdf = target / "release/genpdf-baseline"
        if "libreoffice" in "".join(options.routes) and not chinese_font():
            sys.exit("LibreOffice has no Chinese font and would leave the text out")
        usage = subprocess.run([self.program, "convert", "--help"], capture_output=True, text=True)
        self.has_jobs = "--jobs" in usage.stdout

    def commands(self, route: str, workbooks: list[Path], out: Path, jobs: int) -> list[list]:
        """What to run at once to convert these workbooks."""
        parts = [part for part in shares(workbooks, jobs) if part]
        if route == "nianbao":
            if self.has_jobs and len(workbooks) > 1:
                return [[self.program, "convert", workbooks[0].parent, "-o", out, "--jobs", jobs]]
            return [[self.program, "convert", *part, "-o", out] for part in parts]
        if route == "python":
            return [[self.python, HERE / "python_route.py", out, jobs, *workbooks]]
        if route == "genpdf":
            face = ROOT / "fonts/NBWenKai-Regular.ttf"
            return [[self.genpdf, face, out, *part] for part in parts]
        if route == "libreoffice":
            jobs = 1
        words = [self.temp / "nianbao" / f"{book.stem}.docx" for book in workbooks]
        return [["soffice", f"-env:UserInstallation=file://{self.temp}/profile{job}", "--headless",
                 "--convert-to", "pdf", "--outdir", out, *part]
                for job, part in enumerate(shares(words, jobs)) if part]


def built(name: str, kind: str = "--bin") -> Path:
    """A program of this checkout, optimised."""
    subprocess.run(["cargo", "build", "--release", "--locked", kind, name], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    return (target / "examples" if kind == "--example" else target) / name


def environment() -> Path:
    """Python with the pinned packages."""
    folder, wanted = CACHE / "venv", (HERE / "requirements.txt").read_text()
    python, mark = folder / "bin/python", folder / "requirements.txt"
    if not mark.exists() or mark.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"],
                       check=True)
        mark.write_text(wanted)
    return python


def chinese_font() -> bool:
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout.strip())


def fonts_subset(pdf: Path) -> str:
    """yes, no or none, from pdffonts."""
    listed = subprocess.run(["pdffonts", pdf], capture_output=True, text=True).stdout
    marks = re.findall(r"\s(yes|no)\s+(yes|no)\s+(?:yes|no)\s+\d+\s+\d+\s*$", listed, re.MULTILINE)
    if not marks or any(embedded == "no" for embedded, _ in marks):
        return "not all embedded"
    return "yes" if all(subset == "yes" for _, subset in marks) else "no"


def archival(pdf: Path) -> str:
    found = re.search(rb"pdfaid:part>(\d)</pdfaid:part>\s*<pdfaid:conformance>(\w)", pdf.read_bytes())
    return f"PDF/A-{found[1].decode()}{found[2].decode().lower()}" if found else "no"


def pages(pdf: Path) -> int:
    shown = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", shown)[1])


def machine() -> str:
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        model = names[0] if names else model
    return f"{os.cpu_count()} cores, {model}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=200, help="how many in bulk")
    parser.add_argument("--slow", type=int, default=40,
                        help="how many in bulk for LibreOffice and genpdf")
    parser.add_argument("--cold", type=int, default=10, help="how many cold starts of each")
    parser.add_argument("--jobs", type=int, default=2, help="processors to use")
    parser.add_argument("--skip", action="append", default=[], choices=ROUTES[1:])
    parser.add_argument("--program", help="this nianbao instead of building one")
    parser.add_argument("--workbooks", help="folder of workbooks made before")
    options = parser.parse_args()
    options.routes = [route for route in ROUTES if route not in options.skip]
    with tempfile.TemporaryDirectory(prefix="nianbao-peers-") as name:
        compare(options, Path(name))


def compare(options, temp: Path) -> None:
    folder = temp / "workbooks"
    if options.workbooks:
        # Only so many of them: nianbao is given the folder.
        folder.mkdir()
        for path in sorted(Path(options.workbooks).glob("*.xlsx"))[:options.reports]:
            shutil.copy(path, folder)
    else:
        maker = built("distinct_workbooks", "--example")
        subprocess.run([maker, str(options.reports), folder], check=True)
    workbooks = sorted(folder.glob("*.xlsx"))[:options.reports]
    routes = Routes(options, temp)
    results = {route: Measured() for route in options.routes}

    # Once for everything that is made only the first time: profiles, compiled Python, pages
    # of the program in memory. nianbao first: LibreOffice starts from its DOCX.
    for route in options.routes:
        measured(routes.commands(route, workbooks[:1], temp / route, 1))
    for _ in range(options.cold):
        for route in options.routes:
            run = measured(routes.commands(route, workbooks[:1], temp / route, 1))
            results[route].cold.append(run.seconds)

    for route in options.routes:
        few = route in ("libreoffice", "libreoffices", "genpdf")
        some = workbooks[:options.slow] if few else workbooks
        out = temp / route
        if route == "nianbao":
            shutil.rmtree(out)
        run = measured(routes.commands(route, some, out, options.jobs))
        result = results[route]
        result.bulk, result.memory = run.seconds / len(some), run.memory
        made = sorted(out.rglob("*.pdf"))
        if len(made) != len(some):
            sys.exit(f"{route} made {len(made)} PDF of {len(some)}")
        result.made, result.pdf = len(made), made[len(made) // 2]
        if route == "nianbao":
            # Where LibreOffice looks for them, whatever folders were kept.
            for path in out.rglob("*.docx"):
                if path.parent != out:
                    path.rename(out / path.name)
    table(options, results)


def table(options, results: dict[str, Measured]) -> None:
    today = datetime.date.today().isoformat()
    print(f"{today}, {machine()}; {options.jobs} jobs; least of {options.cold} cold starts\n")
    print("| | one report, cold | ratio | in bulk, a report | ratio | reports | memory | PDF "
          "| pages | fonts subset | PDF/A |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |")
    ours = results["nianbao"]
    for route, found in results.items():
        cold, size = min(found.cold), found.pdf.stat().st_size / 1000
        print(f"| {NAMES[route]} | {cold * 1000:.0f} ms | {cold / min(ours.cold):.1f} "
              f"| {found.bulk * 1000:.0f} ms | {found.bulk / ours.bulk:.1f} | {found.made} "
              f"| {found.memory:.0f} MB | {size:.0f} KB | {pages(found.pdf)} "
              f"| {fonts_subset(found.pdf)} | {archival(found.pdf)} |")


if __name__ == "__main__":
    main()
