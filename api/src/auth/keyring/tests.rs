use super::*;
use std::{fs, path::PathBuf};

/// A directory of its own, gone afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let name = format!("rapport-keys-{}", uuid::Uuid::now_v7().simple());
        Self(std::env::temp_dir().join(name))
    }

    fn rename(&self, from: &str, to: &str) {
        for purpose in Purpose::ALL.map(Purpose::name) {
            let file = |id| self.0.join(format!("{purpose}.{id}.key"));
            fs::rename(file(from), file(to)).unwrap();
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

fn day(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + day * 86_400, 0).unwrap()
}

#[test]
fn what_was_made_can_be_read() {
    let keys = Keyring::generated().unwrap();
    let sealed = keys.seal_identifier("13812345678").unwrap();
    assert_eq!(keys.open_identifier(&sealed).as_deref(), Some("13812345678"));
    assert_ne!(keys.seal_identifier("13812345678").unwrap(), sealed, "equal texts do not show");

    let cursor = keys.seal_cursor(b"place").unwrap();
    assert_eq!(keys.open_cursor(&cursor).as_deref(), Some(b"place".as_slice()));
    let head = keys.sign_audit_head(b"head");
    assert!(keys.verify_audit_head(b"head", &head));
    assert!(!keys.verify_audit_head(b"other", &head));
}

#[test]
fn anything_else_is_refused() {
    let keys = Keyring::generated().unwrap();
    let other = Keyring::generated().unwrap();
    let sealed = keys.seal_identifier("13812345678").unwrap();
    assert_eq!(other.open_identifier(&sealed), None, "another key");
    for byte in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[byte] ^= 1;
        assert_eq!(keys.open_identifier(&changed), None, "byte {byte}");
        assert_eq!(keys.open_identifier(&sealed[..byte]), None, "cut at {byte}");
    }
    let cursor = URL_SAFE_NO_PAD.encode(&sealed);
    assert_eq!(keys.open_cursor(&cursor), None, "an identifier is no cursor");
    assert_eq!(keys.open_cursor("?"), None);
    let head = keys.sign_audit_head(b"head");
    assert!(!other.verify_audit_head(b"head", &head));
}

#[test]
fn hashes_are_equal_for_equal_text_of_one_kind() {
    let keys = Keyring::generated().unwrap();
    let hash = keys.hash_identifier("MOBILE", "13812345678");
    assert_eq!(keys.hash_identifier("MOBILE", "13812345678"), hash);
    assert_ne!(keys.hash_identifier("MOBILE", "13812345679"), hash);
    assert_ne!(keys.hash_identifier("ACCOUNT", "13812345678"), hash);
    assert_ne!(Keyring::generated().unwrap().hash_identifier("MOBILE", "13812345678"), hash);
}

#[test]
fn newest_key_makes_and_older_ones_still_read() {
    let (scratch, later) = (Scratch::new(), Scratch::new());
    let before = Keyring::create(&scratch.0, day(0)).unwrap();
    let sealed = before.seal_identifier("13812345678").unwrap();
    let parent = Secret::random().unwrap();
    let successor = before.derive_refresh(&parent);

    Keyring::create(&later.0, day(1)).unwrap();
    for file in fs::read_dir(&later.0).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), scratch.0.join(file.file_name())).unwrap();
    }
    let after = Keyring::demo(&scratch.0, day(2)).unwrap();

    assert_eq!(after.open_identifier(&sealed).as_deref(), Some("13812345678"));
    assert_ne!(after.seal_identifier("x").unwrap()[..4], sealed[..4], "the newest seals");
    assert_eq!(before.open_identifier(&after.seal_identifier("x").unwrap()), None);
    assert_ne!(after.derive_refresh(&parent), successor);
    assert!(after.successors(&parent).any(|other| other == successor));
    let id = |keys: &Keyring| keys.sign_audit_head(b"head").key_id;
    assert_ne!(id(&after), id(&before));
    assert!(after.verify_audit_head(b"head", &before.sign_audit_head(b"head")));
}

/// A new key is first given to all instances under a name that sorts below, and then renamed.
#[test]
fn a_key_is_the_same_under_another_name() {
    let scratch = Scratch::new();
    let before = Keyring::create(&scratch.0, day(0)).unwrap();
    scratch.rename(&day(0).format("demo-%Y%m%dT%H%M%SZ").to_string(), "renamed");
    let after = Keyring::load(&scratch.0).unwrap();
    let sealed = after.seal_identifier("13812345678").unwrap();
    assert_eq!(before.open_identifier(&sealed).as_deref(), Some("13812345678"));
    assert!(before.verify_audit_head(b"head", &after.sign_audit_head(b"head")));
    assert_eq!(before.hash_identifier("MOBILE", "1"), after.hash_identifier("MOBILE", "1"));

    for purpose in Purpose::ALL.map(Purpose::name) {
        let file = |id: &str| scratch.0.join(format!("{purpose}.{id}.key"));
        fs::copy(file("renamed"), file("twice")).unwrap();
    }
    assert!(matches!(Keyring::load(&scratch.0), Err(KeyError::Clash(_))), "the same key twice");
}

#[test]
fn directory_is_read_with_care() {
    let scratch = Scratch::new();
    assert!(matches!(Keyring::load(&scratch.0), Err(KeyError::File(..))), "no directory");
    Keyring::create(&scratch.0, day(0)).unwrap();
    assert!(matches!(Keyring::create(&scratch.0, day(1)), Err(KeyError::Present(_))));

    assert!(matches!(Keyring::load(&scratch.0), Err(KeyError::Demo(_))), "a demo's keys");
    let id = day(0).format("demo-%Y%m%dT%H%M%SZ").to_string();
    scratch.rename(&id, "k1");
    fs::write(scratch.0.join("README"), "other files are left alone").unwrap();
    assert!(Keyring::load(&scratch.0).is_ok());
    fs::write(scratch.0.join("tokne.k2.key"), "x").unwrap();
    assert!(matches!(Keyring::load(&scratch.0), Err(KeyError::Misnamed(_))));
    fs::remove_file(scratch.0.join("tokne.k2.key")).unwrap();
    fs::write(scratch.0.join("token.k2.key"), "c2hvcnQ=").unwrap();
    assert!(matches!(Keyring::load(&scratch.0), Err(KeyError::Malformed(_))));
    fs::remove_file(scratch.0.join("token.k2.key")).unwrap();
    fs::remove_file(scratch.0.join("hash.k1.key")).unwrap();
    assert!(matches!(Keyring::load(&scratch.0), Err(KeyError::Missing("hash"))));
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_what_is_created() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new();
    Keyring::create(&scratch.0, day(0)).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&scratch.0), 0o700);
    for file in fs::read_dir(&scratch.0).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
}

#[test]
fn never_printed() {
    let scratch = Scratch::new();
    let keys = Keyring::create(&scratch.0, day(0)).unwrap();
    let printed = format!("{keys:?}");
    for raw in key_file::read_all(&scratch.0).unwrap() {
        assert!(printed.contains(&raw.id));
        assert!(!printed.contains(&format!("{:?}", raw.bytes)));
        assert!(!format!("{raw:?}").contains(&format!("{:?}", raw.bytes)));
    }
}
