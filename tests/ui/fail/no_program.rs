//! A statement of nothing.

msgraph::app! {}

fn main() {}
