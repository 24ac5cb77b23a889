"""The page as a clerk uses it: from a disk, without a network, in Chromium.

By keyboard alone through the whole flow; every state by axe, at four widths and against the
picture that somebody has looked at; broken files one after the other; nothing that the
page's own policy forbids.
"""

import io
import json
import os
import random
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
import openpyxl
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, expect, sync_playwright

from nianbao_judges.checks import Checks
from nianbao_judges.session import EXAMPLE, ROOT

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCREENS = Path(__file__).parent / "screens"
WIDTHS = (1280, 1024, 768, 360)
TABS = {"findings": "核对结果", "edit": "修改", "preview": "预览", "take": "取走文件"}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PATIENCE = 60_000
MOST_DIFFERENCE = 2.0
"""Mean difference of grey at an eighth of the size, of 255: another build of the browser, not another page."""
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{}</dir><cachedir>{}</cachedir>
<match><edit name="family" mode="append"><string>Noto Sans CJK SC</string></edit></match></fontconfig>"""


def judge(checks: Checks, folder: Path, bless: bool) -> None:
    """Every way through the page."""
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        work = Path(scratch)
        browser = launched(playwright, work)
        workbook = wrong(work / "某县年报.xlsx")
        checks.run("page: states: accessible, fit every width, as reviewed", lambda: states(browser, folder, workbook, bless))
        checks.run("page: the whole flow by keyboard", lambda: by_keyboard(browser, folder, workbook, work))
        checks.run("page: what is in haste or cannot be used loses nothing", lambda: in_haste(browser, folder, work))
        checks.run("page: a report typed from blank", lambda: from_blank(browser, folder, work))
        checks.run("page: broken files do no harm", lambda: broken(browser, folder, work))
        checks.run("page: a folder of workbooks as one ZIP", lambda: many(browser, folder, work))
        browser.close()


def launched(playwright, work: Path) -> Browser:
    """Chromium that sees the faces of the project and no others."""
    (work / "fonts.conf").write_text(FONTS.format(ROOT / "fonts", work / "cache"), "utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(work / "fonts.conf")}
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    return playwright.chromium.launch(executable_path=found, args=arguments, env=environment)


@contextmanager
def opened(browser: Browser, folder: Path, problems: list[str], **options) -> Iterator[Page]:
    """The page, ready; what the console complains about is a problem."""
    context = browser.new_context(offline=True, accept_downloads=True, **{"viewport": {"width": 1280, "height": 900}, **options})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("console", lambda message: message.type == "error" and problems.append(f"console: {message.text[:300]}"))
    # Dialogs of the system are caught from the start, not from the first key on.
    page.on("filechooser", lambda _: None)
    page.on("pageerror", lambda error: problems.append(f"error: {str(error)[:300]}"))
    page.on("request", lambda request: not request.url.startswith(("file:", "blob:", "data:")) and problems.append(f"asked for {request.url}"))
    page.goto((folder / "打开.html").as_uri())
    expect(page.locator("#ready")).to_have_text("准备好了")
    yield page
    context.close()


def wrong(path: Path) -> Path:
    """The example with one total too large: an error, the rest as it was."""
    book = openpyxl.load_workbook(EXAMPLE)
    sheet = next(sheet for sheet in book if sheet.title.startswith("三、"))
    row = next(row for row in sheet.iter_rows() if str(row[0].value or "").startswith("一、本年新收"))
    cell = next(cell for cell in reversed(row) if cell.value is not None)
    cell.value = 9
    book.save(path)
    return path


def read(page: Page, *paths: Path) -> None:
    """Opens files and waits until all of them are judged."""
    page.set_input_files("#choose-files", [str(path) for path in paths])
    expect(page.locator("#head .verdict")).not_to_have_text("正在核对")
    expect(page.locator("#files td", has_text="正在核对")).to_have_count(0)
    expect(page.locator("#files td", has_text="等待")).to_have_count(0)


def states(browser: Browser, folder: Path, workbook: Path, bless: bool) -> list[str]:
    """Each state in light and dark: axe, widths, and the picture."""
    problems: list[str] = []
    for scheme in ("light", "dark"):
        with opened(browser, folder, problems, color_scheme=scheme) as page:
            problems += looked_at(page, f"start-{scheme}", bless)
            read(page, workbook)
            for tab, name in TABS.items():
                page.get_by_role("tab", name=name).click()
                if tab == "preview":
                    expect(page.locator("img.page").first).to_be_visible()
                if tab == "take":
                    page.locator("details.options > summary").click()
                problems += looked_at(page, f"{tab}-{scheme}", bless)
            page.get_by_role("button", name="规则", exact=True).click()
            expect(page.locator("#rules[open]")).to_be_visible()
            problems += looked_at(page, f"rules-{scheme}", bless)
    return problems


def looked_at(page: Page, state: str, bless: bool) -> list[str]:
    """What axe, narrow screens and the reviewed picture hold against a state."""
    problems = []
    page.evaluate(AXE)
    for broken_rule in page.evaluate("axe.run({ preload: false })")["violations"]:
        problems.append(f"{state}: axe: {broken_rule['id']}: {broken_rule['nodes'][0]['html'][:160]}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (over := page.evaluate(SIDEWAYS)) > 0:
            problems.append(f"{state}: {over} px wider than {width}")
        if width in (1280, 360):
            problems += same_picture(page.screenshot(), f"{state}-{width}", bless)
    page.set_viewport_size({"width": 1280, "height": 900})
    return problems


def same_picture(shot: bytes, name: str, bless: bool) -> list[str]:
    """Whether a screen is still the one that somebody has looked at."""
    image = Image.open(io.BytesIO(shot)).convert("L")
    small = image.resize((image.width // 8, image.height // 8), Image.Resampling.BOX)
    kept = SCREENS / f"{name}.png"
    if bless:
        SCREENS.mkdir(exist_ok=True)
        small.save(kept, optimize=True)
        if folder := os.environ.get("NIANBAO_SCREENS"):
            (Path(folder) / f"{name}.png").write_bytes(shot)
        return []
    if not kept.is_file():
        return [f"{name}: there is no reviewed picture"]
    reviewed = Image.open(kept)
    if reviewed.size != small.size:
        return [f"{name}: {small.size}, reviewed {reviewed.size}"]
    difference = ImageStat.Stat(ImageChops.difference(reviewed, small)).mean[0]
    return [f"{name}: differs by {difference:.1f}"] if difference > MOST_DIFFERENCE else []


def by_keyboard(browser: Browser, folder: Path, workbook: Path, work: Path) -> list[str]:
    """Opens, sees the error, goes to it, mends it, undoes, redoes, looks at the pages, takes all."""
    problems: list[str] = []
    with opened(browser, folder, problems) as page:
        to(page, "选择文件")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        chooser.value.set_files(str(workbook))
        expect(page.locator("#head .verdict")).to_contain_text("1 个错误")
        expect(page.locator(".sheet .marked")).to_be_visible()
        to(page, "到这里修改")
        page.keyboard.press("Enter")
        expect(page.get_by_role("tab", name="修改")).to_have_attribute("aria-selected", "true")
        held = page.evaluate("document.activeElement.dataset.address ?? ''")
        if not held.startswith("figure/"):
            problems.append(f"the error leads to {held!r}")
        page.keyboard.press("Control+a")
        page.keyboard.type("7")
        page.keyboard.press("Tab")
        expect(page.locator("#head .verdict")).not_to_contain_text("错误")
        to(page, "撤销")
        page.keyboard.press("Enter")
        expect(page.locator("#head .verdict")).to_contain_text("1 个错误")
        to(page, "重做")
        page.keyboard.press("Enter")
        expect(page.locator("#head .verdict")).not_to_contain_text("错误")
        to(page, "取走改好的工作簿")
        taken = downloaded(page, work)
        figures = openpyxl.load_workbook(taken).worksheets
        if not any(cell.value == 7 for sheet in figures for row in sheet.iter_rows() for cell in row):
            problems.append("the workbook does not hold what was typed")
        to(page, "修改")
        page.keyboard.press("ArrowRight")
        expect(page.locator("img.page").first).to_be_visible()
        page.keyboard.press("ArrowRight")
        to(page, "把选中的打成一个 ZIP 取走")
        names = zipfile.ZipFile(downloaded(page, work)).namelist()
        if sorted(names) != ["某县年报.docx", "某县年报.pdf", "某县年报.xml"]:
            problems.append(f"the ZIP holds {names}")
    return problems


def to(page: Page, name: str) -> None:
    """Tabs to a button or a tab of this name, forwards."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent") == name:
            return
    raise AssertionError(f"no way to {name} by the Tab key")


