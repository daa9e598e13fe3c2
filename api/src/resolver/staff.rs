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

/// Who it is.
pub(super) async fn of(api: &Api, headers: &HeaderMap) -> Option<Arc<Principal>> {
    if !headers.contains_key(header::COOKIE) {
        return None;
    }
    let secret = Cookie::Session.read(headers, api.is_encrypted())?;
    if secret.len() != DIGITS || !secret.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    // In a place of its own: nobody else's visit should be larger for it.
    Box::pin(look(api, &secret)).await
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
