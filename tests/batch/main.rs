//! Batches, against the emulator and against services in memory.

mod emulator;
mod memory;
mod model;
mod refused;
mod service;
#[path = "../support/tenant.rs"]
mod tenant;
mod throttled;

use msgraph::models::OnlineMeeting;

fn subject(text: &impl ToString) -> OnlineMeeting {
    OnlineMeeting::new().set_subject(text.to_string())
}
