//! Tokens by REST and command line: shown once, scoped, expiring, revocable, and known by when they were last used.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, Clock, Signpost, database_of_its_own, eventually};

fn both() -> [Signpost; 2] {
    [Signpost::start(), Signpost::start_on(&database_of_its_own())]
}

/// Issues a token; gives it as who holds it, and its id.
#[track_caller]
fn issue(signpost: &Signpost, admin: &Client, body: &Value) -> (Client, String) {
    let answer = admin.post("/tokens", body).expect(201);
    let issued = answer.json();
    let id = issued["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), Some(format!("/api/v1/tokens/{id}").as_str()));
    (Client::new(&signpost.url, issued["token"].as_str().unwrap()), id)
}

#[test]
fn a_token_does_what_it_was_issued_for_until_that_is_changed_or_it_is_revoked() {
    for signpost in both() {
        let admin = signpost.client("admin");
        for unit in ["roads", "parks"] {
            admin.put(&format!("/units/{unit}"), &json!({"label": unit})).expect(201);
            let code = json!({"id": format!("of-{unit}"), "unit": unit});
            admin.post("/codes", &code).expect(201);
        }
        let body = json!({
            "name": "Works app", "reason": "asked for in 2026/17",
            "grants": [{"role": "editor", "unit": "roads"}, {"role": "analyst"}],
        });
        let (holder, id) = issue(&signpost, &admin, &body);
        let label = json!({"label": "x"});
        holder.patch("/codes/of-roads", &label).expect(200);
        holder.patch("/codes/of-parks", &label).problem(403, "forbidden");
        holder.get("/scans").expect(200);

        let shown = admin.get(&format!("/tokens/{id}")).expect(200);
        let etag = shown.header("etag").unwrap().to_owned();
        let shown = shown.json();
        assert_eq!((&shown["name"], &shown["status"]), (&json!("Works app"), &json!("active")));
        assert!(shown.get("token").is_none(), "{shown}");
        let grants = json!({"grants": [{"role": "editor", "unit": "parks"}]});
        let path = format!("/tokens/{id}/grants");
        admin
            .send(Method::PUT, &path, &[("if-match", &etag)], Some(&grants))
            .expect(200);
        admin
            .send(Method::PUT, &path, &[("if-match", &etag)], Some(&grants))
            .problem(412, "version-mismatch");
        holder.patch("/codes/of-parks", &label).expect(200);
        holder.patch("/codes/of-roads", &label).problem(403, "forbidden");
        holder.get("/scans").problem(403, "forbidden");

        admin.delete(&format!("/tokens/{id}?reason=lost")).expect(204);
        holder.get("/codes").problem(401, "unauthenticated");
        assert_eq!(admin.get(&format!("/tokens/{id}")).json()["status"], "revoked");
        admin.put(&path, &grants).problem(422, "invalid");
        admin.delete(&format!("/tokens/{id}")).expect(204);

        // Each of it was decided, with its reason.
        let of = admin.get("/decisions?limit=1000").expect(200).json();
        let of = of["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|item| item["id"] == id.as_str());
        let types: Vec<(&str, Value)> = of
            .map(|item| (item["type"].as_str().unwrap(), item["reason"].clone()))
            .collect();
        let asked = json!("asked for in 2026/17");
        let expected = [
            ("TokenIssued", asked.clone()),
            ("RoleGranted", asked.clone()),
            ("RoleGranted", asked),
            ("RoleRevoked", json!(null)),
            ("RoleRevoked", json!(null)),
            ("RoleGranted", json!(null)),
            ("TokenRevoked", json!("lost")),
            ("RoleRevoked", json!("lost")),
        ];
        assert_eq!(types, expected);
    }
}

#[test]
fn the_secret_of_a_token_is_told_once_and_kept_nowhere() {
    for signpost in both() {
        let admin = signpost.client("admin");
        let body = json!({"name": "App", "grants": [{"role": "analyst"}]});
        let key = [("idempotency-key", "one")];
        let first = admin.send(Method::POST, "/tokens", &key, Some(&body)).expect(201).json();
        let again = admin.send(Method::POST, "/tokens", &key, Some(&body)).expect(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(
            (&again.json()["id"], &again.json()["token"]),
            (&first["id"], &json!(null)),
            "the same token, without its secret"
        );
        let secret = first["token"].as_str().unwrap();
        for path in ["/tokens", "/people", "/decisions"] {
            assert!(!admin.get(path).expect(200).text().contains(secret), "{path}");
        }
        let opened = json!({"name": "Ann", "login": "ann", "grants": [{"role": "auditor"}]});
        let key = [("idempotency-key", "two")];
        let first = admin.send(Method::POST, "/people", &key, Some(&opened)).expect(201).json();
        assert_eq!(first["password"].as_str().map(str::len), Some(19));
        let again = admin.send(Method::POST, "/people", &key, Some(&opened)).expect(201).json();
        assert_eq!((&again["id"], &again["password"]), (&first["id"], &json!(null)));
        let password = first["password"].as_str().unwrap();
        // On PostgreSQL these are the journal and keys alone.
        for file in std::fs::read_dir(signpost.data()).unwrap().map(|entry| entry.unwrap().path()) {
            let Ok(bytes) = std::fs::read(&file) else { continue };
            for secret in [secret, password] {
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{}", file.display());
            }
        }
    }
}

#[test]
fn a_token_expires_and_a_grant_of_time_is_told() {
    let clock = Clock::at("2026-11-23 08:00:00");
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let signpost = Signpost::start_at(&clock, folder, &[]);
    let admin = signpost.client("admin");
    let body = json!({"name": "Fair", "grants": [{"role": "auditor"}], "expires_at": "2999-11-23T09:00:00Z"});
    let (_, far) = issue(&signpost, &admin, &body);
    let body = json!({"name": "Fair", "grants": [{"role": "auditor"}], "expires_at": "2026-11-23T09:00:00Z"});
    let (holder, near) = issue(&signpost, &admin, &body);
    holder.get("/codes").expect(200);
    clock.set("2026-11-23 09:00:00");
    holder.get("/codes").problem(401, "unauthenticated");
    let of = |id: &str| admin.get(&format!("/tokens/{id}")).expect(200).json();
    assert_eq!(
        (&of(&near)["status"], &of(&far)["status"]),
        (&json!("expired"), &json!("active"))
    );
    admin.post("/tokens", &body).problem(422, "invalid");

    let create = ["token", "create", "--name", "X", "--role", "auditor", "--expires"];
    for (expiry, said) in [
        ("90d", None),
        ("2000-01-01T00:00:00Z", Some("over already")),
        ("soon", Some("from now")),
    ] {
        let output = signpost.command(&[&create[..], &[expiry]].concat());
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.success(), said.is_none(), "{error}");
        assert!(said.is_none_or(|said| error.contains(said)), "{error}");
    }
    let list = signpost.command(&["token", "list"]);
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(list.contains("auditor until 2999-11-23T09:00:00Z"), "{list}");
}

#[test]
fn when_a_token_was_last_used_is_known_to_the_minute_and_in_no_log() {
    for signpost in both() {
        let admin = signpost.client("admin");
        let (holder, id) = issue(&signpost, &admin, &json!({"name": "App", "grants": [{"role": "auditor"}]}));
        let used = |id: &str| admin.get(&format!("/tokens/{id}")).expect(200).json()["used_at"].clone();
        assert_eq!(used(&id), Value::Null);
        let head = admin.head();
        holder.get("/codes").expect(200);
        let first = eventually("the use is noted", || used(&id).as_str().map(str::to_owned));
        for _ in 0..20 {
            holder.get("/codes").expect(200);
        }
        assert_eq!(used(&id), first.as_str(), "within the minute nothing is written");
        assert_eq!(admin.head(), head);
        let list = signpost.command(&["token", "list", "--json"]);
        let list: Value = serde_json::from_slice(&list.stdout).unwrap();
        let line = list
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["id"] == id.as_str())
            .unwrap();
        assert_eq!(line["used_at"], first.as_str());
    }
}

#[test]
fn bad_input_about_access_is_refused_by_its_place_and_changes_nothing() {
    let signpost = Signpost::start();
    let admin = signpost.client("admin");
    let auditor = signpost.client("auditor");
    let head = admin.settled_head();
    let good = json!([{"role": "auditor"}]);
    let token = |name: Value, grants: Value, expires: Value| json!({"name": name, "grants": grants, "expires_at": expires});
    let account = |login: &str, grants: Value| json!({"name": "Ann", "login": login, "grants": grants});
    for (path, body, pointer) in [
        ("/tokens", token(json!(" "), good.clone(), json!(null)), "/name"),
        ("/tokens", token(json!("x".repeat(201)), good.clone(), json!(null)), "/name"),
        ("/tokens", token(json!("App"), json!([]), json!(null)), "/grants"),
        (
            "/tokens",
            token(json!("App"), json!([{"role": "boss"}]), json!(null)),
            "/grants/0/role",
        ),
        (
            "/tokens",
            token(
                json!("App"),
                json!([{"role": "auditor"}, {"role": "auditor", "unit": "roads"}]),
                json!(null),
            ),
            "/grants/1/unit",
        ),
        (
            "/tokens",
            token(json!("App"), json!([{"role": "editor", "unit": "roads"}]), json!(null)),
            "/grants/0/unit",
        ),
        (
            "/tokens",
            token(json!("App"), json!([{"role": "editor", "unit": "No such"}]), json!(null)),
            "/grants/0/unit",
        ),
        ("/tokens", token(json!("App"), good.clone(), json!("tomorrow")), "/expires_at"),
        (
            "/tokens",
            token(json!("App"), good.clone(), json!("2001-01-01T00:00:00Z")),
            "/expires_at",
        ),
        ("/tokens", json!({"name": "App", "grants": good, "scope": "all"}), "/scope"),
        ("/people", account("a b", good.clone()), "/login"),
        ("/people", account("ann", json!([])), "/grants"),
    ] {
        let problem = admin.post(path, &body).problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    for path in ["/tokens/t-nobody", "/people/p-nobody", "/accounts/p-nobody"] {
        admin.get(path).problem(404, "not-found");
    }
    admin.put("/accounts/p-nobody/password", &json!({})).problem(404, "not-found");
    admin.post("/people/p-nobody/forget", &json!({})).problem(404, "not-found");
    // Of a token, there is no account, and the other way round.
    let own = admin.get("/tokens").expect(200).json()["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    admin.delete(&format!("/accounts/{own}")).problem(404, "not-found");
    for path in ["/tokens", "/people", &format!("/tokens/{own}"), &format!("/people/{own}")] {
        auditor.get(path).problem(403, "forbidden");
    }
    auditor
        .post("/tokens", &token(json!("App"), good.clone(), json!(null)))
        .problem(403, "forbidden");
    auditor.delete(&format!("/tokens/{own}")).problem(403, "forbidden");
    assert_eq!(admin.head(), head);
}

#[test]
fn people_sign_in_with_what_rest_gave_them_until_rest_ends_it() {
    for signpost in both() {
        let admin = signpost.client("admin");
        let body = json!({"name": "Ann Peeters", "login": "ann@example.org", "grants": [{"role": "auditor"}]});
        let opened = admin.post("/people", &body).expect(201).json();
        let account = opened["accounts"][0]["id"].as_str().unwrap().to_owned();
        let person = opened["id"].as_str().unwrap().to_owned();
        let sign_in = |password: &str| {
            let mut seat = crate::website::Seat::new(&signpost.url);
            (seat.sign_in("ann@example.org", password).status, seat)
        };
        let first = opened["password"].as_str().unwrap();
        let (status, mut seat) = sign_in(first);
        assert_eq!(status, 303);
        admin.post("/people", &body).problem(422, "invalid");

        let path = format!("/accounts/{account}/password");
        let renewed = admin.put(&path, &json!({})).expect(200).json();
        assert!(!seat.is_signed_in(), "another password signs out");
        assert_eq!(sign_in(first).0, 422);
        assert_eq!(sign_in(renewed["password"].as_str().unwrap()).0, 303);
        let easy = admin.put(&path, &json!({"password": "password1234"})).problem(422, "invalid");
        assert_eq!(easy["errors"][0]["pointer"], "/password");
        let chosen = "vier woorden van niemand anders";
        let answer = admin.put(&path, &json!({"password": chosen})).expect(200).json();
        assert_eq!(answer["password"], Value::Null);
        let (status, mut seat) = sign_in(chosen);
        assert_eq!(status, 303);

        let grants = json!({"grants": [{"role": "analyst"}]});
        admin.put(&format!("/accounts/{account}/grants"), &grants).expect(200);
        assert!(seat.get("/admin/account").expect(200).text().contains("analyst"));
        admin.delete(&format!("/accounts/{account}")).expect(204);
        assert!(!seat.is_signed_in());
        assert_eq!(sign_in(chosen).0, 422);
        let shown = admin.get(&format!("/people/{account}")).expect(200).json();
        assert!(
            shown["accounts"][0]["closed_at"].is_string() && shown["tokens"] == json!([]),
            "{shown}"
        );

        let again = admin.post("/people", &body).expect(201).json();
        assert_eq!(again["id"], person.as_str(), "the same person, with another account");
        let seen = admin.get("/people").expect(200).text();
        let done = admin
            .post(&format!("/people/{person}/forget"), &json!({"reason": "left"}))
            .expect(200)
            .json();
        assert_eq!((&done["revoked"], &done["had_name"]), (&json!(1), &json!(true)), "{seen}");
        let page = admin.get("/people").expect(200).text();
        assert!(!page.contains("Peeters"), "{page}");
    }
}

#[test]
fn a_crowd_of_invalid_tokens_is_told_to_wait_and_valid_ones_are_let_in() {
    let signpost = Signpost::start();
    let admin = signpost.client("admin");
    let stranger = Client::new(&signpost.url, "signpost_nonsense");
    let refused = eventually("it is told to wait", || {
        let answer = stranger.get("/codes");
        (answer.status != 401).then_some(answer)
    });
    refused.problem(429, "too-many");
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    // Whatever is wrong with it, and without learning whether there is such a token.
    for token in ["signpost_other", "x"] {
        Client::new(&signpost.url, token).get("/codes").problem(429, "too-many");
    }
    admin.get("/codes").expect(200);
    let log = signpost.said();
    assert!(log.contains("many tokens that are not valid"), "{log}");
    assert!(!log.contains("nonsense"), "{log}");
}
