//! A change of many codes where one of them demands approval, and kill -9 while somebody approves.

use reqwest::Method;
use serde_json::json;

use super::{Office, on_both, path};
use crate::support::{Signpost, redirect};

/// A change that brings the two codes of the batch somewhere.
fn order(batch: &str) -> serde_json::Value {
    let url = "https://new.example/{id}";
    json!({"filter": {"batch": batch}, "change": {"type": "retarget_to_pattern", "url": url}, "reason": "the site moved"})
}

fn batch(office: &Office, unit: &str, count: u32) -> String {
    let minted = office
        .ann
        .post("/batches", &json!({"count": count, "unit": unit}))
        .expect(201);
    minted.json()["id"].as_str().unwrap().to_owned()
}

fn leading(office: &Office, batch: &str) -> usize {
    let codes = office
        .ann
        .get(&format!("/codes?batch={batch}&host=new.example&limit=1000"))
        .expect(200)
        .json();
    codes["items"].as_array().unwrap().len()
}

#[test]
fn a_change_of_many_codes_that_demand_approval_is_one_proposal() {
    on_both(|office| {
        let batch = batch(office, "roads", 20);
        let mut preview = order(&batch);
        preview.as_object_mut().unwrap().remove("reason");
        let preview = office.ann.post("/changes/preview", &preview).expect(200).json();
        assert_eq!((&preview["codes"], &preview["to_be_approved"]), (&json!(20), &json!(20)));

        let key = [("idempotency-key", "many")];
        let proposal = office
            .ann
            .send(Method::POST, "/changes", &key, Some(&order(&batch)))
            .expect(202)
            .json();
        assert_eq!(
            (&proposal["kind"], &proposal["codes"]["codes"]),
            (&json!("codes"), &json!(20)),
            "{proposal}"
        );
        let again = office
            .ann
            .send(Method::POST, "/changes", &key, Some(&order(&batch)))
            .expect(202)
            .json();
        assert_eq!(again["id"], proposal["id"]);
        assert_eq!(leading(office, &batch), 0);

        let approved = office
            .ben
            .post(&format!("{}/approve", path(&proposal)), &json!({}))
            .expect(200)
            .json();
        let change = approved["change"].as_str().unwrap().to_owned();
        assert_eq!(leading(office, &batch), 20);
        let made = office.ann.get(&format!("/changes/{change}")).expect(200).json();
        assert_eq!((&made["codes"], &made["actor"]), (&json!(20), &approved["ended"]["actor"]));

        // Taken back, it is proposed like any other; one of its codes changing since makes that another change.
        let back = office
            .ann
            .post(&format!("/changes/{change}/reverse"), &json!({}))
            .expect(202)
            .json();
        let some = office.ann.get(&format!("/codes?batch={batch}&limit=1")).expect(200).json();
        let some = some["items"][0]["id"].as_str().unwrap().to_owned();
        office
            .ann
            .patch(&format!("/codes/{some}"), &json!({"label": "Seen since"}))
            .expect(200);
        let outdated = office.ben.post(&format!("{}/approve", path(&back)), &json!({}));
        outdated.problem(409, "proposal-outdated");
        let back = office
            .ann
            .post(&format!("/changes/{change}/reverse"), &json!({}))
            .expect(202)
            .json();
        office.ben.post(&format!("{}/approve", path(&back)), &json!({})).expect(200);
        assert_eq!(leading(office, &batch), 1, "the one that changed since stays as it is");
    });
}

#[test]
fn killed_while_it_is_approved_a_proposal_is_approved_and_counts_or_neither() {
    let mut office = Office::on(Signpost::start());
    let (mut done, mut undone) = (0, 0);
    for round in 0..6_u64 {
        let target = redirect(&format!("https://round-{round}.example/"));
        let proposal = office.proposed("/codes/SIGN-1/target", &target);
        let before = office.ann.get("/codes/SIGN-1").expect(200).json()["version"]
            .as_u64()
            .unwrap();
        let approve = format!("{}/approve", path(&proposal));
        let ben = office.ben.clone();
        let key = format!("round-{round}");
        let call = {
            let (approve, key) = (approve.clone(), key.clone());
            std::thread::spawn(move || ben.try_post(&approve, &[("idempotency-key", &key)], &json!({})))
        };
        // Sooner or later each round, so that some are cut off before and some after the append.
        for _ in 0..round {
            let _ = office.cem.get(&path(&proposal));
        }
        let Office {
            signpost,
            head,
            ann,
            ben,
            cem,
        } = office;
        let signpost = Signpost::start_in(signpost.kill(), &[]);
        let _ = call.join();
        let url = signpost.url.clone();
        office = Office {
            head: head.at(&url),
            ann: ann.at(&url),
            ben: ben.at(&url),
            cem: cem.at(&url),
            signpost,
        };
        // Nobody was answered, so what is shown may be behind what was decided, the code ahead of the proposal; after a command it is not.
        office.ann.settled_head();
        let is_approved = office.ann.get(&path(&proposal)).expect(200).json()["status"] == "approved";
        let version = office.ann.get("/codes/SIGN-1").expect(200).json()["version"]
            .as_u64()
            .unwrap();
        assert_eq!(version, before + u64::from(is_approved), "approved, and counts; or neither");
        (done, undone) = (done + u32::from(is_approved), undone + u32::from(!is_approved));
        // Repeated, it is approved once in the end.
        let again = office
            .ben
            .send(Method::POST, &approve, &[("idempotency-key", &key)], Some(&json!({})));
        assert_eq!(again.expect(200).json()["status"], "approved");
        let version = office.ann.get("/codes/SIGN-1").expect(200).json()["version"]
            .as_u64()
            .unwrap();
        assert_eq!(version, before + 1);
    }
    println!("{done} rounds were approved before the end, {undone} were not");
}
