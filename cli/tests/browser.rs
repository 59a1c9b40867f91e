//! The page in a browser: headless Chromium from the system, else skipped with a word.
//!
//! It is driven as a person would, by keys, through the DevTools protocol; `support/browser.rs` has it.

mod support;

#[cfg(unix)]
#[path = "support/browser.rs"]
mod browser;

#[cfg(unix)]
mod page {
    use std::fmt::Write as _;
    use std::path::Path;

    use cargo_msgraph::permissions::report::Report;
    use cargo_msgraph::permissions::{Format, Look};
    use msgraph_spec::Reader;
    use serde_json::{Value, json};

    use crate::browser::Browser;
    use crate::support::{bundled, hostile, report, skipped, small};

    /// The browser with the page of the bundled slice, or nothing where there is no browser.
    fn open(folder: &Path, fragment: &str) -> Option<Browser> {
        open_with(folder, fragment, &bundled(None))
    }

    /// The browser with the page of a report.
    fn open_with(folder: &Path, fragment: &str, report: &Report) -> Option<Browser> {
        let Some(mut browser) = Browser::start(folder) else {
            skipped("needs chromium or google-chrome in PATH, or the path of one in CHROME");
            return None;
        };
        let file = folder.join("permissions.html");
        std::fs::write(&file, report.to_text(Format::Html, &Look::default())).expect("the page");
        browser.go(&format!("file://{}{fragment}", file.display()));
        Some(browser)
    }

    fn count(browser: &mut Browser) -> String {
        browser.text("document.getElementById('count').textContent")
    }

    /// The heads of the columns that can be seen.
    fn columns(browser: &mut Browser) -> Vec<String> {
        browser.texts(
            "[...document.querySelector('.g:not([hidden]) thead tr').cells]
            .filter((one) => one.checkVisibility()).map((one) => one.textContent)",
        )
    }

