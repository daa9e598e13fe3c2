//! `/admin/codes`: all codes, and everything about one.

mod aliases;
mod describe;
mod history;
mod mint;
mod picture;
mod rules;
mod search;
mod show;
mod standing;
mod statistics;
mod target;
mod try_as;

use axum::{
    Router,
    routing::{get, post},
};
use signpost_application::{
    authority::Action,
    commands::Expectation,
    ports::catalogue::{CodeRecord, Standing},
    queries::codes::code,
};
use signpost_domain::identifier::CodeId;

use super::{Page, Section, Staff, WebsiteError};
use crate::Shared;

/// Their paths.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/admin/codes", get(search::show))
        .route("/admin/code", get(mint::show).post(mint::mint))
        .route("/admin/codes/{id}", get(show::show))
        .route("/admin/codes/{id}/picture/{format}", get(picture::show))
        .route("/admin/codes/{id}/target", get(target::show).post(target::retarget))
        .route("/admin/codes/{id}/description", get(describe::show).post(describe::describe))
        .route(
            "/admin/codes/{id}/suspend",
            get(standing::ask_suspend).post(standing::suspend),
        )
        .route("/admin/codes/{id}/resume", get(standing::ask_resume).post(standing::resume))
        .route("/admin/codes/{id}/retire", get(standing::ask_retire).post(standing::retire))
        .route(
            "/admin/codes/{id}/transfer",
            get(standing::ask_transfer).post(standing::transfer),
        )
        .route("/admin/codes/{id}/aliases", get(aliases::ask).post(aliases::add))
        .route("/admin/codes/{id}/rules", get(rules::show).post(rules::change))
        .route("/admin/codes/{id}/try", get(try_as::show))
        .route("/admin/codes/{id}/history", get(history::show))
        .route("/admin/codes/{id}/restore", post(history::restore))
        .route("/admin/codes/{id}/statistics", get(statistics::show))
        .route("/admin/codes/{id}/statistics/{chart}", get(statistics::download))
}

/// A part of what is known about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Overview,
    Rules,
    History,
    Statistics,
}

impl Tab {
    /// Each part that the reader may see.
    fn seen_by(staff: &Staff) -> Vec<Self> {
        let may = |tab: &Self| match tab {
            Self::Overview | Self::Rules | Self::History => true,
            Self::Statistics => staff.principal().must(Action::ReadStatistics, None).is_ok(),
        };
        Self::ALL.into_iter().filter(may).collect()
    }

    const ALL: [Self; 4] = [Self::Overview, Self::Rules, Self::History, Self::Statistics];

    fn key(self) -> &'static str {
        match self {
            Self::Overview => "tab-overview",
            Self::Rules => "tab-rules",
            Self::History => "tab-history",
            Self::Statistics => "tab-statistics",
        }
    }

    fn path(self, id: &CodeId) -> String {
        match self {
            Self::Overview => format!("/admin/codes/{id}"),
            Self::Rules => format!("/admin/codes/{id}/rules"),
            Self::History => format!("/admin/codes/{id}/history"),
            Self::Statistics => format!("/admin/codes/{id}/statistics"),
        }
    }
}

/// What stands above every part.
pub(crate) struct Head {
    pub(crate) record: CodeRecord,
    pub(crate) standing: Standing,
    pub(crate) tab: Tab,
    /// Whether the reader may change it.
    pub(crate) may_change: bool,
}

impl Head {
    fn of(staff: &Staff, record: CodeRecord, tab: Tab) -> Self {
        Self {
            standing: Standing::of(&record.code),
            may_change: staff.principal().must(Action::ChangeCodes, record.code.unit.as_ref()).is_ok(),
            record,
            tab,
        }
    }
}

/// The code that a path names.
async fn head(api: &Shared, staff: &Staff, id: &str, tab: Tab) -> Result<Head, WebsiteError> {
    let id: CodeId = id.parse().map_err(|_| WebsiteError::not_found(staff))?;
    let record = code(&api.application, staff.principal(), &id).await;
    let record = record.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
    Ok(Head::of(staff, record, tab))
}

/// The same for a form that changes it: whoever may not is told at once, and not after filling it in.
async fn to_change(api: &Shared, staff: &Staff, id: &str) -> Result<Head, WebsiteError> {
    let head = head(api, staff, id, Tab::Overview).await?;
    let may = staff.principal().must(Action::ChangeCodes, head.record.code.unit.as_ref());
    may.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
    Ok(head)
}

/// A page about a code.
fn page_of(staff: &Staff, key: &str, id: &CodeId) -> Page {
    let mut page = Page::of(staff, Section::Codes, key);
    page.title = page.t1(key, "value", id);
    page
}

/// The version that a form was filled in for.
fn expected(version: &str) -> Expectation {
    version.parse().map_or(Expectation::Exists, Expectation::Version)
}
