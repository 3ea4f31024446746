//! What a page of a book is asked for with.

use super::{
    filter::CustomerFilter,
    order::{BookKey, BookOrder},
};
use crate::service::page::Slice;

/// What a page of a book is asked for with.
#[derive(Clone, Debug)]
pub struct BookAsk {
    /// How many rows, from which end.
    pub slice: Slice,
    /// The place after which (from the beginning) or before which (from the end) the page lies.
    pub beyond: Option<BookKey>,
    /// Which customers.
    pub filter: CustomerFilter,
    /// In which order.
    pub order: BookOrder,
    /// Only those that an assignment in force gives the actor, whatever else they may see.
    pub is_own: bool,
    /// Whether the length of the whole book is wanted.
    pub total: bool,
}
