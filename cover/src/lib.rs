//! The least privileged set of permissions that opens a set of operations, and why it is that one.
//!
//! Each operation can be opened in several ways; each way is a set of permissions to be held together. Most
//! permissions open many operations, so the least one of each operation, all together, is more than a
//! program needs: whoever may write meetings need not also be allowed to read them.
//!
//! ```
//! use msgraph_cover::{Need, cover};
//!
//! let needs = [
//!     Need::new("POST /me/onlineMeetings", [["OnlineMeetings.ReadWrite"]]),
//!     Need::new("GET /me/onlineMeetings", [["OnlineMeetings.Read"], ["OnlineMeetings.ReadWrite"]]),
//! ];
//! let cover = cover(&needs, |_| None);
//! assert_eq!(cover.permissions, ["OnlineMeetings.ReadWrite"]);
//! assert_eq!(
//!     cover.to_string(),
//!     "OnlineMeetings.ReadWrite
//!   for POST /me/onlineMeetings: no other permission opens it
//!   for GET /me/onlineMeetings: held anyway, so the lesser OnlineMeetings.Read is not needed
//! "
//! );
//! ```
//!
//! # Which set is the best
//!
//! Of all sets that open every operation, the best is the first by these rules, each asked only where those
//! before it leave several:
//!
//! 1. **As few permissions as possible of the highest privilege level, then of the next one, and so on down.**
//!    A permission without a known level counts as higher than all others, because what is not known may be
//!    anything. So two small permissions win over `Directory.ReadWrite.All`, also where another operation
//!    asks for something as high: what one operation cannot do without is no reason to hold more for others.
//! 2. **The ways that stand earlier in the operations' own order**, which is least privileged first: the sum of
//!    the places at which each operation finds a way that the set opens. A sum, so that it does not matter in
//!    which order the operations are named.
//! 3. **By name**: the set that has the first name, without regard to case, in which two sets differ. This
//!    settles whatever is left, so that there is exactly one best set.
//!
//! It follows that every permission in it is needed: without one that is not, there would be fewer by the
//! first rule. The number of permissions and the sum of their levels need no rules of their own: sets that the
//! first rule holds equal have the same levels. Where it does choose, it takes several lower permissions rather
//! than one higher one, however many they are; the price of least privilege is a longer list.
//!
//! # How it is found, and how long that takes
//!
//! The problem is weighted hitting set with small extras, so the worst case is exponential. What real tables
//! ask is mostly settled before any search:
//!
//! - what every way of an operation has is held; an operation that is open by then asks for nothing more;
//! - a way that holds another one falls away, so does an operation that is open whenever another one is, and
//!   a permission for which another, lower one can always stand in;
//! - what is left falls apart into groups that share no permission. The first two rules add up over groups and
//!   the third looks at one name at a time, so each group is solved alone, exactly.
//!
//! For `n` needs of at most `a` ways of at most `s` permissions a round of these reductions takes `O(n² a⁴ s³)`
//! operations, where `a` and `s` are small, and each round but the last removes something. The search in a group
//! decides one permission at a time; it leaves a branch when a lower bound (a solution of the linear program's
//! dual, found greedily) says that nothing better is in it. It ends in every case: a step takes at most as many
//! rounds of `O(n a² s)` as there are permissions, the first set is found in as many steps as there are
//! permissions, and from then on a group has a budget of [`SEARCH_BUDGET`]. If that is used up, the best set so
//! far is taken, without what is not needed in it, and [`Cover::proven`] says so. Everything in Microsoft's
//! permission table at once (11,000 delegated operations, 740 permissions) is proven (docs/measurements.md); 8,000
//! needs at random, which no table has, are given up.
//!
//! Names compare without regard to case, as Graph compares them; the spelling that comes first is kept.

mod bound;
mod components;
mod explain;
mod problem;
mod reduce;
mod search;
mod show;

pub use search::SEARCH_BUDGET;

/// An operation and what opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need<'a> {
    /// The operation as people write it: `POST /me/onlineMeetings`.
    pub title: &'a str,
    /// Any one of these opens it, the least privileged first; each is a set to be held together. With no
    /// alternative nothing opens it; an empty set opens it without any permission.
    pub alternatives: Vec<Vec<&'a str>>,
}

