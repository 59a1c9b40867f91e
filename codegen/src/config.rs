//! The way from a build script to a generated crate.

use std::path::{Path, PathBuf};
use std::{env, fmt, io};

use msgraph_spec::model::Api;
use msgraph_spec::{Diagnostics, Reader};

use crate::{Crate, Written};

/// Generates a client in a build script.
///
/// In `build.rs`:
///
/// ```no_run
/// msgraph_codegen::Config::new()
///     .spec("spec/online-meetings/openapi.yaml")
///     .permissions("spec/online-meetings/permissions.yaml")
///     .permission_fixups("spec/online-meetings/permission-fixups.yaml")
///     .name("online_meetings")
///     .generate_or_exit();
/// ```
///
/// The crate then includes what was generated:
///
/// ```text
/// include!(concat!(env!("OUT_DIR"), "/online_meetings/lib.rs"));
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "nothing is generated before `generate()`"]
pub struct Config {
    spec: Option<PathBuf>,
    permissions: Option<PathBuf>,
    fixups: Option<PathBuf>,
    may_cover_more: bool,
    name: Option<String>,
    out: Option<PathBuf>,
}

impl Config {
    /// A configuration without inputs.
    pub fn new() -> Self {
        Self::default()
    }

    /// The OpenAPI description, YAML or JSON.
    pub fn spec(mut self, file: impl AsRef<Path>) -> Self {
        self.spec = Some(file.as_ref().to_owned());
        self
    }

    /// The permission table, in the schema of Microsoft's `permissions.json`, YAML or JSON. Without
    /// one, the permissions of every operation are unknown.
    pub fn permissions(mut self, file: impl AsRef<Path>) -> Self {
        self.permissions = Some(file.as_ref().to_owned());
        self
    }

    /// The reviewed corrections of the permission table, YAML or JSON: see
    /// [`Reader::permission_fixups`].
    pub fn permission_fixups(mut self, file: impl AsRef<Path>) -> Self {
        self.fixups = Some(file.as_ref().to_owned());
        self
    }

    /// Whether the permission table may name operations that the description does not have.
    pub fn permissions_may_cover_more(mut self, may: bool) -> Self {
        self.may_cover_more = may;
        self
    }

    /// The name of the slice in snake case: the folder of the output, and part of the name of its
    /// macro. By default the name of the description's file.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The folder that the output's folder is made in. By default `OUT_DIR`, which build scripts have.
    pub fn out_dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.out = Some(folder.as_ref().to_owned());
        self
    }

    /// Reads the inputs, emits the crate and writes it, if it is not there already.
    ///
    /// In a build script it also tells cargo to run again when an input changes, and passes on what
    /// the reader warns of.
    ///
    /// # Errors
    /// Every fault of the inputs at once, with file and line; or why the output cannot be written, such
    /// as a folder that holds files which the generator did not write. What was there stays then.
    pub fn generate(&self) -> Result<Written, GenerateError> {
        let spec = self.spec.as_ref().ok_or(GenerateError::Missing("no specification: call `.spec(..)`"))?;
        let is_build_script = env::var_os("OUT_DIR").is_some() && env::var_os("CARGO_MANIFEST_DIR").is_some();
        if is_build_script {
            for input in [Some(spec), self.permissions.as_ref(), self.fixups.as_ref()].into_iter().flatten() {
                println!("cargo::rerun-if-changed={}", input.display());
            }
        }
        let out = match (&self.out, env::var_os("OUT_DIR")) {
            (Some(out), _) => out.clone(),
            (None, Some(out)) => PathBuf::from(out),
            (None, None) => {
                return Err(GenerateError::Missing("no folder for the output: call `.out_dir(..)`"));
            }
        };
        let mut reader = Reader::openapi(spec).permissions_may_cover_more(self.may_cover_more);
        if let Some(permissions) = &self.permissions {
            reader = reader.permissions(permissions);
        }
        if let Some(fixups) = &self.fixups {
            reader = reader.permission_fixups(fixups);
        }
        let read = reader.read_partly();
        let mut faults = read.faults;
        let Some(api) = read.api else { return Err(GenerateError::Spec(faults)) };
        let name = self.slice_name(spec);
        // a slice with faults is planned all the same, so that what the plan finds is reported too
        let generated = generate(&api, &name, &mut faults).map_err(GenerateError::Spec)?;
        if is_build_script {
            for warning in &faults {
                let place = warning.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
                println!("cargo::warning={place}{}", warning.message.replace('\n', " "));
            }
        }
        let folder = out.join(&name);
        generated.write_to(&folder).map_err(|source| GenerateError::Write { folder, source })
    }

    /// The same for a build script's `main`: faults go to standard error, for cargo to show, and the
    /// build stops.
    pub fn generate_or_exit(&self) {
        if let Err(fault) = self.generate() {
            eprintln!("{fault}");
            std::process::exit(1);
        }
    }

    fn slice_name(&self, spec: &Path) -> String {
        let stem = || spec.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        crate::slice_name(&self.name.clone().unwrap_or_else(stem))
    }
}

/// Emits the crate for a model.
///
/// The name is that of the slice in snake case. The faults may hold those of the reader; they hold the
/// warnings afterwards.
///
/// # Errors
/// Every fault at once: those that were given, and such as two names that are the same in Rust.
pub fn generate(api: &Api, name: &str, faults: &mut Diagnostics) -> Result<Crate, Diagnostics> {
    Crate::new(api, &crate::slice_name(name), faults)
}

/// Why nothing was generated.
#[derive(Debug)]
#[non_exhaustive]
pub enum GenerateError {
    /// A setting is missing.
    Missing(&'static str),
    /// The inputs have faults.
    Spec(Diagnostics),
    /// The output cannot be written.
    Write {
        /// The folder of the output.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(what) => f.write_str(what),
            Self::Spec(faults) => write!(f, "{faults}"),
            Self::Write { folder, source } => write!(f, "cannot write to {}: {source}", folder.display()),
        }
    }
}

impl std::error::Error for GenerateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Write { source, .. } => Some(source),
            _ => None,
        }
    }
}
