//! NB3xx: one table against another, and the form against the year.

super::codes! {
    NB301 = Warning "所用表格与报告年度不符"
        what "某张表用的不是该年度应当使用的格式。"
        why "2021 年度起用 2021 年版格式，2019、2020 年度用 2019 年版；用错版本，项目和含义都不同。"
        fix "用 nianbao template 取得该年度的空白表重新填写。"
        basis "国办公开办函〔2021〕30号；国办公开办函〔2019〕60号。";
}
