//! A program is a struct with a name.

msgraph::app! {
    pub Scheduler: Application { "OnlineMeetings.ReadWrite.All" }
    enum Viewer: Delegated { "OnlineMeetings.Read" }
    struct: Delegated { "OnlineMeetings.Read" }
    { "OnlineMeetings.Read" }
    trait { "OnlineMeetings.Read" }
    struct Last: Delegated { "OnlineMeetings.Red" }
}

fn main() {
    let _ = (Scheduler, Viewer, Last);
}
