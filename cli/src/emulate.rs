//! `cargo msgraph emulate`: a server on this machine that behaves like Microsoft Graph for a slice.

use std::fmt::Write as _;

use msgraph_emulator::{Emulator, EmulatorError, User};
use msgraph_spec::Diagnostic;
use msgraph_spec::model::{Api, Operation, OperationKind};
use serde::Serialize;

use crate::input::{self, SliceArgs, Trust};
use crate::output::Output;
use crate::permissions::Wanted;
use crate::permissions::report::{Report, SchemeName};
use crate::progress::Progress;
use crate::text::plain;
use crate::wrap::wrap;
use crate::{Failure, Outcome, args, output};

/// The arguments of the command.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", args::EXIT_CODES))]
pub(crate) struct Args {
    /// The port on the loopback address; any that is free by default
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,
    #[command(flatten)]
    slice: SliceArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo msgraph emulate
  cargo msgraph emulate --port 8080 --spec slice.yaml --permissions permissions.json
  cargo msgraph emulate --json > emulator.json &

It has two users, and makes a token for each and one for an application, each with
the least permissions that its operations need. It runs until Ctrl-C.";

/// What there is to know of a running emulator.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    schema_version: u32,
    command: &'static str,
    url: String,
    /// How many operations the slice has, and how many of those are answered with something else than 501.
    operations: usize,
    with_behaviour: usize,
    users: Vec<UserFacts>,
    tokens: Vec<TokenFacts>,
    /// A call to begin with, with the token in a variable.
    #[serde(skip_serializing_if = "Option::is_none")]
    curl: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserFacts {
    id: String,
    display_name: String,
    user_principal_name: String,
}

/// A token of the emulator: no secret, for it is good for nothing else.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenFacts {
    /// `delegated` or `application`.
    scheme: &'static str,
    /// The user, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<String>,
    permissions: Vec<String>,
    token: String,
}

/// Runs the command, until Ctrl-C.
pub(crate) fn run(args: &Args, output: Output) -> Result<Outcome, Failure> {
    let loaded = args.slice.slice()?.load(output, Trust::Stated)?;
    let progress = Progress::new(output);
    progress.stage("Reading the description");
    let read = loaded.reader().read().map_err(input::failure)?;
    drop(progress);
    output.faults(&read.warnings);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::input(cannot_run(&error)))?;
    runtime.block_on(serve(read.api, args.port, output))
}

async fn serve(api: Api, port: u16, output: Output) -> Result<Outcome, Failure> {
    // heard from now on: one that comes while the emulator starts ends it too
    let stop = stopped().map_err(|error| Failure::input(cannot_run(&error)))?;
    let plan = Plan::of(&api);
    let emulator =
        Emulator::builder().api(api).port(port).start().await.map_err(|error| not_started(&error))?;
    let facts = plan.facts(&emulator);
    if output.is_json() {
        let line = serde_json::to_string(&facts).expect("it has no maps");
        output::write(&(line + "\n"), None)?;
    } else {
        output::write(&facts.text(), None)?;
    }
    stop.await;
    drop(emulator);
    output.note("The emulator has ended.");
    Ok(Outcome::Done)
}

/// Ends when somebody wants the program to.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        let mut interrupt = std::pin::pin!(interrupt.recv());
        let mut terminate = std::pin::pin!(terminate.recv());
        std::future::poll_fn(|context| {
            let is_ready =
                interrupt.as_mut().poll(context).is_ready() || terminate.as_mut().poll(context).is_ready();
            if is_ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    })
}

/// Ends when somebody wants the program to.
#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // where Ctrl-C cannot be heard, the system ends the program
        tokio::signal::ctrl_c().await.ok();
    })
}

fn cannot_run(error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(format!("the emulator cannot run: {error}"))
}

fn not_started(error: &EmulatorError) -> Failure {
    Failure::input(match error {
        EmulatorError::Bind { address, source } => {
            Diagnostic::error(format!("the emulator cannot listen on {address}: {source}"))
                .help("name another port with `--port`, or none, which takes any that is free")
        }
        other => Diagnostic::error(other.to_string()),
    })
}

/// What is known before the emulator runs.
struct Plan {
    operations: usize,
    with_behaviour: usize,
    delegated: Vec<String>,
    application: Vec<String>,
    /// A call to begin with, on [`ROOT`].
    first: Option<String>,
}

