use msgraph_spec::model::{
    EnumMember, EnumType, Origin, Primitive, Property, StructuredKind, StructuredType, TypeDef, TypeRef,
    ValueType,
};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::entities::order::Order;
use crate::query::Query;

const TYPE: &str = "x.note";

fn structured(name: &str, kind: StructuredKind, properties: Vec<(&str, ValueType)>) -> TypeDef {
    let mut ty = StructuredType::new(TypeName::new(name), kind, Origin::none());
    let property = |(name, ty)| Property::new(name, ty, Origin::none());
    ty.properties = properties.into_iter().map(property).collect();
    TypeDef::Structured(ty)
}

fn api() -> Api {
    let one = |primitive| ValueType::nullable(TypeRef::Primitive(primitive));
    let named = |name: &str| TypeRef::Named(TypeName::new(name));
    let person = vec![("name", one(Primitive::String)), ("age", one(Primitive::Int32))];
    let note = vec![
        ("title", one(Primitive::String)),
        ("number", one(Primitive::Int64)),
        ("share", one(Primitive::Double)),
        ("isRead", one(Primitive::Boolean)),
        ("sent", one(Primitive::DateTimeOffset)),
        ("day", one(Primitive::Date)),
        ("at", one(Primitive::TimeOfDay)),
        ("took", one(Primitive::Duration)),
        ("ref", one(Primitive::Guid)),
        ("bytes", one(Primitive::Binary)),
        ("weight", ValueType::nullable(named("x.weight"))),
        ("sender", ValueType::nullable(named("x.person"))),
        ("people", ValueType::collection(named("x.person"), false)),
        ("tags", ValueType::collection(TypeRef::Primitive(Primitive::String), false)),
        ("other", ValueType::nullable(named("x.unknown"))),
        ("parts", ValueType::collection(named("x.note"), false)),
    ];
    let mut weight = EnumType::new(TypeName::new("x.weight"), Origin::none());
    weight.members = ["low", "normal", "high"].map(|one| EnumMember::new(one, Origin::none())).to_vec();
    let mut api = Api::new("test", "v1.0", "https://example.com/v1.0");
    let mut note = structured(TYPE, StructuredKind::Entity, note);
    if let TypeDef::Structured(note) = &mut note
        && let Some(parts) = note.properties.last_mut()
    {
        parts.is_navigation = true;
    }
    for ty in [note, structured("x.person", StructuredKind::Complex, person), TypeDef::Enum(weight)] {
        api.types.insert(ty.name().clone(), ty);
    }
    api
}

fn note() -> Map<String, Value> {
    let note = json!({
        "title": "O'Neil, (a) b", "number": 9_007_199_254_740_993_i64, "share": 0.5, "isRead": false,
        "sent": "2026-03-01T13:00:00+01:00", "day": "2026-03-01", "at": "12:30", "took": "PT90M",
        "ref": "4E1B6A3C-8f52-4d0b-9a77-1c2d3e4f5a60", "weight": "normal",
        "sender": {"name": "Adele", "age": 7},
        "people": [{"name": "Megan", "age": 40}, {"name": "Adele"}], "tags": ["red", "blue"],
        "other": {"x": {"y": 3}},
    });
    note.as_object().cloned().expect("an object")
}

fn holds(filter: &str) -> bool {
    let api = api();
    match Filter::parse(&api, &TypeName::new(TYPE), filter) {
        Ok(test) => test.holds(&note()),
        Err(error) => panic!("{filter}: {error:?}"),
    }
}

fn status(filter: &str) -> (u16, String) {
    match Filter::parse(&api(), &TypeName::new(TYPE), filter) {
        Ok(_) => (200, String::new()),
        Err(error) => (error.status.as_u16(), error.message),
    }
}

#[test]
fn comparisons_go_by_the_declared_type() {
    let true_ones = [
        "title eq 'O''Neil, (a) b'",
        "'O''Neil, (a) b' eq title",
        "TITLE ne 'x'",
        "number eq 9007199254740993",
        "number gt 9007199254740992",
        "number ge -5",
        "share lt 1 and share gt 4e-1",
        "isRead eq false",
        "not isRead",
        "sent eq 2026-03-01T12:00:00Z",
        "sent ge 2026-03-01",
        "sent lt 2026-03-01T12:00:00.0000001Z",
        "day le 2026-03-01",
        "at eq 12:30:00.000",
        "took eq duration'PT1H30M'",
        "ref eq 4e1b6a3c-8f52-4d0b-9a77-1c2d3e4f5a60",
        "weight eq 'normal'",
        "weight eq x.weight'normal'",
        "weight gt 'low' and weight lt 'high'",
        "sender/name eq 'Adele'",
        "$it/sender/age lt number",
        "other/x/y eq 3",
        "title in ('a', 'O''Neil, (a) b')",
        "number in (1, 9007199254740993)",
        "(title) ne 'x'",
        "((sender/name)) in ('Adele') and ('Adele') eq (sender/name)",
        "(number) gt (-5) and (isRead) eq false",
        "share lt INF and share gt -INF and share ne NaN",
        "startswith(title,'O') and endswith(title, ' b') and contains(sender/name,'del')",
    ];
    for filter in true_ones {
        assert!(holds(filter), "{filter}");
        assert!(!holds(&format!("not ({filter})")), "not {filter}");
    }
}

