//! Which query options an operation takes, and what their values look like.
//!
//! See <https://learn.microsoft.com/graph/query-parameters> and OData 4.01, part 2, chapter 5.

use msgraph_spec::model::{Answer, Operation, Parameter, ParameterPlace, Segment};

use crate::errors::GraphError;
use crate::literal;
use crate::query::Query;

/// All that OData has.
const SYSTEM: [&str; 16] = [
    "$apply",
    "$compute",
    "$count",
    "$deltatoken",
    "$expand",
    "$filter",
    "$format",
    "$id",
    "$index",
    "$orderby",
    "$schemaversion",
    "$search",
    "$select",
    "$skip",
    "$skiptoken",
    "$top",
];

/// Those that Graph also knows without their `$`. The others are options of an operation's own there, such as `id`.
const BARE: [&str; 11] = [
    "count",
    "deltatoken",
    "expand",
    "filter",
    "format",
    "orderby",
    "search",
    "select",
    "skip",
    "skiptoken",
    "top",
];

/// Those that no description has to name: they stand in the links of the service, or say what JSON looks like.
const ALWAYS: [&str; 3] = ["$deltatoken", "$format", "$skiptoken"];

/// Refuses what OData does not know, what the operation does not take, what is there twice, and values that cannot
/// be. Options that are none of OData's are left to the operation, as OData has it.
///
/// An operation whose description names no query option at all is taken to say nothing about them, and takes all.
pub(crate) fn check(operation: &Operation, query: &Query) -> Result<(), GraphError> {
    let declared = declared(operation);
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in query.pairs() {
        let own = declared.iter().find(|one| is_same(&one.name, name)).map(|one| one.name.as_str());
        // What the operation declares without a `$` is its own, whatever OData has by that name.
        let proper = own.filter(|one| !one.starts_with('$'));
        let Some(option) = proper.or(system(name)).or(own) else {
            if name.starts_with('$') {
                let message = format!("The query option '{name}' is unknown.{}", takes(operation, &declared));
                return Err(GraphError::bad_request(message));
            }
            continue;
        };
        if seen.contains(&option) {
            return Err(GraphError::bad_request(format!("The query option '{option}' is there twice.")));
        }
        seen.push(option);
        let is_taken = own.is_some() || declared.is_empty() || is_understood(operation, option);
        if !is_taken {
            let message =
                format!("'{option}' is no query option of this request.{}", takes(operation, &declared));
            return Err(GraphError::bad_request(message));
        }
        check_value(option, value)?;
    }
    missing(&declared, &seen)
}

/// The query options that the description names.
fn declared(operation: &Operation) -> Vec<&Parameter> {
    operation.parameters.iter().filter(|one| one.place == ParameterPlace::Query).collect()
}

/// The option of OData that a name means.
fn system(name: &str) -> Option<&'static str> {
    let of_odata = SYSTEM.into_iter().find(|one| one.eq_ignore_ascii_case(name));
    let bare = || BARE.into_iter().position(|one| one.eq_ignore_ascii_case(name));
    let with_sign = |at: usize| SYSTEM.into_iter().find(|one| one[1..] == *BARE[at]);
    of_odata.or_else(|| bare().and_then(with_sign))
}

fn is_same(declared: &str, name: &str) -> bool {
    let is_system = |one: &str| system(name).is_some_and(|option| option.eq_ignore_ascii_case(one));
    declared.eq_ignore_ascii_case(name) || is_system(declared)
}

/// Whether an option is served although the description does not name it.
fn is_understood(operation: &Operation, option: &str) -> bool {
    if ALWAYS.contains(&option) {
        return true;
    }
    let last = operation.path.segments.last();
    let ends_in =
        |name: &str| matches!(last, Some(Segment::Literal(last)) if last.eq_ignore_ascii_case(name));
    match (operation.answer(), option) {
        (Answer::Page { .. }, "$count" | "$select" | "$top") | (Answer::One(_), "$select") => true,
        (Answer::Page { .. }, "$filter") => ends_in("onlineMeetings"),
        (Answer::Page { .. }, "$expand") => ends_in("onlineMeetings") || ends_in("attendanceReports"),
        _ => false,
    }
}

/// ` GET /me/messages takes $select and $top.`
fn takes(operation: &Operation, declared: &[&Parameter]) -> String {
    let names: Vec<&str> = declared.iter().map(|one| one.name.as_str()).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => format!(" {} takes {last}.", operation.title()),
        Some((last, others)) => format!(" {} takes {} and {last}.", operation.title(), others.join(", ")),
    }
}

/// What can be said of a value without knowing what is asked for. A filter is for the handler to read.
pub(crate) fn check_value(option: &str, value: &str) -> Result<(), GraphError> {
    let is_number = || !value.is_empty() && value.bytes().all(|one| one.is_ascii_digit());
    let is_one_of = |all: [&str; 2]| all.iter().any(|one| value.eq_ignore_ascii_case(one));
    // A list that cannot be parted is for its reader to refuse.
    let is_list = || literal::split(value, ',').is_none_or(|all| all.iter().all(|one| !one.is_empty()));
    let is_good = match option {
        "$top" | "$skip" | "$index" => is_number(),
        "$count" => is_one_of(["true", "false"]),
        "$select" | "$expand" | "$orderby" => is_list(),
        "$search" => !value.trim().is_empty(),
        _ => true,
    };
    if is_good { Ok(()) } else { Err(GraphError::no_value(option, value)) }
}

