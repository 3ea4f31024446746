//! Enums of the schema with what people call their values, said once for both.

use crate::service::locale::{Locale, Text};

/// What people call the values of an enum.
#[derive(Clone, Copy, Debug)]
pub struct Labels {
    /// Name of the enum in the schema.
    pub name: &'static str,
    /// Names of its values there, and what people call them.
    pub values: &'static [(&'static str, Text)],
}

impl Labels {
    /// What people call a value in one language.
    #[must_use]
    pub fn of(&self, value: &str, locale: Locale) -> Option<&'static str> {
        let found = self.values.iter().find(|(name, _)| *name == value);
        found.map(|(_, text)| text.in_locale(locale))
    }
}

/// Defines an enum of the schema over one of the rows, with its labels:
/// `Variant = "WIRE_NAME", "中文", "English";`.
macro_rules! labelled {
    (
        $(#[doc = $about:literal])+
        $name:ident of $remote:literal {
            $( $(#[doc = $doc:literal])+ $variant:ident = $wire:literal, $zh:literal, $en:literal; )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, async_graphql::Enum)]
        #[graphql(remote = $remote)]
        pub enum $name {
            $( $(#[doc = $doc])+ #[graphql(name = $wire)] $variant, )+
        }

        impl $name {
            /// What people call its values.
            pub const LABELS: $crate::graphql::label::Labels = $crate::graphql::label::Labels {
                name: stringify!($name),
                values: &[
                    $( ($wire, $crate::service::locale::Text { zh: $zh, en: $en }), )+
                ],
            };
        }
    };
}

pub(crate) use labelled;
