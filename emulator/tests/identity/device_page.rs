//! The page where a person types the code that an app shows.

use msgraph_emulator::{Emulator, User};

use crate::support::{Answer, DESKTOP, Form, World, claims, desktop};

const PAGE: &str = "common/oauth2/deviceauth";

async fn device(world: &World) -> (String, String) {
    let form = [("client_id", DESKTOP), ("scope", "OnlineMeetings.ReadWrite")];
    let answer = Answer::to(world.http.post(world.address("oauth2/v2.0/devicecode")).form(&form)).await;
    (String::from(answer.text("device_code")), String::from(answer.text("user_code")))
}

async fn poll(world: &World, device_code: &str) -> Answer {
    let grant_type = "urn:ietf:params:oauth:grant-type:device_code";
    world.token(&[("grant_type", grant_type), ("client_id", DESKTOP), ("device_code", device_code)]).await
}

async fn send(world: &World, form: &Form<'_>, origin: Option<&str>) -> Answer {
    let request = world.http.post(format!("{}/{PAGE}", world.emulator.authority())).form(form);
    Answer::to(origin.into_iter().fold(request, |request, origin| request.header("origin", origin))).await
}

#[tokio::test]
async fn it_asks_for_the_code_and_who_signs_in() {
    let evil = User::new("0d1c2b3a-4f5e-4d6c-8b7a-998877665544", "<script>\"&", "pat@contoso.example");
    let world = World::with(Emulator::builder().apps([desktop()])).await;
    world.emulator.add_user(evil);
    let page = Answer::to(world.http.get(format!("{}/{PAGE}", world.emulator.authority()))).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert!(page.text.contains("name=user_code") && page.text.contains("<form method=post>"));
    for user in [&world.adele, &world.megan] {
        assert!(page.text.contains(&format!("value=\"{}\">{}", user.id, user.display_name)), "{}", page.text);
    }
    assert!(page.text.contains("&lt;script&gt;&quot;&amp;") && !page.text.contains("<script"));
}

#[tokio::test]
async fn who_types_the_code_signs_the_app_in() {
    let world = World::with(Emulator::builder().apps([desktop()])).await;
    let (device_code, user_code) = device(&world).await;
    let typed = format!(" {} ", user_code.to_lowercase());
    let form = vec![("user_code", typed.as_str()), ("user", world.megan.id.as_str())];
    let answer = send(&world, &form, Some(world.emulator.authority())).await;
    assert!(answer.status == 200 && answer.text.contains("You are signed in."), "{}", answer.text);
    let token = poll(&world, &device_code).await;
    assert_eq!(claims(token.access_token())["oid"], world.megan.id);
    let again = send(&world, &form, None).await;
    assert!(again.status == 400 && again.text.contains("No app waits for this code"), "{}", again.text);
    assert!(again.text.contains("<form"), "it can be typed again");
}

#[tokio::test]
async fn who_refuses_the_app_keeps_it_out() {
    let world = World::with(Emulator::builder().apps([desktop()])).await;
    let (device_code, user_code) = device(&world).await;
    let form = vec![("user_code", user_code.as_str()), ("user", world.adele.id.as_str()), ("decline", "1")];
    assert!(send(&world, &form, None).await.text.contains("The app is refused."));
    poll(&world, &device_code).await.refused(400, "authorization_declined", 65_004);
}

#[tokio::test]
async fn forms_of_other_pages_and_broken_ones_change_nothing() {
    let world = World::with(Emulator::builder().apps([desktop()])).await;
    let (device_code, user_code) = device(&world).await;
    let form = vec![("user_code", user_code.as_str()), ("user", world.adele.id.as_str())];
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        assert_eq!(send(&world, &form, Some(origin)).await.status, 403, "{origin}");
    }
    assert_eq!(
        send(&world, &vec![("user_code", user_code.as_str()), ("user", "nobody")], None).await.status,
        400
    );
    send(&world, &vec![("user", world.adele.id.as_str())], None).await.refused(
        400,
        "invalid_request",
        900_144,
    );
    let address = format!("{}/{PAGE}", world.emulator.authority());
    let put = Answer::to(world.http.put(address)).await;
    put.refused(405, "invalid_request", 900_561);
    assert_eq!(put.header("allow"), "GET, POST");
    poll(&world, &device_code).await.refused(400, "authorization_pending", 70_016);
    let local = world.emulator.authority().replace("127.0.0.1", "localhost");
    assert_eq!(send(&world, &form, Some(&local)).await.status, 200, "nothing was lost");
}
