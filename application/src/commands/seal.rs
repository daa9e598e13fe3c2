//! Sealing: signing a checkpoint of the tree over the decision log as it has grown.

use signpost_domain::{
    decision::Position,
    seals::{Seals as Decided, SealsCommand, SealsOf},
};

use super::{Expectation, decide};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{
        StoreError,
        decision_log::Stream,
        seals::{Seal, SealKeys, Seals},
        surroundings::Entropy,
    },
    refusal::Refusal,
    seals::{
        Hash,
        checkpoint::{CheckpointError, SealKey, TreeHead, VerifierKey},
        tree::{Question, TreeError},
    },
};

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Somebody changed what was sealed.
    #[error(
        "the decision log is not the one that was sealed up to position {0}: a record was changed, or the tree was built from others. \
         Nothing is sealed any more until this is cleared up: signpost audit verify names the first bad position"
    )]
    Inconsistent(Position),
    /// The key that the log is signed with is another one.
    #[error(
        "this node does not hold the key that this log is signed with ({0}): give it the key file of a node that does, \
         or take another key with signpost seals rotate"
    )]
    OtherKey(VerifierKey),
    /// The tree cannot be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The keys cannot be read.
    #[error("the keys for seals cannot be used: {0}")]
    Keys(#[from] std::io::Error),
    /// What was signed cannot be read.
    #[error("the last checkpoint or a key cannot be used: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The answer of the stored tree.
pub async fn ask(seals: &dyn Seals, question: Question) -> Result<Vec<Hash>, SealError> {
    let tiles = seals.tiles(&question.tiles()).await?;
    Ok(question.answer(&tiles)?)
}

async fn root(seals: &dyn Seals, size: u64) -> Result<Hash, SealError> {
    let answer = ask(seals, Question::Root { size }).await?;
    Ok(answer.first().copied().ok_or(TreeError::MissingTile)?)
}

/// Makes sure that this node holds the key that the log is signed with; where it is not signed with any yet, makes one for
/// the log `origin`.
pub async fn hold_key(seals: &dyn Seals, keys: &dyn SealKeys, entropy: &dyn Entropy, origin: &str) -> Result<(), SealError> {
    let mut own = keys.load()?;
    let mut registered = seals.keys().await?;
    if registered.is_empty() {
        if own.is_empty() {
            own.push(SealKey::make(origin, &entropy.secret())?);
            // Kept before it is used: a signature of a key that nobody has could not be followed by another.
            keys.keep(&own)?;
        }
        if let Some(key) = own.last() {
            seals.change_key(None, key.verifier()).await?;
        }
        registered = seals.keys().await?;
    }
    signers(&registered, &own, &[]).map(drop)
}

/// The keys to sign with: the present one, and the one before it until there is a checkpoint with the present one.
fn signers<'a>(registered: &[VerifierKey], own: &'a [SealKey], last: &[VerifierKey]) -> Result<Vec<&'a SealKey>, SealError> {
    let find = |key: &VerifierKey| own.iter().find(|own| own.verifier() == key);
    let [before @ .., present] = registered else {
        return Ok(Vec::new());
    };
    let signer = find(present).ok_or_else(|| SealError::OtherKey(present.clone()))?;
    let before = before.last().filter(|before| last.contains(before)).and_then(find);
    Ok(std::iter::once(signer).chain(before).collect())
}

/// Signs a checkpoint of the tree if it has grown since the last one, and gives its position.
pub async fn seal(seals: &dyn Seals, keys: &dyn SealKeys) -> Result<Option<Position>, SealError> {
    let (grown, last) = (seals.grown().await?, seals.latest().await?);
    let sealed = last.as_ref().map_or(Position::START, |seal| seal.position);
    if grown < sealed {
        // Being built anew.
        return Ok(None);
    }
    let mut signed_before = Vec::new();
    let registered = seals.keys().await?;
    if let Some(Seal { position, note }) = &last {
        let head = TreeHead::verified(note, &registered)?;
        if head.size != position.0 || head.root != root(seals, head.size).await? {
            return Err(SealError::Inconsistent(*position));
        }
        let verified = |key: &&VerifierKey| TreeHead::verified(note, std::slice::from_ref(*key)).is_ok();
        signed_before = registered.iter().filter(verified).cloned().collect();
    }
    let is_handed_over = registered.last().is_none_or(|present| signed_before.contains(present));
    if grown == sealed || grown == Position::START {
        return Ok(None);
    }
    let own = keys.load()?;
    let last_signers = if is_handed_over { &[] } else { signed_before.as_slice() };
    let signers = signers(&registered, &own, last_signers)?;
    let Some(present) = signers.first() else { return Ok(None) };
    let head = TreeHead {
        origin: present.verifier().origin().to_owned(),
        size: grown.0,
        root: root(seals, grown.0).await?,
    };
    let note = head.sign(&signers)?;
    seals.keep(&Seal { position: grown, note }).await?;
    Ok(Some(grown))
}

/// Whether a tree, built anew from the records, is the one that `seal` was signed for.
pub async fn agrees(tree: &dyn Seals, seal: Option<Seal>) -> Result<(), SealError> {
    let Some(Seal { position, note }) = seal else { return Ok(()) };
    let head = TreeHead::read(&note)?;
    if tree.grown().await? >= position && root(tree, position.0).await? != head.root {
        return Err(SealError::Inconsistent(position));
    }
    Ok(())
}

/// Takes another key, on record, and gives its public half. The one before is kept for the next checkpoint, which both sign.
pub async fn rotate(application: &Application, keys: &dyn SealKeys, caller: &Caller) -> Result<VerifierKey, RotateError> {
    caller.principal.must(Action::ManageAccess, None)?;
    let registered = application.seals.keys().await.map_err(Refusal::from)?;
    let before = registered.last().ok_or(RotateError::NoKey)?;
    let new = SealKey::make(before.origin(), &application.entropy.secret()).map_err(SealError::from)?;
    let mut kept = keys.load().map_err(SealError::from)?;
    kept.retain(|key| key.verifier() == before);
    kept.push(new.clone());
    // Kept before it is used: a key that counts and that nobody has could only be followed by another.
    keys.keep(&kept).map_err(SealError::from)?;
    let stream: &dyn Stream<Decided> = &*application.decisions;
    let command = |_: &Decided| {
        Ok(SealsCommand::Rotate {
            before: before.to_string(),
            key: new.verifier().to_string(),
        })
    };
    let of = SealsOf::Keys.as_str();
    decide(application, stream, of, Expectation::Any, caller, command, |_| {
        Refusal::LostRace
    })
    .await?;
    let changed = application.seals.change_key(Some(before), new.verifier()).await;
    if changed.map_err(Refusal::from)? {
        Ok(new.verifier().clone())
    } else {
        Err(Refusal::LostRace.into())
    }
}

/// Why no other key was taken.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// There is none to follow.
    #[error("this log has no key yet; the first start of the server makes it")]
    NoKey,
    /// The caller may not, somebody else did at the same time, or the store failed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The keys cannot be kept.
    #[error(transparent)]
    Seal(#[from] SealError),
}
