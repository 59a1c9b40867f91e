//! Values as they are compared, by the types that the model declares.

use std::cmp::Ordering;

use msgraph_spec::model::{Api, EnumType, Primitive, TypeDef, TypeRef};
use serde_json::Value;
use time::OffsetDateTime;

use super::syntax::Literal;
use crate::{ids, moment};

/// A value that can be compared.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::entities) enum Scalar {
    Null,
    Boolean(bool),
    Whole(i64),
    Real(f64),
    Moment(OffsetDateTime),
    Text(String),
}

/// What the values of a property are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind<'a> {
    Boolean,
    Number,
    Moment,
    /// A day, or a text: both compare by their characters.
    Date,
    Text,
    Time,
    Duration,
    Guid,
    Enum(&'a EnumType),
    /// The model does not say.
    Any,
}

impl<'a> Kind<'a> {
    /// Of what has no order, such as bytes and objects, there is none.
    pub(super) fn of(api: &'a Api, ty: &TypeRef) -> Option<Self> {
        match ty {
            TypeRef::Untyped => Some(Self::Any),
            TypeRef::Named(name) => match api.types.get(name) {
                Some(TypeDef::Enum(ty)) => Some(Self::Enum(ty)),
                Some(_) => None,
                None => Some(Self::Any),
            },
            TypeRef::Primitive(primitive) => match primitive {
                Primitive::Boolean => Some(Self::Boolean),
                Primitive::Byte
                | Primitive::SByte
                | Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::Single
                | Primitive::Double
                | Primitive::Decimal => Some(Self::Number),
                Primitive::DateTimeOffset => Some(Self::Moment),
                Primitive::Date => Some(Self::Date),
                Primitive::TimeOfDay => Some(Self::Time),
                Primitive::Duration => Some(Self::Duration),
                Primitive::Guid => Some(Self::Guid),
                Primitive::String => Some(Self::Text),
                _ => None,
            },
            _ => None,
        }
    }

    /// A value of an entity; null where it is none of the kind.
    pub(super) fn value(self, value: &Value) -> Scalar {
        let text = || value.as_str();
        let found = match self {
            Self::Boolean => value.as_bool().map(Scalar::Boolean),
            Self::Number => number_of(value),
            Self::Moment => text().and_then(moment::parse).map(Scalar::Moment),
            Self::Time => text().map(time),
            Self::Duration => text().and_then(duration),
            Self::Guid => text().map(|one| Scalar::Text(one.to_ascii_lowercase())),
            Self::Enum(ty) => text().map(|one| member(ty, one)),
            Self::Date | Self::Text => text().map(|one| Scalar::Text(String::from(one))),
            Self::Any => value.as_bool().map(Scalar::Boolean).or_else(|| match value {
                Value::String(text) => Some(Scalar::Text(text.clone())),
                other => number_of(other),
            }),
        };
        found.unwrap_or(Scalar::Null)
    }

    /// A literal; nothing where it is none of the kind.
    pub(super) fn literal(self, literal: &Literal) -> Option<Scalar> {
        match (self, literal) {
            (_, Literal::Word(word)) if word == "null" => Some(Scalar::Null),
            (Self::Text | Self::Any, Literal::Text(text)) => Some(Scalar::Text(text.clone())),
            (Self::Enum(ty), Literal::Text(text) | Literal::Typed(_, text)) => {
                let is_member = |text: &str| ty.members.iter().any(|one| one.name == text.trim());
                let is_good = if ty.is_flags { text.split(',').all(is_member) } else { is_member(text) };
                is_good.then(|| member(ty, text))
            }
            (Self::Duration, Literal::Typed(name, text)) if name == "duration" => duration(text),
            (Self::Boolean, Literal::Word(word)) => word.parse().ok().map(Scalar::Boolean),
            (Self::Number, Literal::Word(word)) => number(word),
            // Graph takes a day for its beginning.
            (Self::Moment, Literal::Word(word)) => moment::parse(word)
                .or_else(|| moment::parse(&format!("{word}T00:00:00Z")))
                .map(Scalar::Moment),
            (Self::Date, Literal::Word(word)) => {
                let is_day = moment::parse(&format!("{word}T00:00:00Z")).is_some();
                is_day.then(|| Scalar::Text(word.clone()))
            }
            (Self::Time, Literal::Word(word)) => word.contains(':').then(|| time(word)),
            (Self::Guid, Literal::Word(word)) => {
                ids::is_guid(word).then(|| Scalar::Text(word.to_ascii_lowercase()))
            }
            (Self::Any, Literal::Word(word)) => {
                let boolean = word.parse().ok().map(Scalar::Boolean);
                boolean.or_else(|| number(word)).or_else(|| Some(Scalar::Text(word.clone())))
            }
            _ => None,
        }
    }

