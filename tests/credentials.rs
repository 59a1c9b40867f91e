//! Credentials against the emulator's identity platform.
