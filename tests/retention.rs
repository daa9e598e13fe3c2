//! Scans are kept as long as the city decides: months are dropped by command, on record, and what was counted stays.

use serde_json::{Value, json};

use crate::support::{Signpost, Store, eventually, phone, redirect};

/// A scan of January 2020, at the next position, of a node that is no more.
const OLD: &str = "INSERT INTO scans (position, node, offset, at, code, as_of, outcome, cause, platform, robot, visitor)
    SELECT count(*) + 1, 1, count(*), 1579089600000000, 'BENCH', 4, 0, 'default', 0, 0, 7 FROM scans";

fn scans_of(staff: &crate::support::Client) -> u64 {
    let statistics = staff.get("/statistics?from=2019-01-01T00:00:00Z&bucket=month").expect(200);
    statistics.json()["scans"].as_u64().unwrap()
}

#[test]
fn whole_months_expire_on_record_and_what_was_counted_stays() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let mut file = Store::open(&signpost.data().join("scans.db"));
    for _ in 0..3 {
        file.execute(OLD).unwrap();
    }
    phone(&signpost.url).open("/bench").expect(302);
    eventually("all is counted", || (scans_of(&staff) == 4).then_some(()));

    let expire = |arguments: &[&str]| {
        let output = signpost.command(&[&["scans", "expire"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let said = expire(&["--before", "2021-01", "--dry-run"]);
    assert_eq!(said, "2020-01: 3 scans would be dropped, at positions 1 to 3\n");
    assert_eq!(staff.scans().len(), 4, "nothing happened yet");
    let said: Value = serde_json::from_str(&expire(&["--before", "2021-01", "--json"])).unwrap();
    assert_eq!(said, json!([{"month": "2020-01", "scans": 3, "first": 1, "last": 3}]));
    assert_eq!(expire(&["--before", "2021-01"]), "there are no scans before 2021-01\n");

    let left = staff.scans();
    assert_eq!((left.len(), &left[0]["position"]), (1, &json!(4)));
    assert!(file.execute("DELETE FROM scans").unwrap_err().contains("append-only"));
    let decision = eventually("the server heard of it", || {
        let decisions = staff.get("/decisions?type=ScansExpired").expect(200).json();
        let items = decisions["items"].as_array().unwrap();
        assert!(items.len() <= 1, "{decisions}");
        items.first().cloned()
    });
    assert_eq!(decision["actor"], "command-line");
    assert_eq!(decision["after"]["dropped"], json!({"2020-01": 3}));

    assert_eq!(scans_of(&staff), 4);
    let rebuilt = signpost.command(&["projections", "rebuild", "usage"]);
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
    assert_eq!(scans_of(&staff), 4, "also after a rebuild");
    phone(&signpost.url).open("/bench").expect(302);
    eventually("the next one is counted", || (scans_of(&staff) == 5).then_some(()));
}

#[test]
fn what_is_not_over_does_not_expire() {
    let signpost = Signpost::start();
    let expire = |before: &str| {
        let (code, _, said) = Signpost::failing(signpost.folder().path(), &["scans", "expire", "--before", before]);
        assert_eq!(code, Some(2), "{said}");
        said
    };
    assert!(expire("2999-01").contains("not over yet"));
    assert!(expire("January").contains("2026-11"), "it says how a month is written");
}
