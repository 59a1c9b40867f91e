//! What models are made of.

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
mod property;
mod raw;
mod record;
mod text;
mod transcode;
mod untyped;

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
pub use property::{PropertyReader, PropertyWriter};
pub use record::{Key, Record, mark, read_record, write_record};
pub use text::{Binary, ParseValueError};
pub use untyped::Untyped;
