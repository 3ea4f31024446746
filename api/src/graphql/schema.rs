//! The whole schema. It builds without state, so `rapport schema` can print it anywhere.

use super::{
    api_info::{hash::SchemaHash, query::ApiInfoQuery},
    assignment::mutation::AssignmentMutation,
    cost::Costs,
    customer::{
        merge::MergeMutation, mutation::CustomerMutation, query::CustomerQuery,
        reveal::RevealMutation,
    },
    data_issue::{mutation::DataIssueMutation, query::DataIssueQuery},
    follow_up::mutation::FollowUpMutation,
    interaction::{memo::MemoMutation, mutation::InteractionMutation},
    key_person::mutation::KeyPersonMutation,
    node::NodeQuery,
    org_unit::query::OrgUnitQuery,
    payload::Payload,
    preference::mutation::PreferenceMutation,
    product::query::ProductQuery,
    relation::mutation::RelationMutation,
    search::query::SearchQuery,
    session::{end::EndMutation, refresh::RefreshMutation, sign_in::SignInMutation},
    staff::query::StaffQuery,
    sync::{push::SyncMutation, query::SyncQuery},
    viewer::query::ViewerQuery,
};
use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions};

/// Everything that can be read.
#[derive(Debug, Default, MergedObject)]
pub struct Query(
    ViewerQuery,
    NodeQuery,
    CustomerQuery,
    DataIssueQuery,
    ProductQuery,
    OrgUnitQuery,
    StaffQuery,
    SearchQuery,
    SyncQuery,
    ApiInfoQuery,
);

/// Everything that can be changed. Roots of one request run one after another.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(
    SignInMutation,
    RefreshMutation,
    EndMutation,
    CustomerMutation,
    RevealMutation,
    AssignmentMutation,
    InteractionMutation,
    MemoMutation,
    FollowUpMutation,
    SyncMutation,
    KeyPersonMutation,
    PreferenceMutation,
    RelationMutation,
    DataIssueMutation,
    MergeMutation,
);

/// The schema of rapport.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Builds the schema. A request brings its `Op` as request data. Its size and shape are the
/// guard's matter, before anything of it is executed.
#[must_use]
pub fn build() -> Schema {
    let hash = SchemaHash::default();
    let schema = Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .register_output_type::<Payload<'_>>()
        .register_output_type::<Costs>()
        .data(hash.clone())
        .finish();
    hash.take(&text(&schema));
    schema
}

/// The schema as text, sorted, as it is checked in.
#[must_use]
pub fn sdl() -> String {
    text(&build())
}

fn text(schema: &Schema) -> String {
    let sorted = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    schema.sdl_with_options(sorted)
}