impl<'a> Need<'a> {
    /// An operation and what opens it: any one of the alternatives, the least privileged first.
    pub fn new<T>(title: &'a str, alternatives: impl IntoIterator<Item = T>) -> Self
    where
        T: IntoIterator<Item = &'a str>,
    {
        let alternatives = alternatives.into_iter().map(|all_of| all_of.into_iter().collect()).collect();
        Self { title, alternatives }
    }
}

/// The least privileged set of permissions, and why it is that. Its text has a paragraph for each permission.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cover<'a> {
    /// The permissions, sorted by name without regard to case.
    pub permissions: Vec<&'a str>,
    /// Why each of them is there, in the same order.
    pub reasons: Vec<Reason<'a>>,
    /// The titles of the needs that no permission opens, in the order in which they came.
    pub unmet: Vec<&'a str>,
    /// Whether the search came to its end, so that this is the best set. Otherwise it opens everything, each
    /// permission in it is needed, and a better one may exist.
    pub proven: bool,
}

/// Why a permission is in a [`Cover`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason<'a> {
    /// The permission.
    pub permission: &'a str,
    /// The operations that it opens in this set: first those that leave no choice, then the others, both in the
    /// order in which they came. An operation stands under each permission of the way that opens it.
    pub operations: Vec<OperationReason<'a>>,
}

/// Why a permission is the one that opens an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationReason<'a> {
    /// The operation.
    pub title: &'a str,
    /// What must be held with the permission to open it; nearly always nothing.
    pub with: Vec<&'a str>,
    /// Why this way and not another one.
    pub why: Why<'a>,
}

/// Why one way of opening an operation was taken and not another one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why<'a> {
    /// There is no other way.
    NoOther,
    /// The permission is held in any case, because another operation leaves no choice.
    HeldAnyway {
        /// What the operation would else have been content with.
        instead_of: Vec<Vec<&'a str>>,
    },
    /// The way is better than each of these others.
    BetterThan(Vec<Comparison<'a>>),
}

/// Why a way of opening an operation was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison<'a> {
    /// The way that was not taken.
    pub other: Vec<&'a str>,
    /// What decided against it.
    pub decided_by: DecidedBy<'a>,
}

/// What decides between two ways of opening an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecidedBy<'a> {
    /// The way that was taken has a lower privilege level.
    Level {
        /// The highest level of the way that was taken.
        taken: Option<u32>,
        /// That of the other one; `None` where it is not known.
        other: Option<u32>,
    },
    /// The way that was taken also opens these operations, and the other one does not.
    AlsoOpens(Vec<&'a str>),
    /// With the other way more permissions of a level would be held, and as many of each higher one.
    Fewer {
        /// That level; `None` where it is not known.
        level: Option<u32>,
    },
    /// The levels are the same, and the way that was taken stands first in the order of the operation.
    Order,
    /// Neither is better by itself; the set with the one that was taken is.
    Whole,
}

/// The least privileged set of permissions that opens all of these operations.
///
/// `level` says how much a permission allows: higher is more, `None` is not known. It is asked once for each
/// permission, in the spelling that comes first.
///
/// ```
/// use msgraph_cover::{Need, cover};
///
/// let needs = [
///     Need::new("GET /me", [["User.Read"], ["Directory.ReadWrite.All"]]),
///     Need::new("GET /groups", [["Group.Read.All"], ["directory.readwrite.all"]]),
///     Need::new("GET /odd", [[]; 0]),
/// ];
/// let level = |name: &str| Some(if name.starts_with("Directory") { 5 } else { 2 });
/// let cover = cover(&needs, level);
/// assert_eq!(cover.permissions, ["Group.Read.All", "User.Read"]);
/// assert_eq!(cover.unmet, ["GET /odd"]);
/// ```
#[must_use]
pub fn cover<'a>(needs: &[Need<'a>], level: impl Fn(&str) -> Option<u32>) -> Cover<'a> {
    let problem = problem::Problem::new(needs, level);
    let (held, proven) = search::best(&problem);
    let reasons = explain::reasons(&problem, &held);
    let unmet = needs.iter().filter(|need| need.alternatives.is_empty()).map(|need| need.title).collect();
    Cover { permissions: held.iter().map(|id| problem.names[*id]).collect(), reasons, unmet, proven }
}
