//! Places in lists of several kinds, as cursors hold them.

use super::page;
use crate::service::{error::ServiceError, merged::Place, op::Op};
use chrono::SecondsFormat;
use std::fmt::Debug;

/// The text of a place.
#[must_use]
pub fn text<Kind: Debug>(Place { at, kind, id }: &Place<Kind>) -> String {
    format!("{kind:?}:{id}:{}", at.to_rfc3339_opts(SecondsFormat::Micros, true))
}

/// The place that a cursor stands for, in a list of these kinds; `None` where there is no cursor.
///
/// # Errors
/// It is not one of this list.
pub fn of<Kind: Copy + Debug>(
    op: &Op,
    cursor: Option<String>,
    list: &str,
    kinds: &[Kind],
) -> Result<Option<Place<Kind>>, ServiceError> {
    let Some(cursor) = cursor else { return Ok(None) };
    let place = page::open(op.instance().keyring(), &cursor, list)?;
    read(&place, kinds).map(Some).ok_or(ServiceError::Defect("a sealed place of no form"))
}

fn read<Kind: Copy + Debug>(text: &str, kinds: &[Kind]) -> Option<Place<Kind>> {
    let (kind, rest) = text.split_once(':')?;
    let (id, at) = rest.split_once(':')?;
    let kind = *kinds.iter().find(|known| format!("{known:?}") == kind)?;
    Some(Place { at: at.parse().ok()?, kind, id: id.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use uuid::Uuid;

    #[test]
    fn as_text_and_back() {
        let at = DateTime::from_timestamp_micros(1_768_449_600_000_001).unwrap();
        let place = Place { at, kind: 'b', id: Uuid::from_u128(7) };
        assert_eq!(read(&text(&place), &['a', 'b']), Some(place));
        assert_eq!(read(&text(&place), &['a']), None);
    }
}
