//! How often codes are scanned: `/admin/statistics` for the city, and the same view for one code.

mod csv;
mod view;
mod wanted;

use askama::Template;
use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};

pub(crate) use self::{
    csv::download,
    view::{View, columns, counted},
    wanted::Wanted,
};
use super::{Faults, Page, Path, Query, Section, Staff, WebsiteError, field::Field, render};
use crate::Shared;

/// Their paths.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/admin/statistics", get(show))
        .route("/admin/statistics/{chart}", get(as_csv))
}

const PATH: &str = "/admin/statistics";

#[derive(Template)]
#[template(path = "website/statistics/city.html")]
struct CityPage<'a> {
    page: &'a Page,
    path: &'a str,
    fields: Vec<Field>,
    view: Option<View>,
    faults: &'a Faults,
    wrong: Option<String>,
}

async fn show(State(api): State<Shared>, staff: Staff, Query(wanted): Query<Wanted>) -> Result<Response, WebsiteError> {
    let page = Page::of(&staff, Section::Statistics, "section-statistics");
    let (status, view, faults) = match counted(&api, &staff, None, &wanted).await? {
        Ok(view) => (StatusCode::OK, Some(view), Faults::default()),
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, None, faults.of_a_question()),
    };
    let template = CityPage {
        fields: wanted.fields(page.texts(), &faults, true),
        faults: &faults,
        path: PATH,
        page: &page,
        wrong: None,
        view,
    };
    Ok(render(status, &page, &template).into_response())
}

async fn as_csv(
    State(api): State<Shared>,
    staff: Staff,
    Path(chart): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebsiteError> {
    download(&api, &staff, None, &chart, &wanted).await
}
