//! `completions`: scripts that shells read.

#[path = "support/called.rs"]
mod called;

use std::process::Command;

use called::{called, written};

#[test]
fn every_shell_gets_a_script_with_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = written(&["completions", shell]);
        for command in ["completions", "diff", "emulate", "explain", "permissions"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("cargo-msgraph"), "{shell}");
    }
    let value: serde_json::Value =
        serde_json::from_str(&written(&["completions", "zsh", "--json"])).expect("JSON");
    assert!(value["script"].as_str().expect("a script").starts_with("#compdef cargo-msgraph"));
}

#[test]
fn bash_completes() {
    let script = written(&["completions", "bash"]);
    let ask = r#"
complete -p cargo-msgraph >/dev/null || exit 3
function=$(complete -p cargo-msgraph | sed 's/.*-F \([^ ]*\).*/\1/')
COMP_WORDS=(cargo-msgraph expl); COMP_CWORD=1; $function cargo-msgraph expl cargo-msgraph; echo "${COMPREPLY[@]}"
COMP_WORDS=(cargo-msgraph diff --form); COMP_CWORD=2; $function cargo-msgraph --form diff; echo "${COMPREPLY[@]}"
"#;
    let Ok(output) = Command::new("bash").arg("-c").arg(format!("{script}\n{ask}")).output() else {
        eprintln!("skipped: there is no bash");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&output.stdout), "explain\n--format\n", "{output:?}");
}

#[test]
fn the_help_says_where_scripts_belong() {
    let help = written(&["completions", "--help"]);
    for word in ["~/.zfunc/_cargo-msgraph", "bash-completion", "fish", "$PROFILE"] {
        assert!(help.contains(word), "{word}\n{help}");
    }
    let (code, _, stderr) = called(&["completions", "csh"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("bash"), "{stderr}");
}
