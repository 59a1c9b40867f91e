//! A permission is unknown only where no slice knows it, and the nearest is looked for in all of them.

macro_rules! mail {
    ({ $($slices:tt)* } [$($next:tt)*] $($rest:tt)*) => {
        $($next)*! {
            {
                $($slices)*
                [crate::may] {
                    SendMail "POST /me/sendMail" [["Mail.Send"]] [["Mail.Send"]] [["Mail.Send.All"]];
                } {
                    "Mail.Send" [2] [2] [];
                    "Mail.Send.All" [] [] [4];
                }
            }
            $($rest)*
        }
    };
}

mod may {
    pub trait SendMail {}
}

mail! {
    {} [msgraph::__online_meetings_permissions] [msgraph::__app] { msgraph::__core }
    struct Scheduler: Delegated { "Mail.Send", "OnlineMeetings.Read", "Mail.Sent", "OnlineMeeting.Read" }
}

fn may_send<A: may::SendMail>() {}

fn main() {
    may_send::<Scheduler>();
}
