//! The page in a browser: headless Chromium from the system, else skipped with a word. It is driven by keys, as a
//! person would.

use std::path::Path;

use msgraph_emulator::Emulator;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::support::{Desk, READ_WRITE};

/// The browser with the page of an emulator, or nothing where there is no browser.
fn open(folder: &Path, desk: &Desk) -> Option<Browser> {
    let Some(mut browser) = Browser::start(folder) else {
        println!("skipped: needs chromium or google-chrome in PATH, or the path of one in CHROME");
        return None;
    };
    browser.go(desk.emulator.authority());
    browser.wait_for("document.getElementById('connection').textContent === 'live'");
    Some(browser)
}

/// The text of each row that is seen, as a person reads it.
fn rows(browser: &mut Browser) -> Vec<String> {
    browser.texts(
        "[...document.querySelectorAll('#rows tr.request')].filter((row) => row.checkVisibility())
        .map((row) => row.innerText.replace(/\\s+/g, ' ').trim())",
    )
}

/// Goes to something by its selector, as Tab would, and presses Enter.
fn enter(browser: &mut Browser, selector: &str) {
    browser.run(&format!("document.querySelector({}).focus()", json!(selector)));
    assert!(browser.is(&format!("document.activeElement.matches({})", json!(selector))), "{selector}");
    browser.key("Enter");
}

fn wait_for_rows(browser: &mut Browser, count: usize) {
    browser.wait_for(&format!("document.querySelectorAll('#rows tr.request').length === {count}"));
}

