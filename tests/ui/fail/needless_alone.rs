//! A permission that opens nothing here, and one that opens nothing without another.

#![deny(deprecated)]

mod mail {
    pub mod permissions {
        pub mod may {
            pub trait ReadMail {}
        }

        /// As emitted code has it.
        macro_rules! __mail_permissions {
            ({ $($tables:tt)* } [$($slice:tt)*] [$($next:tt)*] $($rest:tt)*) => {
                $($next)*! {
                    {
                        $($tables)*
                        [$($slice)*::permissions::may] {
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
        pub(crate) use __mail_permissions as __table;
    }
}

msgraph::app! {
    use crate::mail;

    struct Lists: Application { "Mail.Read", "Mail.ReadBasic" }
    struct Basic: Delegated { "Mail.ReadBasic" }
    struct Chats: Delegated { "Chat.Read" }
}

fn main() {}
