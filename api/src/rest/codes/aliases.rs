use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use signpost_application::commands::add_aliases::add_aliases as add;
use signpost_domain::identifier::CodeId;
use utoipa::ToSchema;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because},
    problem::Problem,
    schema::{CodeView, Faults},
};
use crate::Shared;

/// More ids of a code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAliases)]
pub(crate) struct NewAliases {
    /// 1 to 100 ids that nobody has: 3 to 50 of `A-Z 0-9 - _` each. Those that lead to the code already are left alone.
    #[schema(example = json!(["6F1C2A3E-5B7D-4C8E-9F00-A1B2C3D4E5F6"]))]
    aliases: Vec<String>,
    /// Why, for the history.
    reason: Option<String>,
}

/// Let more ids lead to a code
///
/// For what is printed already: a UUID, an older slug. Each is taken for good, like the id of a code, and never taken away; who scans one scans the
/// code. All of them or none.
#[utoipa::path(
    post, path = "/codes/{id}/aliases", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = NewAliases,
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 404, description = "There is no such code", body = Problem), (status = 409, description = "One of them is the id of a code, or leads to another", body = Problem),
        (status = 412, description = "It has another version", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn add_aliases(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(body): Body<NewAliases>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason)?;
    let mut faults = Faults::default();
    let aliases = body.aliases.iter().enumerate();
    let aliases: Vec<CodeId> = aliases
        .filter_map(|(place, alias)| faults.parse(&format!("/aliases/{place}"), alias))
        .collect();
    faults.check()?;
    let record = add(&api.application, &caller, &id, expectation, &aliases).await?;
    Ok(super::response(&api, StatusCode::OK, &record))
}
