use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use serde_json::{Value, json};

use crate::support::{Client, Signpost, eventually, phone, redirect};

const CHANGES: usize = 60;

/// Changes where the code leads and who its audiences are, again and again.
fn change(staff: &Client) {
    for n in 0..CHANGES {
        let url = |who: &str| redirect(&format!("https://example.org/{who}/{n}"));
        match n % 3 {
            0 => staff.put("/codes/bench/target", &url("all")).expect(200),
            1 => {
                let language = if n % 2 == 0 { "nl" } else { "fr" };
                let condition = json!({"language": [language]});
                staff.put("/audiences/some", &json!({"label": "Some", "condition": condition}))
            }
            _ => {
                let rules = json!([
                    {"audience": "some", "target": url("some")},
                    {"when": {"language": ["fr"]}, "target": url("french")},
                ]);
                staff.put("/codes/bench/rules", &rules).expect(200)
            }
        };
    }
}

/// The target that the recorded cause points to in the configuration of the recorded position.
fn target_of(scan: &Value, as_of: &Value) -> Value {
    let cause = scan["cause"].as_str().unwrap();
    let code = &as_of["code"];
    let target = match cause.split_once(':') {
        None => &code["target"],
        Some(("rule", place)) => &code["rules"][place.parse::<usize>().unwrap()]["target"],
        Some((_, name)) => {
            assert!(as_of["audiences"][name].is_object(), "the audience was there: {as_of}");
            let rules = code["rules"].as_array().unwrap();
            &rules.iter().find(|rule| rule["audience"] == name).unwrap()["target"]
        }
    };
    target["url"].clone()
}

#[test]
fn invariant_6_the_recorded_position_and_cause_lead_to_the_target_that_was_served() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let condition = json!({"language": ["nl"]});
    staff
        .put("/audiences/some", &json!({"label": "Some", "condition": condition}))
        .expect(201);
    let code = json!({"id": "bench", "target": redirect("https://example.org/first")});
    staff.post("/codes", &code).expect(201);

    let (served, changed) = (Mutex::new(BTreeMap::new()), AtomicBool::new(false));
    thread::scope(|scope| {
        let (served, url, changed) = (&served, &signpost.url, &changed);
        for language in ["nl", "fr", "en"] {
            scope.spawn(move || {
                for n in 0.. {
                    let referrer = format!("{language}{n}.example");
                    let visitor = phone(url)
                        .with("accept-language", language)
                        .with("referer", &format!("https://{referrer}/"));
                    for _ in 0..5 {
                        let location = visitor.open("/bench").expect(302).header("location").unwrap().to_owned();
                        served
                            .lock()
                            .unwrap()
                            .entry(referrer.clone())
                            .or_insert_with(Vec::new)
                            .push(location);
                    }
                    if changed.load(Ordering::Acquire) {
                        return;
                    }
                }
            });
        }
        change(&staff);
        changed.store(true, Ordering::Release);
    });
    let served = served.into_inner().unwrap();
    let count: usize = served.values().map(Vec::len).sum();
    let scans = eventually("every scan in the log", || {
        Some(staff.scans()).filter(|scans| scans.len() == count)
    });

    let mut causes = BTreeMap::<String, usize>::new();
    let mut seen = BTreeMap::<(String, u64), Value>::new();
    let mut nth = BTreeMap::<String, usize>::new();
    for scan in &scans {
        let referrer = scan["referrer"].as_str().unwrap().to_owned();
        let position = scan["as_of"].as_u64().unwrap();
        let language = scan["language"].as_str().unwrap().to_owned();
        // One visitor's scans are recorded in the order in which they were answered.
        let place = nth.entry(referrer.clone()).or_default();
        let location = &served[&referrer][*place];
        *place += 1;
        let target = seen.entry((language.clone(), position)).or_insert_with(|| {
            let as_of = staff
                .get(&format!("/codes/bench/as-of?position={position}"))
                .expect(200)
                .json();
            let target = target_of(scan, &as_of);
            let visit = json!({"position": position, "visit": {"language": language, "platform": "ios"}});
            let explained = staff.post("/codes/bench/explain", &visit).expect(200).json();
            assert_eq!(explained["cause"], scan["cause"], "resolving again finds the same cause");
            assert_eq!(explained["target"]["url"], target);
            target
        });
        assert_eq!(target, location, "{scan}");
        *causes.entry(scan["cause"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    for cause in ["default", "audience:some", "rule:1"] {
        assert!(causes.contains_key(cause), "no scan was caused by {cause}: {causes:?}");
    }
}
