//! Operations: what can be asked of the service.

use http::Method;

use crate::{Answer, Error, Permissions, Requirement, Scheme};

/// One method on one path, as the generator emits it: data, and the shape of the answer.
pub trait Operation: Send + Sync + 'static {
    /// How the body of the answer is read.
    type Answer: Answer;
    /// What is known about the operation.
    const INFO: &'static OperationInfo;

    /// Reads an answer of the service without a client: the sans-IO twin of `.await`.
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
