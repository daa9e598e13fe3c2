//! `/admin/changes`: changes of many codes, and how far each shows.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    ports::history::{DecisionFilter, HistoryEntry, Order},
    queries::{
        changes::{ChangeRecord, show as one},
        decisions::DecisionSearch,
    },
};
use signpost_domain::{decision::Position, identifier::ChangeId};

use super::{
    asked::Asked,
    called,
    list::ListPage,
    names,
    table::{Cell, Table},
};
use crate::{
    Shared,
    website::{Page, Section, Staff, WebsiteError, words},
};

/// Changes on a page: each is read from the log.
const ON_A_PAGE: u32 = 20;

/// Which part of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    after: Option<String>,
}

/// The last changes, and where more are.
pub(super) async fn last(
    api: &Shared,
    staff: &Staff,
    after: Option<Position>,
    limit: u32,
) -> Result<(Vec<ChangeRecord>, Option<Position>), WebsiteError> {
    let refused = |refusal| WebsiteError::refused(staff, refusal);
    let filter = DecisionFilter {
        name: Some("ChangeMade".to_owned()),
        ..DecisionFilter::default()
    };
    let search = DecisionSearch::begin(&api.application, staff.principal(), filter, Order::Newest).await;
    let found = search.map_err(refused)?.after(&api.application, after, limit).await;
    let found: Vec<HistoryEntry> = found.map_err(refused)?;
    let mut changes = vec![];
    for entry in &found {
        if let Ok(id) = entry.id.parse::<ChangeId>() {
            changes.push(one(&api.application, staff.principal(), &id).await.map_err(refused)?);
        }
    }
    let next = found
        .last()
        .filter(|_| found.len() == limit as usize)
        .map(|last| last.position);
    Ok((changes, next))
}

/// How far a change shows.
pub(super) fn progress(page: &Page, change: &ChangeRecord) -> Cell {
    let (shown, all) = (change.shown, change.making.decisions);
    if shown < all {
        let text = page.t2("work-shown", ("value", &shown), ("name", &all));
        return Cell::Standing { kind: "waits", text };
    }
    Cell::Standing {
        kind: "good",
        text: page.t("work-done"),
    }
}

/// Lists them.
pub(super) async fn list(State(api): State<Shared>, asked: Asked<Wanted>) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let after = wanted.after.as_deref().map(str::parse::<Position>).transpose();
    let after = after.map_err(|_| WebsiteError::not_found(&staff))?;
    let (found, next) = last(&api, &staff, after, ON_A_PAGE).await?;
    let names = names(&api, &staff).await?;
    let page = Page::of(&staff, Section::Changes, "section-changes");
    let row = |change: &ChangeRecord| {
        vec![
            Cell::link(
                format!("/admin/changes/{}", change.id),
                words::deed_in_a_line(page.texts(), &change.making.deed),
            ),
            Cell::text(change.making.codes.to_string()),
            progress(&page, change),
            Cell::text(called(&page, &names, &change.actor.to_string())),
            Cell::time(&page, change.at),
        ]
    };
    let heads = ["change-what", "change-count", "work-progress", "decision-who", "decision-at"];
    let table = Table::new(&page, "section-changes", &heads, "changes-none").rows(found.iter().map(row));
    let may = staff.principal().must_somewhere(Action::ChangeCodes).is_ok();
    let next = next.map(|position| ("after", position.to_string()));
    let list = ListPage::new(&page, &table)
        .lead("changes-list")
        .act_if(may, "/admin/codes", "change-new");
    Ok(list.parts("", after.is_none(), next).answer())
}
