//! What belongs to the whole city, each as a plain list and plain forms: units, audiences, people, tokens, batches, changes of many codes,
//! proposals, decisions, seals, and the work that takes long.

mod accounts;
pub(super) mod asked;
mod audiences;
mod batches;
mod changes;
pub(super) mod decisions;
pub(super) mod grants;
mod held;
mod links;
mod list;
mod people;
mod print;
mod proposals;
mod seals;
mod secret;
pub(super) mod table;
mod thing;
mod tokens;
mod units;
mod work;

use std::collections::BTreeMap;

use axum::{Router, response::Response, routing::get};
use signpost_application::ports::proposals::ProposalRecord;

use super::{Page, Staff, Text, WebsiteError, done, who::named};
use crate::Shared;

/// Every type of decision that there is, by the names that the history has.
const DECISIONS: [&str; 41] = [
    "Minted",
    "Described",
    "Attached",
    "Adopted",
    "Aliased",
    "CallsKept",
    "Retargeted",
    "RulesChanged",
    "Suspended",
    "Resumed",
    "Retired",
    "Restored",
    "Transferred",
    "Defined",
    "Redefined",
    "Withdrawn",
    "Founded",
    "PolicyChanged",
    "TokenIssued",
    "TokenRevoked",
    "AccountOpened",
    "AccountClosed",
    "RoleGranted",
    "RoleRevoked",
    "PersonForgotten",
    "PersonRecognised",
    "Drawn",
    "Redrawn",
    "Ordered",
    "PrintSettled",
    "ApprovalDemanded",
    "ApprovalWaived",
    "Proposed",
    "Approved",
    "Rejected",
    "ProposalWithdrawn",
    "ChangeMade",
    "ChangeReversed",
    "KeyRotated",
    "ScansSealed",
    "ScansExpired",
];

/// Their paths.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/admin/units", get(units::list))
        .route("/admin/unit", get(units::ask).post(units::found))
        .route("/admin/units/{name}", get(units::show))
        .route("/admin/units/{name}/change", get(units::ask_change).post(units::change))
        .route("/admin/people", get(people::list))
        .route("/admin/person", get(people::ask).post(people::open))
        .route("/admin/people/{id}", get(people::show))
        .route("/admin/people/{id}/forget", get(people::ask_forget).post(people::forget))
        .route("/admin/people/{id}/grants", get(accounts::ask_grants).post(accounts::change))
        .route(
            "/admin/people/{id}/password",
            get(accounts::ask_password).post(accounts::renew),
        )
        .route("/admin/people/{id}/close", get(accounts::ask_close).post(accounts::close))
        .route("/admin/tokens", get(tokens::list))
        .route("/admin/token", get(tokens::ask).post(tokens::issue))
        .route("/admin/tokens/{id}", get(tokens::show))
        .route("/admin/tokens/{id}/grants", get(tokens::ask_grants).post(tokens::change))
        .route("/admin/tokens/{id}/revoke", get(tokens::ask_revoke).post(tokens::end))
        .route("/admin/batches", get(batches::list))
        .route("/admin/batch", get(batches::ask).post(batches::mint))
        .route("/admin/batches/{id}", get(batches::show))
        .route("/admin/batches/{id}/print", get(print::ask).post(print::settle))
        .route("/admin/batches/{id}/codes.csv", get(batches::codes))
        .route("/admin/batches/{id}/images.zip", get(batches::images))
        .route("/admin/batches/{id}/labels.pdf", get(batches::sheets))
        .merge(audiences::router())
        .route("/admin/changes", get(changes::list))
        .route("/admin/proposals", get(proposals::list))
        .route("/admin/proposals/{id}", get(proposals::show))
        .route("/admin/proposals/{id}/{verdict}", get(proposals::ask).post(proposals::end))
        .route("/admin/decisions", get(decisions::list))
        .route("/admin/decisions/{export}", get(decisions::export))
        .route("/admin/seals", get(seals::show))
        .route("/admin/work", get(work::show))
        .route("/admin/links", get(links::list))
}

/// Everybody's names.
async fn names(api: &Shared, staff: &Staff) -> Result<BTreeMap<String, String>, WebsiteError> {
    let names = api.identity.names.all().await;
    names.map_err(|error| WebsiteError::refused(staff, error.into()))
}

/// What somebody is called, or else the id that logs know them by.
fn called(page: &Page, names: &BTreeMap<String, String>, actor: &str) -> String {
    match (names.get(actor), actor) {
        (Some(name), _) => name.clone(),
        (None, id) => named(page.texts(), id),
    }
}

/// Answers that it counts when another person approves it.
fn proposed(api: &Shared, proposal: &ProposalRecord) -> Response {
    done(api, &format!("/admin/proposals/{}", proposal.id), &Text::new("done-proposed"))
}

/// A query without one of its fields.
fn without(query: &str, name: &str) -> String {
    let rest = url::form_urlencoded::parse(query.as_bytes()).filter(|(found, _)| found != name);
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(rest)
        .finish()
}
