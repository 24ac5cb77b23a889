"""Has the program take the look of three documents that it did not make: `--docx-template`.

The blank document of python-docx; one that LibreOffice saved; and one as an office might have
it, with styles of Chinese names, a heading that numbers itself, a header with a picture on
first, odd and even pages, another paper and a theme. Each result must be valid, hold every
text and figure, have the template's page, and use its styles; the same bytes come twice.
"""

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

import docx_reads_back
from docx_valid import by_sdk, by_schemas, package, NEWEST, OLDEST, INSTALL, INSTALL_TIMEOUT
from libreoffice_opens import export
from nianbao_judges.case import Case
from nianbao_judges.checks import Checks
from nianbao_judges.docx import READERS, opened
from nianbao_judges.session import Session, main
from nianbao_judges.text import squeeze

HEADER = "某省人民政府办公厅"
MAPPING = '"标题" = "红头标题"\n"标题 1" = "章"\n"正文" = "文"\n"表格文字" = "格"\n'


def judge(session: Session, checks: Checks) -> None:
    """All checks."""
    folder = session.folder("docx-templates")
    [shipped] = [case for case in session.cases if case.shipped]
    cases = [shipped, *[case for case in session.cases if not case.report.errors and not case.shipped][:2]]
    templates = {"python-docx": blank, "libreoffice": by_libreoffice, "office": office, "mapped": mapped}
    files = {}
    for name, make in templates.items():
        template = make(folder)
        for case in cases:
            made = folder / name / f"{case.name}.docx"
            checks.run(f"template {name}: {case.name}: converts", lambda: convert(session, case, template, made.parent))
            if not made.is_file():
                continue
            files[f"{name}/{case.name}"] = made
            for reader, read in READERS.items():
                checks.run(f"template {name}: {case.name}: {reader}: every text and figure", lambda: content(case, read, made))
            checks.run(f"template {name}: {case.name}: every row fits the grid", lambda: docx_reads_back.misfits(made))
            checks.run(f"template {name}: {case.name}: its page", lambda: page(template, made))
            checks.run(f"template {name}: {case.name}: no part missing, none too many", lambda: package(made))
            checks.run(f"template {name}: {case.name}: same bytes", lambda: again(session, case, template, made))
    checks.run("template office: its styles and headers", lambda: office_look(files[f"office/{shipped.name}"]))
    checks.run("template mapped: the styles of the file", lambda: mapped_look(files[f"mapped/{shipped.name}"]))
    refusals(session, checks, shipped, folder)
    checks.run("template: LibreOffice opens them", lambda: opens(files, folder))
    ran = subprocess.run(["bash", INSTALL], capture_output=True, text=True, timeout=INSTALL_TIMEOUT)
    tools = Path(ran.stdout.strip())
    for name, problems in by_schemas(tools, files).items():
        checks.check(f"template {name}: ECMA-376", problems)
    for name, path in files.items():
        for version in (OLDEST, NEWEST):
            checks.run(f"template {name}: Open XML SDK, {version}", lambda: by_sdk(tools, path, version))


def convert(session: Session, case: Case, template: Path, folder: Path) -> list[str]:
    """The DOCX alone."""
    styles = template.with_suffix(".toml")
    more = ["--docx-styles", styles] if styles.is_file() else []
    ran = session.nianbao("convert", case.workbook, "-o", folder, "--to", "docx", "--docx-template", template, *more)
    return ran.stderr.splitlines() if ran.returncode else []


def content(case: Case, read, made: Path) -> list[str]:
    """As without a template."""
    flow = read(made)
    # Without a style that pandoc knows for a title, the title is a paragraph like the others.
    flow = [item for item in flow if item != ""]
    return [*docx_reads_back.tables(case, flow), *docx_reads_back.figures(case, flow), *docx_reads_back.paragraphs(case, flow)]


