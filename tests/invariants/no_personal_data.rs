use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;

use crate::support::{Signpost, Store, eventually, phone, redirect};

const ADDRESS: &str = "203.0.113.77";
const AGENT: &str = "Telltale/7.3 (nobody else has this)";
const NAME: &str = "Roberta Telltale";
const REFERRER: &str = "https://example.org/private/telltale-path?telltale=query";

/// Every file below a folder, the ephemeral ones left out.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true if path.ends_with("ephemeral") => vec![],
            true => files(&path),
            false => vec![path],
        })
        .collect()
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn invariant_9_neither_address_nor_agent_nor_name_nor_key_is_in_a_log() {
    let signpost = Signpost::start_with(&["--trusted-proxies", "127.0.0.1/32", "--log-format", "json"]);
    let output = signpost.command(&["token", "create", "--name", NAME, "--role", "admin"]);
    let secret = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    let staff = signpost.client("editor");
    // What the resolver is asked for depends on the address, so it was really read.
    let rules = json!([{"when": {"network": ["203.0.113.0/24"]}, "target": redirect("https://example.org/inside")}]);
    staff.post("/codes", &json!({"id": "bench", "rules": rules})).expect(201);
    let visitor = phone(&signpost.url)
        .with("x-forwarded-for", ADDRESS)
        .with("user-agent", AGENT)
        .with("referer", REFERRER)
        .with("cookie", "telltale-cookie=1");
    for path in ["/bench", "/bench?telltale-parameter=1", "/unknown-code", "/%FF%FE/nonsense"] {
        visitor.open(path);
    }
    let (auditor, data) = (signpost.client("auditor"), signpost.data());
    let scans = eventually("the scans in the log", || {
        Some(auditor.scans()).filter(|scans| scans.len() == 3)
    });
    assert_eq!(scans[0]["outcome"], "redirected", "the address was seen");
    assert_eq!(
        scans[0]["referrer"], "example.org",
        "and no more of the referrer than its host"
    );
    let named = signpost.command(&["token", "list"]);
    assert!(
        String::from_utf8_lossy(&named.stdout).contains(NAME),
        "the name is kept where it can be forgotten"
    );

    let key = fs::read_to_string(data.join("ephemeral/visitor-key")).unwrap();
    let key = key.trim().split(' ').nth(1).unwrap().to_owned();
    assert_eq!(key.len(), 32, "the key as it is kept");
    let bytes = u128::from_str_radix(&key, 16).unwrap().to_be_bytes();
    let folder = signpost.folder();
    let search = || {
        let found = files(folder.path());
        assert!(found.iter().any(|path| path.ends_with("log")) && found.len() > 5, "{found:?}");
        for path in found {
            let content = fs::read(&path).unwrap();
            for needle in [ADDRESS, "Telltale/7.3", "telltale-", "telltale=query", &secret, &key] {
                assert!(!holds(&content, needle.as_bytes()), "{needle} is in {}", path.display());
            }
            assert!(!holds(&content, &bytes), "the key is in {}", path.display());
            if !path.to_string_lossy().contains("signpost.db") {
                assert!(!holds(&content, NAME.as_bytes()), "{NAME} is in {}", path.display());
            }
        }
        // In that file there is the table of names, and only there may they be.
        let mut store = Store::open(&data.join("signpost.db"));
        for table in store.tables().into_iter().filter(|table| table != "names") {
            let rows = store.rows(&table).join("\n");
            assert!(
                !rows.contains(NAME) && !rows.contains("Roberta"),
                "{NAME} is in the table {table}"
            );
        }
    };
    search();
    signpost.stop();
    search();
}

#[test]
fn invariant_9_a_forgotten_name_is_gone_and_the_history_stays() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    let history = staff.get("/codes/bench/history").expect(200).json();
    let list = signpost.command(&["people", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_slice(&list.stdout).unwrap();
    let forgotten = signpost.command(&["people", "forget", list[0]["id"].as_str().unwrap()]);
    assert!(forgotten.status.success(), "{forgotten:?}");
    let staff = signpost.client("auditor");
    assert_eq!(staff.get("/codes/bench/history").expect(200).json(), history);
    let list = signpost.command(&["token", "list"]);
    assert!(String::from_utf8_lossy(&list.stdout).contains("(forgotten)"));
}
