//! Passwords: Argon2id with 19 MiB, two passes, one lane.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use std::sync::Arc;
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Longest password that is hashed, in bytes, so that nobody makes us hash megabytes.
pub const LONGEST: usize = 1_024;

/// Why a password was not hashed or checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It has more than [`LONGEST`] bytes.
    #[error("the password is too long")]
    TooLong,
    /// The system gives no randomness or no thread.
    #[error("a password could not be hashed")]
    Failed,
}

/// What stands before the hash of a demo's password. Nothing but a demo takes it away, so that
/// what it has stored is nobody's password anywhere else.
const DEMO: &str = "demo:";

/// Hashes and checks passwords, a few at a time. Clones share the line.
#[derive(Clone, Debug)]
pub struct Passwords {
    line: Arc<Semaphore>,
    /// What stands before each hash; nothing outside a demo.
    mark: &'static str,
    /// What is checked where there is no password to check.
    decoy: Arc<str>,
}

impl Passwords {
    /// A line of its own, of which `at_once` are served at a time. Each takes 19 MiB and a core: a
    /// burst of sign-ins waits instead of starving everything else. Takes as long as one hash.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn new(at_once: usize) -> Result<Self, PasswordError> {
        Self::marked(at_once, "")
    }

    /// The same for a demo, whose passwords are passwords there only.
    ///
    /// # Errors
    /// As [`Passwords::new`].
    pub fn of_demo(at_once: usize) -> Result<Self, PasswordError> {
        Self::marked(at_once, DEMO)
    }

    fn marked(at_once: usize, mark: &'static str) -> Result<Self, PasswordError> {
        let decoy = hashed("no password is like this one")?;
        Ok(Self { line: Arc::new(Semaphore::new(at_once)), mark, decoy: decoy.into() })
    }

    /// Hashes a password for storage, in the PHC string format with a salt of its own.
    ///
    /// # Errors
    /// The password is too long, or the system gives no randomness.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let mark = self.mark;
        let hash = self.in_turn(move || hashed(&password)).await??;
        Ok(format!("{mark}{hash}"))
    }

    /// Whether `password` is the one that `stored` was made of. Without `stored`, for an unknown
    /// or disabled member of staff, it takes the same time and the answer is no.
    ///
    /// # Errors
    /// The computation was cancelled.
    pub async fn verify(
        &self,
        password: String,
        stored: Option<&str>,
    ) -> Result<bool, PasswordError> {
        let stored = stored.and_then(|stored| stored.strip_prefix(self.mark));
        // Checked against the decoy, so that a demo's hash takes as long as any other.
        let stored = stored.filter(|stored| !stored.starts_with(DEMO));
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        Ok(self.in_turn(move || is_same(&password, &stored)).await? && known)
    }

    /// The turn goes with the work, not with the request: one that is given up still computes.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = Arc::clone(&self.line).acquire_owned().await;
        let turn = turn.map_err(|_| PasswordError::Failed)?;
        let working = spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        working.await.map_err(|_| PasswordError::Failed)
    }
}

fn hashed(password: &str) -> Result<String, PasswordError> {
    if password.len() > LONGEST {
        return Err(PasswordError::TooLong);
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|_| PasswordError::Failed)?.to_string())
}

fn is_same(password: &str, stored: &str) -> bool {
    let Ok(stored) = PasswordHash::new(stored) else { return false };
    // What is too long was never hashed; refusing its beginning takes as long as refusing others.
    let beginning = &password.as_bytes()[..password.len().min(LONGEST)];
    let same = Argon2::default().verify_password(beginning, &stored).is_ok();
    same && password.len() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn own_password_and_no_other() {
        let passwords = Passwords::new(4).unwrap();
        let stored = passwords.hash("correct horse".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_ne!(passwords.hash("correct horse".into()).await.unwrap(), stored, "salted");
        let verify = async |password: &str, stored: Option<&str>| {
            passwords.verify(password.into(), stored).await.unwrap()
        };
        assert!(verify("correct horse", Some(&stored)).await);
        for other in ["Correct horse", "correct horse ", ""] {
            assert!(!verify(other, Some(&stored)).await, "{other}");
        }
        assert!(!verify("correct horse", None).await, "nobody has this password");
        assert!(!verify("no password is like this one", None).await, "not even the decoy's");
        assert!(!verify("correct horse", Some("not a hash")).await);
    }

    #[tokio::test]
    async fn a_demos_password_is_none_elsewhere() {
        let (demo, other) = (Passwords::of_demo(4).unwrap(), Passwords::new(4).unwrap());
        let of_demo = demo.hash("correct horse".into()).await.unwrap();
        let of_other = other.hash("correct horse".into()).await.unwrap();
        assert!(demo.verify("correct horse".into(), Some(&of_demo)).await.unwrap());
        assert!(!other.verify("correct horse".into(), Some(&of_demo)).await.unwrap());
        assert!(!demo.verify("correct horse".into(), Some(&of_other)).await.unwrap());
    }

    #[tokio::test]
    async fn too_long_is_never_the_same() {
        let passwords = Passwords::new(4).unwrap();
        let longest = "x".repeat(LONGEST);
        let stored = passwords.hash(longest.clone()).await.unwrap();
        assert!(passwords.verify(longest.clone(), Some(&stored)).await.unwrap());
        assert!(passwords.hash(longest.clone() + "x").await.is_err());
        assert!(!passwords.verify(longest + "x", Some(&stored)).await.unwrap());
    }
}
