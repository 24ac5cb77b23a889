"""Reports as Word drafts and as pages of portals, written by others than the program."""

import html
import random
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from .case import Case
from .form import ORDINALS, SECTIONS, TABLES

NUMBERED = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""
"""Numbers as Word counts them: 一、 （一） 1."""


def squares(case: Case, name: str) -> list[tuple]:
    """The cells of a table with their texts: x, y, width, height, text, whether a figure."""
    figures = case.report.rows[name]
    drawn = []
    for cell in case.report.table(name).cells():
        text = cell.text
        if cell.square:
            value = figures[cell.square[0]][cell.square[1]]
            text = "" if value is None else str(value)
        drawn.append((cell.x, cell.y, cell.width, cell.height, text, bool(cell.square)))
    return drawn


def parts(case: Case) -> list[tuple]:
    """Headings, passages and tables in order: kind, what."""
    flow: list[tuple] = []
    by_section = {number: name for name, number in TABLES.items()}
    for number, (_, heading) in SECTIONS.items():
        flow.append(("section", number, heading))
        for passage in case.sections.get(number, []):
            flow.append(("sub" if passage.level else "text", passage.text))
        if number in by_section:
            flow.append(("table", by_section[number]))
    return flow


def draft(case: Case, path: Path, *, numbered: bool = False, messy: bool = False) -> None:
    """A draft by python-docx: typed or automatic numbers, clean or as people leave it."""
    chance = random.Random(case.name)
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    runs(title, case.title, chance if messy else None)
    for text in case.preamble or []:
        document.add_paragraph(text)
    if numbered:
        root = document.part.numbering_part.element
        root.insert(0, parse_xml(NUMBERED))
        number = root.add_num(77).numId
    for kind, *what in parts(case):
        if kind == "section":
            ordinal, heading = what
            paragraph = document.add_heading(level=1)
            runs(paragraph, heading if numbered else f"{ORDINALS[ordinal]}、{heading}", None)
            if numbered:
                link(paragraph, number, 0)
        elif kind == "sub":
            (text,) = what
            paragraph = document.add_heading(level=2)
            typed = text.split("）", 1)
            runs(paragraph, typed[1] if numbered else text, None)
            if numbered:
                link(paragraph, number, 1)
        elif kind == "text":
            runs(document.add_paragraph(), what[0], chance if messy else None)
        else:
            table(document, case, what[0], chance if messy else None)
    for text in case.signature():
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.save(path)


