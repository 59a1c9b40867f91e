//! A filter, held against the types of the model.

use msgraph_spec::model::{Api, TypeDef, TypeName, TypeRef, ValueType};
use serde_json::{Map, Value};

use super::scalar::{Kind, Scalar};
use super::syntax::{Literal, Operand, Operator, Syntax};
use crate::errors::GraphError;

/// A condition that fits its type.
pub(super) enum Test<'a> {
    Or(Vec<Test<'a>>),
    And(Vec<Test<'a>>),
    Not(Box<Test<'a>>),
    Compare(Term<'a>, Operator, Term<'a>),
    In(Term<'a>, Vec<Term<'a>>),
    Text(TextTest, Term<'a>, Term<'a>),
    Truth(Term<'a>),
    Lambda { collection: Steps, is_all: bool, condition: Option<Box<Test<'a>>> },
}

#[derive(Debug, Clone, Copy)]
pub(super) enum TextTest {
    StartsWith,
    EndsWith,
    Contains,
}

pub(super) enum Term<'a> {
    Path(Path<'a>),
    Value(Scalar),
}

/// A way to a value within an entity.
pub(super) struct Steps {
    /// Which variable it begins at, counted from the outermost; nothing for the entity itself.
    pub(super) variable: Option<usize>,
    pub(super) names: Vec<String>,
}

/// A way to a value that can be compared.
pub(in crate::entities) struct Path<'a> {
    pub(super) steps: Steps,
    pub(super) kind: Kind<'a>,
}

impl Path<'_> {
    /// The value of an entity; null where it has none.
    pub(in crate::entities) fn value(&self, properties: &Map<String, Value>) -> Scalar {
        self.steps.find(properties, &[]).map_or(Scalar::Null, |value| self.kind.value(value))
    }
}

/// What names mean.
pub(in crate::entities) struct Scope<'a> {
    api: &'a Api,
    ty: TypeRef,
    /// The query option that has them.
    option: &'static str,
    /// The variables of the conditions around, and what each stands for.
    variables: Vec<(String, TypeRef)>,
}

/// What a path leads to.
struct Target<'a> {
    steps: Steps,
    ty: ValueType,
    kind: Option<Kind<'a>>,
}

impl<'a> Scope<'a> {
    pub(in crate::entities) fn new(api: &'a Api, ty: &TypeName, option: &'static str) -> Self {
        Self { api, ty: TypeRef::Named(ty.clone()), option, variables: Vec::new() }
    }

