//! The options that an operation may have. The generator marks an operation with a trait for each
//! option of its specification, and only then the method can be called.
//!
//! ```
//! use msgraph_core::{Operation, Request, option};
//!
//! /// The fifty newest of any operation that can be asked for them.
//! fn newest<O>(request: Request<O>) -> Request<O>
//! where
//!     O: Operation + option::OrderBy + option::Top,
//! {
//!     request.order_by("startDateTime desc").top(50)
//! }
//! ```

use crate::odata::{ExpandList, IntoFilter, OrderList, SelectList};
use crate::{Answer, Operation, Request};

/// What the answer of an operation is made of: whose properties its options name.
type Item<O> = <<O as Operation>::Answer as Answer>::Item;

macro_rules! markers {
    ($($(#[doc = $doc:literal])* $name:ident $call:literal: $message:literal),* $(,)?) => {$(
        $(#[doc = $doc])*
        ///
        /// ```
        /// use msgraph_core::{Request, option};
        ///
        #[doc = concat!("fn with<O: option::", stringify!($name), ">(request: Request<O>) -> Request<O> {")]
        #[doc = concat!("    request", $call)]
        /// }
        /// ```
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "the operation does not take it",
            note = "the options of an operation are the traits of `option` that it implements: its page in \
                    the documentation lists them",
            note = "`.query(..)` and `.header(..)` send what the specification does not name"
        )]
        pub trait $name: Operation {}
    )*};
}

markers! {
    /// Takes `$select`.
    Select ".select([\"id\", \"subject\"])": "`$select` is no option of `{Self}`",
    /// Takes `$expand`.
    Expand ".expand(\"attendanceReports\")": "`$expand` is no option of `{Self}`",
    /// Takes `$filter`.
    FilterBy ".filter(\"subject eq null\")": "`$filter` is no option of `{Self}`",
    /// Takes `$search`.
    Search ".search(\"lecture\")": "`$search` is no option of `{Self}`",
    /// Takes `$orderby`.
    OrderBy ".order_by(\"startDateTime desc\")": "`$orderby` is no option of `{Self}`",
    /// Takes `$top`.
    Top ".top(50)": "`$top` is no option of `{Self}`",
    /// Takes `$skip`.
    Skip ".skip(100)": "`$skip` is no option of `{Self}`",
    /// Takes `$count`.
    Count ".count()": "`$count` is no option of `{Self}`",
    /// Takes `$format`.
    Format ".format(\"text/vtt\")": "`$format` is no option of `{Self}`",
    /// Takes the header `Accept-Language`.
    AcceptLanguage ".accept_language(\"de-DE\")": "`Accept-Language` is no option of `{Self}`",
    /// Takes the header `Prefer`.
    Prefer ".prefer(\"odata.maxpagesize=50\")": "`Prefer` is no option of `{Self}`",
    /// Its answer can hold members of enums that the service sends only to clients that ask for them.
    UnknownEnumMembers ".include_unknown_enum_members()": "no answer of `{Self}` holds an enum with an `unknownFutureValue`",
    /// Takes the header `If-Match`.
    IfMatch ".if_match(\"*\")": "`If-Match` is no option of `{Self}`",
    /// Takes the header `ConsistencyLevel`.
    ConsistencyLevel ".eventual()": "`ConsistencyLevel` is no option of `{Self}`",
}

impl<O: Operation> Request<O> {
    /// Asks for these properties only (`$select`): one token, a tuple of them, or names as texts. A list of
    /// nothing asks for all.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let list = graph.me().online_meetings().get();
    /// let http = list.clone().select((OnlineMeeting::ID, OnlineMeeting::SUBJECT)).into_http()?;
    /// assert_eq!(http.uri().query(), Some("$select=id,subject"));
    /// assert_eq!(list.select(["id", "subject"]).into_http()?.uri(), http.uri());
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn select(self, properties: impl SelectList<Item<O>>) -> Self
    where
        O: Select,
    {
        let mut list = String::new();
        properties.add_to(&mut list);
        self.query_list("$select", list)
    }

    /// Asks for these related entities too (`$expand`): one token, with options of its own or without, a
    /// tuple of them, or names as texts.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let reports = OnlineMeeting::ATTENDANCE_REPORTS.select(MeetingAttendanceReport::ID).top(5);
    /// let http = graph.me().online_meetings().by_id("1").get().expand(reports).into_http()?;
    /// assert_eq!(http.uri().query(), Some("$expand=attendanceReports($select%3Did%3B$top%3D5)"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn expand(self, properties: impl ExpandList<Item<O>>) -> Self
    where
        O: Expand,
    {
        let mut list = String::new();
        properties.add_to(&mut list);
        self.query_list("$expand", list)
    }

    /// Asks for the items that the expression holds for (`$filter`). It is encoded for the URL here. An
    /// empty one asks for all.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().get().filter(OnlineMeeting::SUBJECT.eq("Q&A")).into_http()?;
    /// assert_eq!(http.uri().query(), Some("$filter=subject%20eq%20%27Q%26A%27"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn filter(self, expression: impl IntoFilter<Item<O>>) -> Self
    where
        O: FilterBy,
    {
        self.query_list("$filter", expression.into_filter().to_string())
    }

