//! The command line as a process: a working directory of its own, what is run in it, what it says.

use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use uuid::Uuid;

/// A working directory of its own, and the commands that are run in it.
pub(crate) struct Shell(pub(crate) PathBuf);

/// What a command has left.
pub(crate) struct Left {
    pub(crate) code: i32,
    pub(crate) answer: String,
    pub(crate) told: String,
}

impl Shell {
    pub(crate) fn new() -> Self {
        let directory = std::env::temp_dir().join(format!("rapport-cli-{}", Uuid::now_v7()));
        std::fs::create_dir(&directory).unwrap();
        Self(directory)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Left {
        self.run_with(arguments, &[])
    }

    /// A command without any of the variables that the tests were started with.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.current_dir(&self.0).args(arguments).env_clear();
        command
    }

    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Left {
        let mut command = self.command(arguments);
        let output = command.envs(variables.iter().copied()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Left {
            code: output.status.code().unwrap(),
            answer: text(output.stdout),
            told: text(output.stderr),
        }
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let left = self.run(&[&["--json"], arguments].concat());
        serde_json::from_str(&left.answer).unwrap_or_else(|_| panic!("{} {}", left.code, left.told))
    }

    pub(crate) fn make_keys(&self) {
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

/// A server in a process of its own, and what it answered when it was ready.
pub(crate) struct Running {
    child: Child,
    pub(crate) ready: Value,
}

impl Running {
    /// Starts a command that serves, and waits for its one line of JSON.
    pub(crate) fn demo(shell: &Shell, folder: &str) -> Self {
        let arguments = ["--json", "demo", "--customers", "30", "--folder", folder];
        let mut command = shell.command(&arguments);
        let mut child = command.envs(ANY_PORT).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, ready: serde_json::from_str(&line).unwrap() }
    }

    /// Tells it to stop, and returns how it ended.
    pub(crate) fn stop(mut self) -> i32 {
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
pub(crate) const ANY_PORT: [(&str, &str); 2] =
    [("RAPPORT_HTTP__LISTEN", "127.0.0.1:0"), ("RAPPORT_HTTP__METRICS_LISTEN", "127.0.0.1:0")];