#[test]
fn null_is_equal_to_null_alone_and_neither_more_nor_less() {
    for filter in ["bytes2 eq null", "missing eq null"] {
        assert_eq!(status(filter).0, 400, "{filter}");
    }
    assert!(holds("people/any(p:p/age eq null)"));
    assert!(holds("people/any(p:p/age ne 40)"));
    for filter in ["title eq null", "people/all(p:p/age gt 0)", "people/all(p:p/age le 0)", "null gt null"] {
        assert!(!holds(filter), "{filter}");
    }
    assert!(holds("title ne null and null eq null"));
    let unknown = String::from("startswith(other/nothing,'x')");
    for filter in [format!("not {unknown}"), unknown.clone(), String::from("not other/nothing")] {
        assert!(!holds(&filter), "{filter}");
    }
    assert!(holds(&format!("{unknown} or not isRead")) && holds(&format!("not ({unknown} and isRead)")));
}

#[test]
fn any_and_all_look_at_each_item() {
    assert!(holds("tags/any(t:t eq 'red')") && !holds("tags/any(t:t eq 'green')"));
    assert!(holds("tags/all(t:contains(t,'e'))") && !holds("tags/all(t:t eq 'red')"));
    assert!(holds("tags/any()") && holds("people/any(p:p/name eq 'Megan' and p/age gt 39)"));
    assert!(holds("people/any(p:p/name eq sender/name)"));
    assert!(holds("people/any(p:tags/any(t:t eq 'red' and p/age eq 40))"));
    assert!(!holds("people/any(p:p/name eq 'Adele' and p/age eq 40)"));
}

#[test]
fn and_binds_closer_than_or_and_not_closest() {
    assert!(holds("isRead and isRead or number gt 0"));
    assert!(!holds("isRead and (isRead or number gt 0)"));
    assert!(holds("not isRead or isRead"));
    assert!(!holds("not (not isRead or isRead)"));
}

#[test]
fn what_is_no_filter_is_400() {
    let cases = [
        ("", "ends too early"),
        ("title eq", "ends too early"),
        ("title eq 'x", "quote"),
        ("title eq 'x' y", "'y'"),
        ("(title eq 'x'", "ends too early"),
        ("title eq 'x')", "')'"),
        ("nothing eq 1", "'nothing' on type 'x.note'"),
        ("sender/nothing eq 1", "'nothing' on type 'x.person'"),
        ("title/x eq 1", "'x' on type 'Edm.String'"),
        ("title eq 1", "'1'"),
        ("number eq '1'", "'1'"),
        ("isRead eq 'false'", "'false'"),
        ("sent eq 'x'", "'x'"),
        ("weight eq 'heavy'", "'heavy'"),
        ("title", "true or false"),
        ("title eq number", "different types"),
        ("tags eq 'red'", "any or all"),
        ("people/name eq 'x'", "any or all"),
        ("title/any(t:t eq 'x')", "no collection"),
        ("tags/any(t eq 'x')", "'eq'"),
        ("startswith(title)", "two arguments"),
        ("startswith(number, 5)", "texts"),
        ("title % 2", "'%'"),
        ("number eq (1", "ends too early"),
    ];
    for (filter, part) in cases {
        let (status, message) = status(filter);
        assert!(status == 400 && message.contains(part), "{filter}: {status} {message}");
    }
}

