use axum::{extract::State, response::Response};
use signpost_application::commands::change_rules::change_rules as change;
use signpost_domain::identifier::CodeId;

use super::super::{
    extract::{Acting, Body, Expecting, Named},
    problem::Problem,
    schema::{CodeView, Faults, ProposalView, RuleBody, RuleSchema, read_rules},
};
use crate::Shared;

/// Replace the audience rules
///
/// In this order; the first that holds wins, else the default target.
#[utoipa::path(
    put, path = "/codes/{id}/rules", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = Vec<RuleSchema>,
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 202, description = "Proposed: it counts when another person approves it", body = ProposalView, headers(("Location" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 409, description = "It is retired", body = Problem),
        (status = 412, description = "It has another version", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn change_rules(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(rules): Body<Vec<RuleBody>>,
) -> Result<Response, Problem> {
    let mut faults = Faults::default();
    let rules = read_rules(rules, "", &mut faults);
    faults.check()?;
    let decided = change(&api.application, &caller, &id, expectation, rules.unwrap_or_default()).await?;
    super::answered(&api, decided).await
}
