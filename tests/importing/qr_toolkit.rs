//! What the city of Ghent's own toolkit answered, Signpost answers, address by address: its real package is filled through its own models and asked.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::support::{Client, Signpost, database_of_its_own, phone, run};

/// Where the toolkit of the test answers besides.
const OLD_PATHS: [&str; 2] = ["--old-paths", "/stad/qr/"];

/// The folder into which scripts/test installs the toolkit.
fn packages() -> PathBuf {
    let folder = std::env::var_os("SIGNPOST_TEST_PYTHON").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python"));
    assert!(
        folder.join("qrtoolkit_core").exists(),
        "no django-qr-toolkit-core in {}: scripts/test installs it",
        folder.display()
    );
    folder
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/importing/qr_toolkit.py")
}

/// A toolkit with a database of its own.
struct Toolkit {
    database: String,
    /// What it answers.
    answers: Vec<Value>,
    /// What it recorded of its codes.
    hits: Vec<Value>,
    _folder: tempfile::TempDir,
}

impl Toolkit {
    fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("toolkit.sqlite3").display().to_string();
        Self::fill(database, folder)
    }

    fn on_postgresql() -> Self {
        Self::fill(database_of_its_own(), tempfile::tempdir().unwrap())
    }

    fn fill(database: String, folder: tempfile::TempDir) -> Self {
        let path = format!("PYTHONPATH={}", packages().display());
        let script = script();
        let arguments = [path.as_str(), "python3", script.to_str().unwrap(), &database];
        let said: Value = serde_json::from_slice(&run("env", "coreutils", arguments).stdout).unwrap();
        let list = |name: &str| said[name].as_array().unwrap().clone();
        let (answers, hits) = (list("answers"), list("hits"));
        assert_eq!((answers.len(), hits.len()), (8 * 3 * 3, 8 * 3 * 3 + 3));
        Self {
            database,
            answers,
            hits,
            _folder: folder,
        }
    }

    /// Serves its API, `page` codes at a time or all of them, to who sends `key`.
    fn serve(&self, page: u32, key: &str) -> Served {
        let mut child = Command::new("python3")
            .env("PYTHONPATH", packages())
            .arg(script())
            .args([&self.database, "serve", &page.to_string(), key])
            // It ends when this is closed, however this process ends.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let url = url.trim().to_owned();
        assert!(url.starts_with("http://"), "{url:?}");
        Served { child, url }
    }
}

