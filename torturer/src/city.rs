//! What staff have made: a code whose visitors are told apart, a menu, and an audience. And how they change it all the time.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::{connection::Connection, node::Node};

/// A code with rules.
pub(crate) const BENCH: &str = "TORTURED-BENCH";
/// A code with a menu.
pub(crate) const MENU: &str = "TORTURED-MENU";
/// Nobody minted it.
pub(crate) const UNKNOWN: &str = "NEVER-MINTED";
/// What stands in a menu before the mark that tells it from all others.
pub(crate) const MARK: &str = "menu of ";
/// What staff take between two changes, at most.
const PAUSE: u64 = 15;

/// Makes it.
pub(crate) fn found(node: &Node, token: &str) -> Result<(), String> {
    let mut staff = Connection::to(&node.address)?;
    staff.must("PUT", "/audiences/some", token, &audience("nl"))?;
    let bench = json!({"id": BENCH, "target": redirect("first"), "rules": rules("first")});
    staff.must("POST", "/codes", token, &bench)?;
    staff.must("POST", "/codes", token, &json!({"id": MENU, "target": menu("first")}))?;
    Ok(())
}

/// Changes it until `done`; says how many changes were answered.
pub(crate) fn change(node: &str, token: &str, mut random: fastrand::Rng, done: &AtomicBool) -> Result<u64, String> {
    let mut changes = 0;
    let Ok(mut staff) = Connection::to(node) else { return Ok(0) };
    while !done.load(Ordering::Acquire) {
        let mark = format!("{:016x}", random.u64(..));
        let (path, body) = match random.u8(..5) {
            0 => ("/audiences/some".to_owned(), audience(["nl", "fr"][random.usize(..2)])),
            1 => (format!("/codes/{BENCH}/rules"), rules(&mark)),
            2 => (format!("/codes/{MENU}/target"), menu(&mark)),
            _ => (format!("/codes/{BENCH}/target"), redirect(&mark)),
        };
        let Ok(answer) = staff.call("PUT", &path, token, &body) else {
            break;
        };
        if answer.status != 200 {
            return Err(format!("PUT {path} was answered with {}: {}", answer.status, answer.body));
        }
        changes += 1;
        thread::sleep(Duration::from_millis(random.u64(..PAUSE)));
    }
    Ok(changes)
}

fn redirect(mark: &str) -> Value {
    json!({"type": "redirect", "url": format!("https://example.org/{mark}")})
}

fn audience(language: &str) -> Value {
    json!({"label": "Some", "condition": {"language": [language]}})
}

fn rules(mark: &str) -> Value {
    json!([
        {"audience": "some", "target": redirect(&format!("{mark}/some"))},
        {"when": {"language": ["fr"]}, "target": redirect(&format!("{mark}/french"))},
    ])
}

fn menu(mark: &str) -> Value {
    let item = |item| json!({"label": {"en": format!("Item {item}")}, "url": format!("https://example.org/{mark}/{item}")});
    json!({"type": "menu", "heading": {"en": format!("{MARK}{mark}.")}, "items": [item(0), item(1), item(2)]})
}
