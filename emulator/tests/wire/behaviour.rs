//! Which tests hold which row of the table of Graph's behaviour.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What there is to say of a row.
enum Row {
    /// These tests hold it together. Somebody has read each clause against them; that is not checked.
    Held(&'static [&'static str]),
    /// It says nothing about the service, and why.
    Apart(&'static str),
}

use Row::{Apart, Held};

/// Every row by its topic. What a row leaves open, or the emulator leaves out, stands beside it.
const ROWS: [(&str, Row); 24] = [
    // Bodies that are absent, no JSON or nested otherwise come from faults.
    (
        "Error body",
        Held(&[
            "error_body_has_code_message_and_inner_error",
            "error_body_may_have_no_message_nest_otherwise_be_no_json_or_be_absent",
        ]),
    ),
    ("401", Held(&["unauthorized_without_a_token_and_with_a_wrong_one"])),
    (
        "403, no policy",
        Held(&["forbidden_without_an_application_access_policy", "forbidden_as_older_tenants_say_it"]),
    ),
    // A change of a policy is there at once; the 30 minutes are a test's to wait.
    (
        "Application access policy",
        Held(&[
            "application_access_policy_may_be_for_some_users_only",
            "application_access_policy_never_replaces_a_permission",
            "application_access_policy_does_not_apply_to_delegated_tokens_or_communications",
        ]),
    ),
    ("`/me` with an app-only token", Held(&["me_with_an_app_only_token_is_a_bad_request"])),
    ("User id in the path", Held(&["user_id_in_the_path_is_an_object_id"])),
    ("429", Held(&["throttled_requests_have_the_code_and_a_wait_that_may_be_decimal_or_absent"])),
    (
        "Request ids",
        Held(&[
            "request_ids_the_clients_own_comes_back",
            "request_ids_are_on_every_answer_and_differ",
            "request_ids_that_are_no_guid_come_back_too",
            "request_ids_come_back_where_nobody_is_signed_in_and_in_a_batch",
        ]),
    ),
    (
        "POST",
        Held(&[
            "post_answers_201_and_the_whole_meeting",
            "post_the_end_may_be_in_the_past_but_not_before_the_start",
        ]),
    ),
    (
        "Passcode",
        Held(&[
            "passcode_only_where_it_is_asked_for",
            "passcode_of_the_clients_own_is_not_supported",
            "patch_the_organizer_and_the_settings_are_fixed",
        ]),
    ),
    (
        "Accept-Language",
        Held(&[
            "accept_language_localises_the_join_information",
            "accept_language_counts_for_each_request_anew",
            "accept_language_is_english_by_default",
            "accept_language_goes_by_weight_and_then_by_order",
            "accept_language_a_region_or_a_script_gives_its_language_and_any_gives_english",
        ]),
    ),
    // Which options a template locks is its administrator's choice, and no template exists here.
    (
        "Meeting template",
        Held(&[
            "meeting_template_comes_back",
            "meeting_template_locked_options_are_not_known_and_stay_as_they_are_sent",
        ]),
    ),
    (
        "GET with `$filter`",
        Held(&[
            "get_with_filter_on_join_web_url_is_a_collection_of_one",
            "get_with_filter_the_value_is_decoded_exactly_once",
            "get_with_filter_on_join_meeting_id",
            "get_with_filter_on_video_teleconference_id_below_communications_alone",
            "get_with_any_other_filter_is_an_invalid_argument",
        ]),
    ),
    (
        "Organizer",
        Held(&[
            "organizer_alone_finds_a_meeting_by_its_join_link",
            "get_by_id_also_accepts_attendees_but_nobody_else",
        ]),
    ),
    (
        "PATCH",
        Held(&[
            "patch_answers_200_and_the_meeting_with_what_changed_alone",
            "patch_start_and_end_only_together",
            "patch_attendees_as_a_full_list",
            "patch_the_organizer_and_the_settings_are_fixed",
        ]),
    ),
    ("DELETE", Held(&["delete_answers_204_and_then_there_is_nothing"])),
    // There is one tenant, so nothing can be told apart by it.
    (
        "createOrGet",
        Held(&[
            "create_or_get_is_201_when_new_and_200_when_it_existed",
            "create_or_get_is_keyed_by_user",
            "create_or_get_start_defaults_to_now_and_end_to_an_hour_later",
            "create_or_get_refuses_an_end_without_a_start_or_before_it",
            "create_or_get_ignores_is_passcode_required",
            "post_refuses_an_external_id",
        ]),
    ),
    (
        "Enums",
        Held(&[
            "enums_late_members_are_sent_only_where_they_are_preferred",
            "enums_late_roles_are_taken_and_both_of_them_stand_behind_the_unknown_one",
            "unknown_enum_members_are_for_the_request_that_prefers_them",
        ]),
    ),
    (
        "Paging",
        Held(&[
            "paging_the_next_link_is_complete_and_leads_to_the_end",
            "paging_the_link_carries_no_headers",
            "pages_may_repeat_their_link_or_be_empty",
        ]),
    ),
    (
        "`$batch`",
        Held(&[
            "at_most_twenty_requests",
            "a_batch_that_cannot_be_read_is_refused_and_nothing_is_done",
            "answers_come_in_another_order_which_the_seed_decides",
            "what_depends_on_a_failure_fails_and_waits_for_a_success",
            "a_request_of_a_batch_has_faults_of_its_own",
            "each_request_has_an_answer_of_its_own",
        ]),
    ),
    // Requests are not counted: who tests against a limit of 130,000 of them asks for a fault. Of the lengths of
    // subjects and meetings nothing is known, so none is refused.
    (
        "Limits",
        Held(&[
            "limits_meetings_are_counted_by_user_and_month",
            "limits_of_meetings_are_there_only_where_a_test_sets_one",
        ]),
    ),
    (
        "Clouds",
        Apart("Which address a cloud has is the client's to know; the emulator is reached at its own."),
    ),
    (
        "Dates",
        Held(&[
            "dates_of_any_number_of_digits_come_back_with_seven_in_utc",
            "post_answers_201_and_the_whole_meeting",
        ]),
    ),
    ("Transcripts", Held(&["transcripts_of_a_meeting_without_an_event_are_a_bad_request"])),
];

