//! A permission is unknown only where no slice knows it, and the nearest is looked for in all of them.

mod mail {
    pub mod permissions {
        pub mod may {
            pub trait SendMail {}
        }

        /// As emitted code has it.
        macro_rules! __mail_permissions {
            ({ $($tables:tt)* } [$($slice:tt)*] [$($next:tt)*] $($rest:tt)*) => {
                $($next)*! {
                    {
                        $($tables)*
                        [$($slice)*::permissions::may] {
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
        pub(crate) use __mail_permissions as __table;
    }
}

msgraph::app! {
    use crate::mail;

    struct Scheduler: Delegated { "Mail.Send", "OnlineMeetings.Read", "Mail.Sent", "OnlineMeeting.Read" }
}

fn may_send<A: mail::permissions::may::SendMail>() {}

fn main() {
    may_send::<Scheduler>();
}
