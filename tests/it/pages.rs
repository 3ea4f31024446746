//! The pages for those who write apps say what the schema and the server say.

use crate::support::sources::root;
use api::{
    config::Limits,
    graphql::{api_info::object::LABELS, user_error::UserErrorCode},
    http::outcome::CODES,
    service::locale::Locale,
};
use std::fmt::Write;

fn read(page: &str) -> String {
    std::fs::read_to_string(root().join("docs/api").join(page)).unwrap()
}

/// The first column of the tables of a page.
fn names(page: &str, heading: &str) -> Vec<String> {
    let text = read(page);
    let part = text.split("\n## ").find(|part| part.starts_with(heading)).unwrap();
    let rows = part.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|line| line.split('|').nth(1).unwrap().trim().to_owned()).collect()
}

#[test]
fn every_code_is_explained() {
    assert_eq!(names("errors.md", "Codes of errors"), CODES);
    let codes: Vec<_> = UserErrorCode::LABELS.values.iter().map(|(code, _)| *code).collect();
    assert_eq!(names("errors.md", "Codes of `userErrors`"), codes);
}

#[test]
fn limits_are_those_that_it_ships_with() {
    let limits = Limits::default();
    let text = read("limits.md");
    for (name, value) in [
        ("body", limits.body_bytes),
        ("document", limits.document_bytes),
        ("tokens", limits.document_tokens),
        ("depth", limits.depth),
        ("aliases", limits.aliases),
        ("rootFields", limits.root_fields),
        ("listItems", limits.list_items),
        ("cost", usize::try_from(limits.cost).unwrap()),
    ] {
        assert!(text.contains(&format!("| {name} | {value} |")), "{name} {value}");
    }
}

/// Writes the page anew where it is not current, and fails.
#[test]
fn enums_are_listed_with_their_labels() {
    let mut page = String::from(
        "# Enums\n\nWritten from the schema by a test. An app must survive a value that it does \
         not know: it shows the value as it is. `apiInfo.enumLabels` gives the same labels, with \
         `schemaHash` to cache them by.\n",
    );
    for labels in LABELS {
        write!(page, "\n## {}\n\n| value | zh-CN | en |\n|---|---|---|\n", labels.name).unwrap();
        for (value, text) in labels.values {
            let [zh, en] = [Locale::ZhCn, Locale::En].map(|locale| text.in_locale(locale));
            writeln!(page, "| {value} | {zh} | {en} |").unwrap();
        }
    }
    let file = root().join("docs/api/enums.md");
    if std::fs::read_to_string(&file).unwrap_or_default() != page {
        std::fs::write(&file, page).unwrap();
        panic!("docs/api/enums.md was not current; it has been written anew, commit it");
    }
}
