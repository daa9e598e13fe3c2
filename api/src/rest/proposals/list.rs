use axum::{Json, extract::State};
use serde::Deserialize;
use signpost_application::{
    ports::proposals::{ProposalFilter, ProposalStanding},
    queries::proposals::proposals,
};
use signpost_domain::decision::Position;
use utoipa::IntoParams;

use super::super::{
    extract::{Parameters, Reading, paging, parse},
    problem::Problem,
    schema::{PageOf, ProposalView},
};
use crate::Shared;

/// Which proposals.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// `open`, `outdated`, `approved`, `rejected` or `withdrawn`.
    status: Option<String>,
    /// Those that must be approved in this unit.
    unit: Option<String>,
    /// Those about this code alone.
    code: Option<String>,
    /// Entries at most, 1 to 1,000; 100 if not given.
    limit: Option<String>,
    /// What the page before said in `next`.
    cursor: Option<String>,
}

/// List proposals, the latest first
#[utoipa::path(
    get, path = "/proposals", tag = "proposals",
    params(Wanted),
    responses((status = 200, description = "Proposals", body = PageOf<ProposalView>)),
)]
pub(crate) async fn list_proposals(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Json<PageOf<ProposalView>>, Problem> {
    let filter = ProposalFilter {
        standing: wanted.status.as_deref().map(standing).transpose()?,
        unit: parse("unit", wanted.unit.as_deref())?,
        code: parse("code", wanted.code.as_deref())?,
    };
    let paging = paging(wanted.limit.as_deref(), wanted.cursor)?;
    parse::<Position>("cursor", paging.cursor.as_deref())?;
    let page = proposals(&api.application, &principal, &filter, &paging).await?;
    Ok(Json(PageOf {
        items: page.items.into_iter().map(Into::into).collect(),
        next: page.next,
    }))
}

fn standing(word: &str) -> Result<ProposalStanding, Problem> {
    let known = ProposalStanding::ALL.into_iter().find(|standing| standing.as_str() == word);
    known.ok_or_else(|| {
        let all = ProposalStanding::ALL.map(ProposalStanding::as_str).join(", ");
        Problem::fault("status", format!("{word:?} is none of {all}"))
    })
}
