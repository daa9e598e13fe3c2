//! A city to be backed up: what it decided, its visitors, and what can be asked about both.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, Signpost, eventually, phone, redirect};

const CODES: [&str; 6] = ["bench", "bridge", "door", "flooded", "gone", "blank"];
/// Where visitors come by all the time.
pub(super) const BUSY: &str = "busy";
/// Between these all that is counted was scanned.
const TIME: &str = "from=2019-12-01T00:00:00Z&until=2040-01-01T00:00:00Z&bucket=month";

/// Mints, retargets, defines.
pub(super) fn decide(staff: &Client) {
    let to = |path: &str| redirect(&format!("https://example.org/{path}"));
    let parks = json!({"label": "Parks", "allowed_hosts": ["example.org"]});
    staff.put("/units/parks", &parks).expect(201);
    let dutch = json!({"label": "Dutch", "condition": {"language": ["nl"]}});
    staff.put("/audiences/dutch", &dutch).expect(201);
    let menu =
        json!({"type": "menu", "heading": {"en": "Which?"}, "items": [{"label": {"en": "A"}, "url": "https://example.org/a"}]});
    let page = json!({"type": "page", "content": {"en": {"title": "Door", "body": "Knock *twice*.", "links": []}}});
    for (id, target) in CODES
        .iter()
        .zip([to("bench"), menu, page, to("flooded"), to("gone"), Value::Null])
    {
        let minted = json!({"id": id, "label": format!("Oak {id}"), "unit": "parks", "tags": ["oak"], "target": target});
        staff.post("/codes", &minted).expect(201);
    }
    staff.post("/codes", &json!({"id": BUSY, "target": to("busy")})).expect(201);
    staff.put("/codes/bench/target?reason=moved", &to("new")).expect(200);
    let rules = json!([{"audience": "dutch", "target": to("nl")}]);
    staff.put("/codes/bench/rules", &rules).expect(200);
    staff
        .patch("/codes/bench", &json!({"asset": {"reference": "B-17"}}))
        .expect(200);
    staff
        .post("/codes/flooded/suspend", &json!({"reason": "high water"}))
        .expect(200);
    staff.post("/codes/gone/retire", &json!({"reason": "stolen"})).expect(200);
}

/// Two visitors go round, and all they did is counted.
pub(super) fn be_visited(signpost: &Signpost, staff: &Client) {
    let before = counted(staff);
    let dutch = phone(&signpost.url);
    for visitor in [&dutch, &dutch.clone().with("accept-language", "fr")] {
        for code in CODES {
            visitor.open(&format!("/{code}"));
        }
    }
    let expected = before + 2 * CODES.len() as u64;
    eventually("all is counted", || (counted(staff) == expected).then_some(()));
}

pub(super) fn counted(staff: &Client) -> u64 {
    let statistics = staff.get(&format!("/statistics?{TIME}")).expect(200).json();
    statistics["scans"].as_u64().expect("a number")
}

/// Scans the busy code, each time from another page; gives these pages' hosts.
pub(super) fn scan(url: &str, name: &str, times: u32) -> BTreeSet<String> {
    let hosts = (0..times).map(|n| format!("{name}{n}.example"));
    hosts
        .inspect(|host| {
            let visitor = phone(url).with("referer", &format!("https://{host}/"));
            visitor.open(&format!("/{BUSY}")).expect(302);
        })
        .collect()
}

/// Does something while visitors come by without a pause; gives the hosts of the pages that they came from.
pub(super) fn under_load(url: &str, act: impl FnOnce()) -> BTreeSet<String> {
    let over = AtomicBool::new(false);
    let visitor = |name: &str| {
        let mut hosts = BTreeSet::new();
        for round in 0.. {
            hosts.append(&mut scan(url, &format!("{name}-{round}-"), 1));
            if over.load(Ordering::Acquire) {
                break;
            }
        }
        hosts
    };
    thread::scope(|scope| {
        let visitors = ["one", "other"].map(|name| {
            let visitor = &visitor;
            scope.spawn(move || visitor(name))
        });
        act();
        over.store(true, Ordering::Release);
        let hosts = visitors.map(|visitor| visitor.join().expect("every visitor is answered"));
        hosts.into_iter().flatten().collect()
    })
}

/// Waits for these scans; fails if any is in the log twice, or a position is missing.
pub(super) fn arrived(staff: &Client, answered: &BTreeSet<String>) {
    let hosts = eventually("the scans arrive", || {
        let scans = staff.scans();
        let hosts = scans.iter().filter_map(|scan| scan["referrer"].as_str().map(str::to_owned));
        let hosts: Vec<String> = hosts.collect();
        answered.iter().all(|host| hosts.contains(host)).then_some(hosts)
    });
    assert_eq!(hosts.len(), hosts.iter().collect::<BTreeSet<_>>().len(), "none arrives twice");
    let scans = staff.scans();
    let first = scans[0]["position"].as_u64().expect("a number");
    let places = (first..).zip(&scans);
    assert!(
        places.into_iter().all(|(position, scan)| scan["position"] == position),
        "no gap"
    );
}

/// Every question about what the busy visitors do not change, and its answer.
pub(super) fn questions(staff: &Client) -> BTreeMap<String, (u16, Option<String>, String)> {
    let mut paths: Vec<String> = [
        "/codes",
        "/codes?limit=3",
        "/codes?q=oak",
        "/codes?tag=oak&status=retired",
        "/codes?host=example.org&unit=parks",
        "/audiences",
        "/audiences/dutch",
        "/units",
        "/units/parks",
        "/decisions?limit=1000",
        "/decisions?type=Retargeted&host=example.org",
    ]
    .map(str::to_owned)
    .into();
    paths.push(format!("/statistics?{TIME}&unit=parks&by=audience,platform,language,outcome"));
    let head = staff.head();
    for code in CODES {
        paths.extend(["", "/history", "/qr.svg"].map(|what| format!("/codes/{code}{what}")));
        paths.extend((1..=head).map(|position| format!("/codes/{code}/as-of?position={position}")));
        paths.push(format!(
            "/codes/{code}/statistics?{TIME}&by=audience,platform,language,outcome"
        ));
        paths.push(format!("/scans?code={code}"));
    }
    let mut answers = BTreeMap::new();
    let mut note = |path: String, answer: crate::support::Answer| {
        let etag = answer.header("etag").map(str::to_owned);
        answers.insert(path, (answer.status, etag, answer.text()));
    };
    for path in paths {
        let answer = staff.get(&path);
        note(path, answer);
    }
    let visit = json!({"visit": {"language": "nl"}});
    let explained = staff.send(Method::POST, "/codes/bench/explain", &[], Some(&visit));
    note("/codes/bench/explain".to_owned(), explained);
    answers
}

/// What a citizen sees at each code. Asking is scanning.
pub(super) fn pages(signpost: &Signpost) -> Vec<(u16, Option<String>, String)> {
    let visitor = phone(&signpost.url);
    let codes = CODES.iter().chain(&[BUSY, "never-minted"]);
    codes
        .map(|code| {
            let answer = visitor.open(&format!("/{code}"));
            let location = answer.header("location").map(str::to_owned);
            (answer.status, location, answer.text().replace(&signpost.url, ""))
        })
        .collect()
}
