//! Mint, print, scan, retarget, give audiences their own targets, and see every decision and every scan.

use serde_json::json;

use crate::support::{PROJECTIONS, Signpost, database_of_its_own, eventually, phone};

#[test]
fn a_code_is_minted_scanned_retargeted_and_every_bit_of_it_is_on_record() {
    does_its_job(&Signpost::start());
}

#[test]
fn on_postgresql_too() {
    let signpost = Signpost::start_on(&database_of_its_own());
    does_its_job(&signpost);
    let files = std::fs::read_dir(signpost.data()).unwrap().flatten();
    let databases: Vec<_> = files
        .filter(|file| file.path().extension().is_some_and(|kind| kind == "db"))
        .collect();
    assert!(databases.is_empty(), "nothing is left to the embedded store: {databases:?}");
    let rows = signpost.command(&["projections", "list", "--json"]);
    let rows: serde_json::Value = serde_json::from_slice(&rows.stdout).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), PROJECTIONS.len());
    for name in rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()) {
        let rebuilt = signpost.command(&["projections", "rebuild", name]);
        assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
    }

    // What was kept is there for whoever starts next, on an empty data folder.
    let folder = signpost.stop();
    std::fs::remove_dir_all(folder.path().join("signpost-data")).unwrap();
    let again = Signpost::start_in(folder, &[]);
    let answer = phone(&again.url).open("/bench-1").expect(302);
    assert_eq!(answer.header("location"), Some("https://example.org/nl"));
    let statistics = again.client("auditor").get("/codes/bench-1/statistics").expect(200).json();
    assert!(statistics["scans"].as_u64().is_some_and(|scans| scans >= 4), "{statistics}");
}

fn does_its_job(signpost: &Signpost) {
    assert!(signpost.banner().contains("listening on"));
    let staff = signpost.client("admin");
    let visitor = phone(&signpost.url);

    let target = json!({"type": "redirect", "url": "https://example.org/a"});
    let minted = staff
        .post("/codes", &json!({"id": "bench-1", "label": "Oak bench", "target": target}))
        .expect(201);
    assert_eq!(minted.header("location"), Some("/api/v1/codes/BENCH-1"));
    assert_eq!(minted.header("etag"), Some("\"2\""));
    let answer = visitor.open("/bench-1").expect(302);
    assert_eq!(answer.header("location"), Some("https://example.org/a"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    let changed = json!({"type": "redirect", "url": "https://example.org/b"});
    staff.put("/codes/bench-1/target?reason=new%20form", &changed).expect(200);
    assert_eq!(visitor.open("/BENCH-1/").header("location"), Some("https://example.org/b"));

    staff
        .put(
            "/audiences/dutch",
            &json!({"label": "Dutch", "condition": {"language": ["nl"]}}),
        )
        .expect(201);
    let rule = json!([{"audience": "dutch", "target": {"type": "redirect", "url": "https://example.org/nl"}}]);
    staff.put("/codes/bench-1/rules", &rule).expect(200);
    assert_eq!(visitor.open("/bench-1").header("location"), Some("https://example.org/nl"));
    let french = phone(&signpost.url).with("accept-language", "fr");
    assert_eq!(french.open("/bench-1").header("location"), Some("https://example.org/b"));

    let history = staff.get("/codes/bench-1/history").expect(200).json();
    let types: Vec<_> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["Minted", "Retargeted", "Retargeted", "RulesChanged"]);
    assert_eq!(history["items"][2]["reason"], "new form");
    assert_eq!(history["items"][2]["before"]["target"]["url"], "https://example.org/a");
    assert_eq!(history["items"][2]["after"]["target"]["url"], "https://example.org/b");

    let statistics = eventually("four scans in the statistics", || {
        let answer = staff.get("/codes/bench-1/statistics?by=audience,language").json();
        (answer["scans"] == 4).then_some(answer)
    });
    assert_eq!(statistics["visitors"], 1, "one phone, whatever its language");
    assert_eq!(statistics["robots"], 0);
    assert_eq!(statistics["by"]["audience"]["audience:dutch"]["scans"], 1);
    assert_eq!(statistics["by"]["language"]["fr"]["scans"], 1);
}
