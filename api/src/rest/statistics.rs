//! What was scanned, counted.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use signpost_application::{
    authority::Principal,
    ports::statistics::{Counts, Dimension, ScanFilter},
    queries::statistics::{Bucket, Period, statistics},
};
use signpost_domain::{identifier::CodeId, schedule::Zone};
use utoipa::{IntoParams, ToSchema};

use super::{
    extract::{Named, Parameters, Reading, parse, parse_list},
    problem::Problem,
};
use crate::{Api, Shared};

/// Which scans, and how they are divided.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// From here (RFC 3339), taken down to the whole hour; 30 days before the end if not given.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Until here, taken up to the whole hour; now if not given.
    #[param(format = DateTime)]
    until: Option<String>,
    /// `hour`, `day` (if not given) or `month`.
    bucket: Option<String>,
    /// Time zone (IANA) in which days and months begin; UTC if not given.
    zone: Option<String>,
    /// Also told apart by any of `audience`, `platform`, `language`, `outcome`, with commas between.
    by: Option<String>,
    /// Of codes that belong to this unit now.
    unit: Option<String>,
    /// Of codes that bear this tag now.
    tag: Option<String>,
    /// Of codes of this series.
    batch: Option<String>,
}

/// Counts of scans.
#[derive(Serialize, ToSchema)]
#[schema(as = Statistics)]
pub(crate) struct StatisticsView {
    /// All scans, those by robots and link previews included. Choices in menus are no scans.
    scans: u64,
    /// Different visitors, robots left out. A visitor who comes back on another day is another visitor: nobody is recognised the
    /// day after.
    visitors: u64,
    /// Those of the scans that were made by robots and link previews.
    robots: u64,
    /// Choices made in menus, by item from 0.
    choices: BTreeMap<u16, u64>,
    /// For each bucket of time, empty ones too.
    series: Vec<BucketView>,
    /// For each dimension asked for, the counts by value.
    #[schema(value_type = BTreeMap<String, BTreeMap<String, CountsView>>)]
    by: BTreeMap<&'static str, BTreeMap<String, Counts>>,
}

/// Counts of scans.
#[derive(ToSchema)]
#[schema(as = Counts)]
#[expect(dead_code, reason = "describes Counts, which lives where OpenAPI is not known")]
struct CountsView {
    scans: u64,
    visitors: u64,
    robots: u64,
}

/// One bucket of time.
#[derive(Serialize, ToSchema)]
#[schema(as = Bucket)]
pub(crate) struct BucketView {
    /// Where it begins.
    #[schema(format = DateTime)]
    start: String,
    /// Scans in it.
    scans: u64,
    /// Different visitors in it.
    visitors: u64,
    /// Scans by robots in it.
    robots: u64,
}

async fn answer(api: &Api, principal: &Principal, code: Option<CodeId>, wanted: Wanted) -> Result<Json<StatisticsView>, Problem> {
    let word = |bucket| match bucket {
        Bucket::Hour => "hour",
        Bucket::Day => "day",
        Bucket::Month => "month",
    };
    let buckets = parse_list(
        "bucket",
        wanted.bucket.as_deref(),
        &[Bucket::Hour, Bucket::Day, Bucket::Month],
        word,
    )?;
    let zone: Zone = parse("zone", Some(wanted.zone.as_deref().unwrap_or("UTC")))?
        .ok_or_else(|| Problem::fault("zone", "give a time zone such as Europe/Brussels"))?;
    let period = Period {
        from: parse("from", wanted.from.as_deref())?,
        until: parse("until", wanted.until.as_deref())?,
        bucket: buckets.first().copied().unwrap_or(Bucket::Day),
        zone,
    };
    let filter = ScanFilter {
        code,
        unit: parse("unit", wanted.unit.as_deref())?,
        tag: parse("tag", wanted.tag.as_deref())?,
        batch: wanted.batch,
    };
    let by = parse_list("by", wanted.by.as_deref(), &Dimension::ALL, Dimension::as_str)?;
    let (starts, answer) = statistics(&api.application, principal, filter, &period, by).await?;
    let series = starts.into_iter().zip(answer.series).map(|(start, counts)| BucketView {
        start: start.to_string(),
        scans: counts.scans,
        visitors: counts.visitors,
        robots: counts.robots,
    });
    Ok(Json(StatisticsView {
        scans: answer.total.scans,
        visitors: answer.total.visitors,
        robots: answer.total.robots,
        choices: answer.choices,
        series: series.collect(),
        by: answer
            .by
            .into_iter()
            .map(|(dimension, values)| (dimension.as_str(), values))
            .collect(),
    }))
}

/// Count the scans of one code
#[utoipa::path(
    get, path = "/codes/{id}/statistics", tag = "statistics",
    params(("id" = String, Path, description = "The code's id, in any case"), Wanted),
    responses((status = 200, description = "As asked", body = StatisticsView), (status = 404, description = "There is no such thing", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem)),
)]
pub(crate) async fn code_statistics(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<CodeId>,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Json<StatisticsView>, Problem> {
    answer(&api, &principal, Some(id), wanted).await
}

/// Count scans
#[utoipa::path(
    get, path = "/statistics", tag = "statistics",
    params(Wanted),
    responses((status = 200, description = "As asked", body = StatisticsView), (status = 422, description = "Something in it is not valid", body = Problem)),
)]
pub(crate) async fn all_statistics(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Json<StatisticsView>, Problem> {
    answer(&api, &principal, None, wanted).await
}
