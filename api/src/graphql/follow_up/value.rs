//! Enums of follow-ups.

use crate::graphql::label::labelled;

labelled! {
    /// What kind of work a follow-up is.
    FollowUpKind of "entity::follow_up::FollowUpKind" {
        /// A telephone call.
        Call = "CALL", "电话", "Call";
        /// A visit.
        Visit = "VISIT", "拜访", "Visit";
        /// Money that falls due is to be kept.
        Renewal = "RENEWAL", "到期续作", "Renewal";
        /// Care.
        Care = "CARE", "客户关怀", "Care";
        /// A promise to be kept.
        Promise = "PROMISE", "承诺事项", "Promise";
        /// A complaint.
        Complaint = "COMPLAINT", "投诉", "Complaint";
        /// A document to get or give.
        Document = "DOCUMENT", "资料", "Document";
        /// Anything else.
        Other = "OTHER", "其他", "Other";
    }
}

labelled! {
    /// What a follow-up came from.
    FollowUpOrigin of "entity::follow_up::FollowUpOrigin" {
        /// Somebody made it.
        Manual = "MANUAL", "手工", "Manual";
        /// The next step of an interaction.
        Interaction = "INTERACTION", "联系记录", "Interaction";
    }
}

labelled! {
    /// How much a follow-up matters.
    Priority of "entity::follow_up::Priority" {
        /// It can wait.
        Low = "LOW", "低", "Low";
        /// As usual.
        Normal = "NORMAL", "中", "Normal";
        /// Before others.
        High = "HIGH", "高", "High";
    }
}

labelled! {
    /// How far a follow-up has come: TODO, DOING, then DONE or CANCELLED.
    FollowUpState of "entity::follow_up::FollowUpState" {
        /// Not begun.
        Todo = "TODO", "待办", "To do";
        /// Under way.
        Doing = "DOING", "进行中", "Doing";
        /// Done.
        Done = "DONE", "已完成", "Done";
        /// Not done, and no longer to be.
        Cancelled = "CANCELLED", "已取消", "Cancelled";
    }
}

labelled! {
    /// What a viewer may do to a follow-up.
    FollowUpAction of "crate::service::follow_up::FollowUpAction" {
        /// Change it, complete it, cancel it.
        Update = "UPDATE", "修改", "Update";
    }
}
