//! `/admin/codes/{id}/statistics`: how often a code is scanned, by whom, and what they got.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{Head, Tab, head, page_of};
use crate::{
    Shared,
    website::{
        Faults, Page, Path, Query, Staff, WebsiteError,
        field::Field,
        render,
        statistics::{View, Wanted, counted, download as as_csv},
    },
};

#[derive(Template)]
#[template(path = "website/codes/statistics.html")]
struct StatisticsPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    head: &'a Head,
    path: &'a str,
    fields: Vec<Field>,
    view: Option<View>,
    faults: &'a Faults,
    wrong: Option<String>,
}

/// Shows it.
pub(super) async fn show(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebsiteError> {
    let head = head(&api, &staff, &id, Tab::Statistics).await?;
    let page = page_of(&staff, "code-title", &head.record.id);
    let (status, view, faults) = match counted(&api, &staff, Some(&head.record.id), &wanted).await? {
        Ok(view) => (StatusCode::OK, Some(view), Faults::default()),
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, None, faults),
    };
    let path = Tab::Statistics.path(&head.record.id);
    let template = StatisticsPage {
        fields: wanted.fields(page.texts(), &faults, false),
        faults: &faults,
        page: &page,
        staff: &staff,
        head: &head,
        path: &path,
        wrong: None,
        view,
    };
    Ok(render(status, &page, &template).into_response())
}

/// Gives one chart as CSV.
pub(super) async fn download(
    State(api): State<Shared>,
    staff: Staff,
    Path((id, chart)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebsiteError> {
    let head = head(&api, &staff, &id, Tab::Statistics).await?;
    as_csv(&api, &staff, Some(&head.record.id), &chart, &wanted).await
}
