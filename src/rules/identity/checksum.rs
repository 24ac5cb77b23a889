//! Check characters of Chinese codes. Shapes and weights are those of the standards named.

/// The alphabet of 统一社会信用代码: digits and capitals without I, O, S, V, Z.
const CREDIT: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of 组织机构代码.
const ORGANISATION: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
/// Weights of 公民身份号码, and its check characters by remainder.
const CITIZEN: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CITIZEN_CHECK: &str = "10X98765432";
/// First two digits of the division codes of GB/T 2260.
const DIVISIONS: [u32; 34] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
    53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
];

/// Whether every character is one of 统一社会信用代码.
pub fn is_credit_alphabet(code: &str) -> bool {
    code.chars().all(|c| CREDIT.contains(c))
}

/// The check character that 18 characters should end with, by GB 32100-2015: weights are
/// powers of 3 modulo 31.
pub fn credit_check(code: &str) -> Option<char> {
    let mut weight = 1;
    let mut sum = 0;
    for c in code.chars().take(17) {
        sum += u32::try_from(CREDIT.find(c)?).ok()? * weight;
        weight = weight * 3 % 31;
    }
    CREDIT.chars().nth(((31 - sum % 31) % 31) as usize)
}

/// Whether nine characters are an organisation code with its check character, by GB 11714-1997.
pub fn is_organisation(code: &str) -> bool {
    let characters: Vec<char> = code.chars().collect();
    let [body @ .., check] = &characters[..] else { return false };
    if body.len() != ORGANISATION.len() {
        return false;
    }
    let values: Option<Vec<u32>> =
        body.iter().map(|c| c.to_digit(36).filter(|_| !c.is_ascii_lowercase())).collect();
    let Some(values) = values else { return false };
    let sum: u32 = values.iter().zip(ORGANISATION).map(|(value, weight)| value * weight).sum();
    *check
        == match 11 - sum % 11 {
            10 => 'X',
            11 => '0',
            digit => char::from_digit(digit, 10).unwrap_or('?'),
        }
}

/// Whether eighteen characters are a citizen's number: division, day of birth and check
/// character, by GB 11643-1999.
pub fn is_citizen_number(number: &str) -> bool {
    let Some((digits, check)) = citizen(number) else { return false };
    let sum: u32 = digits.iter().zip(CITIZEN).map(|(digit, weight)| digit * weight).sum();
    CITIZEN_CHECK.chars().nth((sum % 11) as usize) == Some(check)
}

/// Whether they have the shape of one: division and day of birth.
pub fn is_citizen_shape(number: &str) -> bool {
    citizen(number).is_some()
}

/// The digits and the check character of what has the shape of a citizen's number.
fn citizen(number: &str) -> Option<(Vec<u32>, char)> {
    let characters: Vec<char> = number.chars().map(|c| c.to_ascii_uppercase()).collect();
    let [body @ .., check] = &characters[..] else { return None };
    let digits: Option<Vec<u32>> = body.iter().map(|c| c.to_digit(10)).collect();
    let digits = digits.filter(|digits| digits.len() == CITIZEN.len())?;
    let run =
        |from: usize, to: usize| digits[from..to].iter().fold(0, |sum, digit| sum * 10 + digit);
    let born = crate::model::Date::new(run(6, 10) as i32, run(10, 12) as u8, run(12, 14) as u8);
    let is_shaped = DIVISIONS.contains(&run(0, 2))
        && born.is_some_and(|born| (1900..2100).contains(&born.year))
        && CITIZEN_CHECK.contains(*check);
    is_shaped.then_some((digits, *check))
}

/// Whether digits pass the Luhn check of bank cards (GB/T 17552 / ISO/IEC 7812-1).
pub fn is_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(index, digit)| match index % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_real_bodies_are_valid() {
        for code in [
            "11341702486344515H",
            "11370000MB284723XW",
            "11371082004230911E",
            "113708260043292687",
            "113708830043262784",
            "113325000026455663",
        ] {
            assert_eq!(credit_check(code), code.chars().last(), "{code}");
        }
        assert_ne!(credit_check("11341702486344515J"), Some('J'));
        assert!(is_organisation("014314799") && is_organisation("014416330"));
        assert!(!is_organisation("035210000") && !is_organisation("01431479"));
    }

    #[test]
    fn a_citizen_number_needs_place_birthday_and_check() {
        // The example of GB 11643-1999 itself.
        assert!(is_citizen_number("11010519491231002X") && is_citizen_number("11010519491231002x"));
        assert!(!is_citizen_number("110105194912310021") && is_citizen_shape("110105194912310021"));
        assert!(!is_citizen_number("11010519491331002X"));
        // All-digit credit codes have no birthday in them.
        assert!(
            !is_citizen_number("113708260043292687") && !is_citizen_number("113325000026455663")
        );
    }

    #[test]
    fn luhn_is_the_check_of_bank_cards() {
        assert!(is_luhn("79927398713") && !is_luhn("79927398710"));
    }
}
