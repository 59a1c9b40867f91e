//! What a request asks for: permissions of one API, and OpenID Connect's own scopes.

use crate::identity::apps::{self, App, USER_SCOPE};
use crate::identity::errors::AuthError;

/// Graph's application id, the same in every cloud.
const GRAPH_APP: &str = "00000003-0000-0000-c000-000000000000";

/// The audience of Graph's tokens in the public cloud.
pub(crate) const GRAPH_AUDIENCE: &str = "https://graph.microsoft.com";

/// Graph's addresses: <https://learn.microsoft.com/graph/deployments>.
const GRAPH: [&str; 4] = [
    GRAPH_AUDIENCE,
    "https://graph.microsoft.us",
    "https://dod-graph.microsoft.us",
    "https://microsoftgraph.chinacloudapi.cn",
];

/// All permissions that were granted before.
const DEFAULT: &str = ".default";

/// The API that a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resource {
    /// Graph, under the name by which it was asked for.
    Graph(String),
    /// An app of the tenant, by its client id.
    App(String),
}

impl Resource {
    fn find(name: &str, apps: &[App], authority: &str) -> Option<Self> {
        let name = name.trim_end_matches('/');
        if name.eq_ignore_ascii_case(GRAPH_APP) || name == authority {
            return Some(Self::Graph(String::from(GRAPH_AUDIENCE)));
        }
        if let Some(graph) = GRAPH.iter().find(|one| one.eq_ignore_ascii_case(name)) {
            return Some(Self::Graph(String::from(*graph)));
        }
        let app = apps::by_id(apps, name.strip_prefix("api://").unwrap_or(name))?;
        Some(Self::App(app.client_id.clone()))
    }

    /// The `aud` of tokens for it. Of an app it is the client id, as in all tokens of version 2.
    pub(super) fn audience(&self) -> &str {
        match self {
            Self::Graph(name) | Self::App(name) => name,
        }
    }

    /// How a permission of it is written in full.
    fn qualified(&self, permission: &str) -> String {
        match self {
            Self::Graph(name) => format!("{name}/{permission}"),
            Self::App(name) => format!("api://{name}/{permission}"),
        }
    }
}

/// Whether tokens of that audience are for Graph.
pub(crate) fn is_graph(audience: &str) -> bool {
    let address = audience.strip_suffix('/').unwrap_or(audience);
    audience.eq_ignore_ascii_case(GRAPH_APP) || GRAPH.contains(&address)
}

/// The one resource of a client credentials request, whose scope is `{resource}/.default`.
pub(super) fn application(
    scope: &str,
    apps: &[App],
    authority: &str,
    tenant: &str,
) -> Result<Resource, AuthError> {
    let resource = scope.strip_suffix(DEFAULT).and_then(|one| one.strip_suffix('/'));
    let resource = resource.filter(|one| !one.is_empty() && !one.contains(char::is_whitespace));
    let resource = resource.ok_or_else(|| AuthError::not_default(scope))?;
    Resource::find(resource, apps, authority).ok_or_else(|| AuthError::resource(resource, tenant))
}

/// What is asked for on behalf of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scopes {
    pub(super) resource: Resource,
    /// Permissions, or `.default` alone.
    names: Vec<String>,
    /// Of `openid`, `profile`, `email` and `offline_access` those that were named.
    oidc: Vec<&'static str>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Granted {
    pub(super) resource: Resource,
    pub(super) permissions: Vec<String>,
    oidc: Vec<&'static str>,
}

impl Scopes {
    /// Reads a list with spaces between. Without a resource, a permission is one of Graph's.
    pub(super) fn parse(text: &str, apps: &[App], authority: &str) -> Result<Self, AuthError> {
        let (mut names, mut oidc, mut found) = (Vec::new(), Vec::new(), None);
        for scope in text.split_whitespace() {
            let known = ["openid", "profile", "email", "offline_access"];
            if let Some(word) = known.into_iter().find(|one| one.eq_ignore_ascii_case(scope)) {
                if !oidc.contains(&word) {
                    oidc.push(word);
                }
                continue;
            }
            let (resource, name) = scope.rsplit_once('/').unwrap_or((GRAPH_APP, scope));
            let resource = Resource::find(resource, apps, authority).filter(|_| !name.is_empty());
            let resource = resource.ok_or_else(|| AuthError::scope(scope))?;
            if found.as_ref().is_some_and(|one| *one != resource) {
                let message = "Provided value for the input parameter scope is not valid because it contains \
                               more than one resource.";
                return Err(AuthError::new("invalid_scope", 28_000, message));
            }
            found = Some(resource);
            if !names.iter().any(|known: &String| known.eq_ignore_ascii_case(name)) {
                names.push(String::from(name));
            }
        }
        if names.len() > 1 && names.iter().any(|one| one == DEFAULT) {
            return Err(AuthError::scope(text));
        }
        let resource = found.unwrap_or_else(|| Resource::Graph(String::from(GRAPH_AUDIENCE)));
        Ok(Self { resource, names, oidc })
    }

