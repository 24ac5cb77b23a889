"""OFD: every part by our schemas, read by three other programs, drawn by two, measured beside the PDF.

For every case and for hard documents (rare characters, thirty pages, empty sections): all
parts valid, numbers unique, nothing in the package that nothing refers to; every glyph where
the PDF has it, to a tenth of a millimetre; every figure under its row and column by the
tags; text in order by ofdkit and ofdrw; `sofd audit` without a word but the missing signature,
`sofd render` of every page without a missing glyph; by ofd-core the pages look like the PDF's.
"""

import hashlib
import os
import re
import shutil
import subprocess
from functools import cached_property
from pathlib import Path

import ofdkit
import pdfplumber
import pypdfium2
from lxml import etree
from PIL import Image, ImageChops, ImageFilter, ImageStat

from nianbao_judges import ofd
from nianbao_judges.checks import Checks
from nianbao_judges.session import EXAMPLE, Session, main
from nianbao_judges.text import out_of_order, squeeze
from pdf_standards import HARD, workbook

HERE = Path(__file__).parent / "ofd"
KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nianbao"
SOFD = "0.6.1"
POINTS_PER_MM = 72 / 25.4
SLACK_MM = 0.05
DPI = 150
"""The lines of a table are a pixel wide: with less, each engine makes something else of them."""
REDUCED, BLUR = 3, 1.0
"""Then a third of that, and a little blurred: engines smooth edges differently."""
MOST_DIFFERENT = 1.5
"""Steps of grey, in the mean of a page: 0.7 for the same page, 2.4 and more for one moved by a millimetre."""
TIMEOUT = 1800
R = "{urn:x-nianbao:xxgk-report:1}"


class Engines:
    """The other programs, each built once into the user's cache."""

    @cached_property
    def sofd(self) -> Path:
        """From the Rust registry."""
        root = KEPT / f"sofd-cli-{SOFD}"
        program = root / "bin" / "sofd"
        if not program.is_file():
            cargo("install", "sofd-cli", "--version", SOFD, "--locked", "--root", root, target=root / "target")
        return program

    @cached_property
    def core(self) -> Path:
        """The crate `ofd/ofd-core`."""
        crate = HERE / "ofd-core"
        sources = [crate / "Cargo.toml", crate / "Cargo.lock", crate / "src" / "main.rs"]
        root = KEPT / f"ofd-core-{digest(sources)}"
        program = root / "bin" / "judge-ofd-core"
        if not program.is_file():
            cargo("install", "--path", crate, "--locked", "--root", root, target=root / "target")
        return program

    @cached_property
    def ofdrw(self) -> str:
        """A path of classes."""
        sources = [HERE / "ofdrw" / "pom.xml", HERE / "ofdrw" / "Judge.java"]
        root = KEPT / f"ofdrw-{digest(sources)}"
        path = f"{root}/classes:{root}/jars/*"
        if not (root / "ready").exists():
            shutil.rmtree(root, ignore_errors=True)
            (root / "classes").mkdir(parents=True)
            run("mvn", "-q", "-B", "-f", sources[0], "dependency:copy-dependencies", f"-DoutputDirectory={root}/jars")
            run("javac", "-cp", f"{root}/jars/*", "-d", root / "classes", sources[1])
            (root / "ready").touch()
        return path


