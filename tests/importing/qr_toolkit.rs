//! What the city of Ghent's own toolkit answered, Signpost answers, address by address: its real package is filled through its own models and asked.

use std::path::{Path, PathBuf};

use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::support::{Signpost, database_of_its_own, phone, run};

/// The folder into which scripts/test installs the toolkit.
fn packages() -> PathBuf {
    let folder = std::env::var_os("SIGNPOST_TEST_PYTHON").map(PathBuf::from);
    folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python"))
}

/// A filled database of the toolkit, and what it answers.
fn toolkit(folder: &Path) -> (String, Vec<Value>) {
    let packages = packages();
    assert!(
        packages.join("qrtoolkit_core").exists(),
        "no django-qr-toolkit-core in {}: scripts/test installs it",
        packages.display()
    );
    let database = folder.join("toolkit.sqlite3").display().to_string();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/importing/qr_toolkit.py");
    let path = format!("PYTHONPATH={}", packages.display());
    let arguments = [path.as_str(), "python3", script.to_str().unwrap(), &database];
    let output = run("env", "coreutils", arguments);
    (database, serde_json::from_slice(&output.stdout).unwrap())
}

fn answers_as_the_toolkit_did(signpost: &Signpost) {
    let folder = tempfile::tempdir().unwrap();
    let (database, answers) = toolkit(folder.path());
    assert_eq!(answers.len(), 8 * 3 * 2);
    let staff = signpost.client("admin");
    let import = || {
        let output = signpost.command(&["import", "qr-toolkit", &database, "--json"]);
        assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout)
        );
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    assert_eq!(import()["minted"], 8);
    // The server hears of what the command line did.
    staff.settled_head();

    let visitor = phone(&signpost.url);
    for old in &answers {
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
    let json_of = visitor.open("/old-slug_7.json").expect(200);
    assert!(json_of.header("content-type").unwrap().starts_with("application/json"));

    let code = staff.get("/codes/OLD-SLUG_7").expect(200).json();
    assert_eq!((&code["printed"], &code["unit"]), (&json!("Old-Slug_7"), &json!("wegen")));
    assert_eq!(staff.get("/units/groen-parken").expect(200).json()["label"], "Groen & Parken");
    let called = staff.get("/codes?tag=qr-toolkit-api-call").expect(200).json();
    assert_eq!(called["items"].as_array().unwrap().len(), 1);

    // Called again it adds what is new, and leaves alone what was changed here since.
    staff.patch("/codes/OLD-SLUG_7", &json!({"label": "Ours"})).expect(200);
    let again = import();
    assert_eq!(
        (&again["minted"], &again["unchanged"], &again["change"]),
        (&json!(0), &json!(8), &Value::Null)
    );
    assert_eq!(staff.get("/codes/OLD-SLUG_7").expect(200).json()["label"], "Ours");
}

#[test]
fn every_address_of_qr_toolkit_leads_to_the_same_place_on_sqlite() {
    answers_as_the_toolkit_did(&Signpost::start());
}

#[test]
fn every_address_of_qr_toolkit_leads_to_the_same_place_on_postgresql() {
    answers_as_the_toolkit_did(&Signpost::start_on(&database_of_its_own()));
}
