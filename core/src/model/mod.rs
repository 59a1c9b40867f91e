//! What models are made of.
//!
//! ```
//! use msgraph_core::model::{Change, DateTimeOffset};
//!
//! let start = DateTimeOffset::parse("2019-07-12T14:30:34.2444915-07:00")?;
//! assert_eq!(start.to_string(), "2019-07-12T14:30:34.2444915-07:00"); // to the digit
//! let change: Change<DateTimeOffset> = Some(start).into();
//! assert_eq!(change.value(), Some(&start));
//! # Ok::<(), msgraph_core::model::ParseDateTimeError>(())
//! ```

mod additional;
mod change;
mod clock;
mod date;
mod date_time;
mod debug;
mod decimal;
mod derived;
mod duration;
mod flags;
mod guid;
mod kept;
mod number;
mod open_enum;
mod raw;
mod reader;
mod record;
mod removed;
mod text;
mod transcode;
mod tree;
mod typed_text;
mod untyped;
mod writer;

pub use additional::AdditionalProperties;
pub use change::Change;
pub use date::{Date, TimeOfDay};
pub use date_time::{DateTimeOffset, ParseDateTimeError};
pub use debug::{DebugRecord, Shown};
pub use decimal::Decimal;
pub use derived::{OtherType, narrow, widen};
pub use duration::Duration;
pub use flags::Flags;
pub use guid::Guid;
pub use number::Number;
pub use open_enum::{OpenEnum, UnknownMember, read_member};
pub use reader::PropertyReader;
pub use record::{Key, Record, read_record, same_additional, write_record};
pub use removed::Removed;
pub use text::{Binary, ParseValueError};
pub use untyped::Untyped;
pub use writer::PropertyWriter;
