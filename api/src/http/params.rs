//! What a body asks for: one operation object, its members of the types that the specification
//! gives them.

use async_graphql_value::Variables;
use serde::Deserialize;

/// One operation to be carried out.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Params {
    /// The document.
    pub query: Option<String>,
    /// Names a document that the server knows, in place of `query`: `sha256:` and its hash.
    pub document_id: Option<String>,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// Values of its variables.
    pub variables: Variables,
    /// What clients and servers agree on beside the specification.
    pub extensions: Option<Extensions>,
}

/// The extensions that are understood; others are passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Extensions {
    /// The document by its hash.
    pub persisted_query: Option<PersistedQuery>,
}

/// A document by its hash, as Apollo's clients name it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersistedQuery {
    /// Of the protocol; there is only 1.
    pub version: u32,
    /// SHA-256 of the document's text, in hexadecimal.
    pub sha256_hash: String,
}

/// Why a body is no operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// There is nothing in it.
    #[error("The body is empty; it must be one JSON object with a query.")]
    Empty,
    /// Several operations in one request.
    #[error("The body is an array; operations are sent one a request.")]
    Batch,
    /// It is no JSON, or a member has another type than the specification gives it.
    #[error(
        "The body must be one JSON object with a string `query`, and if given a string \
         `operationName`, an object `variables` and an object `extensions`."
    )]
    Shape,
    /// A text holds U+0000, which no database of ours keeps.
    #[error("No text may hold the character U+0000.")]
    Nul,
}

/// U+0000 as JSON writes it, and as a text within the document is written.
const NUL: &[u8] = b"\\u0000";

impl Params {
    /// Reads a body.
    ///
    /// # Errors
    /// It is no JSON object, a member has the wrong type, or a text holds U+0000. Its text is not
    /// repeated, since variables hold personal data.
    pub fn read(body: &[u8]) -> Result<Self, BodyError> {
        if body.windows(NUL.len()).any(|part| part == NUL) {
            return Err(BodyError::Nul);
        }
        // A struct is read from an array of its members, too, hence the look at the first byte.
        match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            None => Err(BodyError::Empty),
            Some(b'[') => Err(BodyError::Batch),
            Some(b'{') => serde_json::from_slice(body).map_err(|_| BodyError::Shape),
            Some(_) => Err(BodyError::Shape),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BodyError, Params};

    #[test]
    fn no_text_holds_a_nul() {
        for body in [
            r#"{"query": "{ a }", "variables": {"b": "x\u0000"}}"#,
            r#"{"query": "{ a(b: \"\\u0000\") }"}"#,
        ] {
            assert_eq!(Params::read(body.as_bytes()).unwrap_err(), BodyError::Nul);
        }
    }

    #[test]
    fn members_have_the_types_of_the_specification() {
        let body = br#" {"query": "{ a }", "operationName": null, "variables": {"b": [1]},
            "extensions": {"other": 1, "persistedQuery": {"version": 1, "sha256Hash": "c"}}}"#;
        let params = Params::read(body).unwrap();
        assert_eq!(params.query.as_deref(), Some("{ a }"));
        assert_eq!(params.variables.len(), 1);
        assert_eq!(params.extensions.unwrap().persisted_query.unwrap().sha256_hash, "c");

        for member in ["query", "operationName", "variables", "extensions", "documentId"] {
            for wrong in ["1", "false", "[\"a\"]"] {
                let body = format!("{{\"{member}\": {wrong}}}");
                assert_eq!(Params::read(body.as_bytes()).unwrap_err(), BodyError::Shape, "{body}");
            }
            let null = format!("{{\"{member}\": null}}");
            assert!(Params::read(null.as_bytes()).is_ok(), "{null}");
        }
    }

    #[test]
    fn body_that_is_no_operation_is_told_apart() {
        let told = |body: &[u8]| Params::read(body).unwrap_err();
        assert_eq!(told(b""), BodyError::Empty);
        assert_eq!(told(b" [{\"query\": \"{ a }\"}]"), BodyError::Batch);
        assert_eq!(told(b"\"{ a }\""), BodyError::Shape);
        assert_eq!(told(b"{\"query\": "), BodyError::Shape);
    }
}
