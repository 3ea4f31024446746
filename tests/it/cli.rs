//! The command line, as a process: what it prints, and how it ends.

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Command,
};
use uuid::Uuid;

/// A working directory of its own, and the commands that are run in it.
struct Shell(PathBuf);

/// What a command has left.
struct Left {
    code: i32,
    answer: String,
    told: String,
}

impl Shell {
    fn new() -> Self {
        let directory = std::env::temp_dir().join(format!("rapport-cli-{}", Uuid::now_v7()));
        std::fs::create_dir(&directory).unwrap();
        Self(directory)
    }

    fn run(&self, arguments: &[&str]) -> Left {
        self.run_with(arguments, &[])
    }

    fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Left {
        let mut command = Command::new(binary());
        command.current_dir(&self.0).args(arguments);
        command.env_clear().envs(variables.iter().copied());
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Left {
            code: output.status.code().unwrap(),
            answer: text(output.stdout),
            told: text(output.stderr),
        }
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let left = self.run(&[&["--json"], arguments].concat());
        serde_json::from_str(&left.answer).unwrap_or_else(|_| panic!("{} {}", left.code, left.told))
    }

    fn make_keys(&self) {
        let keys = self.0.join("keys");
        std::fs::create_dir(&keys).unwrap();
        for (at, purpose) in
            ["token", "audit", "identifier", "hash", "refresh", "cursor"].iter().enumerate()
        {
            // 32 bytes in base64, each key another.
            let key = format!("{}{}=\n", "A".repeat(42), ["A", "E", "I", "M", "Q", "U"][at]);
            std::fs::write(keys.join(format!("{purpose}.1.key")), key).unwrap();
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The binary, which stands two folders above the test's own.
fn binary() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let binary = tests.parent().and_then(Path::parent).unwrap().join("rapport");
    assert!(binary.is_file(), "{} is missing: cargo build -p api", binary.display());
    binary
}

#[test]
fn the_database_goes_up_and_down_and_up() {
    let shell = Shell::new();
    let applied = |steps: Value| {
        let is_applied = |step: &&Value| step["applied"] == true;
        steps.as_array().unwrap().iter().filter(is_applied).count()
    };
    let all = shell.json(&["migrate", "status"]).as_array().unwrap().len();
    assert_eq!(applied(shell.json(&["migrate", "status"])), 0);
    assert_eq!(applied(shell.json(&["migrate", "up"])), all);
    assert_eq!(applied(shell.json(&["migrate", "down", "--yes"])), all - 1);
    assert_eq!(applied(shell.json(&["migrate", "up"])), all);
    let refused = shell.run(&["migrate", "down"]);
    assert_eq!(refused.code, 2, "data goes only where that is said: {}", refused.told);
}

#[test]
fn a_mistake_in_the_configuration_is_named() {
    let shell = Shell::new();
    let left = shell.run_with(&["doctor"], &[("RAPPORT_HTTP__LISTN", "127.0.0.1:1")]);
    assert_eq!(left.code, 3);
    assert!(left.told.contains("`http.listn`") && left.told.contains("`listen`"), "{}", left.told);
    let left = shell.run(&["--config", "missing.toml", "doctor"]);
    assert_eq!((left.code, left.told.contains("missing.toml")), (3, true), "{}", left.told);
}

#[test]
fn no_password_is_ever_printed() {
    let shell = Shell::new();
    let url = "postgres://rapport:hunter2@127.0.0.1:1/bank";
    for arguments in [&["doctor"][..], &["migrate", "status"], &["user", "add", "1"]] {
        let variables = [
            ("RAPPORT_DATABASE__URL", url),
            ("RAPPORT_REDIS__URL", "redis://:hunter2@127.0.0.1:1"),
            ("RAPPORT_LOG__LEVEL", "trace"),
        ];
        let left = shell.run_with(arguments, &variables);
        assert_ne!(left.code, 0);
        assert!(!left.answer.contains("hunter2"), "{}", left.answer);
        assert!(!left.told.contains("hunter2"), "{}", left.told);
    }
}

#[test]
fn the_doctor_says_what_is_missing() {
    let shell = Shell::new();
    let verdict = |check: &str| {
        let findings = shell.json(&["doctor"]);
        let of = |one: &&Value| one["check"] == check;
        findings.as_array().unwrap().iter().find(of).map(|one| one["verdict"].clone())
    };
    assert_eq!(shell.run(&["doctor"]).code, 6);
    assert_eq!(verdict("keys"), Some("wrong".into()));
    assert_eq!(verdict("migrations"), Some("wrong".into()));
    shell.make_keys();
    shell.run(&["migrate", "up"]);
    assert_eq!(verdict("keys"), Some("good".into()));
    assert_eq!(verdict("migrations"), Some("good".into()));
    assert_eq!(verdict("bank"), Some("wrong".into()), "there is none yet");
}

#[test]
fn a_server_that_is_away_is_not_healthy() {
    let shell = Shell::new();
    let left = shell.run_with(&["healthcheck"], &[("RAPPORT_HTTP__LISTEN", "127.0.0.1:1")]);
    assert_eq!(left.code, 4, "{}", left.told);
}

#[test]
fn shells_are_told_how_to_complete() {
    let shell = Shell::new();
    for name in ["bash", "zsh", "fish"] {
        assert!(shell.run(&["completions", name]).answer.contains("doctor"));
    }
}
