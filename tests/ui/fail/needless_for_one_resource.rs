//! A permission for one chat alone opens nothing for certain; what the program states already is no advice.

#![deny(deprecated)]

msgraph::app! {
    struct Reads: Application { "OnlineMeetingArtifact.Read.Chat" }
    struct HasBoth: Application { "OnlineMeetingArtifact.Read.All", "OnlineMeetingArtifact.Read.Chat" }
}

fn main() {}
