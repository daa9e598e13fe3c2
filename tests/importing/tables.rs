//! What rows do, by REST, on both stores.

use serde_json::{Value, json};

use super::{import, result, send};
use crate::support::{Client, Signpost, database_of_its_own, phone};

fn code(staff: &Client, id: &str) -> Value {
    staff.get(&format!("/codes/{id}")).expect(200).json()
}

/// A unit with a host, and a code of it.
fn city(signpost: &Signpost) -> Client {
    let staff = signpost.client("admin");
    staff
        .put("/units/parks", &json!({"label": "Parks", "allowed_hosts": ["gent.be"]}))
        .expect(201);
    let target = json!({"type": "redirect", "url": "https://gent.be/old", "forward_query": true});
    staff
        .post(
            "/codes",
            &json!({"id": "OAK-1", "unit": "parks", "label": "Oak", "tags": ["tree"], "target": target}),
        )
        .expect(201);
    staff
}

fn mints_attaches_and_retargets(signpost: &Signpost) {
    let staff = city(signpost);
    let head = staff.head();
    let table = "Nummer;label;unit;tags;target;reference;address;latitude;longitude\r\n\
                 oak-1;Oak;parks;tree;https://gent.be/new;R 7;Botermarkt;51,05;3.72\r\n\
                 0012;Zero;parks;\"a,b\";https://gent.be/12;;;;\r\n\
                 ;Drawn;;;;;;;\r\n";
    let query = "?columns=id:Nummer&file=benches.csv&reason=spring";
    let tried = import(&staff, &format!("{query}&dry_run=true"), table);
    assert_eq!(
        (&tried["state"], &tried["outcome"]["change"]),
        (&json!("tried"), &Value::Null),
        "{tried}"
    );
    assert_eq!(staff.head(), head, "a dry run decides nothing");
    assert!(
        result(&staff, &tried)[1].ends_with(";change OAK-1"),
        "{:?}",
        result(&staff, &tried)
    );

    let done = import(&staff, query, table);
    assert_eq!(done["state"], "done", "{done}");
    let outcome = &done["outcome"];
    assert_eq!(
        (&outcome["minted"], &outcome["changed"], &outcome["rows"]),
        (&json!(2), &json!(1), &json!(3))
    );
    let oak = code(&staff, "OAK-1");
    assert_eq!(oak["target"]["url"], "https://gent.be/new");
    assert_eq!(oak["target"]["forward_query"], true, "what has no column stays");
    assert_eq!(oak["asset"]["location"]["latitude"], 51.05);
    assert_eq!(code(&staff, "0012")["tags"], json!(["a", "b"]));
    let scanned = phone(&signpost.url).open("/0012");
    assert_eq!(scanned.header("location"), Some("https://gent.be/12"));
    let drawn = result(&staff, &done)[3].rsplit_once("mint ").unwrap().1.to_owned();
    assert_eq!(code(&staff, &drawn)["label"], "Drawn");

    // One act in the history, with its reason and its way in.
    let id = outcome["change"].as_str().unwrap();
    let change = staff.get(&format!("/changes/{id}")).expect(200).json();
    assert_eq!(
        (&change["codes"], &change["reason"]),
        (&json!(3), &json!("spring")),
        "{change}"
    );
    assert!(
        change["words"].as_str().unwrap().contains("3 rows of benches.csv"),
        "{change}"
    );
    let history = staff.get("/codes/OAK-1/history").expect(200).json();
    let last = history["items"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["correlation"], &last["source"]),
        (&json!(id), &json!("import")),
        "{last}"
    );

    // The same table again changes nothing, but for the row that wants a code of its own.
    let again = import(&staff, query, table.rsplit_once("\r\n;").unwrap().0);
    assert_eq!(
        (&again["state"], &again["outcome"]["unchanged"]),
        (&json!("unchanged"), &json!(2)),
        "{again}"
    );

    // Taken back, what was there is as before; what was minted stays, for a code is for ever.
    let reversal = staff.post(&format!("/changes/{id}/reverse"), &json!({})).expect(201).json();
    assert_eq!(reversal["codes"], 1);
    assert_eq!(reversal["exceptions"][0]["because"], "minted");
    assert_eq!(code(&staff, "OAK-1")["target"]["url"], "https://gent.be/old");
    assert_eq!(code(&staff, "OAK-1")["asset"], Value::Null);
}

