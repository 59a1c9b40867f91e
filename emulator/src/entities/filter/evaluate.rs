//! Whether a filter is true of an entity.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::resolve::{Steps, Term, Test, TextTest};
use super::scalar::Scalar;
use super::syntax::Operator;

impl Test<'_> {
    /// Null is equal to null alone, and neither more nor less; no text is in it.
    pub(super) fn holds<'v>(&self, entity: &'v Map<String, Value>, variables: &mut Vec<&'v Value>) -> bool {
        match self {
            Self::Or(all) => all.iter().any(|one| one.holds(entity, variables)),
            Self::And(all) => all.iter().all(|one| one.holds(entity, variables)),
            Self::Not(inner) => !inner.holds(entity, variables),
            Self::Compare(left, operator, right) => {
                operator.holds(&left.value(entity, variables), &right.value(entity, variables))
            }
            Self::In(term, list) => {
                let value = term.value(entity, variables);
                list.iter().any(|one| Operator::Eq.holds(&value, &one.value(entity, variables)))
            }
            Self::Text(function, whole, part) => {
                let (whole, part) = (whole.value(entity, variables), part.value(entity, variables));
                let (Scalar::Text(whole), Scalar::Text(part)) = (whole, part) else { return false };
                match function {
                    TextTest::StartsWith => whole.starts_with(&part),
                    TextTest::EndsWith => whole.ends_with(&part),
                    TextTest::Contains => whole.contains(&part),
                }
            }
            Self::Truth(term) => term.value(entity, variables) == Scalar::Boolean(true),
            Self::Lambda { collection, is_all, condition } => {
                let items = collection.find(entity, variables).and_then(Value::as_array);
                let items = items.map_or(&[][..], Vec::as_slice);
                let Some(condition) = condition else { return !items.is_empty() };
                let mut fits = |item: &'v Value| {
                    variables.push(item);
                    let holds = condition.holds(entity, variables);
                    variables.pop();
                    holds
                };
                if *is_all { items.iter().all(&mut fits) } else { items.iter().any(&mut fits) }
            }
        }
    }
}

impl Term<'_> {
    fn value(&self, entity: &Map<String, Value>, variables: &[&Value]) -> Scalar {
        match self {
            Self::Value(scalar) => scalar.clone(),
            Self::Path(path) => {
                let found = path.steps.find(entity, variables);
                found.map_or(Scalar::Null, |value| path.kind.value(value))
            }
        }
    }
}

impl Steps {
    pub(super) fn find<'v>(
        &self,
        entity: &'v Map<String, Value>,
        variables: &[&'v Value],
    ) -> Option<&'v Value> {
        let (start, rest) = match (self.variable, &self.names[..]) {
            (Some(at), names) => (*variables.get(at)?, names),
            (None, [first, rest @ ..]) => (entity.get(first)?, rest),
            (None, []) => return None,
        };
        rest.iter().try_fold(start, |value, name| value.get(name))
    }
}

impl Operator {
    fn holds(self, left: &Scalar, right: &Scalar) -> bool {
        let order = left.order(right);
        let is_ordered = *left != Scalar::Null && *right != Scalar::Null;
        match self {
            Self::Eq => order == Some(Ordering::Equal),
            Self::Ne => order != Some(Ordering::Equal),
            Self::Gt => is_ordered && order == Some(Ordering::Greater),
            Self::Ge => is_ordered && order.is_some_and(Ordering::is_ge),
            Self::Lt => is_ordered && order == Some(Ordering::Less),
            Self::Le => is_ordered && order.is_some_and(Ordering::is_le),
        }
    }
}
