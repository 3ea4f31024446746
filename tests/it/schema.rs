//! The schema itself; it needs no bank.

use api::graphql::schema;
use serde_json::Value;

const EVERYTHING: &str = "{ __schema { types { name description
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
    assert_eq!(undescribed, Vec::<String>::new());
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
