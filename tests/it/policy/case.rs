//! What is tried: one case at least for each root field.

use crate::support::{named, session_of};
use entity::id::{
    AssignmentId, CustomerId, DataIssueId, FollowUpId, HoldingId, InteractionId, KeyPersonId,
    MovementId, OrgUnitId, PreferenceId, ProductId, StaffId,
};

/// An operation: its root field, what tells it from others of that field, its text.
pub(super) struct Case {
    pub(super) root: &'static str,
    pub(super) of: &'static str,
    pub(super) document: String,
}

fn read(root: &'static str, of: &'static str, field: &str) -> Case {
    Case { root, of, document: format!("{{ answer: {field} }}") }
}

fn own(of: &'static str, field: &str) -> Case {
    Case { root: "viewer", of, document: format!("{{ viewer {{ answer: {field} }} }}") }
}

fn write(root: &'static str, of: &'static str, selection: &str) -> Case {
    let name: String = root[..1].to_uppercase() + &root[1..];
    let document = format!(
        "mutation Case($input: {name}Input!) {{ answer: {root}(input: $input) {{ \
         userErrors {{ code }} {selection} }} }}"
    );
    Case { root, of, document }
}

pub(super) fn cases() -> Vec<Case> {
    let huang = CustomerId(named("huang"));
    let node = |of, id: String| read("node", of, &format!("node(id: \"{id}\") {{ id }}"));
    let nodes = [huang.to_string(), HoldingId(named("huang/0")).to_string()];
    let names = "(first: 9) { nodes { name } }";
    let mut cases = vec![
        read("viewer", "", "viewer { staff { name } }"),
        own("book", &format!("book{names}")),
        own(
            "agenda",
            "agenda(from: \"2026-01-15T00:00:00Z\", to: \"2026-01-31T00:00:00Z\", first: 9) {
                nodes { __typename } }",
        ),
        read("customers", "", &format!("customers{names}")),
        read("customer", "", &format!("customer(id: \"{huang}\") {{ name }}")),
        read("products", "", &format!("products{names}")),
        read("orgUnit", "", &format!("orgUnit(id: \"{}\") {{ id }}", OrgUnitId(named("south")))),
        read("staff", "", &format!("staff(id: \"{}\") {{ id }}", StaffId(named("sui")))),
        read("search", "customers", "search(text: \"huang\", first: 9) { nodes { id } }"),
        read("search", "staff", "search(text: \"sui\", types: [STAFF], first: 9) { nodes { id } }"),
        read("apiInfo", "", "apiInfo { version }"),
        read("sync", "", "sync(first: 9, scopes: [CUSTOMERS]) { nodes: changes { id } }"),
        Case {
            root: "syncPush",
            of: "of a contact",
            document: "mutation Case($input: SyncPushInput!) { answer: syncPush(input: $input) {
                results { status } } }"
                .into(),
        },
        node("customer", huang.to_string()),
        node("holding", HoldingId(named("huang/0")).to_string()),
        node("movement", MovementId(named("huang/m")).to_string()),
        node("assignment", AssignmentId(named("huang/a")).to_string()),
        node("interaction", InteractionId(named("huang/i")).to_string()),
        node("follow-up", FollowUpId(named("huang/f")).to_string()),
        node("key person", KeyPersonId(named("huang/k")).to_string()),
        node("preference", PreferenceId(named("huang/q")).to_string()),
        node("data issue", DataIssueId(named("huang/i")).to_string()),
        read("dataIssues", "", "dataIssues(first: 9) { nodes { id } }"),
        node("product", ProductId(named("DEP")).to_string()),
        node("unit", OrgUnitId(named("south")).to_string()),
        node("staff", StaffId(named("sui")).to_string()),
        node("session of li", session_of("li").to_string()),
        read("nodes", "", &format!("nodes(ids: {nodes:?}) {{ id }}")),
    ];
    cases.extend([
        write("customerUpdate", "", "customer { name }"),
        write("customerReveal", "for contact", "value"),
        write("customerReveal", "for the audit", "value"),
        write("assignmentChange", "", "assignment { id }"),
        write("sessionEnd", "of li", "session { id }"),
        write("sessionSignOut", "", ""),
        write("sessionSignIn", "wrong password", "accessToken"),
        write("sessionRefresh", "no token", "accessToken"),
    ]);
    cases.extend(writes_to_people());
    cases
}

fn writes_to_people() -> Vec<Case> {
    vec![
        write("interactionPlan", "", "interaction { id }"),
        write("interactionRecord", "", "interaction { id }"),
        write("interactionAmend", "of li", "interaction { id }"),
        write("interactionCancel", "of li", "interaction { id }"),
        write("interactionMemoWrite", "of li", "interaction { memo }"),
        write("followUpCreate", "", "followUp { id }"),
        write("followUpUpdate", "of li", "followUp { id }"),
        write("keyPersonAdd", "", "keyPerson { name }"),
        write("keyPersonUpdate", "", "keyPerson { name }"),
        write("keyPersonRemove", "", "removedId"),
        write("preferenceRecord", "", "preference { key }"),
        write("preferenceRemove", "", "removedId"),
        write("relationAdd", "", "relation { kind }"),
        write("relationRemove", "", "removedId"),
        write("dataIssueJudge", "so", "dataIssue { state }"),
        write("dataIssueJudge", "not so", "dataIssue { state }"),
        write("customerMerge", "", "customer { id }"),
        write("customerUnmerge", "of none", "customer { id }"),
    ]
}
