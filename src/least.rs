//! The least permissions for some operations.

use std::collections::BTreeMap;
use std::fmt;

use msgraph_core::{OperationInfo, Permission, Requirement, Scheme};
use msgraph_cover::{Need, cover};

/// The least privileged permissions of one scheme that open several operations together, and why it is those.
///
/// The least permission of each operation, all together, is more than is needed: who may write meetings may read
/// them. Of all sets that open everything, this is the one with as few permissions of the highest privilege
/// level as possible, then of the next level, and so on down; a permission of which Microsoft gives no level
/// counts as high. Then the order of the operations' own tables decides, then names.
///
/// Its text names the permissions, and for each the operations that it is there for:
///
/// ```text
/// delegated (work or school): OnlineMeetings.ReadWrite
///   OnlineMeetings.ReadWrite
///     for POST /me/onlineMeetings: no other permission opens it
///     for GET /me/onlineMeetings: held anyway, so the lesser OnlineMeetings.Read is not needed
/// ```
///
/// Consent for a single chat, team or meeting counts for nothing here. Two are equal where the permissions and the
/// reasons are.
///
/// ```
/// # use msgraph::{Graph, models::OnlineMeeting};
/// # use msgraph_emulator::Emulator;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = Emulator::start().await?;
/// # let graph = Graph::builder()
/// #     .base_url(emulator.url())
/// #     .allow_http_on_loopback()
/// #     .token(emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]))
/// #     .build()?;
/// use msgraph::Scheme;
///
/// let meetings = graph.me().online_meetings();
/// let id = meetings.post(&OnlineMeeting::new()).await?.id.unwrap_or_default();
/// meetings.by_id(&id).get().await?;
///
/// let least = graph.permissions_used().least(Scheme::DelegatedWork);
/// assert_eq!(least.scheme(), Scheme::DelegatedWork);
/// assert_eq!(least.permissions(), ["OnlineMeetings.ReadWrite"]);
/// assert!(least.is_complete() && least.is_proven());
/// assert!(least.not_supported().is_empty() && least.unknown().is_empty());
/// assert!(least.to_string().contains("for POST /me/onlineMeetings: no other permission opens it"));
///
/// let as_application = graph.permissions_used().least(Scheme::Application);
/// assert_eq!(as_application.not_supported().len(), 2); // `/me` is for users
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeastPermissions {
    scheme: Scheme,
    permissions: Vec<Permission>,
    /// A paragraph for each of the permissions.
    reasons: Vec<String>,
    opens_something: bool,
    not_supported: Vec<&'static OperationInfo>,
    unknown: Vec<&'static OperationInfo>,
    is_proven: bool,
}

impl LeastPermissions {
    pub(crate) fn new(scheme: Scheme, operations: impl Iterator<Item = &'static OperationInfo>) -> Self {
        let (mut not_supported, mut unknown, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for operation in operations {
            match operation.permissions.of(scheme) {
                Requirement::OneOf(alternatives) => open.push((operation.to_string(), alternatives)),
                Requirement::NotSupported => not_supported.push(operation),
                _ => unknown.push(operation),
            }
        }
        let known: BTreeMap<String, Permission> = open
            .iter()
            .flat_map(|(_, alternatives)| alternatives.iter().copied().flatten())
            .map(|permission| (permission.name().to_ascii_lowercase(), *permission))
            .collect();
        let find = |name: &str| known.get(&name.to_ascii_lowercase()).copied();
        let needs: Vec<Need<'_>> =
            open.iter().map(|(title, alternatives)| need(title, alternatives)).collect();
        let cover = cover(&needs, |name| find(name)?.privilege_level(scheme));
        Self {
            scheme,
            permissions: cover.permissions.iter().filter_map(|name| find(name)).collect(),
            reasons: cover.reasons.iter().map(ToString::to_string).collect(),
            opens_something: !needs.is_empty(),
            not_supported,
            unknown,
            is_proven: cover.proven,
        }
    }

    /// The scheme that they belong to.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The permissions, sorted by name. Look at [`is_complete`](Self::is_complete) beside it: the set is empty
    /// too where nothing is known.
    #[must_use]
    pub fn permissions(&self) -> &[Permission] {
        &self.permissions
    }

    /// Whether they open everything that was called: no operation is [not supported](Self::not_supported) in this
    /// scheme, and none [unknown](Self::unknown).
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.not_supported.is_empty() && self.unknown.is_empty()
    }

    /// The operations that no permission of this scheme opens.
    #[must_use]
    pub fn not_supported(&self) -> &[&'static OperationInfo] {
        &self.not_supported
    }

    /// The operations of which Microsoft's table says nothing in this scheme. They may need more than
    /// [`permissions`](Self::permissions).
    #[must_use]
    pub fn unknown(&self) -> &[&'static OperationInfo] {
        &self.unknown
    }

    /// Whether no smaller set opens the same. False only where the question was too hard to be answered in a
    /// bounded time; each of the permissions is needed then too, but another set may be less.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.is_proven
    }

    /// The permissions in one line, or why there are none.
    fn summary(&self) -> String {
        match (&self.permissions[..], &self.unknown[..]) {
            ([], []) if self.opens_something => "none needed".to_owned(),
            ([], []) if self.not_supported.is_empty() => "nothing was called".to_owned(),
            ([], []) => "not supported".to_owned(),
            ([], _) => "unknown".to_owned(),
            (permissions, _) => permissions.join(", "),
        }
    }
}

impl fmt::Display for LeastPermissions {
    /// The scheme and its permissions, then line by line why; no line break at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.scheme, self.summary())?;
        for line in self.reasons.iter().flat_map(|reason| reason.lines()) {
            write!(f, "\n  {line}")?;
        }
        for operation in &self.not_supported {
            write!(f, "\n  not supported: {operation}")?;
            if let Some(sibling) = operation.sibling_for(self.scheme) {
                let wanted = sibling.permissions.of(self.scheme);
                write!(f, "; use {} {} ({wanted})", operation.method, sibling.path)?;
            }
        }
        for operation in &self.unknown {
            write!(f, "\n  unknown: {operation}; the table says nothing of it, so it may need more")?;
        }
        if !self.is_proven {
            f.write_str("\n  the search was cut short: each of these is needed, but a lesser set may exist")?;
        }
        Ok(())
    }
}

/// What the cover is asked for.
fn need<'a>(title: &'a str, alternatives: &[&'a [Permission]]) -> Need<'a> {
    Need::new(title, alternatives.iter().map(|all_of| all_of.iter().map(AsRef::as_ref)))
}

#[cfg(test)]
mod tests;
