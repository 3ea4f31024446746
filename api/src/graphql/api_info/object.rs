//! The view of the API itself.

use crate::{
    graphql::{
        agenda, assignment, customer, data_issue, follow_up, holding, interaction,
        label::Labels,
        movement, org_unit, product, relation,
        scalar::{Date, DateTime, Locale},
        search, staff, sync, timeline,
        user_error::UserErrorCode,
    },
    service::{locale::Locale as Language, op::Op, session::app},
};
use async_graphql::{Enum, Object, SimpleObject};

/// Every enum whose values people read.
pub const LABELS: [Labels; 42] = [
    agenda::value::ContactDueKind::LABELS,
    assignment::value::AssignmentRole::LABELS,
    customer::care::CareKind::LABELS,
    customer::value::CustomerKind::LABELS,
    customer::reveal::RevealPurpose::LABELS,
    customer::reveal::RevealableField::LABELS,
    customer::value::Gender::LABELS,
    customer::value::LifeCycleStage::LABELS,
    customer::value::NeedType::LABELS,
    customer::value::RelationType::LABELS,
    customer::value::Tier::LABELS,
    customer::value::TierState::LABELS,
    data_issue::value::Certainty::LABELS,
    data_issue::value::DataIssueKind::LABELS,
    data_issue::value::DataIssueState::LABELS,
    follow_up::value::FollowUpAction::LABELS,
    follow_up::value::FollowUpKind::LABELS,
    follow_up::value::FollowUpOrigin::LABELS,
    follow_up::value::FollowUpState::LABELS,
    follow_up::value::Priority::LABELS,
    holding::value::HolderRole::LABELS,
    holding::value::HoldingStatus::LABELS,
    interaction::value::Channel::LABELS,
    interaction::value::ContactDirection::LABELS,
    interaction::value::InteractionAction::LABELS,
    interaction::value::InteractionOutcome::LABELS,
    interaction::value::MaintenanceForm::LABELS,
    movement::value::Direction::LABELS,
    movement::value::Initiator::LABELS,
    movement::value::MovementKind::LABELS,
    org_unit::value::OrgUnitKind::LABELS,
    product::value::ProductCategory::LABELS,
    relation::value::RelationKind::LABELS,
    search::value::SearchMatch::LABELS,
    search::value::SearchType::LABELS,
    staff::value::Role::LABELS,
    staff::value::StaffGrade::LABELS,
    sync::value::SyncOp::LABELS,
    sync::value::SyncResultStatus::LABELS,
    sync::value::SyncScope::LABELS,
    timeline::value::CoverageChangeKind::LABELS,
    UserErrorCode::LABELS,
];

/// The operation, and the schema that it is asked of.
#[derive(Clone, Copy, Debug)]
pub struct ApiInfo<'op> {
    /// Who asks.
    pub op: &'op Op,
    /// The schema's hash.
    pub schema_hash: &'op str,
}

/// What the API says of itself.
#[Object]
impl ApiInfo<'_> {
    /// Version of the server.
    async fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    /// Changes whenever the schema does; apps keep generated code and labels by it.
    async fn schema_hash(&self) -> &str {
        self.schema_hash
    }

    /// Real time on the server.
    async fn server_time(&self) -> DateTime {
        DateTime(self.op.real_now())
    }

    /// Last closed day of the accounts.
    async fn bank_date(&self) -> Date {
        Date(self.op.bank().bank_date)
    }

    /// Languages that people are answered in.
    async fn locales(&self) -> Vec<Locale> {
        Language::ALL.map(Into::into).to_vec()
    }

    /// Limits of a request; at most twenty.
    async fn limits(&self) -> Vec<ApiLimit> {
        let limits = &self.op.instance().config().limits;
        let limit = |name, value: usize, unit| {
            let value = i32::try_from(value).unwrap_or(i32::MAX);
            ApiLimit { name, value, unit }
        };
        let cost = usize::try_from(limits.cost).unwrap_or(usize::MAX);
        vec![
            limit("body", limits.body_bytes, "bytes"),
            limit("document", limits.document_bytes, "bytes"),
            limit("tokens", limits.document_tokens, "tokens"),
            limit("depth", limits.depth, "levels"),
            limit("aliases", limits.aliases, "fields"),
            limit("rootFields", limits.root_fields, "fields"),
            limit("listItems", limits.list_items, "items"),
            limit("cost", cost, "points"),
        ]
    }

    /// The oldest version of an app that may sign in and refresh, such as `1.4.0`. An older one is
    /// answered `CLIENT_TOO_OLD` and must be brought up to date.
    async fn minimum_app_version(
        &self,
        #[graphql(desc = "What the app runs on.")] platform: Platform,
    ) -> String {
        app::Platform::from(platform).minimum(&self.op.instance().config().app).to_string()
    }

    /// What people call the values of every enum; apps must show an unknown value as it is.
    async fn enum_labels(
        &self,
        #[graphql(desc = "Language; that of the request where it is left out.")] locale: Option<
            Locale,
        >,
    ) -> Vec<EnumLabel> {
        let language = locale.map_or(self.op.locale(), Into::into);
        let of_enum = |labels: Labels| {
            let label = move |&(value, text): &(&'static str, _)| {
                let text: crate::service::locale::Text = text;
                EnumLabel { name: labels.name, value, label: text.in_locale(language) }
            };
            labels.values.iter().map(label)
        };
        LABELS.into_iter().flat_map(of_enum).collect()
    }
}

/// What an app runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "app::Platform")]
pub enum Platform {
    /// iPhones and iPads.
    Ios,
    /// Android phones and tablets.
    Android,
    /// Browsers.
    Web,
}

/// A limit of a request.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ApiLimit {
    /// What is limited.
    name: &'static str,
    /// The most that is taken.
    value: i32,
    /// What is counted.
    unit: &'static str,
}

/// What people call a value of an enum.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct EnumLabel {
    /// Name of the enum.
    #[graphql(name = "enum")]
    name: &'static str,
    /// The value.
    value: &'static str,
    /// What people call it.
    label: &'static str,
}