def downloaded(page: Page, work: Path) -> Path:
    """Presses Enter and takes the file."""
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    path = work / download.value.suggested_filename
    download.value.save_as(path)
    return path


def in_haste(browser: Browser, folder: Path, work: Path) -> list[str]:
    """A rule set that cannot be used, and a look at the findings before what was typed is checked."""
    problems: list[str] = []
    bad = work / "坏规则.toml"
    workbook = wrong(work / "急用.xlsx")
    bad.write_text('[severity]\nNB106 = "严重"\n', "utf-8")
    with opened(browser, folder, problems) as page:
        read(page, workbook)
        page.get_by_role("tab", name="取走文件").click()
        page.locator("details.options > summary").click()
        page.locator("input[aria-label=规则集]").set_input_files(str(bad))
        expect(page.locator("#take .refusal[role=alert]")).to_contain_text("严重")
        expect(page.locator("#head .verdict")).to_contain_text("1 个错误")
        page.get_by_role("tab", name="核对结果").click()
        page.get_by_role("button", name="到这里修改").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("7")
        page.get_by_role("tab", name="核对结果").click()
        expect(page.locator("#head .verdict")).not_to_contain_text("错误")
        expect(page.locator(".finding.error")).to_have_count(0)
        page.get_by_role("tab", name="修改").click()
        page.get_by_label("机关名称").fill("戊县人民政府")
        with page.expect_download():
            page.get_by_role("button", name="取走改好的工作簿").click()
        expect(page.locator("#head h2")).to_contain_text("戊县人民政府")
    return problems


