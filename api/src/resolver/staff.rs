//! Whether a visitor is one of the staff who signed in on the website, by the cookie that the website gave them.
//!
//! Nobody else has one, so for nobody else anything is looked up. For those who do, the store is asked, within bounds: a store that is away or busy
//! makes a visitor of them, as everybody is.

use std::{sync::Arc, time::Duration};

use axum::http::{HeaderMap, header};
use signpost_application::{authority::Principal, queries::session::holder};
use tokio::sync::Semaphore;

use crate::{Api, website::Cookie};

/// Longest that a visitor waits for it.
const PATIENCE: Duration = Duration::from_millis(200);
/// Sessions looked up at once; whoever sends cookies that are none, ever so many, keeps no more of the store busy.
static LOOKS: Semaphore = Semaphore::const_new(8);
/// Hexadecimal digits of a secret.
const DIGITS: usize = 64;

/// Who it is. Whoever hangs up while that is looked up is done with by `as_nobody`, which must not wait for anything.
pub(super) async fn of(api: &Api, headers: &HeaderMap, as_nobody: impl FnOnce()) -> Option<Arc<Principal>> {
    if !headers.contains_key(header::COOKIE) {
        return None;
    }
    let secret = Cookie::Session.read(headers, api.is_encrypted())?;
    if secret.len() != DIGITS || !secret.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    // In a place of its own: nobody else's visit should be larger for it.
    Box::pin(unless_dropped(look(api, &secret), as_nobody)).await
}

/// Waits for something; should nobody wait any more before it is there, does this instead.
async fn unless_dropped<T>(awaited: impl Future<Output = T>, instead: impl FnOnce()) -> T {
    let mut instead = Instead(Some(instead));
    let found = awaited.await;
    instead.0 = None;
    found
}

struct Instead<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Drop for Instead<F> {
    fn drop(&mut self) {
        if let Some(instead) = self.0.take() {
            instead();
        }
    }
}

async fn look(api: &Api, secret: &str) -> Option<Arc<Principal>> {
    let looked = async {
        let _place = LOOKS.acquire().await.ok()?;
        match holder(&api.application, &api.identity, secret).await {
            Ok(principal) => principal,
            Err(error) => {
                tracing::debug!("a visitor counts as nobody in particular: {error}");
                None
            }
        }
    };
    let principal = tokio::time::timeout(PATIENCE, looked).await.ok()??;
    api.authenticator.account(&principal)
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, future, task::Context};

    use super::unless_dropped;

    #[test]
    fn a_visit_is_done_with_when_its_visitor_hangs_up_while_it_is_looked_up_who_it_is_and_only_then() {
        let done_with = Cell::new(0);
        let instead = || done_with.set(done_with.get() + 1);
        let mut context = Context::from_waker(std::task::Waker::noop());
        let mut looking = Box::pin(unless_dropped(future::pending::<()>(), instead));
        assert!(looking.as_mut().poll(&mut context).is_pending());
        assert_eq!(done_with.get(), 0);
        drop(looking);
        assert_eq!(done_with.get(), 1);
        let mut found = Box::pin(unless_dropped(future::ready(7), instead));
        assert!(found.as_mut().poll(&mut context).is_ready());
        drop(found);
        assert_eq!(done_with.get(), 1);
    }
}
