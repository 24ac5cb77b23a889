"""Pages of the shipped example as pictures, beside those that were reviewed: tests/pages.

Renders with pdfium at 50 dpi, makes both a little blurred, and lets no more than a trace of
the page differ: a moved line shows, another rounding of grey does not. After a change that is
wanted, look at the new pages and run with `--accept`.
"""

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from nianbao_judges.checks import Checks
from nianbao_judges.session import ROOT, Session, main

PAGES = ROOT / "tests" / "pages"
DPI = 50
BLUR = 1.5
"""Pixels: three quarters of a millimetre."""
FAINT = 40
"""Steps of grey that do not count."""
MOST_DIFFERENT = 0.002
"""Share of the page."""


def judge(session: Session, checks: Checks) -> None:
    """One check a page."""
    [case] = [case for case in session.cases if case.shipped]
    pictures = render(case.output("pdf"))
    known = sorted(PAGES.glob("*.png"))
    if ACCEPT:
        accept(pictures, known)
        known = sorted(PAGES.glob("*.png"))
    checks.check("pages: as many as were reviewed", [] if len(known) == len(pictures) else [f"{len(pictures)}, reviewed {len(known)}"])
    for path, picture in zip(known, pictures):
        checks.run(f"pages: {path.stem} looks as reviewed", lambda: different(picture, Image.open(path)))


def render(path: Path) -> list[Image.Image]:
    """Every page in grey."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.render(scale=DPI / 72).to_pil().convert("L") for page in pdf]


def different(picture: Image.Image, reviewed: Image.Image) -> list[str]:
    """Where, if it is more than a trace."""
    if picture.size != reviewed.size:
        return [f"{picture.size} pixels, reviewed {reviewed.size}"]
    blurred = [image.convert("L").filter(ImageFilter.GaussianBlur(BLUR)) for image in (picture, reviewed)]
    marks = ImageChops.difference(*blurred).point(lambda grey: 255 * (grey > FAINT))
    share = marks.histogram()[255] / (marks.width * marks.height)
    return [f"{share:.2%} of the page differ, in {marks.getbbox()} of {marks.size}"] if share > MOST_DIFFERENT else []


def accept(pictures: list[Image.Image], known: list[Path]) -> None:
    """Takes these pages as reviewed: 16 greys are enough to look at."""
    PAGES.mkdir(exist_ok=True)
    for path in known:
        path.unlink()
    for number, picture in enumerate(pictures, start=1):
        few = picture.quantize(16)
        few.save(PAGES / f"example-2021-{number}.png", optimize=True)


ACCEPT = "--accept" in sys.argv
if __name__ == "__main__":
    if ACCEPT:
        sys.argv.remove("--accept")
    main([judge])
