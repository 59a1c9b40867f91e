//! A name that no table has: what comes near it in the program's scheme, and in others.

msgraph::app! {
    struct Personal: DelegatedPersonal { "OnlineMeetings.ReadWrit" }
    struct Daemon: Application { "OnlineMeetings.Read.Al", "Calendars.Read" }
    struct Empty: Delegated { "" }
}

fn main() {}
