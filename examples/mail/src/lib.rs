//! Mail.

pub mod mail {
    //! Mail.
    include!(concat!(env!("OUT_DIR"), "/mail/lib.rs"));
}
