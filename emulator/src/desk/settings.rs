//! What the builder says of the log.

use crate::builder::EmulatorBuilder;

impl EmulatorBuilder {
    /// Keeps the last so many requests for [`Emulator::requests`](crate::Emulator::requests) and for the desk;
    /// 10,000 by default, and never fewer than one. Older ones are forgotten, so that an emulator can run for long.
    pub fn keep_requests(mut self, count: usize) -> Self {
        self.kept_requests = count.max(1);
        self
    }
}
