//! The options that an operation may have. The generator marks an operation with a trait for each
//! option of its specification, and only then the method can be called.

use crate::odata::{ExpandList, IntoFilter, OrderList, SelectList};
use crate::{Answer, Operation, Request};

/// What the answer of an operation is made of: whose properties its options name.
type Item<O> = <<O as Operation>::Answer as Answer>::Item;

macro_rules! markers {
    ($($(#[doc = $doc:literal])* $name:ident: $message:literal),* $(,)?) => {$(
        $(#[doc = $doc])*
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
    Select: "`$select` is no option of `{Self}`",
    /// Takes `$expand`.
    Expand: "`$expand` is no option of `{Self}`",
    /// Takes `$filter`.
    FilterBy: "`$filter` is no option of `{Self}`",
    /// Takes `$search`.
    Search: "`$search` is no option of `{Self}`",
    /// Takes `$orderby`.
    OrderBy: "`$orderby` is no option of `{Self}`",
    /// Takes `$top`.
    Top: "`$top` is no option of `{Self}`",
    /// Takes `$skip`.
    Skip: "`$skip` is no option of `{Self}`",
    /// Takes `$count`.
    Count: "`$count` is no option of `{Self}`",
    /// Takes `$format`.
    Format: "`$format` is no option of `{Self}`",
    /// Takes the header `Accept-Language`.
    AcceptLanguage: "`Accept-Language` is no option of `{Self}`",
    /// Takes the header `Prefer`.
    Prefer: "`Prefer` is no option of `{Self}`",
    /// Its answer can hold members of enums that the service sends only to clients that ask for them.
    UnknownEnumMembers: "no answer of `{Self}` holds an enum with an `unknownFutureValue`",
    /// Takes the header `If-Match`.
    IfMatch: "`If-Match` is no option of `{Self}`",
    /// Takes the header `ConsistencyLevel`.
    ConsistencyLevel: "`ConsistencyLevel` is no option of `{Self}`",
}

impl<O: Operation> Request<O> {
    /// Asks for these properties only (`$select`): one token, a tuple of them, or names as texts. A list of
    /// nothing asks for all.
    ///
    /// ```text
    /// .select((OnlineMeeting::ID, OnlineMeeting::SUBJECT))
    /// .select(["id", "subject"])
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
    /// ```text
    /// .expand(OnlineMeeting::ATTENDANCE_REPORTS.select(MeetingAttendanceReport::ID).top(5))
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
    /// ```text
    /// .filter(OnlineMeeting::JOIN_WEB_URL.eq(&join_url))
    /// ```
    pub fn filter(self, expression: impl IntoFilter<Item<O>>) -> Self
    where
        O: FilterBy,
    {
        self.query_list("$filter", expression.into_filter().to_string())
    }

    /// Asks for the items that match a search phrase (`$search`).
    pub fn search(self, phrase: impl Into<String>) -> Self
    where
        O: Search,
    {
        self.query("$search", phrase)
    }

    /// Asks for an order (`$orderby`): `.asc()` or `.desc()` of a token, a tuple of those, or names as texts,
    /// `desc` behind those that fall.
    pub fn order_by(self, properties: impl OrderList<Item<O>>) -> Self
    where
        O: OrderBy,
    {
        let mut list = String::new();
        properties.add_to(&mut list);
        self.query_list("$orderby", list)
    }

    /// Asks for at most so many items on a page (`$top`).
    pub fn top(self, items: u32) -> Self
    where
        O: Top,
    {
        self.query("$top", items.to_string())
    }

    /// Leaves out so many items at the start (`$skip`).
    pub fn skip(self, items: u32) -> Self
    where
        O: Skip,
    {
        self.query("$skip", items.to_string())
    }

    /// Asks how many items all pages have together (`$count=true`).
    pub fn count(self) -> Self
    where
        O: Count,
    {
        self.query("$count", "true")
    }

    /// Asks for a media type by `$format`, such as `text/vtt`.
    pub fn format(self, media_type: impl Into<String>) -> Self
    where
        O: Format,
    {
        self.query("$format", media_type)
    }

    /// Asks for texts in that language, such as `de-DE` (`Accept-Language`).
    pub fn accept_language(self, language: impl AsRef<str>) -> Self
    where
        O: AcceptLanguage,
    {
        self.header("accept-language", language)
    }

    /// Sends a preference (`Prefer`), such as `odata.maxpagesize=50`. Several are sent as a list.
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
    pub fn if_match(self, etag: impl AsRef<str>) -> Self
    where
        O: IfMatch,
    {
        self.header("if-match", etag)
    }

    /// Asks for `eventual` consistency, which advanced queries of directory objects need.
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
