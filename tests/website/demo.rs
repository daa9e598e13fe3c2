use std::sync::Arc;

use serde_json::Value;

use super::{Seat, pages::City};
use crate::support::{Signpost, database_of_its_own, eventually};

#[test]
fn a_demo_is_a_city_of_500_codes_with_a_year_of_scans_that_were_resolved_as_they_say() {
    let city = City::start();
    let staff = city.signpost.client("admin");
    let decisions = staff.get("/decisions?limit=1").expect(200).json();
    let begun = decisions["items"][0]["at"].as_str().unwrap();
    let counts = eventually("all scans are counted", || {
        let path = format!("/statistics?bucket=month&from={begun}");
        let said = staff.get(&path).expect(200).json();
        (said["scans"].as_u64()? > 40_000).then_some(said)
    });
    assert!(counts["series"].as_array().unwrap().len() >= 12, "{counts}");
    // Eight of the city's, one of the test's; so it is with what waits for approval.
    let units = staff.get("/units").expect(200).json();
    assert_eq!(units["items"].as_array().unwrap().len(), 9);
    assert_eq!(
        staff.get("/proposals?status=open").expect(200).json()["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    for login in ["ada", "eva", "noor", "otto", "lien", "pia"] {
        Seat::signed_in(&city.signpost.url, login, &city.password);
    }
    // 500 of the city's, seven of the test's.
    let codes = staff.get("/codes?limit=1000").expect(200).json();
    assert_eq!(codes["items"].as_array().unwrap().len(), 507);
    let rechecked = city.signpost.command(&["audit", "recheck"]);
    let said = String::from_utf8_lossy(&rechecked.stdout).into_owned();
    assert!(
        rechecked.status.success(),
        "{said} {}",
        String::from_utf8_lossy(&rechecked.stderr)
    );
    assert!(said.contains("disagreements: 0"), "{said}");
}

#[test]
fn a_demo_is_the_same_each_time_and_never_over_what_is_there() {
    let decisions = |folder| {
        let signpost = Signpost::start_in(folder, &["--demo"]);
        let auditor = signpost.client("auditor");
        let items = eventually("the history shows", || {
            let said = auditor.get("/decisions?limit=1000").expect(200).json();
            Some(said["items"].as_array()?.clone()).filter(|items| items.len() == 1_000)
        });
        let part = |item: Value| (item["type"].clone(), item["id"].clone(), item["after"].clone());
        (items.into_iter().take(900).map(part).collect::<Vec<_>>(), signpost)
    };
    let (first, signpost) = decisions(Arc::new(tempfile::tempdir().unwrap()));
    let (second, _postgres) = decisions(Signpost::folder_for(&database_of_its_own()));
    assert_eq!(first.len(), 900);
    assert!(first == second, "a city on one day is always the same, on every store");
    let folder = signpost.stop();
    let (code, _, said) = Signpost::failing(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--demo"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("--demo fills an empty store"), "{said}");
}
