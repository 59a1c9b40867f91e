//! What requests ask, by tokens: how it is written, and that it arrives as it was written.

use std::borrow::Cow;

use http::Method;
use msgraph_core::model::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Flags, Guid, OpenEnum, TimeOfDay, UnknownMember,
};
use msgraph_core::odata::{Filter, Navigation, Property, item};
use msgraph_core::{Client, Operation, OperationInfo, Paged, Permissions, Request, option};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Meeting {}

impl Meeting {
    const SUBJECT: Property<Self, String> = Property::new("subject");
    const SEATS: Property<Self, i32> = Property::new("seats");
    const SIZE: Property<Self, i64> = Property::new("size");
    const SHORT: Property<Self, i16> = Property::new("short");
    const BYTE: Property<Self, u8> = Property::new("byte");
    const SIGNED: Property<Self, i8> = Property::new("signed");
    const RATIO: Property<Self, f64> = Property::new("ratio");
    const SINGLE: Property<Self, f32> = Property::new("single");
    const IS_OPEN: Property<Self, bool> = Property::new("isOpen");
    const START: Property<Self, DateTimeOffset> = Property::new("start");
    const DAY: Property<Self, Date> = Property::new("day");
    const TIME: Property<Self, TimeOfDay> = Property::new("time");
    const LENGTH: Property<Self, Duration> = Property::new("length");
    const TEMPLATE: Property<Self, Guid> = Property::new("template");
    const PRICE: Property<Self, Decimal> = Property::new("price");
    const KEY: Property<Self, Binary> = Property::new("key");
    const ROLE: Property<Self, Role> = Property::new("role");
    const RIGHTS: Property<Self, Flags<Role>> = Property::new("rights");
    const TAGS: Property<Self, Vec<String>> = Property::new("tags");
    const ROLES: Property<Self, Vec<Role>> = Property::new("roles");
    const PEOPLE: Property<Self, Vec<Person>> = Property::new("people");
    const HOST: Property<Self, Person> = Property::new("host");
    const REPORTS: Navigation<Self, Vec<Report>> = Navigation::new("reports");
}

struct Person;

impl Person {
    const UPN: Property<Self, String> = Property::new("upn");
    const PHONES: Property<Self, Vec<String>> = Property::new("phones");
    const PEERS: Property<Self, Vec<Self>> = Property::new("peers");
    const DESK: Property<Self, Desk> = Property::new("desk");
}

struct Desk;

impl Desk {
    const ROOM: Property<Self, String> = Property::new("room");
    const OWNERS: Navigation<Self, Vec<Person>> = Navigation::new("owners");
}

struct Report;

impl Report {
    const ID: Property<Self, String> = Property::new("id");
    const TOTAL: Property<Self, i32> = Property::new("total");
    const RECORDS: Navigation<Self, Vec<Person>> = Navigation::new("records");
}

#[derive(Clone, PartialEq)]
enum Role {
    Guest,
    Other(UnknownMember),
}

impl OpenEnum for Role {
    const MEMBERS: &'static [&'static str] = &["guest"];

    fn as_str(&self) -> &str {
        match self {
            Self::Guest => "guest",
            Self::Other(member) => member.as_str(),
        }
    }
}

impl From<&str> for Role {
    fn from(member: &str) -> Self {
        if member == "guest" { Self::Guest } else { Self::Other(UnknownMember::new(member)) }
    }
}

enum List {}

impl Operation for List {
    type Answer = Paged<Meeting>;
    const INFO: &'static OperationInfo = &OperationInfo::new(Method::GET, "/meetings", Permissions::UNKNOWN);
}

impl option::Select for List {}
impl option::Expand for List {}
impl option::FilterBy for List {}
impl option::OrderBy for List {}
impl option::Prefer for List {}
impl option::UnknownEnumMembers for List {}

fn list() -> Request<List> {
    let client = Client::detached("https://graph.microsoft.com/v1.0".parse().unwrap());
    client.path::<()>().literal("meetings").request()
}

