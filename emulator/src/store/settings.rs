//! The settings of a builder that are about the store.

use std::path::PathBuf;

use crate::EmulatorBuilder;

impl EmulatorBuilder {
    /// Keeps the state in a single file, so that it outlives the emulator: meetings with all that belongs to them,
    /// entities, and the users that were [added](crate::Emulator::add_user). Where the file does not exist, it is
    /// made; its folder must be there. A file is for one emulator at a time.
    ///
    /// What a request has changed is on the disk before the answer leaves, all of it or nothing. An emulator that
    /// is killed loses nothing that was answered. Where the file cannot be written to, that request and every later
    /// one is answered with 500, until an emulator starts anew: what is answered is never what the file has not.
    ///
    /// Tokens, apps, faults and the log of requests are not kept, and the users of the builder stay its own.
    /// Made-up ids go on where the last emulator with that file ended, and never repeat.
    ///
    /// While the file is made, it has the ending `.new` behind its name.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use msgraph_emulator::{Emulator, User};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("graph.redb");
    /// let emulator = Emulator::builder().store(&path).start().await?;
    /// emulator.add_user(User::new("0d2ee9a5-6d22-4b50-9a58-6f6d0f6ed5a1", "Alex Wilber", "alex@contoso.example"));
    /// drop(emulator);
    ///
    /// let emulator = Emulator::builder().store(&path).start().await?;
    /// assert_eq!(emulator.users()[2].display_name, "Alex Wilber");
    /// # Ok(())
    /// # }
    /// ```
    pub fn store(mut self, path: impl Into<PathBuf>) -> Self {
        self.store = Some(path.into());
        self
    }
}
