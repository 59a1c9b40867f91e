//! `cargo msgraph emulate`: a server on this machine that behaves like Microsoft Graph for a slice.

mod facts;
mod faults;
mod log;
mod plan;
mod slices;
mod stop;
mod terminal;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use msgraph_emulator::{Emulator, EmulatorBuilder, EmulatorError, Fault};
use msgraph_spec::Diagnostic;
use msgraph_spec::model::Api;

use crate::input::SliceArgs;
use crate::output::Output;
use crate::{Failure, Outcome, args, output};
use log::Follower;
use plan::Plan;

/// The arguments of the command.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", args::EXIT_CODES))]
pub(crate) struct Args {
    /// The port on the loopback address; any that is free by default
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Keep the state in this file, which is made where it does not exist; in memory by default
    ///
    /// Meetings and all other entities are there again when an emulator starts with the file the next time, with the
    /// same ids. What was answered is on the disk. Tokens and the list of requests are not kept.
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// Serve this slice beside the first one; may be given several times
    ///
    /// It is a msgraph.toml, the folder of a generated crate, `online-meetings` for the bundled slice, or a
    /// description (OpenAPI or CSDL, a file or an https:// address). A mere description takes the table of
    /// `--permissions`; without one, every token opens its operations. The options of the slice are for the first
    /// one, which has an operation where several have it.
    #[arg(long, value_name = "SLICE")]
    also: Vec<String>,
    /// Let this share of the requests take a fault by chance: '5%=429;retry-after=2'; may be given several times
    ///
    /// The share is a percentage or a number from 0 to 1; those of all add up to 1 at most. A fault is one of
    /// `429` (any status, headers behind it as in `503;retry-after=2`), `garbage` or `garbage=502` (a page of HTML),
    /// `delay=250ms`, `cut-before`, `cut-after` (the connection, before and after the work), `cut-body=10`,
    /// `truncated`, `repeat-next-link`, `empty-page`. ` @GET /me` behind it limits it to a method and to paths,
    /// ` @token` to the token endpoint, which is spared otherwise.
    #[arg(long = "fault", value_name = "SHARE=FAULT")]
    faults: Vec<String>,
    /// Make up ids and draw faults from this seed: the same requests get the same answers
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
    /// Put at most so many items on a page; 100 by default
    #[arg(long, value_name = "COUNT")]
    page_size: Option<NonZeroUsize>,
    /// Keep the last so many requests for the page to look at; 10000 by default
    #[arg(long, value_name = "COUNT")]
    keep_requests: Option<NonZeroUsize>,
    /// Write a line for each request to standard error, without queries, headers and bodies
    #[arg(long)]
    log: bool,
    /// Sign tokens with RS256, for services that verify them
    #[cfg(feature = "jwt")]
    #[arg(long)]
    signed_tokens: bool,
    #[command(flatten)]
    slice: SliceArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo msgraph emulate
  cargo msgraph emulate --port 8080 --store graph.redb --log
  cargo msgraph emulate --spec slice.yaml --permissions permissions.json --also online-meetings
  cargo msgraph emulate --fault '5%=429;retry-after=2' --fault '0.01=cut-after' --seed 7
  cargo msgraph emulate --json > emulator.json &

Online meetings with their attendance reports, recordings and transcripts behave as in Graph.
Entities of every other type are created, read, listed, changed and deleted as the description
has them; actions without a result are held against it. Functions, actions with a result and
`$ref` answer 501.

It has two users, and makes a token for each and one for an application, each with the least
permissions that its operations need. Beside Graph it is an identity platform, with an app to
sign in, and has a page to look at. It runs until Ctrl-C.";

/// Runs the command, until Ctrl-C.
pub(crate) fn run(args: &Args, output: Output) -> Result<Outcome, Failure> {
    let (slices, rates) = match (slices::named(&args.slice, &args.also), faults::read(&args.faults)) {
        (Ok(slices), Ok(rates)) => (slices, rates),
        (slices, rates) => {
            let failures = slices.err().into_iter().flatten().chain(rates.err().map(Failure::Usage));
            return Err(slices::together(failures.collect(), output));
        }
    };
    let apis = slices::read(slices, output)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::input(cannot_run(&error)))?;
    runtime.block_on(serve(args, apis, rates, output))
}

async fn serve(
    args: &Args,
    apis: Vec<Api>,
    rates: Vec<(f64, Fault)>,
    output: Output,
) -> Result<Outcome, Failure> {
    // heard from now on: one that comes while the emulator starts ends it too
    let stop = stop::asked().map_err(|error| Failure::input(cannot_run(&error)))?;
    let plan = Plan::of(&apis);
    let builder =
        rates.into_iter().fold(builder(args), |builder, (share, fault)| builder.fault_rate(share, fault));
    let mut apis = apis.into_iter();
    let builder = apis.next().into_iter().fold(builder, EmulatorBuilder::api);
    let emulator = apis.fold(builder, EmulatorBuilder::also).start().await;
    let emulator = emulator.map_err(|error| not_started(&error))?;
    let facts = plan.facts(&emulator, args);
    if output.is_json() {
        let line = serde_json::to_string(&facts).expect("it has no maps");
        output::write(&(line + "\n"), None)?;
    } else {
        output::write(&facts.text(), None)?;
    }
    if args.log {
        Follower::new(output).follow(&emulator, stop).await;
    } else {
        stop.await;
    }
    drop(emulator);
    output.note("The emulator has ended.");
    Ok(Outcome::Done)
}

/// What the options say, but for slices and faults.
fn builder(args: &Args) -> EmulatorBuilder {
    let mut builder = Emulator::builder().port(args.port).seed(args.seed);
    if let Some(file) = &args.store {
        builder = builder.store(file);
    }
    if let Some(count) = args.page_size {
        builder = builder.page_size(count.get());
    }
    if let Some(count) = args.keep_requests {
        builder = builder.keep_requests(count.get());
    }
    #[cfg(feature = "jwt")]
    if args.signed_tokens {
        builder = builder.signed_tokens();
    }
    builder
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
        EmulatorError::Store { path, reason } => {
            // what to do stands behind what is wrong
            let reason = reason.to_string();
            let (wrong, help) = reason.rsplit_once("; ").unwrap_or((&reason, "name another path"));
            let place = path.display();
            Diagnostic::error(format!("the emulator cannot keep its state in `{place}`: {wrong}")).help(help)
        }
        EmulatorError::Runtime(source) => cannot_run(source),
        other => Diagnostic::error(other.to_string()),
    })
}
