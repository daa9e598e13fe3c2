//! What staff download that takes long: tables of everything, pictures and labels of a large batch. An answer is written while it is read and kept nowhere, so
//! nothing of it goes on without the browser that takes it; but one may leave the page, and find under "Work" how far it is, that it broke off, and where to have it again.

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU8, AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    body::Body,
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::Response,
};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use jiff::{SignedDuration, Timestamp};
use signpost_application::ports::surroundings::Clock;
use signpost_domain::identifier::PrincipalId;

use crate::Shared;

/// What was whole sooner took nobody long.
const LONG: SignedDuration = SignedDuration::from_secs(2);
/// Downloads that are known of everybody together.
const MOST: usize = 200;

/// Those under way, and the last ones that took long.
#[derive(Default)]
pub(crate) struct Downloads(Mutex<Vec<Arc<Download>>>);

/// One of them.
pub(crate) struct Download {
    owner: PrincipalId,
    /// Where it is to be had again.
    pub(crate) path: String,
    pub(crate) file: String,
    /// When it began.
    pub(crate) at: Timestamp,
    sent: AtomicU64,
    course: AtomicU8,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// So many bytes were sent.
    UnderWay(u64),
    /// All of them.
    Done(u64),
    /// Whoever took it went away, or it could not be written on.
    BrokenOff(u64),
}

/// Who asked, as the handler finds out.
#[derive(Clone, Default)]
pub(super) struct Whose(Arc<OnceLock<PrincipalId>>);

impl Whose {
    pub(super) fn is(&self, principal: &PrincipalId) {
        let _ = self.0.set(principal.clone());
    }
}

impl Downloads {
    fn begin(&self, download: Download) -> Arc<Download> {
        let download = Arc::new(download);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            let over = known.iter().position(|known| !matches!(known.course(), Course::UnderWay(_)));
            known.remove(over.unwrap_or(0));
        }
        known.push(Arc::clone(&download));
        download
    }

    fn forget(&self, download: &Arc<Download>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|known| !Arc::ptr_eq(known, download));
    }

    /// Those of somebody.
    pub(super) fn of(&self, owner: &PrincipalId) -> Vec<Arc<Download>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().filter(|download| download.owner == *owner).cloned().collect()
    }
}

impl Download {
    pub(super) fn course(&self) -> Course {
        let sent = self.sent.load(Ordering::Relaxed);
        match self.course.load(Ordering::Relaxed) {
            0 => Course::UnderWay(sent),
            1 => Course::Done(sent),
            _ => Course::BrokenOff(sent),
        }
    }
}

/// Follows what is sent as a file.
pub(super) async fn follow(State(api): State<Shared>, mut request: Request, next: Next) -> Response {
    let whose = Whose::default();
    let path = request.uri().to_string();
    request.extensions_mut().insert(whose.clone());
    let response = next.run(request).await;
    let disposition = response.headers().get(header::CONTENT_DISPOSITION);
    let file = disposition.and_then(|value| value.to_str().ok()?.strip_prefix("attachment; filename=\""));
    let (Some(file), Some(owner)) = (file, whose.0.get()) else {
        return response;
    };
    let clock = api.application.clock.clone();
    let download = Download {
        owner: owner.clone(),
        path,
        file: file.trim_end_matches('"').to_owned(),
        at: clock.now(),
        sent: AtomicU64::new(0),
        course: AtomicU8::new(0),
    };
    let download = api.website.downloads.begin(download);
    response.map(|body| {
        Body::new(Followed {
            is_whole: body.is_end_stream(),
            body,
            download,
            clock,
            api,
        })
    })
}

/// A body that is counted while it is sent.
struct Followed {
    body: Body,
    is_whole: bool,
    download: Arc<Download>,
    clock: Arc<dyn Clock>,
    api: Shared,
}

impl HttpBody for Followed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                self.download.sent.fetch_add(bytes as u64, Ordering::Relaxed);
                // Whoever knows how long it is does not ask whether that was all.
                self.is_whole = self.body.is_end_stream();
            }
            Poll::Ready(None) => self.is_whole = true,
            Poll::Ready(Some(Err(_))) | Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Followed {
    fn drop(&mut self) {
        self.download
            .course
            .store(if self.is_whole { 1 } else { 2 }, Ordering::Relaxed);
        if self.is_whole && self.clock.now().duration_since(self.download.at) < LONG {
            self.api.website.downloads.forget(&self.download);
        }
    }
}
