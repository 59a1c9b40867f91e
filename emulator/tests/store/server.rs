//! An emulator in a process of its own, which can be killed.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use msgraph_emulator::Emulator;

use crate::support::{Client, token};

/// The file that this process is to serve, where it is the one that will be killed.
const SERVE: &str = "MSGRAPH_EMULATOR_TEST_SERVE";

pub(crate) fn to_serve() -> Option<PathBuf> {
    env::var_os(SERVE).map(PathBuf::from)
}

/// Tells the process that started this one where the emulator is.
pub(crate) fn announce(emulator: &Emulator) {
    println!("\nserves {} {}", emulator.url(), token(emulator));
}

/// The process that serves.
pub(crate) struct Server {
    pub(crate) process: Child,
    said: BufReader<ChildStdout>,
    pub(crate) client: Client,
}

impl Server {
    /// Starts a process that runs a test of this program, and waits until it serves.
    pub(crate) fn start(path: &Path, test: &str) -> Self {
        let mut server = Self::spawn(path, test);
        let line = server.line("serves ");
        let (url, token) = line.split_once(' ').expect("an address and a token");
        server.client = Client::new(url, token);
        server
    }

    pub(crate) fn spawn(path: &Path, test: &str) -> Self {
        let mut process = Command::new(env::current_exe().expect("this program"))
            .args(["--exact", "--nocapture", test])
            .env(SERVE, path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let said = BufReader::new(process.stdout.take().expect("it has an output"));
        Self { process, said, client: Client::new("", "") }
    }

    /// What stands behind the beginning, on the next line that has it.
    pub(crate) fn line(&mut self, beginning: &str) -> String {
        let mut line = String::new();
        while self.said.read_line(&mut line).expect("it is to be read") > 0 {
            if let Some(rest) = line.trim_end().strip_prefix(beginning) {
                return String::from(rest);
            }
            line.clear();
        }
        panic!("the process ended: {:?}", self.process.wait());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has mostly been killed before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
