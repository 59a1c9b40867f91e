//! What a program called, and what it needs for it.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::Add;

use msgraph_core::{OperationInfo, Requirement, Scheme};

use crate::LeastPermissions;

/// What a client called until somebody asked, as [`Graph::permissions_used`](crate::Graph::permissions_used)
/// gives it, or several clients together.
///
/// Its text is a report for people: the calls, then the least permissions in each scheme and why it is those. Two
/// are equal where the same operations were called as often.
///
/// # Several clients
///
/// A report is of one client and its clones. A program with a client for its user and another for itself has
/// two, and each needs an answer of its own, in its own scheme. What a program called at all is their sum, in which
/// the calls add up:
///
/// ```
/// use msgraph::{Graph, PermissionsUsed};
///
/// # fn main() -> Result<(), msgraph::Error> {
/// let user = Graph::builder().token("eyJ0...").build()?;
/// let application = Graph::builder().token("eyJ1...").build()?;
///
/// let used = user.permissions_used() + application.permissions_used();
/// assert_eq!(used, [&user, &application].map(Graph::permissions_used).into_iter().sum());
/// assert_eq!(used, PermissionsUsed::default(), "nothing was called yet");
/// # Ok(())
/// # }
/// ```
///
/// Take one of each client only: clones count together, so the sum of two clones has each call twice.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PermissionsUsed {
    /// In the order of [`CalledOperation::order`], none twice.
    operations: Vec<CalledOperation>,
}

/// An operation that was called. Two are equal where the operation and the count are, wherever they stand in memory.
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
/// graph.me().online_meetings().post(&OnlineMeeting::new()).await?;
/// graph.me().online_meetings().post(&OnlineMeeting::new()).await?;
///
/// let used = graph.permissions_used();
/// let called = used.operations()[0];
/// assert_eq!(called.operation().to_string(), "POST /me/onlineMeetings");
/// assert_eq!(called.calls(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CalledOperation {
    pub(crate) operation: &'static OperationInfo,
    pub(crate) calls: u64,
}

impl PermissionsUsed {
    /// Each operation once, in the order of paths and methods.
    ///
    /// Where two slices of Graph on the same client have an operation with different permission tables, it is
    /// there once for each table, with the calls of that slice.
    #[must_use]
    pub fn operations(&self) -> &[CalledOperation] {
        &self.operations
    }

    /// The least privileged set of permissions of a scheme that opens all operations which that scheme can call.
    /// [`LeastPermissions`] says which sets are the least, and has the other operations too.
    ///
    /// An operation of which one table says nothing is not unknown where another table has it.
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
    /// graph.me().online_meetings().post(&OnlineMeeting::new()).await?;
    ///
    /// let least = graph.permissions_used().least(msgraph::Scheme::DelegatedWork);
    /// assert_eq!(least.permissions(), ["OnlineMeetings.ReadWrite"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn least(&self, scheme: Scheme) -> LeastPermissions {
        let is_known = |one: &CalledOperation| one.operation.permissions.of(scheme) != Requirement::Unknown;
        let known = self.by_title().flat_map(|same| {
            let any_is_known = same.iter().any(is_known);
            same.iter().filter(move |one| !any_is_known || is_known(one)).map(|one| one.operation)
        });
        LeastPermissions::new(scheme, known)
    }

    /// Counts calls of an operation.
    pub(crate) fn add(&mut self, called: CalledOperation) {
        match self.operations.binary_search_by(|known| known.order(&called)) {
            Ok(at) => self.operations[at].count(called),
            Err(at) => self.operations.insert(at, called),
        }
    }

    /// Those of the same path and method together.
    fn by_title(&self) -> impl Iterator<Item = &[CalledOperation]> {
        self.operations.chunk_by(|a, b| a.title() == b.title())
    }
}

impl Add for PermissionsUsed {
    type Output = Self;

    /// What both called.
    fn add(mut self, other: Self) -> Self {
        other.operations.into_iter().for_each(|called| Self::add(&mut self, called));
        self
    }
}

impl Sum for PermissionsUsed {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

impl CalledOperation {
    /// The operation, with its permissions.
    #[must_use]
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// How often it was called.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.calls
    }

    fn title(&self) -> (&'static str, &'static str) {
        (self.operation.path, self.operation.method.as_str())
    }

    /// By path and method, then by the table, so that it does not matter which call was the first.
    fn order(&self, other: &Self) -> Ordering {
        let (table, other_table) = (&self.operation.permissions, &other.operation.permissions);
        self.title().cmp(&other.title()).then_with(|| {
            if table == other_table {
                return Ordering::Equal;
            }
            format!("{table:?}").cmp(&format!("{other_table:?}"))
        })
    }

    /// Counts calls of the same operation. Where another slice knows more of it, a sibling or a page, that stays.
    fn count(&mut self, other: Self) {
        self.calls += other.calls;
        if self.operation != other.operation {
            // a text decides, so that it does not matter which came first; in it, `Some` stands behind `None`
            let by_text = |one: &&'static OperationInfo| format!("{one:?}");
            self.operation =
                [self.operation, other.operation].into_iter().max_by_key(by_text).unwrap_or(self.operation);
        }
    }
}

impl fmt::Display for PermissionsUsed {
    /// Without a line break at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.operations.is_empty() {
            return f.write_str("No operation was called.");
        }
        f.write_str("Called:\n")?;
        for same in self.by_title() {
            let calls = same.iter().map(CalledOperation::calls).sum();
            writeln!(f, "  {}", CalledOperation { calls, ..same[0] })?;
        }
        f.write_str("\nLeast permissions for all of it:\n")?;
        for (index, scheme) in Scheme::ALL.into_iter().enumerate() {
            write!(f, "{}\n{}", if index == 0 { "" } else { "\n" }, self.least(scheme))?;
        }
        Ok(())
    }
}

impl fmt::Debug for PermissionsUsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PermissionsUsed").field(&self.operations).finish()
    }
}

impl fmt::Display for CalledOperation {
    /// `POST /me/onlineMeetings (12 times)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.calls {
            1 => write!(f, "{} (once)", self.operation),
            calls => write!(f, "{} ({calls} times)", self.operation),
        }
    }
}

impl fmt::Debug for CalledOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests;