    /// Whether values of both can be held against one another.
    pub(super) fn agrees(self, other: Self) -> bool {
        self == other || self == Self::Any || other == Self::Any
    }
}

/// Members compare in their order, as their numbers would.
fn member(ty: &EnumType, text: &str) -> Scalar {
    let at = ty.members.iter().position(|one| one.name == text).filter(|_| !ty.is_flags);
    let number = at.and_then(|at| i64::try_from(at).ok());
    number.map_or_else(|| Scalar::Text(text.replace(' ', "")), Scalar::Whole)
}

fn number_of(value: &Value) -> Option<Scalar> {
    // A number of 64 bits may also be kept as text.
    let whole = value.as_i64().map(Scalar::Whole);
    whole.or_else(|| value.as_f64().map(Scalar::Real)).or_else(|| number(value.as_str()?))
}

fn number(text: &str) -> Option<Scalar> {
    let is_number = matches!(text, "INF" | "-INF" | "NaN")
        || text.strip_prefix('-').unwrap_or(text).starts_with(|one: char| one.is_ascii_digit());
    let real = || text.parse().ok().filter(|_| is_number).map(Scalar::Real);
    text.parse().ok().map(Scalar::Whole).or_else(real)
}

/// A time of day with all its digits, so that its characters compare.
fn time(text: &str) -> Scalar {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds = if clock.matches(':').count() == 1 { ":00" } else { "" };
    Scalar::Text(format!("{clock}{seconds}.{fraction:0<12}"))
}

/// Seconds: `-P1DT2H3M4.5S`.
fn duration(text: &str) -> Option<Scalar> {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let (mut rest, mut seconds, mut is_clock) = (text.strip_prefix('P')?, 0.0, false);
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('T') {
            (rest, is_clock) = (behind, true);
            continue;
        }
        let end = rest.find(|one: char| one.is_ascii_uppercase())?;
        let number: f64 = rest[..end].parse().ok()?;
        let unit = match (&rest[end..=end], is_clock) {
            ("D", false) => 86_400.0,
            ("H", true) => 3_600.0,
            ("M", true) => 60.0,
            ("S", true) => 1.0,
            _ => return None,
        };
        seconds += number * unit;
        rest = &rest[end + 1..];
    }
    Some(Scalar::Real(sign * seconds))
}

impl Scalar {
    /// How two values stand to one another; nothing where they are of different kinds, or one is no number.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Null, Self::Null) => Some(Ordering::Equal),
            (Self::Boolean(one), Self::Boolean(other)) => Some(one.cmp(other)),
            (Self::Whole(one), Self::Whole(other)) => Some(one.cmp(other)),
            (Self::Real(one), Self::Real(other)) => one.partial_cmp(other),
            (Self::Whole(whole), Self::Real(real)) => whole_to_real(*whole, *real),
            (Self::Real(real), Self::Whole(whole)) => whole_to_real(*whole, *real).map(Ordering::reverse),
            (Self::Moment(one), Self::Moment(other)) => Some(one.cmp(other)),
            (Self::Text(one), Self::Text(other)) => Some(one.cmp(other)),
            _ => None,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Boolean(_) => 1,
            Self::Real(number) if number.is_nan() => 3,
            Self::Whole(_) | Self::Real(_) => 2,
            Self::Moment(_) => 4,
            Self::Text(_) => 5,
        }
    }
}

/// Compares exactly: beyond 2^53 neighbouring whole numbers are the same real one, and an order in which two that
/// differ are equal to a third is none that can be sorted by.
fn whole_to_real(whole: i64, real: f64) -> Option<Ordering> {
    /// 2^63, the first beyond what is whole here.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if real.is_nan() {
        return None;
    }
    if real >= BEYOND {
        return Some(Ordering::Less);
    }
    if real < -BEYOND {
        return Some(Ordering::Greater);
    }
    #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and lies within the range")]
    let floor = real.floor() as i64;
    Some(whole.cmp(&floor).then(if real > real.floor() { Ordering::Less } else { Ordering::Equal }))
}

/// The order of a sorted collection. Null comes before all others, as OData has it, and what is no number behind all
/// numbers.
pub(in crate::entities) fn total_order(one: &Scalar, other: &Scalar) -> Ordering {
    one.order(other).unwrap_or_else(|| one.rank().cmp(&other.rank()))
}
