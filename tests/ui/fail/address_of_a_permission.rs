//! Tokens are asked for with addresses; a program states names.

msgraph::app! {
    struct Scheduler: Application { "https://graph.microsoft.com/OnlineMeetings.ReadWrite.All" }
    struct Twice: Delegated { "OnlineMeetings.Read", "https://graph.microsoft.com/OnlineMeetings.Read" }
    struct Misspelt: Delegated { "https://graph.microsoft.com/OnlineMeetings.Raed" }
}

fn main() {}