#[tokio::test]
async fn a_request_appears_as_it_comes_with_its_permissions_and_its_answer() {
    let (folder, desk) = (tempfile::tempdir().expect("a folder"), Desk::new().await);
    let Some(mut browser) = open(folder.path(), &desk) else { return };
    let browser = &mut browser;
    assert!(browser.is("document.getElementById('nothing').checkVisibility()"));
    assert_eq!(desk.meeting(&desk.token(&[READ_WRITE]), "Analysis II"), 201);
    wait_for_rows(browser, 1);
    let shown = rows(browser).remove(0);
    for part in ["POST /v1.0/me/onlineMeetings", "201 Created", READ_WRITE, "delegated (work or school)"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(browser.text("document.querySelector('#rows li.held code').textContent"), READ_WRITE);

    // What lacks a permission says which.
    assert_eq!(desk.meeting(&desk.token(&["User.Read"]), "No"), 403);
    wait_for_rows(browser, 2);
    let shown = rows(browser).remove(0);
    assert!(
        shown.contains("403 Forbidden") && shown.contains("missing") && shown.contains("User.Read"),
        "{shown}"
    );
    assert_eq!(browser.text("document.querySelector('#rows li.missing code').textContent"), READ_WRITE);

    // The stored meeting is there, and one that comes later.
    let meetings = "document.getElementById('meetings').innerText";
    browser.wait_for(&format!("{meetings}.includes('Analysis II')"));
    assert!(browser.text(meetings).contains("Adele Vance"));
    assert_eq!(desk.meeting(&desk.token(&[READ_WRITE]), "Analysis III"), 201);
    browser.wait_for(&format!("{meetings}.includes('Analysis III')"));
    assert_eq!(browser.text("document.getElementById('meeting-count').textContent"), "2");
    // Whoever does not see hears of it.
    browser.wait_for("document.getElementById('news').textContent.includes('/me/onlineMeetings, 201')");
    // Nothing was fetched from elsewhere, and nothing went against the policy.
    let requests = browser.requests();
    assert!(
        requests.iter().all(|one| one.starts_with(desk.emulator.authority()) || one.starts_with("data:")),
        "{requests:?}"
    );
    assert_eq!(browser.complaints(), Vec::<String>::new());
    assert_eq!(desk.emulator.requests().len(), 3, "the page itself is no request to Graph");
}

#[tokio::test]
async fn faults_are_switched_on_by_the_page() {
    let (folder, desk) = (tempfile::tempdir().expect("a folder"), Desk::new().await);
    let Some(mut browser) = open(folder.path(), &desk) else { return };
    let browser = &mut browser;
    let token = desk.token(&[READ_WRITE]);
    // For the next request alone.
    enter(browser, "[data-fault='503'] button");
    browser.wait_for("document.getElementById('waiting').textContent.endsWith(': 503')");
    assert_eq!([desk.meeting(&token, "x"), desk.meeting(&token, "x")], [503, 201]);
    wait_for_rows(browser, 2);
    let shown = rows(browser);
    assert!(shown[1].contains("503 Service Unavailable") && shown[1].ends_with("503"), "{shown:?}");
    // By chance, and all of them.
    browser.run("(() => { const one = document.querySelector('[data-fault=\"429\"] input'); one.focus(); one.select(); })()");
    browser.write("100");
    browser.wait_for("document.getElementById('share').textContent === '100 % of all requests'");
    let start = std::time::Instant::now();
    while desk.get("/emulator/faults")["rates"] != json!([{"share": 1.0, "fault": "429"}]) {
        assert!(start.elapsed().as_secs() < 20, "{}", desk.get("/emulator/faults"));
    }
    assert_eq!([desk.meeting(&token, "x"), desk.meeting(&token, "x")], [429, 429]);
    // There is no room for more.
    browser.run("(() => { const one = document.querySelector('[data-fault=\"500\"] input'); one.focus(); one.select(); })()");
    browser.write("5");
    browser.key("Tab");
    assert_eq!(browser.text("document.querySelector('[data-fault=\"500\"] input').value"), "0");
    // A rate that a program sets is shown, also one that the page has no switch for.
    let rates = json!({"rates": [{"share": 0.125, "fault": "delay=5ms"}]});
    desk.json("PUT", "/emulator/faults", &rates).expect(200);
    browser.wait_for("document.querySelector('[data-fault=\"delay=5ms\"] input')?.value === '12.5'");
    // And it stays where the page, which has not heard of another one yet, changes its own.
    let rates = json!({"rates": [{"share": 0.25, "fault": "503"}]});
    desk.json("PUT", "/emulator/faults", &rates).expect(200);
    browser.run("(() => { const one = document.querySelector('[data-fault=\"500\"] input'); one.focus(); one.select(); })()");
    browser.write("7");
    browser.wait_for("document.querySelector('[data-fault=\"503\"] input').value === '25'");
    let rates = json!([{"share": 0.25, "fault": "503"}, {"share": 0.07, "fault": "500"}]);
    assert_eq!(desk.get("/emulator/faults")["rates"], rates);
    enter(browser, "#no-faults");
    browser.wait_for("document.getElementById('share').textContent === '0 % of all requests'");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[tokio::test]
async fn requests_are_filtered_opened_and_held_back_by_keys() {
    let (folder, desk) = (tempfile::tempdir().expect("a folder"), Desk::new().await);
    let Some(mut browser) = open(folder.path(), &desk) else { return };
    let browser = &mut browser;
    let token = desk.token(&[READ_WRITE]);
    desk.meeting(&token, "Analysis II");
    desk.graph(&token, "GET", "/me/onlineMeetings/unknown", &Value::Null);
    wait_for_rows(browser, 2);
    browser.run("document.getElementById('reset').focus()");
    browser.key("/");
    assert_eq!(
        browser.text("document.activeElement.id"),
        "reset",
        "the key is good among the requests alone"
    );
    browser.run("document.getElementById('requests').focus()");
    browser.key("/");
    assert_eq!(browser.text("document.activeElement.id"), "q");
    browser.write("get 404");
    let shown = rows(browser);
    assert!(shown.len() == 1 && shown[0].contains("404 Not Found"), "{shown:?}");
    assert_eq!(browser.text("document.getElementById('count').textContent"), "1 of 2");
    browser.write(" nothing");
    assert_eq!(rows(browser), Vec::<String>::new());
    assert_eq!(browser.text("document.getElementById('nothing').innerText"), "No request is like that.");
    browser.key("Escape");
    assert_eq!(rows(browser).len(), 2);

    // Enter opens the details, and closes them.
    browser.write("201");
    for _ in 0..3 {
        browser.key("Tab");
    }
    assert_eq!(browser.text("document.activeElement.closest('tr').className.split(' ')[0]"), "request");
    assert_eq!(browser.text("getComputedStyle(document.activeElement).outlineStyle"), "solid");
    browser.key("Enter");
    browser.wait_for("document.querySelector('tr.more dl') !== null");
    assert_eq!(browser.text("document.activeElement.getAttribute('aria-expanded')"), "true");
    let details = browser.text("document.querySelector('tr.more').innerText");
    for part in ["\"subject\": \"Analysis II\"", "(redacted)", "201 Created", "POST /me/onlineMeetings"] {
        assert!(details.contains(part), "{part}: {details}");
    }
    assert!(!details.contains(&token));
    browser.key("Enter");
    assert!(browser.is("document.querySelector('tr.more') === null"));

    // What comes in a pause waits for its end.
    assert!(browser.is("document.activeElement.closest('#requests') !== null"));
    browser.key("/");
    browser.key("Escape");
    enter(browser, "#pause");
    desk.meeting(&token, "In the pause");
    browser.wait_for("document.getElementById('count').textContent === '2 of 2, 1 more since the pause'");
    browser.key("Enter");
    assert_eq!(rows(browser).len(), 3);
    enter(browser, "#forget");
    wait_for_rows(browser, 0);
    // Who is at a request when all are forgotten stays among them.
    desk.meeting(&token, "It goes");
    wait_for_rows(browser, 1);
    enter(browser, "#rows tr.request button");
    browser.wait_for("document.querySelector('tr.more pre') !== null");
    browser.run("document.querySelector('tr.more pre').focus()");
    desk.emulator.clear_requests();
    wait_for_rows(browser, 0);
    assert_eq!(browser.text("document.activeElement.id"), "requests");
    assert_eq!(desk.emulator.requests(), []);
}

#[tokio::test]
async fn what_a_pause_is_too_long_for_is_told() {
    let (folder, desk) = (tempfile::tempdir().expect("a folder"), Desk::new().await);
    let Some(mut browser) = open(folder.path(), &desk) else { return };
    let browser = &mut browser;
    enter(browser, "#pause");
    for _ in 0..503 {
        desk.send("GET", "/v1.0/me", "", "");
    }
    browser.wait_for("document.getElementById('count').textContent === '0 of 0, 503 more since the pause'");
    browser.key("Enter");
    wait_for_rows(browser, 500);
    let told = browser.text("document.getElementById('error').innerText");
    assert!(told.contains("the first 3 are not shown"), "{told}");
}

#[tokio::test]
async fn texts_of_a_request_stay_texts() {
    let (folder, desk) = (tempfile::tempdir().expect("a folder"), Desk::new().await);
    let Some(mut browser) = open(folder.path(), &desk) else { return };
    let browser = &mut browser;
    let attack = "<script>window.ran=1</script><img/src=x/onerror=window.ran=1>";
    let token = desk.token(&[READ_WRITE, "<img/src=x/onerror=window.ran=1>"]);
    // HTTP itself has no such path, but encoded it does, and a batch has ids and headers of any text.
    assert_eq!(desk.send("GET", &format!("/v1.0/{attack}"), "", "").status, 400);
    let path = format!("/v1.0/{}\"'", attack.replace('<', "%3C").replace('>', "%3E"));
    desk.send("GET", &path, &format!("X-One: {attack}\r\n"), "");
    let item =
        json!({"id": attack, "method": "GET", "url": "/me/onlineMeetings/x", "headers": {"x-one": attack}});
    desk.graph(&token, "POST", "/$batch", &json!({"requests": [item]})).expect(200);
    assert_eq!(desk.meeting(&token, attack), 201);
    wait_for_rows(browser, 4);
    for at in 1..=4 {
        enter(browser, &format!("#rows tr.request:nth-last-child({at}) button"));
        browser.wait_for("document.querySelector('tr.more dl') !== null");
        assert!(browser.text("document.querySelector('tr.more').innerText").contains("window.ran=1"), "{at}");
        browser.key("Enter");
    }
    browser.wait_for("document.getElementById('meetings').innerText.includes('<script>')");
    let shown = rows(browser);
    assert!(shown[1].contains(&format!("request {attack} of a batch")), "{shown:?}");
    assert!(shown[3].contains("%3Cscript%3E"), "{shown:?}");
    assert!(browser.is("window.ran === undefined"));
    assert!(browser.is("document.querySelectorAll('img, script').length === 1"), "its own script alone");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[tokio::test]
async fn a_token_is_made_and_everything_is_dropped() {
    let (folder, desk) = (tempfile::tempdir().expect("a folder"), Desk::new().await);
    let Some(mut browser) = open(folder.path(), &desk) else { return };
    let browser = &mut browser;
    browser.wait_for(&format!("document.getElementById('graph').textContent === '{}'", desk.emulator.url()));
    browser.wait_for("document.getElementById('permissions').value.includes('OnlineMeetings.ReadWrite')");
    assert!(browser.text("document.getElementById('curl').textContent").contains("$TOKEN"));
    let users = browser.texts("[...document.getElementById('user').options].map((one) => one.textContent)");
    assert_eq!(users.len(), 3, "{users:?}");
    // What is copied is caught, since a headless browser has no clipboard.
    browser.run(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })",
    );
    enter(browser, "#token-form button");
    browser.wait_for("document.getElementById('token').textContent.startsWith('••••••••')");
    enter(browser, "#copy-token");
    browser.wait_for("window.copied !== undefined");
    let token = browser.text("window.copied");
    assert!(!browser.text("document.documentElement.outerHTML").contains(&token), "it is masked");
    assert_eq!(desk.meeting(&token, "With the token of the page"), 201);
    enter(browser, ".copy[data-of=authority]");
    browser.wait_for(&format!("window.copied === '{}'", desk.emulator.authority()));

    browser.wait_for("document.getElementById('meeting-count').textContent === '1'");
    enter(browser, "#reset");
    // A second Enter by mistake does no harm: the focus is on what keeps everything.
    browser.key("Enter");
    assert_eq!(desk.get("/emulator/meetings")["count"], 1);
    assert_eq!(browser.text("document.activeElement.id"), "reset");
    enter(browser, "#reset");
    enter(browser, "#reset-yes");
    browser.wait_for("document.getElementById('meeting-count').textContent === '0'");
    wait_for_rows(browser, 0);
}

#[tokio::test]
async fn what_went_wrong_stays_until_it_is_read() {
    let (folder, desk) = (tempfile::tempdir().expect("a folder"), Desk::new().await);
    let Some(mut browser) = open(folder.path(), &desk) else { return };
    let browser = &mut browser;
    let fail = |browser: &mut Browser| {
        browser.run("document.getElementById('permissions').value = '\\u0007'");
        enter(browser, "#token-form button");
        browser.wait_for("document.getElementById('error').checkVisibility()");
    };
    browser.wait_for("document.getElementById('permissions').value.includes('OnlineMeetings.ReadWrite')");
    fail(browser);
    assert!(browser.text("document.getElementById('error-text').textContent").contains("`permissions`"));
    // What is loaded by itself says nothing of it, and neither does another action.
    let loaded =
        "performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/faults')).length";
    let before = browser.run(loaded);
    enter(browser, "[data-fault='503'] button");
    browser.wait_for("document.getElementById('waiting').textContent.endsWith(': 503')");
    browser.run("dispatchEvent(new Event('connected'))");
    browser.wait_for(&format!("{loaded} > {before} + 1"));
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(browser.is("document.getElementById('error').checkVisibility()"));
    enter(browser, "#error-close");
    assert!(!browser.is("document.getElementById('error').checkVisibility()"));
    assert_eq!(browser.text("document.activeElement.id"), "requests");
    // The same action ends it, too.
    fail(browser);
    browser.run("document.getElementById('permissions').value = 'User.Read'");
    enter(browser, "#token-form button");
    browser.wait_for("!document.getElementById('error').checkVisibility()");
}

#[tokio::test]
async fn a_telephone_has_no_sideways_scrolling_and_everything_has_a_name() {
    let (folder, desk) = (tempfile::tempdir().expect("a folder"), Desk::new().await);
    let Some(mut browser) = open(folder.path(), &desk) else { return };
    let browser = &mut browser;
    let token = desk.token(&[READ_WRITE]);
    desk.meeting(&token, "Analysis II");
    desk.send("GET", &format!("/v1.0/{}", "long".repeat(200)), "", "");
    wait_for_rows(browser, 2);
    enter(browser, "#rows tr.request button");
    browser.wait_for("document.querySelector('tr.more dl') !== null");
    for width in [320, 400, 800, 1280] {
        let size = json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        browser.call("Emulation.setDeviceMetricsOverride", &size);
        assert!(browser.is(&format!("document.documentElement.scrollWidth <= {width}")), "{width}");
    }
    let tree = browser.call("Accessibility.getFullAXTree", &json!({}));
    let nodes = tree["nodes"].as_array().expect("nodes");
    let is_control = |role: &Value| {
        ["button", "textbox", "searchbox", "combobox", "spinbutton", "slider"].iter().any(|one| role == one)
    };
    let controls: Vec<&Value> =
        nodes.iter().filter(|one| one["ignored"] != true && is_control(&one["role"]["value"])).collect();
    assert!(controls.len() > 45, "{}", controls.len());
    for one in controls {
        let name = one["name"]["value"].as_str().unwrap_or_default().trim();
        assert!(!name.is_empty(), "{one}");
    }
    // Also where it is narrow, the table is one with its columns.
    let size = json!({"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": false});
    browser.call("Emulation.setDeviceMetricsOverride", &size);
    let tree = browser.call("Accessibility.getFullAXTree", &json!({}));
    let nodes = tree["nodes"].as_array().expect("nodes");
    let named = |role: &str| -> Vec<&str> {
        let found = nodes.iter().filter(|one| one["ignored"] != true && one["role"]["value"] == role);
        found.map(|one| one["name"]["value"].as_str().unwrap_or_default()).collect()
    };
    assert_eq!(named("columnheader"), ["Time", "Request", "Answer", "Permissions", "Fault"]);
    assert_eq!((named("table").len(), named("rowheader").len()), (1, 2));
    // What scrolls is reached by keys.
    assert!(browser.is(
        "[...document.querySelectorAll('*')].every((one) => !/auto|scroll/.test(getComputedStyle(one).overflowY)
            || one.tabIndex >= 0)"
    ));
}

#[tokio::test]
async fn the_page_comes_back_with_an_emulator_on_the_same_port() {
    let (folder, desk) = (tempfile::tempdir().expect("a folder"), Desk::new().await);
    let Some(mut browser) = open(folder.path(), &desk) else { return };
    let browser = &mut browser;
    for _ in 0..3 {
        desk.meeting("nobody", "x");
    }
    wait_for_rows(browser, 3);
    let port = desk.host().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    drop(desk);
    browser.wait_for("document.getElementById('connection').textContent.startsWith('no connection')");
    let desk = Desk::with(Emulator::builder().port(port)).await;
    // It had more requests than the former one when the page finds it, and shows its own alone.
    let token = desk.token(&[READ_WRITE]);
    for _ in 0..4 {
        assert_eq!(desk.meeting(&token, "Anew"), 201);
    }
    browser.wait_for("document.getElementById('connection').textContent === 'live'");
    wait_for_rows(browser, 4);
    assert!(rows(browser).iter().all(|row| row.contains("201 Created")));
}
