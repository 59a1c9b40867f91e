//! Whose meetings are made.

use msgraph_core::{Json, Operation, Request, option};
use msgraph_online_meetings::builders::{MeOnlineMeetings, UsersByIdOnlineMeetings};
use msgraph_online_meetings::models::{CreateOrGetParameters, OnlineMeeting, OnlineMeetingUpdate};
use msgraph_online_meetings::operations as op;
use msgraph_online_meetings::permissions::may;

mod sealed {
    pub trait Sealed {}

    impl<A> Sealed for super::MeOnlineMeetings<A> {}
    impl<A> Sealed for super::UsersByIdOnlineMeetings<A> {}
}

/// Where meetings are made: `graph.me().online_meetings()`, or `graph.users().by_id(..).online_meetings()`. Others cannot
/// implement it.
///
/// It takes the permissions of both `createOrGet` and PATCH: a program that states its own is checked for both.
/// One that may only read cannot be compiled:
///
#[cfg_attr(feature = "macros", doc = "```compile_fail,E0277")]
#[cfg_attr(not(feature = "macros"), doc = "```text")]
/// use msgraph::{Graph, bulk};
///
/// msgraph::app! { struct Reader: Delegated { "OnlineMeetings.Read" } }
///
/// # fn main() -> Result<(), msgraph::Error> {
/// let graph = Graph::builder().app::<Reader>().token("eyJ0...").build()?;
/// let made = bulk::book(&graph.me().online_meetings(), bulk::iter(Vec::<bulk::Booking>::new()));
/// # let _ = made;
/// # Ok(())
/// # }
/// ```
pub trait Organizer: sealed::Sealed + Clone + Send + Sync + 'static {
    /// `POST .../onlineMeetings/createOrGet`
    #[doc(hidden)]
    type Create: Operation<Answer = Json<OnlineMeeting>> + option::AcceptLanguage;
    /// `PATCH .../onlineMeetings/{onlineMeeting-id}`
    #[doc(hidden)]
    type Update: Operation<Answer = Json<OnlineMeeting>> + option::AcceptLanguage;

    #[doc(hidden)]
    fn create(&self, wanted: &CreateOrGetParameters) -> Request<Self::Create>;

    #[doc(hidden)]
    fn update(&self, id: &str, change: &OnlineMeetingUpdate) -> Request<Self::Update>;
}

impl<A> Organizer for MeOnlineMeetings<A>
where
    A: may::PostMeOnlineMeetingsCreateOrGet + may::PatchMeOnlineMeetingsById + 'static,
{
    type Create = op::PostMeOnlineMeetingsCreateOrGet;
    type Update = op::PatchMeOnlineMeetingsById;

    fn create(&self, wanted: &CreateOrGetParameters) -> Request<Self::Create> {
        self.create_or_get().post(wanted)
    }

    fn update(&self, id: &str, change: &OnlineMeetingUpdate) -> Request<Self::Update> {
        self.by_id(id).patch(change)
    }
}

impl<A> Organizer for UsersByIdOnlineMeetings<A>
where
    A: may::PostUsersByIdOnlineMeetingsCreateOrGet + may::PatchUsersByIdOnlineMeetingsById + 'static,
{
    type Create = op::PostUsersByIdOnlineMeetingsCreateOrGet;
    type Update = op::PatchUsersByIdOnlineMeetingsById;

    fn create(&self, wanted: &CreateOrGetParameters) -> Request<Self::Create> {
        self.create_or_get().post(wanted)
    }

    fn update(&self, id: &str, change: &OnlineMeetingUpdate) -> Request<Self::Update> {
        self.by_id(id).patch(change)
    }
}
