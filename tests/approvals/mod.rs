//! Four eyes: where approval is demanded, a change counts when another person approved it, and not before.

mod many;
mod old_tokens;

use std::thread;

use serde_json::{Value, json};

use crate::support::{Client, Signpost, database_of_its_own, phone, redirect};

/// A person with a token of their own.
fn person(signpost: &Signpost, name: &str, role: &str, unit: Option<&str>) -> Client {
    let mut arguments = vec!["token", "create", "--name", name, "--role", role];
    arguments.extend(unit.iter().flat_map(|unit| ["--unit", unit]));
    let output = signpost.command(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Client::new(&signpost.url, String::from_utf8(output.stdout).unwrap().trim())
}

/// Those who work where approval is demanded.
struct Office {
    signpost: Signpost,
    /// Founds units.
    head: Client,
    /// Changes codes of all units.
    ann: Client,
    /// Approves in the unit roads.
    ben: Client,
    /// Approves everywhere.
    cem: Client,
}

impl Office {
    /// The unit roads demands approval, parks does not. `SIGN-1` is of roads and leads nowhere yet.
    fn on(signpost: Signpost) -> Self {
        let head = person(&signpost, "Head", "admin", None);
        head.put("/units/roads", &json!({"label": "Roads", "approval": "required"}))
            .expect(201);
        head.put("/units/parks", &json!({"label": "Parks"})).expect(201);
        let office = Self {
            ann: person(&signpost, "Ann", "editor", None),
            ben: person(&signpost, "Ben", "approver", Some("roads")),
            cem: person(&signpost, "Cem", "approver", None),
            head,
            signpost,
        };
        office
            .ann
            .post("/codes", &json!({"id": "SIGN-1", "unit": "roads"}))
            .expect(201);
        office
    }

    /// Where a scan of a code leads.
    fn leads_to(&self, code: &str) -> Option<String> {
        phone(&self.signpost.url)
            .open(&format!("/{code}"))
            .header("location")
            .map(str::to_owned)
    }

    fn proposed(&self, path: &str, body: &Value) -> Value {
        let answer = self.ann.put(path, body).expect(202);
        let proposal = answer.json();
        let location = format!("/api/v1/proposals/{}", proposal["id"].as_str().unwrap());
        assert_eq!(answer.header("location"), Some(location.as_str()));
        proposal
    }

    /// Ann proposes that `SIGN-1` leads elsewhere; gives the proposal's path.
    fn retarget(&self, url: &str) -> String {
        path(&self.proposed("/codes/SIGN-1/target?reason=new+form", &redirect(url)))
    }
}

fn path(proposal: &Value) -> String {
    format!("/proposals/{}", proposal["id"].as_str().unwrap())
}

fn on_both(promise: fn(&Office)) {
    promise(&Office::on(Signpost::start()));
    promise(&Office::on(Signpost::start_on(&database_of_its_own())));
}

#[test]
fn what_is_proposed_counts_when_another_person_approved_it_and_history_names_both() {
    on_both(|office| {
        let proposal = office.proposed("/codes/SIGN-1/target?reason=new+form", &redirect("https://a.example/"));
        assert_eq!(
            (&proposal["status"], &proposal["about"], &proposal["words"]),
            (
                &json!("open"),
                &json!("SIGN-1"),
                &json!("Its default target is now https://a.example/; there was none.")
            )
        );
        assert_eq!(office.leads_to("SIGN-1"), None, "it does not count yet");
        let path = path(&proposal);
        let open = office
            .ben
            .get("/proposals?status=open&unit=roads&code=SIGN-1")
            .expect(200)
            .json();
        assert_eq!(open["items"], json!([office.ben.get(&path).expect(200).json()]));

        let approved = office
            .ben
            .post(&format!("{path}/approve"), &json!({"reason": "it is right"}))
            .expect(200)
            .json();
        assert_eq!(
            (&approved["status"], &approved["ended"]["reason"]),
            (&json!("approved"), &json!("it is right"))
        );
        assert_eq!(office.leads_to("SIGN-1").as_deref(), Some("https://a.example/"));
        assert_eq!(
            office.ben.get("/proposals?status=open").expect(200).json()["items"],
            json!([])
        );

        let history = office.ann.get("/codes/SIGN-1/history").expect(200).json();
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (
                &last["type"],
                &last["proposal"],
                &last["proposer"],
                &last["actor"],
                &last["reason"]
            ),
            (
                &json!("Retargeted"),
                &proposal["id"],
                &proposal["actor"],
                &approved["ended"]["actor"],
                &json!("it is right")
            )
        );
        assert_ne!(last["actor"], last["proposer"]);
        let first = history["items"][0].clone();
        assert_eq!((&first["proposal"], &first["proposer"]), (&Value::Null, &Value::Null));
        // Proposing and approving are decisions, too.
        for (kind, reason) in [("Proposed", "new form"), ("Approved", "it is right")] {
            let decisions = office.ann.get(&format!("/decisions?type={kind}")).expect(200).json();
            assert_eq!(decisions["items"][0]["reason"], reason, "{decisions}");
        }
    });
}

