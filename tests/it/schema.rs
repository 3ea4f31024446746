//! The schema itself; it needs no bank.

use api::graphql::schema;
use serde_json::Value;

const EVERYTHING: &str = "{ __schema { directives { name description args { name description } }
    types { name description
    inputFields { name description } enumValues { name description }
    fields { name description args { name description } } } } }";

/// The schema as clients see it is checked in and reviewed like code.
#[test]
fn sdl() {
    let checked_in = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql");
    let checked_in = std::fs::read_to_string(checked_in).unwrap();
    assert!(checked_in == schema::sdl(), "run `rapport schema > schema.graphql` and review it");
}

#[tokio::test]
async fn everything_is_described() {
    let answer = schema::build().execute(EVERYTHING).await.data.into_json().unwrap();
    let mut undescribed = Vec::new();
    // async-graphql gives the built-in ID no description.
    for ty in list(&answer["__schema"]["types"]).filter(|ty| name(ty) != "ID") {
        check(ty, "", &mut undescribed);
        for value in list(&ty["inputFields"]).chain(list(&ty["enumValues"])) {
            check(value, &name(ty), &mut undescribed);
        }
        for field in list(&ty["fields"]) {
            check(field, &name(ty), &mut undescribed);
            for argument in list(&field["args"]) {
                check(argument, &format!("{}.{}", name(ty), name(field)), &mut undescribed);
            }
        }
    }
    // Those of the specification have no descriptions in async-graphql.
    let of_the_specification = ["deprecated", "include", "oneOf", "skip", "specifiedBy"];
    for directive in list(&answer["__schema"]["directives"])
        .filter(|directive| !of_the_specification.contains(&name(directive).as_str()))
    {
        check(directive, "@", &mut undescribed);
        for argument in list(&directive["args"]) {
            check(argument, &format!("@{}", name(directive)), &mut undescribed);
        }
    }
    assert_eq!(undescribed, Vec::<String>::new());
}

/// Names that mean something else in the languages of the apps, so that generated code clashes.
#[tokio::test]
async fn no_type_is_called_as_one_of_the_languages_of_apps() {
    let answer = schema::build().execute(EVERYTHING).await.data.into_json().unwrap();
    let banned = ["Task", "Error", "Type", "Protocol", "Schema", "Selection", "Result", "Data"];
    let clashes: Vec<_> = list(&answer["__schema"]["types"])
        .map(name)
        .filter(|name| banned.contains(&name.as_str()))
        .collect();
    assert_eq!(clashes, Vec::<String>::new());
}

/// Money and ratios are exact, so no field, argument or input is a `Float`.
#[test]
fn nothing_is_a_float() {
    let sdl = schema::sdl();
    let floats: Vec<_> =
        sdl.lines().filter(|line| line.contains(": Float") || line.contains("[Float")).collect();
    assert_eq!(floats, Vec::<&str>::new());
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten().filter(|item| !name(item).starts_with("__"))
}

fn name(value: &Value) -> String {
    value["name"].as_str().unwrap_or_default().to_owned()
}

fn check(value: &Value, parent: &str, undescribed: &mut Vec<String>) {
    if value["description"].as_str().is_none_or(str::is_empty) {
        undescribed.push(format!("{parent}.{}", name(value)));
    }
}
