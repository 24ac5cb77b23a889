"""Puts the page together: the modules of page/web as one classic script, the engine and the
faces as scripts that hand over one text each. A page from a disk may load nothing else.

Such a text is gzip, fifteen bits in each character of UTF-16: a fifth smaller than base64.

    python3 page/pack.py ENGINE.wasm FOLDER
"""

import gzip
import json
import re
import shutil
import sys
from array import array
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "page" / "web"
FONTS = ROOT / "fonts"

IMPORT = re.compile(r"^import \{[^}]*\} from '(\./[\w-]+\.js)';\n", re.M)


FIRST = 0x3400
"""The character that stands for fifteen zeros; from here on 32,768 are letters, none of them half of a pair."""


def packed(name: str, content: bytes) -> bytes:
    """A script that hands over gzip, and how long it is; the same for the same content."""
    compressed = gzip.compress(content, 9, mtime=0)
    padded = compressed + bytes(-len(compressed) % 15)
    units = array("H")
    for at in range(0, len(padded), 15):
        bits = int.from_bytes(padded[at : at + 15], "big")
        units.extend(FIRST + (bits >> shift & 0x7FFF) for shift in range(105, -1, -15))
    if sys.byteorder == "big":
        units.byteswap()
    start = f'\ufeffnianbaoPacked({json.dumps(name)}, {len(compressed)}, "'
    return start.encode("utf-16-le") + units.tobytes() + '");\n'.encode("utf-16-le")


def faces() -> list[str]:
    """The faces that the program knows, as fonts.rs lists them, without the bold ones last."""
    source = (ROOT / "src/writers/pdf/fonts.rs").read_text("utf-8")
    return re.findall(r'shipped!\("([^"]+)"\)', source)


def licences() -> str:
    parts = [ROOT / "LICENSE", *sorted(FONTS.glob("LICENSE-*.txt"))]
    return "\n\n".join(f"== {part.name}\n\n{part.read_text('utf-8')}" for part in parts)


def built() -> str:
    """What the page cannot know before it is built."""
    manifest = (ROOT / "Cargo.toml").read_text("utf-8")
    version = re.search(r'^version = "([^"]+)"', manifest, re.M)[1]
    values = {
        "VERSION": version,
        "FACES": faces(),
        "WORKER": (WEB / "src/worker.js").read_text("utf-8"),
        "LICENCES": licences(),
    }
    return "".join(f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in values.items())


def script() -> str:
    """All modules in the order in which they need each other."""
    done: list[str] = []
    texts: list[str] = []

    def take(name: str) -> None:
        if name in done:
            return
        done.append(name)
        if name == "built.js":
            texts.append(built())
            return
        text = (WEB / "src" / name).read_text("utf-8")
        for needed in IMPORT.findall(text):
            take(needed.removeprefix("./"))
        text = re.sub(r"^export ", "", IMPORT.sub("", text), flags=re.M)
        if re.search(r"^(import|export)\b", text, re.M):
            raise SystemExit(f"{name}: an import or export that is not one line of names")
        texts.append(text.replace("// @ts-check\n", ""))

    take("main.js")
    return '"use strict";\n(() => {\n' + "\n".join(texts) + "})();\n"


def main() -> None:
    engine, folder = Path(sys.argv[1]), Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    data = folder / "data"
    data.mkdir(parents=True)
    page = (WEB / "page.html").read_bytes()
    for name in ["打开.html", "index.html"]:
        (folder / name).write_bytes(page)
    shutil.copy(WEB / "page.css", data / "page.css")
    (data / "page.js").write_text(script(), "utf-8")
    (data / "engine.js").write_bytes(packed("engine", engine.read_bytes()))
    for name in faces():
        (data / f"{name}.js").write_bytes(packed(name, (FONTS / name).read_bytes()))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{folder}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
