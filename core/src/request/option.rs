//! The options that an operation may have. The generator marks an operation with a trait for each
//! option of its specification, and only then the method is there.

use crate::odata::Filter;
use crate::{Operation, Request};

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        pub trait $name: Operation {}
    )*};
}

markers! {
    /// Takes `$select`.
    Select,
    /// Takes `$expand`.
    Expand,
    /// Takes `$filter`.
    FilterBy,
    /// Takes `$search`.
    Search,
    /// Takes `$orderby`.
    OrderBy,
    /// Takes `$top`.
    Top,
    /// Takes `$skip`.
    Skip,
    /// Takes `$count`.
    Count,
    /// Takes `$format`.
    Format,
    /// Takes the header `Accept-Language`.
    AcceptLanguage,
    /// Takes the header `Prefer`.
    Prefer,
    /// Takes the header `If-Match`.
    IfMatch,
    /// Takes the header `ConsistencyLevel`.
    ConsistencyLevel,
}

fn comma_list<I: IntoIterator<Item: AsRef<str>>>(names: I) -> String {
    let mut list = String::new();
    for name in names {
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(name.as_ref());
    }
    list
}

impl<O: Select> Request<O> {
    /// Asks for these properties only (`$select`).
    pub fn select<I: IntoIterator<Item: AsRef<str>>>(self, properties: I) -> Self {
        self.query("$select", comma_list(properties))
    }
}

impl<O: Expand> Request<O> {
    /// Asks for these related entities too (`$expand`).
    pub fn expand<I: IntoIterator<Item: AsRef<str>>>(self, properties: I) -> Self {
        self.query("$expand", comma_list(properties))
    }
}

impl<O: FilterBy> Request<O> {
    /// Asks for the items that the expression holds for (`$filter`). It is encoded for the URL here.
    pub fn filter(self, expression: impl Into<Filter>) -> Self {
        self.query("$filter", expression.into().to_string())
    }
}

impl<O: Search> Request<O> {
    /// Asks for the items that match a search phrase (`$search`).
    pub fn search(self, phrase: impl Into<String>) -> Self {
        self.query("$search", phrase.into())
    }
}

impl<O: OrderBy> Request<O> {
    /// Asks for an order (`$orderby`): names of properties, `desc` behind those that fall.
    pub fn order_by<I: IntoIterator<Item: AsRef<str>>>(self, properties: I) -> Self {
        self.query("$orderby", comma_list(properties))
    }
}

impl<O: Top> Request<O> {
    /// Asks for at most so many items on a page (`$top`).
    pub fn top(self, items: u32) -> Self {
        self.query("$top", items.to_string())
    }
}

impl<O: Skip> Request<O> {
    /// Leaves out so many items at the start (`$skip`).
    pub fn skip(self, items: u32) -> Self {
        self.query("$skip", items.to_string())
    }
}

impl<O: Count> Request<O> {
    /// Asks how many items all pages have together (`$count=true`).
    pub fn count(self) -> Self {
        self.query("$count", "true".to_owned())
    }
}

impl<O: Format> Request<O> {
    /// Asks for a media type by `$format`, such as `text/vtt`.
    pub fn format(self, media_type: impl Into<String>) -> Self {
        self.query("$format", media_type.into())
    }
}

impl<O: AcceptLanguage> Request<O> {
    /// Asks for texts in that language, such as `de-DE` (`Accept-Language`).
    pub fn accept_language(self, language: impl AsRef<str>) -> Self {
        self.header("accept-language", language)
    }
}

impl<O: Prefer> Request<O> {
    /// Sends a preference (`Prefer`), such as `include-unknown-enum-members`.
    pub fn prefer(self, preference: impl AsRef<str>) -> Self {
        self.header("prefer", preference)
    }
}

impl<O: IfMatch> Request<O> {
    /// Does the work only if the entity still has that ETag (`If-Match`).
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        self.header("if-match", etag)
    }
}

impl<O: ConsistencyLevel> Request<O> {
    /// Asks for `eventual` consistency, which advanced queries of directory objects need.
    pub fn consistency_level(self, level: impl AsRef<str>) -> Self {
        self.header("consistencylevel", level)
    }
}
