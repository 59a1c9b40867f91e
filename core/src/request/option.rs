//! The options that an operation may have. The generator marks an operation with a trait for each
//! option of its specification, and only then the method can be called.

use crate::odata::Filter;
use crate::{Operation, Request};

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
    /// Takes the header `If-Match`.
    IfMatch: "`If-Match` is no option of `{Self}`",
    /// Takes the header `ConsistencyLevel`.
    ConsistencyLevel: "`ConsistencyLevel` is no option of `{Self}`",
}

impl<O: Operation> Request<O> {
    /// Asks for these properties only (`$select`). A list of nothing asks for all.
    pub fn select<I: IntoIterator<Item: AsRef<str>>>(self, properties: I) -> Self
    where
        O: Select,
    {
        self.query_list("$select", properties)
    }

    /// Asks for these related entities too (`$expand`).
    pub fn expand<I: IntoIterator<Item: AsRef<str>>>(self, properties: I) -> Self
    where
        O: Expand,
    {
        self.query_list("$expand", properties)
    }

    /// Asks for the items that the expression holds for (`$filter`). It is encoded for the URL here.
    pub fn filter(self, expression: impl Into<Filter>) -> Self
    where
        O: FilterBy,
    {
        self.query("$filter", expression.into().to_string())
    }

    /// Asks for the items that match a search phrase (`$search`).
    pub fn search(self, phrase: impl Into<String>) -> Self
    where
        O: Search,
    {
        self.query("$search", phrase)
    }

    /// Asks for an order (`$orderby`): names of properties, `desc` behind those that fall.
    pub fn order_by<I: IntoIterator<Item: AsRef<str>>>(self, properties: I) -> Self
    where
        O: OrderBy,
    {
        self.query_list("$orderby", properties)
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

    /// Sends a preference (`Prefer`), such as `include-unknown-enum-members`. Several are sent as a
    /// list.
    pub fn prefer(self, preference: impl AsRef<str>) -> Self
    where
        O: Prefer,
    {
        self.header_item("prefer", preference.as_ref())
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
}
