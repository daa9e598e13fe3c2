//! The website for staff, from outside: by plain requests, and in a real browser.

mod answers;
mod audiences;
mod axe;
mod barriers;
mod city;
mod codes;
mod codes_in_a_browser;
mod demo;
mod designs;
mod downloads;
mod elsewhere;
mod everywhere_in_a_browser;
mod forms;
mod headers;
mod imports;
mod in_a_browser;
mod kept_answers;
mod lists;
mod lists_in_a_browser;
mod moving;
mod pages;
mod refusals;
mod scanned;
mod seat;
mod secrets;
mod sessions;
mod signing_in;
mod street;
mod walks_in_a_browser;
mod words;

pub(crate) use self::seat::Seat;
use crate::support::{
    Signpost,
    driver::{Driver, Preferences, key},
};

/// A password that is good enough.
pub(crate) const PASSWORD: &str = "mosterd lantaarn oever kraai";

/// Adds somebody who may sign in.
pub(crate) fn add(signpost: &Signpost, login: &str, name: &str, role: &str) {
    add_with(signpost, login, name, &["--role", role]);
}

/// Adds an editor who may sign in and works within a unit.
fn add_editor_of(signpost: &Signpost, login: &str, unit: &str) {
    add_with(signpost, login, login, &["--role", "editor", "--unit", unit]);
}

fn add_with(signpost: &Signpost, login: &str, name: &str, grant: &[&str]) {
    let who = ["people", "add", "--login", login, "--name", name, "--password-stdin"];
    let output = signpost.command_with(&[&who, grant].concat(), PASSWORD);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Signs Ann in, by keyboard.
fn sign_in(signpost: &Signpost, preferences: Preferences) -> Driver {
    let browser = Driver::start(preferences);
    browser.go(&format!("{}/admin", signpost.url));
    browser.fill("#login", "ann");
    browser.fill("#password", PASSWORD);
    browser.press(key::ENTER);
    browser.sees("h1", "Ann Peeters");
    browser
}
