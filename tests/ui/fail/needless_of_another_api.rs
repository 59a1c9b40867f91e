//! A permission of another API of Graph is no fault, but it opens nothing here.

#![deny(deprecated)]

msgraph::app! {
    struct Mailer: Delegated { "OnlineMeetings.Read", "Mail.Send", "offline_access", "OnlineMeetings.All.ReadWrite" }
}

fn main() {}
