//! The emulator over real HTTP, each test named after what it holds of Graph's behaviour.

mod actions;
mod answers;
mod artifacts;
mod batch;
mod behaviour;
mod bodies;
mod changes;
mod create;
mod create_or_get;
mod expand;
mod faults;
mod find;
mod headers;
mod invitations;
mod lifecycle;
mod limits;
mod lists;
mod options;
mod other_apis;
mod permissions;
mod ranges;
mod read_only;
mod refusals;
mod routes;
mod support;
