use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use signpost_application::queries::seals::{Grown, consistency};
use signpost_domain::decision::Position;
use utoipa::{IntoParams, ToSchema};

use super::super::{
    extract::{Parameters, Reading, parse},
    problem::Problem,
};
use crate::Shared;

/// Proof that the log only grew, see docs/audit.md.
#[derive(Serialize, ToSchema)]
#[schema(as = ConsistencyProof)]
pub(crate) struct ConsistencyView {
    /// Decisions before.
    from: u64,
    /// Decisions after.
    to: u64,
    /// The proof (RFC 6962, section 2.1.2): hashes in base64.
    proof: Vec<String>,
}

impl From<Grown> for ConsistencyView {
    fn from(grown: Grown) -> Self {
        Self {
            from: grown.from.0,
            to: grown.to.0,
            proof: grown.proof.iter().map(ToString::to_string).collect(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// How many decisions the older checkpoint has.
    from: Option<String>,
    /// How many the newer one has; the last checkpoint's if not given.
    to: Option<String>,
}

/// Prove that the log only grew between two checkpoints
#[utoipa::path(
    get, path = "/seals/consistency", tag = "logs",
    params(Wanted),
    responses(
        (status = 200, description = "The proof", body = ConsistencyView),
        (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn prove_consistency(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Json<ConsistencyView>, Problem> {
    let from = parse::<Position>("from", wanted.from.as_deref())?;
    let from = from.ok_or_else(|| Problem::fault("from", "say how many decisions the older checkpoint has"))?;
    let to = parse::<Position>("to", wanted.to.as_deref())?;
    Ok(Json(consistency(&api.application, &principal, from, to).await?.into()))
}
