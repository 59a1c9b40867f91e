//! What there is to know of a running emulator, for people.

use std::fmt::{Result, Write as _};

use super::facts::{Facts, TokenFacts};
use super::faults::percent;
use crate::text::{counted, grouped, plain};
use crate::wrap::wrap;

/// How many operations without behaviour, and permissions of a token, are named.
const NAMED_OPERATIONS: usize = 5;
const NAMED_PERMISSIONS: usize = 20;

impl Facts {
    /// All of it.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out).expect("a String takes everything");
        out
    }

    fn write(&self, out: &mut String) -> Result {
        self.write_places(out)?;
        self.write_behaviour(out)?;
        self.write_faults(out)?;
        if self.with_behaviour > 0 {
            writeln!(out, "\nUsers")?;
            for user in &self.users {
                writeln!(out, "  {}, {}\n    {}", user.display_name, user.user_principal_name, user.id)?;
            }
            writeln!(out, "\nTokens of this emulator alone, no secrets")?;
            self.tokens.iter().try_for_each(|token| self.write_token(token, out))?;
            self.write_identity(out)?;
            self.write_calls(out)?;
        }
        writeln!(out, "\nCtrl-C ends it.")
    }

    fn write_places(&self, out: &mut String) -> Result {
        writeln!(out, "Microsoft Graph, emulated, at {}", self.url)?;
        let mut said = vec![&self.url];
        for slice in &self.slices {
            if !said.contains(&&slice.url) {
                writeln!(out, "and at {}", slice.url)?;
                said.push(&slice.url);
            }
        }
        if let Some(address) = &self.desk_url {
            writeln!(out, "Requests, meetings and faults to look at: {address}")?;
        }
        if let Some(file) = &self.store {
            writeln!(out, "Its state is kept in {}", file.display())?;
        }
        Ok(())
    }

    fn write_behaviour(&self, out: &mut String) -> Result {
        let operations = counted(self.operations, "operation");
        let others = self.without_behaviour.len();
        if others == 0 {
            return writeln!(out, "{operations}, each with behaviour");
        }
        if self.with_behaviour == 0 {
            writeln!(out, "{operations}, none of them with behaviour: each answers 501.")?;
            writeln!(out, "What acts on entities has behaviour, and actions without a result:")?;
            return writeln!(out, "functions, actions with a result and `$ref` have not.");
        }
        let answer = if others == 1 { "answers" } else { "answer" };
        write!(out, "{operations}, {} with behaviour; ", grouped(self.with_behaviour))?;
        if others > NAMED_OPERATIONS {
            return writeln!(out, "{} answer 501 (`--json` lists them)", grouped(others));
        }
        writeln!(out, "{others} {answer} 501:")?;
        for name in &self.without_behaviour {
            wrap(&plain(name), 76, 2).iter().try_for_each(|line| writeln!(out, "  {line}"))?;
        }
        Ok(())
    }

    fn write_faults(&self, out: &mut String) -> Result {
        if self.faults.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nFaults by chance")?;
        for one in &self.faults {
            let line = format!("{} of requests: {}", percent(one.share), plain(&one.fault));
            wrap(&line, 76, 2).iter().try_for_each(|line| writeln!(out, "  {line}"))?;
        }
        Ok(())
    }

    fn write_token(&self, token: &TokenFacts, out: &mut String) -> Result {
        match self.users.iter().find(|user| Some(&user.id) == token.user_id.as_ref()) {
            Some(user) => writeln!(out, "  delegated, {}", user.display_name)?,
            None => writeln!(out, "  application")?,
        }
        if token.permissions.is_empty() {
            writeln!(out, "    no permissions")?;
        }
        let shown = token.permissions.len().min(NAMED_PERMISSIONS);
        let mut names = plain(&token.permissions[..shown].join(", "));
        let others = token.permissions.len() - shown;
        if others > 0 {
            write!(names, ", and {} more (`--json` lists them)", grouped(others))?;
        }
        for line in wrap(&names, 76, 0).iter().filter(|line| !line.is_empty()) {
            writeln!(out, "    {line}")?;
        }
        writeln!(out, "    {}", token.token)
    }

    fn write_identity(&self, out: &mut String) -> Result {
        writeln!(out, "\nThe identity platform, and an app to sign in with, no secret either")?;
        writeln!(out, "  authority      {}", self.authority)?;
        writeln!(out, "  tenant id      {}", self.tenant_id)?;
        writeln!(out, "  client id      {}", self.app.client_id)?;
        writeln!(out, "  client secret  {}", self.app.client_secret)
    }

    fn write_calls(&self, out: &mut String) -> Result {
        if let Some(curl) = &self.curl {
            writeln!(out, "\nA first call, with one of the tokens as TOKEN")?;
            curl.lines().try_for_each(|line| writeln!(out, "  {line}"))?;
        }
        writeln!(out, "\nA client in Rust")?;
        writeln!(out, "  Graph::builder()\n    .base_url(\"{}\")", self.url)?;
        writeln!(out, "    .allow_http_on_loopback()\n    .token(token)\n    .build()?")
    }
}
