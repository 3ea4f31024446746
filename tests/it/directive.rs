//! What `schema.graphql` says of fields beyond their types, held against what the server does.

use api::{
    config::Limits,
    graphql::schema,
    http::guard::{Document, GuardLimits},
};
use async_graphql::{
    Variables,
    parser::{
        parse_schema,
        types::{BaseType, ConstDirective, FieldDefinition, TypeKind, TypeSystemDefinition},
    },
};

/// Every field of every object, with the name of its type.
fn fields() -> Vec<(String, FieldDefinition)> {
    let document = parse_schema(schema::sdl()).unwrap();
    let mut found = Vec::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let TypeKind::Object(object) = ty.node.kind else { continue };
        let name = ty.node.name.node.to_string();
        found.extend(object.fields.into_iter().map(|field| (name.clone(), field.node)));
    }
    found
}

fn directive<'field>(field: &'field FieldDefinition, name: &str) -> Option<&'field ConstDirective> {
    field.directives.iter().map(|directive| &directive.node).find(|d| d.name.node == name)
}

/// The value of a directive's argument, as it is written.
fn argument(field: &FieldDefinition, name: &str, argument: &str) -> Option<String> {
    let value = directive(field, name)?.get_argument(argument)?;
    Some(value.node.to_string())
}

/// The permission that the schema says a root field needs, if it says so of one.
pub(crate) fn permission(root: &str) -> Option<String> {
    argument(&root_field(root)?, "auth", "permission")
}

/// The statements that the schema says a root field takes.
pub(crate) fn weight(root: &str) -> usize {
    let weight = argument(&root_field(root).unwrap(), "cost", "weight");
    weight.map_or(0, |weight| weight.parse().unwrap())
}

fn root_field(root: &str) -> Option<FieldDefinition> {
    let is_root = |ty: &str| ["Query", "Mutation"].contains(&ty);
    let found = fields().into_iter().find(|(ty, field)| is_root(ty) && field.name.node == root);
    found.map(|(_, field)| field)
}

/// The guard counts each field with the weight that the schema tells of it.
#[test]
fn cost_is_what_the_guard_counts() {
    let limits = Limits::default();
    let guard = GuardLimits::new(&limits, true);
    let mut weighed = 0;
    for (ty, field) in fields() {
        let given: Vec<_> =
            field.arguments.iter().map(|argument| format!("{}: 1", argument.node.name)).collect();
        let given = if given.is_empty() { String::new() } else { format!("({})", given.join(" ")) };
        let (name, wrapped) = (&field.name, ["Query", "Mutation"].contains(&ty.as_str()));
        let (text, around) = match (ty.as_str(), wrapped) {
            ("Mutation", _) => (format!("mutation {{ {name}{given} }}"), 0),
            (_, true) => (format!("{{ {name}{given} }}"), 0),
            (_, false) => (format!("{{ root {{ {name}{given} }} }}"), 1),
        };
        let document = Document::read(&text, &guard).unwrap();
        let operation = document.operation(None).unwrap();
        let cost = operation.cost(&Variables::default(), limits.list_items, u64::MAX).unwrap();
        let told = argument(&field, "cost", "weight").map_or(0, |weight| weight.parse().unwrap());
        assert_eq!(cost.statements - around, told, "{ty}.{name}");
        weighed += u64::from(told > 0);
    }
    assert!(weighed > 30, "{weighed}");
}

/// Money, masks and tokens say what they are wherever they stand.
#[test]
fn what_is_sensitive_is_marked() {
    for (ty, field) in fields() {
        let class = argument(&field, "sensitive", "class");
        let expected = match (named(&field).as_str(), field.name.node.as_str()) {
            ("Money", _) => "FINANCIAL",
            ("MaskedText", _) => "PII",
            (_, "accessToken" | "refreshToken" | "deviceSecret") => "SECRET",
            _ => continue,
        };
        assert_eq!(class.as_deref(), Some(expected), "{ty}.{}", field.name);
    }
}

/// A field that may be null only with an error is nullable, or the directive would say nothing.
#[test]
fn semantic_non_null_stands_on_nullable_fields() {
    for (ty, field) in fields() {
        if directive(&field, "semanticNonNull").is_some() {
            assert!(field.ty.node.nullable, "{ty}.{}", field.name);
        }
    }
}

fn named(field: &FieldDefinition) -> String {
    let mut base = &field.ty.node.base;
    loop {
        match base {
            BaseType::Named(name) => return name.to_string(),
            BaseType::List(items) => base = &items.base,
        }
    }
}
