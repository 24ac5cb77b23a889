#!/usr/bin/env python3
"""Set every covered character in each role as PDF/A and read it back.

    pip install typst==0.15.2 fonttools==4.60.1      (and pdftotext of poppler)
    python3 fonts/check_pdfa.py [--keep DIR]

Only the faces of this folder are used: no system font, no font of Typst's own.
"""

import argparse
import collections
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

import typst

sys.dont_write_bytecode = True
import build  # noqa: E402

DOCUMENT = """#set document(title: "字体检查", date: datetime(year: 2026, month: 1, day: 1))
#set page(width: 420mm, height: 297mm, margin: 15mm)
#set text(font: ({stack}), size: 8pt, weight: {weight}, lang: "zh", region: "CN",
  fallback: false, cjk-latin-spacing: none)
#set par(leading: 3pt)
{body}
"""


def stack(files):
    names = []
    for file in files:
        name = build.FAMILIES[file][0]
        if name not in names:
            names.append(name)
    return ", ".join(f'"{name}"' for name in names)


def characters():
    wanted = build.gbk() | build.standard_8105() | build.span(build.HANZI_RANGES.values())
    wanted |= build.span(build.SYMBOL_RANGES)
    return {c for c in wanted
            if unicodedata.category(chr(c))[0] not in "CZ" or build.is_hanzi(c)}


def body(chars):
    """One text call a block: 40 characters, as escapes, so no markup is read."""
    lines = []
    for i in range(0, len(chars), 40):
        text = "".join(f"\\u{{{c:x}}}" for c in chars[i:i + 40])
        lines.append(f'#text("{text}")\n')
    return "\n".join(lines)


def plain(text):
    return collections.Counter(c for c in text if not c.isspace() and c != "\u200b")


def run(folder, role, files, standard):
    have = set().union(*(build.covered(build.HERE / f) for f in files))
    chars = sorted(characters() & have)
    weight = 700 if role == "小标宋" else 400
    source = folder / f"{role}.typ"
    source.write_text(DOCUMENT.format(stack=stack(files), weight=weight, body=body(chars)),
                      encoding="utf-8")
    pdf = folder / f"{role}-{standard}.pdf"
    started = time.monotonic()
    compiler = typst.Compiler(str(source), root=str(folder), font_paths=[str(build.HERE)],
                              ignore_system_fonts=True)
    compiler.compile(output=str(pdf), format="pdf", pdf_standards=standard,
                     pdf_tags=standard.endswith("a"))
    took = time.monotonic() - started
    text = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", "-nopgbrk", str(pdf), "-"],
                          check=True, capture_output=True).stdout.decode("utf-8")
    want, got = plain("".join(map(chr, chars))), plain(text)
    lost, added = want - got, got - want
    exact = not lost and not added
    print(f"{role} {standard}: {len(chars)} characters, {pdf.stat().st_size} bytes, "
          f"{took:.1f} s, read back {'all' if exact else 'not all'}", flush=True)
    if not exact:
        print("  lost:", build.listed(map(ord, list(lost)[:40])))
        print("  added:", build.listed(map(ord, list(added)[:40])))
    return exact


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", metavar="DIR", help="leave the documents in DIR")
    options = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory(prefix="nianbao-pdfa-") as temp:
        folder = Path(options.keep or temp)
        folder.mkdir(parents=True, exist_ok=True)
        for role, files in build.STACKS.items():
            for standard in ("a-2b", "a-2u", "a-2a"):
                good &= run(folder, role, files, standard)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