#[test]
fn nobody_approves_what_they_proposed_with_whichever_token() {
    on_both(|office| {
        let path = office.retarget("https://a.example/");
        let ann_as_admin = person(&office.signpost, " ann", "admin", None);
        for verb in ["approve", "reject"] {
            let answer = ann_as_admin.post(&format!("{path}/{verb}"), &json!({"reason": "fine"}));
            answer.problem(403, "own-proposal");
        }
        office
            .ann
            .post(&format!("{path}/approve"), &json!({}))
            .problem(403, "forbidden");
        // Of another unit, or without the role.
        let parks = person(&office.signpost, "Pat", "approver", Some("parks"));
        parks.post(&format!("{path}/approve"), &json!({})).problem(403, "forbidden");
        let auditor = person(&office.signpost, "Audrey", "auditor", None);
        auditor.post(&format!("{path}/approve"), &json!({})).problem(403, "forbidden");
        office
            .ben
            .post(&format!("{path}/withdraw"), &json!({}))
            .problem(403, "forbidden");
        assert_eq!(office.leads_to("SIGN-1"), None);

        ann_as_admin.post(&format!("{path}/withdraw"), &json!({})).expect(200);
        let closed = office
            .ben
            .post(&format!("{path}/approve"), &json!({}))
            .problem(409, "proposal-closed");
        assert!(closed["detail"].as_str().unwrap().contains("withdrawn"), "{closed}");
    });
}

#[test]
fn a_rejection_needs_a_reason_and_is_for_good() {
    on_both(|office| {
        let path = office.retarget("https://a.example/");
        let refused = office.ben.post(&format!("{path}/reject"), &json!({})).problem(422, "invalid");
        assert_eq!(refused["errors"][0]["pointer"], "/reason");
        let rejected = office
            .ben
            .post(&format!("{path}/reject"), &json!({"reason": "a typo"}))
            .expect(200)
            .json();
        assert_eq!(
            (&rejected["status"], &rejected["ended"]["reason"]),
            (&json!("rejected"), &json!("a typo"))
        );
        office
            .cem
            .post(&format!("{path}/approve"), &json!({}))
            .problem(409, "proposal-closed");
        assert_eq!(office.leads_to("SIGN-1"), None);
    });
}

