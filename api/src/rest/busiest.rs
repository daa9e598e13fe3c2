//! What was scanned most.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use signpost_application::{ports::statistics::Busy, queries::busiest};
use utoipa::{IntoParams, ToSchema};

use super::{
    extract::{Parameters, Reading, parse},
    problem::Problem,
};
use crate::Shared;

/// Days looked back, unless asked otherwise.
const USUAL_DAYS: u32 = 7;
/// Codes in each list, unless asked otherwise.
const USUAL_CODES: u32 = 10;

/// How far back, and how many.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Days of UTC, today included: 1 to 31; 7 if not given.
    days: Option<String>,
    /// Codes in each list, 1 to 100; 10 if not given.
    limit: Option<String>,
}

/// What was scanned most, most first.
#[derive(Serialize, ToSchema)]
#[schema(as = Busiest)]
pub(crate) struct BusiestView {
    /// The beginning of the first day.
    #[schema(format = DateTime)]
    since: String,
    /// Codes, by all of their scans.
    scanned: Vec<BusyView>,
    /// Codes that lead nowhere yet, by the scans that found them so.
    unassigned: Vec<BusyView>,
    /// Ids that people scan and no code has.
    unknown: Vec<BusyView>,
    /// Whether everything was looked at: of more than 100,000 rows (a code on a day each) the oldest are left out.
    complete: bool,
}

/// How often an id was scanned.
#[derive(Serialize, ToSchema)]
#[schema(as = Busy)]
pub(crate) struct BusyView {
    /// The id.
    code: String,
    /// Scans of it.
    scans: u64,
}

/// List what was scanned most
#[utoipa::path(
    get, path = "/statistics/busiest", tag = "statistics",
    params(Wanted),
    responses((status = 200, description = "The busiest codes and ids", body = BusiestView), (status = 422, description = "Something in it is not valid", body = Problem)),
)]
pub(crate) async fn list_busiest(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Json<BusiestView>, Problem> {
    let days = parse("days", wanted.days.as_deref())?.unwrap_or(USUAL_DAYS);
    let most = parse("limit", wanted.limit.as_deref())?.unwrap_or(USUAL_CODES);
    let (since, found) = busiest::busiest(&api.application, &principal, days, most).await?;
    let views = |list: Vec<Busy>| {
        let views = list.into_iter().map(|busy| BusyView {
            code: busy.code.to_string(),
            scans: busy.scans,
        });
        views.collect()
    };
    Ok(Json(BusiestView {
        since: since.to_string(),
        scanned: views(found.scanned),
        unassigned: views(found.unassigned),
        unknown: views(found.unknown),
        complete: found.is_complete,
    }))
}
