//! Words that are no program are one error, and make no type.

msgraph::app! {
    struct Viewer: Delegated { "OnlineMeetings.Read" }
    hello
}

fn main() {
    let _ = Viewer;
}
