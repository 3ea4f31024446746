//! Lists that are given as input, in the document or as variables.

use super::{
    limits::GuardLimits,
    refusal::{Limit, Refusal},
};
use async_graphql_parser::Positioned;
use async_graphql_parser::types::{Directive, ExecutableDocument, Selection, SelectionSet};
use async_graphql_value::{ConstValue, Value, Variables};

/// Refuses a document in which a list is written that is too long.
///
/// # Errors
/// The longest list is longer than allowed.
pub(super) fn check_literals(
    document: &ExecutableDocument,
    limits: &GuardLimits,
) -> Result<(), Refusal> {
    let mut longest = 0;
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        for variable in &operation.variable_definitions {
            longest = longest.max(of_directives(&variable.node.directives));
            if let Some(default) = &variable.node.default_value {
                longest = longest.max(of_constant(&default.node));
            }
        }
        longest = longest.max(of_directives(&operation.directives));
        longest = longest.max(of_set(&operation.selection_set.node));
    }
    for fragment in document.fragments.values() {
        longest = longest.max(of_directives(&fragment.node.directives));
        longest = longest.max(of_set(&fragment.node.selection_set.node));
    }
    over(longest, limits.list_items)
}

/// Refuses a request that brings a list that is too long among its variables.
///
/// # Errors
/// The longest list is longer than allowed.
pub(super) fn check_variables(variables: &Variables, list_items: usize) -> Result<(), Refusal> {
    over(variables.values().map(of_constant).max().unwrap_or(0), list_items)
}

fn over(longest: usize, allowed: usize) -> Result<(), Refusal> {
    let wide = |figure| u64::try_from(figure).unwrap_or(u64::MAX);
    Refusal::over(Limit::ListItems, wide(longest), wide(allowed)).map_or(Ok(()), Err)
}

/// The longest list written in a selection set. Fragments are read where they are defined.
fn of_set(set: &SelectionSet) -> usize {
    let of_selection = |selection: &Positioned<Selection>| match &selection.node {
        Selection::Field(field) => {
            let field = &field.node;
            let arguments = field.arguments.iter().map(|(_, value)| of_value(&value.node)).max();
            arguments
                .unwrap_or(0)
                .max(of_directives(&field.directives))
                .max(of_set(&field.selection_set.node))
        }
        Selection::FragmentSpread(spread) => of_directives(&spread.node.directives),
        Selection::InlineFragment(inline) => {
            of_directives(&inline.node.directives).max(of_set(&inline.node.selection_set.node))
        }
    };
    set.items.iter().map(of_selection).max().unwrap_or(0)
}

fn of_directives(directives: &[Positioned<Directive>]) -> usize {
    let arguments = directives.iter().flat_map(|directive| &directive.node.arguments);
    arguments.map(|(_, value)| of_value(&value.node)).max().unwrap_or(0)
}

fn of_value(value: &Value) -> usize {
    match value {
        Value::List(items) => items.iter().map(of_value).max().unwrap_or(0).max(items.len()),
        Value::Object(members) => members.values().map(of_value).max().unwrap_or(0),
        _ => 0,
    }
}

fn of_constant(value: &ConstValue) -> usize {
    match value {
        ConstValue::List(items) => {
            items.iter().map(of_constant).max().unwrap_or(0).max(items.len())
        }
        ConstValue::Object(members) => members.values().map(of_constant).max().unwrap_or(0),
        _ => 0,
    }
}
