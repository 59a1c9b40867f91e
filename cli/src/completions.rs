//! `cargo msgraph completions`: what a shell needs to complete calls of this program.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::output::{self, Output};
use crate::{Failure, Outcome, args};

/// The arguments of the command.
#[derive(Debug, clap::Args)]
#[command(after_help = HINTS)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

const HINTS: &str = "\
The script goes to standard output. Where it belongs:
  bash        cargo msgraph completions bash > \\
                ~/.local/share/bash-completion/completions/cargo-msgraph
  zsh         cargo msgraph completions zsh > ~/.zfunc/_cargo-msgraph
              (with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc)
  fish        cargo msgraph completions fish > \\
                ~/.config/fish/completions/cargo-msgraph.fish
  powershell  cargo msgraph completions powershell >> $PROFILE
  elvish      cargo msgraph completions elvish >> ~/.config/elvish/rc.elv

All of them complete `cargo-msgraph ..`, with a hyphen. Behind `cargo msgraph ..`
it is cargo's own script that completes. That for zsh asks `_cargo-msgraph`, so it
works there too; that for bash offers file names. Cargo has none for other shells.";

/// The name that is completed.
const NAME: &str = "cargo-msgraph";

/// Runs the command.
pub(crate) fn run(args: &Args, output: Output) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    let mut command = args::Args::command().name(NAME).bin_name(NAME);
    clap_complete::generate(args.shell, &mut command, NAME, &mut script);
    let script = String::from_utf8_lossy(&script);
    // clap_complete's script for bash spells a hyphen in the name in two ways, and then finds no subcommand
    let script = script.replace("cargo__subcmd__msgraph", "cargo__msgraph");
    if output.is_json() {
        #[derive(serde::Serialize)]
        struct Value<'a> {
            shell: String,
            script: &'a str,
        }
        output::write_json("completions", &Value { shell: args.shell.to_string(), script: &script })?;
    } else {
        output::write(&script, None)?;
    }
    Ok(Outcome::Done)
}
