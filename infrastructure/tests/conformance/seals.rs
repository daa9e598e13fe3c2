//! Seals: the tree over the decision log, its checkpoints and keys.

use std::sync::{Mutex, PoisonError};

use signpost_application::{
    commands::seal::{SealError, ask, hold_key, seal},
    ports::{seals::SealKeys, surroundings::Entropy},
    seals::{
        checkpoint::{SealKey, TreeHead},
        leaf,
        tree::{Growing, Question, check_consistency, check_inclusion},
    },
};
use signpost_domain::decision::Position;
use signpost_infrastructure::machine::SystemEntropy;
use signpost_projections::runner::catch_up;

use super::{Store, decision_log::append, samples::minted};

/// Keys in memory.
#[derive(Default)]
pub(crate) struct Keys(Mutex<Vec<SealKey>>);

impl SealKeys for Keys {
    fn load(&self) -> std::io::Result<Vec<SealKey>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn keep(&self, keys: &[SealKey]) -> std::io::Result<()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = keys.to_vec();
        Ok(())
    }
}

/// Brings the tree up to date and signs a checkpoint of it.
async fn sealed(store: &impl Store, keys: &Keys) -> Result<Option<Position>, SealError> {
    catch_up(&store.stored(), &*store.tree(), |_| {}).await.expect("no poison");
    seal(&*store.seals(), keys).await
}

async fn head(store: &impl Store) -> TreeHead {
    let latest = store.seals().latest().await.expect("an answer").expect("a checkpoint");
    TreeHead::verified(&latest.note, &store.seals().keys().await.expect("keys")).expect("signed")
}

pub(crate) async fn a_store_with_a_key<S: Store>() -> (S, Keys) {
    let (store, keys) = (S::fresh().await, Keys::default());
    hold_key(&*store.seals(), &keys, &SystemEntropy, "q.gent/tlog")
        .await
        .expect("a key");
    (store, keys)
}

pub(crate) async fn every_decision_is_proved_by_a_signed_checkpoint<S: Store>() {
    let (store, keys) = a_store_with_a_key::<S>().await;
    assert_eq!(sealed(&store, &keys).await.expect("sealed"), None, "nothing was decided");
    let mut heads = Vec::new();
    for count in [1, 2, 300] {
        for number in 0..count {
            append(&store, &format!("BENCH-{count}-{number}"), 0, vec![minted("a")])
                .await
                .expect("a free place");
        }
        sealed(&store, &keys).await.expect("sealed").expect("it has grown");
        assert_eq!(sealed(&store, &keys).await.expect("sealed"), None, "it has not grown");
        heads.push(head(&store).await);
    }
    let last = heads.last().expect("three");
    assert_eq!((last.size, last.origin.as_str()), (303, "q.gent/tlog"));
    let records = store
        .decision_records()
        .records(Position::START, 1_000)
        .await
        .expect("readable");
    let mut tree = Growing::default();
    for record in &records {
        let (index, leaf) = (record.position - 1, leaf(&record.encoding().expect("encodable")));
        tree.push(leaf);
        let question = Question::Inclusion { size: 303, index };
        let proof = ask(&*store.seals(), question).await.expect("a proof");
        check_inclusion(&proof, 303, last.root, index, leaf).expect("it is proved");
    }
    assert_eq!(tree.root().expect("a root"), last.root);
    for old in &heads {
        let question = Question::Consistency { from: old.size, to: 303 };
        let proof = ask(&*store.seals(), question).await.expect("a proof");
        check_consistency(&proof, (old.size, old.root), (303, last.root)).expect("it only grew");
    }
    let kept = store.seals().read(Position(1), 10).await.expect("readable");
    assert_eq!(kept.iter().map(|seal| seal.position.0).collect::<Vec<_>>(), [3, 303]);
}

pub(crate) async fn an_unreadable_decision_is_sealed_like_any_other<S: Store>() {
    let (store, keys) = a_store_with_a_key::<S>().await;
    append(&store, "BENCH-1", 0, vec![minted("a")]).await.expect("a free place");
    store.append_unreadable().await;
    assert_eq!(sealed(&store, &keys).await.expect("sealed"), Some(Position(2)));
}

