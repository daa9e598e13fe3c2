//! Whether somebody answers where codes lead.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use signpost_application::{
    ports::links::LinkCheck,
    queries::{codes::code, links},
};
use signpost_domain::identifier::CodeId;
use utoipa::{IntoParams, ToSchema};

use super::{
    extract::{Named, Parameters, Reading, paging, parse},
    problem::Problem,
    schema::PageOf,
};
use crate::Shared;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// `true` for the dead ones only.
    #[param(value_type = Option<bool>)]
    dead: Option<String>,
    /// Entries at most, 1 to 1,000; 100 if not given.
    limit: Option<String>,
    /// What the page before said in `next`.
    cursor: Option<String>,
}

/// An address that codes lead to, and what came of asking it.
#[derive(Serialize, ToSchema)]
#[schema(as = Link)]
pub(crate) struct LinkView {
    /// The address.
    url: String,
    /// What came of it: `answered` at the end of all redirects, or `unreachable` (no such host, or it takes no connection), `untrusted` (its certificate),
    /// `silent` (too slow, or nothing that can be read), `astray` (redirects without end), `private` (not asked: its network is not everybody's).
    answer: &'static str,
    /// The status that was answered; null where there was no answer.
    status: Option<u16>,
    /// When it was asked.
    #[schema(format = DateTime)]
    checked_at: String,
    /// Whether it is dead: gone (404 or 410), or failing twice in a row (5xx, or no answer).
    dead: bool,
    /// Since when it has failed; null where it does not.
    #[schema(format = DateTime)]
    failing_since: Option<String>,
    /// Where it fails, some of the codes that led there when it was asked.
    codes: Vec<String>,
}

impl LinkView {
    fn new(check: &LinkCheck) -> Self {
        Self {
            url: check.url.to_string(),
            answer: check.answer.as_str(),
            status: check.answer.status(),
            checked_at: check.checked_at.to_string(),
            dead: check.is_dead(),
            failing_since: check.failing.map(|failing| failing.since.to_string()),
            codes: check.codes.iter().map(ToString::to_string).collect(),
        }
    }
}

/// List the addresses that codes lead to, as far as they were asked
///
/// Nobody is asked unless the setting `check-links` says so.
#[utoipa::path(
    get, path = "/links", tag = "codes",
    params(Wanted),
    responses((status = 200, description = "Addresses, in their own order", body = PageOf<LinkView>), (status = 422, description = "Something in it is not valid", body = Problem)),
)]
pub(crate) async fn list_links(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Json<PageOf<LinkView>>, Problem> {
    let only_dead = parse("dead", wanted.dead.as_deref())?.unwrap_or_default();
    let paging = paging(wanted.limit.as_deref(), wanted.cursor)?;
    let page = links::links(&api.application, &principal, only_dead, &paging).await?;
    Ok(Json(PageOf {
        items: page.items.iter().map(LinkView::new).collect(),
        next: page.next,
    }))
}

/// Whether somebody answers where a code leads
///
/// Every address of its targets that was asked, in their order; none where it leads nowhere now.
#[utoipa::path(
    get, path = "/codes/{id}/links", tag = "codes",
    params(("id" = String, Path, description = "The code's id, in any case")),
    responses((status = 200, description = "What is known", body = Vec<LinkView>), (status = 404, description = "There is no such code", body = Problem)),
)]
pub(crate) async fn code_links(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<CodeId>,
) -> Result<Json<Vec<LinkView>>, Problem> {
    let record = code(&api.application, &principal, &id).await?;
    let known = links::links_of(&api.application, &principal, &record).await?;
    Ok(Json(known.iter().map(LinkView::new).collect()))
}
