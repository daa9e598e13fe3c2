//! Signing in at an identity provider that is not ours.

use std::sync::Arc;

use scraper::{Html, Selector};
use serde_json::{Value, json};

use super::Seat;
use crate::support::{
    Answer, Provider, Signpost, database_of_its_own,
    driver::{DESK, Driver},
};

/// Above it stands which provider, and where.
const MAPPING: &str = r#"
client-id = "signpost"
client-secret = "the secret of the client +%/"
label = "Sign in with the city"

[[oidc.grants]]
claim = "groups"
value = "qr-admins"
role = "admin"

[[oidc.grants]]
claim = "groups"
value = "editors"
role = "editor"
unit-claim = "department"
"#;

/// A provider, and a Signpost that trusts it.
pub(super) fn both_in(folder: Arc<tempfile::TempDir>, issuer: impl Fn(&str) -> String) -> (Provider, Signpost) {
    let provider = Provider::start();
    let file = folder.path().join("signpost.toml");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    let issuer = issuer(&provider.url);
    std::fs::write(&file, format!("{before}\n[oidc]\nissuer = \"{issuer}\"\n{MAPPING}")).unwrap();
    let signpost = Signpost::start_in(folder, &[]);
    provider.tell(&json!({"website": signpost.url, "people": {
        "subject-of-ann": {"name": "Ann Peeters", "groups": ["qr-admins"]},
        "subject-of-ben": {"name": "Ben", "groups": ["others"]},
    }}));
    (provider, signpost)
}

fn both() -> (Provider, Signpost) {
    both_in(Arc::new(tempfile::tempdir().unwrap()), str::to_owned)
}

/// Goes to sign in as `login`, and gives where the provider leads back to, not yet followed.
#[track_caller]
pub(super) fn answer_for(seat: &mut Seat, provider: &Provider, login: &str) -> String {
    let there = seat.get("/admin/sign-in/elsewhere?next=%2Fadmin%2Faccount").expect(303);
    let mut at_provider = Seat::new(&provider.url);
    let mut location = there.header("location").unwrap().to_owned();
    for _ in 0..10 {
        let path = location.strip_prefix(&provider.url).unwrap_or(&location).to_owned();
        if !path.starts_with('/') {
            return location.strip_prefix(&seat.url).expect("back to us").to_owned();
        }
        let mut answer = at_provider.get(&path);
        if answer.status == 200 {
            let form = Html::parse_document(&answer.text());
            let action = form.select(&Selector::parse("form").unwrap()).next().unwrap();
            let action = action.value().attr("action").unwrap().to_owned();
            let action = action.strip_prefix(&provider.url).unwrap_or(&action).to_owned();
            answer = at_provider.post(&action, &[("prompt", "login"), ("login", login), ("password", "any")]);
        }
        location = answer.header("location").expect("on").to_owned();
    }
    panic!("the provider leads in circles");
}

/// The same, followed.
#[track_caller]
fn sign_in(seat: &mut Seat, provider: &Provider, login: &str) -> Answer {
    let path = answer_for(seat, provider, login);
    seat.get(&path)
}

#[track_caller]
fn is_refused(seat: &mut Seat, answer: &Answer, status: u16, why: &str) {
    assert_eq!(answer.status, status, "{why}: {}", answer.text());
    assert!(!seat.is_signed_in(), "{why}");
}

