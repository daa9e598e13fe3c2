use axum::{extract::State, http::HeaderMap, response::Response};
use serde::{Deserialize, Serialize};
use signpost_application::queries::served::{Given, ServedFilter, ServedScan, ServedSearch};
use signpost_domain::{decision::Position, identifier::CodeId, resolve::Rechecked};
use utoipa::{IntoParams, ToSchema};

use super::super::{
    export,
    extract::{Named, Parameters, Reading, parse},
    problem::Problem,
    scans::ScanView,
    schema::PageOf,
};
use crate::Shared;

/// A scan with what its visitor got.
#[derive(Serialize, ToSchema)]
#[schema(as = ServedScan)]
pub(crate) struct ServedScanView {
    #[serde(flatten)]
    scan: ScanView,
    /// What the visitor got: `redirect`, `page`, `menu`, `choice`, `successor` or `nothing`; null where that cannot be, as `disagreement` says, or is not known.
    served: Option<&'static str>,
    /// The address they were sent to, without what was passed on of their query.
    served_url: Option<String>,
    /// What stood on it: the title of a page, the heading of a menu, the label of a choice; the id of a successor.
    served_title: Option<String>,
    /// How far it could be resolved again: `same` (wholly, with this outcome), `in_part` (nothing speaks against it, and some condition looked
    /// at what is not kept), `elsewhere` (another system resolved it, on what is not in this log) or `disagrees`.
    resolved_again: &'static str,
    /// What does not fit.
    disagreement: Option<String>,
}

impl From<ServedScan> for ServedScanView {
    fn from(served: ServedScan) -> Self {
        let (kind, url, title) = match served.given {
            Some(Given { kind, url, title }) => (Some(kind), url, title),
            None => (None, None, None),
        };
        Self {
            scan: served.recorded.into(),
            served: kind,
            served_url: url.map(Into::into),
            served_title: title,
            resolved_again: match served.rechecked {
                Ok(Rechecked::Again) => "same",
                Ok(Rechecked::InPart) => "in_part",
                Ok(Rechecked::Elsewhere) => "elsewhere",
                Err(_) => "disagrees",
            },
            disagreement: served.rechecked.err(),
        }
    }
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Those that were sent to this address. A scan that disagrees is listed whatever is asked for: it may have been sent there.
    served: Option<String>,
    /// Those that were sent to this host.
    host: Option<String>,
    /// Those made at this time (RFC 3339) or later.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Those made before this time.
    #[param(format = DateTime)]
    until: Option<String>,
    /// Those after this position.
    after: Option<String>,
    /// Entries at most, 1 to 1,000; 100 if not given. JSON lines and CSV have no limit unless one is given.
    limit: Option<String>,
}

/// Which scans of a code were sent where
///
/// Every scan resolved again on the position that it names. As JSON, or as JSON lines (`Accept: application/jsonl`) or CSV (`Accept: text/csv`).
#[utoipa::path(
    get, path = "/codes/{id}/scans", tag = "codes",
    params(("id" = String, Path, description = "The code's id, in any case"), Wanted),
    responses(
        (status = 200, description = "Scans in order", content(
            (PageOf<ServedScanView> = "application/json"), (ServedScanView = "application/jsonl"), (String = "text/csv"),
        )),
        (status = 404, description = "There is no such thing", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn code_scans(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(code): Named<CodeId>,
    headers: HeaderMap,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Response, Problem> {
    let after: Option<Position> = parse("after", wanted.after.as_deref())?;
    let filter = ServedFilter {
        code,
        url: parse("served", wanted.served.as_deref())?,
        host: wanted.host.map(|host| host.to_ascii_lowercase()),
        from: parse("from", wanted.from.as_deref())?,
        until: parse("until", wanted.until.as_deref())?,
    };
    let search = ServedSearch::begin(&api.application, &principal, filter).await?;
    let read = move |after: Option<Position>, limit: u32| {
        let (api, search) = (api.clone(), search.clone());
        async move { search.after(&api.application, after.unwrap_or_default(), limit).await }
    };
    let view = |scan: ServedScan| (scan.recorded.position, ServedScanView::from(scan));
    export::begun(&headers, after, wanted.limit.as_deref(), export::PART, read, view).await
}