def page(template: Path, made: Path) -> list[str]:
    """Paper and margins, tables as wide as the text."""
    ours, theirs = docx.Document(str(made)), docx.Document(str(template.with_suffix(".docx"))).sections[-1]
    section = ours.sections[-1]
    problems = []
    for what in ("page_width", "page_height", "left_margin", "right_margin", "top_margin", "bottom_margin"):
        if getattr(section, what) != getattr(theirs, what):
            problems.append(f"{what} {getattr(section, what)}, the template has {getattr(theirs, what)}")
    width = section.page_width - section.left_margin - section.right_margin
    for number, table in enumerate(ours.tables, start=1):
        wide = sum(column.width for column in table.columns)
        if abs(wide - width) > Mm(1):
            problems.append(f"table {number} is {wide / Mm(1):.1f} mm wide, the text {width / Mm(1):.1f}")
    return problems


def again(session: Session, case: Case, template: Path, made: Path) -> list[str]:
    """A second time."""
    folder = made.parent / "again"
    problems = convert(session, case, template, folder)
    return problems or ([] if (folder / made.name).read_bytes() == made.read_bytes() else ["other bytes"])


def office_look(made: Path) -> list[str]:
    """Styles by their Chinese names, headers with their picture, nothing numbered twice."""
    document = opened(made)
    styles = {squeeze(p.text): p.style.name for p in document.paragraphs if p.text.strip()}
    problems = [f"{text}: {styles.get(text)}" for text in ("一、总体情况",) if styles.get(text) != "一级标题"]
    if document.paragraphs[0].style.name != "公文标题":
        problems.append(f"title: {document.paragraphs[0].style.name}")
    section = document.sections[-1]
    for what in (section.header, section.first_page_header, section.even_page_header):
        if HEADER not in "".join(p.text for p in what.paragraphs):
            problems.append("a header is missing")
    names = zipfile.ZipFile(made).namelist()
    if "word/media/image1.png" not in names or "word/numbering.xml" not in names:
        problems.append(f"parts: {names}")
    for paragraph in document.paragraphs:
        if paragraph.style.name == "一级标题":
            number = paragraph._p.pPr.numPr
            if number is None or number.numId.val != 0:
                problems.append(f"numbered twice: {paragraph.text}")
    direct = [p.text for p in document.paragraphs if p.style.name == "一级标题" and p._p.pPr.spacing is not None]
    return problems + [f"spacing by hand: {text}" for text in direct]


def mapped_look(made: Path) -> list[str]:
    """What the mapping file says."""
    document = opened(made)
    found = {p.style.name for p in document.paragraphs if p.text.strip()}
    found |= {p.style.name for t in document.tables for row in t.rows[-1:] for c in row.cells for p in c.paragraphs}
    return [f"no {name}: {sorted(found)}" for name in ("红头标题", "章", "文") if name not in found]


