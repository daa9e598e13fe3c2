//! On PostgreSQL the program can run as a role that owns nothing and may change no schema and no log.

use serde_json::{Value, json};

use crate::support::{Database, Signpost, eventually, phone, redirect};

/// Ways to change what is in a log, or what keeps it from being changed.
const FORBIDDEN: [&str; 14] = [
    "UPDATE events SET payload = '{}'",
    "DELETE FROM events",
    "TRUNCATE events",
    "UPDATE scans SET robot = true",
    "DELETE FROM scans",
    "TRUNCATE scans",
    "UPDATE log_heads SET position = position + 1",
    "SELECT position FROM log_heads FOR UPDATE",
    "ALTER TABLE events DISABLE TRIGGER events_refuse_change",
    "DROP TRIGGER scans_refuse_change ON scans",
    "DROP TABLE events",
    "DROP FUNCTION refuse_gap() CASCADE",
    "CREATE TABLE mine (n int)",
    "UPDATE _sqlx_migrations SET checksum = ''",
];

#[test]
fn a_role_without_rights_on_the_schema_runs_the_program_once_migrated() {
    let database = Database::fresh();
    let clerk = database.role("clerk \"O'Neill\"");
    let owner = Signpost::folder_for(&database.url);
    let migrate = |arguments: &[&str]| Signpost::command_in(owner.path(), &[&["migrate"], arguments].concat());

    // Nothing is there yet, and this role may not make it.
    let folder = Signpost::folder_for(&clerk.url);
    let (code, _, said) = Signpost::failing(folder.path(), &["--no-migrate", "--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("schema version 0") && said.contains("signpost migrate"),
        "{said}"
    );
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");

    let done: Value = serde_json::from_slice(&migrate(&["--json"]).stdout).unwrap();
    assert_eq!(done[0]["applied"][0], 1, "{done}");
    // Migrated, but nothing is granted yet.
    let (code, _, said) = Signpost::failing(folder.path(), &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("has no rights on") && said.contains("--grant-to"), "{said}");

    let granted = migrate(&["--grant-to", &clerk.name]);
    assert!(granted.status.success(), "{}", String::from_utf8_lossy(&granted.stderr));
    let done: Value = serde_json::from_slice(&migrate(&["--json"]).stdout).unwrap();
    assert_eq!(done[0]["applied"], json!([]), "it is done once");

    for arguments in [&["--no-migrate"][..], &[]] {
        let signpost = Signpost::start_in(folder.clone(), arguments);
        let staff = signpost.client("admin");
        let id = format!("bench-{}", arguments.len());
        staff
            .post("/codes", &json!({"id": id, "target": redirect("https://example.org/")}))
            .expect(201);
        phone(&signpost.url).open(&format!("/{id}")).expect(302);
        eventually("the scan is counted", || {
            let counted = staff.get(&format!("/codes/{id}/statistics")).expect(200).json();
            (counted["scans"] == 1).then_some(())
        });
        signpost.stop();
    }

    for statement in FORBIDDEN {
        let refusal = clerk.execute(statement).expect_err(statement);
        assert!(
            refusal.contains("permission denied") || refusal.contains("must be owner"),
            "{statement}: {refusal}"
        );
    }
    // Not by way of a trigger of its own, either.
    let refusal = clerk.execute(
        "CREATE TEMP TABLE mine (n int);
         CREATE FUNCTION pg_temp.forward() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN UPDATE log_heads SET position = position + 1; RETURN NULL; END';
         CREATE TRIGGER forward AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION pg_temp.forward();
         INSERT INTO mine VALUES (1)",
    );
    assert!(refusal.unwrap_err().contains("permission denied"));

    // A rebuild makes tables of its own: it says who may.
    let rebuild = Signpost::command_in(folder.path(), &["projections", "rebuild", "usage"]);
    let said = String::from_utf8_lossy(&rebuild.stderr);
    assert!(!rebuild.status.success() && said.contains("owner"), "{said}");
    assert!(
        Signpost::command_in(owner.path(), &["projections", "rebuild", "usage"])
            .status
            .success()
    );
}

#[test]
fn who_may_not_append_keeps_nobody_from_appending() {
    let database = Database::fresh();
    let folder = Signpost::folder_for(&database.url);
    let migrate = |arguments: &[&str]| Signpost::command_in(folder.path(), &[&["migrate"], arguments].concat());
    assert!(migrate(&[]).status.success());
    let [clerk, stranger] = ["clerk", "stranger"].map(|name| database.role(name));
    database
        .execute(&format!("GRANT USAGE ON SCHEMA public TO \"{}\"", stranger.name))
        .unwrap();
    let appending = ["SELECT lock_head('scans')", "SELECT make_month_of_scans('2031-05-01')"];
    let is_refused_to = |role: &Database| {
        for statement in appending {
            assert!(
                role.execute(statement).unwrap_err().contains("permission denied"),
                "{statement}"
            );
        }
    };
    for role in [&clerk, &stranger] {
        is_refused_to(role);
    }
    assert!(migrate(&["--grant-to", &clerk.name]).status.success());
    for statement in appending {
        clerk.execute(statement).unwrap();
    }
    is_refused_to(&stranger);

    // A database of before, on which somebody was granted what there was to grant, is brought up to date without asking again.
    database
        .execute(&format!(
            "GRANT EXECUTE ON FUNCTION lock_head(text), make_month_of_scans(date) TO PUBLIC;
             REVOKE EXECUTE ON FUNCTION lock_head(text), make_month_of_scans(date) FROM \"{}\";
             GRANT UPDATE, DELETE, TRUNCATE ON events, scans TO PUBLIC;
             DELETE FROM _sqlx_migrations WHERE version IN (10, 13)",
            clerk.name
        ))
        .unwrap();
    assert!(migrate(&[]).status.success());
    for statement in appending {
        clerk.execute(statement).unwrap();
    }
    is_refused_to(&stranger);
    for statement in ["UPDATE scans SET robot = true", "DELETE FROM events"] {
        assert!(stranger.execute(statement).unwrap_err().contains("permission denied"));
    }
}

#[test]
fn rights_are_granted_to_who_can_be_bound_by_them() {
    let database = Database::fresh();
    let folder = Signpost::folder_for(&database.url);
    for (role, word) in [("nobody-at-all", "no role"), ("signpost", "superuser")] {
        let (code, _, said) = Signpost::failing(folder.path(), &["migrate", "--grant-to", role]);
        assert_eq!(code, Some(2));
        assert!(said.contains(word) && said.trim_end().lines().count() == 1, "{said}");
    }
    let embedded = tempfile::tempdir().unwrap();
    let (code, _, said) = Signpost::failing(embedded.path(), &["migrate", "--grant-to", "somebody"]);
    assert!(code == Some(2) && said.contains("PostgreSQL"), "{said}");
}

#[test]
fn the_embedded_store_is_migrated_by_command_or_not_at_all() {
    let folder = std::sync::Arc::new(tempfile::tempdir().unwrap());
    let (code, _, said) = Signpost::failing(folder.path(), &["--no-migrate", "--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("signpost migrate"), "{said}");
    assert!(!folder.path().join("signpost-data/signpost.db").exists(), "nothing was made");
    let migrated = Signpost::command_in(folder.path(), &["migrate"]);
    let said = String::from_utf8(migrated.stdout).unwrap();
    assert!(
        said.contains("signpost.db") && said.contains("scans.db") && said.contains("up to date"),
        "{said}"
    );
    let signpost = Signpost::start_in(folder, &["--no-migrate"]);
    assert_eq!(phone(&signpost.url).open("/healthz").status, 200);
}
