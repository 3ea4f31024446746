//! Reads the configuration, and says of each mistake where it is and what was probably meant.

use super::settings::Config;
use figment::Figment;
use figment::error::{Error, Kind};
use figment::providers::{Env, Format, Toml};
use std::path::{Path, PathBuf};
use thiserror::Error as Fault;

/// The file that is read when no other is named; it need not exist.
pub const DEFAULT_FILE: &str = "rapport.toml";
/// What the names in the environment begin with.
const PREFIX: &str = "RAPPORT_";
/// Names of the test suite, which are no settings of the server.
const TEST_PREFIX: &str = "test_";

/// Why there is no configuration.
#[derive(Debug, Fault)]
pub enum ConfigError {
    /// A file that was named is not there.
    #[error("configuration: there is no file {}", .0.display())]
    Missing(PathBuf),
    /// Keys or values that cannot be used, one sentence each.
    #[error("configuration: {}", .0.join("\nconfiguration: "))]
    Invalid(Vec<String>),
}

impl Config {
    /// The configuration: defaults, over them `file` (or [`DEFAULT_FILE`] where it exists), over
    /// them the environment (`RAPPORT_SECTION__KEY`).
    ///
    /// # Errors
    /// A named file is missing, a key is unknown, a value has the wrong type or cannot work.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        if let Some(missing) = file.filter(|file| !file.is_file()) {
            return Err(ConfigError::Missing(missing.to_owned()));
        }
        let path = file.unwrap_or(Path::new(DEFAULT_FILE));
        let environment = Env::prefixed(PREFIX).filter(|key| !key.starts_with(TEST_PREFIX));
        Self::from_figment(&Figment::from(Toml::file(path)).merge(environment.split("__")))
    }

    /// The configuration that a text in the file's format gives, without file and environment.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        Self::from_figment(&Figment::from(Toml::string(text)))
    }

    fn from_figment(figment: &Figment) -> Result<Self, ConfigError> {
        let told = |error: Error| ConfigError::Invalid(error.into_iter().map(told).collect());
        let config: Self = figment.extract().map_err(told)?;
        let faults = config.faults();
        if faults.is_empty() { Ok(config) } else { Err(ConfigError::Invalid(faults)) }
    }
}

/// One sentence of one mistake: where, what, and the nearest known key. The value is left out,
/// since it may be a secret in the wrong place.
fn told(error: Error) -> String {
    let mut path = error.path.clone();
    let source = error.metadata.as_ref().map_or_else(String::new, |data| {
        let place = data.source.as_ref().map_or_else(String::new, ToString::to_string);
        format!(" ({})", if place.is_empty() { data.name.clone().into_owned() } else { place })
    });
    match error.kind {
        Kind::UnknownField(field, known) => {
            if path.last() != Some(&field) {
                path.push(field.clone());
            }
            let hint = nearest(&field, known).map(|near| format!("; did you mean `{near}`?"));
            format!("unknown key `{}`{}{source}", path.join("."), hint.unwrap_or_default())
        }
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => {
            let expected = match expected.as_str() {
                "a sequence" => "a list, as [\"a\", \"b\"]",
                other => other,
            };
            format!("`{}` must be {expected}{source}", path.join("."))
        }
        Kind::UnknownVariant(_, known) => {
            format!("`{}` must be one of {}{source}", path.join("."), known.join(", "))
        }
        // What is left are texts of parsers. They may repeat the line, so it is not shown.
        _ if path.is_empty() => format!("the file is not valid TOML{source}"),
        _ => format!("`{}` has a value that cannot be read{source}", path.join(".")),
    }
}

/// The known key that `field` is most likely meant to be.
fn nearest<'a>(field: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |key: &&&str| strsim::damerau_levenshtein(field, key);
    known.iter().min_by_key(distance).copied()
}

#[cfg(test)]
mod tests {
    use super::{Config, ConfigError};
    use std::path::Path;

    fn refusal(text: &str) -> String {
        Config::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        assert_eq!(Config::parse("").unwrap(), Config::default());
    }

    #[test]
    fn a_file_changes_what_it_names_and_nothing_else() {
        let config = Config::parse("mode = 'demo'\n[limits]\ndepth = 9").unwrap();
        let mut expected = Config { mode: super::super::Mode::Demo, ..Config::default() };
        expected.limits.depth = 9;
        assert_eq!(config, expected);
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_one() {
        let text = refusal("[limits]\ndeepth = 9");
        assert!(text.contains("`limits.deepth`") && text.contains("`depth`"), "{text}");
        let text = refusal("[databse]\nurl = 'sqlite::memory:'");
        assert!(text.contains("`databse`") && text.contains("`database`"), "{text}");
    }

    #[test]
    fn a_wrong_value_is_refused_by_its_place_without_being_repeated() {
        let text = refusal("[database]\nreaders = 'hunter2'");
        assert!(text.contains("`database.readers`") && !text.contains("hunter2"), "{text}");
        let text = refusal("[http]\nlisten = 'hunter2'");
        assert!(text.contains("`http.listen`") && !text.contains("hunter2"), "{text}");
        let text = refusal("[http]\norigins = 'hunter2'");
        assert!(text.contains("a list") && !text.contains("hunter2"), "{text}");
        let text = refusal("mode = 'hunter2'");
        assert!(text.contains("production") && !text.contains("hunter2"), "{text}");
        assert!(!refusal("[database]\nurl = 'hunter2").contains("hunter2"));
        assert!(!refusal("[database]\nurl = 'mysql://u:hunter2@h/d'").contains("hunter2"));
    }

    #[test]
    fn what_cannot_work_is_refused() {
        for text in [
            "[redis]\nurl = 'http://cache'",
            "[database]\nwriters = 0",
            "[session]\nleeway_seconds = 31",
            "[http]\nlisten = '127.0.0.1:9090'",
            "[app]\nminimum_ios = 'new'",
        ] {
            assert!(Config::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_file_that_was_named_must_exist() {
        let missing = Config::load(Some(Path::new("no/such/file.toml"))).unwrap_err();
        assert!(matches!(missing, ConfigError::Missing(_)));
    }
}
