//! A permission that opens nothing here, and one that opens nothing without another.

#![deny(deprecated)]

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
    struct Lists: Application { "Mail.Read", "Mail.ReadBasic" }
    struct Basic: Delegated { "Mail.ReadBasic" }
    struct Chats: Delegated { "Chat.Read" }
}

fn main() {}
