//! One id type per noun, so that a holding's id cannot stand where a customer's belongs.
//!
//! Inside and in the database a UUIDv7; outside the TypeID text form, `cus_01h…`.
//! To add one: a line in the call at the end.

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The text is not an id of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongId;

/// Crockford's base 32, as TypeID fixes it.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 26 digits of 5 bits hold the 128 bits of a UUID and two leading zeros.
const LENGTH: usize = 26;

fn encode(uuid: Uuid) -> String {
    let digit = |shift: usize| usize::from((uuid.as_u128() >> shift).to_le_bytes()[0] & 31);
    (0..LENGTH).rev().map(|place| char::from(DIGITS[digit(place * 5)])).collect()
}

fn decode(text: &str) -> Option<Uuid> {
    // A first digit above 7 would be the 129th bit.
    if text.len() != LENGTH || text.as_bytes()[0] > b'7' {
        return None;
    }
    let bits = text.bytes().try_fold(0_u128, |bits, byte| {
        let digit = DIGITS.iter().position(|&known| known == byte)?;
        Some(bits << 5 | u128::try_from(digit).ok()?)
    })?;
    Some(Uuid::from_u128(bits))
}

macro_rules! typed_ids {
    ($($name:ident = $prefix:literal, $doc:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!($prefix, "_{}"), encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = WrongId;

            fn from_str(text: &str) -> Result<Self, WrongId> {
                let digits = text.strip_prefix(concat!($prefix, "_")).ok_or(WrongId)?;
                decode(digits).map(Self).ok_or(WrongId)
            }
        }

        // sea-orm asks this of every primary key, for back ends that return a row number.
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

typed_ids! {
    AccessId = "acc", "Id of a record of what was read.";
    AssignmentId = "asg", "Id of an assignment.";
    AuditId = "aud", "Id of an audit entry.";
    CustomerId = "cus", "Id of a customer.";
    CustomerNumberId = "cno", "Id of a customer's number in a source system.";
    DataIssueId = "iss", "Id of something that is wrong with the data of customers.";
    DeviceId = "dev", "Id of a device that has signed in.";
    FollowUpId = "fup", "Id of a follow-up.";
    HoldingId = "hld", "Id of a holding.";
    InteractionId = "int", "Id of an interaction.";
    JobId = "job", "Id of a job.";
    KeyPersonId = "kpe", "Id of a key person of a customer.";
    MachineKeyId = "key", "Id of a machine key.";
    MovementId = "mov", "Id of a movement.";
    OrgUnitId = "unit", "Id of a unit of the bank.";
    PolicyId = "pol", "Id of a version of a policy.";
    PreferenceId = "prf", "Id of a preference of a customer.";
    ProductId = "prd", "Id of a product.";
    RelationId = "rel", "Id of a relation between customers.";
    SessionId = "ses", "Id of a session.";
    StaffId = "stf", "Id of a member of staff.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_and_back(bits: u128) {
            let id = CustomerId(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn texts_sort_as_ids(a: u128, b: u128) {
            let [a, b] = [a, b].map(|bits| CustomerId(Uuid::from_u128(bits)));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn no_other_text_is_an_id(text in "\\PC{0,40}") {
            if let Ok(id) = text.parse::<CustomerId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn another_nouns_id_is_refused() {
        let id = HoldingId(Uuid::from_u128(7)).to_string();
        assert_eq!(id.parse::<CustomerId>(), Err(WrongId));
    }
}
