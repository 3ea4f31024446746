//! The sources of the project, as text, and which modules they name.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

pub(crate) struct Source {
    /// Where it stands, from the root of the project.
    pub(crate) place: String,
    /// The path of its module, from the root of its crate.
    pub(crate) module: Vec<String>,
    pub(crate) text: String,
}

/// The folder of the whole project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All sources of a folder.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
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
pub(crate) fn bare(text: &str) -> String {
    let code = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

/// The modules right below the root of the crate that a source names, however it spells them.
pub(crate) fn used(source: &Source) -> BTreeSet<String> {
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
