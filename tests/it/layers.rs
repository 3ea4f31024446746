//! The shape of the sources: which layer may use which, how modules are called, how long files are.

use crate::support::sources::{Source, bare, root, sources, used};
use std::collections::BTreeSet;

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

/// What a layer is spared, by the crates that its sources name.
#[test]
fn statements_and_schema_stay_where_they_belong() {
    let mut wrong = Vec::new();
    for (folder, foreign) in [
        ("api/src/graphql", ["sea_orm", "sqlx"]),
        ("api/src/http", ["sea_orm", "sqlx"]),
        ("api/src/service", ["async_graphql", "axum"]),
        ("api/src/backend", ["async_graphql", "axum"]),
        ("api/src/ingest", ["async_graphql", "axum"]),
        ("api/src/job", ["async_graphql", "axum"]),
        ("entity/src", ["async_graphql", "axum"]),
    ] {
        for source in sources(folder) {
            let text = bare(&source.text);
            wrong.extend(
                foreign
                    .iter()
                    .filter(|foreign| text.contains(**foreign))
                    .map(|foreign| format!("{}: {foreign}", source.place)),
            );
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The next source of rows is one more folder beside the first; what loads rows knows of neither.
#[test]
fn the_staging_path_knows_no_source() {
    let knows: Vec<_> = sources("api/src/ingest")
        .into_iter()
        .filter(|source| source.module.first().is_some_and(|module| module != "pkdd99"))
        .filter(|source| {
            let text = bare(&source.text);
            text.contains("pkdd99::") || text.contains("::pkdd99")
        })
        .map(|source| source.place)
        .collect();
    assert_eq!(knows, Vec::<String>::new());
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
