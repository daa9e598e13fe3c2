//! `/admin`: what was decided last, and where to go.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use signpost_application::{
    authority::Action,
    ports::history::{DecisionFilter, HistoryEntry, Order},
    queries::decisions::DecisionSearch,
    refusal::Refusal,
};

use super::{Page, Section, Staff, WebsiteError, account::roles, render};
use crate::Shared;

/// Decisions shown.
const LAST: u32 = 12;

#[derive(Template)]
#[template(path = "website/start.html")]
struct StartPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    roles: String,
    /// `None` for those who may not see them.
    decisions: Option<Vec<Line>>,
}

/// A decision in a line.
struct Line {
    id: String,
    what: String,
    who: String,
    reason: Option<String>,
    at: Timestamp,
}

/// Shows it.
pub(super) async fn show(State(api): State<Shared>, staff: Staff) -> Response {
    let page = Page::of(&staff, Section::Start, "section-start");
    let decisions = match last_decisions(&api, &staff, &page).await {
        Ok(decisions) => decisions,
        Err(refusal) => return WebsiteError::refused(&staff, refusal).into_response(),
    };
    let template = StartPage {
        roles: roles(&page, &staff).join(", "),
        page: &page,
        staff: &staff,
        decisions,
    };
    render(StatusCode::OK, &page, &template)
}

async fn last_decisions(api: &Shared, staff: &Staff, page: &Page) -> Result<Option<Vec<Line>>, Refusal> {
    let principal = staff.principal();
    if principal.must(Action::ReadHistory, None).is_err() {
        return Ok(None);
    }
    let search = DecisionSearch::begin(&api.application, principal, DecisionFilter::default(), Order::Newest).await?;
    let entries = search.after(&api.application, None, LAST).await?;
    let names = api.identity.names.all().await?;
    let line = |entry: HistoryEntry| Line {
        what: page
            .texts()
            .find(&format!("decision-{}", entry.name), &[])
            .unwrap_or(entry.name),
        who: names
            .get(&entry.actor)
            .cloned()
            .unwrap_or_else(|| match entry.actor.as_str() {
                "command-line" => page.t("actor-command-line"),
                _ => entry.actor.clone(),
            }),
        id: entry.id,
        reason: entry.reason,
        at: entry.at,
    };
    Ok(Some(entries.into_iter().map(line).collect()))
}
