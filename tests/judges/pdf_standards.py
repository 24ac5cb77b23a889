"""veraPDF over every standard on offer, for every case; PDFBox preflight for PDF/A-1.

The files of the other judges are PDF/A-2a with PDF/UA-1. Here the example, the cases of 2019
and of two editions, and hard documents (rare characters, thirty pages, empty sections) are
converted by every standard and pair, the other cases by those most in use, and all of it is
judged in one go by `verapdf/run.sh`, by what each file itself claims to be.
"""

import subprocess
from pathlib import Path

import openpyxl

from nianbao_judges.checks import Checks
from nianbao_judges.session import EXAMPLE, Session, main

RUN = Path(__file__).parent / "verapdf" / "run.sh"
STANDARDS = (
    *("a-1b", "a-1a", "a-2b", "a-2u", "a-2a", "a-3b", "a-3u", "a-3a", "a-4", "ua-1"),
    *("a-2b,ua-1", "a-2u,ua-1", "a-2a,ua-1", "a-3b,ua-1", "a-3u,ua-1", "a-3a,ua-1"),
)
OF_EVERY_CASE = ("a-1b", "a-3a,ua-1")
"""For the cases that are neither of 2019 nor of two editions; the other judges made a-2a,ua-1."""
FIRST = "一、总体情况"
HARD = {
    "rare": ["姓名𠮷、𬭊、㛃、镕、䶮、葛\U000e0100，〇〔2021〕7号①㎡☑±≥“引号”——……", "西文 Ünïcode Ω Ж €1,234.50"],
    "long": ["（一）工作情况", "全县共办理政府信息公开申请12件，全部按期答复。" * 60] * 12,
    "empty": [],
}
TIMEOUT = 1800


def judge(session: Session, checks: Checks) -> None:
    """One check a file and standard that veraPDF looks at."""
    folder = session.folder("standards")
    files = [case.output("pdf") for case in session.cases if case.output("pdf").is_file()]
    hard = [workbook(folder / f"{name}.xlsx", paragraphs) for name, paragraphs in HARD.items()]
    two_editions = [case for case in session.cases if set(case.report.forms.values()) != {"2021"}]
    plans = [(path, STANDARDS) for path in [EXAMPLE, *hard, *(case.workbook for case in two_editions)]]
    plans += [(case.workbook, OF_EVERY_CASE) for case in session.cases if case not in two_editions and not case.shipped]
    for path, standards in plans:
        for standard in standards:
            attach = ["--attach"] if standard.startswith("a-3") else []
            target = folder / standard.replace(",", "+")
            ran = session.nianbao(
                "convert", path, "-o", target, "--to", "pdf", "--allow-errors", "--pdf-standard", standard, *attach
            )
            pdf = target / f"{path.stem}.pdf"
            if not pdf.is_file():
                checks.check(f"standards: {path.stem}: {standard}", ran.stderr.splitlines() or ["no file"])
                continue
            named = pdf.with_name(f"{path.stem}.{target.name}.pdf")
            files.append(pdf.rename(named))
    for case in session.cases:
        session.nianbao("convert", case.workbook, "-o", folder / "poster", "--to", "poster", "--allow-errors")
        files += [path for path in [folder / "poster" / f"{case.name}.poster.pdf"] if path.is_file()]
    ran = subprocess.run(
        ["bash", RUN, *map(str, files)], capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT, check=False
    )
    found = 0
    lines = ran.stdout.splitlines()
    for index, line in enumerate(lines):
        if line.startswith(("ok    ", "FAIL  ")):
            found += 1
            problems = []
            if line.startswith("FAIL"):
                rest = lines[index + 1 :]
                problems = [text.strip() for text in rest[: next((i for i, text in enumerate(rest) if not text.startswith("  ")), len(rest))]]
            checks.check(f"standards: {line[6:]}", problems or ([] if line.startswith("ok") else ["failed"]))
    if found < len(files):
        checks.check("standards: every file was judged", [f"{found} of {len(files)}", *ran.stderr.splitlines()[-5:]])


def workbook(path: Path, paragraphs: list[str]) -> Path:
    """The example with other paragraphs in its first section."""
    book = openpyxl.load_workbook(EXAMPLE)
    sheet = book[FIRST]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value = None
    for row, text in enumerate(paragraphs, start=2):
        sheet.cell(row, 1).value = text
    book.save(path)
    return path


if __name__ == "__main__":
    main([judge])
