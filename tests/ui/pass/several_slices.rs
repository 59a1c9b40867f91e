//! One program is checked by several slices: modules at any depth, by any of their paths, each counted once.

#![deny(warnings)]

use msgraph::App;
use msgraph::permissions::may::DeleteUsersByIdOnlineMeetingsById;

mod mail {
    pub mod permissions {
        pub mod may {
            pub trait SendMail {}
            pub trait ReadMail {}
        }

        /// As emitted code has it.
        macro_rules! __mail_permissions {
            ({ $($tables:tt)* } [$($slice:tt)*] [$($next:tt)*] $($rest:tt)*) => {
                $($next)*! {
                    {
                        $($tables)*
                        [$($slice)*::permissions::may] {
                            SendMail "POST /users/{user-id}/sendMail" [["Mail.Send"]] [["Mail.Send"]] [["Mail.Send"]];
                            ReadMail "GET /users/{user-id}/messages" [["Mail.Read"]] [] [["Mail.Read", "User.Read.All"]];
                        } {
                            "Mail.Read" [2] [] [3];
                            "Mail.Send" [2] [2] [?];
                            "User.Read.All" [3] [] [3];
                        }
                    }
                    $($rest)*
                }
            };
        }
        pub(crate) use __mail_permissions as __table;
    }
}

mod deep {
    // The same table in another place is another slice.
    pub mod copy {
        pub mod permissions {
            pub mod may {
                pub trait SendMail {}
                pub trait ReadMail {}
            }

            /// As emitted code has it.
            macro_rules! __copy_permissions {
                ({ $($tables:tt)* } [$($slice:tt)*] [$($next:tt)*] $($rest:tt)*) => {
                    $($next)*! {
                        {
                            $($tables)*
                            [$($slice)*::permissions::may] {
                                SendMail "POST /users/{user-id}/sendMail" [["Mail.Send"]] [["Mail.Send"]] [["Mail.Send"]];
                                ReadMail "GET /users/{user-id}/messages" [["Mail.Read"]] [] [["Mail.Read", "User.Read.All"]];
                            } {
                                "Mail.Read" [2] [] [3];
                                "Mail.Send" [2] [2] [?];
                                "User.Read.All" [3] [] [3];
                            }
                        }
                        $($rest)*
                    }
                };
            }
            pub(crate) use __copy_permissions as __table;
        }
    }

    pub mod program {
        msgraph::app! {
            use super::copy;
            use crate::mail;

            pub struct Both: Application { "Mail.Send" }
        }
    }
}

msgraph::app! {
    use mail;

    struct Scheduler: Application { "Mail.Send", "OnlineMeetings.ReadWrite.All" }
    struct Mailer: DelegatedPersonal { "Mail.Send" }
}

// However often it is named, and by whichever path.
msgraph::app! {
    use crate::mail;
    use self::mail;
    use {crate::{mail, deep::copy}, msgraph::{self}};
    use ::msgraph;

    struct Twice: Application { "Mail.Send", "OnlineMeetings.ReadWrite.All" }
}

// A permission of one slice that the other knows nothing of.
msgraph::app! {
    use crate::mail;

    struct Reader: Application { "Mail.Read", "User.Read.All", "OnlineMeetings.ReadWrite.All" }
}

const SCOPES: msgraph::Scopes = msgraph::scopes! {
    use crate::mail;
    Application: mail::operations::ReadMail, PostUsersByIdOnlineMeetings
};

fn sends<A: App + mail::permissions::may::SendMail>() {}
fn sends_copy<A: App + deep::copy::permissions::may::SendMail>() {}
fn reads<A: App + mail::permissions::may::ReadMail>() {}
fn deletes<A: App + DeleteUsersByIdOnlineMeetingsById>() {}

fn main() {
    sends::<Scheduler>();
    deletes::<Scheduler>();
    reads::<Reader>();
    deletes::<Reader>();
    sends::<Mailer>();
    sends::<Twice>();
    sends_copy::<Twice>();
    deletes::<Twice>();
    sends::<deep::program::Both>();
    sends_copy::<deep::program::Both>();
    assert_eq!(SCOPES.as_str(), "Mail.Read OnlineMeetings.ReadWrite.All User.Read.All");
}
