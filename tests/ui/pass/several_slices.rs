//! Tables of several slices go through one another, in any order, to one `app!`.

use msgraph::App;
use msgraph::permissions::may::DeleteUsersByIdOnlineMeetingsById;

mod mail {
    pub mod permissions {
        pub mod may {
            pub trait SendMail {}
            pub trait ReadMail {}
        }
    }

    /// As a generated crate has it.
    macro_rules! __mail_permissions {
        ({ $($slices:tt)* } [$($next:tt)*] $($rest:tt)*) => {
            $($next)*! {
                {
                    $($slices)*
                    [$crate::mail::permissions::may] {
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
    pub(crate) use __mail_permissions;
}

mail::__mail_permissions! {
    {} [msgraph::__online_meetings_permissions] [msgraph::__app] { msgraph::__core }
    struct Scheduler: Application { "Mail.Send", "OnlineMeetings.ReadWrite.All" }
}

msgraph::__online_meetings_permissions! {
    {} [mail::__mail_permissions] [msgraph::__app] { msgraph::__core }
    struct Reader: Application { "Mail.Read", "User.Read.All", "OnlineMeetings.ReadWrite.All" }
}

mail::__mail_permissions! {
    {} [msgraph::__app] { msgraph::__core }
    struct Mailer: DelegatedPersonal { "Mail.Send" }
}

// A slice that stands twice in a chain counts once.
mail::__mail_permissions! {
    {}
    [msgraph::__online_meetings_permissions]
    [mail::__mail_permissions]
    [msgraph::__online_meetings_permissions]
    [msgraph::__app]
    { msgraph::__core }
    struct Twice: Application { "Mail.Send", "OnlineMeetings.ReadWrite.All" }
}

// The same table of another crate is another slice.
mod copy {
    pub mod may {
        pub trait SendMail {}
        pub trait ReadMail {}
    }

    macro_rules! table {
        ({ $($slices:tt)* } [$($next:tt)*] $($rest:tt)*) => {
            $($next)*! {
                {
                    $($slices)*
                    [$crate::copy::may] {
                        SendMail "POST /users/{user-id}/sendMail" [["Mail.Send"]] [["Mail.Send"]] [["Mail.Send"]];
                    } {}
                }
                $($rest)*
            }
        };
    }
    pub(crate) use table;
}

mail::__mail_permissions! {
    {} [copy::table] [msgraph::__app] { msgraph::__core }
    struct Both: Application { "Mail.Send" }
}

const SCOPES: msgraph::Scopes = mail::__mail_permissions! {
    {} [msgraph::__online_meetings_permissions] [copy::table] [msgraph::__scopes] { msgraph::__core }
    Application: ReadMail, PostUsersByIdOnlineMeetings
};

fn sends<A: App + mail::permissions::may::SendMail>() {}
fn sends_copy<A: App + copy::may::SendMail>() {}
fn reads<A: App + mail::permissions::may::ReadMail>() {}
fn deletes<A: App + DeleteUsersByIdOnlineMeetingsById>() {}

fn main() {
    sends::<Scheduler>();
    deletes::<Scheduler>();
    reads::<Reader>();
    deletes::<Reader>();
    sends::<Mailer>();
    sends::<Twice>();
    deletes::<Twice>();
    sends::<Both>();
    sends_copy::<Both>();
    assert_eq!(SCOPES.as_str(), "Mail.Read OnlineMeetings.ReadWrite.All User.Read.All");
}
