//! Between two permissions stands one comma.

msgraph::app! {
    struct NoComma: Delegated { "OnlineMeetings.Read" "OnlineMeetings.ReadWrite" }
    struct Semicolon: Delegated { "OnlineMeetings.Read"; "OnlineMeetings.ReadWrite" }
    struct TwoCommas: Delegated { "OnlineMeetings.Read",, "OnlineMeetings.ReadWrite" }
}

fn main() {
    fn post<A: msgraph::App + msgraph::permissions::may::PostMeOnlineMeetings>() {}
    post::<NoComma>();
    post::<Semicolon>();
    post::<TwoCommas>();
}
