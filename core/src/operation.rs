//! Operations: what can be asked of the service.

use http::Method;

use crate::{Answer, Error, Permissions, Requirement, Scheme};

/// One method on one path, as the generator emits it: data, and the shape of the answer.
///
/// ```
/// use msgraph_core::{Empty, Operation, OperationInfo, Permissions};
///
/// /// An operation that no slice has, written by hand.
/// struct DeleteMeOnlineMeetings;
///
/// impl Operation for DeleteMeOnlineMeetings {
///     type Answer = Empty;
///     const INFO: &'static OperationInfo =
///         &OperationInfo::new(http::Method::DELETE, "/me/onlineMeetings/{id}", Permissions::UNKNOWN);
/// }
/// assert_eq!(DeleteMeOnlineMeetings::INFO.to_string(), "DELETE /me/onlineMeetings/{id}");
/// ```
pub trait Operation: Send + Sync + 'static {
    /// How the body of the answer is read.
    type Answer: Answer;
    /// What is known about the operation.
    const INFO: &'static OperationInfo;

    /// Reads an answer of the service without a client: the sans-IO twin of `.await`.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// use msgraph_core::Operation;
    ///
    /// let recorded = http::Response::new(bytes::Bytes::from_static(br#"{"value":[{"subject":"Lecture"}]}"#));
    /// let page = ListMeOnlineMeetings::read(&recorded)?;
    /// assert_eq!(page.value[0].subject.as_deref(), Some("Lecture"));
    ///
    /// let refused = http::Response::builder().status(404).body(bytes::Bytes::new()).unwrap();
    /// assert!(ListMeOnlineMeetings::read(&refused).is_err_and(|error| error.is_not_found()));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Service`] where the status is not a success, [`Error::Decode`] where the body is
    /// not what the operation promises.
    fn read(response: &http::Response<bytes::Bytes>) -> Result<<Self::Answer as Answer>::Output, Error> {
        if !response.status().is_success() {
            return Err(Error::from_response(response, Self::INFO));
        }
        <Self::Answer as Answer>::read(response.body()).map_err(|fault| fault.of(Self::INFO).into())
    }
}

/// What is known about an operation at compile time.
///
/// ```
/// use http::Method;
/// use msgraph_core::{Consent, OperationInfo, Permission, Permissions, Requirement, Scheme};
///
/// const READ: Permission = Permission::new("OnlineMeetings.Read").delegated_work(Consent::User, Some(2));
/// const READ_ALL: Permission = Permission::new("OnlineMeetings.Read.All").application(Consent::Admin, Some(4));
/// const OF_ME: Permissions =
///     Permissions { delegated_work: Requirement::OneOf(&[&[READ]]), application: Requirement::NotSupported, ..Permissions::UNKNOWN };
/// const OF_USERS: Permissions =
///     Permissions { application: Requirement::OneOf(&[&[READ_ALL]]), ..Permissions::UNKNOWN };
///
/// static GET: OperationInfo = OperationInfo::new(Method::GET, "/me/onlineMeetings/{id}", OF_ME)
///     .documented_at("https://learn.microsoft.com/graph/api/onlinemeeting-get")
///     .like("/users/{user-id}/onlineMeetings/{id}", OF_USERS);
///
/// assert_eq!(GET.to_string(), "GET /me/onlineMeetings/{id}");
/// assert!(GET.can_be_repeated());
/// assert_eq!(GET.sibling_for(Scheme::Application).unwrap().path, "/users/{user-id}/onlineMeetings/{id}");
/// assert_eq!(GET.sibling_for(Scheme::DelegatedWork), None);
///
/// static CREATE_OR_GET: OperationInfo =
///     OperationInfo::new(Method::POST, "/me/onlineMeetings/createOrGet", OF_ME).idempotent();
/// assert!(CREATE_OR_GET.can_be_repeated());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The HTTP method.
    pub method: Method,
    /// The path template below the service root: `/users/{user-id}/onlineMeetings`.
    pub path: &'static str,
    /// Who may call it.
    pub permissions: Permissions,
    /// Microsoft's page about it.
    pub documentation: Option<&'static str>,
    /// The operation that does the same on another path, where that one can be called in a scheme in which
    /// this one cannot.
    pub sibling: Option<Sibling>,
    /// Whether its description says that doing it twice is as doing it once, which of a POST only the description
    /// can say: `createOrGet`, which finds what the first one made.
    pub is_idempotent: bool,
}

/// An operation that does the same as another one, with the same method on another path: what is at `/me`
/// for the signed-in user is at `/users/{user-id}` for applications.
///
/// ```
/// use msgraph_core::{OperationInfo, Permissions};
///
/// static ME: OperationInfo = OperationInfo::new(http::Method::GET, "/me", Permissions::UNKNOWN)
///     .like("/users/{user-id}", Permissions::UNKNOWN);
/// assert_eq!(ME.sibling.unwrap().path, "/users/{user-id}");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sibling {
    /// Its path template.
    pub path: &'static str,
    /// Who may call it.
    pub permissions: Permissions,
}

impl OperationInfo {
    /// An operation without a page of documentation and without a sibling.
    #[must_use]
    pub const fn new(method: Method, path: &'static str, permissions: Permissions) -> Self {
        Self { method, path, permissions, documentation: None, sibling: None, is_idempotent: false }
    }

    /// The same with the address of Microsoft's page.
    #[must_use]
    pub const fn documented_at(mut self, documentation: &'static str) -> Self {
        self.documentation = Some(documentation);
        self
    }

    /// The same with the path of an operation that does the same, and who may call that one.
    #[must_use]
    pub const fn like(mut self, path: &'static str, permissions: Permissions) -> Self {
        self.sibling = Some(Sibling { path, permissions });
        self
    }

    /// The same, which can be done twice as well as once.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.is_idempotent = true;
        self
    }

    /// Whether sending it again is safe where the first one may have been done: by its description, or because its
    /// method is one that HTTP calls idempotent (GET, HEAD, PUT, DELETE, OPTIONS).
    #[must_use]
    pub fn can_be_repeated(&self) -> bool {
        self.is_idempotent || self.method.is_idempotent()
    }

    /// The sibling, where that scheme can call it and cannot call this operation.
    #[must_use]
    pub fn sibling_for(&self, scheme: Scheme) -> Option<&Sibling> {
        let opens = |permissions: &Permissions| matches!(permissions.of(scheme), Requirement::OneOf(_));
        let sibling = self.sibling.as_ref()?;
        (opens(&sibling.permissions) && !opens(&self.permissions)).then_some(sibling)
    }
}

impl std::fmt::Display for OperationInfo {
    /// `POST /me/onlineMeetings`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
