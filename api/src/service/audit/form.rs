//! The bytes of an audit entry that are hashed. They are written once and for ever: another form
//! would make every chain that exists look forged. A new column takes a new mark at the front.

use aws_lc_rs::digest::{self, SHA256, SHA256_OUTPUT_LEN};
use entity::{audit_entry, id::AuditId};

/// A link of the chain.
pub(super) type Hash = [u8; SHA256_OUTPUT_LEN];

/// What the first link is chained to.
pub(super) const GENESIS: Hash = [0; SHA256_OUTPUT_LEN];

/// Begins the form of an entry with these columns.
const ENTRY: u8 = 1;
/// Begins the form of an entry that was gone when it was to be sealed.
const GONE: u8 = 0;

/// The link that seals `entry` behind `previous`.
pub(super) fn link(previous: &[u8], id: AuditId, entry: Option<&audit_entry::Model>) -> Hash {
    let mut hashed = digest::Context::new(&SHA256);
    hashed.update(previous);
    hashed.update(&entry.map_or_else(|| gone(id), canonical));
    let mut hash = GENESIS;
    hash.copy_from_slice(hashed.finish().as_ref());
    hash
}

/// Each column is a mark that it is there and its length before its bytes, or the mark that it is
/// not: so no two rows share a form, wherever one text ends and the next begins.
fn canonical(entry: &audit_entry::Model) -> Vec<u8> {
    // Named one by one, so that a new column cannot be left out unnoticed.
    let audit_entry::Model {
        id,
        at,
        actor_id,
        roles,
        action,
        subject_noun,
        subject_id,
        customer_id,
        fields,
        purpose,
        request_id,
    } = entry;
    let mut form = vec![ENTRY];
    put(&mut form, Some(id.0.as_bytes()));
    put(&mut form, Some(&at.timestamp_micros().to_be_bytes()));
    put(&mut form, actor_id.as_ref().map(|id| id.0.as_bytes().as_slice()));
    put(&mut form, Some(roles.as_bytes()));
    put(&mut form, Some(action.as_bytes()));
    put(&mut form, Some(subject_noun.as_bytes()));
    put(&mut form, subject_id.as_ref().map(|id| id.as_bytes().as_slice()));
    put(&mut form, customer_id.as_ref().map(|id| id.0.as_bytes().as_slice()));
    put(&mut form, Some(fields.as_bytes()));
    put(&mut form, purpose.as_ref().map(String::as_bytes));
    put(&mut form, Some(request_id.as_bytes()));
    form
}

fn gone(id: AuditId) -> Vec<u8> {
    [&[GONE], id.0.as_bytes().as_slice()].concat()
}

fn put(form: &mut Vec<u8>, value: Option<&[u8]>) {
    let Some(value) = value else {
        form.push(0);
        return;
    };
    form.push(1);
    form.extend(u64::try_from(value.len()).unwrap_or(u64::MAX).to_be_bytes());
    form.extend(value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use entity::id::{CustomerId, StaffId};
    use proptest::{option, prelude::*};
    use uuid::Uuid;

    /// Few values, so that rows which differ in one column only, or by where one text ends and the
    /// next begins, come up all the time.
    fn rows() -> impl Strategy<Value = audit_entry::Model> {
        let id = || {
            prop_oneof![
                Just(Uuid::nil()),
                Just(Uuid::max()),
                any::<u128>().prop_map(Uuid::from_u128)
            ]
        };
        let text = || "[,a\u{0}]{0,2}";
        let micros = prop_oneof![0..2_i64, 1_i64 << 50..1 << 51];
        let ids = (id(), option::of(id()), option::of(id()), option::of(id()));
        let texts = (text(), text(), text(), text(), option::of(text()), text());
        (micros, ids, texts).prop_map(|(micros, ids, texts)| audit_entry::Model {
            id: AuditId(ids.0),
            at: DateTime::from_timestamp_micros(micros).unwrap(),
            actor_id: ids.1.map(StaffId),
            roles: texts.0,
            action: texts.1,
            subject_noun: texts.2,
            subject_id: ids.2,
            customer_id: ids.3.map(CustomerId),
            fields: texts.3,
            purpose: texts.4,
            request_id: texts.5,
        })
    }

    proptest! {
        #[test]
        fn two_rows_share_a_form_only_if_they_are_equal(one in rows(), other in rows()) {
            prop_assert_eq!(one == other, canonical(&one) == canonical(&other));
        }

        #[test]
        fn text_moved_to_the_next_column_is_another_row(mut row in rows(), moved in "[a,]{1,3}") {
            let mut other = row.clone();
            row.roles.push_str(&moved);
            other.action.insert_str(0, &moved);
            prop_assert_ne!(canonical(&row), canonical(&other));
        }

        #[test]
        fn an_entry_never_looks_like_one_that_is_gone(row in rows(), other in any::<u128>()) {
            prop_assert_ne!(canonical(&row), gone(AuditId(Uuid::from_u128(other))));
        }
    }

    #[test]
    fn a_link_depends_on_the_one_before() {
        let id = AuditId(Uuid::nil());
        assert_ne!(link(&GENESIS, id, None), link(&[1; 32], id, None));
    }
}
