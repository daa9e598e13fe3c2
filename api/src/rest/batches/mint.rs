use axum::{extract::State, response::Response};
use signpost_application::commands::mint_batch::mint_batch as mint;

use super::super::{
    extract::{Acting, Body, Waiting, because},
    problem::Problem,
    schema::{BatchBody, BatchView, Faults},
};
use crate::Shared;

/// Mint a batch of codes
///
/// All of its codes or none, in one act of the history, under ids drawn at random. When it answers, all are
/// minted; with 202, this node does not show all of them yet.
#[utoipa::path(
    post, path = "/batches", tag = "batches",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("Prefer" = Option<String>, Header, description = "`respond-async` answers as soon as all are minted"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = BatchBody,
    responses(
        (status = 201, description = "Minted", body = BatchView, headers(("Location" = String))),
        (status = 202, description = "Minted; it does not show everywhere yet", body = BatchView, headers(("Location" = String))),
        (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn mint_batch(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Waiting(wait): Waiting,
    Body(body): Body<BatchBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason.clone())?;
    let mut faults = Faults::default();
    let read = body.read(&mut faults);
    faults.check()?;
    let order = read.ok_or_else(|| Problem::fault("", "not understood"))?;
    let minted = mint(&api.application, &caller, &order, wait).await?;
    Ok(super::minted(&minted))
}
