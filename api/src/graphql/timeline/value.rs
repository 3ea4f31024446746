//! Enums of timelines.

use crate::graphql::label::labelled;

labelled! {
    /// What becomes of an assignment.
    CoverageChangeKind of "crate::service::timeline::CoverageChangeKind" {
        /// It begins.
        Begin = "BEGIN", "接管", "Begins";
        /// It ends.
        End = "END", "结束", "Ends";
    }
}