/// An operation may demand options of its own, as a calendar view does its two dates.
fn missing(declared: &[&Parameter], seen: &[&str]) -> Result<(), GraphError> {
    let is_missing = |one: &&&Parameter| {
        one.is_required && !one.name.starts_with('$') && !seen.contains(&one.name.as_str())
    };
    match declared.iter().find(is_missing) {
        Some(one) => Err(GraphError::bad_request(format!("The query option '{}' is required.", one.name))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use msgraph_spec::model::{
        HttpMethod, OperationKind, Origin, PathTemplate, Primitive, StatusCodes, Success, TypeRef, ValueType,
    };

    use super::*;

    fn operation(last: &str, options: &[&str]) -> Operation {
        let path = ["me", last].map(|one| Segment::Literal(String::from(one))).to_vec();
        let path = PathTemplate::new(path);
        let mut made = Operation::new(HttpMethod::Get, path, OperationKind::List, Origin::none());
        let text = || ValueType::nullable(TypeRef::Primitive(Primitive::String));
        let parameter = |name: &&str| Parameter::new(ParameterPlace::Query, *name, text());
        made.parameters = options.iter().map(parameter).collect();
        let page = Answer::Page { item: text(), has_delta: false };
        made.successes = vec![Success::new(StatusCodes::Successful, page)];
        made
    }

    fn message(operation: &Operation, query: &str) -> Option<String> {
        let query = Query::parse(query).expect("a query");
        check(operation, &query).err().map(|error| error.message)
    }

    #[test]
    fn what_is_declared_or_understood_is_taken() {
        let list = operation("things", &["$orderby", "when", "id"]);
        let good = [
            "",
            "$orderby=a",
            "ORDERBY=a%20desc,b",
            "%24orderby=a",
            "$top=0&$count=True",
            "top=5",
            "$select=a,b",
            "$skiptoken=x&$deltatoken=",
            "$format=json",
            "when=x&other=y&other=z",
            "id=1",
            "index=2&apply=3",
        ];
        for query in good {
            assert_eq!(message(&list, query), None, "{query}");
        }
        assert_eq!(message(&operation("onlineMeetings", &["x"]), "$filter=a&$expand=b"), None);
        assert_eq!(message(&operation("attendanceReports", &["x"]), "$expand=b"), None);
    }

    #[test]
    fn what_is_not_taken_is_refused_with_what_is() {
        let list = operation("things", &["$orderby", "$search", "when"]);
        let takes = "GET /me/things takes $orderby, $search and when.";
        let wanted = format!("'$filter' is no query option of this request. {takes}");
        assert_eq!(message(&list, "$filter=a"), Some(wanted.clone()));
        assert_eq!(message(&list, "FILTER=a"), Some(wanted));
        let unknown = format!("The query option '$limit' is unknown. {takes}");
        assert_eq!(message(&list, "$limit=5"), Some(unknown));
        let one = message(&operation("things", &["$skip"]), "$expand=a").expect("a refusal");
        assert!(one.ends_with(" GET /me/things takes $skip."), "{one}");
    }

    #[test]
    fn where_nothing_is_declared_only_odata_counts() {
        let list = operation("things", &[]);
        assert_eq!(message(&list, "$filter=a&$search=b&$expand=c"), None);
        assert_eq!(message(&list, "$limit=5").as_deref(), Some("The query option '$limit' is unknown."));
    }

    #[test]
    fn an_option_is_there_once() {
        let list = operation("things", &["$orderby", "when"]);
        for (query, name) in [("$top=1&$top=1", "$top"), ("$top=1&TOP=2", "$top"), ("when=a&When=b", "when")]
        {
            let wanted = format!("The query option '{name}' is there twice.");
            assert_eq!(message(&list, query), Some(wanted), "{query}");
        }
    }

    #[test]
    fn values_must_be_what_they_are() {
        let list = operation("things", &[]);
        let bad = [
            "$top=x",
            "$top=-1",
            "$top=",
            "$top",
            "$top=1.5",
            "$top=+1",
            "$skip=-1",
            "$skip=x",
            "$count=maybe",
            "$count=1",
            "$count=",
            "$select=",
            "$select=a,,b",
            "$select=%20",
            "$expand=",
            "$orderby=a,",
            "$search=",
        ];
        for query in bad {
            let message = message(&list, query).expect(query);
            assert!(message.contains("is no valid value of $"), "{query}: {message}");
        }
    }

    #[test]
    fn an_option_of_the_operations_own_may_be_called_as_one_of_odata() {
        let list = operation("things", &["count", "$top"]);
        assert_eq!(message(&list, "count=many&top=1&$count=true"), None);
        assert!(message(&list, "count=1&Count=2").is_some());
    }

    #[test]
    fn an_option_that_is_demanded_must_be_there() {
        let mut list = operation("view", &["start", "end"]);
        list.parameters[1].is_required = true;
        assert_eq!(message(&list, "start=1").as_deref(), Some("The query option 'end' is required."));
        assert_eq!(message(&list, "End=1"), None);
    }
}
