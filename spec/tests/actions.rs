//! Small descriptions with actions, and the types that their parameters get.

mod support;

use msgraph_spec::model::{Api, Body, StructuredKind};
use support::{api, operation, properties, structured};

const NONE: &str = "  schemas: {}";

fn action(path: &str, properties: &str) -> String {
    format!(
        "  {path}:
    post:
      x-ms-docs-operation-type: action
      requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, required: [a], properties: {properties}}}}}}}}}
      responses: {{'204': {{description: ok}}}}
"
    )
}

fn parameters_of(api: &Api, title: &str) -> String {
    match &operation(api, title).body {
        Some(Body::Parameters(name)) => name.to_string(),
        other => panic!("{title} has {other:?}"),
    }
}

#[test]
fn equal_parameters_of_an_action_share_a_type() {
    let same = "{a: {type: string}, b: {type: integer, nullable: true}}";
    let paths = action("/me/microsoft.graph.send", same)
        + &action("/users/send", same)
        + &action("/x/microsoft.graph.callRecords.send", same);
    let api = api(&paths, NONE);
    assert_eq!(parameters_of(&api, "POST /me/microsoft.graph.send"), "microsoft.graph.sendParameters");
    assert_eq!(parameters_of(&api, "POST /users/send"), "microsoft.graph.sendParameters");
    assert_eq!(
        parameters_of(&api, "POST /x/microsoft.graph.callRecords.send"),
        "microsoft.graph.callRecords.sendParameters"
    );
    assert_eq!(structured(&api, "microsoft.graph.sendParameters").kind, StructuredKind::Parameters);
    assert_eq!(
        properties(&api, "microsoft.graph.sendParameters"),
        ["a: Edm.String required", "b: Edm.Int64?"]
    );
    assert_eq!(api.types.len(), 2);
}

#[test]
fn the_page_of_an_action_is_that_of_its_parameters() {
    let action = |path: &str, page: &str, schema: &str| {
        let schema = format!("{{type: object, properties: {{a: {{type: string}}}}{schema}}}");
        format!(
            "  {path}:
    post:
      operationId: {path}
      externalDocs: {{url: https://example.org/{page}}}
      x-ms-docs-operation-type: action
      requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}
      responses: {{'204': {{description: ok}}}}
"
        )
    };
    let own = ", externalDocs: {url: https://example.org/own}";
    let paths = action("/me/send", "send", "")
        + &action("/users/send", "send", "")
        + &action("/me/call", "call", "")
        + &action("/users/call", "other", "")
        + &action("/me/hold", "hold", own);
    let api = api(&paths, NONE);
    let link = |name: &str| structured(&api, name).docs.link.as_deref();
    assert_eq!(link("microsoft.graph.sendParameters"), Some("https://example.org/send"));
    assert_eq!(link("microsoft.graph.callParameters"), None, "two pages are none");
    assert_eq!(link("microsoft.graph.holdParameters"), Some("https://example.org/own"));
}

#[test]
fn other_parameters_of_an_action_are_named_after_its_path() {
    let paths =
        action("/me/mail/send", "{a: {type: string}}") + &action("/me/Chats/send", "{a: {type: integer}}");
    let api = api(&paths, NONE);
    assert_eq!(parameters_of(&api, "POST /me/mail/send"), "microsoft.graph.mailSendParameters");
    assert_eq!(parameters_of(&api, "POST /me/Chats/send"), "microsoft.graph.chatsSendParameters");
}

#[test]
fn parameters_do_not_take_the_name_of_a_type() {
    let schemas = "  schemas:\n    microsoft.graph.sendParameters: {type: object}\n";
    let api = api(&action("/me/send", "{a: {type: string}}"), schemas);
    assert_eq!(parameters_of(&api, "POST /me/send"), "microsoft.graph.meSendParameters");
}
