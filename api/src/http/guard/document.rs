//! A document that has passed, and one of its operations with the variables of a request.

use super::{
    cost::{self, Cost},
    input, lexer,
    limits::GuardLimits,
    refusal::{Limit, Refusal},
    walk,
};
use async_graphql_parser::{
    Error, parse_query,
    types::{
        DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
        SelectionSet,
    },
};
use async_graphql_value::{ConstValue, Variables};
use std::collections::{BTreeSet, HashSet};

/// A parsed document within all limits that depend on the text alone. Worth keeping by the hash of
/// its text.
#[derive(Clone, Debug)]
pub struct Document {
    parsed: ExecutableDocument,
    bytes: usize,
}

/// One operation of a document, as a request names it.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'doc> {
    document: &'doc ExecutableDocument,
    name: Option<&'doc str>,
    definition: &'doc OperationDefinition,
}

impl Document {
    /// Reads a text. A refusal comes before anything has grown larger than the text.
    ///
    /// # Errors
    /// The text is not GraphQL, or asks for more than `limits` allow; then all that is too much.
    pub fn read(text: &str, limits: &GuardLimits) -> Result<Self, Vec<Refusal>> {
        lexer::check(text, limits).map_err(|refusal| vec![refusal])?;
        let document = parse_query(text).map_err(|error| vec![syntax(&error)])?;
        walk::check(&document, limits)?;
        input::check_literals(&document, limits).map_err(|refusal| vec![refusal])?;
        Ok(Self { parsed: document, bytes: text.len() })
    }

    /// The document for the executor.
    #[must_use]
    pub fn parsed(&self) -> &ExecutableDocument {
        &self.parsed
    }

    /// Length of its text, bytes.
    #[must_use]
    pub fn bytes(&self) -> u32 {
        u32::try_from(self.bytes).unwrap_or(u32::MAX)
    }

    /// The operation that a request names.
    ///
    /// # Errors
    /// There is none of that name, or several and no name.
    pub fn operation(&self, name: Option<&str>) -> Result<Operation<'_>, Refusal> {
        let document = &self.parsed;
        let (name, definition) = match (&document.operations, name) {
            (DocumentOperations::Single(single), None) => (None, single),
            (DocumentOperations::Single(_), Some(_)) => return Err(Refusal::UnknownOperation),
            (DocumentOperations::Multiple(named), Some(name)) => named
                .get_key_value(name)
                .map(|(name, found)| (Some(name.as_str()), found))
                .ok_or(Refusal::UnknownOperation)?,
            (DocumentOperations::Multiple(named), None) => {
                let mut all = named.iter();
                match (all.next(), all.next()) {
                    (Some((name, only)), None) => (Some(name.as_str()), only),
                    _ => return Err(Refusal::OperationNameMissing),
                }
            }
        };
        Ok(Operation { document, name, definition: &definition.node })
    }
}

impl<'doc> Operation<'doc> {
    /// Its name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&'doc str> {
        self.name
    }

    /// Whether it reads, writes or subscribes.
    #[must_use]
    pub fn kind(&self) -> OperationType {
        self.definition.ty
    }

    /// The names of the fields at its root, whatever their aliases and directives.
    #[must_use]
    pub fn root_fields(&self) -> BTreeSet<&'doc str> {
        let (mut fields, mut opened) = (BTreeSet::new(), HashSet::new());
        self.roots_in(&self.definition.selection_set.node, &mut fields, &mut opened);
        fields
    }

    fn roots_in(
        &self,
        set: &'doc SelectionSet,
        fields: &mut BTreeSet<&'doc str>,
        opened: &mut HashSet<&'doc str>,
    ) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    fields.insert(field.node.name.node.as_str());
                }
                Selection::InlineFragment(inline) => {
                    self.roots_in(&inline.node.selection_set.node, fields, opened);
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    if let (true, Some(fragment)) =
                        (opened.insert(name), self.document.fragments.get(name))
                    {
                        self.roots_in(&fragment.node.selection_set.node, fields, opened);
                    }
                }
            }
        }
    }

    /// Judges the operation with the variables of a request and tells what it costs. `list_items`
    /// is its own argument because machine keys may bring longer lists than people.
    ///
    /// # Errors
    /// A variable that must have a value has none, brings too long a list, or the whole costs too
    /// much.
    pub fn cost(
        &self,
        variables: &Variables,
        list_items: usize,
        most: u64,
    ) -> Result<Cost, Refusal> {
        for defined in &self.definition.variable_definitions {
            let defined = &defined.node;
            let given = variables.get(&defined.name.node);
            let missing = given.is_none() && defined.default_value.is_none();
            let null = matches!(given, Some(ConstValue::Null));
            if !defined.var_type.node.nullable && (missing || null) {
                let variable = defined.name.node.to_string();
                return Err(Refusal::VariableMissing { variable });
            }
        }
        input::check_variables(variables, list_items)?;
        let cost = cost::of(self.document, self.definition, variables);
        Refusal::over(Limit::Cost, cost.points(), most).map_or(Ok(cost), Err)
    }
}

/// What the parser says, without its drawing of the text.
fn syntax(error: &Error) -> Refusal {
    let at = error.positions().next();
    let message = match error {
        Error::Syntax { message, .. } => {
            message.rsplit_once("= ").map_or("not GraphQL", |(_, reason)| reason.trim()).to_owned()
        }
        other => other.to_string().trim_end_matches('.').to_owned(),
    };
    Refusal::Syntax { message, at }
}
