//! A city that outgrows the embedded store takes everything along, and can take it back.

use std::{
    path::Path,
    process::{Output, Stdio},
};

use serde_json::{Value, json};

use crate::support::{Client, Database, Session, Signpost, Store, eventually, phone, redirect};

/// A scan of January 2020, at the next position, of a node that is no more.
const OLD: &str = "INSERT INTO scans (position, node, offset, at, code, as_of, outcome, cause, platform, robot, visitor)
    SELECT count(*) + 1, 1, count(*), 1579089600000000, 'BENCH', 4, 0, 'default', 0, 0, -7 FROM scans";
/// Many scans, enough for a copy to be killed half-way.
const MANY: &str = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 40000)
    INSERT INTO scans (position, node, offset, at, code, as_of, outcome, cause, platform, robot, visitor, language, referrer, item)
    SELECT n, 1, n, 1768478400000000 + n * 1000000, 'BENCH', 3, 2, 'rule:7', 3, n % 2, n * -1000000007, 'nl', 'a.example', n % 9 FROM n";
/// A decision as an older version might have written it: other words for the same JSON, and more than is read today.
const STRANGE: &str = r#"INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, recorded_at)
    SELECT aggregate_type, aggregate_id, sequence + 1, event_type, '0.9', json_set(payload, '$.former', json('[1e-7, 50.00, {"b": 1, "a": -0.0}]')),
        '{"source": "import", "at": "2019-01-01T00:00:00Z", "correlation": "x", "actor": "t-1", "weight": 1.10}', 1546300800123457
    FROM events WHERE event_type = 'Retargeted' ORDER BY position DESC LIMIT 1"#;

/// Answers name the address that is printed.
const PRINTED: [&str; 2] = ["--public-url", "https://q.example"];

fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}", folder.display())
}

fn copy(from: &str, to: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    Signpost::command_in(folder.path(), &[&["copy", "--from", from, "--to", to], more].concat())
}

