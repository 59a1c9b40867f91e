# The steps of .ci/run, one by one. `just` is optional: each line is a plain command.

# all steps, as CI runs them
ci:
    .ci/run

# formatting
fmt:
    cargo fmt --all --check

# lints
lint:
    cargo clippy --workspace --all-targets --locked -- -D warnings

# the README's test command
test:
    cargo test --workspace

# documentation, warnings as errors
doc:
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --locked

# the README's example
example:
    cargo run --example online_meetings

# the client with each of its features alone, without any, and with all
features:
    .ci/features

# Microsoft's own SDKs against the emulator, where they can be installed
interop:
    tests/interop/install
    cargo test -p msgraph --test interop

# bulk creation over a service at fault, for so many seconds
soak seconds="60":
    SOAK_SECONDS={{seconds}} cargo test --workspace --test soak -- --nocapture

# whether the generator runs when it must, and only then
rebuilds:
    .ci/rebuilds

# write the golden files anew: read the difference before you commit it
bless:
    BLESS=1 cargo test -p msgraph-codegen --test golden
    BLESS=1 cargo test -p msgraph-spec
    BLESS=1 cargo test -p msgraph --test wire
    TRYBUILD=overwrite cargo test -p msgraph --test ui

# the figures of docs/measurements.md
measure:
    docs/measure
