//! Enums of interactions.

use crate::graphql::label::labelled;

labelled! {
    /// By which way the bank and a customer met.
    Channel of "entity::interaction::Channel" {
        /// At the customer's.
        Visit = "VISIT", "上门拜访", "Visit";
        /// In a branch.
        Branch = "BRANCH", "网点", "Branch";
        /// By telephone.
        Phone = "PHONE", "电话", "Phone";
        /// By video.
        Video = "VIDEO", "视频", "Video";
        /// By Weixin.
        Wechat = "WECHAT", "微信", "WeChat";
        /// By e-mail.
        Email = "EMAIL", "电子邮件", "E-mail";
        /// By fax.
        Fax = "FAX", "传真", "Fax";
        /// By letter.
        Letter = "LETTER", "信函", "Letter";
        /// In the bank's app.
        App = "APP", "手机银行", "App";
    }
}

labelled! {
    /// From whom a contact went out.
    ContactDirection of "entity::interaction::ContactDirection" {
        /// From the bank.
        Outbound = "OUTBOUND", "银行发起", "Outbound";
        /// From the customer.
        Inbound = "INBOUND", "客户发起", "Inbound";
    }
}

labelled! {
    /// The five forms of care for a customer.
    MaintenanceForm of "entity::interaction::MaintenanceForm" {
        /// By what the bank provides.
        Hardware = "HARDWARE", "硬件维护", "Facilities";
        /// By how it serves.
        Software = "SOFTWARE", "软件维护", "Service";
        /// By what its products do.
        Functional = "FUNCTIONAL", "功能维护", "Products";
        /// By how the customer feels.
        Psychological = "PSYCHOLOGICAL", "心理维护", "Personal";
        /// By what is special to this customer.
        Special = "SPECIAL", "特色维护", "Special";
    }
}

labelled! {
    /// What became of a contact.
    InteractionOutcome of "entity::interaction::InteractionOutcome" {
        /// The customer was reached: this alone counts as a contact.
        Reached = "REACHED", "已联系上", "Reached";
        /// Nobody answered.
        NoAnswer = "NO_ANSWER", "未接通", "No answer";
        /// The customer did not want it.
        Refused = "REFUSED", "客户拒绝", "Refused";
        /// It did not take place.
        Cancelled = "CANCELLED", "已取消", "Cancelled";
    }
}

labelled! {
    /// What a viewer may do to an interaction.
    InteractionAction of "crate::service::interaction::InteractionAction" {
        /// Amend it; a plan becomes a record with its outcome.
        Amend = "AMEND", "修改", "Amend";
        /// Cancel it: a plan only.
        Cancel = "CANCEL", "取消", "Cancel";
        /// Write its memo.
        WriteMemo = "WRITE_MEMO", "写备忘", "Write memo";
    }
}
