use axum::{Json, extract::State};
use serde::Serialize;
use signpost_application::queries::seals::{Inclusion, inclusion};
use signpost_domain::decision::Position;
use utoipa::ToSchema;

use super::super::{
    extract::{Named, Nothing, Parameters, Reading},
    problem::Problem,
};
use crate::Shared;

/// Proof that a decision is in the sealed log, see docs/audit.md.
#[derive(Serialize, ToSchema)]
#[schema(as = InclusionProof)]
pub(crate) struct InclusionView {
    /// The decision's place in the log. It is record `position` - 1 of the tree.
    position: u64,
    /// The whole record in its pinned encoding, byte for byte.
    record: String,
    /// Its hash in the tree: SHA-256 of a zero byte and the record, in base64.
    leaf: String,
    /// How many decisions are in the tree of the checkpoint.
    size: u64,
    /// The audit path (RFC 6962, section 2.1.1): hashes in base64, from the leaf to the root.
    proof: Vec<String>,
    /// The signed checkpoint (C2SP tlog-checkpoint).
    checkpoint: String,
}

impl InclusionView {
    pub(crate) fn of(position: Position, inclusion: Inclusion) -> Self {
        Self {
            position: position.0,
            record: String::from_utf8_lossy(&inclusion.record).into_owned(),
            leaf: inclusion.leaf.to_string(),
            size: inclusion.seal.position.0,
            proof: inclusion.proof.iter().map(ToString::to_string).collect(),
            checkpoint: inclusion.seal.note,
        }
    }
}

/// Prove that a decision is in the sealed log
///
/// Decisions are sealed within seconds; until then there is no proof of them.
#[utoipa::path(
    get, path = "/decisions/{position}/proof", tag = "logs",
    params(("position" = u64, Path, description = "The decision's position")),
    responses(
        (status = 200, description = "The record, its proof and the signed checkpoint", body = InclusionView),
        (status = 404, description = "There is no such decision, or it is not sealed yet", body = Problem),
    ),
)]
pub(crate) async fn prove_decision(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(position): Named<Position>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<InclusionView>, Problem> {
    let inclusion = inclusion(&api.application, &principal, position).await?;
    Ok(Json(InclusionView::of(position, inclusion)))
}
