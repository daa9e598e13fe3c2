//! `/admin/seals`: what proves that nothing was changed afterwards, and how anybody finds that out.

use askama::Template;
use axum::{extract::State, response::Response};
use signpost_application::{authority::Action, queries::seals::checkpoint};

use super::{
    list::Act,
    table::{Cell, Table},
    thing::ThingPage,
};
use crate::{
    Shared,
    website::{Page, Section, Staff, WebsiteError},
};

#[derive(Template)]
#[template(path = "website/lists/seals.html")]
struct HowTo<'a> {
    page: &'a Page,
    url: &'a str,
    /// The signed note, where there is one.
    note: Option<String>,
}

/// Shows them.
pub(super) async fn show(State(api): State<Shared>, staff: Staff) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    staff.principal().must(Action::ReadHistory, None).map_err(refused)?;
    let failed = |error: signpost_application::ports::StoreError| refused(error.into());
    let application = &api.application;
    let seal = checkpoint(application).await.map_err(failed)?;
    let head = application.decisions.head().await.map_err(failed)?;
    let keys = application.seals.keys().await.map_err(failed)?;
    let page = Page::of(&staff, Section::Seals, "section-seals");
    let sealed = seal.as_ref().map_or(0, |seal| seal.position.0);
    let how_to = HowTo {
        page: &page,
        url: &application.public_url,
        note: seal.as_ref().map(|seal| seal.note.clone()),
    };
    let rows = keys.iter().rev().map(|key| vec![Cell::Code(key.as_str().to_owned())]);
    let keys = Table::new(&page, "seal-keys", &["seal-key"], "seal-keys-none").rows(rows);
    let thing = ThingPage::new(&page)
        .lead(page.t("seals-lead"))
        .fact("seal-decisions", Cell::text(head.to_string()))
        .fact("seal-sealed", Cell::text(sealed.to_string()))
        .act(Act::second(&page, "/tlog/checkpoint", "seal-checkpoint"))
        .part("keys", "seal-keys", keys.html())
        .part("verify", "seal-verify", how_to.render().unwrap_or_default());
    Ok(thing.answer())
}