/// What a copy that is done says.
fn copied(from: &str, to: &str) -> Value {
    let output = copy(from, to, &["--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Why a copy was not done, and its exit code.
fn refused(from: &str, to: &str) -> (Option<i32>, String) {
    let output = copy(from, to, &[]);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// All that staff can ask.
fn answers(staff: &Client) -> Vec<Value> {
    let paths = [
        "/codes",
        "/codes/bench",
        "/codes/bench/history",
        "/decisions?limit=100",
        "/units",
        "/audiences",
        "/statistics?from=2019-01-01T00:00:00Z&bucket=month",
        "/codes/bench/statistics?from=2019-01-01T00:00:00Z&bucket=month",
    ];
    let mut answers: Vec<Value> = paths.iter().map(|path| staff.get(path).expect(200).json()).collect();
    answers.push(staff.scans().into());
    answers
}

fn assert_same(answers: &[Value], before: &[Value]) {
    for (one, other) in answers.iter().zip(before) {
        assert_eq!(one, other);
    }
}

fn tokens(signpost: &Signpost) -> Value {
    let output = signpost.command(&["token", "list", "--json"]);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn names(signpost: &Signpost) -> Value {
    let mut tokens = tokens(signpost);
    for token in tokens.as_array_mut().unwrap() {
        // One that was used since is used later than the one that was copied.
        token.as_object_mut().unwrap().remove("used_at");
    }
    tokens
}

/// The signed checkpoint of this many decisions.
fn checkpoint(url: &str, decisions: u64) -> String {
    eventually("it is sealed", || {
        let note = phone(url).open("/tlog/checkpoint").text();
        (note.lines().nth(1) == Some(&decisions.to_string())).then_some(note)
    })
}

#[test]
fn everything_moves_to_postgresql_and_back_and_every_answer_stays() {
    let signpost = Signpost::start_with(&PRINTED);
    let staff = signpost.client("admin");
    staff.put("/units/parks", &json!({"label": "Parks"})).expect(201);
    let bench = json!({"id": "bench", "label": "Bänk 🌳 \"1\"", "tags": ["wood"], "target": redirect("https://example.org/")});
    staff.post("/codes", &bench).expect(201);
    staff
        .put("/codes/bench/target", &redirect("https://example.org/2"))
        .expect(200);
    let mut decisions = Store::open(&signpost.data().join("signpost.db"));
    decisions.execute(STRANGE).unwrap();
    let mut scans = Store::open(&signpost.data().join("scans.db"));
    for _ in 0..3 {
        scans.execute(OLD).unwrap();
    }
    phone(&signpost.url).open("/bench").expect(302);
    eventually("it is in the log", || (staff.scans().len() == 4).then_some(()));
    // Late ones, from the journal of a node that was away.
    for _ in 0..2 {
        scans.execute(OLD).unwrap();
    }
    eventually("all is counted", || {
        let statistics = staff.get("/statistics?from=2019-01-01T00:00:00Z&bucket=month").expect(200);
        (statistics.json()["scans"] == 6).then_some(())
    });
    let expired = signpost.command(&["scans", "expire", "--before", "2021-01"]);
    assert!(expired.status.success(), "{}", String::from_utf8_lossy(&expired.stderr));
    eventually("the server heard of it", || {
        let decisions = staff.get("/decisions?type=ScansExpired").expect(200).json();
        (decisions["items"].as_array().unwrap().len() == 1).then_some(())
    });
    let (before, people, seal) = (answers(&staff), names(&signpost), checkpoint(&signpost.url, 8));
    let (code, said) = refused(&sqlite(&signpost.data()), &Database::fresh().url);
    assert!(
        code == Some(2) && said.contains("another signpost"),
        "a server runs there: {said}"
    );
    drop((decisions, scans));
    let first_home = signpost.stop();

    let database = Database::fresh();
    let from = sqlite(&first_home.path().join("signpost-data"));
    let there = copied(&from, &database.url);
    assert_eq!(
        (&there["scans"]["count"], &there["scans"]["head"]),
        (&json!(1), &json!(6)),
        "{there}"
    );
    let second_home = Signpost::folder_for(&database.url);
    std::fs::create_dir(second_home.path().join("signpost-data")).unwrap();
    let [here, there_too] = [&first_home, &second_home].map(|home| home.path().join("signpost-data/seal-keys"));
    std::fs::copy(here, there_too).unwrap();
    let second = Signpost::start_in(second_home, &PRINTED);
    assert_same(&answers(&staff.at(&second.url)), &before);
    assert_eq!(names(&second), people);
    assert_eq!(checkpoint(&second.url, 8), seal);
    // Life goes on without a gap.
    phone(&second.url).open("/bench").expect(302);
    let more = json!({"id": "bridge", "target": redirect("https://example.org/3")});
    staff.at(&second.url).post("/codes", &more).expect(201);
    let decisions = staff.at(&second.url).get("/decisions?limit=100").expect(200).json();
    let positions = decisions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["position"].as_u64());
    assert!(positions.eq((1..=10).map(Some)), "8 were copied: {decisions}");
    eventually("it is counted", || {
        let statistics = staff
            .at(&second.url)
            .get("/statistics?from=2019-01-01T00:00:00Z&bucket=month");
        (statistics.expect(200).json()["scans"] == 7).then_some(())
    });
    let (before, seal) = (answers(&staff.at(&second.url)), checkpoint(&second.url, 10));

    // Of a database in use.
    let third_home = tempfile::tempdir().unwrap();
    let folder = third_home.path().join("signpost-data");
    let back = copied(&database.url, &sqlite(&folder));
    assert_eq!((&back["scans"]["count"], &back["scans"]["head"]), (&json!(2), &json!(7)));
    // The first home gets what came since; that, too, is the same to the letter.
    let again = copied(&database.url, &from);
    assert_eq!((&again["decisions"], &again["scans"]), (&back["decisions"], &back["scans"]));
    second.stop();
    for home in [std::sync::Arc::new(third_home), first_home] {
        let signpost = Signpost::start_in(home, &PRINTED);
        assert_same(&answers(&staff.at(&signpost.url)), &before);
        assert_eq!(names(&signpost), people);
        assert_eq!(checkpoint(&signpost.url, 10), seal);
        phone(&signpost.url).open("/bench").expect(302);
        eventually("positions go on", || {
            (staff.at(&signpost.url).scans().last().unwrap()["position"] == 8).then_some(())
        });
    }
}

#[test]
fn a_copy_killed_half_way_is_no_use_until_it_went_on_to_its_end() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let bench = json!({"id": "bench", "target": redirect("https://example.org/")});
    staff.post("/codes", &bench).expect(201);
    Store::open(&signpost.data().join("scans.db")).execute(MANY).unwrap();
    // What waits in a journal comes along, too.
    phone(&signpost.url).open("/bench").expect(302);
    let home = signpost.kill();
    let (from, database) = (sqlite(&home.path().join("signpost-data")), Database::fresh());
    let mut child = Signpost::program(home.path())
        .args(["copy", "--from", &from, "--to", &database.url])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Session::open(&database.url);
    let head = "SELECT coalesce(max(position), 0) FROM scans";
    eventually("it is on its way", || {
        let is_there = server.number("SELECT count(*) FROM pg_tables WHERE tablename = 'scans_2026_01'");
        (is_there == 1 && server.number(head) > 0).then_some(())
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(server.number(head) < 40_001, "it was not done yet");

    let folder = Signpost::folder_for(&database.url);
    let (code, _, said) = Signpost::failing(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert!(code == Some(2) && said.contains("half copied"), "{said}");
    let done = copied(&from, &database.url);
    assert_eq!(done["scans"]["count"], 40_001);
    let second = Signpost::start_in(folder, &[]);
    assert_eq!(staff.at(&second.url).get("/codes/bench").expect(200).json()["id"], "BENCH");
    let (code, said) = refused(&from, &database.url);
    assert!(code == Some(2) && said.contains("nodes work on the target"), "{said}");
}

#[test]
fn ctrl_c_ends_a_copy_with_what_to_do_next() {
    let signpost = Signpost::start();
    signpost.client("admin");
    Store::open(&signpost.data().join("scans.db")).execute(MANY).unwrap();
    let home = signpost.stop();
    let (from, database) = (sqlite(&home.path().join("signpost-data")), Database::fresh());
    let mut command = Signpost::program(home.path());
    command
        .args(["copy", "--from", &from, "--to", &database.url])
        .stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let mut server = Session::open(&database.url);
    eventually("it is on its way", || {
        let marked = server.number("SELECT count(*) FROM pg_tables WHERE tablename = 'copying'");
        (marked == 1).then_some(())
    });
    let pid = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(2) && said.contains("goes on from there"),
        "{said}"
    );
    assert_eq!(copied(&from, &database.url)["scans"]["count"], 40_000);
    assert_eq!(server.number("SELECT count(*) FROM pg_tables WHERE tablename = 'copying'"), 0);
}

#[test]
fn what_the_target_cannot_hold_is_named() {
    let signpost = Signpost::start();
    signpost.client("admin");
    let mut decisions = Store::open(&signpost.data().join("signpost.db"));
    decisions
        .execute(
            r#"INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
            SELECT aggregate_type, aggregate_id, sequence + 1, event_type, event_version, '{"text":"\u0000"}', metadata
            FROM events WHERE position = 2"#,
        )
        .unwrap();
    let home = signpost.stop();
    let (code, said) = refused(&sqlite(&home.path().join("signpost-data")), &Database::fresh().url);
    assert!(
        code == Some(2) && said.contains("position 3 has a character U+0000"),
        "{said}"
    );
}

#[test]
fn a_target_with_another_history_is_refused_and_stays_as_it_is() {
    let [one, other] = [(); 2].map(|()| {
        let signpost = Signpost::start();
        signpost.client("admin");
        signpost.stop()
    });
    let data = |home: &Path| sqlite(&home.join("signpost-data"));
    let (code, said) = refused(&data(one.path()), &data(other.path()));
    assert!(
        code == Some(2) && said.contains("decisions, position 1 is the first"),
        "{said}"
    );
    Signpost::start_in(other, &[]).stop();
    let (code, said) = refused(&data(one.path()), &data(one.path()));
    assert!(code == Some(2), "{said}");
    let nowhere = tempfile::tempdir().unwrap();
    let (code, said) = refused(&data(nowhere.path()), &data(one.path()));
    assert!(code == Some(2) && said.contains("--from names the folder"), "{said}");
}

#[test]
fn what_the_target_changed_on_the_way_is_named_and_exits_with_1() {
    let signpost = Signpost::start();
    signpost.client("admin");
    Store::open(&signpost.data().join("scans.db")).execute(MANY).unwrap();
    let home = signpost.stop();
    let database = Database::fresh();
    let migrated = Signpost::command_in(home.path(), &["migrate", "--database-url", &database.url]);
    assert!(migrated.status.success());
    database
        .execute(
            "CREATE FUNCTION forge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.visitor := 7; RETURN NEW; END $$;
             CREATE TRIGGER forge BEFORE INSERT ON scans FOR EACH ROW WHEN (NEW.position = 12345) EXECUTE FUNCTION forge()",
        )
        .unwrap();
    let (code, said) = refused(&sqlite(&home.path().join("signpost-data")), &database.url);
    assert!(
        code == Some(1) && said.contains("scans, position 12345 is the first"),
        "{said}"
    );
}

#[test]
fn names_of_people_can_be_left_out() {
    let signpost = Signpost::start();
    signpost.client("admin");
    let home = signpost.stop();
    let laptop = tempfile::tempdir().unwrap();
    let to = sqlite(&laptop.path().join("signpost-data"));
    let output = copy(&sqlite(&home.path().join("signpost-data")), &to, &["--without-names"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let signpost = Signpost::start_in(std::sync::Arc::new(laptop), &[]);
    let people = names(&signpost);
    assert_eq!(
        (people.as_array().unwrap().len(), &people[0]["name"]),
        (1, &json!("(forgotten)"))
    );
}

#[test]
fn when_tokens_were_last_used_comes_along() {
    let signpost = Signpost::start();
    signpost.client("admin").get("/codes").expect(200);
    let used = |signpost: &Signpost| tokens(signpost)[0]["used_at"].as_str().map(str::to_owned);
    let at = eventually("the use is noted", || used(&signpost));
    let home = signpost.stop();
    let database = Database::fresh();
    copied(&sqlite(&home.path().join("signpost-data")), &database.url);
    assert_eq!(used(&Signpost::start_on(&database.url)).as_ref(), Some(&at));
    let laptop = tempfile::tempdir().unwrap();
    copied(&database.url, &sqlite(&laptop.path().join("signpost-data")));
    assert_eq!(used(&Signpost::start_in(std::sync::Arc::new(laptop), &[])), Some(at));
}
