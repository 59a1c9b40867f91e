//! Collections, page after page.

mod items;
mod link;
mod pages;

use serde::de::DeserializeOwned;

use crate::{Operation, Paged, Request};

pub use items::Items;
pub use pages::Pages;

/// Operations that answer with a page of a collection.
///
/// See <https://learn.microsoft.com/graph/paging> and <https://learn.microsoft.com/graph/delta-query-overview>.
impl<O, T> Request<O>
where
    O: Operation<Answer = Paged<T>>,
    T: DeserializeOwned + Send + 'static,
{
    /// All pages, one request after the other. Nothing is sent before the first is asked for.
    ///
    /// Headers and settings of this request go on every request; its query options only on the first, because the
    /// links that the service gives have them in them.
    ///
    /// ```
    /// # use msgraph_core::{Error, Operation, Paged, Request};
    /// # type Meeting = String;
    /// # async fn list(request: Request<impl Operation<Answer = Paged<Meeting>>>) -> Result<(), Error> {
    /// let mut pages = request.header("prefer", "odata.maxpagesize=50").pages();
    /// while let Some(page) = pages.next().await {
    ///     println!("{} meetings", page?.value.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> Pages<T> {
        Pages::first::<O>(self)
    }

    /// All items of all pages.
    ///
    /// ```
    /// # use msgraph_core::{Error, Operation, Paged, Request};
    /// # type Meeting = String;
    /// # async fn list(request: Request<impl Operation<Answer = Paged<Meeting>>>) -> Result<(), Error> {
    /// let mut meetings = request.items();
    /// while let Some(meeting) = meetings.next().await {
    ///     println!("{}", meeting?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items(self) -> Items<T> {
        Items::of(self.pages())
    }

    /// The pages from a link on that was kept: a next link of a run that ended early, or the delta link of one that
    /// came to its end, which gives what has changed since.
    ///
    /// Headers and settings of this request go along, its query options do not: the link is complete, and is used as
    /// it came. One of another service than the client's is refused.
    ///
    /// A delta link is kept where it outlives the program. The service forgets it after some days, and then answers
    /// 410: start anew without a link (`ServiceError::is_resync_required` tells), and compare what comes with what you
    /// hold.
    ///
    /// ```
    /// # use std::error::Error;
    /// # use msgraph_core::{Operation, Paged, Request};
    /// # type Recording = String;
    /// # async fn sync<O: Operation<Answer = Paged<Recording>>>(
    /// #     request: impl Fn() -> Request<O>,
    /// # ) -> Result<(), Box<dyn Error>> {
    /// let mut recordings = match std::fs::read_to_string("recordings.delta") {
    ///     Ok(link) => request().items_from(link),
    ///     Err(_) => request().items(),
    /// };
    /// while let Some(recording) = recordings.next().await {
    ///     match recording {
    ///         Ok(recording) => println!("{recording} is new, has changed or is gone"),
    ///         Err(error) if error.status().is_some_and(|status| status == 410) => {
    ///             std::fs::remove_file("recordings.delta")?; // the next run begins anew
    ///             return Ok(());
    ///         }
    ///         Err(error) => return Err(error.into()),
    ///     }
    /// }
    /// if let Some(link) = recordings.delta_link() {
    ///     std::fs::write("recordings.delta", link)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages_from(self, link: impl Into<String>) -> Pages<T> {
        Pages::from_link::<O>(self, link.into())
    }

    /// The items from a link on that was kept: see [`pages_from`](Self::pages_from).
    ///
    /// ```
    /// # use msgraph_core::{Error, Operation, Paged, Request};
    /// # type Meeting = String;
    /// # async fn go_on(
    /// #     request: Request<impl Operation<Answer = Paged<Meeting>>>, link: String,
    /// # ) -> Result<(), Error> {
    /// let rest: Vec<Meeting> = request.items_from(link).try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn items_from(self, link: impl Into<String>) -> Items<T> {
        Items::of(self.pages_from(link))
    }
}
