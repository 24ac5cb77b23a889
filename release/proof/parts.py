"""The words and scripts of a release, as the systems that read them want them.

    python3 release/proof/parts.py
"""

from pathlib import Path

RELEASE = Path(__file__).resolve().parent.parent


def main() -> None:
    for path in sorted((RELEASE / "windows").glob("*.bat")):
        text = path.read_bytes()
        # cmd reads them in the code page of the system.
        assert text.isascii(), f"{path.name} is not ASCII"
        assert text.count(b"\n") == text.count(b"\r\n"), f"{path.name} has lines that end as on Unix"
    read_me = (RELEASE / "windows/使用说明.txt").read_bytes()
    assert read_me.startswith(b"\xef\xbb\xbf"), "old editors need the mark"
    assert read_me.count(b"\n") == read_me.count(b"\r\n")
    read_me.decode("utf-8-sig").encode("gbk")
    check, convert = ((RELEASE / "windows" / name).read_text() for name in ["核对.bat", "转换.bat"])
    assert check.splitlines()[2:] == convert.replace('exe" convert', 'exe" check').splitlines()[2:]
    print(f"{len(list(RELEASE.rglob('*.bat')))} scripts and their words are as Windows wants them")


if __name__ == "__main__":
    main()
