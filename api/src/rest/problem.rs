//! Problem documents (RFC 9457): what every error answers with. The `type` is stable; programs may rely on it.

use std::{any::Any, num::NonZeroU16, time::Duration};

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use signpost_application::{
    ports::StoreError,
    refusal::{Fault, Refusal},
};
use signpost_domain::counted::counted;
use utoipa::ToSchema;

use crate::Shared;

/// Seconds after which a busy store is worth another try.
const RETRY_AFTER: &str = "5";

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem, for programs: `urn:signpost:problem:` and a word that never changes its meaning.
    #[serde(rename = "type")]
    #[schema(example = "urn:signpost:problem:invalid")]
    kind: String,
    /// What kind of problem, for people.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// What is wrong this time, and what to do.
    detail: String,
    /// Every fault in what was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<FaultSchema>)]
    errors: Vec<Fault>,
    /// The current version, when another was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_version: Option<u64>,
    /// Seconds after which the same is worth another try.
    #[serde(skip)]
    retry_after: Option<NonZeroU16>,
}

/// One fault in what was sent.
#[derive(ToSchema)]
#[schema(as = Fault)]
#[expect(dead_code, reason = "describes Fault, which lives where OpenAPI is not known")]
struct FaultSchema {
    /// JSON pointer (RFC 6901) into the body, or the name of a query parameter.
    #[schema(example = "/target/url")]
    pointer: String,
    /// What is wrong, and what is allowed.
    detail: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, word: &str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:signpost:problem:{word}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            errors: vec![],
            current_version: None,
            retry_after: None,
        }
    }

    /// What kind of problem, for programs.
    pub(crate) fn kind(&self) -> &str {
        &self.kind
    }

    /// What is wrong this time.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// What is wrong with each thing that is.
    pub(crate) fn faults(&self) -> impl Iterator<Item = &str> {
        self.errors.iter().map(|fault| fault.detail.as_str())
    }

    /// What is wrong with the first thing that is.
    pub(crate) fn first_fault(self) -> String {
        let first = self.errors.into_iter().next();
        first.map_or(self.detail, |fault| fault.detail)
    }

    /// Its status, and what is wrong this time.
    pub(crate) fn said(self) -> (StatusCode, String) {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, self.detail)
    }

    /// Too many tokens that are not valid came from where this one comes from.
    pub(crate) fn too_many(wait: Duration) -> Self {
        let seconds = u16::try_from(wait.as_secs())
            .ok()
            .and_then(NonZeroU16::new)
            .unwrap_or(NonZeroU16::MIN);
        let wait = counted(u64::from(seconds.get()), "second");
        let detail = format!("too many tokens that are not valid came from your address; try again in {wait}");
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many attempts", detail);
        problem.retry_after = Some(seconds);
        problem
    }

    /// What was sent cannot be understood or is not allowed.
    pub(crate) fn invalid(faults: Vec<Fault>) -> Self {
        let detail = match faults.as_slice() {
            [one] => one.detail.clone(),
            several => format!("{} things are wrong; errors names each of them", several.len()),
        };
        let mut problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "What was sent is not valid",
            detail,
        );
        problem.errors = faults;
        problem
    }

    /// One thing is wrong at `pointer`.
    pub(crate) fn fault(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::invalid(vec![Fault::new(pointer, detail)])
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Forbidden(_) => Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail),
            Refusal::NotFound { .. } => Self::new(StatusCode::NOT_FOUND, "not-found", "No such thing", detail),
            Refusal::Invalid(faults) => Self::invalid(faults),
            Refusal::AlreadyMinted(_) => Self::new(StatusCode::CONFLICT, "already-minted", "The id is taken", detail),
            Refusal::Retired(_) => Self::new(StatusCode::CONFLICT, "retired", "The code is retired", detail),
            Refusal::AudienceInUse { .. } => Self::new(StatusCode::CONFLICT, "audience-in-use", "The audience is in use", detail),
            Refusal::VersionMismatch { current } => {
                let mut problem = Self::new(
                    StatusCode::PRECONDITION_FAILED,
                    "version-mismatch",
                    "It has another version",
                    detail,
                );
                problem.current_version = Some(current);
                problem
            }
            Refusal::LostRace => Self::new(StatusCode::CONFLICT, "lost-race", "Somebody else was faster", detail),
            Refusal::ChangedSince(_) => Self::new(StatusCode::CONFLICT, "changed-since", "Changed since", detail),
            Refusal::MintedThen(_) => Self::new(StatusCode::CONFLICT, "minted-then", "Minted with it", detail),
            Refusal::Cancelled => Self::new(StatusCode::CONFLICT, "cancelled", "Cancelled", detail),
            Refusal::NotAll { some, .. } => {
                let mut problem = Self::new(StatusCode::CONFLICT, "not-all", "Not all of them can be changed", detail);
                problem.errors = some;
                problem
            }
            Refusal::NothingToChange(_) => Self::new(StatusCode::CONFLICT, "nothing-to-change", "Nothing would change", detail),
            Refusal::PreviewOutdated => Self::new(StatusCode::CONFLICT, "preview-outdated", "Something changed since", detail),
            Refusal::Irreversible(_) => Self::new(StatusCode::CONFLICT, "irreversible", "It cannot be taken back", detail),
            Refusal::ProposalClosed { .. } => {
                Self::new(StatusCode::CONFLICT, "proposal-closed", "It is not open any more", detail)
            }
            Refusal::OwnProposal => Self::new(StatusCode::FORBIDDEN, "own-proposal", "It takes another person", detail),
            Refusal::ProposalOutdated { since } => {
                let mut problem = Self::new(StatusCode::CONFLICT, "proposal-outdated", "It does not fit any more", detail);
                problem.errors = since;
                problem
            }
            Refusal::NotSealed(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "not-sealed", "Not sealed yet", detail),
            Refusal::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        // What exactly failed is for the log; it may name files and tables.
        tracing::error!("{error}");
        match error {
            StoreError::Unavailable(_) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "store-unavailable",
                "The database is not available",
                "try the same request again in a few seconds; with its Idempotency-Key, if it is a POST, it is not carried out twice",
            ),
            StoreError::Unreadable(_) | StoreError::Failed(_) => internal(),
        }
    }
}

