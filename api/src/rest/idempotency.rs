//! `Idempotency-Key`: a retried request repeats the first answer instead of the deed. Also sees a command through when its
//! caller hangs up.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Json,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, Response as HttpResponse, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use signpost_application::{
    commands::mint_batch::Minted,
    ports::{
        StoreError,
        catalogue::CodeRecord,
        idempotency::{Answer, Attempt, Begun, Idempotency},
    },
    queries,
    refusal::Refusal,
};
use signpost_domain::decision::Subject;

use super::{
    LARGEST_BODY, access, batches, changes, codes,
    extract::{Correlation, authenticate},
    problem::Problem,
    proposals,
    schema::ProposalView,
};
use crate::{Api, Shared};

/// Longest key taken.
const LONGEST_KEY: usize = 255;
/// How long a failing store is left alone.
const PAUSE: Duration = Duration::from_secs(1);
/// How long what was carried out is waited for to show.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is looked for.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// Headers that belong to a kept answer.
const KEPT: [&str; 3] = ["content-type", "etag", "location"];

/// Answers a request once, however often it is sent.
pub(crate) async fn answer_once(State(api): State<Shared>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    // In a task of its own: the caller may hang up half-way, the command may not.
    let task = tokio::spawn(async move {
        match request.headers().get("idempotency-key").cloned() {
            Some(key) if *request.method() == Method::POST => keyed(&api, &key, request, next).await,
            _ => next.run(request).await,
        }
    });
    task.await
        .unwrap_or_else(|_| super::problem::panicked(Box::new("while answering")).into_response())
}

async fn keyed(api: &Api, key: &HeaderValue, request: Request, next: Next) -> Response {
    match begin(api, key, request).await {
        Ok(Begin::Run(attempt, request)) => {
            let response = next.run(request).await;
            keep(api, &attempt, response).await
        }
        Ok(Begin::Repeat(response)) => response,
        Err(problem) => problem.into_response(),
    }
}

/// What to do with a request.
enum Begin {
    Run(Attempt, Request),
    Repeat(Response),
}

async fn begin(api: &Api, key: &HeaderValue, request: Request) -> Result<Begin, Problem> {
    let principal = authenticate(api, request.headers(), request.extensions()).await?;
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=LONGEST_KEY).contains(&key.len()))
        .ok_or_else(|| {
            let detail = format!("an Idempotency-Key has 1 to {LONGEST_KEY} visible ASCII characters; a UUID does well");
            Problem::new(StatusCode::BAD_REQUEST, "bad-header", "A header is not understood", detail)
        })?;
    let (parts, body) = request.into_parts();
    let body: Bytes = to_bytes(body, LARGEST_BODY).await.map_err(|_| {
        let detail = format!("a request may have {LARGEST_BODY} bytes at most");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large", detail)
    })?;
    let mut fingerprint = Sha256::new();
    fingerprint.update(parts.uri.to_string());
    fingerprint.update([0]);
    fingerprint.update(&body);
    let fingerprint = fingerprint
        .finalize()
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let attempt = Attempt {
        principal: principal.id.clone(),
        key: key.to_owned(),
        fingerprint,
        at: api.application.clock.now(),
    };
    let entropy = &api.application.entropy;
    let begun = api
        .idempotency
        .begin(&attempt, format!("{:016x}{:016x}", entropy.bits(), entropy.bits()))
        .await?;
    let correlation = match begun {
        Begun::New { correlation } => correlation,
        Begun::Abandoned { correlation } => {
            let recovered = recover(api, &parts.uri.to_string(), &principal, &correlation).await;
            match recovered.map_err(Problem::into_response) {
                Ok(None) => correlation,
                Ok(Some(response)) | Err(response) => return Ok(Begin::Repeat(keep(api, &attempt, response).await)),
            }
        }
        Begun::Answered(answer) => return Ok(Begin::Repeat(repeat(answer))),
        Begun::Underway => {
            let detail = "a request with this Idempotency-Key is being answered right now; ask again in a moment";
            return Err(Problem::new(StatusCode::CONFLICT, "underway", "Still being answered", detail));
        }
        Begun::Mismatch => {
            let detail = "this Idempotency-Key was used for another request; take a new key for each new request";
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-reused",
                "Key used before",
                detail,
            ));
        }
    };
    let mut request = Request::from_parts(parts, Body::from(body));
    request.extensions_mut().insert(Correlation(correlation));
    Ok(Begin::Run(attempt, request))
}

