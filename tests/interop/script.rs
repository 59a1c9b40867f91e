//! The scripts, and where `tests/interop/install` put what they need.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a script is written in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Language {
    Python,
    JavaScript,
}

/// A script that can be run.
pub(crate) struct Script {
    program: PathBuf,
    file: PathBuf,
    /// Where it is run: the directory of the SDK.
    at: PathBuf,
}

/// The script in a language, where its SDK is installed in the versions that it is written for.
pub(crate) fn installed(language: Language) -> Option<Script> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
    let (name, versions, program, file) = match language {
        Language::Python => ("python", "requirements.txt", "bin/python", "meetings.py"),
        Language::JavaScript => ("javascript", "package-lock.json", "node", "meetings.mjs"),
    };
    let (from, at) = (here.join(name), target.join("interop").join(name));
    let is_there = std::fs::read(at.join("installed")).ok()? == std::fs::read(from.join(versions)).ok()?;
    let program = if program.contains('/') { at.join(program) } else { PathBuf::from(program) };
    is_there.then(|| Script { program, file: from.join(file), at })
}

impl Script {
    /// Runs it with that on its input, and gives the last line of its output.
    ///
    /// # Panics
    ///
    /// If the script fails, with all that it said.
    pub(crate) async fn run(self, input: &Value) -> Value {
        let input = input.to_string();
        let output = tokio::task::spawn_blocking(move || {
            let mut script = Command::new(&self.program)
                .arg(&self.file)
                .current_dir(&self.at)
                .env("PYTHONPYCACHEPREFIX", self.at.join("cache"))
                // The emulator is no concern of a proxy.
                .envs(["NO_PROXY", "no_proxy"].map(|name| (name, "127.0.0.1")))
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap_or_else(|error| panic!("{} cannot be run: {error}", self.program.display()));
            // A script that ends before it reads says why itself.
            let _ = script.stdin.take().unwrap().write_all(input.as_bytes());
            script.wait_with_output().unwrap()
        });
        let output = output.await.unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the script failed after these steps:\n{said}\n{complaint}");
        println!("{said}");
        serde_json::from_str(said.lines().last().unwrap_or_default()).unwrap()
    }
}
