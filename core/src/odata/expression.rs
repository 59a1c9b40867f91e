//! What a filter says, as a tree: parentheses and range variables are a matter of writing it down.

use std::fmt::{self, Write};

use super::PropertyPath;

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Expression {
    /// `path operator operand`
    Compare { path: PropertyPath, operator: &'static str, operand: String },
    /// `function(path,operand)`
    Call { function: &'static str, path: PropertyPath, operand: String },
    /// `path/quantifier(variable:body)`
    Lambda { path: PropertyPath, quantifier: &'static str, body: Box<Expression> },
    /// `not one`
    Not(Box<Expression>),
    /// `one and other`
    And(Vec<Expression>),
    /// `one or other`
    Or(Vec<Expression>),
    /// `false`
    Never,
    /// Nothing is asked: it is not written, alone or in another.
    Empty,
    /// Whatever somebody wrote.
    Raw(String),
}

/// How tightly an expression holds together; a looser one stands in parentheses inside a tighter one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    /// Nobody knows what is in it.
    Raw,
    Or,
    And,
    Comparison,
    /// `not` binds tighter than comparisons do: `not a eq b` is `(not a) eq b`.
    Unary,
}

/// The range variables around an expression: the innermost stands before its properties.
struct Scope<'a> {
    variable: &'a str,
    outer: Option<&'a Scope<'a>>,
}

/// Whether values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    Written,
    Hidden,
}

impl Expression {
    pub(super) fn raw(text: String) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Raw(text) }
    }

    /// Items that nothing is asked of: `any()` holds where there are some, and `all` everywhere.
    pub(super) fn lambda(path: PropertyPath, quantifier: &'static str, body: Self) -> Self {
        if quantifier == "all" && matches!(body, Self::Empty) {
            return Self::Empty;
        }
        Self::Lambda { path, quantifier, body: Box::new(body) }
    }

    pub(super) fn and(self, other: Self) -> Self {
        let is_and = |one| match one {
            Self::And(parts) => Ok(parts),
            other => Err(other),
        };
        self.chain(other, is_and, Self::And)
    }

    pub(super) fn or(self, other: Self) -> Self {
        let is_or = |one| match one {
            Self::Or(parts) => Ok(parts),
            other => Err(other),
        };
        self.chain(other, is_or, Self::Or)
    }

    /// Both with those of their parts that are chains of the same operator taken apart.
    fn chain(
        self,
        other: Self,
        parts_of: impl Fn(Self) -> Result<Vec<Self>, Self>,
        whole: impl FnOnce(Vec<Self>) -> Self,
    ) -> Self {
        match (self, other) {
            (one, Self::Empty) | (Self::Empty, one) => one,
            (first, second) => {
                let mut parts = parts_of(first).unwrap_or_else(|one| vec![one]);
                match parts_of(second) {
                    Ok(more) => parts.extend(more),
                    Err(one) => parts.push(one),
                }
                whole(parts)
            }
        }
    }

    pub(super) fn negated(self) -> Self {
        match self {
            Self::Not(one) => *one,
            Self::Empty => Self::Empty,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Writes the expression, not yet encoded for a URL.
    pub(super) fn write(&self, out: &mut dyn Write, values: Values) -> fmt::Result {
        self.write_in(None, out, values)
    }

    fn write_in(&self, scope: Option<&Scope<'_>>, out: &mut dyn Write, values: Values) -> fmt::Result {
        let shown = |value| if values == Values::Hidden { "…" } else { value };
        match self {
            Self::Compare { path, operator, operand } => {
                write_path(scope, path, out)?;
                write!(out, " {operator} {}", shown(operand))
            }
            Self::Call { function, path, operand } => {
                write!(out, "{function}(")?;
                write_path(scope, path, out)?;
                write!(out, ",{})", shown(operand))
            }
            Self::Lambda { path, quantifier, body } if matches!(**body, Self::Empty) => {
                write_path(scope, path, out)?;
                write!(out, "/{quantifier}()")
            }
            Self::Lambda { path, quantifier, body } => {
                let variable = variable(path, scope);
                write_path(scope, path, out)?;
                write!(out, "/{quantifier}({variable}:")?;
                body.write_in(Some(&Scope { variable: &variable, outer: scope }), out, values)?;
                out.write_char(')')
            }
            Self::Not(one) => {
                out.write_str("not ")?;
                one.write_within(Binding::Unary, scope, out, values)
            }
            Self::And(parts) => write_chain(parts, " and ", Binding::And, scope, out, values),
            Self::Or(parts) => write_chain(parts, " or ", Binding::Or, scope, out, values),
            Self::Never => out.write_str("false"),
            Self::Empty => Ok(()),
            Self::Raw(text) if values == Values::Hidden => write!(out, "<{} bytes>", text.len()),
            Self::Raw(text) => out.write_str(text),
        }
    }

    /// The expression as a part of another, in parentheses where it binds looser.
    fn write_within(
        &self,
        around: Binding,
        scope: Option<&Scope<'_>>,
        out: &mut dyn Write,
        values: Values,
    ) -> fmt::Result {
        if self.binding() >= around {
            return self.write_in(scope, out, values);
        }
        out.write_char('(')?;
        self.write_in(scope, out, values)?;
        out.write_char(')')
    }

    fn binding(&self) -> Binding {
        match self {
            Self::Raw(_) => Binding::Raw,
            Self::Or(_) => Binding::Or,
            Self::And(_) => Binding::And,
            Self::Compare { .. } => Binding::Comparison,
            Self::Call { .. } | Self::Lambda { .. } | Self::Not(_) | Self::Never | Self::Empty => {
                Binding::Unary
            }
        }
    }
}

fn write_chain(
    parts: &[Expression],
    operator: &str,
    around: Binding,
    scope: Option<&Scope<'_>>,
    out: &mut dyn Write,
    values: Values,
) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.write_str(operator)?;
        }
        part.write_within(around, scope, out, values)?;
    }
    Ok(())
}

/// A path behind the range variable, where there is one. An empty path is the item itself.
fn write_path(scope: Option<&Scope<'_>>, path: &str, out: &mut dyn Write) -> fmt::Result {
    match (scope, path) {
        (None, "") => out.write_str("$it"),
        (None, path) => out.write_str(path),
        (Some(scope), "") => out.write_str(scope.variable),
        (Some(scope), path) => write!(out, "{}/{path}", scope.variable),
    }
}

/// A range variable that none of the outer ones is called: the first letter of the collection, if need be
/// with a number.
fn variable(path: &str, scope: Option<&Scope<'_>>) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let letter = name.chars().find(char::is_ascii_alphabetic).unwrap_or('i').to_ascii_lowercase();
    let is_taken = |wanted: &str| {
        let mut scopes = std::iter::successors(scope, |scope| scope.outer);
        scopes.any(|scope| scope.variable == wanted)
    };
    let mut variable = letter.to_string();
    let mut number = 2;
    while is_taken(&variable) {
        variable = format!("{letter}{number}");
        number += 1;
    }
    variable
}
