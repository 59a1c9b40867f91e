//! Secrets are known by the mark of the description or by the reviewed list, in every front end.

mod support;

use std::collections::BTreeSet;

use msgraph_spec::Reader;
use msgraph_spec::model::{Api, TypeDef};
use support::{bundled_api, metadata};

/// All secrets: `type/property`.
fn secrets(api: &Api) -> BTreeSet<String> {
    of_types(api, |_| true)
}

fn of_types(api: &Api, is_meant: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (name, ty) in &api.types {
        if let TypeDef::Structured(ty) = ty
            && is_meant(name.as_str())
        {
            let secrets = ty.properties.iter().filter(|one| one.is_secret);
            found.extend(secrets.map(|one| format!("{name}/{}", one.name)));
        }
    }
    found
}

fn texts(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|one| (*one).to_owned()).collect()
}

const CSDL: &str = r#"<Schema Namespace="microsoft.graph" Alias="graph">
  <EntityType Name="subscription"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String"/>
    <Property Name="subject" Type="Edm.String"/>
    <Property Name="clientState" Type="Edm.String"/>
    <Property Name="PassCode" Type="Edm.String"/>
    <Property Name="privateKey" Type="Edm.Binary"/>
    <Property Name="accessToken" Type="Collection(graph.claim)"/>
    <Property Name="password" Type="Edm.Boolean"/>
    <Property Name="passwordLength" Type="Edm.String"/>
  </EntityType>
  <ComplexType Name="claim"><Property Name="clientState" Type="Edm.String"/></ComplexType>
  <Action Name="unlock" IsBound="true"><Parameter Name="it" Type="graph.subscription"/>
    <Parameter Name="password" Type="Edm.String"/><Parameter Name="at" Type="Edm.String"/></Action>
  <EntityContainer Name="c"><EntitySet Name="subscriptions" EntityType="graph.subscription"/></EntityContainer>
</Schema>"#;

#[test]
fn csdl_has_the_secrets_of_the_list() {
    let read = Reader::csdl_text("x.xml", CSDL).read().unwrap_or_else(|faults| panic!("{faults}"));
    let expected = [
        "microsoft.graph.subscription/PassCode",
        "microsoft.graph.subscription/clientState",
        "microsoft.graph.subscription/privateKey",
        "microsoft.graph.unlockParameters/password",
    ];
    assert_eq!(secrets(&read.api), texts(&expected));
}

#[test]
fn the_mark_of_a_description_adds_to_the_list_and_takes_nothing_off() {
    let api = support::api(
        "  /me: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/microsoft.graph.user'}}}}}}}",
        "  schemas:
    microsoft.graph.user:
      type: object
      title: user
      properties:
        nickname: {type: string, x-ms-secret: true}
        password: {type: string, x-ms-secret: false}
        joinWebUrl: {type: string}
        surname: {type: string}
",
    );
    let expected =
        ["microsoft.graph.user/joinWebUrl", "microsoft.graph.user/nickname", "microsoft.graph.user/password"];
    assert_eq!(secrets(&api), texts(&expected));
}

/// The list knows the secrets of the bundled slice (`csdl_slice.rs` compares them), and no more than are marked there.
#[test]
fn the_list_adds_nothing_to_the_bundled_slice() {
    let text = support::bundled_text("openapi.yaml");
    let (paths, components) = text.split_once("\ncomponents:").expect("two parts");
    let marks = |of: &str| of.lines().filter(|line| line.trim() == "x-ms-secret: true").count();
    // what a function gives is no property
    assert_eq!(marks(paths), 2);
    assert_eq!(secrets(&bundled_api()).len(), marks(components));
}

/// Microsoft's own OpenAPI file marks nothing. It is older than the slice, and declares properties elsewhere.
#[test]
fn the_openapi_file_of_microsoft_has_the_secrets_of_the_bundled_slice() {
    let Some(path) = metadata("openapi/cloud-communications.yml") else { return };
    let theirs = Reader::openapi(path).read().unwrap_or_else(|faults| panic!("{faults}")).api;
    let ours = bundled_api();
    let is_shared = |name: &str| {
        let has = |api: &Api| api.types.keys().any(|known| known.as_str() == name);
        has(&ours) && has(&theirs)
    };
    let (ours, theirs_found) = (of_types(&ours, is_shared), of_types(&theirs, is_shared));
    let declares = |one: &&String| {
        let (ty, name) = one.split_once('/').unwrap_or_default();
        let ty = theirs.structured(&msgraph_spec::model::TypeName::new(ty));
        ty.is_some_and(|ty| ty.properties.iter().any(|one| one.name == name))
    };
    let missing: Vec<_> = ours.iter().filter(declares).filter(|one| !theirs_found.contains(*one)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(theirs_found.len() >= 8, "{theirs_found:#?}");
}

#[test]
fn what_is_no_secret_of_graph_shows() {
    let Some(path) = metadata("graph-v1.0.csdl.xml") else { return };
    let read = Reader::csdl(path).include("/me").include("/applications").include("/me/onlineMeetings/{id}");
    let api = read.root("optionalClaims").root("passwordProfile").read().expect("the slice").api;
    let found = secrets(&api);
    for one in ["microsoft.graph.passwordProfile/password", "microsoft.graph.passwordCredential/secretText"] {
        assert!(found.contains(one), "{one} is not among {found:#?}");
    }
    let shown =
        ["/subject", "/displayName", "/mail", "/idToken", "/accessToken", "/passwordPolicies", "/keyId"];
    let wrong: Vec<_> = found.iter().filter(|one| shown.iter().any(|end| one.ends_with(end))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