def from_blank(browser: Browser, folder: Path, work: Path) -> list[str]:
    """The page as the form: typed, summed up, taken as a draft, taken up again."""
    problems: list[str] = []
    with opened(browser, folder, problems) as page:
        page.locator("#blanks button", has_text="在这里填").first.click()
        page.get_by_label("报告年度").fill("2024")
        page.get_by_label("机关名称").fill("某县人民政府")
        row = page.locator("tr", has=page.get_by_role("rowheader", name="一、本年新收政府信息公开申请数量"))
        row.get_by_role("textbox").nth(0).fill("3")
        row.get_by_role("textbox").nth(1).fill("2")
        expect(row.locator(".sum")).to_have_text("合计 5")
        row.locator(".sum").click()
        if row.get_by_role("textbox").last.input_value() != "5":
            problems.append("the total was not taken over")
        expect(page.locator("#head h2")).to_contain_text("某县人民政府2024年")
        with page.expect_download() as download:
            page.get_by_role("button", name="存草稿").click()
        draft = work / download.value.suggested_filename
        download.value.save_as(draft)
        if json.loads(draft.read_text("utf-8"))["draft"]["fields"]["year"] != "2024":
            problems.append("the draft lacks the year")
    with opened(browser, folder, problems) as page:
        read(page, draft)
        expect(page.locator("#head h2")).to_contain_text("某县人民政府2024年")
    return problems


def broken(browser: Browser, folder: Path, work: Path) -> list[str]:
    """Twenty files that are no workbook or half of one, then a good one."""
    chance = random.Random(20)
    whole = EXAMPLE.read_bytes()
    contents = [b"", b"PK\x03\x04", b"%PDF-1.7\n", bytes(200_000), b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)]
    contents += [whole[: len(whole) * part // 10] for part in range(1, 6)]
    for _ in range(20 - len(contents)):
        hurt = bytearray(whole)
        for _ in range(60):
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
        contents.append(bytes(hurt))
    paths = []
    for number, content in enumerate(contents):
        path = work / f"坏{number:02}.xlsx"
        path.write_bytes(content)
        paths.append(path)
    problems: list[str] = []
    with opened(browser, folder, problems) as page:
        read(page, *paths, EXAMPLE)
        results = page.locator("table.files tbody tr td:nth-child(3)").all_text_contents()
        if len(results) != len(paths) + 1 or "读不了" in results[-1]:
            problems.append(f"results: {results}")
        page.locator("table.files button.link", has_text="坏00").first.click()
        expect(page.locator("#refused")).to_contain_text("空的")
    return problems


def many(browser: Browser, folder: Path, work: Path) -> list[str]:
    """Twelve workbooks, one of them wrong, in one ZIP with a summary."""
    paths = [Path(shutil.copy(EXAMPLE, work / f"单位{number:02}.xlsx")) for number in range(11)]
    paths.append(wrong(work / "单位11.xlsx"))
    problems: list[str] = []
    with opened(browser, folder, problems) as page:
        read(page, *paths)
        with page.expect_download(timeout=120_000) as download:
            page.get_by_role("button", name="全部生成，打成一个 ZIP").click()
        path = work / "all.zip"
        download.value.save_as(path)
        archive = zipfile.ZipFile(path)
        if bad := archive.testzip():
            problems.append(f"{bad} is damaged")
        if len(archive.namelist()) != 11 * 3 + 1:
            problems.append(f"{len(archive.namelist())} files")
        rows = list(openpyxl.load_workbook(io.BytesIO(archive.read("汇总表.xlsx"))).active.iter_rows(values_only=True))
        if len(rows) != 13 or rows[12][4] != 1:
            problems.append(f"the summary says {rows[-1]}")
    return problems
