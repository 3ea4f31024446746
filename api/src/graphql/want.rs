//! Reading a selection, once per root, before any statement is sent.
//!
//! async-graphql's `SelectionField` does the hard part: it opens fragments, and `@skip` and
//! `@include` are already carried out in the document that it walks. It looks at no type
//! condition, so under a union a want may be too wide, never too narrow.

use super::page::ListArguments;
use crate::service::{error::ServiceError, list::Asks, op::Op};
use async_graphql::{Context, InputType, InputValueError, SelectionField, Value};

/// Every field that stands in one place of the answer's tree: aliases and duplicates together.
#[derive(Clone, Debug)]
pub struct Selected<'query>(Vec<SelectionField<'query>>);

/// The arguments of one field, read as the resolver will read them.
#[derive(Debug)]
pub struct Arguments(Vec<(async_graphql::Name, Value)>);

impl<'query> Selected<'query> {
    /// The root field that is being resolved. A root selected twice is resolved twice.
    #[must_use]
    pub fn root(ctx: &'query Context<'_>) -> Self {
        Self(vec![ctx.field()])
    }

    /// What is selected under the name `field`, whatever its aliases.
    #[must_use]
    pub fn under(&self, field: &str) -> Self {
        let children = self.0.iter().flat_map(SelectionField::selection_set);
        Self(children.filter(|child| child.name() == field).collect())
    }

    /// The same type selected in another place.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The nodes of a connection, which stand in two places.
    #[must_use]
    pub fn nodes(&self) -> Self {
        self.under("nodes").and(self.under("edges").under("node"))
    }

    /// Whether it is selected at all.
    #[must_use]
    pub fn is_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether any of these fields is selected below.
    #[must_use]
    pub fn has(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.under(field).is_any())
    }

    /// Each field by itself, with its arguments.
    ///
    /// # Errors
    /// A variable that it needs is missing.
    pub fn each(&self) -> Result<Vec<(Self, Arguments)>, ServiceError> {
        let one = |field: &SelectionField<'query>| {
            Ok((Self(vec![*field]), Arguments(field.arguments()?)))
        };
        self.0.iter().map(one).collect()
    }

    /// Compiles a selection of a connection below a row: each way of asking once, with the
    /// longest page and everything that its aliases want of the nodes.
    ///
    /// # Errors
    /// An argument is out of range.
    pub fn list<Ask: ListArguments, Want: Merge>(
        &self,
        op: &Op,
        want: impl Fn(&Self) -> Result<Want, ServiceError>,
    ) -> Result<Asks<Ask, Want>, ServiceError> {
        let mut asks = Asks::default();
        for (field, arguments) in self.each()? {
            let first = super::page::first(arguments.get("first")?)?;
            let total = field.under("totalCount").is_any();
            asks.add(Ask::read(op, &arguments)?, first, total, want(&field.nodes())?, Merge::merge);
        }
        Ok(asks)
    }
}

impl Arguments {
    /// The value of an argument; `None` where it is absent or null.
    ///
    /// # Errors
    /// It is of another type.
    pub fn get<T: InputType>(&self, name: &str) -> Result<Option<T>, ServiceError> {
        let found = self.0.iter().find(|(known, _)| known == name);
        let Some(value) = found.map(|(_, value)| value).filter(|value| **value != Value::Null)
        else {
            return Ok(None);
        };
        let wrong = |error: InputValueError<T>| {
            ServiceError::BadInput(format!(
                "`{name}`: {}",
                error.into_server_error(async_graphql::Pos::default()).message
            ))
        };
        T::parse(Some(value.clone())).map(Some).map_err(wrong)
    }
}

/// A want that takes in what another one wants of the same row.
pub trait Merge {
    /// Takes it in.
    fn merge(&mut self, other: Self);
}

impl Merge for () {
    fn merge(&mut self, (): Self) {}
}

impl<Want: Merge> Merge for Option<Want> {
    fn merge(&mut self, other: Self) {
        match (self, other) {
            (Some(want), Some(other)) => want.merge(other),
            (want @ None, other) => *want = other,
            (Some(_), None) => {}
        }
    }
}

impl<Want: Merge> Merge for Box<Want> {
    fn merge(&mut self, other: Self) {
        (**self).merge(*other);
    }
}
