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

    /// Of several lints the others are about the struct.
    #[expect(deprecated, non_camel_case_types, reason = "both are there")]
    struct of_several: Application { "OnlineMeetingArtifact.Read.Chat", "User.Read" }

    #[cfg_attr(all(), expect(deprecated))]
    #[cfg_attr(any(), expect(dead_code))]
    struct ConditionalExpectation: Application { "OnlineMeetingArtifact.Read.Chat" }

    #[cfg_attr(all(), expect(non_camel_case_types, deprecated), derive(Hash), cfg_attr(any(), expect(deprecated)))]
    struct conditional_of_several: Application { "OnlineMeetingArtifact.Read.Chat" }

    /// A permission of another API.
    #[expect(deprecated, reason = "mails are sent by another client")]
    struct Mailer: Delegated { "OnlineMeetings.Read", "Mail.Send", "offline_access" }

    #[deprecated]
    #[expect(deprecated)]
    struct Old: Delegated { "OnlineMeetings.Read", "Mail.Send" }

    #[cfg_attr(all(), deprecated)]
    struct Older: Delegated { "OnlineMeetings.Read" }

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
    assert_eq!(Mailer::PERMISSIONS, ["OnlineMeetings.Read", "Mail.Send", "offline_access"]);
    let graph = msgraph::Graph::builder().app::<Mailer>().token("t").build().unwrap();
    let _ = graph.me().online_meetings().get();
    assert_eq!(Expects::PERMISSIONS.len(), 3);
    assert_eq!(programs::Inside::PERMISSIONS, ["OnlineMeetingArtifact.Read.Chat"]);
}
