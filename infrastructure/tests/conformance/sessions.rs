//! Sessions of those who signed in, which every node knows.

use signpost_application::ports::sessions::{Session, SessionDigest};
use signpost_domain::{identifier::PrincipalId, visit::Platform};

use super::{
    Store,
    samples::{parsed, time},
};

/// A session that began at this second.
fn session(digest: &str, principal: &str, began: i64) -> Session {
    Session {
        digest: SessionDigest(digest.to_owned()),
        principal: parsed(principal),
        platform: Platform::Ios,
        began_at: time(began),
        seen_at: time(began),
    }
}

/// A store in which these began.
async fn begun<S: Store>(sessions: &[Session]) -> S {
    let store = S::fresh().await;
    for session in sessions {
        store.sessions().begin(session).await.expect("it begins");
    }
    store
}

/// The digests of somebody's sessions, in order.
async fn of<S: Store>(store: &S, principal: &str) -> Vec<String> {
    let sessions = store.sessions().of(&parsed::<PrincipalId>(principal)).await;
    sessions
        .expect("an answer")
        .into_iter()
        .map(|session| session.digest.0)
        .collect()
}

pub(crate) async fn a_session_is_known_to_every_node_until_it_ends<S: Store>() {
    let (first, second, foreign) = (session("a1", "p-ann", 1), session("a2", "p-ann", 2), session("b1", "p-bo", 3));
    let store = begun::<S>(&[first.clone(), second.clone(), foreign.clone()]).await;
    let other = store.another_process().await;
    assert_eq!(
        other.sessions().find(&first.digest).await.expect("an answer"),
        Some(first.clone())
    );
    assert_eq!(of(&other, "p-ann").await, ["a2", "a1"], "the latest first");

    other.sessions().see(&first.digest, time(50)).await.expect("it is noted");
    // From a node whose clock is behind.
    store.sessions().see(&first.digest, time(40)).await.expect("it is noted");
    let seen = store
        .sessions()
        .find(&first.digest)
        .await
        .expect("an answer")
        .expect("it goes on");
    assert_eq!((seen.began_at, seen.seen_at), (time(1), time(50)));

    other.sessions().end(&first.digest).await.expect("it ends");
    assert_eq!(store.sessions().find(&first.digest).await.expect("an answer"), None);
    assert_eq!(of(&store, "p-ann").await, ["a2"]);
    // Nor does being seen bring it back.
    store.sessions().see(&first.digest, time(60)).await.expect("nothing is noted");
    assert_eq!(other.sessions().find(&first.digest).await.expect("an answer"), None);
}

pub(crate) async fn all_sessions_of_somebody_end_but_the_one_that_is_kept<S: Store>() {
    let sessions = ["a1", "a2", "a3"].map(|digest| session(digest, "p-ann", 1));
    let store = begun::<S>(&sessions).await;
    store.sessions().begin(&session("b1", "p-bo", 1)).await.expect("it begins");
    let ann: PrincipalId = parsed("p-ann");
    let ended = store.sessions().end_all(&ann, Some(&sessions[1].digest)).await;
    assert_eq!(ended.expect("they end"), 2);
    assert_eq!(of(&store, "p-ann").await, ["a2"]);
    assert_eq!(store.sessions().end_all(&ann, None).await.expect("it ends"), 1);
    assert!(of(&store, "p-ann").await.is_empty());
    assert_eq!(of(&store, "p-bo").await, ["b1"], "nobody else is signed out");
}

pub(crate) async fn sessions_that_began_or_were_seen_too_long_ago_are_gone<S: Store>() {
    let sessions = [10, 11, 20, 30].map(|began| session(&format!("s{began}"), "p-ann", began));
    let store = begun::<S>(&sessions).await;
    // The oldest is in use, and is over all the same.
    store
        .sessions()
        .see(&sessions[0].digest, time(100))
        .await
        .expect("it is noted");
    store
        .sessions()
        .see(&sessions[1].digest, time(100))
        .await
        .expect("it is noted");
    store.sessions().expire(time(10), time(20)).await.expect("they are gone");
    assert_eq!(of(&store, "p-ann").await, ["s30", "s11"]);
}