def digest(paths: list[Path]) -> str:
    """Of their bytes."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


def run(*command: object, **options) -> subprocess.CompletedProcess:
    """A tool that must succeed."""
    options = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": TIMEOUT, **options}
    ran = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, check=False, **options)
    if ran.returncode:
        raise RuntimeError(f"{command[:3]}: {(ran.stdout + ran.stderr)[-2000:]}")
    return ran


def cargo(*command: object, target: Path) -> None:
    """Builds a program; what is in between is thrown away."""
    run("cargo", *command, cwd=KEPT, env={**os.environ, "CARGO_TARGET_DIR": str(target)})
    shutil.rmtree(target, ignore_errors=True)


def judge(session: Session, checks: Checks) -> None:
    """All checks on OFD."""
    folder, engines = session.folder("ofd"), Engines()
    files = {}
    for case in session.cases:
        ran = session.nianbao("convert", case.workbook, "-o", folder, "--to", "ofd", "--allow-errors")
        path = folder / f"{case.name}.ofd"
        checks.check(f"ofd: {case.name}: is written", [] if path.is_file() else ran.stderr.splitlines())
        if path.is_file():
            files[path] = case.output("pdf")
            texts = [case.title, *(case.preamble or []), *case.flow()]
            checks.run(f"ofd: {case.name}: text in order by ofdkit", lambda: by_ofdkit(path, case.title, texts))
            checks.run(f"ofd: {case.name}: every figure under its ids", lambda: figures(path, case.output("xml")))
    for name, paragraphs in HARD.items():
        hard = workbook(folder / f"{name}.xlsx", paragraphs)
        ran = session.nianbao("convert", hard, "-o", folder, "--to", "pdf,ofd", "--allow-errors")
        path = folder / f"{name}.ofd"
        checks.check(f"ofd: {name}: is written", [] if path.is_file() else ran.stderr.splitlines())
        files[path] = folder / f"{name}.pdf"
    for path, pdf in files.items():
        checks.run(f"ofd: {path.stem}: every part is valid", lambda: parts(path))
        checks.run(f"ofd: {path.stem}: every glyph as in the PDF", lambda: glyphs(path, pdf))
        checks.run(f"ofd: {path.stem}: sofd audit", lambda: audit(engines, path))
        checks.run(f"ofd: {path.stem}: sofd render", lambda: render(engines, path, folder))
        checks.run(f"ofd: {path.stem}: at most 1.3 × the PDF", lambda: size(path, pdf))
    checks.run("ofd: text and outline by ofdrw", lambda: by_ofdrw(engines, list(files)))
    checks.run("ofd: ofd-core reads and draws", lambda: pictures(engines, files, session.folder("ofd-pictures")))
    checks.run("ofd: what goes inside", lambda: attachments(session, engines))


def parts(path: Path) -> list[str]:
    """By the schemas; numbers; references."""
    document = ofd.read(path)
    schemas = {name: etree.XMLSchema(etree.parse(HERE / f"{name}.xsd")) for name in ("ofd", "tags")}
    problems, numbers, places = [], [], {"OFD.xml"}
    for name, part in document.parts.items():
        if not name.endswith(".xml") or re.search(r"/Attachs/[0-9]", name):
            continue
        if not part.startswith(b"<?xml"):
            problems.append(f"{name}: something before the declaration")
        root = etree.fromstring(part)
        schema = schemas["tags" if root.tag.startswith(ofd.N) else "ofd"]
        if not schema.validate(root):
            problems += [f"{name}: line {error.line}: {error.message}" for error in schema.error_log]
        here = name.rpartition("/")[0]
        if root.tag == f"{ofd.O}Res":
            here = f"{here}/{root.get('BaseLoc')}"
        for element in root.iter():
            if element.tag != f"{ofd.O}Attachment" and element.get("ID"):
                numbers.append(int(element.get("ID")))
            place = element.get("BaseLoc") if element.tag == f"{ofd.O}Page" else element.text
            if element.get("BaseLoc") and element.tag == f"{ofd.O}Page" or re.search("(Loc|Root|Res|File|Tags|ments)$", element.tag):
                if place and place.strip():
                    places.add(f"{here}/{place}".lstrip("/"))
    most = int(document.xml("Doc_0/Document.xml").find(f".//{ofd.O}MaxUnitID").text)
    if len(set(numbers)) != len(numbers) or max(numbers) > most:
        problems.append(f"numbers: {len(numbers)}, {len(set(numbers))} of them different, {max(numbers)} of {most}")
    problems += [f"nothing refers to {name}" for name in sorted(set(document.parts) - places)]
    problems += [f"{name} is not there" for name in sorted(places - set(document.parts))]
    return problems


def glyphs(path: Path, pdf: Path) -> list[str]:
    """Every character and where its glyph begins, page by page."""
    problems = []
    with pdfplumber.open(pdf) as document:
        expected = [sorted(map(spot, page.chars)) for page in document.pages]
    pages = list(ofd.read(path).pages.values())
    if len(pages) != len(expected):
        return [f"{len(pages)} pages, the PDF has {len(expected)}"]
    for number, (texts, wanted) in enumerate(zip(pages, expected), start=1):
        found = sorted(spot for text in texts for spot in spots(text))
        wanted = [one for one in wanted if one[2].strip()]
        if "".join(one[2] for one in found) != "".join(one[2] for one in wanted):
            differ = next((pair for pair in zip(found, wanted) if pair[0][2] != pair[1][2]), (len(found), len(wanted)))
            problems.append(f"page {number}: other characters: {differ}")
        problems += [
            f"page {number}: {one} should be at {other}"
            for one, other in zip(found, wanted)
            if max(abs(one[0] - other[0]), abs(one[1] - other[1])) > 1.5 * SLACK_MM
        ]
    return problems


def spot(char: dict) -> tuple[float, float, str]:
    """Baseline, left, character of a glyph in a PDF, rounded so that both sort alike."""
    matrix = char["matrix"]
    return coarse((297 * POINTS_PER_MM - matrix[5]) / POINTS_PER_MM), coarse(matrix[4] / POINTS_PER_MM), char["text"]


def spots(text: ofd.Text) -> list[tuple[float, float, str]]:
    """The same of a text object. A glyph for several characters stands for all of them."""
    characters = list(text.text) if len(text.text) == len(text.glyphs) else [text.text, *[""] * (len(text.glyphs) - 1)]
    pairs = zip(text.glyphs, characters)
    return [(coarse(y), coarse(x), character) for (x, y), character in pairs if character.strip()]


def coarse(mm: float) -> float:
    """To a twentieth."""
    return round(mm / SLACK_MM) * SLACK_MM


def figures(path: Path, xml: Path) -> list[str]:
    """Each cell of the XML against the tagged one; a unit may stand in it or not."""
    found = ofd.read(path).cells()
    problems, count = [], 0
    for table in etree.parse(xml).iter(f"{R}table"):
        for row in table:
            for cell in row:
                count += 1
                where = (table.get("id"), row.get("id"), cell.get("col"))
                due = squeeze((cell.text or "") + (cell.get("remark") or ""))
                got = squeeze(found.pop(where, "nothing"))
                if due not in (got, got.replace(cell.get("unit") or "\0", "", 1)):
                    problems.append(f"{where}: {got!r}, expected {due!r}")
    problems += [f"{where} is no cell of the report" for where in found]
    return problems if count else ["no figures"]


def by_ofdkit(path: Path, title: str, texts: list[str]) -> list[str]:
    """Everything but the tables, in order."""
    with ofdkit.OFDDocument(path) as document:
        text = "".join(run.text for page in document.pages for run in page.runs)
        own = document.info.title
    # Page numbers stand between the pages.
    text = re.sub("— [0-9]+ —", "", text)
    return out_of_order(texts, text) + [f"title {own!r}"] * (squeeze(own or "") != squeeze(title))


def audit(engines: Engines, path: Path) -> list[str]:
    """A report has no signature before it is sealed."""
    ran = subprocess.run([engines.sofd, "audit", path], capture_output=True, text=True, encoding="utf-8", check=False)
    lines = (ran.stdout + ran.stderr).splitlines()
    return [line for line in lines if line.strip() and "ARCH-006 [warning]" not in line]


def render(engines: Engines, path: Path, folder: Path) -> list[str]:
    """Every page; it fails where a character has no glyph."""
    problems = []
    for page in range(len(ofd.read(path).pages)):
        command = [engines.sofd, "render", "-p", str(page), "--dpi", "20", "-o", folder / "page.png", path]
        ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        said = ran.stdout + ran.stderr
        if ran.returncode or "no glyph" in said:
            problems.append(f"page {page + 1}: {said.strip()[-300:]}")
    return problems


def size(path: Path, pdf: Path) -> list[str]:
    """In bytes."""
    own, other = path.stat().st_size, pdf.stat().st_size
    return [f"{own} bytes, the PDF {other}"] if own > 1.3 * other else []


def by_ofdrw(engines: Engines, files: list[Path]) -> list[str]:
    """What it reads is what is written."""
    ran = run("java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", engines.ofdrw, "Judge", *files)
    problems, path, pages, outlines = [], None, [], []

    def close() -> None:
        if path is None:
            return
        document = ofd.read(path)
        due = [squeeze("".join(text.text for text in texts)) for texts in document.pages.values()]
        if list(map(squeeze, pages)) != due:
            problems.append(f"{path.name}: other text")
        titles = [element.get("Title") for element in document.xml("Doc_0/Document.xml").iter(f"{ofd.O}OutlineElem")]
        if outlines != titles:
            problems.append(f"{path.name}: other outline: {outlines}")

    for line in ran.stdout.splitlines():
        kind, _, rest = line.partition("\t")
        if kind == "file":
            close()
            path, pages, outlines = Path(rest), [], []
        elif kind == "page":
            pages.append(rest)
        elif kind == "outline":
            outlines.append(rest)
        elif kind == "problem":
            problems.append(f"{path}: {rest}")
    close()
    return problems


def pictures(engines: Engines, files: dict[Path, Path], folder: Path) -> list[str]:
    """Pages by ofd-core beside those of the PDF by pdfium."""
    ran = run(engines.core, DPI, folder, *files)
    problems = [line for line in ran.stdout.splitlines() if "PROBLEM" in line]
    worst = 0.0
    for path, pdf in files.items():
        with pypdfium2.PdfDocument(pdf) as document:
            pages = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
        for number, page in enumerate(pages, start=1):
            with Image.open(folder / f"{path.stem}-{number}.png") as own:
                difference = apart(own.convert("L"), page)
            worst = max(worst, difference)
            if difference > MOST_DIFFERENT:
                problems.append(f"{path.stem}, page {number}: {difference:.2f} steps of grey")
    print(f"     the most different page: {worst:.2f} steps of grey")
    return problems


def apart(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pages."""
    # Part of a pixel at the edge is one for one of them and none for the other.
    size = (min(one.width, other.width), min(one.height, other.height))
    reduced = [image.crop((0, 0, *size)).reduce(REDUCED) for image in (one, other)]
    blurred = [image.filter(ImageFilter.GaussianBlur(BLUR)) for image in reduced]
    return ImageStat.Stat(ImageChops.difference(*blurred)).mean[0]


def attachments(session: Session, engines: Engines) -> list[str]:
    """XML with both standards, the workbook with the plain one only."""
    problems = []
    refused = session.nianbao("convert", EXAMPLE, "-o", session.folder("ofd-refused"), "--to", "ofd", "--attach")
    if refused.returncode != 2 or "不能附带工作簿" not in refused.stderr:
        problems.append(f"OFD-A with a workbook: exit {refused.returncode}: {refused.stderr}")
    for standard, attach, count in (("ofd-a", "--attach=xml", 1), ("ofd", "--attach", 2)):
        folder = session.folder(f"ofd-attach-{standard}")
        session.nianbao("convert", EXAMPLE, "-o", folder, "--to", "ofd", "--ofd-standard", standard, attach)
        path = folder / f"{EXAMPLE.stem}.ofd"
        problems += [f"{standard}: {problem}" for problem in parts(path)]
        ran = run("java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", engines.ofdrw, "Judge", path)
        found = [line for line in ran.stdout.splitlines() if line.startswith("attachment\t")]
        if len(found) != count:
            problems.append(f"{standard}: ofdrw finds {found}, expected {count}")
    return problems


if __name__ == "__main__":
    main([judge])
