//! What generated code names: the one façade, so that a generated crate needs no other dependency
//! and can be emitted into any crate. Not for people; it may change with each version.

pub use bytes::Bytes;
pub use http::Method;
pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::__builder_impls as builder_impls;
pub use crate::__derived_impls as derived_impls;
pub use crate::__open_enum_impls as open_enum_impls;
pub use crate::__record_impls as record_impls;
pub use crate::model::{
    AdditionalProperties, Binary, Change, Date, DateTimeOffset, DebugRecord, Decimal, Duration, Flags, Guid,
    OpenEnum, OtherType, PropertyReader, PropertyWriter, Record, Shown, TimeOfDay, UnknownMember, Untyped,
    narrow, read_member, read_record, same_additional, widen, write_record,
};
pub use crate::odata::{Navigation, Property};
pub use crate::request::option;
pub use crate::{
    AsClient, Call, Client, Consent, Content, Count, Empty, Json, Operation, OperationInfo, Paged, Path,
    Permission, Permissions, Request, Requirement, Scheme, Unchecked, Wrapped,
};
