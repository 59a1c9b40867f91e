//! Warnings about permissions can be silenced, for a program that needs them for something else.

#![deny(warnings)]
#![allow(dead_code)]

use msgraph::App;

msgraph::app! {
    /// Its own reason can be given here.
    #[allow(deprecated)]
    struct Keeps: Delegated { "OnlineMeetings.Read", "OnlineMeetings.ReadWrite" }

    #[expect(deprecated, reason = "the reports come by another way")]
    struct Expects: Application {
        "OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All", "OnlineMeetingArtifact.Read.Chat"
    }

    #[cfg_attr(all(), allow(deprecated))]
    struct Conditional: Application { "OnlineMeetingArtifact.Read.Chat" }

    #[cfg(any())]
    struct Gone: Application { "OnlineMeetingArtifact.Read.Chat" }
}

/// Also for all programs of a module.
#[allow(deprecated)]
mod programs {
    msgraph::app! {
        pub struct Inside: Application { "OnlineMeetingArtifact.Read.Chat" }
    }
}

fn main() {
    assert_eq!(Keeps::PERMISSIONS, ["OnlineMeetings.Read", "OnlineMeetings.ReadWrite"]);
    assert_eq!(Expects::PERMISSIONS.len(), 3);
    assert_eq!(programs::Inside::PERMISSIONS, ["OnlineMeetingArtifact.Read.Chat"]);
}
