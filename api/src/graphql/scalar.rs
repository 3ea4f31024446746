//! Values without an id: decimals, days, instants, money, masked text.

use super::directive::{DataClass, sensitive};
use crate::service::{currency::digits, locale::Locale as Language};
use async_graphql::{Enum, InputValueError, InputValueResult, Object, Scalar, ScalarType, Value};
use chrono::{DateTime as Instant, NaiveDate, SecondsFormat, Utc};
use rust_decimal::Decimal as Number;

/// See the description of the scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal(pub Number);

/// A decimal number as text, such as `"1234.50"`; never a JSON number.
#[Scalar]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let number = Number::from_str_exact(text);
        number.map(Self).map_err(|_| InputValueError::custom("not a decimal number"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl Decimal {
    /// `minor` counted in units of `10^-digits`.
    #[must_use]
    pub fn from_minor(minor: i64, digits: u32) -> Self {
        Self(Number::new(minor, digits))
    }

    /// How many minor units it is; `None` where it is no whole number of them, or too many.
    #[must_use]
    pub fn to_minor(self, digits: u32) -> Option<i64> {
        let unit = Number::from(10_i64.checked_pow(digits)?);
        let minor = self.0.checked_mul(unit)?.normalize();
        if minor.scale() == 0 { i64::try_from(minor.mantissa()).ok() } else { None }
    }
}

/// See the description of the scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day in the bank's time zone, such as `"2026-01-31"`.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        // Ten characters keep years to four digits, which is what both back ends know.
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
        day.map(Self).ok_or_else(|| InputValueError::custom("not a day of the form 2026-01-31"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// See the description of the scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub Instant<Utc>);

/// An instant in RFC 3339, such as `"2026-01-31T09:30:00Z"`; answered in UTC.
#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let instant = Instant::parse_from_rfc3339(text);
        instant
            .map(|instant| Self(instant.with_timezone(&Utc)))
            .map_err(|_| InputValueError::custom("not an instant of RFC 3339"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// See the description of the scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyCode(pub String);

/// A currency by its ISO 4217 code, such as `"CNY"`.
#[Scalar]
impl ScalarType for CurrencyCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(code)
                if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) =>
            {
                Ok(Self(code))
            }
            _ => Err(InputValueError::custom("not a currency code")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A language that people are answered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Language")]
pub enum Locale {
    /// Simplified Chinese (简体中文), zh-CN.
    ZhCn,
    /// English, en.
    En,
}

/// A view over an amount and its currency, wherever a row keeps them.
#[derive(Clone, Copy, Debug)]
pub struct Money<'row> {
    /// Amount in the currency's minor unit.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: &'row str,
    /// The language of whoever asks.
    pub locale: Language,
}

/// An amount of money.
#[Object]
impl Money<'_> {
    /// The amount in the currency's major unit.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn amount(&self) -> Decimal {
        Decimal::from_minor(self.minor, digits(self.currency))
    }

    /// ISO 4217 code.
    async fn currency(&self) -> CurrencyCode {
        CurrencyCode(self.currency.to_owned())
    }

    /// The amount as people read it, such as `¥1,234.50`.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn display(
        &self,
        #[graphql(desc = "Language; that of the request where it is left out.")] locale: Option<
            Locale,
        >,
    ) -> String {
        display(self.minor, self.currency, locale.map_or(self.locale, Into::into))
    }
}

/// The sign comes first, thousands are set apart, and currencies of which a language knows the
/// sign are written with it.
fn display(minor: i64, currency: &str, locale: Language) -> String {
    let number = Number::new(minor, digits(currency));
    let text = number.abs().to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if minor < 0 { "-" } else { "" };
    let point = if part.is_empty() { "" } else { "." };
    let symbol = match (currency, locale) {
        ("CNY", Language::ZhCn) => "¥".to_owned(),
        ("USD", Language::En) => "$".to_owned(),
        ("EUR", _) => "€".to_owned(),
        ("GBP", _) => "£".to_owned(),
        _ => format!("{currency} "),
    };
    format!("{sign}{symbol}{grouped}{point}{part}")
}

/// A view over the stored mask of an identifier. The identifier itself is never in a tree.
#[derive(Clone, Copy, Debug)]
pub struct MaskedText<'row> {
    /// The mask.
    pub mask: &'row str,
    /// Whether whoever looks may ask for the whole of it.
    pub is_revealable: bool,
}

/// An identifier of which only a part is shown; all of it only through `customerReveal`.
#[Object]
impl MaskedText<'_> {
    /// What may be shown, such as `"138****0000"`.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn masked(&self) -> &str {
        self.mask
    }

    /// Whether this viewer may ask for the whole of it.
    async fn revealable(&self) -> bool {
        self.is_revealable
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn minor_units_and_back(minor: i64, digits in 0_u32..4) {
            prop_assert_eq!(Decimal::from_minor(minor, digits).to_minor(digits), Some(minor));
        }

        #[test]
        fn on_the_wire_and_back(minor: i64, digits in 0_u32..4) {
            let decimal = Decimal::from_minor(minor, digits);
            prop_assert_eq!(Decimal::parse(decimal.to_value()).ok(), Some(decimal));
        }
    }

    #[test]
    fn no_part_of_a_minor_unit() {
        let parsed = |text: &str| Decimal::parse(Value::String(text.into())).ok();
        assert_eq!(parsed("1.005").and_then(|decimal| decimal.to_minor(2)), None);
        assert_eq!(parsed("1.50").and_then(|decimal| decimal.to_minor(2)), Some(150));
        assert_eq!(parsed("1.5e3"), None);
        assert!(Decimal::parse(Value::from(1.5)).is_err());
    }

    #[test]
    fn people_read_money() {
        assert_eq!(display(123_456_750, "CNY", Language::ZhCn), "¥1,234,567.50");
        assert_eq!(display(-5, "CNY", Language::En), "-CNY 0.05");
        assert_eq!(display(1_000, "JPY", Language::En), "JPY 1,000");
        assert_eq!(display(0, "USD", Language::En), "$0.00");
    }
}
