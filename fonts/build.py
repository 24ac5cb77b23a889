#!/usr/bin/env python3
"""Build the font faces that nianbao embeds, from Debian 12 packages.

    pip install fonttools==4.60.1 numpy==2.3.5
    python3 fonts/build.py                    build everything, then check it
    python3 fonts/build.py --packages DIR     take the .deb files from DIR
    python3 fonts/build.py --check            only check what is in fonts/
    python3 fonts/build.py --table            print the tables of README.md

Needs apt-get and dpkg-deb (Debian or Ubuntu) and rustc; nothing is installed. Every
package is pinned by version and SHA-256. The same inputs give the same bytes.
Any difference from what is expected ends the run with a non-zero status.
"""

import argparse
import bz2
import gzip
import hashlib
import math
import subprocess
import sys
import tempfile
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import fontTools
import numpy
from fontTools import subset
from fontTools.misc.bezierTools import cubicPointAtT, quadraticPointAtT
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPointPen
from fontTools.ttLib import TTFont, newTable

FONTTOOLS = "4.60.1"
HERE = Path(__file__).resolve().parent
MAX_TOTAL = 60_000_000

# name -> (version, sha256 of the .deb)
PACKAGES = {
    "texlive-lang-chinese": (
        "2022.20230122-1",
        "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
    ),
    "fonts-noto-cjk": (
        "1:20220127+repack1-1",
        "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    ),
    "fonts-lxgw-wenkai": (
        "1.250+repack-1",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    "fonts-dejavu-core": (
        "2.37-6",
        "8892669e51aab4dc56682c8e39d8ddb7d70fad83c369344e1e240bf3ca22bb76",
    ),
    "unicode-data": (
        "15.0.0-1",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
}

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
NOTO = "usr/share/fonts/opentype/noto/"

# output file -> (package, path in it, number in the .ttc or -1, kind)
FACES = {
    "FandolFang-Regular.ttf": (
        "texlive-lang-chinese", FANDOL + "FandolFang-Regular.otf", -1, "whole"),
    "FandolSong-PageNumber.otf": (
        "texlive-lang-chinese", FANDOL + "FandolSong-Regular.otf", -1, "page"),
    "NBWenKai-Regular.ttf": (
        "fonts-lxgw-wenkai",
        "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", -1, "cjk"),
    "NotoSansCJKsc-Regular.otf": (
        "fonts-noto-cjk", NOTO + "NotoSansCJK-Regular.ttc", 2, "cjk"),
    "NotoSerifCJKsc-Bold.otf": (
        "fonts-noto-cjk", NOTO + "NotoSerifCJK-Bold.ttc", 2, "cjk"),
    "NotoSerifCJKsc-Regular.otf": (
        "fonts-noto-cjk", NOTO + "NotoSerifCJK-Regular.ttc", 2, "cjk"),
    "DejaVuSans-Symbols.ttf": (
        "fonts-dejavu-core", "usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", -1,
        "symbols"),
}

# What Typst calls each face (name ID 1), and its weight.
FAMILIES = {
    "FandolFang-Regular.ttf": ("FandolFang R", 400),
    "FandolSong-PageNumber.otf": ("FandolSong", 400),
    "NBWenKai-Regular.ttf": ("NB WenKai", 400),
    "NotoSansCJKsc-Regular.otf": ("Noto Sans CJK SC", 400),
    "NotoSerifCJKsc-Bold.otf": ("Noto Serif CJK SC", 700),
    "NotoSerifCJKsc-Regular.otf": ("Noto Serif CJK SC", 400),
    "DejaVuSans-Symbols.ttf": ("DejaVu Sans", 400),
}

TAIL = ["NBWenKai-Regular.ttf", "NotoSerifCJKsc-Regular.otf", "DejaVuSans-Symbols.ttf"]
STACKS = {
    "仿宋": ["FandolFang-Regular.ttf", *TAIL],
    "仿宋（无 Fandol）": TAIL,
    "楷体": TAIL,
    "黑体": ["NotoSansCJKsc-Regular.otf", *TAIL],
    "小标宋": ["NotoSerifCJKsc-Bold.otf", *TAIL],
    "宋体": ["FandolSong-PageNumber.otf", "NotoSerifCJKsc-Regular.otf", *TAIL],
}

# FandolFang draws these as another character (幹 as 干, 餘 as 余, ￥ as ＄), which
# would change the text in silence. They leave its cmap, so the next face sets them.
FANDOL_FANG_WRONG = "幹捨滷癥準臟衹醜餘鬆鬱鹼￥"

# Its outlines have far more points than their shapes need, and are of the kind (table CFF)
# that takes a program several times as long to cut and to measure. They are redrawn as
# TrueType has them (table glyf), with fewer points, in thousandths of an em: hanzi nowhere
# as far as the limit from where they were, 0.011 mm in the body of a report, a quarter of
# a dot at 600 dpi, and all else a quarter of that. The tool looks at points some way apart,
# hence the room between tolerance and limit.
FANDOL_FANG_TOLERANCE, FANDOL_FANG_LIMIT = 1.5, 2
FANDOL_FANG_OTHER_TOLERANCE, FANDOL_FANG_OTHER_LIMIT = 0.35, 0.5

# Typst sets two marks beside each other half an em apart: an opening one has to stand in the
# right half of its em, a closing one in the left. What does not is moved, in thousandths.
OPENING_MARKS = "“‘《〈（「『【〖〔［｛"
CLOSING_MARKS = "”’，。．、：；！？》〉）」』】〗〕］｝"
MOVED_MARKS = {"FandolFang-Regular.ttf": {"？": -250}, "NBWenKai-Regular.ttf": {"？": -10}}

PAGE_NUMBER_TEXT = "0123456789 -\u2014\u00b7()/,.、，。（）第页共"

# Blocks of letters, marks and symbols that every CJK face keeps where it can.
SYMBOL_RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x0192, 0x0192), (0x01CD, 0x01DC),
    (0x01F8, 0x01F9), (0x0250, 0x02FF), (0x0370, 0x052F), (0x1E00, 0x1EFF),
    (0x2000, 0x2BFF), (0x2E80, 0x312F), (0x31A0, 0x33FF), (0xF900, 0xFAFF),
    (0xFE10, 0xFE1F), (0xFE30, 0xFE6F), (0xFF00, 0xFFEF),
    (0x1F100, 0x1F2FF), (0x2F800, 0x2FA1F),
]
# Symbols taken from DejaVu Sans where no other face has them; no combining marks,
# which Typst writes twice when their base comes from another face.
EXTRA_SYMBOL_RANGES = [
    (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x214F), (0x2150, 0x23FF),
    (0x2460, 0x27FF), (0x2900, 0x2BFF),
]
HANZI_RANGES = {
    "URO": (0x4E00, 0x9FFF), "ExtA": (0x3400, 0x4DBF), "ExtB": (0x20000, 0x2A6DF),
    "ExtC–H": (0x2A700, 0x323AF),
}
REPORT_SYMBOLS = (
    "☑☐☒□■●○◎◇◆△▲▽▼★☆※™®©•§°′″℃‰①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ→←↑↓⇒√✓✔✗✘×÷≤≥≠≈±～—…·“”‘’"
    "〔〕【】《》〈〉「」『』（）［］｛｝￥¥€£²³¹㎡㎞㎏㏄№℡‖–‐〇々ー"
)
RARE_HANZI = "𠮷𬭊㛃镕䶮"


class Failure(Exception):
    pass


def ensure(condition, message):
    if not condition:
        raise Failure(message)


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def span(ranges):
    return {c for a, b in ranges for c in range(a, b + 1)}


# ---------------------------------------------------------------- character sets

def two_byte(codec, leads, trails):
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found.add(ord(bytes([lead, trail]).decode(codec)))
            except UnicodeDecodeError:
                pass
    return {c for c in found if not 0xE000 <= c <= 0xF8FF}


def gbk():
    return two_byte("gbk", range(0x81, 0xFF), range(0x40, 0xFF))


def gb2312():
    return two_byte("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))


def is_hanzi(c):
    return (0x3400 <= c <= 0x4DBF or 0x4E00 <= c <= 0x9FFF or 0xF900 <= c <= 0xFAFF
            or 0x20000 <= c <= 0x323AF)


def standard_8105():
    text = (HERE / "tgh8105.txt").read_text(encoding="utf-8")
    found = [ord(c) for c in text if not c.isspace()]
    ensure(len(found) == len(set(found)) == 8105, "tgh8105.txt: not 8105 characters")
    ensure(sum(c > 0xFFFF for c in found) == 196, "tgh8105.txt: not 196 beyond the BMP")
    return set(found)


def cjk_charset():
    wanted = gbk() | standard_8105() | span(SYMBOL_RANGES)
    wanted |= span(HANZI_RANGES.values())
    return wanted


def covered(path, number=-1):
    with TTFont(path, fontNumber=number, lazy=True) as font:
        return set(font.getBestCmap())


# ------------------------------------------------------------------------ inputs

def fetch(packages, root):
    """Put each .deb, unpacked, below root; returns {package: folder}."""
    folders = {}
    for name, (version, digest) in PACKAGES.items():
        file = f"{name}_{version.replace(':', '%3a')}_all.deb"
        if packages:
            deb = Path(packages) / file
            ensure(deb.is_file(), f"no {file} in {packages}")
        else:
            subprocess.run(["apt-get", "download", f"{name}={version}"], cwd=root, check=True)
            deb = root / file
        ensure(sha256(deb) == digest, f"{file}: SHA-256 is {sha256(deb)}, not {digest}")
        folders[name] = root / name
        subprocess.run(["dpkg-deb", "-x", str(deb), str(folders[name])], check=True)
    return folders


def write_8105(folders):
    """通用规范汉字表 in its own order, 50 a line, from Unihan's kTGH."""
    order = {}
    path = folders["unicode-data"] / "usr/share/unicode/Unihan_OtherMappings.txt.bz2"
    for line in bz2.open(path, "rt", encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if len(fields) == 3 and fields[1] == "kTGH":
            number = fields[2].split()[0]
            ensure(number.startswith("2013:"), f"kTGH {number}")
            order[int(number[5:])] = chr(int(fields[0][2:], 16))
    ensure(sorted(order) == list(range(1, 8106)), "kTGH is not 1 to 8105")
    text = "".join(order[i] for i in range(1, 8106))
    lines = [text[i:i + 50] + "\n" for i in range(0, len(text), 50)]
    (HERE / "tgh8105.txt").write_text("".join(lines), encoding="utf-8")


def debian_licence(path, first_line):
    """One licence paragraph of a Debian copyright file, unindented."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    at = [i for i, line in enumerate(lines) if line == first_line]
    ensure(at, f"{path}: no line {first_line!r}")
    text = []
    for line in lines[at[-1] + 1:]:
        if not line.startswith(" "):
            break
        text.append("" if line.strip() == "." else line[1:])
    return "\n".join(text).strip() + "\n"


def write_licences(folders):
    doc = {name: folder / "usr/share/doc" / name for name, folder in folders.items()}
    files = {}
    files["LICENSE-OFL-Noto.txt"] = (
        "Noto Sans CJK SC Regular: © 2014-2021 Adobe (http://www.adobe.com/).\n"
        "Noto Serif CJK SC Regular and Bold: © 2017-2022 Adobe (http://www.adobe.com/).\n"
        "Noto is a trademark of Google Inc.\n"
        "No Reserved Font Name is declared.\n\n"
        "The faces in this folder are subsets (Modified Versions), see README.md.\n\n"
        "This Font Software is licensed under the SIL Open Font License, Version 1.1.\n"
        "This license is copied below, and is also available with a FAQ at:\n"
        "https://scripts.sil.org/OFL\n\n"
        + debian_licence(doc["fonts-noto-cjk"] / "copyright", "License: SIL-1.1"))
    files["LICENSE-OFL-LXGW.txt"] = (
        "Copyright 2021-2023 LXGW (https://github.com/lxgw/LxgwWenKai),\n"
        "with Reserved Font Names \"霞鹜\" and \"LXGW\".\n"
        "Copyright 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)\n"
        "Klee is a trademark of Fontworks Inc.\n\n"
        "NBWenKai-Regular.ttf in this folder is a subset (a Modified Version) of\n"
        "LXGW WenKai Regular 1.250 under another name, as the license asks; its\n"
        "full-width question mark is moved to the left by a hundredth of an em.\n\n"
        "This Font Software is licensed under the SIL Open Font License, Version 1.1.\n"
        "This license is copied below, and is also available with a FAQ at:\n"
        "https://scripts.sil.org/OFL\n\n"
        + debian_licence(doc["fonts-lxgw-wenkai"] / "copyright", "License: OFL-1.1"))
    fandol = folders["texlive-lang-chinese"] / "usr/share/doc/texlive-doc/fonts/fandol"
    readme = (fandol / "README").read_text(encoding="utf-8")
    ensure("GPL + GPL font exception" in readme, "Fandol's README has changed")
    copying = gzip.open(fandol / "COPYING.gz", "rt", encoding="utf-8").read()
    ensure("As a special exception, if you create a document" in copying,
           "Fandol's COPYING has no font exception")
    files["LICENSE-Fandol.txt"] = (
        "Fandol fonts, version 0.3: Copyright © 2012-2013, the Fandol team\n"
        "(Clerk Ma, Jie Su). License: GNU GPL version 3 with the font exception\n"
        "at the end of this file.\n\n"
        "Changes made for nianbao, 2026-11-27 (build.py in this folder makes them):\n"
        "  FandolFang-Regular.ttf: the tables GPOS, BASE, VORG, vhea and vmtx are\n"
        "  left out; of the table cmap only the Unicode part is kept, less 13\n"
        "  characters whose glyphs show another character. The outlines are\n"
        "  TrueType's (the table glyf in the place of CFF), those of hanzi with\n"
        f"  fewer points and nowhere {FANDOL_FANG_LIMIT} thousandths of an em from the original,\n"
        f"  the others nowhere {FANDOL_FANG_OTHER_LIMIT}; the hints are left out. The full-width\n"
        "  question mark is moved to the left half of its em.\n"
        "  FandolSong-PageNumber.otf: a few characters of FandolSong-Regular; their\n"
        "  outlines are unaltered.\n"
        "The font exception is extended to both of these versions.\n"
        "The originals are in the source package texlive-lang of Debian 12 and in\n"
        "the CTAN package fandol.\n\n"
        + "-" * 70 + "\n\n" + copying.rstrip() + "\n")
    package, inside, number, _ = FACES["DejaVuSans-Symbols.ttf"]
    with open_face(folders[package] / inside, number) as font:
        notice = font["name"].getDebugName(13)
    ensure("Arev Fonts Copyright" in notice, "DejaVu Sans has no licence in its names")
    files["LICENSE-DejaVu.txt"] = (
        "DejaVuSans-Symbols.ttf in this folder is a subset of DejaVu Sans 2.37, see\n"
        "README.md. The notice of the original:\n\n"
        + "\n".join(line.rstrip() for line in notice.strip().splitlines()) + "\n")
    files["LICENSE-Unicode.txt"] = (
        "tgh8105.txt lists the characters of 通用规范汉字表 (国务院, 2013) as the property\n"
        "kTGH of the Unicode Han Database 15.0 gives them (a modified extract).\n\n"
        + unicode_notice(doc["unicode-data"] / "copyright"))
    for name, text in files.items():
        (HERE / name).write_text(text, encoding="utf-8")


def unicode_notice(path):
    text = Path(path).read_text(encoding="utf-8")
    start = text.index("COPYRIGHT AND PERMISSION NOTICE")
    lines = [line.strip() for line in text[start:].splitlines()]
    notice = "\n".join(lines).strip() + "\n"
    ensure("Permission is hereby granted" in notice, "unicode-data: no licence text")
    return notice


# ------------------------------------------------------------------------- faces

DROP = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "gasp", "kern", "DSIG",
        "FFTM", "MATH", "fpgm", "prep", "cvt "]
KEEP_NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17]


def open_face(path, number):
    return TTFont(path, fontNumber=number, lazy=True, recalcTimestamp=False,
                  recalcBBoxes=False)


def rename_wenkai(font):
    """The names "LXGW" and "霞鹜" are reserved: a subset may not carry them."""
    names = {1: "NB WenKai", 3: "NB WenKai:subset of Version 1.250", 4: "NB WenKai",
             6: "NBWenKai-Regular"}
    chinese = {1: "年报文楷", 4: "年报文楷"}
    for record in list(font["name"].names):
        table = chinese if record.langID in (0x21, 0x804) and record.platformID in (1, 3) else names
        if record.platformID == 1 and record.langID == 0x21:
            font["name"].names.remove(record)
        elif record.nameID in table:
            record.string = table[record.nameID]
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16, 17):
            ensure("LXGW" not in record.toUnicode() and "霞鹜" not in record.toUnicode(),
                   "a reserved name is left in NB WenKai")


def mark_subset(font):
    for record in font["name"].names:
        if record.nameID == 5:
            record.string = record.toUnicode() + ";subset for nianbao"


def contours(glyph):
    """Each contour as simplify.rs has it: start, then lines and curves."""
    pen = DecomposingRecordingPen(None)
    glyph.draw(pen)
    found = []
    for action, points in pen.value:
        if action == "moveTo":
            found.append([])
        letter = {"moveTo": [], "lineTo": ["L"], "curveTo": ["C"],
                  "qCurveTo": ["Q", len(points) - 1]}.get(action)
        if letter is not None:
            found[-1] += letter + [number for point in points for number in point]
    return found


def parsed(contour):
    """Start, then (letter, points) for each piece."""
    words, pieces, at = list(contour), [], 2
    while at < len(words):
        letter = words[at]
        if letter == "Q":
            at += 1
            count = int(words[at]) + 1
        else:
            count = {"L": 1, "C": 3}[letter]
        numbers = [int(float(word)) for word in words[at + 1:at + 1 + 2 * count]]
        pieces.append((letter, list(zip(numbers[::2], numbers[1::2]))))
        at += 1 + 2 * count
    return (int(float(words[0])), int(float(words[1]))), pieces


def simplified(outlines, tolerance):
    """Each glyph's contours as simplify.rs draws them."""
    with tempfile.TemporaryDirectory(prefix="nianbao-simplify-") as temp:
        tool = Path(temp) / "simplify"
        command = ["rustc", "--edition=2024", "-O", "-o", tool, HERE / "simplify.rs"]
        subprocess.run(command, check=True)
        lines = [" ".join(map(str, contour)) for each in outlines.values() for contour in each]
        result = subprocess.run([tool, str(tolerance)], input="\n".join(lines) + "\n",
                                stdout=subprocess.PIPE, encoding="ascii", check=True)
    simple = iter(result.stdout.splitlines())
    found = {name: [next(simple).split() for _ in each] for name, each in outlines.items()}
    ensure(next(simple, None) is None, "simplify gave back more contours than it got")
    return found


def truetype(each):
    """A glyph of the table glyf: contours the other way round than in CFF, each from the
    point that is the nearest, in bytes, to where the last one ended."""
    def room(a, b):
        return sum((step != 0) + (abs(step) > 255) for step in (a[0] - b[0], a[1] - b[1]))

    pen, at = TTGlyphPointPen(None), (0, 0)
    for contour in each:
        start, pieces = parsed(contour)
        points = [(start, True)]
        for _, ends in pieces:
            points += [(point, False) for point in ends[:-1]] + [(ends[-1], True)]
        ensure(points.pop()[0] == start, "a contour is open")
        points.reverse()
        first = min((index for index, (_, on) in enumerate(points) if on),
                    key=lambda index: room(at, points[index][0])
                    - room(points[index - 1][0], points[index][0]))
        points = points[first:] + points[:first]
        around = zip([points[-1], *points], points, [*points[1:], points[0]])
        # What lies in the middle of two control points is drawn without being there.
        points = [here for number, (before, here, after) in enumerate(around)
                  if number == 0 or before[1] or not here[1] or after[1]
                  or any(a + b != 2 * c for a, b, c in zip(before[0], after[0], here[0]))]
        pen.beginPath()
        for index, (point, on) in enumerate(points):
            kind = "line" if points[index - 1][1] else "qcurve"
            pen.addPoint(point, kind if on else None)
        pen.endPath()
        at = points[-1][0]
    return pen.glyph()


def redraw(font):
    """Outlines in a table glyf with few points, see simplify.rs, and without hints."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    hanzi = {name for c, name in font.getBestCmap().items() if is_hanzi(c)}
    old = {name: contours(glyphs[name]) for name in order}
    new = simplified({n: o for n, o in old.items() if n in hanzi}, FANDOL_FANG_TOLERANCE)
    new |= simplified({n: o for n, o in old.items() if n not in hanzi},
                      FANDOL_FANG_OTHER_TOLERANCE)
    glyf = newTable("glyf")
    glyf.setGlyphOrder(order)
    glyf.glyphs = {}
    for name in order:
        glyph = glyf.glyphs[name] = truetype(new[name])
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = font["hmtx"][name][0], getattr(glyph, "xMin", 0)
    del font["CFF "]
    font["glyf"], font["loca"], font["maxp"] = glyf, newTable("loca"), newTable("maxp")
    maxp = font["maxp"]
    maxp.tableVersion, maxp.maxZones = 0x00010000, 1
    for unused in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs",
                   "StackElements", "SizeOfInstructions", "ComponentElements"):
        setattr(maxp, "max" + unused, 0)
    font.sfntVersion = "\0\1\0\0"
    maxp.recalc(font)
    font["hhea"].recalc(font)


def moves(file, font):
    """How far each glyph that is moved is moved."""
    names = font.getBestCmap()
    return {names[ord(mark)]: by for mark, by in MOVED_MARKS.get(file, {}).items()}


def move_marks(file, font):
    for name, by in moves(file, font).items():
        glyph = font["glyf"][name]
        ensure(not glyph.isComposite(), f"{file}: {name} is made of others")
        glyph.coordinates.translate((by, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = font["hmtx"][name][0], glyph.xMin


def build_face(job):
    file, source, number, kind, unicodes = job
    font = open_face(source, number)
    if kind == "whole":
        for table in ("GPOS", "BASE", "VORG", "vhea", "vmtx"):
            ensure(table in font, f"{file}: no table {table}")
            del font[table]
        font["cmap"].tables = [t for t in font["cmap"].tables if t.isUnicode()]
        for table in font["cmap"].tables:
            for c in FANDOL_FANG_WRONG:
                table.cmap.pop(ord(c), None)
        redraw(font)
        mark_subset(font)
    else:
        options = subset.Options()
        options.layout_features = []
        options.hinting = kind == "page"
        options.desubroutinize = False
        options.glyph_names = False
        options.legacy_cmap = False
        options.notdef_outline = True
        options.name_IDs = KEEP_NAMES
        options.name_languages = ["*"]
        options.name_legacy = False
        options.recalc_timestamp = False
        options.recalc_bounds = False
        options.drop_tables += DROP if kind != "page" else DROP[:-3]
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=unicodes)
        subsetter.subset(font)
        font["cmap"].tables = [t for t in font["cmap"].tables if t.format != 14]
        if file.startswith("NBWenKai"):
            rename_wenkai(font)
        mark_subset(font)
    move_marks(file, font)
    font.save(HERE / file, reorderTables=True)
    font.close()
    compare_face(HERE / file, source, number)
    return file


def outline(glyphs, name):
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen.value


def polygons(glyph):
    """Each contour as many short straight lines."""
    found = []
    for contour in contours(glyph):
        start, pieces = parsed(contour)
        points, at = [start], start
        for letter, ends in pieces:
            curves = [ends]
            if letter == "Q":
                middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in
                           zip(ends[:-2], ends[1:-1])]
                curves = list(zip(ends[:-1], [*middles, ends[-1]]))
            for curve in curves:
                length = sum(math.dist(*pair) for pair in zip([at, *curve], curve))
                steps = max(4, int(length / 3))
                ts = [step / steps for step in range(1, steps + 1)]
                if len(curve) == 1:
                    (a, b), (c, d) = at, curve[0]
                    points += [(a + (c - a) * t, b + (d - b) * t) for t in ts]
                else:
                    on = quadraticPointAtT if len(curve) == 2 else cubicPointAtT
                    points += [on(at, *curve, t) for t in ts]
                at = curve[-1]
        found.append(numpy.array([*points, start], dtype=float))
    return found


def far_apart(new, old, moved):
    """The greatest distance of a point of one outline from the other, contour by contour."""
    new, old = polygons(new), [points + (moved, 0) for points in polygons(old)]
    if len(new) != len(old):
        return float("inf")
    return max((distance_from(points, line) for one, other in zip(new, old)
                for points, line in ((one, other), (other, one))), default=0.0)


def distance_from(points, line, reach=8, together=64):
    """The greatest distance of a point from the line; infinite if that is beyond reach."""
    a, b = line[:-1], line[1:]
    low, high = numpy.minimum(a, b) - reach, numpy.maximum(a, b) + reach
    worst = 0.0
    for first in range(0, len(points), together):
        some = points[first:first + together]
        near = ((low <= some.max(axis=0)) & (high >= some.min(axis=0))).all(axis=1)
        if not near.any():
            return float("inf")
        (ax, ay), (dx, dy) = a[near].T, (b[near] - a[near]).T
        px, py = some[:, :1] - ax, some[:, 1:] - ay
        t = ((px * dx + py * dy) / numpy.maximum(dx * dx + dy * dy, 1e-12)).clip(0, 1)
        gap = numpy.hypot(px - t * dx, py - t * dy).min(axis=1).max()
        worst = max(worst, float(gap) if gap <= reach else float("inf"))
    return worst


def compare_face(path, source, number):
    """Every character draws as in the source (FandolFang: every glyph, within the limits),
    or moved as it should be, is as wide, and is not blank."""
    new, old = open_face(path, -1), open_face(source, number)
    redrawn = path.name == "FandolFang-Regular.ttf"
    ensure(new["OS/2"].fsType == old["OS/2"].fsType, f"{path.name}: fsType has changed")
    ensure(new["head"].modified == old["head"].modified, f"{path.name}: head.modified")
    glyphs = new.getGlyphSet(), old.getGlyphSet()
    maps = new.getBestCmap(), old.getBestCmap()
    moved = moves(path.name, new)
    if redrawn:
        hanzi = {name for c, name in maps[0].items() if is_hanzi(c)}
        orders = new.getGlyphOrder(), old.getGlyphOrder()
        ensure(len(orders[0]) == len(orders[1]), f"{path.name}: number of glyphs")
        for name, other in zip(*orders):
            limit = FANDOL_FANG_LIMIT if name in hanzi else FANDOL_FANG_OTHER_LIMIT
            gap = far_apart(glyphs[0][name], glyphs[1][other], moved.get(name, 0))
            ensure(gap < limit, f"{path.name}: {name} is drawn {gap} from {other}")
            ensure(new["hmtx"][name][0] == old["hmtx"][other][0], f"{path.name}: {name} width")
    seen = {}
    for c, name in maps[0].items():
        other = maps[1][c]
        if seen.get(name) == other:
            continue
        seen[name] = other
        drawn = outline(glyphs[0], name)
        source_outline = [(action, tuple((x + moved.get(name, 0), y) for x, y in points))
                          for action, points in outline(glyphs[1], other)]
        ensure(redrawn or drawn == source_outline,
               f"{path.name}: U+{c:04X} draws differently")
        ensure(new["hmtx"][name][0] == old["hmtx"][other][0], f"{path.name}: U+{c:04X} width")
        blank = unicodedata.category(chr(c)) in ("Cc", "Cf", "Zs") or c == 0xFFA0
        ensure(drawn or blank, f"{path.name}: U+{c:04X} is blank")


def build(packages):
    with tempfile.TemporaryDirectory(prefix="nianbao-fonts-") as temp:
        folders = fetch(packages, Path(temp))
        write_8105(folders)
        write_licences(folders)
        source = {f: folders[p] / path for f, (p, path, _, _) in FACES.items()}
        wanted = cjk_charset()
        others = set()
        for file, (_, _, number, kind) in FACES.items():
            if kind in ("whole", "cjk"):
                others |= covered(source[file], number)
        jobs = []
        for file, (_, _, number, kind) in FACES.items():
            unicodes = {
                "whole": set(),
                "cjk": wanted,
                "page": {ord(c) for c in PAGE_NUMBER_TEXT},
                "symbols": {c for c in span(EXTRA_SYMBOL_RANGES) - others
                            if unicodedata.category(chr(c))[0] != "M"},
            }[kind]
            jobs.append((file, str(source[file]), number, kind, sorted(unicodes)))
        with ProcessPoolExecutor(max_workers=2) as pool:
            for file in pool.map(build_face, jobs):
                print(f"built {file}: {(HERE / file).stat().st_size} bytes", flush=True)
    lines = [f"{sha256(HERE / f)}  {f}\n" for f in sorted([*FACES, "tgh8105.txt"])]
    (HERE / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


# ------------------------------------------------------------------------ checks

def marks_beside(file):
    """Marks of full width whose ink leaves its half of the em. Narrower ones come from the
    faces of the role `quotes`."""
    with TTFont(HERE / file, lazy=True) as font:
        glyphs, names, em = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
        for mark in OPENING_MARKS + CLOSING_MARKS:
            name = names.get(ord(mark))
            if name is None or font["hmtx"][name][0] != em:
                continue
            pen = BoundsPen(glyphs)
            glyphs[name].draw(pen)
            left, _, right, _ = pen.bounds
            if left < em / 2 if mark in OPENING_MARKS else right > em / 2:
                yield mark


def listed(characters):
    return " ".join(f"{chr(c)} U+{c:04X}" for c in sorted(characters)) or "-"


def check():
    sums = dict(reversed(line.split()) for line in
                (HERE / "SHA256SUMS").read_text(encoding="ascii").splitlines())
    ensure(set(sums) == {*FACES, "tgh8105.txt"}, "SHA256SUMS lists other files")
    for file, digest in sums.items():
        ensure(sha256(HERE / file) == digest, f"{file}: differs from SHA256SUMS")
    total = sum(f.stat().st_size for f in HERE.iterdir() if f.is_file())
    ensure(total <= MAX_TOTAL, f"fonts/ holds {total} bytes, more than {MAX_TOTAL}")

    maps = {}
    for file, (family, weight) in FAMILIES.items():
        with TTFont(HERE / file, lazy=True) as font:
            ensure(font["name"].getDebugName(1) == family, f"{file}: family name")
            ensure(font["OS/2"].usWeightClass == weight, f"{file}: weight")
            left = {"GSUB", "GPOS", "vmtx", "vhea", "DSIG"} & set(font.keys())
            ensure(not left, f"{file}: has {left}")
            maps[file] = set(font.getBestCmap())
    must = {
        "GBK": gbk(), "通用规范汉字表": standard_8105(), "GB2312": gb2312(),
        "symbols": {ord(c) for c in REPORT_SYMBOLS}, "rare": {ord(c) for c in RARE_HANZI},
        "Latin-1": span([(0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0xFF)]),
        "Greek": {c for c in span([(0x391, 0x3C9)]) if c != 0x3A2},
        "Cyrillic": span([(0x401, 0x401), (0x410, 0x44F), (0x451, 0x451)]),
        "URO": span([(0x4E00, 0x9FFF)]),
    }
    for role, files in STACKS.items():
        have = set().union(*(maps[f] for f in files))
        for name, wanted in must.items():
            ensure(wanted <= have, f"{role}: of {name} no face has {listed(wanted - have)}")
    for file in FACES:
        beside = "".join(marks_beside(file))
        ensure(not beside, f"{file}: {beside} stand outside of their half of the em")
    wrong = maps["FandolFang-Regular.ttf"] & {ord(c) for c in FANDOL_FANG_WRONG}
    ensure(not wrong, f"FandolFang still has {listed(wrong)}")
    page = {ord(c) for c in "0123456789 \u2014"}
    ensure(page <= maps["FandolSong-PageNumber.otf"], "the page number face lacks something")

    readme = HERE / "README.md"
    if readme.exists():
        text = readme.read_text(encoding="utf-8")
        for line in [*faces_table(), *coverage_table()]:
            ensure(line in text, f"README.md lacks this line of --table:\n{line}")
    print(f"fonts/ is as it should be: {len(FACES)} faces, {total} bytes")


# ------------------------------------------------------------------------ tables

def faces_table():
    yield "| 文件 file | 字体族 family (Typst) | 字重 weight | 字形 glyphs | 字符 characters | 字节 bytes |"
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    total = 0
    for file, (family, weight) in FAMILIES.items():
        size = (HERE / file).stat().st_size
        total += size
        with TTFont(HERE / file, lazy=True) as font:
            yield (f"| `{file}` | `{family}` | {weight} | {font['maxp'].numGlyphs} "
                   f"| {len(font.getBestCmap())} | {size} |")
    yield f"| 合计 total | | | | | {total} |"


def coverage_table():
    small = gb2312()
    big = gbk()
    sets = {
        "GB2312 汉字": {c for c in small if is_hanzi(c)},
        "GB2312 符号": {c for c in small if not is_hanzi(c)},
        "GBK 汉字": {c for c in big if is_hanzi(c)},
        "GBK 符号": {c for c in big if not is_hanzi(c)},
        "通用规范": standard_8105(),
        **{name: span([ends]) for name, ends in HANZI_RANGES.items()},
    }
    yield "| 字体 face | " + " | ".join(f"{n} {len(s)}" for n, s in sets.items()) + " |"
    yield "| --- |" + " ---: |" * len(sets)
    maps = {file: covered(HERE / file) for file in FACES}
    for file, have in maps.items():
        yield f"| `{file}` | " + " | ".join(str(len(s & have)) for s in sets.values()) + " |"
    for role, files in STACKS.items():
        have = set().union(*(maps[f] for f in files))
        yield f"| {role} 连同后备 | " + " | ".join(str(len(s & have)) for s in sets.values()) + " |"


def missing():
    """Assigned characters of the symbol blocks that no face has, as ranges."""
    have = set().union(*(covered(HERE / f) for f in FACES))
    lost = sorted(c for c in span(SYMBOL_RANGES) - have
                  if unicodedata.category(chr(c))[0] not in "CZ")
    ranges = []
    for c in lost:
        if ranges and ranges[-1][1] == c - 1:
            ranges[-1][1] = c
        else:
            ranges.append([c, c])
    shown = (f"{a:04X}" if a == b else f"{a:04X}-{b:04X}" for a, b in ranges)
    yield f"in no face, {len(lost)} of the symbol blocks: {' '.join(shown)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", metavar="DIR", help="take the .deb files from DIR")
    parser.add_argument("--check", action="store_true", help="only check fonts/")
    parser.add_argument("--table", action="store_true", help="print the tables of README.md")
    options = parser.parse_args()
    try:
        ensure(fontTools.version == FONTTOOLS,
               f"fontTools {fontTools.version} is installed; pip install fonttools=={FONTTOOLS}")
        if options.table:
            print("\n".join([*faces_table(), "", *coverage_table(), "", *missing()]))
            return 0
        if not options.check:
            build(options.packages)
        check()
    except (Failure, subprocess.CalledProcessError, OSError) as problem:
        print(f"build.py: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