/// The API of a toolkit.
struct Served {
    child: Child,
    url: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn import(signpost: &Signpost, arguments: &[&str]) -> Value {
    let output = signpost.command(&[&["import", "qr-toolkit", "--json"], arguments].concat());
    let said = [output.stderr.as_slice(), &output.stdout].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The words with which it is refused.
fn refused(signpost: &Signpost, arguments: &[&str]) -> String {
    let output = signpost.command(&[&["import", "qr-toolkit"], arguments].concat());
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// `from` imports `toolkit`, wherever it is read.
fn answers_as_the_toolkit_did(signpost: &Signpost, toolkit: &Toolkit, from: &[&str]) {
    let staff = signpost.client("admin");
    let done = import(signpost, from);
    assert_eq!(done["minted"], 8);
    assert_eq!(
        done["past_scans"],
        json!({"recorded": toolkit.hits.len(), "known": 0, "left_out": 0})
    );
    // The server hears of what the command line did.
    staff.settled_head();
    hits_are_past_scans(signpost, &staff, &toolkit.hits);

    let visitor = phone(&signpost.url);
    for old in &toolkit.answers {
        let address = old["address"].as_str().unwrap();
        let new = visitor.open(address);
        assert_eq!(u64::from(new.status), old["status"].as_u64().unwrap(), "{address}: {old}");
        assert_eq!(new.header("location"), old["location"].as_str(), "{address}");
        if new.status == 200 {
            let page = Html::parse_document(&new.text());
            let text: String = page.root_element().text().collect();
            assert!(text.contains(old["title"].as_str().unwrap()), "{address}: {text}");
            let links = old["links"].as_array().unwrap();
            let selector = Selector::parse("main a[href]").unwrap();
            let hrefs: Vec<String> = page
                .select(&selector)
                .filter_map(|link| link.value().attr("href"))
                .map(|href| {
                    // An item of a menu leads on by way of here, where the choice is recorded.
                    if href.contains("/choice/") {
                        visitor.open(href).header("location").unwrap().to_owned()
                    } else {
                        href.to_owned()
                    }
                })
                .collect();
            assert_eq!(json!(hrefs), json!(links), "{address}");
        }
    }
    for address in ["/old-slug_7.json", "/stad/qr/old-slug_7.json"] {
        let json_of = visitor.open(address).expect(200);
        assert!(json_of.header("content-type").unwrap().starts_with("application/json"));
    }
    // Below other paths there never was anything, and what is answered here is not below an old one.
    for address in [
        "/stad/old-slug_7/",
        "/qr/old-slug_7/",
        "/stad/qr/",
        "/stad/qr/admin",
        "/stad/qr/api/v1/codes",
    ] {
        visitor.open(address).expect(404);
    }

    let code = staff.get("/codes/OLD-SLUG_7").expect(200).json();
    assert_eq!((&code["printed"], &code["unit"]), (&json!("Old-Slug_7"), &json!("wegen")));
    assert_eq!(staff.get("/units/groen-parken").expect(200).json()["label"], "Groen & Parken");
    let called = staff.get("/codes?tag=qr-toolkit-api-call").expect(200).json();
    assert_eq!(called["items"].as_array().unwrap().len(), 1);
    // The API does not tell which systems were called.
    let is_database = from.len() == 1;
    let calls = if is_database { called_systems() } else { json!([]) };
    assert_eq!(called["items"][0]["calls"], calls);

    // Called again it adds what is new, and leaves alone what was changed here since.
    staff.patch("/codes/OLD-SLUG_7", &json!({"label": "Ours"})).expect(200);
    let again = import(signpost, from);
    assert_eq!(
        (&again["minted"], &again["unchanged"], &again["change"]),
        (&json!(0), &json!(8), &Value::Null)
    );
    assert_eq!(staff.get("/codes/OLD-SLUG_7").expect(200).json()["label"], "Ours");
    assert_eq!(
        again["past_scans"],
        json!({"recorded": 0, "known": toolkit.hits.len(), "left_out": 0})
    );
}

/// What the toolkit recorded is in the scan log, says nothing that the toolkit did not know, and disturbs nobody.
fn hits_are_past_scans(signpost: &Signpost, staff: &Client, hits: &[Value]) {
    let scans = staff.scans();
    assert_eq!(scans.len(), hits.len());
    for (scan, hit) in scans.iter().zip(hits) {
        let outcome = match hit["action"].as_str().unwrap() {
            "redirect" => "redirected",
            "basic_info" => "page",
            "kiosk" | "api_call" => "menu",
            other => panic!("{other}"),
        };
        let at: jiff::Timestamp = scan["at"].as_str().unwrap().parse().unwrap();
        assert_eq!(json!(at.as_microsecond()), hit["at"], "{scan} {hit}");
        assert_eq!(
            (&scan["offset"], &scan["code"], &scan["outcome"]),
            (&hit["id"], &hit["code"], &json!(outcome)),
            "{scan} {hit}"
        );
        let unknown = json!([0, "default", "other", null, null, false, "0000000000000000", null, null]);
        let names = [
            "as_of", "cause", "platform", "language", "country", "robot", "visitor", "referrer", "item",
        ];
        assert_eq!(json!(names.map(|name| scan[name].clone())), unknown);
    }
    // Counted, but of whom nobody knows who they were nobody knows how many.
    let counted = crate::support::eventually("statistics of years ago", || {
        let path = "/statistics?from=2021-01-01T00:00:00Z&until=2023-01-01T00:00:00Z&bucket=month";
        let counted = staff.get(path).expect(200).json();
        (counted["scans"] == 2).then_some(counted)
    });
    assert_eq!((&counted["visitors"], &counted["robots"]), (&json!(0), &json!(0)));

    let output = signpost.command(&["audit", "recheck", "--json"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (&said["tally"]["elsewhere"], &said["tally"]["disagreements"]),
        (&json!(hits.len()), &json!(0))
    );
    let path = format!("/codes/{}/scans", scans[0]["code"].as_str().unwrap());
    let served = staff.get(&path).expect(200).json();
    let first = &served["items"][0];
    assert_eq!(
        (&first["served"], &first["resolved_again"]),
        (&Value::Null, &json!("elsewhere"))
    );
}

#[test]
fn hours_that_were_over_long_ago_are_sealed_when_their_scans_come_along() {
    let toolkit = Toolkit::on_sqlite();
    let signpost = Signpost::start();
    import(&signpost, &[&toolkit.database]);
    // A start seals what is over.
    let signpost = Signpost::start_in(signpost.stop(), &[]);
    let staff = signpost.client("admin");
    let sealed = crate::support::eventually("the hours of years ago are sealed", || {
        let sealed = staff.get("/decisions?type=ScansSealed").expect(200).json();
        sealed["items"].as_array().unwrap().first().cloned()
    });
    // The third scan is of 2022; the first, made just now, lies before it in the log.
    assert_eq!(sealed["after"]["scans_through"], 3, "{sealed}");
    let output = signpost.command(&["audit", "verify"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// What the toolkit called, without what it let itself in with.
fn called_systems() -> Value {
    let call = |url: &str, payload: &str, headers: Value| json!({"status": "kept", "label": "Hoog", "link": "https://gent.be/high", "url": url, "payload": payload, "headers": headers});
    let headers = json!([{"name": "X-Bell", "value": "front door"}, {"name": "apiKey", "value": null}]);
    json!([
        call("https://api.example/call", "{\"ring\": \"één\"}", headers),
        call("https://api.example/log", "", json!([])),
    ])
}

#[test]
fn every_address_of_qr_toolkit_leads_to_the_same_place_on_sqlite() {
    let toolkit = Toolkit::on_sqlite();
    answers_as_the_toolkit_did(&Signpost::start_with(&OLD_PATHS), &toolkit, &[&toolkit.database]);
}

#[test]
fn every_address_of_qr_toolkit_leads_to_the_same_place_on_postgresql() {
    let toolkit = Toolkit::on_postgresql();
    let signpost = Signpost::start_on_with(&database_of_its_own(), &OLD_PATHS);
    answers_as_the_toolkit_did(&signpost, &toolkit, &[&toolkit.database]);
}

#[test]
fn qr_toolkit_is_read_by_its_api_as_well_page_by_page_and_all_at_once() {
    let toolkit = Toolkit::on_sqlite();
    let signpost = Signpost::start_with(&OLD_PATHS);
    let paged = toolkit.serve(3, "let me in");
    let folder = tempfile::tempdir().unwrap();
    let token = |name: &str, line: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, line).unwrap();
        path.display().to_string()
    };
    let (right, wrong) = (token("right", "apiKey: let me in\n"), token("wrong", "apiKey: hello"));
    answers_as_the_toolkit_did(&signpost, &toolkit, &[&paged.url, "--token-file", &right]);
    // What was read from one of its sides is there when it is read from another.
    let whole = toolkit.serve(0, "");
    let slash = format!("{}/", whole.url);
    for from in [&whole.url, &slash, &toolkit.database] {
        let done = import(&signpost, &[from.as_str()]);
        assert_eq!((&done["unchanged"], &done["past_scans"]["recorded"]), (&json!(8), &json!(0)));
    }
    // What came since comes along, once.
    phone(whole.url.trim_end_matches("/api")).open("/Old-Slug_7/").expect(302);
    for (from, new) in [(&whole.url, 1), (&toolkit.database, 0)] {
        let done = import(&signpost, &[from.as_str()]);
        assert_eq!(done["past_scans"]["recorded"], new, "{done}");
    }

    for (arguments, words) in [
        (&[paged.url.as_str()][..], "401 Unauthorized; it wants a token"),
        (
            &[&paged.url, "--token-file", &wrong],
            "401 Unauthorized; it does not take this token",
        ),
        (
            &[&paged.url, "--token-file", &token("none", "hello")],
            "give one header in a line",
        ),
        (&["http://toolkit.example/api", "--token-file", &right], "https://"),
        (&[&toolkit.database, "--token-file", &right], "a token is for an API"),
        (
            &[whole.url.trim_end_matches("api")],
            "404 Not Found; give the address under which its qrcodes/ is",
        ),
        (
            &[&format!("{}/codes.sqlite3", folder.path().display())],
            "no database of qr-toolkit",
        ),
    ] {
        let said = refused(&signpost, arguments);
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert!(!said.contains("let me in"), "{said}");
    }
}
