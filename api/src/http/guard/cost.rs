//! What an operation is expected to cost, from its document and variables alone.
//!
//! Statements do not depend on how many rows a page has, nodes do; so a selection set costs a
//! number of statements, and a number of nodes for each time that it is answered. That is linear,
//! and again each fragment is looked at once.

use crate::graphql::weight::{self, Place};
use async_graphql_parser::{
    Positioned,
    types::{
        Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
        SelectionSet,
    },
};
use async_graphql_value::{ConstValue, Value, Variables};
use chrono::NaiveDate;
use std::collections::HashMap;

/// What an operation costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Statements.
    pub statements: u64,
    /// Rows and other objects in lists.
    pub nodes: u64,
}

impl Cost {
    /// In points: a statement is one, 20 nodes are one.
    #[must_use]
    pub fn points(self) -> u64 {
        self.statements.saturating_add(self.nodes.div_ceil(weight::NODES_A_POINT)).max(1)
    }

    fn beside(self, other: Self) -> Self {
        Self {
            statements: self.statements.saturating_add(other.statements),
            nodes: self.nodes.saturating_add(other.nodes),
        }
    }
}

/// What `operation` is expected to cost. The document has no cycles (`walk` has refused them).
pub(super) fn of(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Cost {
    let mut walk = Walk { document, operation, variables, known: HashMap::new() };
    walk.set(&operation.selection_set.node, true)
}

struct Walk<'doc> {
    document: &'doc ExecutableDocument,
    operation: &'doc OperationDefinition,
    variables: &'doc Variables,
    /// By fragment, and whether it is spread at the root.
    known: HashMap<(&'doc str, bool), Cost>,
}

impl<'doc> Walk<'doc> {
    fn set(&mut self, set: &'doc SelectionSet, root: bool) -> Cost {
        let mut sum = Cost::default();
        for Positioned { node, .. } in &set.items {
            if self.is_skipped(node.directives()) {
                continue;
            }
            sum = sum.beside(match node {
                Selection::Field(field) => self.field(&field.node, root),
                Selection::InlineFragment(inline) => {
                    self.set(&inline.node.selection_set.node, root)
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, root)
                }
            });
        }
        sum
    }

    fn fragment(&mut self, name: &str, root: bool) -> Cost {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return Cost::default();
        };
        if let Some(cost) = self.known.get(&(name.as_str(), root)) {
            return *cost;
        }
        let cost = self.set(&fragment.node.selection_set.node, root);
        self.known.insert((name, root), cost);
        cost
    }

    fn field(&mut self, field: &'doc Field, root: bool) -> Cost {
        let name = field.name.node.as_str();
        match name {
            "__typename" => return Cost::default(),
            "__schema" | "__type" => return Cost { statements: weight::INTROSPECTION, nodes: 0 },
            _ => {}
        }
        let inside = self.set(&field.selection_set.node, false);
        let rows = self.rows(field);
        let place = match (root, self.operation.ty) {
            (true, OperationType::Mutation) => Place::Mutation,
            (true, _) => Place::Query,
            (false, _) => Place::Below,
        };
        let own = weight::statements(place, name, |name| self.is_given(field, name));
        // A page is answered once for each row; anything else once, or once for each of its nodes.
        let fixed = self.days(field).unwrap_or_else(|| weight::nodes(name));
        let times = rows.unwrap_or(0).saturating_add(fixed);
        let each = inside.nodes.saturating_mul(times.max(1));
        Cost {
            statements: inside.statements.saturating_add(own),
            nodes: times.saturating_add(each),
        }
    }

    /// Whether an argument is given, and not as null.
    fn is_given(&self, field: &Field, argument: &str) -> bool {
        let given = field.get_argument(argument).map(|value| &value.node);
        given.is_some_and(|value| self.constant(value) != Some(ConstValue::Null))
    }

    /// How many rows a page may have; `None` where the field is no page.
    fn rows(&self, field: &Field) -> Option<u64> {
        let given = field.arguments.iter().filter_map(|(name, value)| match name.node.as_str() {
            "first" | "last" => self.number(&value.node),
            "ids" => self.length(&value.node),
            _ => None,
        });
        given.max()
    }

    /// The days of a series between two ends; `None` where they are none, which is refused later.
    fn days(&self, field: &Field) -> Option<u64> {
        let day = |name| match self.constant(&field.get_argument(name)?.node)? {
            ConstValue::String(text) => text.parse::<NaiveDate>().ok(),
            _ => None,
        };
        let (from, to) = (day("from")?, day("to")?);
        u64::try_from((to - from).num_days() + 1).ok()
    }

    /// The number of a page's rows. What is no number is refused later, and until then is the
    /// largest page; null is as if it were not given.
    fn number(&self, value: &Value) -> Option<u64> {
        let number = match self.constant(value)? {
            ConstValue::Null => return None,
            ConstValue::Number(number) => number.as_u64(),
            _ => None,
        };
        Some(number.unwrap_or(weight::LARGEST_PAGE))
    }

    fn length(&self, value: &Value) -> Option<u64> {
        let length = match value {
            Value::List(items) => items.len(),
            Value::Variable(_) => match self.constant(value)? {
                ConstValue::List(items) => items.len(),
                _ => 1,
            },
            _ => 1,
        };
        Some(u64::try_from(length).unwrap_or(u64::MAX))
    }

    fn is_skipped(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().any(|Positioned { node, .. }| {
            let when = match node.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return false,
            };
            let given = node.get_argument("if").and_then(|value| self.constant(&value.node));
            matches!(given, Some(ConstValue::Boolean(given)) if given == when)
        })
    }

    /// A value with the variables put in; `None` where a variable has none.
    fn constant(&self, value: &Value) -> Option<ConstValue> {
        let Value::Variable(name) = value else { return value.clone().into_const() };
        if let Some(given) = self.variables.get(name) {
            return Some(given.clone());
        }
        let mut defined = self.operation.variable_definitions.iter();
        let defined = defined.find(|defined| defined.node.name.node == *name)?;
        defined.node.default_value.as_ref().map(|default| default.node.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::Cost;
    use crate::config::Limits;
    use crate::http::guard::{Document, GuardLimits};
    use async_graphql_value::Variables;
    use proptest::prelude::*;
    use serde_json::json;

    fn cost(text: &str, variables: serde_json::Value) -> Cost {
        let document = Document::read(text, &GuardLimits::new(&Limits::default(), true)).unwrap();
        let operation = document.operation(None).unwrap();
        operation.cost(&Variables::from_json(variables), 250, u64::MAX).unwrap()
    }

    #[test]
    fn pages_multiply_nodes_and_not_statements() {
        let book = "{ book(first: 20) { nodes { name holdings(last: 50) { nodes { id } } } } }";
        let expected = Cost { statements: 2, nodes: 20 + 20 * 50 };
        assert_eq!(cost(book, json!({})), expected);
        assert_eq!(expected.points(), 2 + 51);
    }

    #[test]
    fn fragments_aliases_and_variables_count_like_what_they_stand_for() {
        let text = "query Q($n: Int = 20, $no: Boolean!) {
            ...Roots b: book(first: $n) { ...Page }
            c: book(first: 100) @skip(if: $no) { ...Page }
        }
        fragment Roots on Query { ... on Query { a: book(first: 5) { ...Page } } }
        fragment Page on CustomerConnection { nodes { id } }";
        let of = |variables| cost(text, variables);
        assert_eq!(of(json!({ "no": true })), Cost { statements: 2, nodes: 25 });
        assert_eq!(of(json!({ "no": true, "n": 7 })), Cost { statements: 2, nodes: 12 });
        assert_eq!(of(json!({ "no": false, "n": 7 })), Cost { statements: 3, nodes: 112 });
        assert_eq!(of(json!({ "no": true, "n": "x" })), Cost { statements: 2, nodes: 105 });
    }

    #[test]
    fn ids_writes_and_schema_have_their_weight() {
        let ids = "query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }";
        assert_eq!(cost(ids, json!({ "ids": ["a", "b"] })), Cost { statements: 1, nodes: 2 });
        let write = "mutation { customerUpdate(input: {}) { customer { id } } }";
        assert_eq!(cost(write, json!({})).points(), 14);
        assert_eq!(cost("{ __typename }", json!({})).points(), 1);
        assert_eq!(cost("{ __schema { types { name } } }", json!({})).points(), 50);
    }

    #[test]
    fn a_series_has_a_node_for_each_day() {
        let series = "query Q($to: Date!) { balances(from: \"2026-01-01\", to: $to) { on } }";
        let nodes = |to: &str| cost(series, json!({ "to": to })).nodes;
        assert_eq!((nodes("2026-01-01"), nodes("2026-12-31")), (1, 365));
        assert_eq!((nodes("2025-12-30"), nodes("x")), (90, 90), "refused later");
    }

    proptest! {
        #[test]
        fn deeper_and_longer_never_costs_less(pages in prop::collection::vec(any::<u64>(), 1..9)) {
            let nested = |pages: &[u64]| {
                let open = pages.iter().map(|n| format!("a(first: {n}) {{ ")).collect::<Vec<_>>().concat();
                cost(&format!("{{ {open} id {} }}", "} ".repeat(pages.len())), json!({}))
            };
            let (whole, part) = (nested(&pages), nested(&pages[1..]));
            prop_assert!(whole.points() >= part.points() || pages[0] == 0);
            let product = pages.iter().fold(1_u64, |all, n| all.saturating_mul(*n));
            prop_assert!(whole.nodes >= product);
        }
    }
}
