use std::sync::Arc;

use serde_json::json;

use super::{
    PASSWORD, Seat, add,
    elsewhere::{answer_for, both_in},
};
use crate::support::phone;

#[test]
fn no_secret_and_nobody_who_scans_is_in_the_log_of_a_run() {
    let (provider, signpost) = both_in(Arc::new(tempfile::tempdir().unwrap()), str::to_owned);
    add(&signpost, "ben", "Ben Telltale", "admin");
    let mut ben = Seat::signed_in(&signpost.url, "ben", PASSWORD);
    let form = ben.form_token();
    ben.sign_in("ben", "a wrong password here");
    ben.sign_in("strange.login", "another wrong password");
    ben.post(
        "/admin/sign-out",
        &[("form_token", "0"), ("reason", "a reason with a secret")],
    );
    let mut ann = Seat::new(&signpost.url);
    let answer = answer_for(&mut ann, &provider, "subject-of-ann");
    let departure = ann.cookies.clone();
    ann.get(&answer).expect(303);
    provider.tell(&json!({"spoil": "signature"}));
    let refused = answer_for(&mut ann, &provider, "subject-of-ann");
    ann.get(&refused).expect(403);
    let staff = signpost.client("admin");
    staff.post("/codes", &json!({"id": "BENCH-1"})).expect(201);
    let mut stranger = staff.clone();
    stranger.token = "signpost_of-a-stranger".to_owned();
    stranger.get("/codes").expect(401);
    phone(&signpost.url).open("/BENCH-1?private=of-the-visitor").expect(404);

    let code = |path: &str| {
        path.split(['?', '&'])
            .find_map(|part| part.strip_prefix("code=").map(str::to_owned))
            .unwrap()
    };
    let mut secrets = vec![
        PASSWORD.to_owned(),
        "wrong password".to_owned(),
        "strange.login".to_owned(),
        "Telltale".to_owned(),
        "a reason with".to_owned(),
        "subject-of-ann".to_owned(),
        "Ann Peeters".to_owned(),
        "the secret of the client".to_owned(),
        "of-a-stranger".to_owned(),
        "of-the-visitor".to_owned(),
        staff.token.clone(),
        code(&answer),
        code(&refused),
        form,
    ];
    let cookies = [ben.cookies.clone(), ann.cookies.clone(), departure].concat();
    secrets.extend(
        cookies
            .into_iter()
            .map(|(_, value)| value.split('%').next().unwrap().to_owned()),
    );
    let said = signpost.said();
    assert!(
        said.contains("signed in") && said.contains("a password is refused") && said.contains("its signature is wrong"),
        "{said}"
    );
    for secret in secrets {
        assert!(secret.len() > 6, "{secret:?} would be found anywhere");
        assert!(!said.contains(&secret), "{secret:?} is in the log:\n{said}");
    }
}
