//! Who states more than the program needs is warned, at the permission.

#![deny(deprecated)]

msgraph::app! {
    struct Reads: Application {
        "OnlineMeetings.ReadWrite.All",
        "OnlineMeetings.Read.All",
        "OnlineMeetingArtifact.Read.Chat",
    }

    /// Two things are said of one.
    pub struct Delegates: Delegated { "OnlineMeetings.Read", "OnlineMeetings.ReadWrite" }

    /// Nothing is needless here, which is not what it says.
    #[expect(deprecated)]
    struct Fits: Delegated { "OnlineMeetings.Read" }
}

macro_rules! mail {
    ({ $($slices:tt)* } [$($next:tt)*] $($rest:tt)*) => {
        $($next)*! {
            {
                $($slices)*
                [crate::may] {
                    ReadMail "GET /users/{user-id}/messages" [["Mail.Read"]] [] [["Mail.Read", "User.Read.All"]];
                } {
                    "Mail.Read" [2] [] [3];
                    "Mail.ReadBasic" [1] [] [?];
                    "User.Read.All" [3] [] [3];
                    "Chat.Read" [?] [] [];
                    "Mail.Send.Group" [] [] [2] specific;
                }
            }
            $($rest)*
        }
    };
}

mod may {
    pub trait ReadMail {}
}

mail! {
    {} [msgraph::__app] { msgraph::__core }
    struct Lists: Application { "Mail.Read", "Mail.ReadBasic", "Mail.Send.Group" }
    struct Chats: Delegated { "Chat.Read" }
}

fn main() {}