#[test]
fn a_proposal_on_what_changed_since_is_outdated_and_says_what_changed() {
    on_both(|office| {
        let (first, second) = (office.retarget("https://a.example/"), office.retarget("https://b.example/"));
        office.ben.post(&format!("{first}/approve"), &json!({})).expect(200);
        assert_eq!(office.ann.get(&second).expect(200).json()["status"], "outdated");
        let head = office.ann.head();
        let refused = office
            .ben
            .post(&format!("{second}/approve"), &json!({}))
            .problem(409, "proposal-outdated");
        assert_eq!(refused["errors"][0]["pointer"], "/target", "{refused}");
        assert!(
            refused["errors"][0]["detail"]
                .as_str()
                .unwrap()
                .contains("https://a.example/")
        );
        assert_eq!(office.ann.head(), head, "nothing was decided");
        office
            .ben
            .post(&format!("{second}/reject"), &json!({"reason": "too late"}))
            .expect(200);
    });
}

#[test]
fn what_leads_visitors_elsewhere_is_proposed_and_the_rest_counts_at_once() {
    on_both(|office| {
        let ann = &office.ann;
        let first = office.retarget("https://a.example/");
        office.ben.post(&format!("{first}/approve"), &json!({})).expect(200);
        ann.patch("/codes/SIGN-1", &json!({"label": "At the bridge"})).expect(200);
        let version = ann.get("/codes/SIGN-1").expect(200).json()["version"].clone();
        ann.put(
            "/codes/SIGN-1/rules",
            &json!([{"when": {"language": ["nl"]}, "target": redirect("https://nl.example/")}]),
        )
        .expect(202);
        for (verb, body) in [
            ("suspend", json!({})),
            ("retire", json!({})),
            ("transfer", json!({"unit": "parks"})),
            ("restore", json!({"position": position_of_mint(ann)})),
        ] {
            ann.post(&format!("/codes/SIGN-1/{verb}"), &body).expect(202);
        }
        assert_eq!(ann.get("/codes/SIGN-1").expect(200).json()["version"], version);
        // Neither a code that nobody approved comes in, nor one that is made so.
        ann.post(
            "/codes",
            &json!({"id": "PARK-1", "unit": "parks", "target": redirect("https://p.example/")}),
        )
        .expect(201);
        ann.post("/codes/PARK-1/transfer", &json!({"unit": "roads"})).expect(202);
        let minted = ann.post("/codes", &json!({"unit": "roads", "target": redirect("https://p.example/")}));
        assert_eq!(minted.problem(422, "invalid")["errors"][0]["pointer"], "/target");
        ann.post(
            "/batches",
            &json!({"count": 2, "unit": "roads", "target": redirect("https://p.example/{id}")}),
        )
        .problem(422, "invalid");
        // A code may demand it by itself; to do without takes two.
        ann.put("/codes/PARK-1/approval", &json!({"approval": "required"}))
            .expect(200);
        ann.put("/codes/PARK-1/target", &redirect("https://q.example/")).expect(202);
        let waiver = office.proposed("/codes/PARK-1/approval", &json!({"approval": "not_needed"}));
        office
            .ben
            .post(&format!("{}/approve", path(&waiver)), &json!({}))
            .problem(403, "forbidden");
        office.cem.post(&format!("{}/approve", path(&waiver)), &json!({})).expect(200);
        ann.put("/codes/PARK-1/target", &redirect("https://q.example/")).expect(200);
    });
}

fn position_of_mint(staff: &Client) -> Value {
    staff.get("/codes/SIGN-1/history").expect(200).json()["items"][0]["position"].clone()
}

