//! What a change of many codes was, how far it shows, which codes it touched, and the way back.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    ports::Page as PageOf,
    queries::changes::{ChangeRecord, Touch, show as change, touches},
};
use signpost_domain::{
    change::Because,
    decision::Position,
    identifier::{ChangeId, PrincipalId},
};

use crate::{
    Shared,
    website::{Page, Path, Query, Section, Staff, WebsiteError, render, words},
};

/// Codes on a page.
const ON_A_PAGE: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    after: Option<u64>,
}

#[derive(Template)]
#[template(path = "website/changes/show.html")]
struct ChangePage<'a> {
    page: &'a Page,
    record: &'a ChangeRecord,
    what: String,
    which: Vec<(String, String)>,
    who: String,
    touched: &'a PageOf<Touch>,
    exceptions: Vec<(String, String)>,
    may_reverse: bool,
}

/// Shows it.
pub(super) async fn show(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let id: ChangeId = id.parse().map_err(|_| WebsiteError::not_found(&staff))?;
    let record = change(&api.application, staff.principal(), &id).await.map_err(refused)?;
    let after = wanted
        .after
        .and_then(|after| Position::try_from(after).ok())
        .unwrap_or(Position::START);
    let touched = touches(&api.application, staff.principal(), &id, after, ON_A_PAGE)
        .await
        .map_err(refused)?;
    let page = Page::of(&staff, Section::Codes, "change-title");
    let actor = record.actor.to_string();
    let name = match actor.parse::<PrincipalId>() {
        Ok(actor) => api.identity.names.of(&actor).await.map_err(|error| refused(error.into()))?,
        Err(_) => None,
    };
    let (what, which) = words::deed(page.texts(), &record.making.deed);
    let because = |because: Because| page.t(&format!("because-{}", word(because)));
    let template = ChangePage {
        exceptions: record
            .making
            .exceptions
            .iter()
            .map(|e| (e.code.to_string(), because(e.because)))
            .collect(),
        may_reverse: record.is_reversible && staff.principal().must_somewhere(Action::ChangeCodes).is_ok(),
        who: name.unwrap_or(actor),
        page: &page,
        record: &record,
        touched: &touched,
        what,
        which,
    };
    Ok(render(StatusCode::OK, &page, &template).into_response())
}

fn word(because: Because) -> &'static str {
    match because {
        Because::ChangedSince => "changed-since",
        Because::Forbidden => "forbidden",
        Because::Retired => "retired",
        Because::NotAllowed => "not-allowed",
        Because::Minted => "minted",
    }
}
