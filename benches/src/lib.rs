//! What the emitted models are measured against: twins of them with serde's derives.
//!
//! - [`plain`]: twins that forget what they do not declare;
//! - [`flatten`]: twins that keep it, as the emitted models do;
//! - [`twin`]: how both are written, for this slice or any other;
//! - [`page`]: a page of meetings as Graph sends it, to read and to write.

pub mod page;
pub mod twin;

/// Twins that forget what they do not declare.
#[expect(missing_docs, reason = "the emitted models have the texts")]
pub mod plain {
    include!(concat!(env!("OUT_DIR"), "/plain.rs"));
}

/// Twins with a `#[serde(flatten)]` map for what they do not declare.
#[expect(missing_docs, reason = "the emitted models have the texts")]
pub mod flatten {
    include!(concat!(env!("OUT_DIR"), "/flatten.rs"));
}
