//! Who expects a warning about permissions is told where there is none.

#![deny(unfulfilled_lint_expectations)]

msgraph::app! {
    #[expect(deprecated, reason = "what another service asks for")]
    pub struct Fits: Delegated { "OnlineMeetings.Read" }

    #[cfg_attr(all(), expect(deprecated))]
    pub struct FitsToo: Delegated { "OnlineMeetings.Read" }

    /// The warning is there, and the other one is not.
    #[expect(deprecated, non_camel_case_types)]
    pub struct Half: Delegated { "OnlineMeetings.Read", "User.Read" }
}

fn main() {
    let _ = (Fits, FitsToo, Half);
}
