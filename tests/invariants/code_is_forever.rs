use std::thread;

use reqwest::Method;
use serde_json::json;

use crate::support::{Signpost, phone, redirect};

#[test]
fn invariant_7_an_id_is_never_removed_and_never_minted_again() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let target = redirect("https://example.org/");
    staff.post("/codes", &json!({"id": "bench", "target": target})).expect(201);
    let refused = |id: &str| {
        let head = staff.head();
        for id in [id.to_lowercase(), id.to_uppercase()] {
            staff
                .post("/codes", &json!({"id": id, "target": target}))
                .problem(409, "already-minted");
        }
        for path in [format!("/codes/{id}"), format!("/codes/{id}/target")] {
            staff.delete(&path).problem(405, "method-not-allowed");
        }
        assert_eq!(staff.head(), head);
        staff.get(&format!("/codes/{id}")).expect(200);
    };
    refused("bench");
    staff.post("/codes/bench/suspend", &json!({})).expect(200);
    refused("bench");
    staff.post("/codes/bench/retire", &json!({})).expect(200);
    refused("bench");
    let folder = signpost.kill();
    let signpost = Signpost::start_in(folder, &[]);
    let staff = staff.at(&signpost.url);
    staff.post("/codes", &json!({"id": "Bench"})).problem(409, "already-minted");
    for call in ["/codes/bench/resume", "/codes/bench/suspend"] {
        staff.post(call, &json!({})).problem(409, "retired");
    }
    staff.put("/codes/bench/target", &target).problem(409, "retired");
    phone(&signpost.url).send(Method::GET, "/bench").expect(410);
}

#[test]
fn invariant_7_of_many_who_mint_one_id_at_once_one_gets_it() {
    let signpost = Signpost::start();
    let staff = signpost.client("editor");
    for id in ["first", "second", "third"] {
        let statuses: Vec<u16> = thread::scope(|scope| {
            let minting = |n: usize| {
                let staff = staff.clone();
                scope.spawn(move || staff.post("/codes", &json!({"id": id, "label": format!("of {n}")})).status)
            };
            let minting: Vec<_> = (0..6).map(minting).collect();
            minting.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 5, "{statuses:?}");
    }
}