/// Everybody that there is, as the command line shows them.
fn people(signpost: &Signpost) -> Vec<Value> {
    let output = signpost.command(&["people", "list", "--json"]);
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn staff_sign_in_at_the_citys_provider_and_may_do_what_its_claims_say_at_that_moment() {
    let folders = [
        Arc::new(tempfile::tempdir().unwrap()),
        Signpost::folder_for(&database_of_its_own()),
    ];
    for folder in folders {
        let (provider, signpost) = both_in(folder, str::to_owned);
        let mut ann = Seat::new(&signpost.url);
        let answer = sign_in(&mut ann, &provider, "subject-of-ann").expect(303);
        assert_eq!(answer.header("location"), Some("/admin/account"));
        assert!(ann.get("/admin/account").expect(200).text().contains("Ann Peeters"));
        let staff = signpost.client("admin");
        staff.put("/units/roads", &json!({"label": "Roads"})).expect(201);

        // Another day she works elsewhere, and under another name. What she was is not there any more; who she is stays.
        let claims = json!({"name": "Ann Janssens", "groups": ["editors"], "department": ["Roads", "nowhere"]});
        provider.tell(&json!({"people": {"subject-of-ann": claims}}));
        let mut again = Seat::new(&signpost.url);
        sign_in(&mut again, &provider, "subject-of-ann").expect(303);
        let known: Vec<Value> = people(&signpost)
            .into_iter()
            .filter(|person| person["name"] != "Test")
            .collect();
        assert_eq!(known.len(), 1, "{known:?}");
        assert_eq!(known[0]["name"], "Ann Janssens");
        assert_eq!(known[0]["tokens"][0]["grants"], json!([{"role": "editor", "unit": "roads"}]));
        let decisions = staff.get("/decisions?actor=identity-provider").expect(200).json();
        let types: Vec<&str> = decisions["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["type"].as_str().unwrap())
            .collect();
        assert_eq!(types, ["AccountOpened", "RoleGranted", "RoleRevoked", "RoleGranted"]);
        assert!(!decisions.to_string().contains("subject-of-ann"), "no log knows who it is");

        // With no role left, nobody gets in, and who is in is out.
        provider.tell(&json!({"people": {"subject-of-ann": {"name": "Ann", "groups": []}}}));
        let mut third = Seat::new(&signpost.url);
        let answer = sign_in(&mut third, &provider, "subject-of-ann");
        is_refused(&mut third, &answer, 403, "no role");
        assert!(answer.text().contains("You have no access"));
        assert!(!again.is_signed_in() && !ann.is_signed_in());
    }
}

#[test]
fn who_is_known_there_and_trusted_with_nothing_here_is_told_so_and_not_kept() {
    let (provider, signpost) = both();
    let mut ben = Seat::new(&signpost.url);
    let answer = sign_in(&mut ben, &provider, "subject-of-ben");
    is_refused(&mut ben, &answer, 403, "no role");
    assert_eq!(people(&signpost), Vec::<Value>::new());
    assert!(!signpost.said().contains("subject-of-ben"));
}

#[test]
fn nothing_is_believed_that_the_provider_did_not_sign_for_this_very_attempt() {
    let (provider, signpost) = both();
    let all = [
        "issuer",
        "audience",
        "party",
        "several",
        "nonce",
        "no nonce",
        "expiry",
        "no expiry",
        "expiry in words",
        "future",
        "subject",
        "no subject",
        "signature",
        "key",
        "none",
        "shared",
        "cut",
    ];
    for spoil in all {
        provider.tell(&json!({ "spoil": spoil }));
        let mut seat = Seat::new(&signpost.url);
        let answer = sign_in(&mut seat, &provider, "subject-of-ann");
        is_refused(&mut seat, &answer, 403, spoil);
    }
    assert_eq!(people(&signpost), Vec::<Value>::new(), "who was refused is not kept");
    provider.tell(&json!({ "spoil": "" }));

    // Without its cookie, or with that of another attempt, an answer is of no use; nor under another state, nor by another issuer.
    let mut victim = Seat::new(&signpost.url);
    let path = answer_for(&mut victim, &provider, "subject-of-ann");
    let mut other = Seat::new(&signpost.url);
    let refused = other.get(&path);
    is_refused(&mut other, &refused, 403, "without the cookie");
    other.get("/admin/sign-in/elsewhere").expect(303);
    let refused = other.get(&path);
    is_refused(&mut other, &refused, 403, "with the cookie of another attempt");
    for (part, other, why) in [
        ("state=", "state=0", "another state"),
        ("code=", "cod=", "no code"),
        ("iss=http", "iss=https", "another issuer"),
        ("iss=", "is=", "no issuer, where there always is one"),
    ] {
        let mut seat = Seat::new(&signpost.url);
        let path = answer_for(&mut seat, &provider, "subject-of-ann");
        let spoilt = path.replace(part, other);
        assert_ne!(spoilt, path, "{why}");
        let refused = seat.get(&spoilt);
        is_refused(&mut seat, &refused, 403, why);
    }

    // Once, and not twice: neither by the same browser, nor its code by another attempt.
    let mut ann = Seat::new(&signpost.url);
    let path = answer_for(&mut ann, &provider, "subject-of-ann");
    let cookies = ann.cookies.clone();
    ann.get(&path).expect(303);
    let mut thief = Seat::new(&signpost.url);
    thief.cookies = cookies;
    let refused = thief.get(&path);
    is_refused(&mut thief, &refused, 403, "replayed with its cookie");
    let mut thief = Seat::new(&signpost.url);
    let unused = answer_for(&mut thief, &provider, "subject-of-ann");
    let part = |path: &str, name: &str| {
        path.split(['?', '&'])
            .find_map(|part| part.strip_prefix(name).map(str::to_owned))
            .unwrap()
    };
    let mixed = unused.replace(&part(&unused, "code="), &part(&path, "code="));
    let refused = thief.get(&mixed);
    is_refused(&mut thief, &refused, 403, "a used code in another attempt");
    assert!(ann.is_signed_in());
}

#[test]
fn new_keys_of_the_provider_are_found_and_another_one_in_its_place_is_not_believed() {
    let (provider, signpost) = both();
    sign_in(&mut Seat::new(&signpost.url), &provider, "subject-of-ann").expect(303);
    provider.tell(&json!({"rotate": true}));
    sign_in(&mut Seat::new(&signpost.url), &provider, "subject-of-ann").expect(303);

    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (_provider, signpost) = both_in(folder, |url| url.replace("127.0.0.1", "localhost"));
    let mut seat = Seat::new(&signpost.url);
    let answer = seat.get("/admin/sign-in/elsewhere");
    is_refused(&mut seat, &answer, 503, "it calls itself otherwise");
    assert!(signpost.said().contains("it calls itself"), "{}", signpost.said());
}

#[test]
fn who_is_forgotten_is_nobody_to_the_provider_either_and_comes_back_as_somebody_new() {
    for folder in [
        Arc::new(tempfile::tempdir().unwrap()),
        Signpost::folder_for(&database_of_its_own()),
    ] {
        let (provider, signpost) = both_in(folder, str::to_owned);
        let mut ann = Seat::new(&signpost.url);
        sign_in(&mut ann, &provider, "subject-of-ann").expect(303);
        let id = people(&signpost)[0]["id"].as_str().unwrap().to_owned();
        let forgotten = signpost.command(&["people", "forget", &id]);
        assert!(forgotten.status.success(), "{}", String::from_utf8_lossy(&forgotten.stderr));
        assert!(!ann.is_signed_in());
        for file in ["signpost.db", "signpost.db-wal"] {
            let bytes = std::fs::read(signpost.data().join(file)).unwrap_or_default();
            let subject = b"subject-of-ann";
            assert!(!bytes.windows(subject.len()).any(|part| part == subject), "{file}");
        }
        sign_in(&mut ann, &provider, "subject-of-ann").expect(303);
        let named: Vec<Value> = people(&signpost)
            .into_iter()
            .filter(|person| !person["name"].is_null())
            .collect();
        assert_eq!(named.len(), 1);
        assert_ne!(named[0]["id"], id.as_str());

        // Who was shut out here stays out, whatever is said there.
        let revoked = signpost.command(&["token", "revoke", named[0]["id"].as_str().unwrap()]);
        assert!(revoked.status.success(), "{}", String::from_utf8_lossy(&revoked.stderr));
        let answer = sign_in(&mut ann, &provider, "subject-of-ann");
        is_refused(&mut ann, &answer, 403, "shut out");
    }
}

#[test]
fn in_a_browser_one_signs_in_there_and_signing_out_ends_both() {
    let (provider, signpost) = both();
    let browser = Driver::start(DESK);
    browser.go(&format!("{}/admin/account", signpost.url));
    browser.sees("a.button", "Sign in with the city");
    browser.click("a.button");
    browser.fill("input[name=login]", "subject-of-ann");
    browser.fill("input[name=password]", "any");
    browser.click("button[type=submit]");
    browser.sees(".facts", "Ann Peeters");
    assert!(browser.url().ends_with("/admin/account"));
    browser.click(".me form button");
    // The provider asks, as it must of those who come without proof of who they are (RP-Initiated Logout 1.0, section 2).
    browser.sees("button", "Yes, sign me out");
    browser.click("button[value=yes]");
    browser.sees("[role=status]", "signed out");
    assert!(browser.url().starts_with(&signpost.url), "{}", browser.url());
    browser.click("a.button");
    browser.sees("button[type=submit]", "Sign-in");
    assert!(browser.url().starts_with(&provider.url), "it asks again who it is");
}
