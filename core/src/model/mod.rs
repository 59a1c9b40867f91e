//! What models are made of.

mod additional;
mod date_time;
mod debug;
mod flags;
mod open_enum;
mod record;
mod text;

pub use additional::AdditionalProperties;
pub use date_time::{DateTimeOffset, ParseDateTimeError};
pub use debug::DebugRecord;
pub use flags::Flags;
pub use open_enum::{OpenEnum, read_member};
pub use record::{Key, PropertyWriter, Record, read_record, write_record};
pub use text::{Binary, Date, Duration, Guid, ParseValueError, TimeOfDay};

/// `Edm.Decimal`: a number as JSON has it.
pub use serde_json::Number as Decimal;
