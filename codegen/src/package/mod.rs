//! A crate that stands alone: the files of a slice with a manifest, a README and documentation.

mod compare;
mod keep;
mod manifest;
mod name;
mod readme;
mod root;
mod spec;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use msgraph_spec::model::{Api, Segment};

use crate::Crate;

pub use compare::Difference;
pub use write::PackageWritten;

/// The crate of a slice, ready to stand in a folder of its own or on crates.io.
///
/// It depends on `msgraph-core` alone: a program adds `msgraph`, whose client sends its requests.
///
/// ```no_run
/// use std::path::Path;
///
/// use msgraph_codegen::{CoreDependency, Package, generate};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let read = msgraph_spec::Reader::openapi("graph.yaml").include("/me/messages/**").read()?;
/// let mut faults = read.sources.diagnostics();
/// let made = generate(&read.api, "graph_mail", &mut faults)?;
/// let package = Package::new("graph-mail").core(CoreDependency::Version("0.1".to_owned()));
/// package.files(&read.api, made)?.write_to(Path::new("graph-mail"))?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is made before `files(..)`"]
pub struct Package {
    name: String,
    version: String,
    core: CoreDependency,
    license: Option<String>,
    description: Option<String>,
    command: String,
    is_member: bool,
    spec: BTreeMap<String, String>,
}

/// Where the package finds `msgraph-core`, the only crate that it depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoreDependency {
    /// A folder, absolute or relative to that of the package. Such a package cannot be published.
    Path(PathBuf),
    /// A version of crates.io, as a manifest writes it: `0.1`.
    Version(String),
}

impl Default for CoreDependency {
    /// The version that came with this generator.
    fn default() -> Self {
        Self::Version(env!("CARGO_PKG_VERSION").to_owned())
    }
}

impl Package {
    /// A package of that name, such as `graph-mail`, with the version 0.1.0.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            version: "0.1.0".to_owned(),
            core: CoreDependency::default(),
            license: None,
            description: None,
            command: "cargo msgraph generate".to_owned(),
            is_member: false,
            spec: BTreeMap::new(),
        }
    }

    /// Where it finds `msgraph-core`. By default the version that came with this generator.
    pub fn core(mut self, core: CoreDependency) -> Self {
        self.core = core;
        self
    }

    /// Its own version. By default 0.1.0.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// Its license, as SPDX writes it: `MIT`. Without one the manifest says `publish = false`, because
    /// crates.io takes no crate without a license and nobody but its owner can choose one.
    pub fn license(mut self, license: impl Into<String>) -> Self {
        self.license = Some(license.into());
        self
    }

    /// What it is, in a line. By default its paths: `A typed client for a slice of Microsoft Graph v1.0: /me`.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The command that makes it again, for the README. By default `cargo msgraph generate`.
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }

    /// Whether it is a member of the workspace that its folder stands in. By default it is a workspace of its
    /// own, so that it can be built wherever it stands.
    pub fn member_of_workspace(mut self, is_member: bool) -> Self {
        self.is_member = is_member;
        self
    }

    /// A file that tells what the package is made of, such as `openapi.yaml`. It stands in `spec/`, and is the
    /// generator's as `src/` is. A line before the text says so, as a comment of YAML.
    ///
    /// With the small slice in it, a package can be compared with a later description when its sources are gone.
    /// A published package has it, too: so the published version can be what is compared.
    pub fn spec(mut self, name: impl Into<String>, text: &str) -> Self {
        self.spec.insert(name.into(), spec::marked(text));
        self
    }

    /// Whether the package can be made, before a description is read for it.
    ///
    /// # Errors
    /// A name that cargo or crates.io would refuse, and one of a file in `spec/` that leads elsewhere.
    pub fn check(&self) -> Result<(), PackageError> {
        name::check(&self.name)?;
        self.spec.keys().try_for_each(|name| spec::check(name))
    }

    /// The files of the package: `Cargo.toml`, `README.md`, the crate below `src/`, and what was given for `spec/`.
    ///
    /// # Errors
    /// Those of [`check`](Self::check), and a version or a path that no manifest can hold.
    pub fn files(&self, api: &Api, made: Crate) -> Result<PackageFiles, PackageError> {
        self.check()?;
        let manifest = manifest::manifest(self, api)?;
        let readme = readme::readme(self, api, &made);
        let root = root::root(&made, api).map_err(PackageError)?;
        let mut files: BTreeMap<String, String> =
            made.files.into_iter().map(|(path, text)| (format!("src/{path}"), text)).collect();
        files.insert("src/lib.rs".to_owned(), root);
        files.insert("Cargo.toml".to_owned(), manifest);
        files.insert("README.md".to_owned(), readme);
        files.extend(self.spec.iter().map(|(name, text)| (format!("{}{name}", spec::FOLDER), text.clone())));
        Ok(PackageFiles { files })
    }

    /// How programs name the crate: `graph_mail`.
    fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// The files of a package, in memory.
///
/// Those below `src/` are the generator's and are replaced as a whole, as [`Crate::write_to`] does it. Those in
/// `spec/` are the generator's, too: each is replaced, and one of a former run that is no longer wanted goes. The
/// others, `Cargo.toml` and `README.md`, begin with a line that holds a hash of the rest. As long as it is
/// right, nobody has changed the file, and it is written anew; a file that somebody has changed is theirs from
/// then on, and is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFiles {
    files: BTreeMap<String, String>,
}

impl PackageFiles {
    /// The files by their path below the package's folder, with `/` between folders on every machine.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }
}

/// Why there is no package: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageError(String);

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PackageError {}

/// The names that paths begin with, in order, each once: `/me`, `/users`.
fn first_segments(api: &Api) -> Vec<&Segment> {
    let mut found: Vec<&Segment> = Vec::new();
    for first in api.operations.iter().filter_map(|one| one.path.segments.first()) {
        // operations are ordered by path, so those of a name stand together
        if found.last() != Some(&first) {
            found.push(first);
        }
    }
    found
}

/// `/communications, /me, /users and 3 more`, each as the function makes it.
fn paths(api: &Api, show: impl Fn(&str) -> String) -> String {
    const SHOWN: usize = 4;
    let all = first_segments(api);
    let mut words: Vec<String> = all.iter().take(SHOWN).map(|one| show(&format!("/{one}"))).collect();
    match all.len().saturating_sub(SHOWN) {
        0 => {}
        1 => words.extend(all.last().map(|one| show(&format!("/{one}")))),
        more => words.push(format!("{more} more")),
    }
    match words.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// What the slice is, in a line without a full stop.
fn what_it_is(api: &Api, show: impl Fn(&str) -> String) -> String {
    let version = match api.version.as_str() {
        "" => String::new(),
        version => format!(" {}", crate::emit::docs::code(version)),
    };
    let paths = paths(api, show);
    let of = if paths.is_empty() { String::new() } else { format!(": {paths}") };
    format!("A typed client for a slice of Microsoft Graph{version}{of}")
}

/// `1 operation`, `2 operations`
fn counted(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}
