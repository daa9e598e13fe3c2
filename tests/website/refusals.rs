//! Nobody who reads Dutch is refused in English: by roles, by what reads tables and addresses, and in files that are taken home.

use serde_json::json;

use super::{PASSWORD, Seat, add, add_editor_of};
use crate::support::{Signpost, eventually};

/// Somebody who reads Dutch.
fn reader(signpost: &Signpost, login: &str) -> Seat {
    Seat::signed_in(&signpost.url, login, PASSWORD).reading("nl")
}

/// Sends a table and has it tried; gives its page, and the table of results.
fn imported(reader: &mut Seat, table: &str) -> (String, String) {
    let sent = reader.send_file("/admin/imports", &[], ("benches.csv", table)).expect(303);
    let path = sent.header("location").unwrap().to_owned();
    let page = eventually("the import ends", || {
        let page = reader.get(&path).expect(200).text();
        (!page.contains("hx-trigger=\"load")).then_some(page)
    });
    (page, reader.get(&format!("{path}/result")).text())
}

#[test]
fn who_may_not_is_told_so_in_their_language_with_their_roles() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    for unit in ["parks", "roads"] {
        staff.put(&format!("/units/{unit}"), &json!({"label": unit})).expect(201);
    }
    staff.post("/codes", &json!({"id": "ROAD-1", "unit": "roads"})).expect(201);
    add_editor_of(&signpost, "noor", "parks");
    add(&signpost, "otto", "Otto", "auditor");
    add(&signpost, "lien", "Lien", "analyst");
    for (login, path, fields, status, said) in [
        (
            "noor",
            "/admin/codes/ROAD-1/description",
            None,
            403,
            "met uw rol (redacteur van parks) mag u dit niet in dienst roads: codes veranderen",
        ),
        (
            "noor",
            "/admin/codes/ROAD-1/suspend",
            Some(&[("version", "1")][..]),
            403,
            "met uw rol (redacteur van parks) mag u dit niet in dienst roads: codes veranderen",
        ),
        (
            "noor",
            "/admin/code",
            Some(&[("id", "ROAD-2"), ("act", "save")][..]),
            403,
            "met uw rol (redacteur van parks) mag u dit niet zonder dienst: codes veranderen",
        ),
        (
            "noor",
            "/admin/unit",
            Some(&[("name", "sea"), ("label", "Sea")][..]),
            403,
            "met uw rol (redacteur van parks) mag u dit niet: diensten veranderen",
        ),
        (
            "noor",
            "/admin/people",
            None,
            403,
            "met uw rol (redacteur van parks) mag u dit niet: toegang beheren",
        ),
        ("noor", "/admin/codes/NOBODY", None, 404, "er is geen code NOBODY"),
        (
            "otto",
            "/admin/audience",
            Some(
                &[
                    ("name", "x"),
                    ("label", "x"),
                    ("condition/kind", "country"),
                    ("condition/country", "BE"),
                    ("act", "save"),
                ][..],
            ),
            403,
            "met uw rol (controleur) mag u dit niet: doelgroepen veranderen",
        ),
        (
            "lien",
            "/admin/codes",
            None,
            403,
            "met uw rol (analist) mag u dit niet: codes, doelgroepen en diensten zien",
        ),
    ] {
        let mut seat = reader(&signpost, login);
        let answer = match fields {
            None => seat.get(path),
            Some(fields) => seat.submit(path, fields),
        };
        let page = answer.expect(status).text();
        assert!(
            page.contains(said) && page.contains("<html lang=\"nl\">"),
            "{login} {path}: {page}"
        );
        assert!(!page.contains("lang=\"en\""), "{login} {path}: {page}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_on_a_page_in_the_readers_language() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "admin");
    signpost.client("admin").post("/codes", &json!({"id": "BENCH-1"})).expect(201);
    let mut ann = reader(&signpost, "ann");
    for (path, status, said, is_english) in [
        // What only a library has words for.
        (
            "/admin/decisions?nonsense=1",
            422,
            "Hierover zegt het programma alleen in het Engels: <span lang=\"en\">unknown field",
            true,
        ),
        ("/admin/decisions?from=soon", 422, "", false),
        (
            "/admin/codes/BENCH-1/history?before=yesterday",
            404,
            "Deze pagina bestaat niet",
            false,
        ),
        ("/admin/codes/%ff", 404, "Deze pagina bestaat niet", false),
        ("/admin/codes?unit=no+name", 200, "is geen naam die dit kan hebben", false),
        (
            "/admin/statistics?from=2999-99-99&until=x",
            422,
            "geef een dag zoals 2027-06-30",
            false,
        ),
        (
            "/admin/codes/BENCH-1/try?try/network=here",
            200,
            "dit is geen IP-adres",
            false,
        ),
        ("/admin/codes/BENCH-1/try?try/unit=parks", 200, "geef ook een rol", false),
        ("/admin/codes/BENCH-1/try?try/at=soon", 200, "is geen tijd", false),
    ] {
        let page = ann.get(path).expect(status).text();
        assert!(page.contains(said) && page.contains("<html lang=\"nl\">"), "{path}: {page}");
        assert_eq!(page.contains("lang=\"en\""), is_english, "{path}: {page}");
    }
    let large = [("label", &*"x".repeat(2 << 20))];
    let page = ann.submit("/admin/codes/BENCH-1/description", &large).expect(422).text();
    assert!(page.contains("een formulier heeft hoogstens 1048576 bytes"), "{page}");
}

#[test]
fn what_is_wrong_with_a_table_is_said_in_the_readers_language_on_its_page_and_in_its_file() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    add(&signpost, "ann", "Ann Peeters", "admin");
    staff.post("/codes", &json!({"id": "BENCH-1", "label": "Bench"})).expect(201);
    let mut ann = reader(&signpost, "ann");
    let table = "id,label,target,latitude,unit,status\nTREE-1,Oak,,,,\nBENCH-1,Old bench,,,,unassigned\nTREE-2,,ftp://x,north,,\n!,,,,,\nTREE-3,,,,nowhere,\nBENCH-1,,,,,\nTREE-4,,,,,retired\n";
    let (page, results) = imported(&mut ann, table);
    let outcomes = results.lines().skip(1);
    for (row, said) in outcomes.zip([
        "maakt TREE-1",
        "wijzigt BENCH-1",
        "geweigerd: kolom target: alleen http en https zijn toegelaten, niet ftp; kolom latitude: \"\"north\"\" is geen aantal graden, zoals 51.0543",
        "geweigerd: kolom id: een code-id bestaat uit A-Z, 0-9, - en _, en '!' hoort daar niet bij",
        "geweigerd: kolom unit: er is geen dienst nowhere; een beheerder kan die oprichten",
        "geweigerd: kolom id: BENCH-1 staat al in rij 3; geef elke code één rij",
        "geweigerd: kolom status: een tabel verandert de toestand van een code niet (nu: leidt nog nergens heen); schort op, hervat of neem uit gebruik op de pagina van de code",
    ]) {
        assert!(row.trim_end_matches('"').ends_with(said), "{said}\n{row}");
    }
    assert_eq!(results.lines().count(), 8, "{results}");
    assert!(page.contains("maakt TREE-1") && !page.contains("lang=\"en\""), "{page}");
    // Mended, it is sent again as it is.
    let mended: String = results.split_inclusive('\n').take(3).collect();
    let (_, again) = imported(&mut ann, &mended);
    assert!(again.contains("maakt TREE-1"), "{again}");
    // What reads workbooks says in English what it found instead.
    let (page, _) = imported(&mut ann, "PK\u{3}\u{4}\u{0}");
    assert!(
        page.contains("dit is geen Excel-werkmap (.xlsx): <span lang=\"en\">"),
        "{page}"
    );
    let (page, _) = imported(&mut ann, "naam\nx\n");
    assert!(
        page.contains("geen van de koppen naam is bekend") && !page.contains("lang=\"en\""),
        "{page}"
    );
}