/// The tests of the emulator by their names, each with the text of its file.
fn tests() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = ["tests", "src"].map(|one| Path::new(env!("CARGO_MANIFEST_DIR")).join(one)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|one| one == "rs") {
                let text = fs::read_to_string(&path).expect("a source");
                for name in names(&text) {
                    found.insert(name, text.clone());
                }
            }
        }
    }
    found
}

/// The names of the functions right behind an attribute that makes them tests.
fn names(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_test = |line: &str| line == "#[test]" || line.starts_with("#[tokio::test");
    let name = |pair: &[&str]| {
        let function = pair[1].trim_start_matches("async ").strip_prefix("fn ")?;
        is_test(pair[0]).then(|| String::from(function.split('(').next().unwrap_or(function)))
    };
    lines.windows(2).filter_map(name).collect()
}

/// Whether the comments at the beginning of lines have the topic in quotes; it may stand on two lines.
fn names_row(source: &str, topic: &str) -> bool {
    let comments = source.lines().filter(|line| line.starts_with("//"));
    let comments: Vec<&str> = comments.map(|line| line.trim_start_matches(['/', '!', ' '])).collect();
    comments.join(" ").contains(&format!("\"{topic}\""))
}

#[test]
fn every_row_is_held_by_tests_that_exist_and_one_file_names_it() {
    let tests = tests();
    assert!(tests.len() > 100, "{} tests were found", tests.len());
    for (topic, row) in &ROWS {
        match row {
            Held(names) => {
                let sources = names.iter().map(|name| {
                    tests.get(*name).unwrap_or_else(|| panic!("'{topic}': there is no test {name}"))
                });
                let naming = sources.filter(|source| names_row(source, topic));
                assert!(naming.count() > 0, "'{topic}': no file of these tests names the row");
            }
            Apart(why) => assert!(why.len() > 20, "'{topic}' needs a reason"),
        }
    }
}

#[test]
fn every_row_of_the_table_is_known_and_no_other() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/graph-behaviour.md");
    let Ok(text) = fs::read_to_string(&table) else {
        println!("skipped: {} is not there", table.display());
        return;
    };
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let rows: BTreeSet<&str> = rows.filter(|topic| *topic != "topic").collect();
    let known: BTreeSet<&str> = ROWS.iter().map(|(topic, _)| *topic).collect();
    assert_eq!(known, rows);
    assert_eq!(known.len(), ROWS.len(), "a row is there once");
}
