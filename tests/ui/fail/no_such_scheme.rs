//! There are three ways to get a token.

msgraph::app! {
    pub struct Scheduler: Daemon { "OnlineMeetings.ReadWrite.All" }
}

fn main() {}
