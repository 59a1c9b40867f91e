//! Attributes of a program hold for all that is made of it, and its own derives come first.

#![deny(warnings)]

use std::collections::HashSet;

use msgraph::{App, Graph};

msgraph::app! {
    #[cfg(any())]
    pub struct Gone: Application { "OnlineMeetings.ReadWrite.All" }

    /// Is there only where the faulty one is not.
    #[cfg(not(any()))]
    #[derive(Debug, Hash)]
    pub struct Here: Application { "OnlineMeetings.ReadWrite.All" }

    #[cfg_attr(all(), cfg(any()))]
    struct GoneByAttribute: Application { "this is never looked at" }

    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    #[cfg_attr(all(), derive(Debug))]
    #[cfg_attr(any(), derive(Hash))]
    struct Derived: Delegated { "OnlineMeetings.Read" }

    #[cfg_attr(any(), derive(Debug, Clone, Copy, PartialEq, Eq))]
    #[allow(non_camel_case_types)]
    struct r#type: Delegated {}

    #[deprecated]
    pub struct Old: Delegated { "OnlineMeetings.Read" }
}

/// The name is free.
struct GoneByAttribute;

fn main() {
    let graph = Graph::builder().app::<Here>().token("t").build().unwrap();
    let _ = graph.users().by_id("u").online_meetings().by_id("m").delete();
    assert!(HashSet::from([Here]).contains(&Here));
    assert!(Derived <= Derived);
    assert_eq!(format!("{Here:?} {Derived:?} {:?}", r#type), "Here Derived type");
    assert_eq!(r#type::NAME, "type");
    let _ = GoneByAttribute;
}
