"""Made-up text for a report: everything that text may contain and a converter may lose."""

from .report import Report

FILLER = (
    "全年通过政府网站、政务新媒体和政府公报主动公开各类信息，重点公开了规划计划、财政预决算、"
    "重大项目、社会救助、食品药品安全和生态环境等领域的内容，并对群众关切的事项及时作出回应。"
    "政策文件与解读材料同步组织、同步审核、同步发布，办事指南逐项核对、随改随更，"
    "让群众看得到、看得懂、能监督。"
)

PREAMBLE = (
    "本报告根据《中华人民共和国政府信息公开条例》编制，内容由总体情况、三张统计表、存在的主要问题"
    "及改进情况、其他需要报告的事项等部分组成。\n"
    "报告所列数据的统计期限为{year}年1月1日至12月31日；如有疑问，请与{agency}联系。"
)


def preamble(report: Report, order: int) -> str | None:
    """The cell 引言; every third report leaves it blank and gets the converter's own."""
    if order % 3 == 2:
        return None
    metadata = report.metadata
    return PREAMBLE.format(year=metadata["报告年度"], agency=metadata["机关名称"])


def narrative(report: Report, order: int) -> dict[int, list[str]]:
    """The cells of sections 一, 五 and 六. `order` makes each report of another length."""
    agency, year = report.metadata["机关名称"], report.metadata["报告年度"]
    return {
        1: [
            f"{year}年，{agency}认真执行《条例》，坚持“以公开为常态、不公开为例外”，现将情况报告如下。",
            "（一）主动公开",
            "1.信息发布",
            *[f"第{number + 1}批：{FILLER}" for number in range(order % 4)],
            f"\u3000\u3000本段开头有两个全角空格，印出时不应重复缩进；{FILLER}",
            "2.政策解读",
            "引号有“外层‘内层’外层”两级，书名号有《关于〈实施意见〉的通知》，文号如国办发〔2020〕109号，"
            "破折号——省略号……间隔号·都要保留，百分比如39.9%、100%，区间如1～31日。",
            "（二）依申请公开",
            f"一格之内的第一段，{FILLER}\n同一格之内的第二段，说的是《办法》。\n同一格之内的第三段。",
            "（三）政府信息管理",
            "生僻字“䶮”“㛃”“𬭊”“峁”“塬”“㙦”“犇”“堃”“翀”“昇”在人名、地名里常见，不能丢失，也不能换成同音字。",
            "（四）政府信息公开平台建设",
            "标记符号 a<b & c>d、]]> 和 <p>&amp;</p> 都是正文；Word 2016 and WPS Office 之间的空格也是正文。",
            "网站标识码6104300003，备案号61043002000110，长数字12345678901234567890123456789012345678901234567890，"
            "网址https://www.example.gov.cn/zfxxgk/fdzdgknr/gknb/index.html?id=61043002000110&page=2#top。",
            "（五）监督保障",
            "全年开展业务培训，接受社会评议；考核结果已经通报，没有发生责任追究的情形。",
        ],
        5: [
            "（一）存在的主要问题",
            f"一是公开内容的针对性还不够强；二是解读形式比较单一，{FILLER}",
            "（二）改进情况",
            "针对以上问题，已完善审核、发布、反馈三项制度，" + FILLER * (1 + order % 2),
        ],
        6: [f"依照《政府信息公开信息处理费管理办法》，本机关{year}年没有收取信息处理费。", "没有其他需要报告的事项。"],
    }
