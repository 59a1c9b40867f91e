//! x
pub fn bulk() {}
