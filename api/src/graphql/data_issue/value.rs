//! Enums of data issues.

use crate::{graphql::label::labelled, service::data_issue};
use async_graphql::Enum;

labelled! {
    /// What is wrong.
    DataIssueKind of "entity::data_issue::DataIssueKind" {
        /// Two customers are one.
        Duplicate = "DUPLICATE", "重复客户", "Duplicate";
    }
}

labelled! {
    /// How sure it is.
    Certainty of "entity::data_issue::Certainty" {
        /// They have one identity number.
        Certain = "CERTAIN", "确定", "Certain";
        /// They have one name, day of birth and mobile number, or one credit code.
        Likely = "LIKELY", "疑似", "Likely";
    }
}

labelled! {
    /// What became of an issue.
    DataIssueState of "entity::data_issue::DataIssueState" {
        /// Found, and not judged.
        Open = "OPEN", "待确认", "Open";
        /// Somebody says that it is so.
        Confirmed = "CONFIRMED", "已确认", "Confirmed";
        /// The two were merged.
        Merged = "MERGED", "已合并", "Merged";
        /// It is not so, or the merge was taken back.
        Rejected = "REJECTED", "已驳回", "Rejected";
    }
}

/// What somebody says of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "data_issue::Verdict")]
pub enum DataIssueVerdict {
    /// It is so: from `OPEN` to `CONFIRMED`.
    Confirm,
    /// It is not so: from `OPEN` or `CONFIRMED` to `REJECTED`. For team leads and branch managers.
    Reject,
}

/// What the viewer may do to an issue now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DataIssueAction {
    /// Say that it is so, by `dataIssueJudge`.
    Confirm,
    /// Say that it is not so, by `dataIssueJudge`.
    Reject,
    /// Merge the two, by `customerMerge`.
    Merge,
    /// Take the merge back, by `customerUnmerge`; within 30 days.
    Unmerge,
}
