//! Languages that people are answered in.

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Simplified Chinese (简体中文).
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language that a tag asks for, if it is one of ours.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let language = tag.split('-').next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::ZhCn),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The first language of ours in an `Accept-Language`, heaviest weight first.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut ranges: Vec<(u32, Self)> = header.split(',').filter_map(range).collect();
        // Stable, so that of equal weights the first one wins.
        ranges.sort_by_key(|&(weight, _)| std::cmp::Reverse(weight));
        ranges.first().map(|&(_, locale)| locale)
    }
}

/// A range with its weight in thousandths; none where it is not ours or refused by `q=0`.
fn range(text: &str) -> Option<(u32, Locale)> {
    let mut parts = text.split(';').map(str::trim);
    let locale = Locale::of_tag(parts.next()?)?;
    let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1000), thousandths)?;
    (weight > 0).then_some((weight, locale))
}

/// The quality of a header's range in thousandths, `0.75` as 750; none where it is no quality.
pub(crate) fn thousandths(quality: &str) -> Option<u32> {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let short = fraction.len() <= 3 && fraction.bytes().all(|digit| digit.is_ascii_digit());
    let fraction = short.then(|| format!("{fraction:0<3}"))?.parse::<u32>().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1_000),
        _ => None,
    }
}

/// A text in every language of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The text in one language.
    #[must_use]
    pub fn in_locale(self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhCn => self.zh,
            Locale::En => self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn heaviest_of_ours_wins() {
        for (header, expected) in [
            ("en", Some(Locale::En)),
            ("zh-Hans-CN, en;q=0.9", Some(Locale::ZhCn)),
            ("fr, en;q=0.2, zh;q=0.8", Some(Locale::ZhCn)),
            ("fr;q=1, en;q=0.5", Some(Locale::En)),
            ("zh;q=0, en;q=0.1", Some(Locale::En)),
            ("fr", None),
            ("", None),
            ("en;q=x", None),
        ] {
            assert_eq!(Locale::accepted(header), expected, "{header}");
        }
    }
}
