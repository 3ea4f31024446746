//! The shape of the sources: which layer may use which, how modules are called, how long files are.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// Whom each layer of `api` may use, itself aside. What is not named here is no layer.
///
/// `demo` fills its bank through the staging path of `ingest`, as a source would.
const ARROWS: [(&str, &[&str]); 14] = [
    ("config", &[]),
    ("clock", &[]),
    ("telemetry", &["config"]),
    ("auth", &["config", "clock"]),
    ("cache", &["config", "clock"]),
    ("bus", &["config", "clock", "cache"]),
    ("backend", &["config", "clock"]),
    ("service", &["auth", "cache", "bus", "backend", "config", "clock"]),
    ("graphql", BELOW_SERVICE),
    ("job", BELOW_SERVICE),
    ("ingest", BELOW_SERVICE),
    (
        "demo",
        &["ingest", "service", "auth", "cache", "bus", "backend", "config", "clock", "telemetry"],
    ),
    (
        "http",
        &["graphql", "service", "auth", "cache", "bus", "backend", "config", "clock", "telemetry"],
    ),
    (
        "cli",
        &[
            "http",
            "graphql",
            "job",
            "ingest",
            "demo",
            "service",
            "auth",
            "cache",
            "bus",
            "backend",
            "config",
            "clock",
            "telemetry",
        ],
    ),
];

const BELOW_SERVICE: &[&str] =
    &["service", "auth", "cache", "bus", "backend", "config", "clock", "telemetry"];

/// Names that say nothing of what is in a module.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "types"];

/// Lines of the longest file.
const LONGEST: usize = 300;

struct Source {
    /// Where it stands, from the root of the project.
    place: String,
    /// The path of its module, from the root of its crate.
    module: Vec<String>,
    text: String,
}

