//! Chromium by the DevTools protocol over pipes: JSON, each message ended by a null byte. It reads from its
//! descriptor 3 and writes to 4, which a shell ties to the standard streams of the process.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long anything may take. A browser that hangs fails the test and is ended.
const LONGEST: Duration = Duration::from_secs(60);

/// A browser with one page. It ends when this is dropped.
pub(crate) struct Browser {
    process: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    session: Option<String>,
    last: u64,
    events: Vec<Value>,
}

impl Browser {
    /// Starts the browser of the system with a profile in that folder, if there is one.
    pub(crate) fn start(folder: &Path) -> Option<Self> {
        let program = program()?;
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh"])
            .arg(program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-pipe",
            ])
            .args(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1280,900"])
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let to = process.stdin.take().expect("a pipe");
        let stdout = process.stdout.take().expect("a pipe");
        let (sender, from) = channel();
        std::thread::spawn(move || {
            for message in BufReader::new(stdout).split(0) {
                let message = message.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
                if message.is_none_or(|message| sender.send(message).is_err()) {
                    return;
                }
            }
        });
        let mut browser = Self { process, to, from, session: None, last: 0, events: Vec::new() };
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}));
        let target = json!({"targetId": target["targetId"], "flatten": true});
        let session = browser.call("Target.attachToTarget", &target);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page.enable", "Network.enable", "Log.enable", "Runtime.enable"] {
            browser.call(domain, &Value::Null);
        }
        Some(browser)
    }

    /// Calls a method of the protocol and waits for its answer.
    pub(crate) fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method});
        if !parameters.is_null() {
            message["params"] = parameters.clone();
        }
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let sent = self.to.write_all(format!("{message}\0").as_bytes()).and_then(|()| self.to.flush());
        sent.expect("the browser has ended");
        loop {
            let mut answer =
                self.from.recv_timeout(LONGEST).unwrap_or_else(|_| panic!("no answer to {method}"));
            if answer["id"] == self.last {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].take();
            }
            self.events.push(answer);
        }
    }

    /// Opens an address and waits until it is there.
    pub(crate) fn go(&mut self, address: &str) {
        self.call("Page.navigate", &json!({"url": address}));
        self.wait_for("['file:', 'http:'].includes(location.protocol) && document.readyState === 'complete'");
    }

    /// What an expression gives.
    pub(crate) fn run(&mut self, expression: &str) -> Value {
        let parameters = json!({"expression": expression, "returnByValue": true, "userGesture": true});
        let mut answer = self.call("Runtime.evaluate", &parameters);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].take()
    }

    pub(crate) fn text(&mut self, expression: &str) -> String {
        let value = self.run(expression);
        value.as_str().unwrap_or_else(|| panic!("{expression} is {value}")).to_owned()
    }

    pub(crate) fn texts(&mut self, expression: &str) -> Vec<String> {
        let value = self.run(expression);
        let texts = value.as_array().unwrap_or_else(|| panic!("{expression} is {value}"));
        texts.iter().map(|one| one.as_str().expect("a text").to_owned()).collect()
    }

    pub(crate) fn is(&mut self, expression: &str) -> bool {
        self.run(expression) == true
    }

    /// Waits until an expression holds.
    pub(crate) fn wait_for(&mut self, expression: &str) {
        let start = Instant::now();
        while !self.is(expression) {
            assert!(start.elapsed() < LONGEST, "it never came to be that {expression}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Presses a key: a character, or a key by its name.
    pub(crate) fn key(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            "ArrowLeft" => 37,
            "/" => 191,
            _ => u32::from(key.to_ascii_uppercase().as_bytes()[0]),
        };
        let text = match key {
            "Enter" => "\r",
            key if key.chars().count() == 1 => key,
            _ => "",
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let down = json!({"type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code});
        self.call("Input.dispatchKeyEvent", &down);
        let up = json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code});
        self.call("Input.dispatchKeyEvent", &up);
    }

    /// Presses the keys of a text.
    pub(crate) fn write(&mut self, text: &str) {
        for one in text.chars() {
            self.key(&one.to_string());
        }
    }

    /// The addresses that were asked for since the browser began.
    pub(crate) fn requests(&mut self) -> Vec<String> {
        self.seen("Network.requestWillBeSent", "/params/request/url")
    }

    /// What the browser complained of, such as a breach of the page's policy.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        let mut complaints = self.seen("Log.entryAdded", "/params/entry/text");
        complaints.extend(self.seen("Runtime.exceptionThrown", "/params/exceptionDetails/text"));
        complaints
    }

    fn seen(&mut self, method: &str, pointer: &str) -> Vec<String> {
        // An answer comes behind the events of what was before.
        self.run("0");
        let events = self.events.iter().filter(|one| one["method"] == method);
        events.filter_map(|one| Some(one.pointer(pointer)?.as_str()?.to_owned())).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The browser that `CHROME` names, else the first of the usual names in `PATH`.
fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROME") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|one| one.is_file())
}
