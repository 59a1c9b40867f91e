//! A text holds the short name of one permission.

msgraph::app! {
    struct Empty: Delegated { "" }
    struct Two: Delegated { "OnlineMeetings.Read offline_access" }
    struct Blank: Delegated { " OnlineMeetings.Read" }
}

fn main() {}
