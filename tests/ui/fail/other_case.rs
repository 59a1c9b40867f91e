//! Case makes no difference to Graph, and one way to write a name is enough.

msgraph::app! {
    struct Viewer: Delegated { "onlinemeetings.read" }
    struct Twice: Delegated { "OnlineMeetings.Read", "OnlineMeetings.read" }
    struct OfAnother: Delegated { "onlineMeetings.Read.All" }
}

fn main() {
    fn reads<A: msgraph::permissions::may::GetMeOnlineMeetings>() {}
    reads::<Viewer>();
}
