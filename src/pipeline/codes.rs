//! Every code that a finding can have, from all the rooms that raise them.

use crate::deliver::feed;
use crate::diag::Catalogue;
use crate::writers::{mapping, pdf};
use crate::{diff, reader, rules, sum};
use std::sync::LazyLock;

static CODES: LazyLock<Catalogue> = LazyLock::new(|| {
    let rules = rules::CODES.iter().copied().flatten();
    let others = reader::CODES.iter().chain(sum::CODES);
    let others = others.chain(&[
        mapping::CODES,
        pdf::CODES,
        feed::CODES,
        diff::CODES,
        super::accept::CODES,
        super::write::CODES,
    ]);
    Catalogue::new(rules.chain(others).copied())
});

/// All codes.
pub fn codes() -> &'static Catalogue {
    &CODES
}

#[cfg(test)]
mod tests {
    use crate::diag::page;
    use crate::model::Forms;

    #[test]
    fn codes_are_unique_in_order_and_have_a_whole_page() {
        let codes: Vec<_> = super::codes().all().collect();
        assert!(codes.windows(2).all(|pair| pair[0].id < pair[1].id));
        for code in codes {
            for part in [code.title, code.what, code.why, code.fix, code.basis] {
                assert!(!part.is_empty(), "{} lacks a part of its page", code.id);
            }
        }
    }

    #[test]
    fn every_code_is_in_a_family() {
        let codes = super::codes();
        let placed: usize = codes.families().iter().map(|family| family.codes.len()).sum();
        assert_eq!(placed, codes.all().count());
    }

    #[test]
    fn what_only_one_edition_states_says_so() {
        let of = |id: &str| {
            let parts = page::parts(super::codes().find(id).unwrap(), Forms::shipped());
            parts.into_iter().find(|part| part.0 == "适用")
        };
        assert_eq!(of("NB503").unwrap().1, "2019 年版格式");
        assert_eq!(of("NB201"), None);
        assert_eq!(of("NB001"), None);
    }
}
