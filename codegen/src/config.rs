//! The way from a build script to a generated crate.

mod runtime;

use std::env;
use std::path::{Path, PathBuf};

use msgraph_spec::model::Api;
use msgraph_spec::{Diagnostics, Reader};
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;

use crate::emit::Names;
use crate::inputs::Inputs;
use crate::{Crate, GenerateError, Written};

/// Generates a client in a build script.
///
/// In `build.rs`:
///
/// ```no_run
/// fn main() -> Result<(), msgraph_codegen::GenerateError> {
///     msgraph_codegen::Config::new()
///         .spec("spec/mail.yaml")
///         .permissions("spec/permissions.yaml")
///         .include("POST /me/sendMail")
///         .generate()?;
///     Ok(())
/// }
/// ```
///
/// The crate then includes what was generated, in its root or in a module at any depth:
///
/// ```text
/// pub mod mail {
///     include!(concat!(env!("OUT_DIR"), "/mail/lib.rs"));
/// }
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "nothing is generated before `generate()`"]
pub struct Config {
    #[cfg(feature = "settings")]
    pub(crate) settings: Option<PathBuf>,
    pub(crate) spec: Option<PathBuf>,
    pub(crate) include: Vec<String>,
    pub(crate) exclude: Vec<String>,
    pub(crate) roots: Vec<String>,
    pub(crate) permissions: Option<PathBuf>,
    pub(crate) fixups: Option<PathBuf>,
    pub(crate) may_cover_more: bool,
    pub(crate) name: Option<String>,
    runtime: Option<String>,
    out: Option<PathBuf>,
}

/// What [`Config::in_place`] gives.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct InPlace {
    /// The items of the slice's root, with all modules inside.
    pub tokens: TokenStream,
    /// What could not be expressed and was left out.
    pub warnings: Diagnostics,
}

impl Config {
    /// A configuration without inputs.
    pub fn new() -> Self {
        Self::default()
    }

    /// A file of settings, `msgraph.toml`: which description and tables to read, the SHA-256 that each must have,
    /// what to cut out, and the slice's name. See [`msgraph_spec::settings`] for its keys. Needs the feature
    /// `settings`.
    ///
    /// In `build.rs`, beside the `msgraph.toml` from which `cargo msgraph generate` makes the same client:
    ///
    /// ```no_run
    /// fn main() -> Result<(), msgraph_codegen::GenerateError> {
    ///     msgraph_codegen::Config::new().settings("msgraph.toml").runtime("::msgraph").generate()?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// Nothing is downloaded here: each source needs a `file` that is there. [`include`](Self::include),
    /// [`exclude`](Self::exclude) and [`root`](Self::root) add to the lists of the file, and [`name`](Self::name)
    /// is used in the place of its name. Description and tables are the file's alone.
    #[cfg(feature = "settings")]
    pub fn settings(mut self, file: impl AsRef<Path>) -> Self {
        self.settings = Some(file.as_ref().to_owned());
        self
    }

    /// The description: CSDL where it begins as XML does, OpenAPI in YAML or JSON otherwise.
    pub fn spec(mut self, file: impl AsRef<Path>) -> Self {
        self.spec = Some(file.as_ref().to_owned());
        self
    }

    /// Keeps the operations that a pattern matches, such as `/users/{id}/onlineMeetings/**` or
    /// `POST /me/sendMail`, and those of other patterns given so: see [`Reader::include`].
    pub fn include(mut self, pattern: impl AsRef<str>) -> Self {
        self.include.push(pattern.as_ref().to_owned());
        self
    }

    /// Leaves out the operations that a pattern matches, whatever includes them.
    pub fn exclude(mut self, pattern: impl AsRef<str>) -> Self {
        self.exclude.push(pattern.as_ref().to_owned());
        self
    }

    /// Keeps a type, and what it can reach, although no operation names it: see [`Reader::root`].
    pub fn root(mut self, name: impl AsRef<str>) -> Self {
        self.roots.push(name.as_ref().to_owned());
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

    /// The crate that generated code stands on, as a path.
    ///
    /// Without it, a build script finds it in the `Cargo.toml` of its crate: `::msgraph_core` where that depends on
    /// `msgraph-core`, else `::msgraph`. A crate that has renamed the two says its own name here. Outside of a build
    /// script it is `::msgraph_core`.
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.runtime = Some(path.into());
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
        let is_build_script = env::var_os("OUT_DIR").is_some() && env::var_os("CARGO_MANIFEST_DIR").is_some();
        let runtime = self.runtime_path(is_build_script)?;
        let Inputs { reader, name } = self.inputs(|file| {
            if is_build_script {
                println!("cargo::rerun-if-changed={}", file.display());
            }
        })?;
        let out = match (&self.out, env::var_os("OUT_DIR")) {
            (Some(out), _) => out.clone(),
            (None, Some(out)) => PathBuf::from(out),
            (None, None) => {
                return Err(GenerateError::Missing("no folder for the output: call `.out_dir(..)`"));
            }
        };
        let (api, mut faults) = read(&reader)?;
        // a slice with faults is planned all the same, so that what the plan finds is reported too
        let names = Names { slice: &name, runtime: &runtime };
        let generated = Crate::new(&api, names, &mut faults).map_err(GenerateError::Spec)?;
        if is_build_script {
            for warning in &faults {
                let place = warning.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
                println!("cargo::warning={place}{}", warning.message.replace('\n', " "));
            }
        }
        let folder = out.join(&name);
        generated.write_to(&folder).map_err(|source| GenerateError::Write { folder, source })
    }

    /// Reads the inputs and gives the same items as one stream of tokens, for a macro that generates in place. The
    /// tokens are the path of the crate that generated code stands on; a macro has it as `$crate`.
    ///
    /// # Errors
    /// Every fault of the inputs at once, with file and line.
    pub fn in_place(&self, runtime: &TokenStream) -> Result<InPlace, GenerateError> {
        let Inputs { reader, name } = self.inputs(|_| {})?;
        let (api, mut faults) = read(&reader)?;
        let names = Names { slice: &name, runtime };
        let tokens = crate::emitted(&api, &mut faults, |plan| crate::emit::in_place(plan, names));
        let tokens = tokens.map_err(GenerateError::Spec)?;
        Ok(InPlace { tokens, warnings: faults })
    }

    fn runtime_path(&self, is_build_script: bool) -> Result<TokenStream, GenerateError> {
        let found = || is_build_script.then(runtime::of_the_calling_crate).flatten();
        let Some(text) = self.runtime.as_deref().or_else(found) else { return Ok(msgraph_core()) };
        let path = syn::Path::parse_mod_style.parse_str(text);
        path.map(|path| quote!(#path)).map_err(|_| GenerateError::Runtime(text.to_owned()))
    }

    /// The same for a build script's `main`: faults go to standard error, for cargo to show, and the
    /// build stops.
    pub fn generate_or_exit(&self) {
        if let Err(fault) = self.generate() {
            eprintln!("{fault}");
            std::process::exit(1);
        }
    }
}

/// What could be read, with the faults of that.
fn read(reader: &Reader) -> Result<(Api, Diagnostics), GenerateError> {
    let read = reader.read_partly();
    match read.api {
        Some(api) => Ok((api, read.faults)),
        None => Err(GenerateError::Spec(read.faults)),
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
    let names = Names { slice: &crate::slice_name(name), runtime: &msgraph_core() };
    Crate::new(api, names, faults)
}

/// The crate that generated code stands on, where nobody says otherwise.
fn msgraph_core() -> TokenStream {
    quote!(::msgraph_core)
}