#[test]
fn the_policy_of_a_unit_and_an_audience_that_its_codes_use_take_two_people() {
    on_both(|office| {
        let narrower = json!({"label": "Roads", "allowed_hosts": ["gent.be"]});
        let policy = office.head.put("/units/roads", &narrower).expect(202).json();
        assert!(policy["words"].as_str().unwrap().contains("gent.be"), "{policy}");
        office
            .head
            .put("/units/roads", &json!({"label": "Roads", "approval": "not_needed"}))
            .expect(202);
        office.head.put("/units/roads", &json!({"label": "Streets"})).expect(200);
        // Its version changed with the label.
        office
            .ben
            .post(&format!("{}/approve", path(&policy)), &json!({}))
            .problem(409, "proposal-outdated");
        let policy = office.head.put("/units/roads", &narrower).expect(202).json();
        office.ben.post(&format!("{}/approve", path(&policy)), &json!({})).expect(200);
        let unit = office.ann.get("/units/roads").expect(200).json();
        assert_eq!(
            (&unit["allowed_hosts"], &unit["approval"]),
            (&json!(["gent.be"]), &json!("required"))
        );

        let night = |from: &str| {
            let hours = json!({"days": ["mon"], "from": from, "until": "23:00", "zone": "Europe/Brussels"});
            json!({"label": "Night", "condition": {"weekly": hours}})
        };
        office.ann.put("/audiences/night", &night("20:00")).expect(201);
        office.ann.put("/audiences/night", &night("21:00")).expect(200);
        let rules = office.proposed(
            "/codes/SIGN-1/rules",
            &json!([{"audience": "night", "target": redirect("https://gent.be/night")}]),
        );
        office.ben.post(&format!("{}/approve", path(&rules)), &json!({})).expect(200);
        let audience = office.proposed("/audiences/night", &night("22:00"));
        office
            .ben
            .post(&format!("{}/approve", path(&audience)), &json!({}))
            .problem(403, "forbidden");
        office
            .cem
            .post(&format!("{}/approve", path(&audience)), &json!({}))
            .expect(200);
        let now = office.ann.get("/audiences/night").expect(200).json();
        assert_eq!(
            now["condition"]["weekly"]["from"],
            night("22:00")["condition"]["weekly"]["from"],
            "{now}"
        );
    });
}

#[test]
fn what_is_not_allowed_any_more_is_not_approved() {
    on_both(|office| {
        let path_of_target = office.retarget("https://a.example/");
        let narrower = office
            .head
            .put("/units/roads", &json!({"label": "Roads", "allowed_hosts": ["gent.be"]}))
            .expect(202)
            .json();
        office
            .ben
            .post(&format!("{}/approve", path(&narrower)), &json!({}))
            .expect(200);
        let refused = office
            .cem
            .post(&format!("{path_of_target}/approve"), &json!({}))
            .problem(409, "proposal-outdated");
        assert!(
            refused["errors"][0]["detail"].as_str().unwrap().contains("a.example"),
            "{refused}"
        );

        // Nor what somebody proposed whose token was revoked.
        let theirs = office.retarget("https://gent.be/");
        let actor = office.ann.get(&theirs).expect(200).json()["actor"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(office.signpost.command(&["token", "revoke", &actor]).status.success());
        let refused = office
            .ben
            .post(&format!("{theirs}/approve"), &json!({}))
            .problem(409, "proposal-outdated");
        assert_eq!(refused["errors"][0]["pointer"], "/proposer", "{refused}");
        assert_eq!(office.leads_to("SIGN-1"), None);
    });
}

#[test]
fn of_many_who_approve_at_once_one_does_and_it_counts_once() {
    on_both(|office| {
        let path = format!("{}/approve", office.retarget("https://a.example/"));
        let version = office.ann.get("/codes/SIGN-1").expect(200).json()["version"]
            .as_u64()
            .unwrap();
        let answers: Vec<u16> = thread::scope(|scope| {
            let approvers = [&office.ben, &office.cem, &office.head, &office.ben, &office.cem, &office.head];
            let threads = approvers.map(|approver| scope.spawn(|| approver.post(&path, &json!({}))));
            threads.into_iter().map(|thread| thread.join().unwrap().status).collect()
        });
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|status| [200, 409].contains(status)), "{answers:?}");
        let now = office.ann.get("/codes/SIGN-1").expect(200).json();
        assert_eq!(now["version"].as_u64(), Some(version + 1));
        let approved = office.ann.get("/decisions?type=Approved").expect(200).json();
        assert_eq!(approved["items"].as_array().unwrap().len(), 1);
    });
}