    /// Holds them against what the app may have.
    pub(super) fn grant(self, app: &App) -> Result<Granted, AuthError> {
        let Self { resource, names, oidc } = self;
        let exposed = [String::from(USER_SCOPE)];
        let consented = match &resource {
            Resource::Graph(_) => app.delegated_permissions.as_slice(),
            Resource::App(_) => &exposed,
        };
        let refusal = || AuthError::consent(&app.client_id, &app.display_name);
        let permissions = if names.iter().any(|one| one == DEFAULT) {
            Some(consented.to_vec()).filter(|all| !all.is_empty())
        } else {
            let find = |name: &String| consented.iter().find(|one| one.eq_ignore_ascii_case(name)).cloned();
            names.iter().map(find).collect()
        };
        Ok(Granted { resource, permissions: permissions.ok_or_else(refusal)?, oidc })
    }
}

impl Granted {
    /// The same with a refresh token to come.
    pub(super) fn offline(mut self) -> Self {
        if !self.has("offline_access") {
            self.oidc.push("offline_access");
        }
        self
    }

    /// Whether one of OpenID Connect's scopes was asked for.
    pub(super) fn has(&self, word: &str) -> bool {
        self.oidc.contains(&word)
    }

    /// What the answer says of it. `offline_access` shows in the refresh token alone.
    pub(super) fn scope(&self) -> String {
        let permissions = self.permissions.iter().map(|one| self.resource.qualified(one));
        let oidc = self.oidc.iter().filter(|one| **one != "offline_access").map(|one| String::from(*one));
        permissions.chain(oidc).collect::<Vec<_>>().join(" ")
    }

    /// The same as a request would write it.
    pub(super) fn request(&self) -> String {
        let offline = if self.has("offline_access") { " offline_access" } else { "" };
        format!("{}{offline}", self.scope())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = App::DEFAULT_CLIENT_ID;

    fn app() -> App {
        App::public(ID).with_delegated_permissions(["User.Read", "Mail.Read"])
    }

    fn granted(text: &str) -> Result<String, String> {
        let apps = [app()];
        let scopes = Scopes::parse(text, &apps, "http://127.0.0.1:1");
        let granted = scopes.and_then(|one| one.grant(&apps[0])).map_err(|error| error.error.to_owned())?;
        Ok(format!("{} [{}]", granted.resource.audience(), granted.permissions.join(" ")))
    }

    #[test]
    fn a_scope_is_graphs_unless_it_names_another_api() {
        let both = Ok(String::from("https://graph.microsoft.com [User.Read Mail.Read]"));
        for text in [
            "User.Read Mail.Read",
            "https://graph.microsoft.com/user.read openid mail.read",
            "User.Read Mail.Read https://graph.microsoft.com/user.read",
            ".default offline_access",
            "https://graph.microsoft.com//.default",
            "http://127.0.0.1:1/.default",
            "00000003-0000-0000-c000-000000000000/.default",
        ] {
            assert_eq!(granted(text), both, "{text}");
        }
        let china = "https://microsoftgraph.chinacloudapi.cn/User.Read";
        assert_eq!(granted(china).as_deref(), Ok("https://microsoftgraph.chinacloudapi.cn [User.Read]"));
        assert_eq!(granted("openid").as_deref(), Ok("https://graph.microsoft.com []"));
        for own in [app().user_scope(), format!("{ID}/.default")] {
            assert_eq!(granted(&own), Ok(format!("{ID} [access_as_user]")), "{own}");
        }
    }

    #[test]
    fn a_scope_that_is_none_is_told_from_one_without_consent() {
        let mixed = format!("User.Read {}", app().user_scope());
        for text in [
            "https://example.com/.default",
            "https://graph.microsoft.com",
            "https://graph.microsoft.com/",
            ".default User.Read",
            mixed.as_str(),
        ] {
            assert_eq!(granted(text), Err(String::from("invalid_scope")), "{text}");
        }
        for text in ["User.ReadWrite.All", &format!("api://{ID}/other")] {
            assert_eq!(granted(text), Err(String::from("invalid_grant")), "{text}");
        }
    }
}