#[test]
fn layers_use_only_what_is_below_them() {
    let mut wrong = Vec::new();
    for source in sources("api/src") {
        let Some(layer) = source.module.first() else { continue };
        let arrows = ARROWS.iter().find(|(known, _)| known == layer);
        let Some((_, below)) = arrows else {
            wrong.push(format!("{}: `{layer}` is no layer", source.place));
            continue;
        };
        for used in used(&source) {
            let is_layer = ARROWS.iter().any(|(known, _)| *known == used);
            if is_layer && used != *layer && !below.contains(&used.as_str()) {
                wrong.push(format!("{}: {layer} → {used}", source.place));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// What `layers_use_only_what_is_below_them` would check is empty if its table had a cycle.
#[test]
fn arrows_have_no_cycle() {
    for (number, (layer, below)) in ARROWS.iter().enumerate() {
        for used in *below {
            let place = ARROWS.iter().position(|(known, _)| known == used);
            assert!(place.is_some_and(|place| place < number), "{layer} → {used}");
        }
    }
}

#[test]
fn entity_and_migration_use_nothing_of_ours() {
    let mut wrong = Vec::new();
    for (folder, ours) in [
        ("entity/src", ["api::", "migration::", "tests::"]),
        ("migration/src", ["api::", "entity::", "tests::"]),
    ] {
        for source in sources(folder) {
            for path in ours {
                let is_used = |line: &str| {
                    line.starts_with(&format!("use {path}"))
                        || line.contains(&format!(" {path}"))
                        || line.contains(&format!(" ::{path}"))
                };
                // A crate's own modules are reached by `crate` and `super`.
                if source.text.lines().any(|line| is_used(line.trim_start())) {
                    wrong.push(format!("{}: {path}", source.place));
                }
            }
        }
    }
    for (manifest, ours) in [("entity", ["api", "migration"]), ("migration", ["api", "entity"])] {
        let manifest = std::fs::read_to_string(root().join(manifest).join("Cargo.toml")).unwrap();
        wrong.extend(
            ours.iter()
                .filter(|ours| manifest.lines().any(|line| line.starts_with(&format!("{ours}."))))
                .map(|ours| format!("a manifest names {ours}")),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn one_noun_has_one_file_below_api_and_one_entity() {
    // A folder module is `noun.rs` beside `noun/` or `noun/mod.rs`, never both.
    let folders = ["api/src", "entity/src", "migration/src", "tests/it"];
    let modules: Vec<_> = folders.iter().flat_map(|folder| sources(folder)).collect();
    let mut seen = BTreeSet::new();
    for source in &modules {
        let package = source.place.split('/').next().unwrap_or_default();
        let is_root = source.module.is_empty();
        assert!(is_root || seen.insert((package, &source.module)), "{} twice", source.place);
    }
}

#[test]
fn names_say_what_is_in_a_module() {
    let named: Vec<_> = everything()
        .filter(|source| source.module.iter().any(|name| EMPTY_NAMES.contains(&name.as_str())))
        .map(|source| source.place)
        .collect();
    assert_eq!(named, Vec::<String>::new());
}

#[test]
fn files_are_short() {
    let long: Vec<_> = everything()
        .filter(|source| source.text.lines().count() > LONGEST)
        .map(|source| format!("{}: {} lines", source.place, source.text.lines().count()))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn mod_files_hold_no_logic() {
    let logic: Vec<_> = ["api/src", "entity/src", "migration/src"]
        .into_iter()
        .flat_map(sources)
        .filter(|source| source.place.ends_with("/mod.rs"))
        .filter(|source| bare(&source.text).contains("fn "))
        .map(|source| source.place)
        .collect();
    assert_eq!(logic, Vec::<String>::new());
}

#[test]
fn only_one_file_reads_what_a_request_carries() {
    let readers: Vec<_> = sources("api/src")
        .into_iter()
        .filter(|source| source.place != "api/src/graphql/context.rs")
        .filter(|source| bare(&source.text).contains("ctx.data"))
        .map(|source| source.place)
        .collect();
    assert_eq!(readers, Vec::<String>::new());
}

fn everything() -> impl Iterator<Item = Source> {
    ["api/src", "entity/src", "migration/src", "tests/it"].into_iter().flat_map(sources)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &str) -> Vec<Source> {
    let (mut found, mut folders) = (Vec::new(), vec![root().join(folder)]);
    while let Some(current) = folders.pop() {
        for entry in std::fs::read_dir(current).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(source(folder, &path));
            }
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found
}

fn source(folder: &str, path: &Path) -> Source {
    let inside = path.strip_prefix(root().join(folder)).unwrap().with_extension("");
    let mut module: Vec<String> =
        inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        module.pop();
    }
    let place = format!("{folder}/{}.rs", inside.to_str().unwrap());
    Source { place, module, text: std::fs::read_to_string(path).unwrap() }
}

/// The text without its comments.
fn bare(text: &str) -> String {
    let code = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

/// The modules right below the root of the crate that a source names, however it spells them.
fn used(source: &Source) -> BTreeSet<String> {
    let text = bare(&source.text);
    // Below this line `super` is the file's own module.
    let tests = text.find("mod tests {").unwrap_or(text.len());
    let mut found = BTreeSet::new();
    for start in ["crate::", "super::"] {
        for (at, _) in text.match_indices(start) {
            if text[..at].ends_with("::") || text[..at].ends_with(|c: char| c.is_alphanumeric()) {
                continue;
            }
            let climbed = text[at..].split("::").take_while(|part| *part == "super").count();
            let depth = source.module.len() + usize::from(at > tests);
            let skipped = if start == "crate::" { 1 } else { climbed };
            if start == "crate::" || climbed == depth {
                let rest = text[at..].splitn(skipped + 1, "::").last().unwrap_or_default();
                firsts(rest, &mut found);
            }
        }
    }
    found
}

/// The first names of a path, or of each path of a tree in braces.
fn firsts(path: &str, found: &mut BTreeSet<String>) {
    let path = path.trim_start();
    let Some(tree) = path.strip_prefix('{') else {
        let name: String = path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !name.is_empty() {
            found.insert(name);
        }
        return;
    };
    let (mut depth, mut start) = (0_usize, 0);
    for (at, letter) in tree.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                firsts(&tree[start..at], found);
                start = at + 1;
                if letter == '}' {
                    return;
                }
            }
            _ => {}
        }
    }
}

#[test]
fn paths_are_found_however_they_are_spelt() {
    let source = |module: &[&str], text: &str| {
        let module = module.iter().map(|name| (*name).to_owned()).collect();
        used(&Source { place: String::new(), module, text: text.into() })
    };
    let found = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let tree: BTreeSet<String> = found(&["auth", "http", "service"]);
    let text = "use crate::{\n auth::{a, b::{c, d}},\n service,\n http::x, // crate::job\n};";
    assert_eq!(source(&["graphql", "page"], text), tree);
    let plain: BTreeSet<String> = found(&["job"]);
    assert_eq!(source(&["graphql", "page"], "let x = super::super::job::run();"), plain);
    assert_eq!(source(&["graphql", "page"], "use super::want::Selected;"), found(&[]));
    assert_eq!(source(&["graphql"], "mod tests { use super::want; }"), found(&[]));
}
