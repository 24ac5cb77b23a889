//! Raised text, such as the mark of a note behind a figure.

/// Digits and signs as raised characters; text that has others stays as it is.
pub fn raised(text: &str) -> String {
    const PLAIN: &str = "0123456789+-=()";
    let raised = |c| PLAIN.find(c).and_then(|index| "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾".chars().nth(index));
    text.chars().map(raised).collect::<Option<String>>().unwrap_or_else(|| text.to_owned())
}
