//! The shapes of answers.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::error::{Unread, is_page};
use crate::model::Key;

mod sealed {
    pub trait Sealed {}

    impl<T> Sealed for super::Json<T> {}
    impl Sealed for super::Empty {}
    impl Sealed for super::Content {}
    impl<T> Sealed for super::Count<T> {}
    impl<T> Sealed for super::Wrapped<T> {}
    impl<T> Sealed for super::Paged<T> {}
}

/// How the body of an answer is read: one of the shapes that the service has. Other crates name it,
/// and cannot implement it.
///
/// ```
/// use msgraph_core::{Answer, Empty, Json, Operation, Paged};
///
/// /// What awaiting a request of an operation gives.
/// type Output<O> = <<O as Operation>::Answer as Answer>::Output;
///
/// assert_eq!(Paged::<String>::ACCEPT, "application/json");
/// let nothing: <Empty as Answer>::Output = ();
/// let text: <Json<String> as Answer>::Output = "Lecture".to_owned();
/// ```
pub trait Answer: sealed::Sealed {
    /// What the caller gets.
    type Output: Send + 'static;
    /// What it is made of, whose properties `$select`, `$filter`, `$orderby` and `$expand` name: the entity,
    /// or one item of a page.
    type Item;
    /// The `Accept` header that asks for it.
    const ACCEPT: &'static str = "application/json";

    /// Reads a body.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    #[doc(hidden)]
    fn read(body: &Bytes) -> Result<Self::Output, Unread>;
}

/// A JSON object as it is.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::Operation;
///
/// // an operation with `type Answer = Json<OnlineMeeting>`
/// let answer = http::Response::new(bytes::Bytes::from_static(br#"{"id":"1","subject":"Lecture"}"#));
/// assert_eq!(GetMeOnlineMeetings::read(&answer)?.subject.as_deref(), Some("Lecture"));
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + Send + 'static> Answer for Json<T> {
    type Output = T;
    type Item = T;

    fn read(body: &Bytes) -> Result<T, Unread> {
        serde_json::from_slice(body).map_err(|fault| Unread::json::<T>(body, &fault))
    }
}

/// Nothing. A body that comes all the same does not matter, unless it is a page of HTML or XML: that is no answer of the
/// service but one of something on the way to it, such as the sign-in page of a network.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::Operation;
///
/// // an operation with `type Answer = Empty`
/// let answer = http::Response::builder().status(204).body(bytes::Bytes::new()).unwrap();
/// assert_eq!(DeleteMeOnlineMeetings::read(&answer)?, ());
///
/// let page = http::Response::new(bytes::Bytes::from_static(b"<html>Sign in to the guest network</html>"));
/// assert!(DeleteMeOnlineMeetings::read(&page).is_err());
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Empty;

impl Answer for Empty {
    type Output = ();
    type Item = ();

    fn read(body: &Bytes) -> Result<(), Unread> {
        if is_page(body) { Err(Unread::page::<Self>(body)) } else { Ok(()) }
    }
}

/// Bytes of another media type than JSON.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::Operation;
///
/// // an operation with `type Answer = Content`
/// let answer = http::Response::new(bytes::Bytes::from_static(b"WEBVTT"));
/// assert_eq!(GetMeRecordingContent::read(&answer)?, "WEBVTT");
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Content;

impl Answer for Content {
    type Output = Bytes;
    type Item = Bytes;
    const ACCEPT: &'static str = "*/*";

    fn read(body: &Bytes) -> Result<Bytes, Unread> {
        Ok(body.clone())
    }
}

/// A number as plain text: how many items of type `T` there are, as a path that ends in `/$count` answers.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::Operation;
///
/// // an operation with `type Answer = Count<OnlineMeeting>`
/// let answer = http::Response::new(bytes::Bytes::from_static(b"1200"));
/// assert_eq!(CountMeOnlineMeetings::read(&answer)?, 1200);
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Count<T = ()>(PhantomData<fn() -> T>);

impl<T> Answer for Count<T> {
    type Output = i64;
    type Item = T;
    const ACCEPT: &'static str = "text/plain";

    fn read(body: &Bytes) -> Result<i64, Unread> {
        let unread = || Unread::text::<i64>(body, "expected a number as plain text");
        let text = std::str::from_utf8(body).map_err(|_| unread())?;
        // the service has been seen to put a byte order mark before it
        text.trim_start_matches('\u{feff}').trim().parse().map_err(|_| unread())
    }
}

