//! The command line, as a process: what it prints, and how it ends.

use crate::support::pkdd99::Folder;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
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

    /// A command without any of the variables that the tests were started with.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.current_dir(&self.0).args(arguments).env_clear();
        command
    }

    fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Left {
        let mut command = self.command(arguments);
        let output = command.envs(variables.iter().copied()).output().unwrap();
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

/// A server in a process of its own, and what it answered when it was ready.
struct Running {
    child: Child,
    ready: Value,
}

impl Running {
    /// Starts a command that serves, and waits for its one line of JSON.
    fn demo(shell: &Shell, folder: &str) -> Self {
        let arguments = ["--json", "demo", "--customers", "30", "--folder", folder];
        let mut command = shell.command(&arguments);
        let mut child = command.envs(ANY_PORT).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, ready: serde_json::from_str(&line).unwrap() }
    }

    /// Tells it to stop, and returns how it ended.
    fn stop(mut self) -> i32 {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A test that failed leaves no server behind; one that was stopped is gone already.
        let _gone = self.child.kill();
    }
}

/// The system chooses the ports.
const ANY_PORT: [(&str, &str); 2] =
    [("RAPPORT_HTTP__LISTEN", "127.0.0.1:0"), ("RAPPORT_HTTP__METRICS_LISTEN", "127.0.0.1:0")];

#[tokio::test]
async fn a_demo_has_somebody_of_each_role_signed_in() {
    let shell = Shell::new();
    let demo = Running::demo(&shell, "kept");
    let api = demo.ready["api"].as_str().unwrap().to_owned();
    let client = reqwest::Client::new();
    let logins = demo.ready["logins"].as_array().unwrap().clone();
    assert_eq!(logins.len(), 7);
    for login in &logins {
        let query = json!({ "query": "{ viewer { staff { employeeNo } } }" });
        let token = login["token"].as_str().unwrap();
        let answer = client.post(&api).bearer_auth(token).json(&query).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["data"]["viewer"]["staff"]["employeeNo"], login["employeeNo"]);
    }
    let page = client.get(demo.ready["page"].as_str().unwrap()).send().await.unwrap();
    assert!(page.status().is_success());
    assert_eq!(demo.stop(), 0);
}

#[test]
fn an_address_that_is_taken_is_told_at_once() {
    let shell = Shell::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let left = shell.run_with(&["demo"], &[("RAPPORT_HTTP__LISTEN", &address)]);
    assert_eq!(left.code, 1);
    assert!(left.told.contains(&address) && left.told.contains("http.listen"), "{}", left.told);
}

#[test]
fn what_a_demo_has_made_opens_nothing_elsewhere() {
    let shell = Shell::new();
    assert_eq!(Running::demo(&shell, "kept").stop(), 0);
    let database = [("RAPPORT_DATABASE__URL", "sqlite://kept/bank.db")];
    let with_keys = |keys| [&database[..], &ANY_PORT, &[("RAPPORT_KEYS__DIR", keys)]].concat();
    let left = shell.run_with(&["serve"], &with_keys("kept/keys"));
    assert_eq!((left.code, left.told.contains("demo")), (3, true), "{}", left.told);
    // Under other keys the bank opens, and no password of the demo is one there.
    shell.make_keys();
    let left = shell.run_with(&["--json", "user", "sessions", "400001"], &with_keys("keys"));
    assert_eq!(left.code, 0, "{}", left.told);
    let left = shell.run_with(&["serve"], &[("RAPPORT_MODE", "demo")]);
    assert_eq!(left.code, 3, "only `rapport demo` is one: {}", left.told);
}

#[test]
fn a_synthetic_bank_is_made_once() {
    let shell = Shell::new();
    shell.make_keys();
    let seed = ["seed", "--customers", "20", "--bank-date", "2026-06-30"];
    assert_eq!(shell.run(&seed).code, 5, "before the migrations");
    shell.run(&["migrate", "up"]);
    let written = shell.json(&seed);
    assert_eq!(written["bankDate"], "2026-06-30");
    assert_eq!(written["written"]["customers"], 20);
    let again = shell.run(&seed);
    assert_eq!((again.code, again.told.contains("already")), (5, true), "{}", again.told);
}

#[test]
fn logins_and_keys_are_shown_once() {
    let shell = Shell::new();
    shell.make_keys();
    shell.run(&["migrate", "up"]);
    assert_eq!(shell.run(&["user", "add", "400001"]).code, 5, "there is no bank yet");
    shell.run(&["seed", "--customers", "5"]);
    let added = shell.json(&["user", "add", "400001"]);
    assert!(added["password"].as_str().unwrap().len() >= 12);
    assert_eq!(shell.run(&["user", "add", "nobody"]).code, 5);
    let new = ["user", "add", "900001", "--name", "周敏", "--unit", "0000", "--role"];
    assert_eq!(shell.run(&[&new[..], &["AUDITOR", "--role", "RM"]].concat()).code, 5);
    assert_eq!(shell.run(&[&new[..], &["AUDITOR"]].concat()).code, 0);
    assert_eq!(shell.run(&["user", "disable", "900001"]).code, 0);

    let key = shell.json(&["key", "add", "feed", "core", "--from", "10.0.0.0/8"]);
    assert!(key["key"].as_str().unwrap().starts_with("rpk_"));
    let id = key["id"].as_str().unwrap();
    assert_eq!(shell.run(&["key", "revoke", id]).code, 0);
    assert_eq!(shell.run(&["key", "revoke", id]).code, 5, "it is revoked already");
    assert_eq!(shell.run(&["key", "add", "feed", "core", "--from", "nowhere"]).code, 5);
    let audit = shell.json(&["audit", "verify"]);
    assert_eq!(audit["finding"], Value::Null);
}

#[test]
fn an_import_ends_with_what_it_has_met() {
    let (shell, folder) = (Shell::new(), Folder::new());
    shell.make_keys();
    let path = folder.0.to_str().unwrap();
    assert_eq!(shell.run(&["import", "pkdd99", path]).code, 5, "nothing is migrated");
    assert_eq!(shell.run(&["migrate", "up"]).code, 0);
    let first = shell.json(&["import", "pkdd99", path]);
    assert_eq!((&first["bankDate"], &first["unchanged"]), (&"1993-03-30".into(), &false.into()));
    let again = shell.run(&["import", "pkdd99", path]);
    assert_eq!(again.code, 0);
    assert!(again.answer.contains("nothing has changed"), "{}", again.answer);
    assert!(again.told.contains("movements 15 of 15"), "{}", again.told);
    folder.add("trans", "16;1;930332;\"PRIJEM\";\"VKLAD\";1.00;1.00;\"\";;\r\n");
    let rejected = shell.run(&["import", "pkdd99", path, "--reject-file", "bad.csv"]);
    assert_eq!(rejected.code, 7, "{}", rejected.told);
    let listed = std::fs::read_to_string(shell.0.join("bad.csv")).unwrap();
    assert!(listed.contains("trans,17,REJECTED"), "{listed}");
    let stopped = shell.run(&["import", "pkdd99", path, "--strict"]);
    assert_eq!(stopped.code, 8);
    assert!(stopped.told.contains("trans line 17: date is no date"), "{}", stopped.told);
    let back = shell.run(&["import", "pkdd99", path, "--bank-date", "1993-01-01"]);
    assert_eq!(back.code, 5, "{}", back.told);
    assert_eq!(shell.run(&["import", "pkdd99", "nowhere"]).code, 1);
}