impl Plan {
    fn of(api: &Api) -> Self {
        let mut answered = api.clone();
        answered.operations.retain(Emulator::answers);
        let report = Report::new(&answered, &Wanted::default()).ok();
        let least = |scheme| {
            let summary = report.as_ref().and_then(|report| report.summary.get(&scheme));
            let chosen = summary.map_or(&[][..], |summary| summary.permissions.as_slice());
            chosen.iter().map(|one| one.name.clone()).collect()
        };
        Self {
            operations: api.operations.len(),
            with_behaviour: answered.operations.len(),
            delegated: least(SchemeName::DelegatedWork),
            application: least(SchemeName::Application),
            first: first(&answered),
        }
    }

    fn facts(self, emulator: &Emulator) -> Facts {
        let users = emulator.users();
        let token = |user: &User| TokenFacts {
            scheme: "delegated",
            user_id: Some(user.id.clone()),
            token: emulator.delegated_token(&user.id, &borrowed(&self.delegated)),
            permissions: self.delegated.clone(),
        };
        let mut tokens: Vec<TokenFacts> = users.iter().map(token).collect();
        tokens.push(TokenFacts {
            scheme: "application",
            user_id: None,
            token: emulator.application_token(&borrowed(&self.application)),
            permissions: self.application.clone(),
        });
        Facts {
            schema_version: output::SCHEMA_VERSION,
            command: "emulate",
            url: emulator.url().to_owned(),
            operations: self.operations,
            with_behaviour: self.with_behaviour,
            curl: self.first.map(|curl| curl.replace(ROOT, emulator.url())),
            users: users.into_iter().map(UserFacts::of).collect(),
            tokens,
        }
    }
}

fn borrowed(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// Stands for the address of the emulator until that is known.
const ROOT: &str = "https://root.invalid";

/// A call on a path below `/me` without keys and arguments, the shortest: one that creates something, because a
/// new emulator is empty, else one that reads.
fn first(api: &Api) -> Option<String> {
    let is_plain = |one: &&Operation| {
        let path = one.path.to_string();
        path.starts_with("/me/") && path.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '/')
    };
    let shortest = |kind: OperationKind| {
        let candidates = api.operations.iter().filter(is_plain).filter(|one| one.kind == kind);
        candidates.min_by_key(|one| one.path.segments.len())
    };
    let chosen = shortest(OperationKind::Create).or_else(|| shortest(OperationKind::Get))?;
    let mut local = Api::new("", "", ROOT);
    local.types.clone_from(&api.types);
    Some(crate::explain::curl(&local, chosen))
}

impl UserFacts {
    fn of(user: User) -> Self {
        Self { id: user.id, display_name: user.display_name, user_principal_name: user.user_principal_name }
    }
}

impl Facts {
    /// For people.
    fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out).expect("a String takes everything");
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "Microsoft Graph, emulated, at {}", self.url)?;
        let others = self.operations - self.with_behaviour;
        writeln!(
            out,
            "{} of {} operations have behaviour; {}",
            self.with_behaviour,
            self.operations,
            match others {
                0 => "none answers 501".to_owned(),
                1 => "the other one answers 501".to_owned(),
                others => format!("the other {others} answer 501"),
            }
        )?;
        writeln!(out, "\nUsers")?;
        for user in &self.users {
            writeln!(out, "  {}, {}\n    {}", user.display_name, user.user_principal_name, user.id)?;
        }
        writeln!(out, "\nTokens of this emulator alone, no secrets")?;
        for token in &self.tokens {
            let of = self.users.iter().find(|user| Some(&user.id) == token.user_id.as_ref());
            match of {
                Some(user) => writeln!(out, "  delegated, {}", user.display_name)?,
                None => writeln!(out, "  application")?,
            }
            for line in wrap(&plain(&token.permissions.join(", ")), 76, 0) {
                writeln!(out, "    {line}")?;
            }
            writeln!(out, "    {}", token.token)?;
        }
        if let Some(curl) = &self.curl {
            writeln!(out, "\nA first call, with one of the tokens as TOKEN")?;
            curl.lines().try_for_each(|line| writeln!(out, "  {line}"))?;
        }
        writeln!(out, "\nA client in Rust")?;
        writeln!(out, "  Graph::builder()\n    .base_url(\"{}\")", self.url)?;
        writeln!(out, "    .allow_http_on_loopback()\n    .token(token)\n    .build()?")?;
        writeln!(out, "\nCtrl-C ends it.")
    }
}
