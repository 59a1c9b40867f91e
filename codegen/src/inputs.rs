//! What a configuration reads: its own files, or those that a file of settings names.

use std::path::Path;

use msgraph_spec::Reader;

use crate::{Config, GenerateError};

/// What there is to read, and what the slice is called.
pub(crate) struct Inputs {
    pub(crate) reader: Reader,
    pub(crate) name: String,
}

impl Config {
    /// The inputs. Each file among them is told, also where another one has faults.
    pub(crate) fn inputs(&self, tell: impl Fn(&Path)) -> Result<Inputs, GenerateError> {
        let Inputs { mut reader, name } = self.base(tell)?;
        reader = self.include.iter().fold(reader, Reader::include);
        reader = self.exclude.iter().fold(reader, Reader::exclude);
        reader = self.roots.iter().fold(reader, Reader::root);
        if self.may_cover_more {
            reader = reader.permissions_may_cover_more(true);
        }
        let name = crate::slice_name(self.name.as_ref().unwrap_or(&name));
        Ok(Inputs { reader, name })
    }

    /// The files, and the name that they give the slice.
    fn base(&self, tell: impl Fn(&Path)) -> Result<Inputs, GenerateError> {
        #[cfg(feature = "settings")]
        if let Some(file) = &self.settings {
            return self.settings_inputs(file, tell);
        }
        let files = [&self.spec, &self.permissions, &self.fixups];
        files.into_iter().flatten().for_each(|file| tell(file));
        let spec = self.spec.as_ref().ok_or(GenerateError::Missing("no specification: call `.spec(..)`"))?;
        let mut reader = Reader::spec(spec);
        if let Some(permissions) = &self.permissions {
            reader = reader.permissions(permissions);
        }
        if let Some(fixups) = &self.fixups {
            reader = reader.permission_fixups(fixups);
        }
        Ok(Inputs { reader, name: stem(spec) })
    }

    #[cfg(feature = "settings")]
    fn settings_inputs(&self, file: &Path, tell: impl Fn(&Path)) -> Result<Inputs, GenerateError> {
        if self.spec.is_some() || self.permissions.is_some() || self.fixups.is_some() {
            let fault = "`.settings(..)` names the description and its tables: leave out `.spec(..)`, \
                         `.permissions(..)` and `.permission_fixups(..)`, or the settings";
            return Err(GenerateError::Twice(fault));
        }
        tell(file);
        let settings = msgraph_spec::settings::Settings::read(file).map_err(GenerateError::Spec)?;
        for (_, source) in settings.sources() {
            if let Some(path) = settings.path_of(source) {
                tell(&path);
            }
        }
        let name = settings.name.clone().unwrap_or_else(|| stem(settings.spec.name().as_ref()));
        Ok(Inputs { reader: settings.reader(), name })
    }
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(all(test, feature = "settings"))]
mod tests {
    use std::cell::RefCell;
    use std::fs;
    use std::path::{Path, PathBuf};

    use crate::Config;

    /// The files that a build script is to be run again for.
    fn told(config: &Config) -> Vec<PathBuf> {
        let told = RefCell::new(Vec::new());
        // a fault of the settings does not make the script forget them
        drop(config.inputs(|file| told.borrow_mut().push(file.to_owned())));
        told.into_inner()
    }

    #[test]
    fn the_settings_and_what_they_name_are_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let config = Config::new().settings(at("msgraph.toml"));
        assert_eq!(told(&config), [at("msgraph.toml")], "no settings yet");
        let text = "[spec]\nfile = 'spec/a.yaml'\n[permissions]\nurl = 'https://example.com/p'\n\
                    [permission-fixups]\nfile = 'f.yaml'\n";
        fs::write(at("msgraph.toml"), text).expect("the settings");
        assert_eq!(told(&config), [at("msgraph.toml"), at("spec/a.yaml"), at("f.yaml")]);
        fs::write(at("msgraph.toml"), "[spec]\nfil = 'a'\n").expect("the settings");
        assert_eq!(told(&config), [at("msgraph.toml")]);
        let config = Config::new().spec("a.yaml").permissions("p.json");
        assert_eq!(told(&config), ["a.yaml", "p.json"].map(Path::new));
    }
}
