//! What a selection set measures, and how the measures of its parts add up.

use async_graphql_parser::types::Field;

/// Lists of the introspection schema.
const SCHEMA_LISTS: [&str; 9] = [
    "types",
    "directives",
    "fields",
    "args",
    "inputFields",
    "interfaces",
    "possibleTypes",
    "enumValues",
    "locations",
];

/// What a selection set measures, fragments expanded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Fields inside fields.
    pub(super) depth: usize,
    /// Fields at its own level.
    pub(super) fields: usize,
    /// Fields, spreads and inline fragments.
    pub(super) selections: usize,
    /// Fields that are given another name.
    pub(super) aliases: usize,
    /// Directives.
    pub(super) directives: usize,
    /// Lists of the schema inside one another.
    pub(super) schema_lists: usize,
    /// What stands under `__schema` and `__type`, which count in none of the above but aliases,
    /// fields and directives.
    pub(super) introspection: Introspection,
}

/// What asks for the schema, from `__schema` or `__type` on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Introspection {
    pub(super) depth: usize,
    pub(super) selections: usize,
    pub(super) lists: usize,
}

impl Shape {
    /// Both, one beside the other.
    pub(super) fn beside(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            fields: self.fields.saturating_add(other.fields),
            selections: self.selections.saturating_add(other.selections),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
            schema_lists: self.schema_lists.max(other.schema_lists),
            introspection: Introspection {
                depth: self.introspection.depth.max(other.introspection.depth),
                selections: self
                    .introspection
                    .selections
                    .saturating_add(other.introspection.selections),
                lists: self.introspection.lists.max(other.introspection.lists),
            },
        }
    }

    /// What stands here apart from fields: a spread or an inline fragment with this inside.
    pub(super) fn wrapped(self, directives: usize) -> Self {
        Self {
            selections: self.selections.saturating_add(1),
            directives: self.directives.saturating_add(directives),
            ..self
        }
    }

    /// A field with this inside.
    pub(super) fn under(self, field: &Field) -> Self {
        let name = field.name.node.as_str();
        let depth = self.depth.saturating_add(1);
        let selections = self.selections.saturating_add(1);
        let schema_lists = self.schema_lists + usize::from(SCHEMA_LISTS.contains(&name));
        let outside = Self {
            fields: 1,
            aliases: self.aliases.saturating_add(usize::from(field.alias.is_some())),
            directives: self.directives.saturating_add(field.directives.len()),
            ..self
        };
        if matches!(name, "__schema" | "__type") {
            let introspection = Introspection { depth, selections, lists: schema_lists };
            return Self { depth: 0, selections: 0, schema_lists: 0, introspection, ..outside };
        }
        Self { depth, selections, schema_lists, ..outside }
    }
}
