//! Whether a filter is true of an entity.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::resolve::{Steps, Term, Test, TextTest};
use super::scalar::Scalar;
use super::syntax::Operator;

impl Test<'_> {
    pub(super) fn holds<'v>(&self, entity: &'v Map<String, Value>, variables: &mut Vec<&'v Value>) -> bool {
        self.truth(entity, variables) == Some(true)
    }

    /// Null is equal to null alone, and neither more nor less. Whether a text is in it is null as well, and so is the
    /// opposite of that.
    fn truth<'v>(&self, entity: &'v Map<String, Value>, variables: &mut Vec<&'v Value>) -> Option<bool> {
        Some(match self {
            Self::Or(all) => return joined(all, true, entity, variables),
            Self::And(all) => return joined(all, false, entity, variables),
            Self::Not(inner) => !inner.truth(entity, variables)?,
            Self::Compare(left, operator, right) => {
                operator.holds(&left.value(entity, variables), &right.value(entity, variables))
            }
            Self::In(term, list) => {
                let value = term.value(entity, variables);
                list.iter().any(|one| Operator::Eq.holds(&value, &one.value(entity, variables)))
            }
            Self::Text(function, whole, part) => {
                match (whole.value(entity, variables), part.value(entity, variables)) {
                    (Scalar::Null, _) | (_, Scalar::Null) => return None,
                    (Scalar::Text(whole), Scalar::Text(part)) => function.holds(&whole, &part),
                    _ => false,
                }
            }
            Self::Truth(term) => match term.value(entity, variables) {
                Scalar::Null => return None,
                value => value == Scalar::Boolean(true),
            },
            Self::Lambda { collection, is_all, condition } => {
                let items = collection.find(entity, variables).and_then(Value::as_array);
                let items = items.map_or(&[][..], Vec::as_slice);
                let Some(condition) = condition else { return Some(!items.is_empty()) };
                let mut fits = |item: &'v Value| {
                    variables.push(item);
                    let holds = condition.holds(entity, variables);
                    variables.pop();
                    holds
                };
                if *is_all { items.iter().all(&mut fits) } else { items.iter().any(&mut fits) }
            }
        })
    }
}

/// What conditions say together; the first one that is `decisive` says it for all. Null is what is not known.
fn joined<'v>(
    all: &[Test<'_>],
    decisive: bool,
    entity: &'v Map<String, Value>,
    variables: &mut Vec<&'v Value>,
) -> Option<bool> {
    let mut known = Some(!decisive);
    for one in all {
        match one.truth(entity, variables) {
            Some(truth) if truth == decisive => return Some(decisive),
            Some(_) => {}
            None => known = None,
        }
    }
    known
}

impl TextTest {
    fn holds(self, whole: &str, part: &str) -> bool {
        match self {
            Self::StartsWith => whole.starts_with(part),
            Self::EndsWith => whole.ends_with(part),
            Self::Contains => whole.contains(part),
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