    pub(super) fn test(&mut self, syntax: &Syntax) -> Result<Test<'a>, GraphError> {
        Ok(match syntax {
            Syntax::Or(all) => Test::Or(self.tests(all)?),
            Syntax::And(all) => Test::And(self.tests(all)?),
            Syntax::Not(inner) => Test::Not(Box::new(self.test(inner)?)),
            Syntax::Compare(left, operator, right) => {
                let kind = self.common_kind([left, right])?;
                Test::Compare(self.term(left, kind)?, *operator, self.term(right, kind)?)
            }
            Syntax::In(operand, list) => {
                let kind = self.common_kind(std::iter::once(operand).chain(list))?;
                let list = list.iter().map(|one| self.term(one, kind)).collect::<Result<_, _>>()?;
                Test::In(self.term(operand, kind)?, list)
            }
            Syntax::Truth(Operand::Call(name, arguments)) => self.call(name, arguments)?,
            Syntax::Truth(operand) => match self.common_kind([operand])? {
                kind @ (Kind::Boolean | Kind::Any) => Test::Truth(self.term(operand, kind)?),
                _ => return Err(self.refused("a condition must be true or false")),
            },
            Syntax::Lambda { path, is_all, condition } => {
                let Target { steps, ty, .. } = self.target(path)?;
                if !ty.is_collection && ty.item != TypeRef::Untyped {
                    let reason =
                        format!("'{}' is no collection, so it has no any and no all", path.join("/"));
                    return Err(self.refused(&reason));
                }
                let condition = match condition {
                    None => None,
                    Some((variable, condition)) => {
                        self.variables.push((variable.clone(), ty.item));
                        let test = self.test(condition);
                        self.variables.pop();
                        Some(Box::new(test?))
                    }
                };
                Test::Lambda { collection: steps, is_all: *is_all, condition }
            }
        })
    }

    fn tests(&mut self, all: &[Syntax]) -> Result<Vec<Test<'a>>, GraphError> {
        all.iter().map(|one| self.test(one)).collect()
    }

    fn call(&mut self, name: &str, arguments: &[Operand]) -> Result<Test<'a>, GraphError> {
        let test = match name {
            "startswith" => TextTest::StartsWith,
            "endswith" => TextTest::EndsWith,
            "contains" => TextTest::Contains,
            other => return Err(self.beyond(&format!("the function '{other}'"))),
        };
        let [left, right] = arguments else {
            return Err(self.refused(&format!("'{name}' takes two arguments")));
        };
        match self.common_kind([left, right])? {
            kind @ (Kind::Text | Kind::Any) => {
                Ok(Test::Text(test, self.term(left, kind)?, self.term(right, kind)?))
            }
            _ => Err(self.refused(&format!("'{name}' takes texts"))),
        }
    }

    /// What operands are, by the properties among them.
    fn common_kind<'o>(
        &self,
        operands: impl IntoIterator<Item = &'o Operand>,
    ) -> Result<Kind<'a>, GraphError> {
        let mut common = Kind::Any;
        for operand in operands {
            let kind = match operand {
                Operand::Path(names) => self.path(names)?.kind,
                Operand::Literal(_) => continue,
                Operand::Call(name, _) => {
                    return Err(self.beyond(&format!("the function '{name}' as a part of a comparison")));
                }
            };
            if !common.agrees(kind) {
                return Err(self.refused("the two sides of a comparison are of different types"));
            }
            if common == Kind::Any {
                common = kind;
            }
        }
        Ok(common)
    }

    fn term(&self, operand: &Operand, kind: Kind<'a>) -> Result<Term<'a>, GraphError> {
        match operand {
            Operand::Path(names) => self.path(names).map(Term::Path),
            Operand::Literal(literal) => kind.literal(literal).map(Term::Value).ok_or_else(|| {
                let (Literal::Text(text) | Literal::Typed(_, text) | Literal::Word(text)) = literal;
                self.refused(&format!("'{text}' cannot be compared with a property of that type"))
            }),
            Operand::Call(name, _) => Err(self.beyond(&format!("the function '{name}'"))),
        }
    }

    /// A path to what can be compared. A property that the type lacks is a 400, one without an order a 501.
    pub(in crate::entities) fn path(&self, names: &[String]) -> Result<Path<'a>, GraphError> {
        let Target { steps, ty, kind } = self.target(names)?;
        if ty.is_collection {
            let reason = format!("'{}' is a collection; compare its items with any or all", names.join("/"));
            return Err(self.refused(&reason));
        }
        match kind {
            Some(kind) => Ok(Path { steps, kind }),
            None => Err(self.beyond(&format!("a comparison with '{}', {ty},", names.join("/")))),
        }
    }

    fn target(&self, names: &[String]) -> Result<Target<'a>, GraphError> {
        let is_first = |(name, _): &(String, TypeRef)| Some(name) == names.first();
        let variable = self.variables.iter().rposition(is_first);
        let (item, rest) = match (variable.map(|at| &self.variables[at]), names) {
            (Some((_, ty)), [_, rest @ ..]) => (ty, rest),
            // `$it` is the entity itself
            (None, [first, rest @ ..]) if first == "$it" => (&self.ty, rest),
            _ => (&self.ty, names),
        };
        let mut ty = ValueType::required(item.clone());
        let mut steps = Steps { variable, names: Vec::new() };
        for name in rest {
            if name.contains(['$', '.']) {
                return Err(self.beyond(&format!("'{name}'")));
            }
            if ty.is_collection {
                return Err(self.refused(&format!("'{name}' stands behind a collection; use any or all")));
            }
            ty = self.step(&ty.item, name, &mut steps)?;
        }
        let kind = Kind::of(self.api, &ty.item);
        Ok(Target { steps, ty, kind })
    }

    /// The type of a property. Of a type that the slice lacks, and of an open one, anything can be asked.
    fn step(&self, of: &TypeRef, name: &str, steps: &mut Steps) -> Result<ValueType, GraphError> {
        let is_open = match of {
            TypeRef::Untyped => true,
            TypeRef::Named(of) => match self.api.types.get(of) {
                Some(TypeDef::Structured(of)) => {
                    let known = self.api.properties_of(of);
                    if let Some(one) = known.iter().find(|one| one.name.eq_ignore_ascii_case(name)) {
                        if one.is_navigation {
                            return Err(self.beyond(&format!("the navigation property '{name}'")));
                        }
                        steps.names.push(one.name.clone());
                        return Ok(one.ty.clone());
                    }
                    of.is_open
                }
                Some(_) => false,
                None => true,
            },
            _ => false,
        };
        if is_open {
            steps.names.push(String::from(name));
            return Ok(ValueType::nullable(TypeRef::Untyped));
        }
        let message = format!("Could not find a property named '{name}' on type '{of}'.");
        Err(GraphError::bad_request(message))
    }

    fn refused(&self, reason: &str) -> GraphError {
        GraphError::bad_request(format!("The query option {} is not valid: {reason}.", self.option))
    }

    fn beyond(&self, what: &str) -> GraphError {
        GraphError::not_implemented(&format!("{what} in {}", self.option))
    }
}