#[test]
fn what_the_emulator_lacks_is_501() {
    let cases = [
        ("tolower(title) eq 'x'", "tolower"),
        ("length(title) gt 3", "length"),
        ("concat(title,'x')", "concat"),
        ("number add 1 eq 2", "add"),
        ("weight has 'low'", "has"),
        ("bytes eq 'AA'", "bytes"),
        ("sender eq null", "sender"),
        ("parts/any(p:p/title eq 'x')", "parts"),
        ("tags/$count gt 1", "$count"),
        ("-number eq -5", "-number"),
        ("number eq -(5)", "'-'"),
        ("(number) add 1 eq 2", "add"),
        ("2 eq (number sub 1)", "sub"),
        ("(isRead eq true) eq false", "behind a condition"),
    ];
    for (filter, part) in cases {
        let (status, message) = status(filter);
        assert!(status == 501 && message.contains(part), "{filter}: {status} {message}");
    }
}

#[test]
fn depth_has_a_limit() {
    let nested = |depth: usize| format!("{}isRead{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(status(&nested(40)).0, 200);
    for deep in [
        nested(100_000),
        "not ".repeat(100_000) + "isRead",
        "startswith(".repeat(100_000),
        format!("number eq {}1", "(".repeat(100_000)),
    ] {
        assert_eq!(status(&deep).0, 400);
    }
    let wide = vec!["isRead"; 20_000].join(" or ");
    assert!(!holds(&wide));
}

/// A note of which everything may be missing.
fn any_note() -> impl Strategy<Value = Map<String, Value>> {
    let title = proptest::option::of("[a-c']{0,3}");
    let number = proptest::option::of(-3_i64..4);
    let tags = proptest::collection::vec("[ab]", 0..3);
    let weight = proptest::option::of(proptest::sample::select(vec!["low", "normal", "high"]));
    (title, number, tags, weight).prop_map(|(title, number, tags, weight)| {
        let note = json!({"title": title, "number": number, "tags": tags, "weight": weight});
        note.as_object().cloned().unwrap_or_default()
    })
}

/// A condition, and what it says of a note, worked out in another way.
#[derive(Debug, Clone)]
enum Naive {
    Number(&'static str, i64),
    Title(&'static str, String),
    Starts(String),
    Tag(String),
    And(Box<Naive>, Box<Naive>),
    Or(Box<Naive>, Box<Naive>),
    Not(Box<Naive>),
}

impl Naive {
    fn text(&self) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        match self {
            Self::Number(operator, number) => format!("number {operator} {number}"),
            Self::Title(operator, title) => format!("title {operator} {}", quoted(title)),
            Self::Starts(part) => format!("startswith(title,{})", quoted(part)),
            Self::Tag(tag) => format!("tags/any(t:t eq {})", quoted(tag)),
            Self::And(left, right) => format!("({}) and ({})", left.text(), right.text()),
            Self::Or(left, right) => format!("({}) or ({})", left.text(), right.text()),
            Self::Not(inner) => format!("not ({})", inner.text()),
        }
    }

    /// Nothing is null.
    fn truth(&self, note: &Map<String, Value>) -> Option<bool> {
        fn compare<T: PartialOrd>(left: Option<T>, operator: &str, right: &T) -> bool {
            match (left, operator) {
                (None, operator) => operator == "ne",
                (Some(left), "eq") => left == *right,
                (Some(left), "ne") => left != *right,
                (Some(left), "gt") => left > *right,
                (Some(left), "ge") => left >= *right,
                (Some(left), "lt") => left < *right,
                (Some(left), _) => left <= *right,
            }
        }
        let title = note["title"].as_str();
        match self {
            Self::Number(operator, number) => Some(compare(note["number"].as_i64(), operator, number)),
            Self::Title(operator, wanted) => Some(compare(title, operator, &wanted.as_str())),
            Self::Starts(part) => title.map(|title| title.starts_with(part.as_str())),
            Self::Tag(tag) => note["tags"].as_array().map(|tags| tags.iter().any(|one| one == tag)),
            // Null lies between false and true: the lesser of two is both, the greater is either.
            Self::And(left, right) => Self::least(left.truth(note), right.truth(note)),
            Self::Or(left, right) => {
                Self::least(left.truth(note).map(|one| !one), right.truth(note).map(|one| !one))
                    .map(|one| !one)
            }
            Self::Not(inner) => inner.truth(note).map(|one| !one),
        }
    }

    fn least(left: Option<bool>, right: Option<bool>) -> Option<bool> {
        if left == Some(false) || right == Some(false) { Some(false) } else { left.and(right) }
    }
}

fn any_condition() -> impl Strategy<Value = Naive> {
    let operator = || proptest::sample::select(vec!["eq", "ne", "gt", "ge", "lt", "le"]);
    let leaf = prop_oneof![
        (operator(), -3_i64..4).prop_map(|(operator, number)| Naive::Number(operator, number)),
        (operator(), "[a-c']{0,3}").prop_map(|(operator, title)| Naive::Title(operator, title)),
        "[a-c']{0,2}".prop_map(Naive::Starts),
        "[a-c]".prop_map(Naive::Tag),
    ];
    leaf.prop_recursive(3, 16, 2, |inner| {
        let pair = || (inner.clone(), inner.clone());
        prop_oneof![
            pair().prop_map(|(left, right)| Naive::And(Box::new(left), Box::new(right))),
            pair().prop_map(|(left, right)| Naive::Or(Box::new(left), Box::new(right))),
            inner.clone().prop_map(|one| Naive::Not(Box::new(one))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_filter_says_what_a_naive_evaluation_says(condition in any_condition(), notes in proptest::collection::vec(any_note(), 1..6)) {
        let api = api();
        let filter = Filter::parse(&api, &TypeName::new(TYPE), &condition.text()).expect("a filter");
        for note in &notes {
            prop_assert_eq!(filter.holds(note), condition.truth(note) == Some(true), "{} {:?}", condition.text(), note);
        }
    }

    #[test]
    fn no_text_makes_a_filter_panic(text in "[a-z'(),/: 0-9.-]{0,40}") {
        status(&text);
    }

    #[test]
    fn an_order_is_that_of_a_naive_sort(
        notes in proptest::collection::vec(any_note(), 0..12),
        skip in 0_usize..14,
        size in 0_usize..14,
    ) {
        let api = api();
        let query = Query::nested("$orderby=weight desc,number,title desc").expect("a query");
        let order = Order::parse(&api, &TypeName::new(TYPE), &query).expect("an order").expect("one");
        let sorted = order.page(notes.clone(), |one| one, (0, usize::MAX));
        let page = order.page(notes.clone(), |one| one, (skip, size));
        let wanted: Vec<_> = sorted.iter().skip(skip).take(size).cloned().collect();
        prop_assert_eq!(page, wanted);
        let weight = |one: &Map<String, Value>| {
            one["weight"].as_str().map(|one| ["low", "normal", "high"].iter().position(|known| *known == one))
        };
        let mut naive = notes;
        naive.sort_by(|one, other| {
            let title = |one: &Map<String, Value>| one["title"].as_str().map(String::from);
            let number = |one: &Map<String, Value>| one["number"].as_i64();
            weight(other).cmp(&weight(one)).then(number(one).cmp(&number(other))).then(title(other).cmp(&title(one)))
        });
        prop_assert_eq!(sorted, naive);
    }
}

fn any_scalar() -> impl Strategy<Value = Scalar> {
    let near = (1_i64 << 53) - 3..(1_i64 << 53) + 4;
    #[expect(clippy::cast_precision_loss, reason = "that is what is tried")]
    let rounded = near.clone().prop_map(|one| Scalar::Real(one as f64));
    let odd = [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.0, 0.5, -0.5, 2_f64.powi(63)];
    let last = [i64::MIN, -1, 0, 1, i64::MAX];
    prop_oneof![
        near.prop_map(Scalar::Whole),
        rounded,
        proptest::sample::select(odd.to_vec()).prop_map(Scalar::Real),
        proptest::sample::select(last.to_vec()).prop_map(Scalar::Whole),
        Just(Scalar::Null),
        any::<bool>().prop_map(Scalar::Boolean),
        "[ab]?".prop_map(Scalar::Text),
    ]
}

proptest! {
    #[test]
    fn the_order_of_values_is_one_that_can_be_sorted_by(a in any_scalar(), b in any_scalar(), c in any_scalar()) {
        let (ab, bc) = (total_order(&a, &b), total_order(&b, &c));
        prop_assert_eq!(total_order(&b, &a), ab.reverse());
        if ab == bc || bc.is_eq() {
            prop_assert_eq!(total_order(&a, &c), ab);
        } else if ab.is_eq() {
            prop_assert_eq!(total_order(&a, &c), bc);
        }
    }
}

#[test]
fn an_order_is_refused_where_there_is_none() {
    let refused = |text: &str| {
        let query = Query::nested(&format!("$orderby={text}")).expect("a query");
        match Order::parse(&api(), &TypeName::new(TYPE), &query) {
            Ok(_) => 200,
            Err(error) => error.status.as_u16(),
        }
    };
    assert_eq!(refused("sender/name desc, title ASC"), 200);
    assert_eq!([refused("title up"), refused("nothing"), refused("tags")], [400, 400, 400]);
    assert_eq!([refused("bytes"), refused("length(title)"), refused("parts/title")], [501, 501, 501]);
}
