use axum::{extract::State, http::StatusCode, response::Response};
use signpost_application::commands::mint_code::mint_code as mint;

use super::super::{
    extract::{Acting, Body, because},
    problem::Problem,
    schema::{CodeView, Faults, MintBody},
};
use crate::Shared;

/// Mint a code
///
/// Everything may be left out: a code can be printed long before anyone knows what for.
#[utoipa::path(
    post, path = "/codes", tag = "codes",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = MintBody,
    responses(
        (status = 201, description = "Minted", body = CodeView, headers(("Location" = String), ("ETag" = String))),
        (status = 409, description = "The id is taken, now and for ever", body = Problem),
        (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn mint_code(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Body(body): Body<MintBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason.clone())?;
    let mut faults = Faults::default();
    let read = body.read(&mut faults);
    faults.check()?;
    let Some((id, minting)) = read else {
        return Err(Problem::fault("", "not understood"));
    };
    let record = mint(&api.application, &caller, id, minting).await?;
    Ok(super::response(&api, StatusCode::CREATED, &record))
}
