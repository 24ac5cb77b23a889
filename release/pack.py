"""A folder as an archive whose bytes depend on nothing but the files in it: sorted, owned by
nobody, all of the time SOURCE_DATE_EPOCH.

    python3 release/pack.py FOLDER ARCHIVE.zip|ARCHIVE.tar.gz
"""

import gzip
import os
import sys
import tarfile
import time
import zipfile
from pathlib import Path

EPOCH = int(os.environ["SOURCE_DATE_EPOCH"])


def entries(folder: Path) -> list[tuple[str, Path]]:
    """Files and folders with their names inside, a folder before what is in it."""
    inside = sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).parts)
    return [(path.relative_to(folder.parent).as_posix(), path) for path in [folder, *inside]]


def mode(path: Path) -> int:
    """What whoever unpacks it may do: the umask of the build does not show."""
    return 0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644


def pack_zip(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w") as made:
        for name, path in entries(folder):
            if path.is_dir():
                continue
            info = zipfile.ZipInfo(name, time.gmtime(EPOCH)[:6])
            info.create_system = 3
            info.external_attr = (0o100000 | mode(path)) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, path.read_bytes(), compresslevel=9)


def pack_tar(folder: Path, archive: Path) -> None:
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=EPOCH) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as made,
    ):
        for name, path in entries(folder):
            info = tarfile.TarInfo(name)
            info.mtime = EPOCH
            info.mode = mode(path)
            if path.is_dir():
                info.type = tarfile.DIRTYPE
                made.addfile(info)
            else:
                info.size = path.stat().st_size
                with path.open("rb") as content:
                    made.addfile(info, content)


def main() -> None:
    folder, archive = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    if archive.name.endswith(".zip"):
        pack_zip(folder, archive)
    elif archive.name.endswith(".tar.gz"):
        pack_tar(folder, archive)
    else:
        raise SystemExit(f"{archive}: neither .zip nor .tar.gz")


if __name__ == "__main__":
    main()