def refusals(session: Session, checks: Checks, case: Case, folder: Path) -> None:
    """Files that are no template: exit 2, a sentence in Chinese, nothing written."""
    good = (folder / "office.docx").read_bytes()
    macro = BytesIO(good)
    with zipfile.ZipFile(macro, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    deep = rewritten(good, "word/styles.xml", lambda xml: xml.replace(b"</w:styles>", b"<w:a>" * 5000 + b"</w:a>" * 5000 + b"</w:styles>"))
    bomb = rewritten(good, "word/styles.xml", lambda xml: xml.replace(b"</w:styles>", b" " * (300 << 20) + b"</w:styles>"))
    bad = {
        "no zip": b"hello",
        "an old document": bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600),
        "cut off": good[: len(good) // 2],
        "macros": macro.getvalue(),
        "a workbook": case.workbook.read_bytes(),
        "deep": deep,
        "a bomb": bomb,
    }
    for name, content_ in bad.items():
        path = folder / f"bad-{name.replace(' ', '-')}.docx"
        path.write_bytes(content_)
        checks.run(f"template: refuses {name}", lambda: refused(session, case, folder, path))
    wrong = folder / "wrong.toml"
    for name, text in {"unknown style": '"标题" = "没有这个样式"', "unknown role": '"封面" = "公文标题"', "no TOML": "标题 一级"}.items():
        wrong.write_text(text, "utf-8")
        checks.run(f"template: refuses {name}", lambda: refused(session, case, folder, folder / "office.docx", wrong))


def refused(session: Session, case: Case, folder: Path, template: Path, styles: Path | None = None) -> list[str]:
    """Whether it stops."""
    more = ["--docx-styles", styles] if styles else []
    out = folder / "refused"
    ran = session.nianbao("convert", case.workbook, "-o", out, "--to", "docx", "--docx-template", template, *more)
    problems = [] if ran.returncode == 2 else [f"exit {ran.returncode}"]
    if "不能用" not in ran.stderr or "panicked" in ran.stderr or out.exists():
        problems += [*ran.stderr.splitlines(), f"written: {out.exists()}"]
    return problems


def rewritten(package_: bytes, name: str, change) -> bytes:
    """The package with one part changed."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(package_)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for each in source.namelist():
            copy.writestr(each, change(source.read(each)) if each == name else source.read(each))
    return target.getvalue()


def opens(files: dict[str, Path], folder: Path) -> list[str]:
    """All of them, under names of their own."""
    pages = folder / "pages"
    pages.mkdir()
    copies = []
    for name, path in files.items():
        copy = pages / f"{name.replace('/', '-')}.docx"
        copy.write_bytes(path.read_bytes())
        copies.append(copy)
    return export("pdf", copies, pages)


def blank(folder: Path) -> Path:
    """What python-docx starts from."""
    path = folder / "python-docx.docx"
    document = docx.Document()
    document.add_heading("Heading", 1)
    document.save(str(path))
    return path


def by_libreoffice(folder: Path) -> Path:
    """LibreOffice's own styles, from a page of HTML."""
    source = folder / "libreoffice.html"
    source.write_text("<html><body><h1>标题</h1><p>正文</p><table border=1><tr><td>1</td></tr></table></body></html>", "utf-8")
    export('docx:MS Word 2007 XML', [source], folder)
    return folder / "libreoffice.docx"


def fonts(style, name: str, size: float) -> None:
    """Both faces and the size."""
    style.font.name, style.font.size = name, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def new_style(document, name: str, face: str, size: float, base: str = "Normal"):
    """A style of an office's own."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]
    fonts(style, face, size)
    return style


def office(folder: Path) -> Path:
    """Styles of Chinese names, headers, another paper."""
    path = folder / "office.docx"
    document = docx.Document()
    fonts(document.styles["Normal"], "宋体", 14)
    document.styles["Normal"].paragraph_format.line_spacing = 1.5
    new_style(document, "公文标题", "黑体", 26).paragraph_format.alignment = 1
    heading = new_style(document, "一级标题", "楷体", 18)
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(9)
    numbering = heading.element.get_or_add_pPr()._add_numPr()
    numbering._add_numId().val = 1
    new_style(document, "二级标题", "黑体", 15)
    new_style(document, "公文正文", "仿宋", 15).paragraph_format.first_line_indent = Pt(30)
    new_style(document, "表格文字", "宋体", 9).paragraph_format.line_spacing = 1.0
    section = document.sections[0]
    section.page_width, section.page_height = Mm(195), Mm(270)
    section.left_margin, section.right_margin, section.top_margin = Mm(20), Mm(20), Mm(30)
    section.orientation = WD_ORIENT.PORTRAIT
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    picture = BytesIO()
    Image.new("RGB", (120, 24), (190, 0, 0)).save(picture, "PNG")
    for header in (section.header, section.first_page_header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.add_run().add_picture(BytesIO(picture.getvalue()), width=Mm(30))
        paragraph.add_run(HEADER)
    footer = section.footer.paragraphs[0]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)
    document.add_paragraph("样张", style="公文正文")
    document.save(str(path))
    return path


def mapped(folder: Path) -> Path:
    """Names that nobody could guess, and the file that explains them; saved as a .dotx."""
    document = docx.Document()
    for name, size in {"红头标题": 24, "章": 16, "文": 12, "格": 9}.items():
        new_style(document, name, "宋体", size)
    plain = folder / "mapped.docx"
    document.save(str(plain))
    path = folder / "mapped.dotx"
    path.write_bytes(
        rewritten(
            plain.read_bytes(), "[Content_Types].xml", lambda xml: xml.replace(b"document.main+xml", b"template.main+xml")
        )
    )
    path.with_suffix(".toml").write_text(MAPPING, "utf-8")
    return path


if __name__ == "__main__":
    main([judge])
