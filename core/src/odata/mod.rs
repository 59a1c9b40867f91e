//! OData's words for what a request asks: which properties, which items, in which order.
//!
//! Each model has a constant for each of its properties. They name properties in `$select`, `$filter`,
//! `$orderby` and `$expand`, know whose property they are and what it holds, and write every value as
//! OData wants it; the request then encodes it for the URL. So nothing is formatted by hand:
//!
//! ```
//! use msgraph_core::odata::{Filter, Navigation, Property};
//!
//! # struct OnlineMeeting;
//! # struct JoinMeetingIdSettings;
//! // as the generator emits them
//! impl OnlineMeeting {
//!     const SUBJECT: Property<Self, String> = Property::new("subject");
//!     const JOIN_MEETING_ID_SETTINGS: Property<Self, JoinMeetingIdSettings> =
//!         Property::new("joinMeetingIdSettings");
//! }
//! impl JoinMeetingIdSettings {
//!     const JOIN_MEETING_ID: Property<Self, String> = Property::new("joinMeetingId");
//! }
//!
//! let by_subject = OnlineMeeting::SUBJECT.eq("O'Hara & Co");
//! assert_eq!(by_subject.to_string(), "subject eq 'O''Hara & Co'");
//!
//! let number = OnlineMeeting::JOIN_MEETING_ID_SETTINGS / JoinMeetingIdSettings::JOIN_MEETING_ID;
//! let either: Filter<OnlineMeeting> = number.is_in(["123", "456"]).or(by_subject);
//! assert_eq!(
//!     either.to_string(),
//!     "joinMeetingIdSettings/joinMeetingId in ('123','456') or subject eq 'O''Hara & Co'"
//! );
//! ```
//!
//! A property that no model declares, such as one of an open type, gets a constant in the same way:
//! [`Property::new`]. For what tokens cannot say, each option also takes plain text.

mod compare;
mod encode;
mod expand;
mod expression;
mod filter;
mod lists;
mod literal;
mod operand;
mod order;
mod property;

pub use expand::{Expansion, Related};
pub use filter::{Filter, IntoFilter};
pub use lists::{ExpandList, OrderList, SelectList};
pub use literal::Literal;
pub use operand::Operand;
pub use order::OrderBy;
pub use property::{Navigation, Property, item};

pub(crate) use encode::{encode_query, encode_segment};

/// The names of a path with slashes between them. One name, as constants have it, is borrowed.
type PropertyPath = std::borrow::Cow<'static, str>;
