//! The desk: the control endpoint as a program in any language meets it, over raw HTTP, and the page in a browser.

mod control;
mod events;
mod faults;
mod guard;
mod secrets;
mod support;

#[cfg(unix)]
#[path = "../../../cli/tests/support/browser.rs"]
mod browser;
#[cfg(unix)]
mod page;
