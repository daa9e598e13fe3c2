//! The floor: a bare axum server that answers from a table of codes, records nothing, and does nothing else.
//!
//! Allocator, runtime and socket options are those of `signpost` (`src/main.rs`, `src/commands/serve.rs`), so that what differs is
//! what Signpost does for a scan.

use std::{collections::HashMap, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt,
};
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Table = Arc<HashMap<String, String>>;

/// `floor CODES`: a file with a line per code, id and address with a tab between them.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("name the file of codes")?;
    let table = std::fs::read_to_string(file)?
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(code, url)| (code.to_owned(), url.to_owned()))
        .collect();
    let threads = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()?;
    runtime.block_on(serve(Arc::new(table)))
}

async fn serve(table: Table) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    println!("Floor is listening on http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let router = Router::new().route("/{code}", get(answer)).with_state(table);
    axum::serve(listener, router).await?;
    Ok(())
}

async fn answer(State(table): State<Table>, Path(code): Path<String>) -> Response {
    match table.get(&code).and_then(|url| HeaderValue::from_str(url).ok()) {
        Some(location) => {
            let headers = [
                (header::LOCATION, location),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (StatusCode::FOUND, headers).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
