//! The emulator over real HTTP, each test named after what it holds of Graph's behaviour.

mod actions;
mod answers;
mod artifacts;
mod batch;
mod bodies;
mod changes;
mod create;
mod create_or_get;
mod expand;
mod faults;
mod faults_kinds;
mod faults_text;
mod faults_tokens;
mod find;
mod invitations;
mod lifecycle;
mod other_apis;
mod permissions;
mod ranges;
mod routes;
mod support;
