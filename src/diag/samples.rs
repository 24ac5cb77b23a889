//! Codes for the unit tests of this room.

use super::Catalogue;

super::codes! {
    NB016 = Warning "自造字" what "查" why "因" fix "改" basis "据";
    NB022 = Warning "读不出的内容" what "查" why "因" fix "改" basis "据";
    NB101 = Error "不是数字" what "查" why "因" fix "改" basis "据";
    NB106 = Info "没有给出数字" what "查" why "因" fix "改" basis "据";
    NB107 = Error "没有填" what "查" why "因" fix "改" basis "据";
    NB201 = Error "总计不等于各栏之和" what "查" why "因" fix "改" basis "据";
    NB202 = Error "总计不等于各项之和" what "查" why "因" fix "改" basis "据";
    NB203 = Error "勾稽关系不成立" what "查" why "因" fix "改" basis "据";
}

/// All of them.
pub fn catalogue() -> Catalogue {
    Catalogue::new([CODES])
}
