//! What `app!` becomes names nothing of the program's own: not its modules, not its types.

#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, unused_macros)]

mod core {}
mod std {}
mod msgraph {}
mod msgraph_core {}
struct App;
struct Scheme;
struct str;
trait Debug {}
trait Clone {}
trait Copy {}
macro_rules! compile_error {
    ($($any:tt)*) => {};
}

::msgraph::app! {
    pub struct Scheduler: Application { "OnlineMeetings.ReadWrite.All" }
}

mod inner {
    mod core {}

    ::msgraph::app! {
        pub(super) struct Scheduler: Delegated { "OnlineMeetings.Read" }
    }
}

macro_rules! program {
    ($visibility:vis $name:ident $permission:literal) => {
        ::msgraph::app! {
            $visibility struct $name: Delegated { $permission }
        }
    };
}

macro_rules! needed {
    ($operation:ident) => {
        ::msgraph::scopes! { Delegated: $operation }
    };
}

const NEEDED: ::msgraph::Scopes = needed!(GetMeOnlineMeetings);

program! { pub(crate) Made "OnlineMeetings.Read" }

fn main() {
    ::msgraph::app! {
        struct Local: Application { "OnlineMeetings.ReadWrite.All" }
    }
    let graph = ::msgraph::Graph::builder().app::<Local>().token("t").build().unwrap();
    let _ = graph.users().by_id("u").online_meetings().by_id("m").delete();
    let graph = ::msgraph::Graph::builder().app::<inner::Scheduler>().token("t").build().unwrap();
    let _ = graph.me().online_meetings().get();
    let graph = ::msgraph::Graph::builder().app::<Made>().token("t").build().unwrap();
    let _ = graph.me().online_meetings().get();
    let _ = ::msgraph::Graph::builder().app::<Scheduler>();
    assert_eq!(NEEDED.names(), ["OnlineMeetings.Read"]);
}
