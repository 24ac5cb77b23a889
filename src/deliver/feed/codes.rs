//! NB688 and NB689: what a feed of reports runs into.

crate::diag::codes! {
    NB688 = Warning "更正没有写明日期"
        what "报告改动后重新发布，没有用 --date 写明更正日期，工作簿的公开日期也没有改。"
        why "门户按更新时间先后处理；程序不用电脑时钟，只能记为上一次发布之后一秒。"
        fix "用 --date 写明更正日期，或在工作簿里改填公开日期。"
        basis "RFC 4287 第 4.2.15 条（updated）。";
    NB689 = Warning "已发布的报告不在文件夹里了"
        what "feed.xml 里有这份报告，文件夹里没有它的 XML。"
        why "可能是误删或改了年度；没有 --withdraw 就不会撤回，门户上仍然有这份报告。"
        fix "放回文件，或加 --withdraw 和 --date 撤回。"
        basis "RFC 6721（撤回记录）；RFC 5005（完整 feed）。";
}
