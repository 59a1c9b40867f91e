//! A permission is a text, also where a constant has its name.

msgraph::app! {
    struct Bare: Delegated { OnlineMeetings }
    struct BareInFull: Delegated { OnlineMeetingArtifact.Read.All, "OnlineMeetings.Read", 7 }
    struct Constant: Application { ONLINE_MEETINGS_READ_WRITE_ALL }
    struct Path: Application { msgraph::permissions::ONLINE_MEETINGS_READ_WRITE_ALL }
}

fn main() {
    fn post<A: msgraph::App + msgraph::permissions::may::PostMeOnlineMeetings>() {}
    post::<Bare>();
    post::<BareInFull>();
    post::<Constant>();
    post::<Path>();
}
