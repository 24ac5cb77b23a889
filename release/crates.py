"""What a release is made of: a bill of materials (CycloneDX) and the licences of all crates, from
what cargo knows. The same checkout gives the same bytes.

    python3 release/crates.py FOLDER TARGET…
"""

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EPOCH = int(os.environ["SOURCE_DATE_EPOCH"])
TEXTS = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense)", re.I)
"""Names of files that carry a licence or belong to one."""

PAGE = "wasm32-wasip1"
"""The page's engine: another manifest, and fewer crates."""


def metadata(target: str) -> dict:
    manifest = ROOT / ("page/engine/Cargo.toml" if target == PAGE else "Cargo.toml")
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    command += ["--filter-platform", target, "--manifest-path", str(manifest)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def shipped(data: dict) -> dict[str, list[str]]:
    """The packages that end in the program, each with those it needs: no tests, no build scripts."""
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    found: dict[str, list[str]] = {}
    left = [data["resolve"]["root"]]
    while left:
        package = left.pop()
        if package in found:
            continue
        normal = lambda dep: any(kind["kind"] is None for kind in dep["dep_kinds"])
        found[package] = sorted(dep["pkg"] for dep in nodes[package]["deps"] if normal(dep))
        left += found[package]
    return found


def checksums() -> dict[tuple[str, str], str]:
    sums = {}
    for lock in ["Cargo.lock", "page/engine/Cargo.lock"]:
        for package in tomllib.loads((ROOT / lock).read_text("utf-8"))["package"]:
            if "checksum" in package:
                sums[package["name"], package["version"]] = package["checksum"]
    return sums


def expression(package: dict) -> str:
    return (package["license"] or "").replace("/", " OR ")


def bill(packages: dict[str, dict], needs: dict[str, set[str]], sums: dict) -> dict:
    """CycloneDX 1.5."""
    refs = {id: f"pkg:cargo/{one['name']}@{one['version']}" for id, one in packages.items()}

    def component(id: str) -> dict:
        one = packages[id]
        made = {
            "type": "application" if one["source"] is None else "library",
            "bom-ref": refs[id],
            "name": one["name"],
            "version": one["version"],
            "purl": refs[id],
        }
        if expression(one):
            made["licenses"] = [{"expression": expression(one)}]
        if checksum := sums.get((one["name"], one["version"])):
            made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        return made

    ours = [id for id, one in packages.items() if one["source"] is None]
    main = next(id for id in ours if packages[id]["name"] == "nianbao")
    rustc = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    order = sorted(packages, key=lambda id: refs[id])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(EPOCH)),
            "component": component(main),
            "properties": [{"name": "rustc", "value": rustc}],
        },
        "components": [component(id) for id in order if id != main],
        "dependencies": [
            {"ref": refs[id], "dependsOn": sorted({refs[need] for need in needs[id]})} for id in order
        ],
    }


def licences(packages: dict[str, dict]) -> str:
    """Every crate with its licence, and every text once, with the crates that carry it."""
    theirs = sorted((one for one in packages.values() if one["source"]), key=lambda one: (one["name"], one["version"]))
    lines = ["THIRD-PARTY LICENCES", "", "The program contains these crates:", ""]
    texts: dict[str, list[str]] = {}
    for one in theirs:
        name = f"{one['name']} {one['version']}"
        lines.append(f"{name}: {expression(one) or one['license_file']}")
        folder = Path(one["manifest_path"]).parent
        files = [path for path in sorted(folder.iterdir()) if path.is_file() and TEXTS.match(path.name)]
        if one["license_file"] and folder / one["license_file"] not in files:
            files.append(folder / one["license_file"])
        for path in files:
            text = path.read_text("utf-8", "replace").replace("\r\n", "\n").strip()
            if text:
                texts.setdefault(text, []).append(name)
    lines += [
        "",
        "It contains the standard library of Rust (MIT OR Apache-2.0). On Linux it contains the GNU C",
        "library (LGPL-2.1-or-later), on Windows the runtime of mingw-w64 (ZPL-2.1 and others); both",
        "contain parts of libgcc (GPL-3.0-or-later with the GCC runtime library exception). Whoever",
        "wants to link it with other versions of them builds it from its source.",
    ]
    for text, names in sorted(texts.items(), key=lambda item: item[1][0]):
        lines += ["", "=" * 80, "; ".join(names), "=" * 80, "", text]
    return "\n".join(lines) + "\n"


def main() -> None:
    folder, targets = Path(sys.argv[1]), sys.argv[2:]
    packages: dict[str, dict] = {}
    needs: dict[str, set[str]] = {}
    for target in targets:
        data = metadata(target)
        known = {one["id"]: one for one in data["packages"]}
        for id, needed in shipped(data).items():
            packages[id] = known[id]
            needs.setdefault(id, set()).update(needed)
    version = next(one["version"] for one in packages.values() if one["name"] == "nianbao")
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(bill(packages, needs, checksums()), ensure_ascii=False, indent=1)
    (folder / f"nianbao-{version}.cdx.json").write_text(text + "\n", "utf-8")
    (folder / "THIRD-PARTY.txt").write_text(licences(packages), "utf-8")


if __name__ == "__main__":
    main()