pub(crate) async fn a_log_that_is_not_the_one_that_was_sealed_is_sealed_no_more<S: Store>() {
    let (store, keys) = a_store_with_a_key::<S>().await;
    let (other, other_keys) = a_store_with_a_key::<S>().await;
    for number in 0..3 {
        append(&store, &format!("BENCH-{number}"), 0, vec![minted("a")])
            .await
            .expect("a free place");
        append(&other, &format!("FORGED-{number}"), 0, vec![minted("a")])
            .await
            .expect("a free place");
    }
    sealed(&other, &other_keys).await.expect("sealed");
    catch_up(&other.stored(), &*store.tree(), |_| {}).await.expect("no poison");
    seal(&*store.seals(), &keys)
        .await
        .expect("what it was sealed with is what there was");
    let forged = head(&store).await;
    // What was signed are other records than those that are here now: a tree of these is refused.
    append(&store, "BENCH-9", 0, vec![minted("a")]).await.expect("a free place");
    assert!(
        store.try_rebuild("seals", &mut |_| {}).await.is_err(),
        "the tree of the records is another one"
    );
    assert_eq!(head(&store).await, forged);
    let tampered = store.another_process().await;
    tampered.empty_tree().await;
    let refusal = sealed(&tampered, &keys).await;
    assert!(matches!(refusal, Err(SealError::Inconsistent(Position(3)))), "{refusal:?}");
    assert_eq!(head(&store).await, forged);
}

pub(crate) async fn only_who_holds_the_key_seals<S: Store>() {
    let (store, keys) = a_store_with_a_key::<S>().await;
    append(&store, "BENCH-1", 0, vec![minted("a")]).await.expect("a free place");
    let stranger = Keys::default();
    let refusal = hold_key(&*store.seals(), &stranger, &SystemEntropy, "q.gent/tlog").await;
    assert!(matches!(refusal, Err(SealError::OtherKey(_))), "{refusal:?}");
    assert_eq!(stranger.load().expect("none").len(), 0, "no key is made that nobody knows");
    let refusal = sealed(&store, &stranger).await;
    assert!(matches!(refusal, Err(SealError::OtherKey(_))), "{refusal:?}");
    assert_eq!(sealed(&store, &keys).await.expect("sealed"), Some(Position(1)));
    hold_key(&*store.seals(), &keys, &SystemEntropy, "elsewhere")
        .await
        .expect("the one it has");
    assert_eq!(store.seals().keys().await.expect("keys").len(), 1);
}

pub(crate) async fn of_two_first_nodes_one_makes_the_key<S: Store>() {
    let store = S::fresh().await;
    let another = store.another_process().await;
    let (one, two) = (Keys::default(), Keys::default());
    let (seals, others) = (store.seals(), another.seals());
    let (first, second) = tokio::join!(
        hold_key(&*seals, &one, &SystemEntropy, "q.gent/tlog"),
        hold_key(&*others, &two, &SystemEntropy, "q.gent/tlog"),
    );
    assert_eq!(
        usize::from(first.is_ok()) + usize::from(second.is_ok()),
        1,
        "{first:?} {second:?}"
    );
    assert_eq!(store.seals().keys().await.expect("keys").len(), 1);
}

pub(crate) async fn another_key_takes_over_with_the_signature_of_the_one_before<S: Store>() {
    let (store, keys) = a_store_with_a_key::<S>().await;
    append(&store, "BENCH-1", 0, vec![minted("a")]).await.expect("a free place");
    sealed(&store, &keys).await.expect("sealed");
    let (old, new) = (
        keys.load().expect("keys").remove(0),
        SealKey::make("q.gent/tlog", &SystemEntropy.secret()).expect("a key"),
    );
    keys.keep(&[old.clone(), new.clone()]).expect("kept");
    let seals = store.seals();
    assert!(
        !seals.change_key(None, new.verifier()).await.expect("an answer"),
        "there is one"
    );
    assert!(
        seals
            .change_key(Some(old.verifier()), new.verifier())
            .await
            .expect("an answer")
    );
    let both = [old.verifier().clone(), new.verifier().clone()];
    for (number, signers) in [(2, &both[..]), (3, &both[1..])] {
        append(&store, &format!("BENCH-{number}"), 0, vec![minted("a")])
            .await
            .expect("a free place");
        sealed(&store, &keys).await.expect("sealed");
        let note = seals.latest().await.expect("an answer").expect("a checkpoint").note;
        for key in &both {
            let is_signed = TreeHead::verified(&note, std::slice::from_ref(key)).is_ok();
            assert_eq!(is_signed, signers.contains(key), "checkpoint {number}");
        }
    }
}
