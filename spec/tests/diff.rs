//! What a comparison says of permissions, and what a description says that no signature shows. What is generated
//! is compared with the rest in msgraph-codegen.

mod support;

use msgraph_spec::diff::{Aspect, Change, Comparison, Effect, How, Item};
use msgraph_spec::model::{AllOf, Answer, Api, Choice, Operation, OperationPermissions, Requirement, Scheme};
use support::{bundled_api, metadata};

const CREATE: &str = "POST /users/{user-id}/onlineMeetings";

/// The first operation of that title, to be changed.
fn operation<'a>(api: &'a mut Api, title: &str) -> &'a mut Operation {
    api.operations.iter_mut().find(|one| one.title() == title).expect("an operation")
}

fn one_of(alternatives: &[&[&str]]) -> Requirement {
    let mut all = alternatives.iter().map(|names| AllOf::of(names.iter().copied()));
    let least = all.next().expect("an alternative");
    Requirement::OneOf { least, higher: all.collect(), choice: Choice::Stated }
}

/// What is said of the application permissions of one operation, where they are these and then those.
fn access(before: Requirement, after: Requirement) -> Vec<(Aspect, Effect)> {
    let [old, new] = [before, after].map(|requirement| {
        let mut api = bundled_api();
        operation(&mut api, CREATE).permissions.application = requirement;
        api
    });
    let is_of = |one: &&Change| matches!(&one.item, Item::Access { scheme: Scheme::Application, .. });
    let changes = Comparison::new(&old, &new).changes;
    changes.iter().filter(is_of).map(|one| (one.how.aspect().expect("it is in both"), one.effect)).collect()
}

#[test]
fn permissions_that_no_longer_open_an_operation_break_programs() {
    let (a, b, ab) = (one_of(&[&["A"]]), one_of(&[&["B"]]), one_of(&[&["A"], &["B"]]));
    let both = one_of(&[&["A", "B"]]);
    let (alternatives, least) = (Aspect::Alternatives, Aspect::Least);
    for (before, after, expected) in [
        (&a, &a, None),
        (&a, &b, Some((alternatives, Effect::Major))),
        (&ab, &a, Some((alternatives, Effect::Major))),
        (&a, &ab, Some((alternatives, Effect::Minor))),
        // who holds both holds one of them; who holds one does not hold both
        (&both, &a, Some((alternatives, Effect::Minor))),
        (&a, &both, Some((alternatives, Effect::Major))),
        (&ab, &one_of(&[&["B"], &["A"]]), Some((least, Effect::Minor))),
        (
            &one_of(&[&["A"], &["B"], &["C"]]),
            &one_of(&[&["A"], &["C"], &["B"]]),
            Some((Aspect::Order, Effect::Patch)),
        ),
        (&a, &Requirement::NotSupported, Some((alternatives, Effect::Major))),
        (&a, &Requirement::Unknown, Some((alternatives, Effect::Major))),
        (&Requirement::Unknown, &a, Some((alternatives, Effect::Minor))),
        (&Requirement::Unknown, &Requirement::NotSupported, Some((alternatives, Effect::Patch))),
    ] {
        let found = access(before.clone(), after.clone());
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{before:?} -> {after:?}");
    }
}

#[test]
fn a_table_is_compared_with_a_table() {
    let old = bundled_api();
    let mut new = old.clone();
    new.permissions.clear();
    for one in &mut new.operations {
        one.permissions = OperationPermissions::default();
    }
    let comparison = Comparison::new(&old, &new);
    assert!(!comparison.has_permissions);
    assert_eq!(comparison.changes, [], "that nothing is known is no change");

    let mut new = old.clone();
    for (_, info) in &mut new.permissions.get_mut("OnlineMeetings.ReadWrite").expect("a permission").schemes {
        info.requires_admin_consent = true;
    }
    let comparison = Comparison::new(&old, &new);
    assert_eq!(comparison.step(), Some(Effect::Minor));
    assert_eq!(comparison.changes[0].item, Item::Permission("OnlineMeetings.ReadWrite".to_owned()));
}

#[test]
fn what_the_service_demands_from_now_on_breaks_calls() {
    let old = bundled_api();
    let mut new = old.clone();
    operation(&mut new, CREATE).parameters[0].is_required = true;
    let changes = Comparison::new(&old, &new).changes;
    assert_eq!((changes.len(), changes[0].effect), (1, Effect::Major), "{changes:#?}");
    assert_eq!(changes[0].how, How::Changed(Aspect::Demand));
    // a step back asks nobody for anything
    assert_eq!(Comparison::new(&new, &old).step(), Some(Effect::Patch));
}

#[test]
fn a_delta_link_is_no_null() {
    let old = bundled_api();
    let mut new = old.clone();
    let mut answers = new.operations.iter_mut().flat_map(|one| &mut one.successes).map(|one| &mut one.answer);
    let page = answers.find_map(|one| match one {
        Answer::Page { item, has_delta } => Some((item, has_delta)),
        _ => None,
    });
    let (item, has_delta) = page.expect("an operation with pages");
    *has_delta = !*has_delta;
    item.is_nullable = !item.is_nullable;
    let changes = Comparison::new(&old, &new).changes;
    let found: Vec<_> = changes.iter().map(|one| (one.item.noun(), one.how, one.effect)).collect();
    let patch = |aspect| ("answer", How::Changed(aspect), Effect::Patch);
    assert_eq!(found, [patch(Aspect::Null), patch(Aspect::Delta)], "{changes:#?}");
}

#[test]
fn an_inherited_property_is_said_once() {
    let old = bundled_api();
    let mut new = old.clone();
    let entity = new.types.values_mut().find(|ty| ty.name().as_str() == "microsoft.graph.entity");
    let Some(msgraph_spec::model::TypeDef::Structured(entity)) = entity else { panic!("no entity") };
    entity.properties.clear();
    let changes = Comparison::new(&old, &new).changes;
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!(changes[0].item.to_string(), "microsoft.graph.entity: id");
    assert_eq!((changes[0].how, changes[0].effect), (How::Removed, Effect::Major));
}

/// A real slice is the same as itself, and what one comparison misses is what the one back has more.
#[test]
fn a_published_slice_is_as_it_is() {
    let Some(file) = metadata("openapi/cloud-communications.yml") else { return };
    let api = msgraph_spec::Reader::openapi(file).read().expect("a slice").api;
    assert_eq!(Comparison::new(&api, &api.clone()).changes, []);
    let bundled = bundled_api();
    let there = Comparison::new(&bundled, &api);
    let back = Comparison::new(&api, &bundled);
    let counts = |of: &Comparison, how: How, noun: &str| {
        of.changes.iter().filter(|one| one.how == how && one.item.noun() == noun).count()
    };
    for noun in ["operation", "type", "property", "enum member"] {
        assert_eq!(counts(&there, How::Removed, noun), counts(&back, How::Added, noun), "{noun}");
    }
}
