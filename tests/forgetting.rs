//! `signpost people forget`: the name of a person is gone from every file, and all that they decided stays and is proved as before.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::support::{Client, Cluster, Database, Signpost, Store, eventually, phone, run};

const NAME: &str = "Roberta Telltale";

/// A token of the person, or of somebody else, that the command line made.
fn token(signpost: &Signpost, name: &str) -> Client {
    let output = signpost.command(&["token", "create", "--name", name, "--role", "admin"]);
    let token = String::from_utf8(output.stdout).unwrap();
    Client::new(&signpost.url, token.trim())
}

fn listed(signpost: &Signpost) -> Vec<Value> {
    let output = signpost.command(&["people", "list", "--json"]);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Forgets somebody; gives the exit code and what was said.
fn forget(signpost: &Signpost, arguments: &[&str]) -> (Option<i32>, String) {
    let output = signpost.command(&[&["people", "forget"], arguments].concat());
    assert!(output.stdout.is_empty());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// All that was decided up to a position, as two exports and as an entry of the history of a code.
fn told(staff: &Client, until: u64) -> [String; 3] {
    let path = format!("/decisions?limit={until}");
    let [lines, csv] = ["application/jsonl", "text/csv"].map(|accept| {
        let answer = staff.send(reqwest::Method::GET, &path, &[("accept", accept)], None);
        answer.expect(200).text()
    });
    [lines, csv, staff.get("/codes/bench/history").expect(200).text()]
}

/// What proves decisions to somebody who has an old checkpoint: the leaf and the record of each.
fn proofs(staff: &Client, until: u64) -> Vec<(Value, Value)> {
    let proof = |position| {
        let path = format!("/decisions/{position}/proof");
        let proof = eventually("it is sealed", || {
            Some(staff.get(&path)).filter(|answer| answer.status == 200)
        });
        let proof = proof.json();
        (proof["record"].clone(), proof["leaf"].clone())
    };
    (1..=until).map(proof).collect()
}

/// Forgets somebody with two tokens who decided something, and looks at all that must be as before; `is_gone` looks for the name.
fn a_person_is_forgotten(signpost: &Signpost, is_gone: impl Fn()) {
    let staff = token(signpost, "Somebody Else");
    let [first, second] = [NAME, "roberta telltale"].map(|name| token(signpost, name));
    first.post("/codes", &json!({"id": "bench"})).expect(201);
    second.post("/codes/bench/suspend", &json!({"reason": "broken"})).expect(200);
    let until = staff.settled_head();
    let before = (told(&staff, until), proofs(&staff, until));
    let checkpoint = phone(&signpost.url).open("/tlog/checkpoint").expect(200).text();
    let kept = signpost.folder().path().join("checkpoint");
    fs::write(&kept, checkpoint).unwrap();

    let everybody = listed(signpost);
    let person = everybody.iter().find(|person| person["name"] == NAME).unwrap();
    assert_eq!(
        person["tokens"].as_array().unwrap().len(),
        2,
        "tokens of one name are one person's"
    );
    assert_eq!(person["tokens"][0]["grants"], json!([{"role": "admin", "unit": null}]));
    let (id, of_second) = (person["id"].as_str().unwrap(), person["tokens"][1]["id"].as_str().unwrap());
    let plain = String::from_utf8(signpost.command(&["people", "list"]).stdout).unwrap();
    assert!(
        plain.contains(NAME) && plain.contains(&format!("admin (token {of_second})")),
        "{plain}"
    );

    // Whom nobody knows.
    let (code, said) = forget(signpost, &["t-nobody"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("there is no person t-nobody") && said.contains("people list"),
        "{said}"
    );
    assert_eq!(
        staff.settled_head(),
        until + 1,
        "nothing is decided but what the question decides"
    );
    // By the id of whichever token.
    let (code, said) = forget(signpost, &[of_second, "--reason", "left the city"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains(&format!("{id} forgotten, tokens and accounts revoked: 2")),
        "{said}"
    );
    is_gone();

    for client in [&first, &second] {
        eventually("the token counts no more", || {
            (client.get("/codes/bench").status == 401).then_some(())
        });
    }
    let everybody = listed(signpost);
    let person = everybody.iter().find(|person| person["id"] == id).unwrap();
    assert_eq!(person["name"], Value::Null);
    assert!(
        person["tokens"]
            .as_array()
            .unwrap()
            .iter()
            .all(|token| token["revoked_at"].is_string())
    );
    assert!(
        everybody.iter().any(|person| person["name"] == "Somebody Else"),
        "{everybody:?}"
    );
    for list in [["people", "list"], ["token", "list"]] {
        let text = String::from_utf8(signpost.command(&list).stdout).unwrap();
        let line = text.lines().find(|line| line.starts_with(id)).unwrap();
        assert!(line.contains("(forgotten)") && line.contains("revoked"), "{line}");
    }

    assert_eq!((told(&staff, until), proofs(&staff, until)), before, "all is as it was");
    is_decided(&staff, until + 1, id);
    proofs(&staff, staff.settled_head());
    let key = String::from_utf8(signpost.command(&["seals", "key"]).stdout).unwrap();
    let verify = ["audit", "verify", "--key", key.trim(), "--checkpoint"];
    let verified = signpost.command(&[&verify[..], &[&kept.display().to_string()]].concat());
    assert!(verified.status.success(), "{verified:?}");

    // Again, nothing is left to do.
    let head = staff.settled_head();
    let (code, said) = forget(signpost, &[id]);
    assert_eq!(code, Some(0));
    assert!(said.contains("was forgotten already"), "{said}");
    assert_eq!(staff.settled_head(), head + 1);
    // Whoever comes back is somebody new.
    token(signpost, NAME);
    let back = listed(signpost);
    let back = back.iter().find(|person| person["name"] == NAME).unwrap();
    assert_ne!(back["id"], id);
    let (code, said) = forget(signpost, &[back["id"].as_str().unwrap()]);
    assert_eq!(code, Some(0), "{said}");
    is_gone();
}

/// The decisions after a position say what happened to the person of this id.
fn is_decided(staff: &Client, after: u64, id: &str) {
    let decided = staff.get(&format!("/decisions?after={after}")).expect(200).json();
    let decided = decided["items"].as_array().unwrap();
    let types: Vec<_> = decided.iter().map(|it| it["type"].as_str().unwrap()).collect();
    assert_eq!(
        types,
        [
            "TokenRevoked",
            "RoleRevoked",
            "TokenRevoked",
            "RoleRevoked",
            "PersonForgotten"
        ]
    );
    let last = decided.last().unwrap();
    assert_eq!((&last["id"], &last["reason"]), (&json!(id), &json!("left the city")));
    assert_eq!(last["after"]["forgotten"], true);
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

#[track_caller]
fn the_name_is_in_no_file_below(folder: &Path) {
    let files = files(folder);
    assert!(files.len() > 3, "{files:?}");
    for path in files {
        // Files of a running server may go while one looks.
        let Ok(content) = fs::read(&path) else { continue };
        let content = content.to_ascii_lowercase();
        let found = holds(&content, b"telltale");
        assert!(!found, "the name is in {}", path.display());
    }
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// Names of many people, who make it likely that the one's was moved about in its file, and names that the person had before.
fn crowd(insert: &mut dyn FnMut(&str)) {
    for number in 0..400 {
        // Ids like those of tokens: wherever the person's falls among them.
        let id = format!("{:x}{number:03}", number * 7 % 16);
        insert(&format!(
            "INSERT INTO names (principal, name) VALUES ('{id}', 'Person {number} of a long name, as some have')"
        ));
        if number % 40 == 0 {
            insert(&format!("UPDATE names SET name = '{NAME} the {number}th'"));
            insert("UPDATE names SET name = 'Person ' || principal");
        }
    }
}

#[test]
fn the_name_of_somebody_forgotten_is_in_no_file_of_the_data_folder() {
    let signpost = Signpost::start();
    let mut store = Store::open(&signpost.data().join("signpost.db"));
    crowd(&mut |statement| _ = store.execute(statement).unwrap());
    drop(store);
    a_person_is_forgotten(&signpost, || the_name_is_in_no_file_below(&signpost.data()));
    let folder = signpost.stop();
    the_name_is_in_no_file_below(folder.path());
}

#[test]
fn the_name_of_somebody_forgotten_is_in_no_table_of_postgresql_and_in_no_dump() {
    let database = Database::fresh();
    let signpost = Signpost::start_on(&database.url);
    crowd(&mut |statement| database.execute(statement).unwrap());
    let tables = Cluster::of_this_program().socket.join("data/base");
    a_person_is_forgotten(&signpost, || {
        let dump = run("pg_dump", "postgresql-client", [&database.url]).stdout;
        assert!(holds(&dump, b"Somebody Else"), "names are in it");
        assert!(!holds(&dump.to_ascii_lowercase(), b"telltale"));
        database.execute("CHECKPOINT").unwrap();
        the_name_is_in_no_file_below(&tables);
    });
}

#[test]
fn a_role_that_owns_nothing_forgets_as_well_and_says_when_it_may_not() {
    let database = Database::fresh();
    let clerk = database.role("clerk");
    let owner = Signpost::folder_for(&database.url);
    let migrated = Signpost::command_in(owner.path(), &["migrate", "--grant-to", &clerk.name]);
    assert!(migrated.status.success(), "{migrated:?}");
    let signpost = Signpost::start_on(&clerk.url);
    token(&signpost, NAME);
    let everybody = listed(&signpost);
    let id = everybody[0]["id"].as_str().unwrap();
    database
        .execute(&format!("REVOKE TRUNCATE ON names FROM \"{}\"", clerk.name))
        .unwrap();
    let (code, said) = forget(&signpost, &[id]);
    assert_eq!(code, Some(2));
    assert!(said.contains("signpost migrate --grant-to"), "{said}");
    assert_eq!(
        listed(&signpost)[0]["name"],
        NAME,
        "what could not be done is not said to be done"
    );
    let staff = token(&signpost, "Somebody Else");
    let found = staff.get("/decisions?type=PersonForgotten").expect(200).json();
    assert_eq!(found["items"], json!([]));
    let granted = Signpost::command_in(owner.path(), &["migrate", "--grant-to", &clerk.name]);
    assert!(granted.status.success(), "{granted:?}");
    let (code, said) = forget(&signpost, &[id]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(listed(&signpost)[0]["name"], Value::Null);
}
