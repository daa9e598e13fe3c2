use std::fs;

use serde_json::json;

use crate::support::{Signpost, Store, eventually, journalled, phone, redirect};

const DATABASES: [&str; 2] = ["signpost.db", "scans.db"];

#[test]
fn invariant_11_with_its_databases_destroyed_the_resolver_sends_on_and_records() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let page = json!({"type": "page", "content": {"en": {"title": "Hello"}}});
    let rules = json!([{"when": {"language": ["fr"]}, "target": page}]);
    let code = json!({"id": "bench", "target": redirect("https://example.org/"), "rules": rules});
    staff.post("/codes", &code).expect(201);
    let data = signpost.data();
    for name in DATABASES {
        let path = data.join(name);
        let mut store = Store::open(&path);
        eventually("everything in the one file", || {
            (store.column("PRAGMA wal_checkpoint(TRUNCATE)")[0] == "0").then_some(())
        });
        fs::copy(&path, data.join(format!("{name}.copy"))).unwrap();
    }
    for name in DATABASES {
        let file = fs::OpenOptions::new().write(true).open(data.join(name)).unwrap();
        file.set_len(0).unwrap();
    }

    staff.get("/codes/bench").problem(500, "internal");
    let visitor = phone(&signpost.url);
    let french = phone(&signpost.url).with("accept-language", "fr");
    for _ in 0..50 {
        assert_eq!(
            visitor.open("/bench").expect(302).header("location"),
            Some("https://example.org/")
        );
        french.open("/bench").expect(200);
    }
    visitor.open("/unknown").expect(404);
    assert_eq!(journalled(&data), 101, "every one is in the journal");
    phone(&signpost.url).open("/healthz").expect(200);

    // The operator puts yesterday's copy back, and not a scan is missing.
    let folder = signpost.kill();
    for name in DATABASES {
        for beside in ["-wal", "-shm"] {
            let _ = fs::remove_file(data.join(format!("{name}{beside}")));
        }
        fs::rename(data.join(format!("{name}.copy")), data.join(name)).unwrap();
    }
    let signpost = Signpost::start_in(folder, &[]);
    let staff = staff.at(&signpost.url);
    eventually("every scan in the scan log", || (staff.scans().len() == 101).then_some(()));
}

#[test]
fn invariant_11_with_its_databases_locked_visitors_notice_nothing() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let mut stores = DATABASES.map(|name| Store::open(&signpost.data().join(name)));
    for store in &mut stores {
        store.execute("BEGIN EXCLUSIVE").unwrap();
    }
    for _ in 0..50 {
        phone(&signpost.url).open("/bench").expect(302);
    }
    assert_eq!(journalled(&signpost.data()), 50);
    for store in &mut stores {
        store.execute("ROLLBACK").unwrap();
    }
    eventually("every scan in the scan log", || (staff.scans().len() == 50).then_some(()));
}
