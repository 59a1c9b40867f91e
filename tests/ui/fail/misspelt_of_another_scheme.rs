//! What comes near a misspelt name in the program's scheme, and in others, but not what it states already.

msgraph::app! {
    struct Personal: DelegatedPersonal { "OnlineMeetings.ReadWrit" }
    struct Daemon: Application { "OnlineMeetings.Read.Al", "OnlineMeetings.Read.All" }
}

fn main() {}
