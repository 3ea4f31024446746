//! Minor units of currencies.

/// Currencies without a minor unit.
pub const WHOLE: [&str; 10] =
    ["JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF"];
/// Currencies of which a thousandth is the minor unit.
pub const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Digits after the point of a currency. ISO 4217 has two for all but those above.
#[must_use]
pub fn digits(currency: &str) -> u32 {
    if WHOLE.contains(&currency) {
        0
    } else if THOUSANDTHS.contains(&currency) {
        3
    } else {
        2
    }
}
