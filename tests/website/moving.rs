use std::{path::Path, sync::Arc};

use super::{PASSWORD, Seat, add};
use crate::support::{Database, Signpost};

fn copy(from: &str, to: &str, more: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let output = Signpost::command_in(folder.path(), &[&["copy", "--from", from, "--to", to], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn sqlite(home: &Path) -> String {
    format!("sqlite://{}", home.join("signpost-data").display())
}

/// Whether somebody who signed in elsewhere is let in here.
fn is_known(signpost: &Signpost, seat: &Seat) -> bool {
    let mut here = Seat::new(&signpost.url);
    here.cookies.clone_from(&seat.cookies);
    here.is_signed_in()
}

#[test]
fn who_could_sign_in_can_in_the_new_home_and_has_to_and_a_copy_without_names_lets_nobody_in() {
    let signpost = Signpost::start();
    add(&signpost, "ann@stad", "Ann", "admin");
    let ann = Seat::signed_in(&signpost.url, "ann@stad", PASSWORD);
    assert!(is_known(&signpost, &ann));
    let first_home = signpost.stop();

    let database = Database::fresh();
    copy(&sqlite(first_home.path()), &database.url, &[]);
    let second = Signpost::start_on(&database.url);
    assert!(!is_known(&second, &ann), "sessions stay behind");
    let ann = Seat::signed_in(&second.url, "Ann@stad", PASSWORD);
    assert!(is_known(&second, &ann));
    second.stop();

    let third_home = Arc::new(tempfile::tempdir().unwrap());
    copy(&database.url, &sqlite(third_home.path()), &[]);
    let third = Signpost::start_in(third_home, &[]);
    assert!(!is_known(&third, &ann), "sessions stay behind");
    Seat::signed_in(&third.url, "ann@stad", PASSWORD);

    let laptop = Arc::new(tempfile::tempdir().unwrap());
    copy(&database.url, &sqlite(laptop.path()), &["--without-names"]);
    let laptop = Signpost::start_in(laptop, &[]);
    assert_eq!(Seat::new(&laptop.url).sign_in("ann@stad", PASSWORD).status, 422);
}
