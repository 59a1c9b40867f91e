//! What stands between the braces is texts with commas.

msgraph::app! {
    struct Bare: Delegated { OnlineMeetings }
    struct BareInFull: Delegated { OnlineMeetingArtifact.Read.All, "OnlineMeetings.Read", 7 }
    struct NoComma: Delegated { "OnlineMeetings.Read" "OnlineMeetings.ReadWrite" }
    struct Semicolon: Delegated { "OnlineMeetings.Read"; "OnlineMeetings.ReadWrite" }
    struct Brackets: Delegated ["OnlineMeetings.Read"];
    struct TwoCommas: Delegated { "OnlineMeetings.Read",, "OnlineMeetings.ReadWrite" }
}

fn main() {
    fn post<A: msgraph::App + msgraph::permissions::may::PostMeOnlineMeetings>() {}
    post::<Bare>();
    post::<BareInFull>();
    post::<NoComma>();
    post::<Semicolon>();
    post::<Brackets>();
    post::<TwoCommas>();
}
