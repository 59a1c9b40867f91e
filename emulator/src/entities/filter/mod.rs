//! `$filter`: text, tokens, syntax, and a test held against the types of the model.
//!
//! Comparisons, `in`, `startswith`, `endswith`, `contains`, `any` and `all`, joined by `and`, `or`, `not` and
//! parentheses. What else OData has there is a 501, and what is none of OData's a 400.
//!
//! See <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html>, 5.1.1.

mod evaluate;
mod lexer;
mod resolve;
mod scalar;
mod syntax;

use msgraph_spec::model::{Api, TypeName};
use serde_json::{Map, Value};

use crate::errors::GraphError;

pub(super) use resolve::{Path, Scope};
pub(super) use scalar::{Scalar, total_order};

/// A filter that fits a type.
pub(super) struct Filter<'a> {
    test: resolve::Test<'a>,
}

impl<'a> Filter<'a> {
    pub(super) fn parse(api: &'a Api, ty: &TypeName, text: &str) -> Result<Self, GraphError> {
        let syntax = syntax::parse(text).map_err(|error| error.into_graph(text))?;
        Ok(Self { test: Scope::new(api, ty, "$filter").test(&syntax)? })
    }

    /// Whether it is true of an entity.
    pub(super) fn holds(&self, properties: &Map<String, Value>) -> bool {
        self.test.holds(properties, &mut Vec::new())
    }
}

#[cfg(test)]
mod tests;
