"""The page and the piece for editors, read back: tags, text, every figure at its place, its heads.

The piece is also put through two sanitisers as content systems have them, which throw away
classes, ids, roles and style sheets: the figures must be at their places still, with borders.
"""

import bleach
import nh3
from bleach.css_sanitizer import CSSSanitizer
from lxml import etree, html

from nianbao_judges.case import Case
from nianbao_judges.checks import Checks
from nianbao_judges.form import TABLES
from nianbao_judges.grid import misplaced
from nianbao_judges.session import Session, main
from nianbao_judges.text import squeeze
from nianbao_judges.web import Page, grid, pages, parsed, placed

R = "{urn:x-nianbao:xxgk-report:1}"
NOT_OURS = {"viewport", "format-detection"}
TAGS = set("div p h2 h3 h4 table caption colgroup col thead tbody tr th td bdi strong span br".split())
ATTRIBUTES = {"*": {"style"}, "th": {"rowspan", "colspan", "style"}, "td": {"rowspan", "colspan", "style"}}
PROPERTIES = (
    "border border-collapse padding margin text-align text-indent font-size font-weight line-height width "
    "background-color color vertical-align"
).split()


def judge(session: Session, checks: Checks) -> None:
    """One check a page and question."""
    for page in pages(session):
        checks.run(f"html: {page.name}: tags are those of the XML", lambda: tags(page))
        checks.run(f"html: {page.name}: headings in order", lambda: headings(page))
        checks.run(f"html: {page.name}: every figure is in the XML's order", lambda: as_in_xml(page))
        checks.run(f"html: {page.name}: text of page and piece is one", lambda: same_text(page))
        if page.case:
            case = page.case
            checks.run(f"html: {page.name}: figures", lambda: figures(case, parsed(page.page)))
            checks.run(f"html: {page.name}: heads of figures", lambda: heads(case, parsed(page.page)))
            checks.run(f"html: {page.name}: paragraphs", lambda: paragraphs(case, parsed(page.page)))
            checks.run(f"html: {page.name}: piece: figures", lambda: figures(case, parsed(page.fragment)))
            checks.run(f"html: {page.name}: piece survives an editor", lambda: pasted(case, page))


def tags(page: Page) -> list[str]:
    """`meta` and `r:metadata` hold the same, blanks nowhere."""
    found = {}
    for meta in parsed(page.page).iter("meta"):
        if meta.get("name") and meta.get("name") not in NOT_OURS:
            found[meta.get("name")] = meta.get("content")
    metadata = etree.parse(page.xml).getroot().find(f"{R}metadata")
    expected = {etree.QName(e).localname: e.text for e in metadata}
    expected = {name: text for name, text in expected.items() if name[0].isupper()}
    return [] if found == expected else [f"{found} is not {expected}"]


def headings(page: Page) -> list[str]:
    """One h1; no level is left out; six sections."""
    tree = parsed(page.page)
    levels = [int(e.tag[1]) for e in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    problems = [f"h{a} then h{b}" for a, b in zip(levels, levels[1:]) if b > a + 1]
    if levels[:1] != [1] or levels.count(1) != 1 or levels.count(2) != 6:
        problems.append(f"levels {levels}")
    if tree.get("lang") != "zh-CN":
        problems.append("no lang")
    return problems


def as_in_xml(page: Page) -> list[str]:
    """All td in order are all cells in order: number, unit and remark; blank for nil."""
    cells = etree.parse(page.xml).getroot().iter(f"{R}cell")
    expected = [(cell.text or "", cell.get("remark") or "") for cell in cells]
    problems = []
    for kind, path in (("page", page.page), ("piece", page.fragment)):
        found = [squeeze(td.text_content()) for td in parsed(path).iter("td")]
        if len(found) != len(expected):
            problems.append(f"{kind}: {len(found)} figures, expected {len(expected)}")
        for text, (number, remark) in zip(found, expected):
            same = text == "" if not number and not remark else text.startswith(number) and squeeze(remark) in text
            if not same:
                problems.append(f"{kind}: {text!r} for {number!r} {remark!r}")
    return problems


def same_text(page: Page) -> list[str]:
    """What stands below the title is the same in both."""
    article = next(parsed(page.page).iter("article"))
    below = [squeeze(e.text_content()) for e in article if e.tag != "header"]
    body = parsed(page.fragment)
    piece = [squeeze(e.text_content()) for e in next(body.iter("body"))]
    return [] if below == piece else ["the texts differ"]


def figures(case: Case, tree: html.HtmlElement) -> list[str]:
    """Each table's figures, where the labels say."""
    grids = [grid(table) for table in tree.iter("table")]
    return [
        problem
        for name, one in zip(TABLES, grids, strict=True)
        for problem in misplaced(case.report.figures(name), [one])
    ]


def heads(case: Case, tree: html.HtmlElement) -> list[str]:
    """The `headers` of a figure are the labels of its row and of its column, no more and no less."""
    problems = []
    for name, table in zip(TABLES, tree.iter("table"), strict=True):
        texts = {cell.get("id"): squeeze(cell.text_content()) for cell in table.iter("th")}
        cells = [cell for cell, _ in placed(table) if cell.tag == "td"]
        for figure, cell in zip(case.report.figures(name), cells, strict=True):
            named = sorted(texts[id] for id in cell.get("headers").split() if texts[id])
            band = [figure.block.band] if figure.block.band else []
            wanted = [squeeze(label) for label in (*band, *figure.row.path, *figure.column.path) if label]
            if named != sorted(wanted):
                problems.append(f"{figure.place}: {named}, expected {sorted(wanted)}")
        problems += [f"{name}: {cell.text_content()!r} has no scope" for cell in table.iter("th") if not cell.get("scope")]
    return problems


def paragraphs(case: Case, tree: html.HtmlElement) -> list[str]:
    """Every heading and paragraph from section 一 on, and the own preamble."""
    texts = [e.text_content().strip() for e in tree.iter("h1", "h2", "h3", "h4", "p")]
    expected = [case.title, *(case.preamble or []), *case.flow()]
    start = texts.index(case.flow()[0])
    got = [texts[0], *(texts[1:start] if case.preamble is not None else []), *texts[start:]]
    return [f"expected {want[:40]!r}, got {has[:40]!r}" for want, has in zip(expected, got) if want != has] + (
        [] if len(expected) == len(got) else [f"{len(got)} paragraphs, expected {len(expected)}"]
    )


def pasted(case: Case, page: Page) -> list[str]:
    """After the sanitisers: figures at their places, borders on every cell, shades on the heads."""
    text = page.fragment.read_text("utf-8")
    css = CSSSanitizer(allowed_css_properties=PROPERTIES)
    allowed = {tag: sorted(names) for tag, names in ATTRIBUTES.items()}
    cleaned = {
        "nh3": nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, filter_style_properties=set(PROPERTIES)),
        "bleach": bleach.clean(text, tags=TAGS, attributes=allowed, css_sanitizer=css, strip=True),
    }
    problems = []
    for name, left in cleaned.items():
        tree = html.document_fromstring(left)
        problems += [f"{name}: {problem}" for problem in figures(case, tree)]
        for cell in tree.iter("th", "td"):
            style = cell.get("style", "").replace(" ", "")
            if "border:1pxsolid#" not in style:
                problems.append(f"{name}: no border: {style!r}")
            if cell.tag == "th" and "background-color:#" not in style:
                problems.append(f"{name}: no shade: {style!r}")
    return problems


if __name__ == "__main__":
    main([judge])
