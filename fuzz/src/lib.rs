//! What must hold of each reader and of the emitter, whatever they are given.
//!
//! A target takes bytes and panics where a property is broken. It is the same function for libFuzzer
//! (`fuzz_targets/`), for the corpus, and for the bounded run with mutations in `tests/smoke.rs`.
//!
//! | target | takes |
//! |---|---|
//! | `openapi` | an OpenAPI description, YAML or JSON |
//! | `csdl` | CSDL 4.0, the XML of a service's `$metadata` |
//! | `permissions` | a permission table |
//! | `fixups` | corrections of a permission table |
//! | `pattern` | patterns, one on a line |
//! | `settings` | settings of a slice, `msgraph.toml` |
//! | `emitter` | anything: the bytes choose the names, texts and shapes of a model |

mod emitter;
mod output;
mod patterns;
mod readers;
mod settings;

pub mod mutate;
pub mod random;

pub use emitter::emitter;
pub use patterns::pattern;
pub use readers::{csdl, fixups, openapi, permissions};
pub use settings::settings;

/// A target: it panics where a property is broken.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its corpus.
pub const TARGETS: [(&str, Target); 7] = [
    ("openapi", openapi),
    ("csdl", csdl),
    ("permissions", permissions),
    ("fixups", fixups),
    ("pattern", pattern),
    ("settings", settings),
    ("emitter", emitter),
];

/// The name of a function that no specification may smuggle in. Payloads hold it within code
/// (`"]; fn pwned() {} //`), so that it is part of names, and never one by itself.
pub const CANARY: &str = "pwned";
