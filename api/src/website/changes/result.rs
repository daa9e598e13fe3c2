//! What a change of many codes was, how far it shows, which codes it touched, and the way back.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
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
    change::{Alteration, Because, Deed},
    decision::Position,
    identifier::{ChangeId, PrincipalId},
};

use crate::{
    Shared,
    website::{Page, Section, Staff, WebsiteError, render, texts::Texts, words},
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
    let (what, which) = told(page.texts(), &record.making.deed);
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

/// What was done, and to which codes.
fn told(texts: &Texts, deed: &Deed) -> (String, Vec<(String, String)>) {
    let (filter, alteration) = match deed {
        Deed::Reverse { change } => return (texts.text("change-told-reverse", &[("value", change.as_str())]), vec![]),
        Deed::Import { rows, .. } => return (texts.text("change-told-import", &[("value", &rows.to_string())]), vec![]),
        Deed::Alter { filter, change } => (filter, change),
    };
    let value = |key: &str, value: &str| texts.text(key, &[("value", value)]);
    let nothing = || texts.text("changed-nothing", &[]);
    let what = match &**alteration {
        Alteration::MoveHost { from, to } => texts.text("change-told-move", &[("name", from.as_str()), ("value", to.as_str())]),
        Alteration::Retarget { target } => value("change-told-retarget", &words::target(texts, target.as_ref())),
        Alteration::RetargetToPattern { url, .. } => value("change-told-retarget", &url.to_string()),
        Alteration::Suspend => texts.text("change-suspend", &[]),
        Alteration::Resume => texts.text("change-resume", &[]),
        Alteration::Retire { successor } => {
            let successor = successor.as_ref().map_or_else(nothing, ToString::to_string);
            value("change-told-retire", &successor)
        }
        Alteration::Transfer { unit } => value(
            "change-told-transfer",
            &unit.as_ref().map_or_else(nothing, ToString::to_string),
        ),
        Alteration::AddTag { tag } => value("change-told-add-tag", tag.as_str()),
        Alteration::RemoveTag { tag } => value("change-told-remove-tag", tag.as_str()),
    };
    let field = |key: &str, value: String| (texts.text(key, &[]), value);
    let mut which = BTreeMap::new();
    which.extend(filter.q.clone().map(|q| field("search-q", q)));
    which.extend(filter.unit.as_ref().map(|unit| field("field-unit", unit.to_string())));
    which.extend(filter.tag.as_ref().map(|tag| field("field-tag", tag.to_string())));
    which.extend(filter.standing.map(|standing| {
        let said = texts.text(&format!("standing-{}", standing.as_str()), &[]);
        field("field-status", said)
    }));
    which.extend(filter.host.clone().map(|host| field("field-host", host)));
    which.extend(filter.batch.clone().map(|batch| field("field-batch", batch)));
    (what, which.into_iter().collect())
}