def link(paragraph, number: int, level: int) -> None:
    """Puts a paragraph in a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def runs(paragraph, text: str, chance: random.Random | None) -> None:
    """The text in one run, or cut as editing cuts it."""
    if chance is None:
        paragraph.add_run(text)
        return
    while text:
        cut = chance.randint(1, 9)
        run = paragraph.add_run(text[:cut])
        run.bold = chance.random() < 0.1
        text = text[cut:]
        if chance.random() < 0.1:
            paragraph._p.append(OxmlElement("w:proofErr"))
        if chance.random() < 0.05:
            deleted = parse_xml(
                f'<w:del {nsdecls("w")} w:id="9" w:author="a"><w:r><w:delText>作废</w:delText></w:r></w:del>'
            )
            paragraph._p.append(deleted)


def table(document, case: Case, name: str, chance: random.Random | None) -> None:
    """A table with its merges; a messy one is cut in two with its heads again."""
    form = case.report.table(name)
    grid = document.add_table(form.height, form.width, style="Table Grid")
    for x, y, width, height, text, is_figure in squares(case, name):
        cell = grid.cell(y, x)
        if width * height > 1:
            cell = cell.merge(grid.cell(y + height - 1, x + width - 1))
        if chance and is_figure and text.isdecimal():
            text = text.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if chance.random() < 0.2 else text
            runs(cell.paragraphs[0], text, chance)
        else:
            cell.text = text
    if chance and name == "table3":
        cut_in_two(grid)


def cut_in_two(grid) -> None:
    """Cuts a table below its first rows, as people do at the end of a page, heads repeated."""
    import copy

    rows = grid._tbl.tr_lst
    second = copy.deepcopy(grid._tbl)
    for row in second.tr_lst[3:14]:
        second.remove(row)
    for row in rows[14:]:
        grid._tbl.remove(row)
    # A group that reaches over the cut begins anew.
    for cell in second.tr_lst[3].tc_lst:
        merge = cell.tcPr.find(qn("w:vMerge")) if cell.tcPr is not None else None
        if merge is not None:
            merge.set(qn("w:val"), "restart")
    grid._tbl.addnext(second)
    second.addprevious(parse_xml(f'<w:p {nsdecls("w")}><w:r><w:t>— 5 —</w:t></w:r></w:p>'))


def rows_of(case: Case, name: str) -> list[list[tuple]]:
    """Cells by the row they begin in."""
    found: list[list[tuple]] = [[] for _ in range(case.report.table(name).height)]
    for cell in sorted(squares(case, name), key=lambda cell: (cell[1], cell[0])):
        found[cell[1]].append(cell)
    return found


def markup(case: Case, name: str, cell) -> str:
    """A table of a page; `cell` makes the inside of a cell."""
    lines = []
    for row in rows_of(case, name):
        cells = "".join(
            f'<td{f" colspan={w}" if w > 1 else ""}{f" rowspan={h}" if h > 1 else ""}>{cell(text)}</td>'
            for _, _, w, h, text, _ in row
        )
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join(lines)


def soup(case: Case) -> bytes:
    """A page of the old kind: GBK, tables for everything, fonts and blanks."""
    say = lambda text: f'<font size="3" face="仿宋">&nbsp;&nbsp;&nbsp;&nbsp;{html.escape(text)}</font><br>\n'
    body = "".join(say(text) for text in case.preamble or [])
    for kind, *what in parts(case):
        if kind == "section":
            body += f"<b>{say(ORDINALS[what[0]] + '、' + what[1])}</b>"
        elif kind == "table":
            inside = lambda text: f'<p align=center><font size=2>{html.escape(text) or "&nbsp;"}</font></p>'
            body += f'<table border=1 cellspacing=0>{markup(case, what[0], inside)}</table><br>\n'
        else:
            body += say(what[0])
    name, day = case.signature()
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{case.title}_某县人民政府</title></head><body>
<table width=1000><tr><td colspan=2><a href=/>首页</a> | <a href=/a>信息公开</a> | <a href=/b>依申请公开</a> | 主动公开</td></tr>
<tr><td width=200><a>机构概况</a><br><a>政府信息公开年报</a><br><a>政策文件</a></td>
<td><table width=100%><tr><td align=center><font size=5><b>{case.title}</b></font></td></tr>
<tr><td align=center>发布时间：{case.metadata["公开日期"]}　来源：{name}　点击数：123　【字体：大 中 小】</td></tr>
<tr><td>{body}<p align=right>{name}</p><p align=right>{day}</p></td></tr>
<tr><td>【打印本页】【关闭窗口】</td></tr></table></td></tr>
<tr><td colspan=2>版权所有：某县人民政府　网站标识码：6104300003</td></tr></table></body></html>"""
    return page.encode("gb18030")