/// The answer to a request that was carried out but could not be answered, by an earlier process or for want of the store: what it decided is in the
/// log. Every POST that decides something is about a code and answers with it, about the codes of a batch, a change of many, a
/// proposal, or somebody's access.
async fn recover(
    api: &Api,
    path: &str,
    principal: &signpost_application::authority::Principal,
    correlation: &str,
) -> Result<Option<Response>, Problem> {
    let (id, position) = match api.application.decisions.correlated(correlation).await? {
        Some((Subject::Code(id), position)) => (id, position),
        // Its secret was in the answer that got lost, and is nowhere else: whoever asked again is told which token that was.
        Some((Subject::Access(id), position)) => {
            api.application.progress.decisions_shown(position, PATIENCE).await;
            return access::recovered(api, principal, path, &id).await;
        }
        Some((Subject::Change(id), position)) => {
            api.application.progress.decisions_shown(position, PATIENCE).await;
            let record = queries::changes::show(&api.application, principal, &id).await?;
            return Ok(Some(changes::made(&record)));
        }
        Some((Subject::Proposal(id), position)) => {
            api.application.progress.decisions_shown(position, PATIENCE).await;
            let told = queries::proposals::proposal(&api.application, principal, &id).await?;
            return if path.split('?').next().unwrap_or_default().contains("/proposals/") {
                Ok(Some(Json(ProposalView::from(told)).into_response()))
            } else {
                proposals::proposed(api, told.record).await.map(Some)
            };
        }
        _ => return Ok(None),
    };
    api.application.progress.decisions_shown(position, PATIENCE).await;
    let begun = Instant::now();
    let (then, now) = loop {
        if let Some(then) = api.application.history.code_at(&id, position).await? {
            match queries::codes::code(&api.application, principal, &id).await {
                Err(Refusal::NotFound { .. }) => {}
                now => break (then, now?),
            }
        }
        // It was carried out: as long as that does not show, it must not be carried out again. Perhaps who built the read
        // models is gone and nobody has taken over yet.
        if begun.elapsed() > PATIENCE {
            return Err(StoreError::Unavailable(format!("decision {position} does not show in the read models yet")).into());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    };
    let path = path.split('?').next().unwrap_or_default();
    if let Some(batch) = now.batch.as_deref().filter(|_| path.ends_with("/batches")) {
        let record = queries::batches::batch(&api.application, principal, batch).await?;
        return Ok(Some(batches::minted(&Minted { record, shown: true })));
    }
    // As it was answered, or would have been: whatever was decided since is another request's.
    let record = CodeRecord {
        version: then.version,
        changed_at: then.at,
        code: then.code,
        ..now
    };
    let status = if path.ends_with("/codes") {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(Some(codes::response(api, status, &record)))
}

/// What is kept of an answer that has a secret in it, which nobody keeps.
#[derive(Debug, Clone)]
pub(super) struct WithoutSecret(pub(super) Vec<u8>);

/// How an attempt ended.
enum Outcome {
    /// With an answer for good.
    Answered(Answer),
    /// Nothing was tried.
    NothingTried,
    /// It failed, nobody knows how far it had come.
    Failed,
}

/// Keeps an answer, unless the same request may get another one later.
async fn keep(api: &Api, attempt: &Attempt, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let text = |name: &str| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let Ok(body) = to_bytes(body, 16 * LARGEST_BODY).await else {
        return super::problem::panicked(Box::new("an answer without end")).into_response();
    };
    let outcome = match parts.status {
        status if status.is_server_error() => Outcome::Failed,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::CONFLICT => Outcome::NothingTried,
        status => Outcome::Answered(Answer {
            status: status.as_u16(),
            headers: KEPT
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), text(name)?)))
                .collect(),
            body: match parts.extensions.get::<WithoutSecret>() {
                Some(WithoutSecret(kept)) => kept.clone(),
                None => body.to_vec(),
            },
        }),
    };
    if let Err(error) = note(&*api.idempotency, attempt, &outcome).await {
        tracing::warn!("how an attempt ended cannot be noted for retries yet: {error}");
        tokio::spawn(note_later(api.idempotency.clone(), attempt.clone(), outcome));
    }
    Response::from_parts(parts, Body::from(body))
}

async fn note(idempotency: &dyn Idempotency, attempt: &Attempt, outcome: &Outcome) -> Result<(), StoreError> {
    match outcome {
        Outcome::Answered(answer) => idempotency.finish(attempt, answer).await,
        Outcome::NothingTried => idempotency.release(attempt).await,
        Outcome::Failed => idempotency.abandon(attempt).await,
    }
}

/// Until it is noted, retries are told that the attempt is under way. There are no more of these than requests were under way
/// when the store went, and should this process end, the next one knows that it is gone.
async fn note_later(idempotency: Arc<dyn Idempotency>, attempt: Attempt, outcome: Outcome) {
    loop {
        tokio::time::sleep(PAUSE).await;
        match note(&*idempotency, &attempt, &outcome).await {
            Err(StoreError::Unavailable(_)) => {}
            Err(error) => return tracing::error!("how an attempt ended was not noted for retries: {error}"),
            Ok(()) => return,
        }
    }
}

fn repeat(answer: Answer) -> Response {
    let mut response = HttpResponse::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
        .headers_mut()
        .insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}
