//! The click in a menu: recorded as a choice, then sent on.

use sha2::{Digest, Sha256};
use signpost_application::{
    ports::journal::Receipt,
    resolver::{RoutingTable, Way},
};
use signpost_domain::{identifier::CodeId, scan::Outcome, target::Target};

use super::{answer::Answer, path_of, record, request::Visiting};
use crate::Api;

/// Tells one menu from another: whoever clicks in a menu that was changed meanwhile must not land where they did not choose.
pub(super) fn digest(target: &Target) -> String {
    let json = serde_json::to_vec(target).unwrap_or_default();
    Sha256::digest(json)[..4]
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The address of an item. It carries the query of the scan, on which the menu may depend.
pub(super) fn address(prefix: &str, code: &CodeId, item: usize, digest: &str, query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{prefix}/{code}/choice/{}/{digest}{mark}{query}", item + 1)
}

/// Sends on to the chosen item, or back to the menu when it is not the one that was seen.
pub(super) fn choose(
    api: &Api,
    routes: &RoutingTable,
    visiting: &Visiting<'_>,
    code: CodeId,
    item: u16,
    menu: &str,
) -> (Answer, Option<Receipt>) {
    let visit = visiting.visit();
    let route = routes.route(&code, &visit);
    let chosen = match &route.way {
        Way::Target(chosen) if digest(chosen.target()) == menu => match chosen.target() {
            Target::Menu { items, .. } => items.get(usize::from(item)).map(|item| item.url.to_string()),
            _ => None,
        },
        _ => None,
    };
    let Some(url) = chosen else {
        let mark = if visiting.raw_query.is_empty() { "" } else { "?" };
        let prefix = path_of(&api.application.public_url);
        return (
            Answer::redirect(&format!("{prefix}/{code}{mark}{}", visiting.raw_query)),
            None,
        );
    };
    let referrer = visiting.referrer.clone();
    let receipt = record(api, visiting, || {
        route.scan(code, &visit, Outcome::Menu, visiting.robot, referrer, Some(item))
    });
    (Answer::redirect(&url), receipt)
}
