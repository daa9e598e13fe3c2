//! `signpost import` and `signpost export`, with and without a server beside them.

use serde_json::{Value, json};

use crate::support::{Signpost, eventually};

fn json_of(output: &std::process::Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

#[test]
fn a_city_brings_its_codes_before_the_first_start_and_takes_them_out_again() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("codes.csv"), "id,label\nOLD-1,Bench\nOLD-2,=Bench\nx,\n").unwrap();
    let (code, _, said) = Signpost::failing(folder.path(), &["import", "codes.csv", "--result", "result.csv"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("row 4, column id: "), "{said}");
    let result = std::fs::read_to_string(folder.path().join("result.csv")).unwrap();
    assert!(
        result.ends_with("x,,\"refused: column id: a code's id has 3 to 50 characters, this has 1\"\n"),
        "{result}"
    );

    let arguments = ["import", "codes.csv", "--leave-out", "--json", "--reason", "moving in"];
    let imported = Signpost::command_in(folder.path(), &arguments);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let said = json_of(&imported);
    assert_eq!((&said["minted"], &said["refused"]), (&json!(2), &json!(1)), "{said}");

    let exported = Signpost::command_in(folder.path(), &["export", "codes", "--public-url", "https://q.gent/"]);
    let exported = String::from_utf8(exported.stdout).unwrap();
    let lines: Vec<&str> = exported.lines().collect();
    assert!(lines[1].starts_with("OLD-1,https://q.gent/OLD-1,Bench,"), "{exported}");
    assert!(lines[2].starts_with("OLD-2,https://q.gent/OLD-2,'=Bench,"), "{exported}");
    let lines = Signpost::command_in(folder.path(), &["export", "codes", "--format", "jsonl"]);
    assert_eq!(String::from_utf8(lines.stdout).unwrap().lines().count(), 2);
}

#[test]
fn a_server_goes_on_writing_while_a_large_table_is_imported_beside_it() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let folder = signpost.folder();
    let rows: Vec<String> = (0..20_000)
        .map(|n| format!("C-{n},Bench {n},https://gent.be/{n}\n"))
        .collect();
    let rows = rows.concat();
    std::fs::write(folder.path().join("codes.csv"), format!("id,label,target\n{rows}")).unwrap();
    let importing = std::thread::spawn({
        let folder = signpost.folder();
        move || Signpost::command_in(folder.path(), &["import", "codes.csv", "--json"])
    });
    let mut minted = 0;
    while !importing.is_finished() {
        staff.post("/codes", &json!({})).expect(201);
        minted += 1;
    }
    assert!(minted > 0);
    let imported = json_of(&importing.join().unwrap());
    assert_eq!(imported["minted"], 20_000, "{imported}");
    eventually("the server shows it", || {
        (staff.get("/codes/C-19999").status == 200).then_some(())
    });
}
