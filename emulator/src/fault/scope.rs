//! The requests that a fault is for.

use std::fmt;

use http::Method;

use super::text::encode;

/// The requests that a fault is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    AllOfGraph,
    /// A method in upper case, and a path below the service root without slashes around it.
    Operation {
        method: String,
        path: String,
    },
    TokenEndpoint,
}

/// A request that could take a fault.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target<'a> {
    /// A request to Graph; the path is the one below the service root.
    Graph {
        method: &'a str,
        path: &'a str,
    },
    TokenEndpoint,
}

impl Scope {
    /// A method and a path; nothing where the method can be none. What cannot stand in the path of a request is
    /// encoded, or the scope would never fit.
    pub(super) fn of(method: &str, path: &str) -> Option<Self> {
        Method::from_bytes(method.as_bytes()).ok()?;
        let path = encode(path.trim_matches('/'), |_| true);
        Some(Self::Operation { method: method.to_ascii_uppercase(), path })
    }

    pub(super) fn fits(&self, target: Target<'_>) -> bool {
        match (self, target) {
            (Self::AllOfGraph, Target::Graph { .. }) | (Self::TokenEndpoint, Target::TokenEndpoint) => true,
            (Self::Operation { method, path }, Target::Graph { method: sent, path: asked }) => {
                method.eq_ignore_ascii_case(sent) && is_below(path, asked.trim_start_matches('/'))
            }
            _ => false,
        }
    }
}

fn is_below(path: &str, asked: &str) -> bool {
    let start = asked.get(..path.len());
    let rest = asked.get(path.len()..).unwrap_or_default();
    start.is_some_and(|one| one.eq_ignore_ascii_case(path))
        && (path.is_empty() || rest.is_empty() || rest.starts_with(['/', '(']))
}

/// As it stands behind a fault: ` @POST /me/onlineMeetings`.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllOfGraph => Ok(()),
            Self::Operation { method, path } => write!(f, " @{method} /{path}"),
            Self::TokenEndpoint => f.write_str(" @token"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph<'a>(method: &'a str, path: &'a str) -> Target<'a> {
        Target::Graph { method, path }
    }

    #[test]
    fn a_scope_ends_between_segments() {
        let scope = Scope::of("post", "/me/onlineMeetings/").expect("a scope");
        for path in ["/me/onlineMeetings", "/ME/ONLINEMEETINGS/x", "/me/onlineMeetings('x')"] {
            assert!(scope.fits(graph("POST", path)), "{path}");
            assert!(!scope.fits(graph("GET", path)), "{path}");
        }
        for path in ["/me/onlineMeetingsX", "/me", "", "/é"] {
            assert!(!scope.fits(graph("POST", path)), "{path}");
        }
        assert!(Scope::of("GET", "/").expect("a scope").fits(graph("GET", "/anything")));
        assert!(Scope::AllOfGraph.fits(graph("GET", "")));
    }

    #[test]
    fn the_token_endpoint_is_apart() {
        let all = Scope::of("POST", "/").expect("a scope");
        assert!(!Scope::AllOfGraph.fits(Target::TokenEndpoint) && !all.fits(Target::TokenEndpoint));
        assert!(Scope::TokenEndpoint.fits(Target::TokenEndpoint));
        assert!(!Scope::TokenEndpoint.fits(graph("POST", "/common/oauth2/v2.0/token")));
    }

    #[test]
    fn a_path_is_encoded_as_it_comes_in_a_request() {
        let scope = Scope::of("GET", "/me/drive/root:/a ü").expect("a scope");
        assert!(scope.fits(graph("GET", "/me/drive/root:/a%20%c3%bc/b")));
        assert_eq!(Scope::of("A B", "/"), None);
    }
}