    /// The operations that are shown, as the page lays them out.
    fn titles(browser: &mut Browser) -> Vec<String> {
        browser.texts("[...document.querySelectorAll('.g tbody tr')].filter((row) => row.checkVisibility()).map((row) => {
            const title = row.cells[0].cloneNode(true);
            title.querySelector('small')?.remove();
            return title.textContent.trim();
        })")
    }

    #[test]
    fn a_person_filters_by_keys() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open(folder.path(), "") else { return };
        let browser = &mut browser;
        assert_eq!(count(browser), "51 of 51 operations");
        assert_eq!(titles(browser).len(), 51);
        assert_eq!(columns(browser).len(), 4);

        // The slash goes to the search and does not stand in it.
        browser.key("/");
        assert_eq!(browser.text("document.activeElement.id"), "q");
        browser.write("createorget");
        assert_eq!(browser.text("document.getElementById('q').value"), "createorget");
        let both =
            ["POST /me/onlineMeetings/createOrGet", "POST /users/{user-id}/onlineMeetings/createOrGet"];
        assert_eq!(titles(browser), both);
        assert_eq!(count(browser), "2 of 51 operations");

        // Tab goes on to the schemes, the arrow chooses the last of them.
        browser.key("Tab");
        assert_eq!(browser.text("document.activeElement.name"), "scheme");
        browser.key("ArrowLeft");
        assert_eq!(browser.text("document.activeElement.value"), "Application");
        assert_eq!(titles(browser), both[1..]);
        assert_eq!(count(browser), "1 of 51 operations");
        assert_eq!(columns(browser), ["Operation", "Application"]);
        browser.wait_for("location.hash === '#q=createorget&scheme=Application'");

        // What to register is that of the scheme alone, and Enter unfolds the reasons. The view is between.
        browser.key("Tab");
        assert_eq!(browser.text("document.activeElement.name"), "view");
        browser.key("Tab");
        assert_eq!(browser.text("document.activeElement.closest('article')?.className ?? ''"), "Application");
        let reason = "[...document.querySelectorAll('.s details[open] p')].map((one) => one.innerText)";
        assert_eq!(browser.texts(reason), Vec::<String>::new());
        browser.key("Enter");
        let reasons = browser.texts(reason);
        assert!(reasons.contains(&"no other permission opens it:".to_owned()), "{reasons:?}");
        let boxes = "[...document.querySelectorAll('article')].filter((one) => one.checkVisibility())
            .map((one) => one.className)";
        assert_eq!(browser.texts(boxes), ["Application"]);
        browser.key("Tab");
        let not_opened = browser.text("document.activeElement.textContent");
        assert_eq!(not_opened, "Not opened: 26 operations");

        // Tab goes on to the first operation that is shown, and its focus can be seen.
        browser.key("Tab");
        let focused = "document.activeElement.closest('tr')?.cells[0].querySelector('a').textContent.trim()";
        assert_eq!(browser.text(focused), both[1]);
        let outline = browser.text("getComputedStyle(document.activeElement).outlineStyle");
        assert_eq!(outline, "solid");

        // Back in the search, Escape clears it; the scheme stays.
        browser.key("/");
        browser.key("Escape");
        assert_eq!(browser.text("document.getElementById('q').value"), "");
        let with_application = titles(browser).len();
        assert!(with_application > 1 && with_application < 26, "{with_application}");
        browser.wait_for("location.hash === '#scheme=Application'");
    }

    /// What the matrix says of an operation: permission, mark as it is seen, and what it means.
    fn marks(browser: &mut Browser, title: &str) -> Vec<String> {
        browser.texts(&format!(
            "(() => {{
                const row = [...document.querySelectorAll('.x tbody tr')].find((one) =>
                    one.checkVisibility() && one.cells[0].textContent.trim() === '{title}');
                if (!row) return ['no such row'];
                const heads = row.closest('table').tHead.rows[0].cells;
                return [...row.cells].slice(1).flatMap((cell) => [...cell.querySelectorAll('.mark')].map((mark) =>
                    [heads[cell.cellIndex].textContent, mark.firstChild.textContent, mark.title].join(' | ')));
            }})()"
        ))
    }

    /// The permissions that are columns of the first matrix.
    fn matrix_columns(browser: &mut Browser) -> Vec<String> {
        browser.texts(
            "[...[...document.querySelectorAll('.x thead tr')].find((one) => one.checkVisibility()).cells]
            .slice(1).map((one) => one.textContent)",
        )
    }

    /// How many rows of the list and of the matrix can be seen.
    fn rows(browser: &mut Browser) -> Value {
        browser.run(
            "['.g > table tbody tr', '.x tbody tr'].map((rows) =>
                [...document.querySelectorAll(rows)].filter((row) => row.checkVisibility()).length)",
        )
    }

    #[test]
    fn a_person_reads_the_matrix_by_keys() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open(folder.path(), "") else { return };
        let browser = &mut browser;
        assert_eq!(rows(browser), json!([51, 0]));

        // From the search, two steps on is the view; the arrow chooses the other one.
        browser.key("/");
        browser.key("Tab");
        browser.key("Tab");
        assert_eq!(browser.text("document.activeElement.name"), "view");
        browser.key("ArrowLeft");
        assert_eq!(browser.text("document.activeElement.value"), "matrix");
        assert_eq!(rows(browser), json!([0, 51]));
        assert_eq!(count(browser), "51 of 51 operations");
        browser.wait_for("location.hash === '#view=matrix'");
        assert_eq!(
            marks(browser, "POST /me/onlineMeetings"),
            ["OnlineMeetings.ReadWrite | W◆ | Delegated (work or school): least privileged"]
        );
        assert_eq!(
            marks(browser, "POST /users/{user-id}/onlineMeetings"),
            [
                "OnlineMeetings.ReadWrite | W◆ | Delegated (work or school): least privileged",
                "OnlineMeetings.ReadWrite.All | A◆ | Application: least privileged",
            ]
        );
        let heads = "[...document.querySelectorAll('.x thead th')].every((one) => one.scope === 'col')
            && [...document.querySelectorAll('.x tbody th')].every((one) => one.scope === 'row')";
        assert!(browser.is(heads));

        // A row without marks says why; the other cells are empty.
        let unopened = browser.texts(
            "[...document.querySelectorAll('.x tbody tr')].filter((row) => !row.querySelector('.mark'))
            .map((row) => row.querySelector('.none').textContent)",
        );
        assert!(unopened.contains(&"unknown".to_owned()), "{unopened:?}");
        let empty = "[...document.querySelectorAll('.x td')].every((one) =>
            one.querySelector('.mark') ? true : one.childNodes.length === 0)";
        assert!(browser.is(empty));

        // The search takes away rows and columns, and an address has it all.
        browser.key("/");
        browser.write("/onlinemeetings createorget");
        assert_eq!(rows(browser), json!([0, 2]));
        assert_eq!(count(browser), "2 of 51 operations");
        assert_eq!(matrix_columns(browser), ["OnlineMeetings.ReadWrite"]);
        browser.run("location.hash = '#view=matrix&q=post+/onlinemeetings&scheme=Application'");
        browser.wait_for("document.querySelector('input[value=Application]').checked");

        // With one scheme a mark needs no letter, and what the scheme does not open is not there.
        assert_eq!(marks(browser, "POST /me/onlineMeetings"), ["no such row"]);
        assert_eq!(
            marks(browser, "POST /users/{user-id}/onlineMeetings"),
            ["OnlineMeetings.ReadWrite.All | ◆ | Application: least privileged"]
        );
        assert!(!matrix_columns(browser).contains(&"OnlineMeetings.ReadWrite".to_owned()));
        assert!(!browser.is("document.getElementById('letters').checkVisibility()"));
        let shown = rows(browser)[1].clone();
        assert_eq!(count(browser), format!("{shown} of 51 operations"));
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }

    #[test]
    fn the_matrix_names_what_must_be_held_together() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open_with(folder.path(), "#view=matrix", &small()) else { return };
        let marks = marks(&mut browser, "POST /users/{user-id}/things");
        let together = |name: &str, other: &str| {
            format!("{name} | A◆+ | Application: least privileged, only together with {other}")
        };
        assert!(marks.contains(&together("Things.ReadWrite.All", "User.Read.All")), "{marks:?}");
        assert!(marks.contains(&together("User.Read.All", "Things.ReadWrite.All")), "{marks:?}");
    }

    #[test]
    fn too_many_permissions_are_no_matrix() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut table = "permissions:\n".to_owned();
        for at in 0..61 {
            let path = if at < 60 { "/many/{id}/parts" } else { "/many" };
            write!(
                table,
                "  Part{at}.Read:
    schemes: {{DelegatedWork: {{adminDescription: Reads., privilegeLevel: 1}}}}
    pathSets: [{{schemeKeys: [DelegatedWork], methods: [GET], paths: {{'{path}': ''}}}}]\n"
            )
            .expect("a String takes everything");
        }
        let spec = "{openapi: 3.0.3, info: {title: Many, version: v1.0}, components: {schemas: {}},
            servers: [{url: 'https://graph.microsoft.com/v1.0'}], paths: {
            '/many': {get: {responses: {'204': {description: ok}}}},
            '/many/{many-id}/parts': {
                parameters: [{name: many-id, in: path, required: true, schema: {type: string}}],
                get: {responses: {'204': {description: ok}}}}}}";
        let reader =
            Reader::openapi_text("many.yaml", spec).permissions_text("many.permissions.yaml", &table);
        let report = report(&reader, None);
        let Some(mut browser) = open_with(folder.path(), "#view=matrix", &report) else { return };
        let browser = &mut browser;
        assert_eq!(rows(browser), json!([0, 0]));
        let said = browser.text("document.querySelector('.many').textContent");
        assert!(said.starts_with("61 permissions ") && said.contains("'/many/{many-id}/**'"), "{said}");
        // A search for less has one.
        browser.key("/");
        browser.write("parts");
        assert_eq!(rows(browser), json!([0, 1]));
        assert_eq!(matrix_columns(browser).len(), 60);
    }

    #[test]
    fn names_that_leave_their_place_stay_texts_in_the_matrix() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open_with(folder.path(), "#view=matrix", &hostile()) else { return };
        let browser = &mut browser;
        assert!(matrix_columns(browser)[0].starts_with("</code><script>alert(2)"));
        assert!(browser.is("document.querySelector('.x :is(script, img)') === null"));
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }

    #[test]
    fn a_matrix_that_does_not_fit_scrolls_by_keys() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open(folder.path(), "#view=matrix") else { return };
        let browser = &mut browser;
        let size = json!({"width": 500, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        browser.call("Emulation.setDeviceMetricsOverride", &size);
        // What cannot be seen is not laid out.
        browser.run("[...document.querySelectorAll('.region')].at(-1).scrollIntoView({block: 'center'})");
        browser.wait_for("document.querySelectorAll('.region.wide[tabindex=\"0\"][aria-label]').length > 0");
        // The page itself still has no sideways scrolling.
        assert!(browser.is("document.documentElement.scrollWidth <= 500"));
        browser.run(
            "window.wide = [...document.querySelectorAll('.region.wide')].at(-1);
            wide.focus(); wide.scrollLeft = 80",
        );
        assert!(browser.is("document.activeElement === wide && wide.scrollLeft === 80"));
        // The names of the operations stay where they are.
        let left =
            "wide.querySelector('tbody th').getBoundingClientRect().left - wide.getBoundingClientRect().left";
        assert!(browser.run(left).as_f64().is_some_and(|left| left.abs() < 3.0));
    }

    #[test]
    fn permissions_are_searched_in_the_chosen_scheme() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open(folder.path(), "#q=onlinemeetings.read.all+get&scheme=DelegatedWork")
        else {
            return;
        };
        let browser = &mut browser;
        assert_eq!(count(browser), "0 of 51 operations");
        assert!(browser.is("document.getElementById('nothing').checkVisibility()"));
        // Somebody changes the address.
        browser.run("location.hash = '#q=onlinemeetings.read.all+get&scheme=application'");
        browser.wait_for("document.getElementById('count').textContent !== '0 of 51 operations'");
        let shown = titles(browser);
        assert!(shown.contains(&"GET /users/{user-id}/onlineMeetings".to_owned()), "{shown:?}");
        assert!(shown.iter().all(|one| one.starts_with("GET ") && !one.contains(" /me")), "{shown:?}");
        let named = browser.texts(
            "[...document.querySelectorAll('.p tbody')].filter((one) => one.checkVisibility())
            .map((one) => one.querySelector('code').textContent)",
        );
        assert!(named.contains(&"OnlineMeetings.Read.All".to_owned()), "{named:?}");
        assert!(!named.contains(&"OnlineMeetings.Read".to_owned()), "{named:?}");
        // The button shows everything again.
        browser.run("location.hash = '#q=nothing-like-this'");
        browser.wait_for("document.getElementById('count').textContent === '0 of 51 operations'");
        browser.run("document.getElementById('all').focus()");
        browser.key("Enter");
        assert_eq!(count(browser), "51 of 51 operations");
        assert_eq!(browser.text("document.activeElement.id"), "q");
    }

    #[test]
    fn nothing_is_fetched_and_nothing_breaks_the_policy() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open(folder.path(), "#q=recordings") else { return };
        browser.key("/");
        browser.write("x");
        let requests = browser.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        assert!(requests[0].starts_with("file://"), "{requests:?}");
        assert_eq!(browser.complaints(), Vec::<String>::new());
        // The policy holds: what a text of a description might smuggle in would not run.
        browser.run(
            "const one = document.createElement('script'); one.textContent = 'window.ran = true';
            document.body.append(one)",
        );
        assert!(browser.is("window.ran === undefined"));
        assert!(!browser.complaints().is_empty());
    }

    #[test]
    fn paper_has_no_controls_and_says_the_filter() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open(folder.path(), "#q=createOrGet") else { return };
        let browser = &mut browser;
        assert!(browser.is("document.getElementById('controls').checkVisibility()"));
        assert!(!browser.is("document.getElementById('stated').checkVisibility()"));
        browser.call("Emulation.setEmulatedMedia", &json!({"media": "print"}));
        assert!(!browser.is("document.getElementById('controls').checkVisibility()"));
        assert!(browser.is("document.getElementById('stated').checkVisibility()"));
        let stated = browser.text("document.getElementById('stated').textContent");
        assert_eq!(stated, "Filtered by search “createOrGet”: 2 of 51 operations");
        assert_eq!(titles(browser).len(), 2);
        let head = "getComputedStyle(document.querySelector('.g:not([hidden]) thead')).display";
        assert_eq!(browser.text(head), "table-header-group");
    }

    #[test]
    fn paper_has_the_chosen_view_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open(folder.path(), "#view=matrix") else { return };
        let browser = &mut browser;
        // As wide as A4 landscape within its margins.
        let size = json!({"width": 1032, "height": 700, "deviceScaleFactor": 1, "mobile": false});
        browser.call("Emulation.setDeviceMetricsOverride", &size);
        browser.call("Emulation.setEmulatedMedia", &json!({"media": "print"}));
        assert_eq!(rows(browser), json!([0, 51]));
        assert!(browser.is("document.documentElement.scrollWidth <= 1032"));
        assert_eq!(browser.run("document.querySelectorAll('.wide').length"), 0);
        let head = "getComputedStyle(document.querySelector('.x thead')).display";
        assert_eq!(browser.text(head), "table-header-group");
        browser.run("location.hash = '#view=list'");
        browser.wait_for("document.querySelector('input[value=list]').checked");
        assert_eq!(rows(browser), json!([51, 0]));
    }

    #[test]
    fn everything_is_there_without_a_script() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open(folder.path(), "") else { return };
        let browser = &mut browser;
        browser.call("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
        browser.call("Page.reload", &Value::Null);
        browser.wait_for("document.readyState === 'complete' && document.getElementById('controls').hidden");
        assert_eq!(titles(browser).len(), 51);
        assert!(!browser.is("document.getElementById('controls').checkVisibility()"));
    }

    #[test]
    fn a_telephone_has_no_sideways_scrolling() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(mut browser) = open(folder.path(), "") else { return };
        let size = json!({"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        browser.call("Emulation.setDeviceMetricsOverride", &size);
        assert!(browser.is("document.documentElement.scrollWidth <= 400"));
        assert_eq!(titles(&mut browser).len(), 51);
    }
}
