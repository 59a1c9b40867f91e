//! The program, run as a user runs it.

use std::process::{Command, Output};

fn run(settings: &[(&str, &str)]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_msgraph-example-mail"));
    program.env_remove("MSGRAPH_TOKEN").env_remove("MSGRAPH_MAIL_TO");
    program.envs(settings.iter().copied()).output().expect("the program runs")
}

#[test]
fn the_emulator_gets_the_meeting_and_the_mail_with_its_link() {
    let run = run(&[]);
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    let link = said.lines().find_map(|line| line.strip_prefix("The join link: ")).expect("a link");
    assert!(link.starts_with("http"), "{link}");
    assert!(said.contains("The mail to ada@contoso.com: 202 Accepted"), "{said}");

    let (calls, mail) = said.split_once("\nPOST /v1.0/me/sendMail\n").expect("the mail was received");
    assert!(calls.contains("\nPOST /v1.0/me/onlineMeetings\n"), "{calls}");
    let mail: serde_json::Value = serde_json::from_str(mail).expect("what was sent is JSON");
    assert_eq!(mail["Message"]["toRecipients"][0]["emailAddress"]["address"], "ada@contoso.com");
    assert_eq!(mail["Message"]["body"]["content"], format!("Join here: {link}\n"));
    assert_eq!(mail["Message"]["attachments"][0]["@odata.type"], "#microsoft.graph.fileAttachment");
    assert!(!said.contains("Bearer"), "{said}");
}

#[test]
fn half_of_the_settings_is_an_error_and_no_secret_is_shown() {
    let run = run(&[("MSGRAPH_TOKEN", "SECRET")]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1));
    assert!(said.starts_with("set both MSGRAPH_TOKEN"), "not in quotes: {said}");
    assert!(said.contains("MSGRAPH_MAIL_TO") && !said.contains("SECRET"), "{said}");
}
