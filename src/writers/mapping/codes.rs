//! NB684: what a portal's mapping asks for and the report does not have.

crate::diag::codes! {
    NB684 = Error "门户映射要求的内容空着"
        what "--mapping 的映射文件写明必须有（required）的元素，报告里没有相应的内容；或者填的内容在映射的 map 里没有对应。"
        why "缺少这一项，对方门户会拒收，或者收成没有编号、没有日期的记录。"
        fix "在工作簿里补填；对方其实不要求的，在映射文件里去掉 required，或写 default。"
        basis "使用者给出的映射文件；写法见 docs/mappings.md。";
}
