//! What models are made of.

mod additional;
mod clock;
mod date;
mod date_time;
mod debug;
mod decimal;
mod duration;
mod flags;
mod guid;
mod open_enum;
mod raw;
mod record;
mod text;

pub use additional::AdditionalProperties;
pub use date::{Date, TimeOfDay};
pub use date_time::{DateTimeOffset, ParseDateTimeError};
pub use debug::DebugRecord;
pub use decimal::Decimal;
pub use duration::Duration;
pub use flags::Flags;
pub use guid::Guid;
pub use open_enum::{OpenEnum, UnknownMember, read_member};
pub use record::{Key, PropertyWriter, Record, read_record, write_record};
pub use text::{Binary, ParseValueError};
