//! A permission that opens nothing more than another one is a warning, at the permission.

#![deny(deprecated)]

msgraph::app! {
    struct Reads: Application { "OnlineMeetings.ReadWrite.All", "OnlineMeetings.Read.All" }

    /// What the program says of itself changes nothing.
    pub struct Delegates: Delegated { "OnlineMeetings.Read", "OnlineMeetings.ReadWrite" }
}

fn main() {}
