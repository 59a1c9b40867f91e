//! Sets of members: read, written, compared, changed.

use std::collections::HashSet;

use super::*;

/// An enum by hand that is nothing but open.
#[derive(Clone)]
struct Right(String);

impl From<&str> for Right {
    fn from(member: &str) -> Self {
        Self(member.to_owned())
    }
}

impl OpenEnum for Right {
    const MEMBERS: &'static [&'static str] = &["read", "write"];

    fn as_str(&self) -> &str {
        &self.0
    }
}

fn rights(text: &str) -> Flags<Right> {
    serde_json::from_value(text.into()).unwrap()
}

fn written(flags: &Flags<Right>) -> String {
    serde_json::from_value(serde_json::to_value(flags).unwrap()).unwrap()
}

#[test]
fn what_is_not_changed_is_written_as_it_came() {
    for (text, members) in [
        ("read,write", &["read", "write"][..]),
        ("write, read", &["write", "read"]),
        ("read,,write,", &["read", "write"]),
        ("read,write,read", &["read", "write"]),
        ("3", &["3"]),
        ("read,admin", &["read", "admin"]),
        ("", &[]),
        (" , ", &[]),
    ] {
        let mut flags = rights(text);
        assert_eq!(flags.iter().map(Right::as_str).collect::<Vec<_>>(), members);
        assert_eq!(flags.len(), members.len());
        flags.remove(&"nobody".into());
        flags |= flags.clone();
        assert_eq!(written(&flags), text);
        assert_eq!(flags.to_string(), text);
    }
}

#[test]
fn what_is_changed_is_written_in_order() {
    let mut flags = rights("write , read,write");
    assert!(flags.insert("admin".into()) && !flags.insert("read".into()));
    assert_eq!(written(&flags), "write,read,admin");
    assert!(flags.remove(&"read".into()) && !flags.remove(&"read".into()));
    assert_eq!(written(&flags), "write,admin");
    let mut flags = rights("read, write");
    flags.remove(&"write".into());
    assert_eq!(written(&flags.with("write".into())), "read,write");
}

#[test]
fn it_is_a_set() {
    assert_eq!(rights("read,write"), rights(" write, read"));
    assert_ne!(rights("read"), rights("read,write"));
    assert_ne!(rights("read,write"), rights("read,admin"));
    assert_eq!(HashSet::from(["read,write", "write,read", "write,,read"].map(rights)).len(), 1);
    assert!(rights("write").is_subset(&rights("read,write")));
    assert!(!rights("write,read").is_subset(&rights("read")));
    assert!(Flags::<Right>::empty().is_subset(&rights("")) && rights("").is_empty());

    let [read, write] = ["read", "write"].map(Right::from);
    let mut both = Flags::from(read.clone()) | write.clone();
    assert_eq!(both, Flags::from([write.clone(), read.clone(), write.clone()]));
    assert_eq!(both, rights("read") | rights("write"));
    assert_eq!(both, [read, write].into_iter().collect());
    both |= rights("admin,read");
    assert_eq!(written(&both), "read,write,admin");
    let shown: Vec<&str> = (&both).into_iter().map(Right::as_str).collect();
    assert_eq!(shown, both.clone().into_iter().map(|one| one.0).collect::<Vec<_>>());
}

#[test]
fn a_member_with_commas_is_the_members_in_it() {
    let both = Flags::from(Right::from("read, write"));
    assert_eq!(both, rights("read,write"));
    assert_eq!(both.len(), 2);
    assert_eq!(rights(&written(&both)), both, "it is the same when it comes back");
    assert!(both.contains(&"write".into()) && both.contains(&" write,read".into()));
    assert!(!both.contains(&"write,admin".into()));

    let mut flags = rights("read");
    assert!(!flags.insert(",".into()) && flags.insert("admin,read,admin".into()));
    assert_eq!(written(&flags), "read,admin");
    assert!(flags.remove(&"read,nobody".into()) && !flags.remove(&"".into()));
    assert_eq!(written(&[" admin ", "write,"].map(Right::from).into()), "admin,write");
    assert_eq!(written(&flags), "admin");
}

#[test]
fn so_many_members_as_no_enum_has_are_read_and_compared() {
    let many = |count: usize| (0..count).map(|at| format!("m{at},m{at}")).collect::<Vec<_>>().join(",");
    let flags = rights(&many(40_000));
    assert_eq!(flags.len(), 40_000);
    assert_eq!(flags.iter().nth(9_999).unwrap().as_str(), "m9999");
    let other = rights(&many(39_999)).with("admin".into());
    assert!(flags == flags.clone() && flags != other && !flags.is_subset(&other));
    assert!(rights(&many(39_999)).is_subset(&flags));
    assert!((rights("m5") | flags.clone()).iter().next().unwrap().as_str() == "m5");
}
