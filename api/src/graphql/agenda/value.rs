//! Enums of agendas.

use crate::graphql::label::labelled;

labelled! {
    /// Which contact is due.
    ContactDueKind of "crate::service::standing::DueContact" {
        /// A visit, at the customer's or in a branch.
        Visit = "VISIT", "拜访", "Visit";
        /// A contact of any kind.
        Touch = "TOUCH", "联系", "Contact";
    }
}
