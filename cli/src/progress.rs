//! How far long work is, on a terminal.

use std::io::Read;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::output::Output;
use crate::text::plain;

/// A line on standard error that says what is being done. It goes when this is dropped, and is never there
/// where nobody looks.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A line, if somebody is there to see it.
    pub(crate) fn new(output: Output) -> Self {
        if !output.shows_progress() {
            return Self::none();
        }
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// No line.
    pub(crate) fn none() -> Self {
        Self(ProgressBar::hidden())
    }

    /// What is being done from now on.
    pub(crate) fn stage(&self, what: &str) {
        self.0.set_message(plain(what));
    }

    /// From now on it is bytes that come, of so many, where that is known.
    pub(crate) fn bytes(&self, length: Option<u64>) {
        let template = match length {
            Some(length) => {
                self.0.set_length(length);
                "{msg} [{bar:30}] {bytes} of {total_bytes}, {eta}"
            }
            None => "{spinner} {msg} {bytes}",
        };
        let style = ProgressStyle::with_template(template).expect("the template is right");
        self.0.set_style(style.progress_chars("=> "));
    }

    /// What is read from it counts.
    pub(crate) fn counted(&self, from: impl Read) -> impl Read {
        self.0.wrap_read(from)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
