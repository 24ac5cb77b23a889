//! The list of all codes, their families, and the look-up of a code as typed.

use super::{Code, Codes};
use unicode_normalization::UnicodeNormalization;

/// Names of the families by the hundreds digit of their codes.
const FAMILIES: [(char, &str); 10] = [
    ('0', "读取工作簿"),
    ('1', "逐格填写"),
    ('2', "表内合计与勾稽"),
    ('3', "表与表、表与年度"),
    ('4', "文字与表格"),
    ('5', "与上年比较"),
    ('6', "基本信息、期限与门户"),
    ('7', "不应公开的内容"),
    ('8', "与下级汇总比较"),
    ('9', "字符与字体"),
];

/// Codes with their pages, in order.
#[derive(Debug)]
pub struct Catalogue(Vec<&'static Code>);

/// Codes of one family.
#[derive(Debug, Clone)]
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// What its codes begin with, `NB2xx`.
    pub range: String,
    /// Its codes, in order.
    pub codes: Vec<&'static Code>,
}

impl Catalogue {
    /// Sorts the codes of many files.
    pub fn new(files: impl IntoIterator<Item = Codes>) -> Catalogue {
        let mut codes: Vec<&'static Code> = files.into_iter().flatten().copied().collect();
        codes.sort_by_key(|code| code.id);
        Catalogue(codes)
    }

    /// All codes, in order.
    pub fn all(&self) -> impl Iterator<Item = &'static Code> {
        self.0.iter().copied()
    }

    /// Every family that has codes, in order.
    pub fn families(&self) -> Vec<Family> {
        let family = |(digit, name): &(char, &'static str)| Family {
            name,
            range: format!("NB{digit}xx"),
            codes: self.all().filter(|code| code.id.chars().nth(2) == Some(*digit)).collect(),
        };
        FAMILIES.iter().map(family).filter(|family| !family.codes.is_empty()).collect()
    }

    /// A code by name, in any case.
    pub fn find(&self, id: &str) -> Option<&'static Code> {
        self.all().find(|code| code.id.eq_ignore_ascii_case(id))
    }

    /// A code as a person types it: in any case, in wide characters, without its letters.
    pub fn typed(&self, typed: &str) -> Option<&'static Code> {
        let typed = plain(typed);
        self.find(&typed).or_else(|| self.find(&format!("NB{typed}")))
    }

    /// The sentence about a code that does not exist, with similar ones.
    pub fn unknown(&self, typed: &str) -> String {
        const MOST_CHANGES: usize = 2;
        const MOST_NAMED: usize = 3;
        let plain = plain(typed);
        let mut near: Vec<(usize, bool, &str)> = self
            .all()
            .map(|code| {
                let changes = strsim::damerau_levenshtein(&plain, code.id);
                (changes, !code.id.starts_with(&plain), code.id)
            })
            .filter(|(changes, _, _)| *changes <= MOST_CHANGES)
            .collect();
        near.sort_unstable();
        let near: Vec<&str> = near.iter().take(MOST_NAMED).map(|(_, _, id)| *id).collect();
        let near = match &near[..] {
            [] => String::new(),
            near => format!("，相近的有 {}", near.join("、")),
        };
        format!("没有代码“{typed}”{near}；全部代码用 nianbao explain 列出")
    }
}

fn plain(typed: &str) -> String {
    typed.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use crate::diag::samples::catalogue;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let codes = catalogue();
        for typed in ["NB203", "nb203", "203", "ＮＢ２０３", " nb 203 "] {
            assert_eq!(codes.typed(typed).map(|code| code.id), Some("NB203"), "{typed}");
        }
        assert_eq!(codes.typed("NB2"), None);
    }

    #[test]
    fn a_wrong_code_names_those_that_are_near() {
        let said = |typed| catalogue().unknown(typed);
        assert!(said("NB20").contains("NB201、NB202、NB203"), "{}", said("NB20"));
        assert!(said("NB230").contains("NB203"), "{}", said("NB230"));
        assert!(!said("什么").contains("相近"), "{}", said("什么"));
    }

    #[test]
    fn a_family_has_the_codes_of_its_digit() {
        let families = catalogue().families();
        let ids = |at: usize| families[at].codes.iter().map(|code| code.id).collect::<Vec<_>>();
        assert_eq!((families.len(), &families[0].range[..]), (3, "NB0xx"));
        assert_eq!((ids(0), ids(2)), (vec!["NB016", "NB022"], vec!["NB201", "NB202", "NB203"]));
    }
}
