//! NB68x: what a portal that takes reports in by machine needs beyond the form, and what
//! happens to a report in its feed.

super::codes! {
    NB680 = Info "门户需要的基本信息没有填"
        what "网站名称、网站域名、网站标识码、栏目名称、索引号、成文日期空着。加 --portal-strict 才检查这一条，并且算错误；NB681 至 NB683 也都算错误。"
        why "政府网站的网页标签和信息公开目录要用到它们；程序不会代为编造，门户数据里就没有这一项。"
        fix "在“基本信息”表里补填；门户不要求的可以不理会。"
        basis "《政府网站发展指引》（国办发〔2017〕47号）附件；《政府信息公开目录系统实施指引（试行）》。";
    NB681 = Warning "网站标识码的写法不对"
        what "网站标识码应为 10 位数字，或 bm 加 8 位数字。"
        why "门户按网站标识码归集数据，写错了就归不到本单位。"
        fix "照网站底部“党政机关”标识所注的号码填写。"
        basis "《政府网站发展指引》（国办发〔2017〕47号）附件。";
    NB682 = Warning "网站域名的写法不对"
        what "网站域名只写主机名，例如 www.example.gov.cn，不带 http:// 和路径。"
        why "报告在门户数据里的永久标识由域名组成。"
        fix "只填写域名。"
        basis "《政府网站发展指引》（国办发〔2017〕47号）附件；RFC 4151。";
    NB683 = Warning "网页地址不是完整的网址"
        what "网页地址应以 http:// 或 https:// 开头，不含空格和汉字。"
        why "门户数据里的链接要能直接打开。"
        fix "从浏览器的地址栏复制完整网址。"
        basis "RFC 3986；RFC 4287 第 4.2.7 条。";
    NB684 = Error "门户映射要求的内容空着"
        what "--mapping 的映射文件写明必须有（required）的元素，报告里没有相应的内容；或者填的内容在映射的 map 里没有对应。"
        why "缺少这一项，对方门户会拒收，或者收成没有编号、没有日期的记录。"
        fix "在工作簿里补填；对方其实不要求的，在映射文件里去掉 required，或写 default。"
        basis "使用者给出的映射文件；写法见 docs/mappings.md。";
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
