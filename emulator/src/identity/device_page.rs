//! The page where a user types the code that an app shows.
//!
//! Nobody proves who they are, as at `authorize`. So that at least no foreign page can press the buttons in somebody's
//! browser, only forms are taken that come from this page.

use std::fmt::Write as _;

use http::header::ORIGIN;
use http::{Method, StatusCode};

use crate::identity::device::{self, Decision};
use crate::identity::errors::AuthError;
use crate::identity::{Answer, Platform, Request};

/// What the page may do in a browser: send its form back, and nothing else.
pub(super) const SECURITY_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem}\
                     label{display:block;margin:1rem 0}\
                     input,select{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.4rem}\
                     button{font:inherit;padding:.4rem 1rem;margin-right:.5rem}";

/// Answers `GET` and `POST /{tenant}/oauth2/deviceauth`.
pub(super) fn answer(platform: &mut Platform<'_>, request: &Request<'_>) -> Result<Answer, AuthError> {
    if request.method != Method::POST {
        return Ok(page(StatusCode::OK, &form(platform, "")));
    }
    if !is_from_here(platform, request) {
        return Ok(page(StatusCode::FORBIDDEN, "<p role=alert>This form was sent by another page.</p>"));
    }
    let (code, user_id) = (request.form.require("user_code")?.trim(), request.form.get("user"));
    let is_declined = request.form.get("decline").is_some();
    let now = platform.now;
    let decided = if is_declined {
        platform.state.identity.devices.decide(code, Decision::Declined, now)
    } else {
        device::approve(platform.state, code, user_id.unwrap_or_default(), now)
    };
    Ok(match decided {
        Ok(()) if is_declined => page(StatusCode::OK, "<p role=status>The app is refused.</p>"),
        Ok(()) => page(StatusCode::OK, "<p role=status>You are signed in. The app goes on by itself.</p>"),
        Err(_) => {
            let what = "<p role=alert>No app waits for this code, or there is no such user. Codes are good for \
                        15 minutes, and once.</p>";
            page(StatusCode::BAD_REQUEST, &form(platform, what))
        }
    })
}

/// Whether a form was sent by this page or by no page at all. Browsers always say which it was.
fn is_from_here(platform: &Platform<'_>, request: &Request<'_>) -> bool {
    let Some(origin) = request.headers.get(ORIGIN) else { return true };
    let local = platform.authority.replace("127.0.0.1", "localhost");
    [platform.authority, &local].iter().any(|one| origin.as_bytes() == one.as_bytes())
}

/// The form, below what there is to say.
fn form(platform: &Platform<'_>, what: &str) -> String {
    let mut users = String::new();
    for user in &platform.state.users {
        let [id, name, principal] =
            [&user.id, &user.display_name, &user.user_principal_name].map(|one| escaped(one));
        // Writing to a string never fails.
        let _ = write!(users, "<option value=\"{id}\">{name} ({principal})</option>");
    }
    format!(
        "{what}<form method=post>\
         <label>Code that the app shows <input name=user_code required autofocus autocomplete=off></label>\
         <label>Who signs in <select name=user>{users}</select></label>\
         <button>Sign in</button><button name=decline value=1>Refuse</button></form>\
         <p>In a test, call <code>Emulator::approve_device</code> or <code>Emulator::decline_device</code>.</p>"
    )
}

fn page(status: StatusCode, body: &str) -> Answer {
    let text = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>Sign in to an app</title><style>{STYLE}</style><h1>Sign in to an app</h1>{body}</html>"
    );
    Answer::Page(status, text)
}

/// Text as HTML has it, in an attribute as well.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for one in text.chars() {
        match one {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(one),
        }
    }
    escaped
}
