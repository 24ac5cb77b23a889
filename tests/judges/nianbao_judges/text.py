"""Text without what a page does to it."""

import re


def squeeze(text: str) -> str:
    """Text without any white space: lines and cells break where the page wants."""
    return re.sub(r"\s+", "", text)


def out_of_order(needles: list[str], text: str) -> list[str]:
    """What is wrong with `text` if every needle should stand in it, in this order."""
    problems = []
    haystack = squeeze(text)
    at = 0
    for needle in map(squeeze, needles):
        found = haystack.find(needle, at)
        if found >= 0:
            at = found + len(needle)
        elif needle in haystack:
            problems.append(f"stands at another place: {shorten(needle)}")
        else:
            problems.append(f"missing: {shorten(needle)} {first_difference(needle, haystack)}")
    return problems


def first_difference(needle: str, haystack: str) -> str:
    """Where a missing text goes astray: its longest beginning that is there, and what follows."""
    known = 0
    while known < len(needle) and needle[: known + 1] in haystack:
        known += 1
    if known < 4:
        return ""
    at = haystack.find(needle[:known]) + known
    expected, got = needle[known : known + 8], haystack[at : at + 8]
    return f"(after …{needle[max(0, known - 6) : known]}: expected {expected!r}, got {got!r})"


def shorten(text: str, length: int = 40) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= length else text[:length] + "…"
