//! Who is who at customers, and what is remembered of them: each noun fetched once for a page.

use super::{
    care::{Care, Cares},
    family::Family,
    group::{self, Group},
};
use crate::service::{
    data_issue::tree::{self as data_issue, DataIssueTree},
    error::ServiceError,
    key_person::tree::{self as key_person, KeyPersonAsk},
    list::{Asks, Lists},
    op::Op,
    preference::tree::{self as preference, PreferenceAsk, PreferenceTree},
};
use entity::{customer_standing, id::CustomerId, key_person::Model as KeyPerson};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// How deep the people of a customer are wanted.
#[derive(Clone, Debug, Default)]
pub struct PeopleWant {
    /// Who counts there.
    pub key_persons: Asks<KeyPersonAsk, ()>,
    /// What it likes.
    pub preferences: Asks<PreferenceAsk, ()>,
    /// Whether the group that it belongs to is.
    pub group: bool,
    /// Whether what is wrong with its data is.
    pub data_issues: bool,
    /// Within how many days occasions to care for it are.
    pub cares: BTreeSet<u64>,
}

/// The people of a customer that were wanted.
#[derive(Clone, Debug, Default)]
pub struct PeopleTree {
    /// Who counts there.
    pub key_persons: Lists<KeyPersonAsk, Arc<KeyPerson>>,
    /// What it likes.
    pub preferences: Lists<PreferenceAsk, Arc<PreferenceTree>>,
    /// The group that it belongs to; `None` where it was not wanted or there is none.
    pub group: Option<Arc<Group>>,
    /// What is wrong with its data and undecided; `None` where it was not wanted.
    pub data_issues: Option<Vec<Arc<DataIssueTree>>>,
    /// Occasions to care for it, by the days within which they were wanted.
    pub cares: BTreeMap<u64, Vec<Care>>,
}

/// What is wanted of the customers with these standings, each noun fetched once for all of them.
pub(super) async fn of_customers(
    op: &Op,
    standings: &[&customer_standing::Model],
    family: &Family,
    want: &PeopleWant,
) -> Result<HashMap<CustomerId, PeopleTree>, ServiceError> {
    let ids: Vec<_> = standings.iter().map(|row| row.customer_id).collect();
    let mut trees: HashMap<_, _> = ids.iter().map(|&id| (id, PeopleTree::default())).collect();
    for asked in &want.key_persons.0 {
        let mut found = key_person::of_customers(op, &family.ids, asked).await?;
        let place = |row: &Arc<KeyPerson>| (Reverse(row.influence), row.id);
        for (&id, tree) in &mut trees {
            let listed =
                family.taken(&mut found, id, asked, |one, other| place(one).cmp(&place(other)));
            tree.key_persons.push(asked.ask.clone(), listed);
        }
    }
    for asked in &want.preferences.0 {
        let mut found = preference::of_customers(op, &family.ids, asked).await?;
        let place = |tree: &Arc<PreferenceTree>| (Reverse(tree.row.last_seen_on), tree.row.id);
        for (&id, tree) in &mut trees {
            let listed =
                family.taken(&mut found, id, asked, |one, other| place(one).cmp(&place(other)));
            tree.preferences.push(asked.ask.clone(), listed);
        }
    }
    if want.group {
        let found = group::of_customers(op, &ids).await?;
        for (id, tree) in &mut trees {
            tree.group = found.get(id).cloned();
        }
    }
    if !want.cares.is_empty() {
        let found = Cares::load(op, &ids).await?;
        for standing in standings {
            let within = |days: u64| (days, found.of(op, standing, days));
            let cares = want.cares.iter().copied().map(within).collect();
            trees.entry(standing.customer_id).or_default().cares = cares;
        }
    }
    if want.data_issues {
        issues(op, &mut trees, family).await?;
    }
    Ok(trees)
}

async fn issues(
    op: &Op,
    trees: &mut HashMap<CustomerId, PeopleTree>,
    family: &Family,
) -> Result<(), ServiceError> {
    let found = data_issue::of_customers(op, &family.ids).await?;
    for (&id, tree) in trees {
        let mut issues = family.shared(&found, id);
        issues.sort_by_key(|issue| Reverse(issue.row.id));
        issues.dedup_by_key(|issue| issue.row.id);
        issues.truncate(data_issue::MAX_OF_CUSTOMER);
        tree.data_issues = Some(issues);
    }
    Ok(())
}
