//! How a section is written: a plain struct whose every line is a sentence, a name, a type and a
//! default. Reading and documentation both come from it.

/// A setting as the page tells of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// The key within its section.
    pub(super) name: &'static str,
    /// The lines of its doc comment.
    pub(super) doc: &'static [&'static str],
}

/// Defines a section: the struct, its defaults, how it is read, and its table for the page.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        $name:ident {
            $( $(#[doc = $doc:literal])+ $field:ident : $type:ty = $default:expr, )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $( $(#[doc = $doc])+ pub $field: $type, )+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: $default, )+ }
            }
        }

        impl $name {
            /// What the section is about, as lines.
            pub(super) const ABOUT: &'static [&'static str] = &[$($about),+];
            /// Its settings, in their order.
            pub(super) const SETTINGS: &'static [$crate::config::section::Setting] = &[
                $( $crate::config::section::Setting {
                    name: stringify!($field),
                    doc: &[$($doc),+],
                }, )+
            ];
        }
    };
}

pub(super) use section;