fn internal() -> Problem {
    let detail = "this is a fault of Signpost's, not of the request; its log says more";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong", detail)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, seconds.get().into());
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match status {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
            }
            _ => {}
        }
        response
    }
}

/// There is no such path.
pub(crate) async fn no_such_call() -> Problem {
    let detail = "there is no such call; /api/docs lists all there are";
    Problem::new(StatusCode::NOT_FOUND, "not-found", "No such thing", detail)
}

/// Refuses while this node has nothing loaded yet, which is so where it was started while its database is down.
pub(crate) async fn unless_attached(State(api): State<Shared>, request: Request, next: Next) -> Response {
    if *api.attached.borrow() {
        return next.run(request).await;
    }
    let what = "this node was started while its database is down; it answers scans and looks for the database";
    Problem::from(StoreError::Unavailable(what.into())).into_response()
}

/// What this node was not started for.
pub(crate) async fn not_here() -> Problem {
    let detail = "this node does not serve this: it was started with --role resolver (scans only) or --role admin (the REST API only); \
                  ask another node, or send the request through the load balancer";
    Problem::new(StatusCode::NOT_FOUND, "not-here", "Not served by this node", detail)
}

/// There is such a path, for other methods.
pub(crate) async fn wrong_method() -> Problem {
    let detail = "this path is not for this method; the Allow header and /api/docs say which it is for";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "Wrong method", detail)
}

/// A bug.
#[expect(clippy::needless_pass_by_value, reason = "tower-http calls it so")]
pub(crate) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!("a handler panicked: {}", words.unwrap_or("without words"));
    internal().into_response()
}
