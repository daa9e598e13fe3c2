use std::sync::Arc;

use super::{PASSWORD, Seat, add};
use crate::support::{Clock, Signpost, database_of_its_own};

#[test]
fn a_session_ends_without_use_and_after_a_day_of_work() {
    let clock = Clock::at("2026-11-23 08:00:00");
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let signpost = Signpost::start_at(&clock, folder, &["--session-idle-minutes", "30", "--session-hours", "2"]);
    add(&signpost, "ann", "Ann", "admin");
    let mut idle = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    let mut used = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    for time in ["08:20", "08:40", "09:00", "09:20", "09:40", "09:59"] {
        clock.set(&format!("2026-11-23 {time}:00"));
        assert!(used.is_signed_in(), "{time}");
    }
    assert!(!idle.is_signed_in());
    clock.set("2026-11-23 10:00:30");
    assert!(!used.is_signed_in());
    // A clock that goes back brings no session back.
    clock.set("2026-11-23 09:59:00");
    assert!(!used.is_signed_in() && !idle.is_signed_in());
}

#[test]
fn signing_out_everywhere_ends_every_session_on_every_node_and_so_does_another_password() {
    let folder = Signpost::folder_for(&database_of_its_own());
    let nodes = [
        Signpost::start_in(Arc::clone(&folder), &["--data-dir", "one"]),
        Signpost::start_in(folder, &["--data-dir", "two"]),
    ];
    add(&nodes[0], "ann", "Ann", "admin");
    add(&nodes[0], "ben", "Ben", "auditor");
    let sign_in = |login| nodes.each_ref().map(|node| Seat::signed_in(&node.url, login, PASSWORD));
    let [mut first, mut second] = sign_in("ann");
    let [mut ben, _] = sign_in("ben");
    // Every node knows all sessions.
    let mut wanderer = Seat::new(&nodes[1].url);
    wanderer.cookies.clone_from(&first.cookies);
    assert!(wanderer.is_signed_in());
    first.submit("/admin/sign-out-everywhere", &[]).expect(303);
    assert!(!first.is_signed_in() && !second.is_signed_in() && !wanderer.is_signed_in());
    assert!(ben.is_signed_in());

    let [mut first, mut second] = sign_in("ann");
    let fields = |present, new, again| [("present", present), ("password", new), ("again", again)];
    let another = "vier andere woorden hier";
    for (present, new, again) in [
        ("wrong password here", another, another),
        (PASSWORD, "password1234", "password1234"),
        (PASSWORD, another, "vier andere woorden daar"),
    ] {
        first
            .submit("/admin/account/password", &fields(present, new, again))
            .expect(422);
    }
    first
        .submit("/admin/account/password", &fields(PASSWORD, another, another))
        .expect(303);
    assert!(first.is_signed_in() && !second.is_signed_in());
    assert_eq!(second.sign_in("ann", PASSWORD).status, 422);
    Seat::signed_in(&nodes[1].url, "ann", another);

    let output = nodes[0].command_with(&["people", "password", "--login", "ANN", "--password-stdin"], PASSWORD);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!first.is_signed_in());
    Seat::signed_in(&nodes[0].url, "ann", PASSWORD);
}

#[test]
fn who_is_forgotten_is_signed_out_at_once_and_their_login_is_free() {
    for signpost in [Signpost::start(), Signpost::start_on(&database_of_its_own())] {
        add(&signpost, "ann", "Ann", "admin");
        let mut ann = Seat::signed_in(&signpost.url, "ann", PASSWORD);
        let people = signpost.command(&["people", "list", "--json"]);
        let people: serde_json::Value = serde_json::from_slice(&people.stdout).unwrap();
        let forgotten = signpost.command(&["people", "forget", people[0]["id"].as_str().unwrap()]);
        assert!(forgotten.status.success(), "{}", String::from_utf8_lossy(&forgotten.stderr));
        assert!(!ann.is_signed_in());
        assert_eq!(ann.sign_in("ann", PASSWORD).status, 422);
        add(&signpost, "ann", "Another Ann", "auditor");
        Seat::signed_in(&signpost.url, "ann", PASSWORD);
    }
}

#[test]
fn somebody_ends_one_of_their_own_sessions_and_nobody_elses() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann", "admin");
    add(&signpost, "ben", "Ben", "admin");
    let seat = |login| Seat::signed_in(&signpost.url, login, PASSWORD);
    let (mut here, mut there, mut ben) = (seat("ann"), seat("ann"), seat("ben"));
    let page = here.get("/admin/account").expect(200).text();
    let others = super::lists::values(&page, "session");
    assert_eq!(others.len(), 1, "all but the one that asks: {page}");
    ben.submit("/admin/account/sign-out-there", &[("session", &others[0])])
        .expect(404);
    assert!(there.is_signed_in());
    here.submit("/admin/account/sign-out-there", &[("session", &others[0])])
        .expect(303);
    assert!(here.is_signed_in() && ben.is_signed_in() && !there.is_signed_in());
    here.submit("/admin/account/sign-out-there", &[("session", &others[0])])
        .expect(404);
}
