use axum::{extract::State, http::HeaderMap, response::Response};
use serde::{Deserialize, Serialize};
use signpost_application::queries::{
    served::Given,
    touched::{Touched, TouchedCode, Way},
};
use signpost_domain::{decision::Position, identifier::AudienceName};
use utoipa::{IntoParams, ToSchema};

use super::super::{
    codes::diff::moment,
    export,
    extract::{Named, Parameters, Reading, parse},
    problem::Problem,
    schema::PageOf,
};
use crate::Shared;

/// Codes of which all scans are looked at before they are sent.
const PART: u32 = 10;

/// What another definition of an audience would have done to one code.
#[derive(Serialize, ToSchema)]
#[schema(as = Touched)]
pub(crate) struct TouchedView {
    /// Which code.
    code: String,
    /// Position of the decision by which it first got a rule for the audience.
    position: u64,
    /// Its scans of that time, while it had a rule for the audience. Choices in menus are not counted.
    scans: u64,
    /// Those that the audience won.
    won: u64,
    /// Those that it would have won.
    would_have_won: u64,
    /// Those that would have led to the same.
    same: u64,
    /// Those that would have led elsewhere.
    elsewhere: u64,
    /// Those of which what is kept does not tell: a condition looks at network, query, headers or whether somebody was signed in.
    untold: u64,
    /// Those that cannot have been resolved as they say, and are not compared; `GET /codes/{id}/scans` names them.
    disagreements: u64,
    /// From where to where those would have led that would have led elsewhere, most scans first; at most 100 ways.
    ways: Vec<WayView>,
}

/// From where to where.
#[derive(Serialize, ToSchema)]
#[schema(as = Way)]
pub(crate) struct WayView {
    /// What they got.
    served: GivenView,
    /// What they would have got.
    instead: GivenView,
    /// How many scans.
    scans: u64,
    /// How many of them were made by programs.
    robots: u64,
    /// When the first of them was made.
    #[schema(format = DateTime)]
    first: String,
    /// When the last of them was made.
    #[schema(format = DateTime)]
    last: String,
}

/// What a visitor gets.
#[derive(Serialize, ToSchema)]
#[schema(as = Served)]
pub(crate) struct GivenView {
    /// `redirect`, `page`, `menu` or `nothing`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The address, of a redirect.
    url: Option<String>,
    /// The title of a page, the heading of a menu.
    title: Option<String>,
}

impl From<Given> for GivenView {
    fn from(Given { kind, url, title }: Given) -> Self {
        let url = url.map(Into::into);
        Self { kind, url, title }
    }
}

impl From<Way> for WayView {
    fn from(way: Way) -> Self {
        Self {
            served: way.given.into(),
            instead: way.instead.into(),
            scans: way.scans,
            robots: way.robots,
            first: way.first.to_string(),
            last: way.last.to_string(),
        }
    }
}

impl From<TouchedCode> for TouchedView {
    fn from(touched: TouchedCode) -> Self {
        Self {
            code: touched.code.into(),
            position: touched.position.0,
            scans: touched.scans,
            won: touched.won,
            would_have_won: touched.would_win,
            same: touched.same,
            elsewhere: touched.elsewhere,
            untold: touched.untold,
            disagreements: touched.disagreements,
            ways: touched.ways.into_iter().map(Into::into).collect(),
        }
    }
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Scans that were resolved after this moment, or at this position: a time (RFC 3339) or a position in the decision log.
    #[param(required = true)]
    from: Option<String>,
    /// And before this one, such as the decision that put it right; left out, up to now.
    to: Option<String>,
    /// They are compared with the audience as it was defined at this moment; left out, at that of `to`.
    with: Option<String>,
    /// Codes after the one with this `position`.
    after: Option<String>,
    /// Entries at most, 1 to 1,000; 100 if not given. JSON lines and CSV have no limit unless one is given.
    limit: Option<String>,
}

impl Wanted {
    /// All that was resolved from a decision on and before another, compared with the audience as it was at a third.
    pub(crate) fn between(from: Position, to: Option<Position>, with: Position) -> Self {
        Self {
            from: Some(from.to_string()),
            to: to.map(|to| to.to_string()),
            with: Some(with.to_string()),
            after: None,
            limit: None,
        }
    }
}

/// Whom another definition of an audience would have sent elsewhere
///
/// Every scan of a time on codes that had a rule for the audience, resolved again with the audience as it was defined at another moment and all else as it was.
/// As JSON, or as JSON lines (`Accept: application/jsonl`) or CSV (`Accept: text/csv`), a code each.
#[utoipa::path(
    get, path = "/audiences/{name}/touched", tag = "audiences",
    params(("name" = String, Path, description = "The audience's name"), Wanted),
    responses(
        (status = 200, description = "Codes in the order in which they got a rule for the audience", content(
            (PageOf<TouchedView> = "application/json"), (TouchedView = "application/jsonl"), (String = "text/csv"),
        )),
        (status = 404, description = "There never was such an audience", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn touched_by_audience(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(audience): Named<AudienceName>,
    headers: HeaderMap,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Response, Problem> {
    let after: Option<Position> = parse("after", wanted.after.as_deref())?;
    let from = moment("from", wanted.from.as_deref())?;
    let from = from.ok_or_else(|| Problem::fault("from", "give a time, or a position in the decision log"))?;
    let (to, with) = (moment("to", wanted.to.as_deref())?, moment("with", wanted.with.as_deref())?);
    let touched = Touched::begin(&api.application, &principal, audience, from, to, with).await?;
    let read = move |after: Option<Position>, limit: u32| {
        let (api, touched) = (api.clone(), touched.clone());
        async move { touched.after(&api.application, after, limit).await }
    };
    let view = |touched: TouchedCode| (touched.position, TouchedView::from(touched));
    export::begun(&headers, after, wanted.limit.as_deref(), PART, read, view).await
}
