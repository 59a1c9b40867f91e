//! What is left out of a slice is a warning at the file, which a module can expect.

#![deny(deprecated)]

mod notes {
    msgraph::slice! { spec = "spec/left_out.yaml" }
}

#[expect(deprecated, reason = "nobody here lists notes")]
mod expected {
    msgraph::slice! { spec = "spec/left_out.yaml", name = "expected" }
}

fn main() {}
