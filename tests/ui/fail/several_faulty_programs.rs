//! Each program is read by itself: all faults in one run, and no second error where the types are used.

use msgraph::{App, Graph, Scheme};

msgraph::app! {
    pub struct NoScheme { "OnlineMeetings.ReadWrite.All", "OnlineMeetings.All.ReadWrite" }

    pub struct Misspelt: Application { "OnlineMeetings.ReadWite.All" }

    struct NoPermissions: Delegated;

    struct TwoSchemes: Delegated + Application { "OnlineMeetings.Read" }

    struct Fine: Delegated { "OnlineMeetings.Read" }
}

fn client<A: App>() -> Graph<A> {
    Graph::builder().app::<A>().token("t").build().unwrap()
}

fn main() {
    let _ = client::<NoScheme>().users().by_id("u").online_meetings().get();
    let _ = client::<Misspelt>().users().by_id("u").online_meetings().get();
    let _ = client::<NoPermissions>().me().online_meetings().get();
    let _ = client::<TwoSchemes>().me().online_meetings().get();
    let _ = client::<Fine>().me().online_meetings().get();
    let _: (Scheme, NoScheme) = (Misspelt::SCHEME, NoScheme);
}
