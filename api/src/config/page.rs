//! `docs/configuration.md`, written from the sections themselves.

use super::section::Setting;
use super::settings::Config;
use super::{App, Database, Http, Keys, Limits, Log, Redis, Retention, Reveal, Session, SignIn};
use serde_json::Value;
use std::fmt::{Error, Write};

/// The sections in the page's order; a test holds it against the fields of [`Config`].
const SECTIONS: &[(&str, &[&str], &[Setting])] = &[
    ("database", Database::ABOUT, Database::SETTINGS),
    ("redis", Redis::ABOUT, Redis::SETTINGS),
    ("http", Http::ABOUT, Http::SETTINGS),
    ("limits", Limits::ABOUT, Limits::SETTINGS),
    ("session", Session::ABOUT, Session::SETTINGS),
    ("sign_in", SignIn::ABOUT, SignIn::SETTINGS),
    ("app", App::ABOUT, App::SETTINGS),
    ("reveal", Reveal::ABOUT, Reveal::SETTINGS),
    ("retention", Retention::ABOUT, Retention::SETTINGS),
    ("keys", Keys::ABOUT, Keys::SETTINGS),
    ("log", Log::ABOUT, Log::SETTINGS),
];

const HEAD: &str = "\
# Configuration

Generated from `api/src/config/`; a test fails when it is not current.

Each setting has a default. A TOML file changes it: the one that `--config` names, or
`rapport.toml` in the working directory. The environment changes it last: `RAPPORT_SECTION__KEY`,
with two underscores between section and key. Lists are written as in TOML, such as `[\"a\", \"b\"]`.
An unknown key is refused, with the known one nearest to it. No password of an address is printed
or logged.
";

const COLUMNS: &str = "| key | environment | default | meaning |\n|---|---|---|---|\n";

/// The page as Markdown.
///
/// # Errors
/// A default cannot be written down.
pub fn page() -> Result<String, Error> {
    let defaults = serde_json::to_value(Config::default()).map_err(|_| Error)?;
    let mut page = format!("{HEAD}\n{}\n\n{COLUMNS}", joined(Config::ABOUT));
    let plain = |setting: &&Setting| !SECTIONS.iter().any(|(section, ..)| *section == setting.name);
    for setting in Config::SETTINGS.iter().filter(plain) {
        row(&mut page, None, setting, &defaults)?;
    }
    for (section, about, settings) in SECTIONS {
        write!(page, "\n## `[{section}]`\n{}\n\n{COLUMNS}", joined(about))?;
        for setting in *settings {
            row(&mut page, Some(section), setting, &defaults)?;
        }
    }
    Ok(page)
}

/// One setting as a row of its table.
fn row(
    page: &mut String,
    section: Option<&str>,
    setting: &Setting,
    defaults: &Value,
) -> Result<(), Error> {
    let name = setting.name;
    let (group, variable) = match section {
        None => (defaults, format!("RAPPORT_{}", name.to_uppercase())),
        Some(section) => {
            let variable = format!("RAPPORT_{}__{}", section.to_uppercase(), name.to_uppercase());
            (&defaults[section], variable)
        }
    };
    let default = match &group[name] {
        Value::Null => "not set".to_owned(),
        value => format!("`{value}`"),
    };
    writeln!(page, "| `{name}` | `{variable}` | {default} | {} |", joined(setting.doc))
}

/// The lines of a doc comment as one sentence.
fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Config, SECTIONS, page};
    use std::path::Path;

    #[test]
    fn the_page_is_current() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
        let current = page().unwrap();
        let checked_in = std::fs::read_to_string(&file).unwrap_or_default();
        if checked_in != current {
            std::fs::write(&file, current).unwrap();
            panic!("docs/configuration.md was not current; it has been written anew, commit it");
        }
    }

    #[test]
    fn every_section_is_on_the_page() {
        let config = serde_json::to_value(Config::default()).unwrap();
        let sections = config.as_object().unwrap().iter().filter(|(_, value)| value.is_object());
        for (name, fields) in sections {
            let (_, _, settings) = SECTIONS.iter().find(|(section, ..)| section == name).unwrap();
            assert_eq!(settings.len(), fields.as_object().unwrap().len(), "{name}");
        }
    }
}
