//! The permissions that a program needs, united.

use std::fmt;

use crate::Scheme;

/// The least privileged set of permissions that opens the operations named in `msgraph::scopes!`.
///
/// It is put together when the program is compiled. What it is for depends on the scheme: a delegated program
/// asks for these permissions with each token request ([`as_str`](Self::as_str), [`uris`](Self::uris)); an
/// application asks for whatever it was granted, and this is what an administrator must grant it.
///
/// ```
/// use msgraph_core::{Scheme, Scopes};
///
/// # const SCOPES: Scopes = Scopes::__new(
/// #     Scheme::DelegatedWork,
/// #     &["OnlineMeetings.ReadWrite", "User.Read"],
/// #     "OnlineMeetings.ReadWrite User.Read",
/// #     "OnlineMeetings.ReadWrite\n  POST /me/onlineMeetings",
/// # );
/// // const SCOPES: Scopes = msgraph::scopes! { Delegated: ... };
/// assert_eq!(SCOPES.scheme(), Scheme::DelegatedWork);
/// assert_eq!(SCOPES.names(), ["OnlineMeetings.ReadWrite", "User.Read"]);
/// assert_eq!(SCOPES.as_str(), "OnlineMeetings.ReadWrite User.Read");
/// assert_eq!(SCOPES.uris("https://graph.microsoft.us")[1], "https://graph.microsoft.us/User.Read");
/// println!("{}", SCOPES.explanation());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scopes {
    scheme: Scheme,
    names: &'static [&'static str],
    text: &'static str,
    explanation: &'static str,
}

impl Scopes {
    /// What `msgraph::scopes!` becomes; not for people.
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(
        scheme: Scheme,
        names: &'static [&'static str],
        text: &'static str,
        explanation: &'static str,
    ) -> Self {
        Self { scheme, names, text, explanation }
    }

    /// How the program gets its tokens.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The short names, sorted: `["OnlineMeetings.ReadWrite"]`.
    #[must_use]
    pub const fn names(&self) -> &'static [&'static str] {
        self.names
    }

    /// The short names with spaces between them, as the parameter `scope` of a delegated token request takes
    /// them: `OnlineMeetings.ReadWrite User.Read`. The public cloud reads names without a URI as those of Graph;
    /// for other clouds there is [`uris`](Self::uris).
    ///
    /// For [`Scheme::Application`] this is for people, and for registrations. The token request of an
    /// application names no permissions, only `https://graph.microsoft.com/.default`, which `uris` gives.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.text
    }

    /// What a token request asks for at the Graph of a cloud, such as `https://graph.microsoft.com`: the URI of
    /// each permission, or for [`Scheme::Application`] the one `/.default`, which stands for all that was granted.
    ///
    /// The root has no version in it; a slash at its end makes no difference. Libraries for tokens take a list
    /// like this one; the parameter `scope` itself is the same with spaces in between.
    ///
    /// ```
    /// use msgraph_core::{Scheme, Scopes};
    ///
    /// # const SCOPES: Scopes = Scopes::__new(Scheme::DelegatedWork, &["OnlineMeetings.Read"], "OnlineMeetings.Read", "");
    /// assert_eq!(SCOPES.uris("https://graph.microsoft.com"), ["https://graph.microsoft.com/OnlineMeetings.Read"]);
    /// # const GRANTED: Scopes = Scopes::__new(Scheme::Application, &["OnlineMeetings.Read.All"], "OnlineMeetings.Read.All", "");
    /// assert_eq!(GRANTED.uris("https://graph.microsoft.us/"), ["https://graph.microsoft.us/.default"]);
    /// ```
    ///
    /// See <https://learn.microsoft.com/entra/identity-platform/scopes-oidc>.
    #[must_use]
    pub fn uris(&self, root: &str) -> Vec<String> {
        let root = root.trim_end_matches('/');
        let names: &[&str] = if self.scheme == Scheme::Application { &[".default"] } else { self.names };
        names.iter().map(|name| format!("{root}/{name}")).collect()
    }

    /// Why it is these: a paragraph for each permission, with a line for each operation that it opens.
    #[must_use]
    pub const fn explanation(&self) -> &'static str {
        self.explanation
    }
}

impl fmt::Display for Scopes {
    /// The same as [`as_str`](Self::as_str).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}