/// One value in an envelope: `{"value": ...}`.
///
/// ```
/// use msgraph_core::{Operation, OperationInfo, Permissions, Wrapped};
///
/// struct GetJoinUrl;
///
/// impl Operation for GetJoinUrl {
///     type Answer = Wrapped<String>;
///     const INFO: &'static OperationInfo =
///         &OperationInfo::new(http::Method::GET, "/me/joinUrl()", Permissions::UNKNOWN);
/// }
///
/// let answer = http::Response::new(bytes::Bytes::from_static(br#"{"value":"https://example.com"}"#));
/// assert_eq!(GetJoinUrl::read(&answer)?, "https://example.com");
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Wrapped<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + Send + 'static> Answer for Wrapped<T> {
    type Output = T;
    type Item = T;

    fn read(body: &Bytes) -> Result<T, Unread> {
        let envelope: Envelope<T> =
            serde_json::from_slice(body).map_err(|fault| Unread::json::<T>(body, &fault))?;
        Ok(envelope.0)
    }
}

struct Envelope<T>(T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Envelope<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<fn() -> T>);

        impl<'de, T: DeserializeOwned> Visitor<'de> for Read<T> {
            type Value = Envelope<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with `value`")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut found = None;
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    if &*key == "value" {
                        found = Some(map.next_value()?);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                match found {
                    Some(value) => Ok(Envelope(value)),
                    // a null may be left out, so an absent value reads as null
                    None => serde_json::from_str("null")
                        .map(Envelope)
                        .map_err(|_| serde::de::Error::missing_field("value")),
                }
            }
        }

        deserializer.deserialize_map(Read(PhantomData))
    }
}

/// A page of a collection.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::{Operation, Page};
///
/// // an operation with `type Answer = Paged<OnlineMeeting>`
/// let answer = http::Response::new(bytes::Bytes::from_static(br#"{"value":[{"subject":"Lecture"}]}"#));
/// let page: Page<OnlineMeeting> = ListMeOnlineMeetings::read(&answer)?;
/// assert_eq!(page.value.len(), 1);
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Paged<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + Send + 'static> Answer for Paged<T> {
    type Output = Page<T>;
    type Item = T;

    fn read(body: &Bytes) -> Result<Page<T>, Unread> {
        serde_json::from_slice(body).map_err(|fault| Unread::json::<Page<T>>(body, &fault))
    }
}

/// A page of a collection, and the way to the next.
///
/// A page may be empty and still have a next link.
/// See <https://learn.microsoft.com/graph/paging>.
///
/// ```
/// use msgraph_core::Page;
///
/// let page: Page<String> = serde_json::from_str(r#"{"@odata.count":2,"value":["a","b"]}"#)?;
/// assert_eq!(page.value, ["a", "b"]);
/// assert_eq!((page.count, page.next_link), (Some(2), None));
/// assert_eq!(Page::new(vec![1]).value, [1]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page.
    pub value: Vec<T>,
    /// How many items all pages have together, where the request asked with `$count`.
    pub count: Option<i64>,
    /// The address of the next page: opaque and complete. None on the last one.
    pub next_link: Option<String>,
    /// The address that later gives what has changed since. On the last page of a delta function.
    pub delta_link: Option<String>,
}

impl<T> Page<T> {
    /// A page without links, as a service of one's own answers it.
    #[must_use]
    pub const fn new(value: Vec<T>) -> Self {
        Self { value, count: None, next_link: None, delta_link: None }
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    /// Links may hold what a filter held, so they only show as there or not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("value", &self.value)
            .field("count", &self.count)
            .field("next_link", &self.next_link.as_ref().map(|_| "<link>"))
            .field("delta_link", &self.delta_link.as_ref().map(|_| "<link>"))
            .finish()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<fn() -> T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = Page<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a page: an object with `value`")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut value = None;
                let (mut count, mut next_link, mut delta_link) = (None, None, None);
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    match &*key {
                        "value" => value = Some(map.next_value()?),
                        "@odata.count" => count = map.next_value()?,
                        "@odata.nextLink" => next_link = map.next_value()?,
                        "@odata.deltaLink" => delta_link = map.next_value()?,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                let value = value.ok_or_else(|| serde::de::Error::missing_field("value"))?;
                Ok(Page { value, count, next_link, delta_link })
            }
        }

        deserializer.deserialize_map(Read(PhantomData))
    }
}
