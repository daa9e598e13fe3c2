//! Tokens from before tokens said whose they are: those of one name are one person's, who is not two by an upgrade.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{path, person};
use crate::support::{Client, Database, Signpost, Store, eventually, redirect};

/// The token that the old program gave to `holder`.
fn token(holder: &str) -> String {
    format!("token-of-{holder}-with-32-characters")
}

/// What the old program wrote when it issued two tokens to Ann: a name for each, and decisions that do not say that both are hers.
fn as_it_wrote() -> Vec<String> {
    let mut statements = Vec::new();
    let metadata = json!({"at": "2026-01-02T03:04:05Z", "actor": "command-line", "source": "command_line", "correlation": "old"});
    for holder in ["z-first", "a-second"] {
        let digest = format!("{:x}", Sha256::digest(token(holder)));
        let events = [
            ("TokenIssued", json!({"type": "TokenIssued", "digest": digest})),
            ("RoleGranted", json!({"type": "RoleGranted", "role": "admin", "unit": null})),
        ];
        for ((event, payload), sequence) in events.into_iter().zip(1..) {
            statements.push(format!(
                "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
                 VALUES ('access', '{holder}', {sequence}, '{event}', '1', '{payload}', '{metadata}')"
            ));
        }
        statements.push(format!("INSERT INTO names (principal, name) VALUES ('{holder}', 'Ann')"));
    }
    statements
}

/// Ann, by each of her old tokens, and what she cannot do with both together.
fn ann_is_one_person(signpost: &Signpost) {
    let [first, second] = ["z-first", "a-second"].map(|holder| Client::new(&signpost.url, &token(holder)));
    first
        .put("/units/roads", &json!({"label": "Roads", "approval": "required"}))
        .expect(201);
    first.post("/codes", &json!({"id": "SIGN-1", "unit": "roads"})).expect(201);
    for (proposes, approves) in [(&first, &second), (&second, &first)] {
        let proposal = path(
            &proposes
                .put("/codes/SIGN-1/target", &redirect("https://a.example/"))
                .expect(202)
                .json(),
        );
        approves
            .post(&format!("{proposal}/approve"), &json!({}))
            .problem(403, "own-proposal");
        // She is one person who takes it back, too.
        approves.post(&format!("{proposal}/withdraw"), &json!({})).expect(200);
    }
    // Decided at the start, and searched for when the index has come so far.
    let found = eventually("it is found", || {
        let found = first.get("/decisions?type=PersonRecognised");
        (found.status == 200 && found.json()["items"] != json!([])).then(|| found.json())
    });
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(
        (
            &found["items"][0]["id"],
            &found["items"][0]["after"]["person"],
            &found["items"][0]["source"]
        ),
        (&json!("a-second"), &json!("z-first"), &json!("program"))
    );
    let ben = person(signpost, "Ben", "approver", None);
    let proposal = path(
        &first
            .put("/codes/SIGN-1/target", &redirect("https://a.example/"))
            .expect(202)
            .json(),
    );
    ben.post(&format!("{proposal}/approve"), &json!({})).expect(200);
}

#[test]
fn whoever_has_two_old_tokens_is_one_person_after_an_upgrade() {
    let signpost = Signpost::start();
    person(&signpost, "Head", "admin", None);
    let file = signpost.data().join("signpost.db");
    let folder = signpost.stop();
    let mut store = Store::open(&file);
    for statement in as_it_wrote() {
        store.execute(&statement).unwrap();
    }
    drop(store);
    let signpost = Signpost::start_in(folder, &[]);
    ann_is_one_person(&signpost);
    // It is said once.
    let signpost = Signpost::start_in(signpost.stop(), &[]);
    let head = person(&signpost, "Head", "auditor", None);
    let found = head.get("/decisions?type=PersonRecognised").expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
}

#[test]
fn whoever_has_two_old_tokens_is_one_person_on_postgresql_too() {
    let database = Database::fresh();
    let signpost = Signpost::start_on(&database.url);
    drop(signpost);
    for statement in as_it_wrote() {
        database.execute(&statement).unwrap();
    }
    ann_is_one_person(&Signpost::start_on(&database.url));
}
