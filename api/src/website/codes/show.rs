//! `/admin/codes/{id}`: what a code is, its picture, and where it leads right now.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::{
    ports::{
        Paging,
        artwork::Format,
        proposals::{ProposalFilter, ProposalStanding},
    },
    queries::{links::links_of, picture::printed, proposals::proposals},
    refusal::Refusal,
};
use signpost_domain::{code::Status, identifier::ProposalId};

use super::{Head, Tab, head, page_of, try_as};
use crate::{
    Shared,
    website::{Page, Path, Staff, WebsiteError, render, words},
};

/// Proposals that a code's page names.
const MOST_WAITING: u32 = 5;

#[derive(Template)]
#[template(path = "website/codes/show.html")]
struct CodePage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    head: &'a Head,
    /// What is in the symbol.
    printed: String,
    /// What a browser opens.
    public: String,
    target: String,
    rules: Vec<String>,
    asset: Option<String>,
    tried: try_as::Results,
    is_suspended: bool,
    is_retired: bool,
    /// Whether somebody answers where it leads, in a sentence each, and whether that is so.
    links: Vec<(String, bool)>,
    /// Changes of it that wait for approval.
    waiting: Vec<ProposalId>,
}

/// Proposals about it that wait, the latest first, for whoever may read them.
async fn waiting(api: &Shared, staff: &Staff, head: &Head) -> Result<Vec<ProposalId>, WebsiteError> {
    let filter = ProposalFilter {
        standing: Some(ProposalStanding::Open),
        code: Some(head.record.id.clone()),
        ..ProposalFilter::default()
    };
    let paging = Paging {
        limit: MOST_WAITING,
        cursor: None,
    };
    match proposals(&api.application, staff.principal(), &filter, &paging).await {
        Ok(page) => Ok(page.items.into_iter().map(|told| told.record.id).collect()),
        Err(Refusal::Forbidden(_)) => Ok(vec![]),
        Err(refusal) => Err(WebsiteError::refused(staff, refusal)),
    }
}

/// Shows it.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let head = head(&api, &staff, &id, Tab::Overview).await?;
    let page = page_of(&staff, "code-title", &head.record.id);
    let texts = page.texts();
    let code = &head.record.code;
    let configuration = &code.configuration;
    let links = links_of(&api.application, staff.principal(), &head.record).await;
    let links = links.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    let template = CodePage {
        waiting: waiting(&api, &staff, &head).await?,
        links: links
            .iter()
            .map(|check| (words::link(&page, check), !check.is_dead()))
            .collect(),
        printed: printed(&api.application.public_url, &head.record.id),
        public: format!("{}/{}", api.application.public_url, head.record.id),
        target: words::target(texts, configuration.target.as_ref()),
        rules: configuration.rules.iter().map(|rule| words::rule(texts, rule)).collect(),
        asset: code.asset.as_ref().map(words::asset),
        tried: try_as::results(&api, &staff, &head, None, None).await?,
        is_suspended: configuration.status == Status::Suspended,
        is_retired: configuration.status == Status::Retired,
        page: &page,
        staff: &staff,
        head: &head,
    };
    Ok(render(StatusCode::OK, &page, &template).into_response())
}
