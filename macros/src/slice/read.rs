//! From the settings to the items, by the same library that build scripts call.

use std::path::{Path, PathBuf};
use std::{env, fs};

use msgraph_codegen::{Config, GenerateError, InPlace};
use proc_macro2::{Span, TokenStream};
use syn::{Error, LitStr};

use super::faults::{self, Places};
use super::input::Input;
use crate::check::Warning;
use crate::near::nearest;

/// What came of the settings.
pub(super) struct Slice {
    /// The files that were read, as absolute paths.
    pub(super) files: Vec<String>,
    /// Nothing where there are errors.
    pub(super) items: Option<TokenStream>,
    /// What was left out.
    pub(super) warnings: Vec<Warning>,
    /// Files that take long to read.
    pub(super) large: Vec<Warning>,
    pub(super) errors: Vec<Error>,
}

/// What is read at each compilation should be no larger than this, in bytes.
const LARGE: u64 = 5_000_000;

/// Reads the files and generates; everything that is wrong comes at once.
pub(super) fn slice(input: &Input, folder: &Path) -> Slice {
    let mut errors = input.faults.clone();
    let mut large = Vec::new();
    let [spec, permissions, fixups] =
        [&input.spec, &input.permissions, &input.permission_fixups].map(|text| {
            let text = text.as_ref()?;
            let file = file(text, folder).map_err(|fault| errors.push(fault)).ok()?;
            let bytes = fs::metadata(&file.absolute).map_or(0, |found| found.len());
            large.extend(too_large(text, bytes));
            Some(file)
        });
    let files = [&spec, &permissions, &fixups].into_iter().flatten();
    let files = files.map(|file| file.absolute.clone()).collect();
    let mut read = Slice { files, items: None, warnings: Vec::new(), large, errors };
    let Some(spec) = spec else { return read };

    let mut config = Config::new().spec(&spec.shown);
    let mut places = Places::new(input, (input.spec.as_ref(), &spec.shown));
    if let Some(permissions) = permissions {
        config = config.permissions(&permissions.shown);
        places.add(input.permissions.as_ref(), &permissions.shown);
        // without a table they have nothing to correct
        if let Some(fixups) = fixups {
            config = config.permission_fixups(&fixups.shown);
            places.add(input.permission_fixups.as_ref(), &fixups.shown);
        }
    }
    config = input.include.iter().fold(config, |config, one| config.include(one.value()));
    config = input.exclude.iter().fold(config, |config, one| config.exclude(one.value()));
    config = input.roots.iter().fold(config, |config, one| config.root(one.value()));
    if let Some(name) = &input.name {
        config = config.name(name.value());
    }
    if let Some(may) = &input.permissions_may_cover_more {
        config = config.permissions_may_cover_more(may.value);
    }
    match config.in_place(&input.runtime) {
        Ok(InPlace { tokens, warnings, .. }) => {
            read.warnings = faults::warnings(&warnings, &places);
            read.items = read.errors.is_empty().then_some(tokens);
        }
        Err(GenerateError::Spec(found)) => read.errors.extend(faults::errors(&found, &places)),
        Err(other) => read.errors.push(Error::new(Span::call_site(), other)),
    }
    read
}

/// A warning of a file that slows down each compilation.
fn too_large(file: &LitStr, bytes: u64) -> Option<Warning> {
    let message = format!(
        "`{}` has {} MB, which are read each time that the crate is compiled: cut out what you need with `cargo \
         msgraph slice`, or generate in a build script",
        file.value(),
        bytes / 1_000_000
    );
    (bytes > LARGE).then(|| Warning { span: file.span(), message })
}

/// A file by its names.
struct File {
    /// For the compiler.
    absolute: String,
    /// For people: relative to the folder that the compiler runs in, as its own messages have it.
    shown: PathBuf,
}

/// The file that a literal names.
fn file(text: &LitStr, folder: &Path) -> Result<File, Error> {
    let written = text.value();
    let path = folder.join(&written);
    if !path.is_file() {
        let what = if path.is_dir() { "is a folder" } else { "does not exist" };
        let near = match near(&path) {
            Some(near) => format!("did you mean `{}`?", Path::new(&written).with_file_name(near).display()),
            None => "paths are relative to the folder of the crate's `Cargo.toml`".to_owned(),
        };
        return Err(Error::new(text.span(), format!("the file `{written}` {what}; {near}")));
    }
    let Some(absolute) = path.to_str().map(ToOwned::to_owned) else {
        return Err(Error::new(text.span(), "the path of this file is no Unicode text: put it elsewhere"));
    };
    let here = env::current_dir().unwrap_or_default();
    let shown = path.strip_prefix(here).map_or(path.clone(), Path::to_owned);
    Ok(File { absolute, shown })
}

/// A file in the same folder that is called nearly so.
fn near(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let entries = fs::read_dir(path.parent()?).ok()?;
    let names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let near = nearest(&wanted, names.iter().map(|name| (name.as_str(), name.clone())));
    near.into_iter().next()
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;
    use syn::LitStr;

    use super::{LARGE, too_large};

    #[test]
    fn a_large_file_is_warned_of() {
        let file = LitStr::new("spec/graph.xml", Span::call_site());
        assert!(too_large(&file, LARGE).is_none());
        let message = too_large(&file, 21_345_678).expect("a warning").message;
        assert!(message.starts_with("`spec/graph.xml` has 21 MB"), "{message}");
        assert!(message.contains("cargo msgraph slice"), "{message}");
    }
}
