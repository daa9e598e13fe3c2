use axum::{Json, extract::State};
use signpost_application::queries::proposals::proposal;
use signpost_domain::identifier::ProposalId;

use super::super::{
    extract::{Named, Nothing, Parameters, Reading},
    problem::Problem,
    schema::ProposalView,
};
use crate::Shared;

/// Show a proposal
///
/// What would be different, who proposed it and why, and what became of it. Its id is the correlation id of the decision by
/// which it was made.
#[utoipa::path(
    get, path = "/proposals/{id}", tag = "proposals",
    params(("id" = String, Path, description = "The proposal")),
    responses((status = 200, description = "The proposal", body = ProposalView)),
)]
pub(crate) async fn show_proposal(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<ProposalId>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<ProposalView>, Problem> {
    Ok(Json(proposal(&api.application, &principal, &id).await?.into()))
}
