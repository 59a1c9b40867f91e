//! What the builder says of the log.

use crate::builder::EmulatorBuilder;

impl EmulatorBuilder {
    /// Keeps the last so many requests for [`Emulator::requests`](crate::Emulator::requests) and for the desk;
    /// 10,000 by default, and never fewer than one. Older ones are forgotten, so that an emulator can run for long.
    /// Their bodies may have been dropped before: see [`keep_bodies`](Self::keep_bodies).
    pub fn keep_requests(mut self, count: usize) -> Self {
        self.kept_requests = count.max(1);
        self
    }

    /// Keeps the bodies of those requests as long as they have no more than so many bytes in sum; 64 MB by default.
    /// Beyond that the oldest bodies go first. The requests themselves stay, and
    /// [`Received::body_length`](crate::Received::body_length) says how long each body was.
    pub fn keep_bodies(mut self, bytes: usize) -> Self {
        self.kept_bodies = bytes;
        self
    }
}
