use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    ports::catalogue::{CodeFilter, Standing},
    queries::codes::codes,
};
use utoipa::IntoParams;

use super::super::{
    extract::{Parameters, Reading, paging, parse, parse_list},
    problem::Problem,
    schema::{CodeView, PageOf},
};
use super::export::{Shape, export, shape};
use crate::Shared;

/// What codes are looked for; everything given must fit.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Words that its id, label, tags, asset or targets contain; beginnings of words will do.
    q: Option<String>,
    /// Its unit.
    unit: Option<String>,
    /// A tag on it.
    tag: Option<String>,
    /// `active`, `unassigned`, `suspended` or `retired`.
    status: Option<String>,
    /// A host that one of its targets leads to now.
    host: Option<String>,
    /// The series it was made in.
    batch: Option<String>,
    /// An audience that one of its rules is for.
    audience: Option<String>,
    /// Entries at most, 1 to 1,000; 100 if not given.
    limit: Option<String>,
    /// What the page before said in `next`.
    cursor: Option<String>,
}

/// Search codes
///
/// As JSON, a page at a time; as `application/jsonl`, `text/csv` or an Excel workbook, all that fit, streamed. A table can be changed in a
/// spreadsheet and imported again.
#[utoipa::path(
    get, path = "/codes", tag = "codes",
    params(Filter),
    responses((status = 200, description = "Codes that fit, by id", body = PageOf<CodeView>), (status = 406, description = "Not to be had in that form", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem)),
)]
pub(crate) async fn list_codes(
    State(api): State<Shared>,
    Reading(principal): Reading,
    headers: HeaderMap,
    Parameters(given): Parameters<Filter>,
) -> Result<Response, Problem> {
    let shape = shape(&headers)?;
    let standing = parse_list("status", given.status.as_deref(), &Standing::ALL, Standing::as_str)?;
    let filter = CodeFilter {
        q: given.q,
        unit: parse("unit", given.unit.as_deref())?,
        tag: parse("tag", given.tag.as_deref())?,
        standing: standing.first().copied(),
        host: given.host.map(|host| host.to_ascii_lowercase()),
        batch: given.batch,
        audience: parse("audience", given.audience.as_deref())?,
        ids: None,
    };
    let form = match shape {
        Shape::Page => None,
        Shape::Lines => Some(None),
        Shape::Table(form) => Some(Some(form)),
    };
    if let Some(form) = form {
        for (name, value) in [("limit", &given.limit), ("cursor", &given.cursor)] {
            if value.is_some() {
                return Err(Problem::fault(name, "in this form all codes come at once; leave it out"));
            }
        }
        return export(api, &principal, filter, form).await;
    }
    let page = codes(
        &api.application,
        &principal,
        &filter,
        &paging(given.limit.as_deref(), given.cursor)?,
    )
    .await?;
    let items = page
        .items
        .iter()
        .map(|record| CodeView::new(record, &api.application.public_url))
        .collect();
    Ok(Json(PageOf { items, next: page.next }).into_response())
}