def layout(case: Case) -> bytes:
    """A page of the new kind: boxes, lists, a head of keys, a footer of links."""
    body = "".join(f"<p>　　{html.escape(text)}</p>" for text in case.preamble or [])
    for kind, *what in parts(case):
        if kind == "section":
            body += f"<h3>{ORDINALS[what[0]]}、{what[1]}</h3>\n"
        elif kind == "table":
            body += f'<div class="tb"><table><tbody>{markup(case, what[0], html.escape)}</tbody></table></div>\n'
        else:
            body += f"<p>　　{html.escape(what[0])}</p>\n"
    signed = "".join(f'<p style="text-align:right">{text}</p>' for text in case.signature())
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{case.title}-某县人民政府门户网站</title>
<meta name="SiteName" content="某县人民政府"><meta name="ArticleTitle" content="{case.title}">
<meta name="PubDate" content="{case.metadata["公开日期"]} 10:21"><style>p{{}}</style></head><body>
<header><nav><ul><li><a>首页</a></li><li><a>政务公开</a></li><li><a>政府信息公开年报</a></li></ul></nav></header>
<div class="pos">当前位置：首页 &gt; 政务公开 &gt; 政府信息公开年报</div>
<div class="main"><div class="left"><ul><li>政府信息公开指南</li><li>法定主动公开内容</li><li>依申请公开</li></ul></div>
<div class="right"><div class="xxgk"><ul><li><span>索 引 号：</span><em>014314799/2024-00002</em></li>
<li><span>发布日期：</span><em>{case.metadata["公开日期"]}</em></li><li><span>有效性：</span><em></em></li></ul></div>
<h1>{case.title}</h1><div class="content" id="zoom">{body}{signed}</div>
<div class="share">分享到：微信 微博</div></div></div>
<footer><p>主办：某县人民政府办公室</p><p>ICP备17020693号</p></footer><script>var a="<p>一、总体情况</p>";</script></body></html>"""
    return page.encode()


def trs(case: Case) -> bytes:
    """A page out of an editor: every word in spans, lines of the source anywhere."""
    chance = random.Random(case.name)

    def cut(text: str) -> str:
        out = ""
        while text:
            length = chance.randint(1, 12)
            out += f'<span style="font-family: 仿宋_GB2312; font-size: 16pt">{html.escape(text[:length])}</span>'
            text = text[length:]
        return out

    body = "".join(f"<p>{cut(text)}</p>" for text in case.preamble or [])
    for kind, *what in parts(case):
        if kind == "section":
            body += f'<p class="MsoNormal"><strong>{cut(ORDINALS[what[0]] + "、" + what[1])}</strong></p>\n'
        elif kind == "table":
            inside = lambda text: f'<p class="MsoNormal" align="center">\n   {cut(text) or "&nbsp;"}\n  </p>'
            body += f'<div align="center"><table class="MsoNormalTable"><tbody>{markup(case, what[0], inside)}</tbody></table></div>'
        else:
            body += f'<p class="MsoNormal" style="text-indent:32pt">{cut(what[0])}<o:p></o:p></p>\n'
    signed = "".join(f'<p style="text-align:right">{cut(text)}</p>' for text in case.signature())
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" ""><html><head><meta http-equiv="Content-Type"
 content="text/html; charset=utf-8" /><title>{case.title}</title></head><body><div id="nav">首页 信息公开 依申请公开</div>
<table class="head"><tr><td>索引号</td><td>/2022-00187</td><td>主题分类</td><td>其他</td></tr>
<tr><td>文号</td><td></td><td>发布机构</td><td>其他</td></tr><tr><td>公开日期</td><td>{case.metadata["公开日期"]}</td><td>有效性</td><td></td></tr>
<tr><td>主题词</td><td colspan=3></td></tr></table>
<div class="tit">{case.title}</div><div class="view TRS_UEDITOR trs_paper_default">{body}{signed}</div>
<div>扫一扫在手机打开当前页</div><div class="foot">主办:淳化县人民政府办公室 网站标识码:6104300003</div></body></html>""".encode()


def archive(case: Case) -> bytes:
    """The same page, saved by a browser as one file."""
    import quopri

    page = quopri.encodestring(layout(case)).replace(b"\n", b"\r\n")
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.example.gov.cn/a.html\r\nSubject: x\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----M--1\"\r\n\r\n\r\n"
        "------M--1\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    frame = b"\r\n------M--1\r\nContent-Type: text/html\r\n\r\n<html><body>ad</body></html>\r\n------M--1--\r\n"
    return head.encode() + page + frame


def one_table(case: Case) -> bytes:
    """What a system calls .xls: a page with tables and nothing else."""
    body = f"<tr><td colspan=10>{case.title}</td></tr>"
    out = [f"<table>{body}</table>"]
    for kind, *what in parts(case):
        if kind == "section":
            out.append(f"<p>{ORDINALS[what[0]]}、{what[1]}</p>")
        elif kind == "table":
            out.append(f"<table border=1>{markup(case, what[0], html.escape)}</table>")
        else:
            out.append(f"<p>{html.escape(what[0])}</p>")
    out += [f"<p>{text}</p>" for text in case.signature()]
    return ("<html xmlns:x='urn:schemas-microsoft-com:office:excel'><body>" + "\n".join(out) + "</body></html>").encode()


PAGES = {
    "table soup in GBK": ("html", soup),
    "boxes": ("htm", layout),
    "spans of an editor": ("html", trs),
    "one file of a browser": ("mht", archive),
    "called .xls": ("xls", one_table),
}