/// The options of a request as the service reads them.
fn options(request: Request<List>) -> Vec<(String, String)> {
    let request = request.into_http().unwrap();
    let query = request.uri().query().unwrap_or_default();
    assert!(!query.contains(['+', '\'', ';', '#', ' ']), "{query}");
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn option_of(request: Request<List>) -> String {
    let mut options = options(request);
    assert_eq!(options.len(), 1, "{options:?}");
    options.remove(0).1
}

fn shown(filter: Filter<Meeting>) -> String {
    let text = filter.to_string();
    assert_eq!(option_of(list().filter(filter)), text);
    text
}

#[test]
fn every_kind_of_value_has_its_literal() {
    let start: DateTimeOffset = "2026-12-01T14:30:00.0000001+01:00".parse().unwrap();
    let guid: Guid = "05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b".parse().unwrap();
    let subject = String::from("a'b");
    let role = Role::from("it's");
    let rights: Flags<Role> = serde_json::from_str(r#""host, guest,,host""#).unwrap();
    for (filter, expected) in [
        (Meeting::SUBJECT.eq("o'clock"), "subject eq 'o''clock'"),
        (Meeting::SUBJECT.ne(&subject), "subject ne 'a''b'"),
        (Meeting::SUBJECT.gt(subject), "subject gt 'a''b'"),
        (Meeting::SUBJECT.eq(""), "subject eq ''"),
        (Meeting::SEATS.ge(5), "seats ge 5"),
        (Meeting::SIZE.lt(5_000_000_000), "size lt 5000000000"),
        (Meeting::SHORT.le(-5), "short le -5"),
        (Meeting::BYTE.eq(255), "byte eq 255"),
        (Meeting::SIGNED.eq(-128), "signed eq -128"),
        (Meeting::RATIO.gt(0.5), "ratio gt 0.5"),
        (Meeting::RATIO.lt(f64::INFINITY), "ratio lt INF"),
        (Meeting::SINGLE.gt(-0.25), "single gt -0.25"),
        (Meeting::IS_OPEN.eq(true), "isOpen eq true"),
        (Meeting::START.ge(start), "start ge 2026-12-01T14:30:00.0000001+01:00"),
        (Meeting::DAY.eq("2026-12-01".parse::<Date>().unwrap()), "day eq 2026-12-01"),
        (Meeting::TIME.eq("14:30:00".parse::<TimeOfDay>().unwrap()), "time eq 14:30:00"),
        (Meeting::LENGTH.eq("PT1H30M".parse::<Duration>().unwrap()), "length eq duration'PT1H30M'"),
        (Meeting::TEMPLATE.eq(&guid), "template eq 05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b"),
        (Meeting::PRICE.eq("1.50".parse::<Decimal>().unwrap()), "price eq 1.50"),
        (Meeting::KEY.eq(Binary::from_bytes(&[0xfb, 0xff])), "key eq binary'-_8='"),
        (Meeting::ROLE.eq(Role::Guest), "role eq 'guest'"),
        (Meeting::ROLE.ne(&role), "role ne 'it''s'"),
        (Meeting::RIGHTS.has(Role::Guest), "rights has 'guest'"),
        (Meeting::RIGHTS.eq(Flags::from(Role::Guest).with(Role::from("host"))), "rights eq 'guest,host'"),
        (Meeting::RIGHTS.has(&rights), "rights has 'host,guest'"),
        (Meeting::RIGHTS.has(Role::from("host, guest")), "rights has 'host,guest'"),
        (Meeting::SUBJECT.eq(Cow::Borrowed("a'b")), "subject eq 'a''b'"),
        (Meeting::RATIO.lt(1e300), "ratio lt 1e300"),
        (Meeting::LENGTH.eq("+pt5m".parse::<Duration>().unwrap()), "length eq duration'PT5M'"),
    ] {
        assert_eq!(shown(filter), expected);
    }
}

#[test]
fn functions_and_lists() {
    let texts = vec![String::from("a")];
    for (filter, expected) in [
        (Meeting::SUBJECT.starts_with("L'"), "startswith(subject,'L''')"),
        (Meeting::SUBJECT.ends_with(String::from("e")), "endswith(subject,'e')"),
        (Meeting::SUBJECT.contains("ct"), "contains(subject,'ct')"),
        (Meeting::SUBJECT.is_null(), "subject eq null"),
        (Meeting::START.is_not_null(), "start ne null"),
        (Meeting::SUBJECT.is_in(["a,b", "c'"]), "subject in ('a,b','c''')"),
        (Meeting::SUBJECT.is_in(&texts), "subject in ('a')"),
        (Meeting::SEATS.is_in([1, 2]), "seats in (1,2)"),
        (Meeting::SUBJECT.is_in([""; 0]), "false"),
    ] {
        assert_eq!(shown(filter), expected);
    }
}

#[test]
fn parentheses_stand_where_they_must() {
    let [a, b, c] = [1, 2, 3].map(|seats| Meeting::SEATS.eq(seats));
    let text = Meeting::SUBJECT.starts_with("x");
    for (filter, expected) in [
        (a.clone().and(b.clone()).and(c.clone()), "seats eq 1 and seats eq 2 and seats eq 3"),
        (a.clone().and(b.clone().and(c.clone())), "seats eq 1 and seats eq 2 and seats eq 3"),
        (a.clone().or(b.clone()).or(c.clone()), "seats eq 1 or seats eq 2 or seats eq 3"),
        (a.clone().or(b.clone()).and(c.clone()), "(seats eq 1 or seats eq 2) and seats eq 3"),
        (a.clone().and(b.clone()).or(c.clone()), "seats eq 1 and seats eq 2 or seats eq 3"),
        (a.clone().or(b.clone().and(c.clone())), "seats eq 1 or seats eq 2 and seats eq 3"),
        (a.clone().not(), "not (seats eq 1)"),
        (!text.clone(), "not startswith(subject,'x')"),
        (!!text.clone(), "startswith(subject,'x')"),
        (!text.clone().and(a.clone()), "not (startswith(subject,'x') and seats eq 1)"),
        ((!text.clone()).and(!a.clone()), "not startswith(subject,'x') and not (seats eq 1)"),
        (a.clone().and("b eq 2 or c eq 3"), "seats eq 1 and (b eq 2 or c eq 3)"),
        (Filter::raw("b eq 2").or(a.clone()), "(b eq 2) or seats eq 1"),
        (!Filter::from("b eq 2"), "not (b eq 2)"),
        (
            Meeting::TAGS.any_is("x").and(a.clone().or(b)),
            "tags/any(t:t eq 'x') and (seats eq 1 or seats eq 2)",
        ),
        ("b eq 2".into(), "b eq 2"),
    ] {
        assert_eq!(shown(filter), expected);
    }
}

#[test]
fn an_empty_filter_is_left_out() {
    let seats = Meeting::SEATS.eq(1);
    let empty = || Filter::raw(" ");
    for filter in [
        seats.clone().and(""),
        empty().and(seats.clone()),
        seats.clone().or(empty()),
        empty().or(seats.clone()).and(empty().not()),
        seats.clone().and(Meeting::TAGS.all(Filter::raw("").not())),
    ] {
        assert_eq!(shown(filter), "seats eq 1");
    }
    for filter in [Filter::from(""), empty(), !empty(), empty().and("").or(!empty())] {
        assert_eq!(options(list().filter(filter)), []);
    }
    assert_eq!(options(list().filter(seats.clone()).filter("")), []);
    assert_eq!(shown((!empty()).or(!seats)), "not (seats eq 1)");
    assert_eq!(shown(Meeting::TAGS.any(Filter::raw(""))), "tags/any()");
    assert_eq!(Meeting::REPORTS.filter("").to_string(), "reports");
}

#[test]
fn range_variables_never_clash() {
    let deep = Person::PEERS.any(Person::UPN.eq("x").and(Person::PEERS.all(Person::PHONES.any_is("1"))));
    for (filter, expected) in [
        (Meeting::PEOPLE.any(Person::UPN.eq("x")), "people/any(p:p/upn eq 'x')"),
        (Meeting::PEOPLE.all(Person::PHONES.any_is("1")), "people/all(p:p/phones/any(p2:p2 eq '1'))"),
        (
            Meeting::PEOPLE.any(deep.or(Person::UPN.is_null())),
            "people/any(p:p/peers/any(p2:p2/upn eq 'x' and p2/peers/all(p3:p3/phones/any(p4:p4 eq '1'))) \
             or p/upn eq null)",
        ),
        (
            Meeting::PEOPLE.any(Person::UPN.eq("x")).and(Meeting::PEOPLE.any(Person::UPN.eq("y"))),
            "people/any(p:p/upn eq 'x') and people/any(p:p/upn eq 'y')",
        ),
        (!Meeting::PEOPLE.any(!Person::UPN.eq("x")), "not people/any(p:not (p/upn eq 'x'))"),
        (Meeting::TAGS.any(item().starts_with("x")), "tags/any(t:startswith(t,'x'))"),
        (Meeting::TAGS.all(item().ne("x").or(item().is_null())), "tags/all(t:t ne 'x' or t eq null)"),
        (Meeting::ROLES.any_is(Role::Guest), "roles/any(r:r eq 'guest')"),
        (Meeting::REPORTS.any(Report::TOTAL.gt(3)), "reports/any(r:r/total gt 3)"),
        (item::<Meeting>().is_not_null(), "$it ne null"),
    ] {
        assert_eq!(shown(filter), expected);
    }
}

#[test]
fn a_slash_leads_into_what_a_property_holds() {
    let room = Meeting::HOST / Person::DESK / Desk::ROOM;
    assert_eq!(shown(room.eq("1").or(room.eq("2"))), "host/desk/room eq '1' or host/desk/room eq '2'");
    assert_eq!(Meeting::HOST.then(Person::DESK).then(Desk::ROOM).path(), room.path());
    let owners: Navigation<Person, Vec<Person>> = Person::DESK / Desk::OWNERS;
    assert_eq!(
        shown(Meeting::PEOPLE.any(owners.any(Person::DESK.then(Desk::ROOM).eq("x")))),
        "people/any(p:p/desk/owners/any(o:o/desk/room eq 'x'))"
    );
    assert_eq!(option_of(list().select((room.clone(), Meeting::SUBJECT))), "host/desk/room,subject");
    assert_eq!(option_of(list().order_by(room.desc())), "host/desk/room desc");
    assert_eq!((item::<Person>() / Person::UPN).path(), "upn");
}

#[test]
fn lists_are_tokens_or_texts() {
    assert_eq!(option_of(list().select(Meeting::SUBJECT)), "subject");
    assert_eq!(option_of(list().select((Meeting::SUBJECT, Meeting::SEATS, "id"))), "subject,seats,id");
    assert_eq!(option_of(list().select([Meeting::SEATS, Property::new("more")])), "seats,more");
    assert_eq!(option_of(list().select(vec!["id", "subject"])), "id,subject");
    assert_eq!(option_of(list().select(&[String::from("id")][..])), "id");
    let tokens = [Meeting::SUBJECT, Property::new("title")];
    assert_eq!(option_of(list().select(&tokens)), "subject,title");
    let s = Meeting::SUBJECT;
    let most = (&s, &s, &s, &s, &s, &s, &s, &s, &s, &s, &s, &s, &s, &s, &s, &s);
    assert_eq!(option_of(list().select(most)).split(',').count(), 16);

    assert_eq!(option_of(list().order_by(Meeting::SUBJECT)), "subject");
    assert_eq!(option_of(list().order_by("subject desc")), "subject desc");
    assert_eq!(
        option_of(list().order_by((Meeting::START.desc(), Meeting::SUBJECT.asc()))),
        "start desc,subject asc"
    );
    assert_eq!(option_of(list().order_by(["start desc", "subject"])), "start desc,subject");
    assert_eq!(
        option_of(list().order_by(vec![Meeting::START.desc(), Meeting::SEATS.asc()])),
        "start desc,seats asc"
    );
}

#[test]
fn an_expansion_has_options_of_its_own() {
    assert_eq!(option_of(list().expand(Meeting::REPORTS)), "reports");
    assert_eq!(option_of(list().expand(["reports", "transcripts"])), "reports,transcripts");
    let reports = Meeting::REPORTS
        .select((Report::ID, Report::TOTAL))
        .filter(Report::ID.ne("a;b)'c(,&").and(Report::TOTAL.gt(0)))
        .order_by(Report::TOTAL.desc())
        .top(3)
        .skip(1)
        .top(5)
        .expand(Report::RECORDS.select(Person::UPN));
    assert_eq!(
        option_of(list().expand((reports.clone(), "transcripts"))),
        "reports($select=id,total;$filter=id ne 'a;b)''c(,&' and total gt 0;$orderby=total desc;$skip=1;$top=5;\
         $expand=records($select=upn)),transcripts"
    );
    assert_eq!(Meeting::REPORTS.select(["id"]).select([""; 0]).to_string(), "reports");
    let debug = format!("{reports:?}");
    assert_eq!(debug, "Expansion(reports: $select, $filter, $orderby, $skip, $top, $expand)");
}

#[test]
fn whatever_a_value_holds_it_arrives() {
    let ascii: String = (0..=127_u8).map(char::from).collect();
    let pieces = [
        "'",
        "''",
        "+",
        "%",
        "%27",
        "%2B",
        "&",
        "=",
        "#",
        "?",
        ";",
        ",",
        "(",
        ")",
        "/",
        "\\",
        "\"",
        " ",
        "\t",
        "\r\n",
        "\0",
        "é",
        "会議",
        "🦀",
        "e\u{301}",
        "\u{202e}",
        "$filter=x",
        "' or '1' eq '1",
        "…",
        ascii.as_str(),
    ];
    let pairs = pieces.iter().flat_map(|a| pieces.iter().map(move |b| format!("{a}{b}x{b}{a}")));
    for text in pairs {
        let expected = format!("'{}'", text.replace('\'', "''"));
        assert_eq!(option_of(list().filter(Meeting::SUBJECT.eq(&text))), format!("subject eq {expected}"));
        let nested = Meeting::REPORTS.filter(Report::ID.eq(&text)).top(1);
        assert_eq!(option_of(list().expand(nested)), format!("reports($filter=id eq {expected};$top=1)"));
        let any = Meeting::TAGS.any(item().contains(text));
        assert_eq!(option_of(list().filter(any)), format!("tags/any(t:contains(t,{expected}))"));
    }
}

#[test]
fn debug_shows_no_values() {
    let secret = "secret";
    for (filter, expected) in [
        (Meeting::SUBJECT.eq(secret), "Filter(subject eq …)"),
        (Meeting::SUBJECT.is_in([secret]), "Filter(subject in …)"),
        (
            Meeting::PEOPLE.any(Person::UPN.contains(secret)).or(Filter::raw("'secret' eq x").not()),
            "Filter(people/any(p:contains(p/upn,…)) or not (<13 bytes>))",
        ),
        (Filter::raw("JoinWebUrl eq 'secret'"), "Filter(<22 bytes>)"),
        (Filter::raw("(a/b eq 'secret') and c eq 1"), "Filter(<28 bytes>)"),
        (Filter::raw("(hunter2secret eq passcode)"), "Filter(<27 bytes>)"),
        (Filter::raw("12345678 eq passcode"), "Filter(<20 bytes>)"),
        (Filter::raw("JoinWebUrl%20eq%20%27https://x/secret%27"), "Filter(<40 bytes>)"),
        (Filter::raw("startswith(JoinWebUrl,'secret')"), "Filter(<31 bytes>)"),
        (Filter::raw("secret"), "Filter(<6 bytes>)"),
        (Filter::raw(""), "Filter()"),
    ] {
        assert_eq!(format!("{filter:?}"), expected);
        assert!(!format!("{:?}", list().filter(filter)).contains(secret));
    }
    assert_eq!(format!("{:?}", Meeting::HOST / Person::UPN), "Property(host/upn)");
}

#[test]
fn the_preference_for_later_members_is_sent_once() {
    let sent = |request: Request<List>| request.into_http().unwrap().headers()["prefer"].clone();
    let preference = "include-unknown-enum-members";
    assert_eq!(sent(list().include_unknown_enum_members().include_unknown_enum_members()), preference);
    assert_eq!(sent(list().prefer(preference).include_unknown_enum_members()), preference);
    let both = list().prefer("a").include_unknown_enum_members().prefer("b").include_unknown_enum_members();
    assert_eq!(sent(both), "a, include-unknown-enum-members, b");
}
