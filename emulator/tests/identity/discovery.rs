//! What clients find out by themselves: <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc>.

use crate::support::{Answer, World, claims, client_credentials};

#[tokio::test]
async fn the_configuration_names_endpoints_that_answer() {
    let world = World::new().await;
    let answer = Answer::to(world.http.get(world.address("v2.0/.well-known/openid-configuration"))).await;
    let token = Answer::to(world.http.post(answer.text("token_endpoint")).form(&client_credentials())).await;
    assert_eq!(claims(token.access_token())["iss"], answer.text("issuer"));
    let sign_in = Answer::to(world.http.get(answer.text("authorization_endpoint"))).await;
    sign_in.refused(400, "invalid_request", 900_144);
    let device = Answer::to(world.http.post(answer.text("device_authorization_endpoint"))).await;
    device.refused(400, "invalid_request", 900_144);
    let keys = Answer::to(world.http.get(answer.text("jwks_uri"))).await;
    assert_eq!(keys.json, serde_json::json!({"keys": []}), "tokens are not signed");
    assert_eq!(answer.json["id_token_signing_alg_values_supported"], serde_json::json!(["none"]));
    assert!(world.emulator.requests().is_empty(), "none of them is a request to Graph");
}

#[tokio::test]
async fn the_issuer_of_anyones_tenant_is_a_template() {
    let world = World::new().await;
    let authority = world.emulator.authority();
    let get = async |tenant: &str| {
        let address = format!("{authority}/{tenant}/v2.0/.well-known/openid-configuration");
        Answer::to(world.http.get(address)).await
    };
    for tenant in ["common", "organizations"] {
        assert_eq!(get(tenant).await.text("issuer"), format!("{authority}/{{tenantid}}/v2.0"));
    }
    let issuer = format!("{authority}/{}/v2.0", world.emulator.tenant_id());
    assert_eq!(get("contoso.example").await.text("issuer"), issuer);
    get("fabrikam.example").await.refused(400, "invalid_request", 90_002);
}
