//! What to do about the identity platform's most usual refusals.

/// See <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>.
pub(super) fn of(code: u32) -> Option<&'static str> {
    Some(match code {
        7_000_215 => "the client secret is wrong: send its value, not its id",
        7_000_222 => "the client secret has ended: make a new one in the app registration",
        7_000_218 => "a secret is needed: use `AppRegistration::confidential`, or allow public client flows",
        700_025 => "the app is a public client, which sends no secret: use `AppRegistration::public`",
        700_016 => {
            "no such app in this tenant: check the client id, the tenant, and that the cloud is the tenant's"
        }
        90_002 => "no such tenant: check the tenant, and that the cloud is the one it is in",
        65_001 => "nobody consented: let the user sign in once, or an administrator grant the permissions",
        50_011 => "the redirect URI is not registered: add it to the app registration, letter by letter",
        54_005 => "the code was used already or is too old: begin the sign-in again",
        70_008 | 700_082 | 700_084 => "the sign-in is too old: let the user sign in again",
        50_173 => "the sign-in was revoked, as by a new password: let the user sign in again",
        50_076 | 50_079 => "multi-factor authentication is needed: let the user sign in again",
        53_000..=53_003 => {
            "conditional access refuses it: see the sign-in log for the policy; the device or place may not be allowed"
        }
        500_011 | 500_014 => "no such API in this tenant: check the scope and the cloud",
        70_011 | 1_002_012 => "the scope is wrong: an app by itself asks for `{resource}/.default` alone",
        50_013 => "the user's token is not good: it must be for this app, and not have ended",
        _ => return None,
    })
}