    /// Asks for the items that match a search phrase (`$search`).
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().get().search("\"subject:lecture\"").eventual().into_http()?;
    /// assert_eq!(http.uri().query(), Some("$search=%22subject:lecture%22"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn search(self, phrase: impl Into<String>) -> Self
    where
        O: Search,
    {
        self.query("$search", phrase)
    }

    /// Asks for an order (`$orderby`): `.asc()` or `.desc()` of a token, a tuple of those, or names as texts,
    /// `desc` behind those that fall.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let newest = (OnlineMeeting::START_DATE_TIME.desc(), OnlineMeeting::SUBJECT.asc());
    /// let http = graph.me().online_meetings().get().order_by(newest).into_http()?;
    /// assert_eq!(http.uri().query(), Some("$orderby=startDateTime%20desc,subject%20asc"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn order_by(self, properties: impl OrderList<Item<O>>) -> Self
    where
        O: OrderBy,
    {
        let mut list = String::new();
        properties.add_to(&mut list);
        self.query_list("$orderby", list)
    }

    /// Asks for at most so many items on a page (`$top`).
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().get().top(50).into_http()?;
    /// assert_eq!(http.uri().query(), Some("$top=50"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn top(self, items: u32) -> Self
    where
        O: Top,
    {
        self.query("$top", items.to_string())
    }

    /// Leaves out so many items at the start (`$skip`).
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().get().skip(100).top(50).into_http()?;
    /// assert_eq!(http.uri().query(), Some("$skip=100&$top=50"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn skip(self, items: u32) -> Self
    where
        O: Skip,
    {
        self.query("$skip", items.to_string())
    }

    /// Asks how many items all pages have together (`$count=true`).
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = answering([http::Response::new(r#"{"@odata.count":1200,"value":[]}"#)]);
    /// # now(async {
    /// let page = graph.me().online_meetings().get().top(1).count().await?;
    /// assert_eq!(page.count, Some(1200));
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn count(self) -> Self
    where
        O: Count,
    {
        self.query("$count", "true")
    }

    /// Asks for a media type by `$format`, such as `text/vtt`.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().by_id("1").recording().format("text/vtt").into_http()?;
    /// assert_eq!(http.uri().query(), Some("$format=text/vtt"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn format(self, media_type: impl Into<String>) -> Self
    where
        O: Format,
    {
        self.query("$format", media_type)
    }

    /// Asks for texts in that language, such as `de-DE` (`Accept-Language`).
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let request = graph.me().online_meetings().post(&OnlineMeeting::new()).accept_language("de-DE");
    /// assert_eq!(request.into_http()?.headers()["accept-language"], "de-DE");
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn accept_language(self, language: impl AsRef<str>) -> Self
    where
        O: AcceptLanguage,
    {
        self.header("accept-language", language)
    }

    /// Sends a preference (`Prefer`), such as `odata.maxpagesize=50`. Several are sent as a list.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let list = graph.me().online_meetings().get();
    /// let http = list.prefer("odata.maxpagesize=50").prefer("respond-async").into_http()?;
    /// assert_eq!(http.headers()["prefer"], "odata.maxpagesize=50, respond-async");
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn prefer(self, preference: impl AsRef<str>) -> Self
    where
        O: Prefer,
    {
        self.header_item("prefer", preference.as_ref())
    }

    /// Asks for all members of evolvable enums, not only for those that stand before `unknownFutureValue`
    /// (`Prefer: include-unknown-enum-members`). Without it the service sends `unknownFutureValue` in place
    /// of the later ones. Sent once, however often it is asked for.
    ///
    /// See <https://learn.microsoft.com/graph/best-practices-concept>.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().get().include_unknown_enum_members().into_http()?;
    /// assert_eq!(http.headers()["prefer"], "include-unknown-enum-members");
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn include_unknown_enum_members(self) -> Self
    where
        O: UnknownEnumMembers,
    {
        const PREFERENCE: &str = "include-unknown-enum-members";
        if self.has_header_item("prefer", PREFERENCE) {
            return self;
        }
        self.header_item("prefer", PREFERENCE)
    }

    /// Does the work only if the entity still has that ETag (`If-Match`).
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().by_id("1").delete().if_match("W/\"7\"").into_http()?;
    /// assert_eq!(http.headers()["if-match"], "W/\"7\"");
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn if_match(self, etag: impl AsRef<str>) -> Self
    where
        O: IfMatch,
    {
        self.header("if-match", etag)
    }

    /// Asks for `eventual` consistency, which advanced queries of directory objects need.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().get().count().consistency_level("eventual").into_http()?;
    /// assert_eq!(http.headers()["consistencylevel"], "eventual");
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn consistency_level(self, level: impl AsRef<str>) -> Self
    where
        O: ConsistencyLevel,
    {
        self.header("consistencylevel", level)
    }

    /// The same as [`consistency_level("eventual")`](Self::consistency_level), the one level that there is: `$count` and
    /// `$search` of directory objects ask for it, and so do some filters.
    ///
    /// See <https://learn.microsoft.com/graph/aad-advanced-queries>.
    ///
    /// ```
    /// # use msgraph_core::{Request, option};
    /// # async fn count<O: option::ConsistencyLevel>(request: Request<O>) -> Result<(), msgraph_core::Error> {
    /// let answer = request.eventual().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn eventual(self) -> Self
    where
        O: ConsistencyLevel,
    {
        self.consistency_level("eventual")
    }
}
