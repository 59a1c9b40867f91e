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

fn sends<A: App + mail::permissions::may::SendMail>() {}
fn reads<A: App + mail::permissions::may::ReadMail>() {}
fn deletes<A: App + DeleteUsersByIdOnlineMeetingsById>() {}

fn main() {
    sends::<Scheduler>();
    deletes::<Scheduler>();
    reads::<Reader>();
    deletes::<Reader>();
    sends::<Mailer>();
}
