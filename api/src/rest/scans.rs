//! The scan log itself.

use std::fmt::Display;

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use signpost_application::queries::scans::scans;
use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    scan::{Cause, NodeId, RecordedScan},
    visit::Visitor,
};
use utoipa::{IntoParams, ToSchema};

use super::{
    export,
    extract::{Parameters, Reading, parse},
    problem::Problem,
    schema::PageOf,
};
use crate::Shared;

/// A scan, or a choice in a menu.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Scan)]
pub(crate) struct ScanView {
    /// Its place in the log.
    position: u64,
    /// The node that recorded it.
    #[serde(serialize_with = "shown")]
    #[schema(value_type = String)]
    node: NodeId,
    /// Its number on that node.
    offset: u64,
    /// When.
    #[serde(serialize_with = "shown")]
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Of which code; for an unknown one the id that was asked for.
    #[serde(serialize_with = "shown")]
    #[schema(value_type = String)]
    code: CodeId,
    /// Position in the decision log that the node had applied.
    as_of: u64,
    /// `redirected`, `page`, `menu`, `json`, `unassigned`, `suspended`, `retired` or `unknown`.
    outcome: &'static str,
    /// What made it so: `default`, `audience:NAME`, `rule:PLACE` (from 0) or `status`.
    #[serde(serialize_with = "shown")]
    #[schema(value_type = String)]
    cause: Cause,
    /// `ios`, `android`, `desktop` or `other`.
    platform: &'static str,
    /// The language preferred most.
    language: Option<String>,
    /// Country, where known.
    country: Option<String>,
    /// Whether a program asked, link previews included.
    robot: bool,
    /// Who, for one day: 16 hexadecimal digits.
    #[serde(serialize_with = "shown_visitor")]
    #[schema(value_type = String)]
    visitor: Visitor,
    /// Host of the page that linked here.
    referrer: Option<String>,
    /// The menu item chosen, from 0; null for a scan.
    item: Option<u16>,
}

/// Millions of these are written in a row, so that each is formatted straight into its place.
pub(super) fn shown<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde hands over")]
fn shown_visitor<S: Serializer>(visitor: &Visitor, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{:016x}", visitor.0))
}

impl From<RecordedScan> for ScanView {
    fn from(recorded: RecordedScan) -> Self {
        let scan = recorded.scan;
        Self {
            position: recorded.position.0,
            node: recorded.node,
            offset: recorded.offset,
            at: scan.at,
            code: scan.code,
            as_of: scan.as_of.0,
            outcome: scan.outcome.as_str(),
            cause: scan.cause,
            platform: scan.platform.as_str(),
            language: scan.language.map(Into::into),
            country: scan.country.map(Into::into),
            robot: scan.robot,
            visitor: scan.visitor,
            referrer: scan.referrer,
            item: scan.item,
        }
    }
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Those after this position.
    after: Option<String>,
    /// Those of this code.
    code: Option<String>,
    /// Entries at most, 1 to 1,000; 100 if not given. JSON lines and CSV have no limit unless one is given.
    limit: Option<String>,
}

/// Read the scan log
///
/// As JSON, or as JSON lines (`Accept: application/jsonl`) or CSV (`Accept: text/csv`).
#[utoipa::path(
    get, path = "/scans", tag = "logs",
    params(Wanted),
    responses(
        (status = 200, description = "Scans in order", content(
            (PageOf<ScanView> = "application/json"), (ScanView = "application/jsonl"), (String = "text/csv"),
        )),
        (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn list_scans(
    State(api): State<Shared>,
    Reading(principal): Reading,
    headers: HeaderMap,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Response, Problem> {
    let after: Option<Position> = parse("after", wanted.after.as_deref())?;
    let code: Option<CodeId> = parse("code", wanted.code.as_deref())?;
    let read = move |after: Option<Position>, limit: u32| {
        let (api, principal, code) = (api.clone(), principal.clone(), code.clone());
        async move { scans(&api.application, &principal, after.unwrap_or_default(), code.as_ref(), limit).await }
    };
    let view = |scan: RecordedScan| (scan.position, ScanView::from(scan));
    export::list(&headers, after, wanted.limit.as_deref(), read, view).await
}
