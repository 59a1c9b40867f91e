//! The APIs that are served beside one another.

use std::sync::Arc;

use msgraph_spec::model::{Api, TypeName};

use crate::handler::{self, Handler};

/// An API, where it is found, and what answers it.
pub(crate) struct Slice {
    pub(crate) api: Arc<Api>,
    /// Where clients find it, with the path of the version and without a slash at the end.
    pub(crate) root: String,
    /// The path of the version, such as `/v1.0`.
    base_path: String,
    /// For each operation of the API the code that answers it.
    pub(crate) handlers: Vec<Option<Handler>>,
}

impl Slice {
    fn new(api: Arc<Api>, origin: &str) -> Self {
        let base_path = path_of(&api.service_root);
        let handlers = api.operations.iter().map(handler::find).collect();
        Self { root: format!("{origin}{base_path}"), base_path, handlers, api }
    }

    /// What stands in a path behind that of the version; nothing where the path is of another version.
    fn relative<'a>(&self, path: &'a str) -> Option<&'a str> {
        let start = path.get(..self.base_path.len())?;
        let rest = &path[start.len()..];
        let is_below = rest.is_empty() || rest.starts_with('/');
        // Empty segments there are none to Graph. Microsoft's SDK for Python sends one, for its service root ends in a
        // slash: see <https://github.com/microsoftgraph/msgraph-sdk-python/issues/1130>.
        let slashes = rest.len() - rest.trim_start_matches('/').len();
        let rest = &rest[slashes.saturating_sub(1)..];
        (is_below && start.eq_ignore_ascii_case(&self.base_path)).then_some(rest)
    }
}

/// All of them. Their models stay apart: an operation is answered with the types of its own API.
pub(crate) struct Slices {
    first: Slice,
    others: Vec<Slice>,
    /// Scheme, address and port, without a slash at the end.
    origin: String,
}

impl Slices {
    pub(crate) fn new(first: Arc<Api>, others: Vec<Arc<Api>>, origin: &str) -> Self {
        let others = others.into_iter().map(|api| Slice::new(api, origin)).collect();
        Self { first: Slice::new(first, origin), others, origin: String::from(origin) }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The one that the emulator was built with.
    pub(crate) fn first(&self) -> &Slice {
        &self.first
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Slice> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The first that has a type, else the first of all.
    pub(crate) fn with_type(&self, name: &str) -> &Slice {
        let name = TypeName::new(name);
        self.iter().find(|one| one.api.types.contains_key(&name)).unwrap_or(&self.first)
    }

    /// Those of the version that a path is of, with what of the path stands behind it.
    pub(crate) fn at<'a>(&self, path: &'a str) -> Option<(Vec<&Slice>, &'a str)> {
        let rest = self.iter().filter_map(|one| one.relative(path)).min_by_key(|rest| rest.len())?;
        Some((self.iter().filter(|one| one.relative(path) == Some(rest)).collect(), rest))
    }
}

/// The path of an address: `/v1.0` of `https://graph.microsoft.com/v1.0`.
fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    String::from(path.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_version_is_that_of_the_service_root() {
        assert_eq!(path_of("https://graph.microsoft.com/v1.0/"), "/v1.0");
        assert_eq!(path_of("https://graph.microsoft.com"), "");
        assert_eq!(path_of("/beta"), "/beta");
    }

    #[test]
    fn a_path_is_of_the_slices_of_its_version() {
        let api =
            |title: &str, root: &str| Arc::new(Api::new(title, "x", format!("https://x.example{root}")));
        let others = vec![api("b", "/beta"), api("c", "/v1.0")];
        let slices = Slices::new(api("a", "/v1.0"), others, "http://x");
        let at = |path| {
            let (found, rest) = slices.at(path)?;
            Some((found.iter().map(|one| one.api.title.as_str()).collect::<Vec<_>>(), rest))
        };
        assert_eq!(at("/V1.0/me"), Some((vec!["a", "c"], "/me")));
        assert_eq!(at("/beta"), Some((vec!["b"], "")));
        assert_eq!(
            at("/v1.0//me//x"),
            Some((vec!["a", "c"], "/me//x")),
            "an empty segment behind the version"
        );
        assert_eq!(at("/v1.0//"), Some((vec!["a", "c"], "/")));
        assert_eq!(at("/v1.01/me"), None);
        assert_eq!(at("/"), None);
    }
}
