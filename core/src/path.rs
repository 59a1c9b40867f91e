//! Paths under construction: what request builders hold.

use std::fmt;
use std::marker::PhantomData;

use url::Url;

use crate::client::shown;
use crate::odata::{Literal, encode_segment};
use crate::{Client, Operation, Request, RequestError, Unchecked};

/// A path below the service root, and the client that requests on it go to.
///
/// Values are pushed as segments, so none of them can lead to another path. A segment that would do
/// so all the same (empty, `.` or `..`) is remembered, and the request made of the path fails with it.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::{Client, Path};
///
/// let client = Client::detached("https://graph.microsoft.com/v1.0".parse().unwrap());
/// let meetings: Path = client.path().literal("me").literal("onlineMeetings");
/// let request = meetings.key("onlineMeeting-id", "a/b?c").request::<GetMeOnlineMeetings>();
/// assert_eq!(request.into_http()?.uri().path(), "/v1.0/me/onlineMeetings/a%2Fb%3Fc");
///
/// let elsewhere = meetings.key("onlineMeeting-id", "..").request::<GetMeOnlineMeetings>();
/// assert!(elsewhere.into_http().is_err());
/// # Ok::<(), msgraph_core::Error>(())
/// ```
pub struct Path<A = Unchecked> {
    client: Client,
    url: Url,
    /// The path for people: placeholders instead of keys.
    template: String,
    fault: Option<RequestError>,
    app: PhantomData<fn() -> A>,
}

impl<A> Path<A> {
    pub(crate) fn root(client: Client) -> Self {
        let url = client.root().clone();
        Self { client, url, template: String::new(), fault: None, app: PhantomData }
    }

    /// The path with a fixed segment behind it.
    #[must_use]
    pub fn literal(&self, segment: &'static str) -> Self {
        let mut path = self.clone();
        path.template.extend(["/", segment]);
        if leads_elsewhere(segment) {
            path.fault.get_or_insert(RequestError::Segment { segment });
        } else {
            path.push(segment);
        }
        path
    }

    /// The path with a key behind it. The placeholder's name is for the error.
    #[must_use]
    pub fn key(&self, placeholder: &'static str, value: &str) -> Self {
        let mut path = self.clone();
        path.template.extend(["/{", placeholder, "}"]);
        if leads_elsewhere(value) {
            path.fault.get_or_insert_with(|| RequestError::Key { placeholder, value: value.to_owned() });
        } else {
            path.push(value);
        }
        path
    }

    /// The path with a call of a function behind it.
    #[must_use]
    pub fn call(&self, call: &Call) -> Self {
        let mut path = self.clone();
        path.template.extend(["/", call.name, "()"]);
        path.push(&call.to_string());
        path
    }

    /// A request of an operation on this path.
    pub fn request<O: Operation>(&self) -> Request<O> {
        Request::new(self.client.clone(), self.url.clone(), self.fault.clone())
    }

    fn push(&mut self, segment: &str) {
        if self.url.cannot_be_a_base() {
            self.fault.get_or_insert(RequestError::Root { root: shown(self.client.root()) });
            return;
        }
        // Not `path_segments_mut().push`: the URL parser drops tabs and line breaks before it looks
        // for dot segments, so a key such as ".\t." would take the segment before it away.
        let before = self.url.path();
        let path = format!("{}/{}", before.strip_suffix('/').unwrap_or(before), encode_segment(segment));
        self.url.set_path(&path);
    }
}

impl<A> Clone for Path<A> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            url: self.url.clone(),
            template: self.template.clone(),
            fault: self.fault.clone(),
            app: PhantomData,
        }
    }
}

impl<A> fmt::Debug for Path<A> {
    /// Without its keys: one may be the id of a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({})", self.template)
    }
}

/// Whether a segment would make another path of the one that it is put behind.
fn leads_elsewhere(segment: &str) -> bool {
    matches!(segment, "" | "." | "..")
}

/// A call of a function in a path: its name, and the arguments that were given.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::{Call, Client, Path};
///
/// let call = Call::new("getAllRecordings").argument("meetingOrganizerUserId", "adele").argument("top", &5);
/// assert_eq!(call.to_string(), "getAllRecordings(meetingOrganizerUserId='adele',top=5)");
///
/// let client = Client::detached("https://graph.microsoft.com/v1.0".parse().unwrap());
/// let path: Path = client.path().literal("me").call(&call);
/// assert_eq!(format!("{path:?}"), "Path(/me/getAllRecordings())"); // without what may be of a person
/// ```
#[derive(Clone)]
pub struct Call {
    name: &'static str,
    arguments: Vec<(&'static str, String)>,
}

impl Call {
    /// A call without arguments.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, arguments: Vec::new() }
    }

    /// The call with an argument. The same argument given again replaces the first.
    #[must_use]
    pub fn argument<T: Literal + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let literal = value.literal();
        match self.arguments.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = literal,
            None => self.arguments.push((name, literal)),
        }
        self
    }
}

impl fmt::Display for Call {
    /// As OData writes it: `getAllRecordings(startDateTime=2026-01-01T00:00:00Z)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name)?;
        for (index, (name, literal)) in self.arguments.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{name}={literal}")?;
        }
        f.write_str(")")
    }
}

impl fmt::Debug for Call {
    /// The names of the arguments; their values may be ids or moments of a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.arguments.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Call").field("name", &self.name).field("arguments", &names).finish()
    }
}

/// The impls that every generated request builder has alike.
#[doc(hidden)]
#[macro_export]
macro_rules! __builder_impls {
    ($name:ident $(, $call:ident)?) => {
        impl<A> ::std::clone::Clone for $name<A> {
            fn clone(&self) -> Self {
                Self { path: self.path.clone(), $($call: self.$call.clone(),)? }
            }
        }

        impl<A> ::std::fmt::Debug for $name<A> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::write!(f, "{}({:?})", ::std::stringify!($name), self.path)
            }
        }
    };
}
