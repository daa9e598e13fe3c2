//! `/tlog`: the sealed log for everybody, as C2SP tlog-tiles has it. Hashes only: what was decided is not for everybody, so there
//! are no tiles of entries.

use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use signpost_application::{
    queries::seals::{checkpoint, tile},
    seals::tile::TilePath,
};

use crate::{
    Shared,
    rest::{Problem, wrong_method},
};

/// What was once in a tile stays in it.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/tlog/checkpoint", get(last_checkpoint))
        .route("/tlog/keys", get(keys))
        .route("/tlog/tile/{*path}", get(one_tile))
        .method_not_allowed_fallback(wrong_method)
}

fn plain(text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text).into_response()
}

fn not_found(what: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not-found", "No such thing", what)
}

async fn last_checkpoint(State(api): State<Shared>) -> Result<Response, Problem> {
    let seal = checkpoint(&api.application).await?;
    let seal = seal.ok_or_else(|| not_found("nothing is sealed yet"))?;
    Ok(plain(seal.note))
}

/// The keys that checkpoints were ever signed with, a line each, the present one last. Whoever audits had better have it from the
/// city by another way.
async fn keys(State(api): State<Shared>) -> Result<Response, Problem> {
    let keys = api.application.seals.keys().await?;
    let lines: Vec<&str> = keys.iter().flat_map(|key| [key.as_str(), "\n"]).collect();
    Ok(plain(lines.concat()))
}

async fn one_tile(State(api): State<Shared>, Path(path): Path<String>) -> Result<Response, Problem> {
    let path: TilePath = path
        .parse()
        .map_err(|error| not_found(&format!("{error}; entries are not published")))?;
    let hashes = tile(&api.application, path).await?;
    let hashes = hashes.ok_or_else(|| not_found("so much is not sealed yet"))?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, FOR_EVER),
    ];
    Ok((headers, hashes).into_response())
}
