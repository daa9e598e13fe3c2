//! `/admin/links`: addresses that codes lead to and where nobody answers.

use axum::{extract::State, response::Response};
use signpost_application::queries::links::{DeadLink, dead_links};

use super::{
    list::ListPage,
    table::{Cell, Table},
};
use crate::{
    Shared,
    website::{Page, Section, Staff, WebsiteError, words},
};

/// Addresses that are shown.
const MOST: usize = 100;

/// Lists them, the latest to die first.
pub(super) async fn list(State(api): State<Shared>, staff: Staff) -> Result<Response, WebsiteError> {
    let dead = dead_links(&api.application, staff.principal(), MOST).await;
    let dead = dead.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    let page = Page::of(&staff, Section::Links, "section-links");
    let row = |dead: &DeadLink| {
        let codes = dead.codes.iter().map(|record| {
            let id = record.id.to_string();
            (format!("/admin/codes/{id}"), id)
        });
        vec![
            Cell::Code(dead.check.url.to_string()),
            Cell::text(words::answer(page.texts(), dead.check.answer)),
            Cell::time_or(&page, dead.check.failing.map(|failing| failing.since), "links-none"),
            Cell::time(&page, dead.check.checked_at),
            Cell::Links(codes.collect()),
        ]
    };
    let heads = ["link-url", "link-answer", "link-since", "link-checked", "section-codes"];
    let none = if dead.is_some() { "links-none" } else { "links-off" };
    let rows: Vec<_> = dead.iter().flatten().map(row).collect();
    let table = Table::new(&page, "section-links", &heads, none).rows(rows);
    Ok(ListPage::new(&page, &table).lead("links-lead").answer())
}
