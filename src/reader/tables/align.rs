//! Labels found against labels expected, both in order: the best order-keeping pairing.

/// Pairs found with expected items so that the sum of scores is greatest.
///
/// `score(found, expected)` is `None` where the two cannot be the same. Order is kept
/// first; items still free on both sides are then paired by their best score, so that
/// swapped columns are recognised too. Returns the expected index of each found item.
pub fn align(
    found: usize,
    expected: usize,
    score: impl Fn(usize, usize) -> Option<u32>,
) -> Vec<Option<usize>> {
    let mut best = vec![vec![0u32; expected + 1]; found + 1];
    for f in (0..found).rev() {
        for e in (0..expected).rev() {
            let paired = score(f, e).map_or(0, |points| points + best[f + 1][e + 1]);
            best[f][e] = paired.max(best[f + 1][e]).max(best[f][e + 1]);
        }
    }
    let mut pairing = vec![None; found];
    let (mut f, mut e) = (0, 0);
    while f < found && e < expected {
        let paired = score(f, e).map(|points| points + best[f + 1][e + 1]);
        if paired.is_some_and(|points| points == best[f][e]) {
            pairing[f] = Some(e);
            (f, e) = (f + 1, e + 1);
        } else if best[f + 1][e] == best[f][e] {
            f += 1;
        } else {
            e += 1;
        }
    }
    let mut taken = vec![false; expected];
    pairing.iter().flatten().for_each(|e| taken[*e] = true);
    for (f, slot) in pairing.iter_mut().enumerate() {
        if slot.is_none() {
            let free = (0..expected).filter(|e| !taken[*e]);
            *slot = free
                .filter_map(|e| Some((score(f, e)?, e)))
                .max_by_key(|(s, e)| (*s, usize::MAX - e))
                .map(|(_, e)| e);
            if let Some(e) = *slot {
                taken[e] = true;
            }
        }
    }
    pairing
}

#[cfg(test)]
mod tests {
    use super::align;

    fn pair(found: &[&str], expected: &[&str]) -> Vec<Option<usize>> {
        align(found.len(), expected.len(), |f, e| {
            (found[f] == expected[e])
                .then_some(10)
                .or(expected[e].starts_with(found[f]).then_some(5))
        })
    }

    #[test]
    fn truncated_labels_are_told_apart_by_their_order() {
        let expected = ["维持结果", "维持改正", "其他", "总计"];
        assert_eq!(
            pair(&["维持", "维持", "其他", "总计"], &expected),
            [Some(0), Some(1), Some(2), Some(3)]
        );
    }

    #[test]
    fn a_missing_or_an_extra_label_does_not_shift_the_others() {
        assert_eq!(pair(&["甲", "丙"], &["甲", "乙", "丙"]), [Some(0), Some(2)]);
        assert_eq!(pair(&["甲", "新", "乙"], &["甲", "乙"]), [Some(0), None, Some(1)]);
    }

    #[test]
    fn swapped_labels_are_still_found() {
        assert_eq!(pair(&["乙", "甲", "丙"], &["甲", "乙", "丙"]), [Some(1), Some(0), Some(2)]);
    }
}
