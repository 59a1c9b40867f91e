//! What there is to know of a running emulator.

use std::path::PathBuf;

use msgraph_emulator::User;
use serde::Serialize;

/// All of it, as `--json` has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Facts {
    pub(super) schema_version: u32,
    pub(super) command: &'static str,
    /// The service root of the first slice.
    pub(super) url: String,
    /// A page to look at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) desk_url: Option<String>,
    /// The address of the identity platform, and what signs in there.
    pub(super) authority: String,
    pub(super) tenant_id: &'static str,
    pub(super) app: AppFacts,
    /// The file that keeps the state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) store: Option<PathBuf>,
    /// How many operations the slices have, and how many of those are answered with something else than 501.
    pub(super) operations: usize,
    pub(super) with_behaviour: usize,
    /// The other ones.
    pub(super) without_behaviour: Vec<String>,
    pub(super) slices: Vec<SliceFacts>,
    /// Faults by chance.
    pub(super) faults: Vec<FaultFacts>,
    pub(super) users: Vec<UserFacts>,
    /// None where nothing has behaviour.
    pub(super) tokens: Vec<TokenFacts>,
    /// A call to begin with, with the token in a variable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) curl: Option<String>,
}

/// An app to sign in with. Its secret opens nothing but emulators.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AppFacts {
    pub(super) client_id: &'static str,
    pub(super) client_secret: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SliceFacts {
    pub(super) title: String,
    /// Its service root.
    pub(super) url: String,
    /// Those that it answers: that no slice before it has.
    pub(super) operations: usize,
    pub(super) with_behaviour: usize,
}

#[derive(Serialize)]
pub(super) struct FaultFacts {
    /// From 0 to 1.
    pub(super) share: f64,
    pub(super) fault: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserFacts {
    pub(super) id: String,
    pub(super) display_name: String,
    pub(super) user_principal_name: String,
}

/// A token of the emulator: no secret, for it is good for nothing else.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TokenFacts {
    /// `delegated` or `application`.
    pub(super) scheme: &'static str,
    /// The user, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_id: Option<String>,
    pub(super) permissions: Vec<String>,
    pub(super) token: String,
}

impl UserFacts {
    pub(super) fn of(user: User) -> Self {
        Self { id: user.id, display_name: user.display_name, user_principal_name: user.user_principal_name }
    }
}
