//! The decision log itself.

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use signpost_application::{
    ports::history::{self, DecisionFilter, HistoryEntry, Order},
    queries::decisions::DecisionSearch,
};
use signpost_domain::decision::Position;
use utoipa::{IntoParams, ToSchema};

use super::{
    export,
    extract::{Parameters, Reading, parse, parse_time},
    problem::Problem,
    scans::shown,
    schema::PageOf,
};
use crate::Shared;

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Decision)]
pub(crate) struct DecisionView {
    /// Its place in the log.
    pub(crate) position: u64,
    /// Kind of thing it is about: `code`, `audience`, `unit`, `access`, `change`, `proposal` and others.
    kind: String,
    /// Which one.
    id: String,
    /// The number of decisions on that thing, this one included.
    version: u64,
    /// What was decided, such as `Retargeted`.
    #[serde(rename = "type")]
    name: String,
    /// When.
    #[serde(serialize_with = "shown")]
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// By whom: an opaque id.
    actor: String,
    /// Why, where said.
    reason: Option<String>,
    /// Which way it came in: `rest`, `website`, `command_line`, `import`, `program`.
    source: String,
    /// What belongs to one act has the same.
    correlation: String,
    /// The proposal that was approved with it, where one was.
    proposal: Option<String>,
    /// Who had made that: an opaque id.
    proposer: Option<String>,
    /// The whole thing before; null before the first decision.
    #[schema(value_type = Option<Object>)]
    before: Option<history::State>,
    /// The whole thing after.
    #[schema(value_type = Object)]
    after: history::State,
}

impl From<HistoryEntry> for DecisionView {
    fn from(entry: HistoryEntry) -> Self {
        Self {
            position: entry.position.0,
            kind: entry.kind,
            id: entry.id,
            version: entry.version,
            name: entry.name,
            at: entry.at,
            actor: entry.actor,
            reason: entry.reason,
            source: entry.source,
            correlation: entry.correlation,
            proposal: entry.proposal,
            proposer: entry.proposer,
            before: entry.before,
            after: entry.after,
        }
    }
}

#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Those after this position, in the order asked for.
    after: Option<String>,
    /// Entries at most, 1 to 1,000; 100 if not given. JSON lines and CSV have no limit unless one is given.
    limit: Option<String>,
    /// `oldest` (if not given) or `newest`: which come first.
    order: Option<String>,
    /// Those of this actor.
    actor: Option<String>,
    /// Those of this type, such as `Retargeted`.
    #[serde(rename = "type")]
    #[param(rename = "type")]
    name: Option<String>,
    /// Those on this code, and those on proposals about it.
    code: Option<String>,
    /// Those on this audience, those that gave a code other rules where it is named before or after, and those on proposals of either.
    audience: Option<String>,
    /// Those on this unit, those on codes that were its own before or after, and those on proposals about either or to be approved in it.
    unit: Option<String>,
    /// Those that made something lead to this host.
    host: Option<String>,
    /// Those that made something lead to this address.
    url: Option<String>,
    /// Those whose reason has words that begin so, all of them.
    q: Option<String>,
    /// Those made at this time (RFC 3339) or later.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Those made before this time.
    #[param(format = DateTime)]
    until: Option<String>,
}

impl Wanted {
    /// What is looked for.
    pub(crate) fn filter(&self) -> Result<DecisionFilter, Problem> {
        Ok(DecisionFilter {
            actor: parse("actor", self.actor.as_deref())?,
            name: self.name.clone(),
            code: parse("code", self.code.as_deref())?,
            audience: parse("audience", self.audience.as_deref())?,
            unit: parse("unit", self.unit.as_deref())?,
            host: self.host.as_ref().map(|host| host.to_ascii_lowercase()),
            url: parse("url", self.url.as_deref())?,
            words: self.q.clone(),
            from: parse_time("from", self.from.as_deref())?,
            until: parse_time("until", self.until.as_deref())?,
        })
    }

    /// After which position.
    pub(crate) fn after(&self) -> Result<Option<Position>, Problem> {
        parse("after", self.after.as_deref())
    }

    fn order(&self) -> Result<Order, Problem> {
        match self.order.as_deref() {
            None | Some("oldest") => Ok(Order::Oldest),
            Some("newest") => Ok(Order::Newest),
            Some(other) => Err(Problem::fault("order", format!("{other:?} is none of oldest, newest"))),
        }
    }
}

/// Read and search the decision log
///
/// Everything given must fit. As JSON, or as JSON lines (`Accept: application/jsonl`) or CSV (`Accept: text/csv`).
#[utoipa::path(
    get, path = "/decisions", tag = "logs",
    params(Wanted),
    responses(
        (status = 200, description = "Decisions in order", content(
            (PageOf<DecisionView> = "application/json"), (DecisionView = "application/jsonl"), (String = "text/csv"),
        )),
        (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn list_decisions(
    State(api): State<Shared>,
    Reading(principal): Reading,
    headers: HeaderMap,
    Parameters(wanted): Parameters<Wanted>,
) -> Result<Response, Problem> {
    let (filter, order) = (wanted.filter()?, wanted.order()?);
    let after = wanted.after()?;
    let search = DecisionSearch::begin(&api.application, &principal, filter, order).await?;
    let read = move |after: Option<Position>, limit: u32| {
        let (api, search) = (api.clone(), search.clone());
        async move { search.after(&api.application, after, limit).await }
    };
    let view = |entry: HistoryEntry| (entry.position, DecisionView::from(entry));
    export::list(&headers, after, wanted.limit.as_deref(), read, view).await
}
