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
    pub(super) fn lambda(path: PropertyPath, quantifier: &'static str, body: Self) -> Self {
        Self::Lambda { path, quantifier, body: Box::new(body) }
    }

    pub(super) fn and(self, other: Self) -> Self {
        let is_and = |one| match one {
            Self::And(parts) => Ok(parts),
            other => Err(other),
        };
        Self::And(chain(self, other, is_and))
    }

    pub(super) fn or(self, other: Self) -> Self {
        let is_or = |one| match one {
            Self::Or(parts) => Ok(parts),
            other => Err(other),
        };
        Self::Or(chain(self, other, is_or))
    }

    pub(super) fn negated(self) -> Self {
        match self {
            Self::Not(one) => *one,
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
            Self::Raw(text) if values == Values::Hidden => write_hidden(text, out),
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
            Self::Call { .. } | Self::Lambda { .. } | Self::Not(_) | Self::Never => Binding::Unary,
        }
    }
}

/// Both with those of their parts that are chains of the same operator taken apart.
fn chain(
    first: Expression,
    second: Expression,
    parts_of: impl Fn(Expression) -> Result<Vec<Expression>, Expression>,
) -> Vec<Expression> {
    let mut parts = parts_of(first).unwrap_or_else(|one| vec![one]);
    match parts_of(second) {
        Ok(more) => parts.extend(more),
        Err(one) => parts.push(one),
    }
    parts
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

/// The first property and its operator, where the text begins with them. The rest may be a join URL, in
/// quotes of any kind.
fn write_hidden(text: &str, out: &mut dyn Write) -> fmt::Result {
    const OPERATORS: [&str; 8] = ["eq", "ne", "gt", "ge", "lt", "le", "in", "has"];
    let is_path = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_/@$".contains(&b));
    let mut words = text.trim_start_matches('(').split(' ');
    match (words.next(), words.next()) {
        (Some(property), Some(operator)) if is_path(property) && OPERATORS.contains(&operator) => {
            write!(out, "{property} {operator} …")
        }
        _ => write!(out, "<{} bytes>", text.len()),
    }
}
