use serde_json::json;

use super::{add, in_a_browser::fits, sign_in};
use crate::support::{
    Client, Signpost,
    driver::{DESK, PHONE, Preferences, key},
    redirect,
};

/// Something of everything.
fn city() -> (Signpost, Client) {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "admin");
    let rest = signpost.client("admin");
    let unit = json!({"label": "Roads and bridges", "allowed_hosts": ["gent.be", "*.stad.gent"], "approval": "required"});
    rest.put("/units/roads", &unit).expect(201);
    rest.put("/units/parks", &json!({"label": "Parks"})).expect(201);
    let bench = json!({"id": "bench", "unit": "roads"});
    rest.post("/codes", &bench).expect(201);
    rest.put(
        "/codes/bench/target?reason=the%20old%20page%20is%20gone",
        &redirect("https://gent.be/new"),
    )
    .expect(202);
    let batch = json!({"count": 12, "label": "Bench {number}", "tags": ["t"], "target": {"type": "redirect", "url": "https://gent.be/{number}"}});
    rest.post("/batches", &batch).expect(201);
    let change = json!({"filter": {"tag": "t"}, "change": {"type": "suspend"}, "reason": "works on the square"});
    rest.post("/changes", &change).expect(201);
    let token = json!({"name": "Works app", "grants": [{"role": "editor", "unit": "roads"}, {"role": "analyst"}], "expires_at": "2999-01-01T00:00:00Z"});
    rest.post("/tokens", &token).expect(201);
    (signpost, rest)
}

#[test]
fn a_token_is_issued_and_revoked_by_mouse() {
    let (signpost, _) = city();
    let browser = sign_in(&signpost, DESK);
    browser.click(".more-button");
    browser.click("nav a[href='/admin/tokens']");
    browser.sees("h1", "Tokens");
    browser.click(".title .button");
    browser.sees("h1", "Issue a token");
    browser.fill("#name", "Bus stops");
    browser.click("[value='editor.parks']");
    browser.click("#form .acts button");
    browser.sees("[role=status]", "nobody can show it again");
    let secret = browser.script("return document.querySelector('#secret').value");
    let holder = Client::new(&signpost.url, secret.as_str().unwrap());
    holder.get("/codes").expect(200);
    browser.click(".acts .button");
    browser.sees("h1", "Token of Bus stops");
    browser.click("a[href$='/revoke']");
    browser.fill("#reason", "no more");
    browser.click(".danger");
    browser.sees("[role=status]", "is revoked");
    browser.sees("dd .state", "Revoked");
    holder.get("/codes").problem(401, "unauthenticated");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn a_unit_is_founded_by_keyboard_alone() {
    let (signpost, rest) = city();
    let browser = sign_in(&signpost, DESK);
    let to = |place: &str| {
        for _ in 0..100 {
            if browser.focused() == place {
                return;
            }
            browser.press(key::TAB);
        }
        panic!("{place} is not reached by the keyboard");
    };
    to("More");
    browser.press(key::ENTER);
    to("Units");
    browser.press(key::ENTER);
    browser.sees("h1", "Units");
    to("Found a unit");
    browser.press(key::ENTER);
    browser.sees("h1", "Found a unit");
    to("Short name");
    browser.press("Not so!");
    browser.press(key::TAB);
    assert_eq!(browser.focused(), "Name");
    browser.press("Lighting");
    browser.press(key::ENTER);
    browser.sees("[role=alert]", "Please look at");
    browser.go(&format!("{}/admin/unit", signpost.url));
    to("Short name");
    browser.press("light");
    to("Name");
    browser.press("Lighting");
    to("Another person must approve where its codes lead");
    browser.press(" ");
    to("Save");
    browser.press(key::ENTER);
    browser.sees("[role=status]", "is founded");
    assert_eq!(rest.get("/units/light").expect(200).json()["approval"], "required");
    let complaints = browser.complaints();
    assert!(complaints.iter().all(|line| line.contains("422")), "{complaints:?}");
}

#[test]
fn each_list_is_seen_at_a_desk_and_in_the_street_by_day_and_by_night() {
    let (signpost, rest) = city();
    let first = |path: &str| {
        rest.get(path).expect(200).json()["items"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (token, person, batch) = (first("/tokens"), first("/people"), first("/batches"));
    let proposal = first("/proposals");
    let pages = [
        ("units", "units".to_owned()),
        ("unit", "units/roads".to_owned()),
        ("unit-form", "units/roads/change".to_owned()),
        ("tokens", "tokens".to_owned()),
        ("token", format!("tokens/{token}")),
        ("token-form", "token".to_owned()),
        ("people", "people".to_owned()),
        ("person", format!("people/{person}")),
        ("batches", "batches".to_owned()),
        ("batch", format!("batches/{batch}")),
        ("batch-form", "batch".to_owned()),
        ("changes", "changes".to_owned()),
        ("proposals", "proposals".to_owned()),
        ("proposal", format!("proposals/{proposal}")),
        ("decisions", "decisions".to_owned()),
        ("seals", "seals".to_owned()),
        ("work", "work".to_owned()),
    ];
    for (name, preferences) in [("desk", DESK), ("phone", PHONE)] {
        for dark in [false, true] {
            let browser = sign_in(&signpost, Preferences { dark, ..preferences });
            for (page, path) in &pages {
                browser.go(&format!("{}/admin/{path}", signpost.url));
                assert!(
                    browser
                        .script("return document.querySelector('h1').innerText")
                        .as_str()
                        .is_some_and(|h1| !h1.is_empty()),
                    "{path}"
                );
                fits(&browser);
                let shade = if dark { "-dark" } else { "" };
                browser.photograph(&format!("lists-{name}{shade}-{page}"));
            }
            assert_eq!(browser.complaints(), [""; 0]);
        }
    }
}