fn does_all_or_nothing_or_only_the_good(signpost: &Signpost) {
    let staff = city(signpost);
    let head = staff.head();
    let table = "id,label,unit,target\n\
                 NEW-1,One,parks,https://gent.be/1\n\
                 NEW-2,Two,parks,https://evil.example/\n\
                 A B,Three,,\n\
                 NEW-4,Four,nobody,javascript:alert(1)\n\
                 new-1,Again,,\n\
                 ,=1+1,,\n";
    let refused = import(&staff, "", table);
    assert_eq!(
        (&refused["state"], &refused["outcome"]["refused"]),
        (&json!("refused"), &json!(4)),
        "{refused}"
    );
    assert_eq!(staff.head(), head, "one bad row keeps all from being done");
    let faults: Vec<(u64, &str)> = refused["outcome"]["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["row"].as_u64().unwrap(), fault["column"].as_str().unwrap()))
        .collect();
    assert_eq!(faults, [(3, "target"), (4, "id"), (5, "target"), (6, "id")]);
    let lines = result(&staff, &refused);
    assert_eq!(lines.len(), 7);
    assert_eq!(lines[0], "id,label,unit,target,signpost");
    assert!(lines[2].contains("refused: column target: "), "{}", lines[2]);
    assert!(lines[5].contains("NEW-1 stands in row 2 already"), "{}", lines[5]);
    assert!(
        lines[6].starts_with(",'=1+1,"),
        "a formula is never written as one: {}",
        lines[6]
    );

    let done = import(&staff, "?leave_out=true", table);
    assert_eq!(
        (&done["state"], &done["outcome"]["minted"]),
        (&json!("done"), &json!(2)),
        "{done}"
    );
    assert_eq!(code(&staff, "NEW-1")["label"], "One");
    staff.get("/codes/NEW-2").problem(404, "not-found");

    // The table of results, mended, is a table to import.
    let mended = result(&staff, &done)
        .into_iter()
        .filter(|line| !line.contains("A B") && !line.contains("nobody") && !line.contains("Again") && !line.contains("1+1"))
        .map(|line| line.replace("https://evil.example/", "https://gent.be/2") + "\n")
        .collect::<String>();
    let mended = import(&staff, "", mended);
    assert_eq!(
        (
            &mended["state"],
            &mended["outcome"]["minted"],
            &mended["outcome"]["unchanged"]
        ),
        (&json!("done"), &json!(1), &json!(1)),
        "{mended}"
    );
}

#[test]
fn rows_mint_attach_and_retarget_in_one_act_on_sqlite() {
    mints_attaches_and_retargets(&Signpost::start());
}

#[test]
fn rows_mint_attach_and_retarget_in_one_act_on_postgresql() {
    mints_attaches_and_retargets(&Signpost::start_on(&database_of_its_own()));
}

#[test]
fn one_bad_row_keeps_all_from_being_done_unless_it_is_left_out_on_sqlite() {
    does_all_or_nothing_or_only_the_good(&Signpost::start());
}

#[test]
fn one_bad_row_keeps_all_from_being_done_unless_it_is_left_out_on_postgresql() {
    does_all_or_nothing_or_only_the_good(&Signpost::start_on(&database_of_its_own()));
}

#[test]
fn who_may_not_change_a_code_changes_none_by_a_table() {
    let signpost = Signpost::start();
    let admin = city(&signpost);
    admin.put("/units/roads", &json!({"label": "Roads"})).expect(201);
    let editor = signpost.client_of("editor", Some("roads"));
    let import_of_editor = import(&editor, "", "id,label\nOAK-1,Mine\n");
    assert_eq!(import_of_editor["state"], "refused", "{import_of_editor}");
    assert_eq!(code(&admin, "OAK-1")["label"], "Oak");
    send(&signpost.client("auditor"), "", "id\nNEW-1\n").problem(403, "forbidden");
    // Nor does anybody see what another imported.
    let id = import_of_editor["id"].as_str().unwrap();
    admin.get(&format!("/imports/{id}")).problem(404, "not-found");

    // What needs another person's approval is not slipped past them in a table.
    admin
        .put("/units/parks", &json!({"label": "Parks", "approval": "required"}))
        .expect(200);
    let retarget = import(&admin, "", "id,target\nOAK-1,https://gent.be/x\n");
    assert_eq!(retarget["state"], "refused", "{retarget}");
    assert!(
        retarget["outcome"]["faults"][0]["detail"]
            .as_str()
            .unwrap()
            .contains("approve"),
        "{retarget}"
    );
}

#[test]
fn what_comes_of_each_row_comes_back_as_the_spreadsheet_writes_tables() {
    let signpost = Signpost::start();
    let staff = city(&signpost);
    let result = |table: &str| {
        let import = import(&staff, "?dry_run=true", table);
        let id = import["id"].as_str().unwrap().to_owned();
        staff.get(&format!("/imports/{id}/result")).expect(200).text()
    };
    let excel = result("\u{feff}id;label\r\nNEW-1;Café, quay\r\n");
    assert_eq!(excel, "\u{feff}id;label;signpost\nNEW-1;Café, quay;mint NEW-1\n");
    let plain = result("id,label\nNEW-1,Café\n");
    assert_eq!(plain, "id,label,signpost\nNEW-1,Café,mint NEW-1\n");
}

#[test]
fn what_is_no_table_is_refused_and_changes_nothing() {
    let signpost = Signpost::start();
    let staff = city(&signpost);
    let head = staff.head();
    for (table, words) in [
        ("", "empty"),
        ("naam,doel\na,b\n", "none of the headings"),
        ("id,label\nA-1,a,b\n", "row 2 has 3 cells"),
        ("PK\u{3}\u{4}nonsense", "no Excel workbook"),
        ("%PDF-1.7", "PDF"),
        ("GIF89a\u{1}\0", "no table"),
        ("id,label,Label\n", "two columns stand for label"),
    ] {
        let failed = import(&staff, "", table);
        assert_eq!(failed["state"], "failed", "{table}: {failed}");
        assert!(
            failed["problem"]["detail"].as_str().unwrap().contains(words),
            "{table}: {failed}"
        );
    }
    for (query, pointer) in [
        ("?rows=all", "rows"),
        ("?columns=id", "columns"),
        ("?columns=naam:x", "columns"),
        ("?dry_run=1", "dry_run"),
        ("?sort=id", "sort"),
    ] {
        let problem = send(&staff, query, "id\n").problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    assert_eq!(import(&staff, "?rows=change", "id,label\nNONE-1,x\n")["state"], "refused");
    assert_eq!(import(&staff, "?rows=mint", "id,label\nOAK-1,x\n")["state"], "refused");
    assert_eq!(staff.head(), head);
}

#[test]
fn a_cancelled_import_changes_nothing() {
    let signpost = Signpost::start();
    let staff = city(&signpost);
    let head = staff.head();
    let rows: Vec<String> = (0..200_000).map(|n| format!("C-{n},Bench {n}\n")).collect();
    let rows = rows.concat();
    let headers = [("prefer", "respond-async"), ("content-type", "text/csv")];
    let begun = staff.send_bytes(
        reqwest::Method::POST,
        "/imports",
        &headers,
        Some(format!("id,label\n{rows}").into_bytes()),
    );
    let id = begun.expect(202).json()["id"].as_str().unwrap().to_owned();
    let ended = staff.delete(&format!("/imports/{id}")).expect(200).json();
    assert_eq!(ended["state"], "cancelled", "{ended}");
    assert_eq!(staff.head(), head);
    staff.get("/codes/C-1").problem(404, "not-found");
}
