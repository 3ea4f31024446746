//! `@cost` on every field that `weight` counts a statement for: written from the table that the
//! guard counts by, so that the schema and the guard cannot differ.

use super::{
    directive::cost,
    weight::{self, Place},
};
use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, TypeDirective, Value,
    parser::types::Field,
    registry::{MetaType, Registry},
};
use std::borrow::Cow;

/// No type of the schema: what is registered with it is the directive, on the fields of all types
/// that are known by then. A type is the only thing that is handed the whole registry.
#[derive(Clone, Copy, Debug)]
pub struct Costs;

impl OutputType for Costs {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("Costs")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        TypeDirective::register(&cost, registry);
        let Registry { types, query_type, mutation_type, .. } = registry;
        for ty in types.values_mut() {
            let MetaType::Object { name, fields, .. } = ty else { continue };
            let place = match name {
                name if name == query_type => Place::Query,
                name if Some(&*name) == mutation_type.as_ref() => Place::Mutation,
                _ => Place::Below,
            };
            for (name, field) in fields {
                let weight = weight::statements(place, name, |arg| field.args.contains_key(arg));
                if weight > 0 {
                    field.directive_invocations.push(cost::apply(weight));
                }
            }
        }
        Self::type_name().into_owned()
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(Value::Null)
    }
}
