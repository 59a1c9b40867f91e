//! Runs an attack, and compares its time and memory with their limits.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use msgraph_codegen::generate;
use msgraph_spec::{Diagnostics, Reader};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Memory is counted for the whole process.
static ALONE: Mutex<()> = Mutex::new(());

/// Held by a test as long as it runs, with all that it makes its attacks of.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What every process may take beside.
const SLACK: usize = 4_000_000;

/// How much text all faults of an input may come to.
const MOST_TEXT: usize = 1_000_000;

pub(crate) const HEAD: &str = "openapi: 3.0.3
info: {title: t, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
";

/// The beginning of a description in JSON; what follows is its next key.
pub(crate) const JSON: &str = r#"{"openapi": "3.0.3", "info": {"title": "t", "version": "v1.0"},
"servers": [{"url": "https://graph.microsoft.com/v1.0"}], "#;

pub(crate) const OPENAPI_JSON: fn(&str) -> Reader = |text| Reader::openapi_text("a.json", text);
pub(crate) const OPENAPI_YAML: fn(&str) -> Reader = |text| Reader::openapi_text("a.yaml", text);
pub(crate) const CSDL: fn(&str) -> Reader = |text| Reader::csdl_text("a.xml", text);

/// How long an attack may take, and how many times its own size.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) seconds: u64,
    pub(crate) times: usize,
}

/// What came of an attack.
pub(crate) struct Came {
    what: String,
    /// The files of a crate, or the faults as text.
    of: Result<usize, String>,
}

impl Came {
    /// It must have been refused, with these words.
    pub(crate) fn refused(&self, words: &str) {
        match &self.of {
            Ok(_) => panic!("{}: became a crate", self.what),
            Err(faults) => assert!(faults.contains(words), "{}: no `{words}` in\n{faults}", self.what),
        }
    }

    pub(crate) fn became_a_crate(&self) {
        if let Err(faults) = &self.of {
            panic!("{}: {faults}", self.what);
        }
    }

    /// Whatever came of it, it is an answer.
    pub(crate) fn ended(&self) {
        match &self.of {
            Ok(files) => assert!(*files > 0, "{}", self.what),
            Err(faults) => assert!(faults.contains("error"), "{}: {faults}", self.what),
        }
    }

    pub(crate) fn text(&self) -> &str {
        self.of.as_ref().err().map_or("", String::as_str)
    }
}

/// A description with these schemas, and one path.
pub(crate) fn schemas(schemas: &str) -> String {
    format!(
        "{HEAD}paths:\n  /x: {{get: {{responses: {{'204': {{description: d}}}}}}}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

/// A description in JSON with one operation that has these keys.
pub(crate) fn with_operation(keys: &str) -> String {
    format!(
        "{JSON}\"paths\": {{\"/x\": {{\"get\": {{{keys}\"responses\": {{\"204\": {{\"description\": \"d\"}}}}}}}}}}}}"
    )
}

/// Reads a text, and makes a crate of it.
pub(crate) fn attack(what: &str, reader: fn(&str) -> Reader, text: String, limits: Limits) -> Came {
    let size = text.len();
    measured(what, size, limits, || {
        let reader = reader(&text);
        drop(text);
        reader
    })
}

/// Reads a file of these bytes, and makes a crate of it.
pub(crate) fn attack_file(what: &str, bytes: &[u8]) -> Came {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.yaml");
    std::fs::write(&path, bytes).expect("a file");
    measured(what, bytes.len(), Limits { seconds: 5, times: 100 }, || Reader::openapi(&path))
}

fn measured(what: &str, size: usize, limits: Limits, reader: impl FnOnce() -> Reader) -> Came {
    MEMORY.reset_peak_usage();
    let (before, start) = (MEMORY.current_usage().saturating_sub(size), Instant::now());
    let of = came(&reader());
    let (took, peak) = (start.elapsed(), MEMORY.peak_usage().saturating_sub(before));
    println!("{what}: {size} bytes, {took:?}, {peak} bytes of memory");
    assert!(took < Duration::from_secs(limits.seconds), "{what}: {took:?}");
    assert!(peak < size * limits.times + SLACK, "{what}: {peak} bytes of memory for {size}");
    Came { what: what.to_owned(), of }
}

fn came(reader: &Reader) -> Result<usize, String> {
    let shown = |faults: Diagnostics| {
        let text = faults.to_string();
        assert!(text.len() < MOST_TEXT, "the faults come to {} bytes", text.len());
        text
    };
    let read = reader.read().map_err(shown)?;
    let mut faults = read.sources.diagnostics();
    let made = generate(&read.api, "case", &mut faults).map_err(shown)?;
    Ok(made.files().len())
}
