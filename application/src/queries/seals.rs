//! What is sealed, and proofs of it.

use signpost_domain::decision::Position;

use crate::{
    Application,
    authority::{Action, Principal},
    commands::seal::{SealError, ask},
    ports::{StoreError, seals::Seal},
    record::DecisionRecord,
    refusal::{Fault, Refusal},
    seals::{
        Hash, leaf,
        tile::{HASH, TilePath},
        tree::{Question, TreeError},
    },
};

/// Proof that a decision is in the sealed log.
#[derive(Debug, Clone, PartialEq)]
pub struct Inclusion {
    /// The decision's whole record in its pinned encoding.
    pub record: Vec<u8>,
    /// Its hash in the tree.
    pub leaf: Hash,
    /// From the leaf to the root (RFC 6962, section 2.1.1).
    pub proof: Vec<Hash>,
    /// What it is proved by.
    pub seal: Seal,
}

impl From<SealError> for StoreError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Store(error) => error,
            error => Self::Unreadable(error.to_string()),
        }
    }
}

/// Proof that the log only grew between two checkpoints.
#[derive(Debug, Clone, PartialEq)]
pub struct Grown {
    /// Decisions before.
    pub from: Position,
    /// Decisions after.
    pub to: Position,
    /// The proof (RFC 6962, section 2.1.2).
    pub proof: Vec<Hash>,
}

/// The last checkpoint, for everybody: it tells nothing but how many decisions there are.
pub async fn checkpoint(application: &Application) -> Result<Option<Seal>, StoreError> {
    application.seals.latest().await
}

/// A tile, for everybody, as far as it is sealed; `None` where there are not so many hashes. A leaf tells nothing of its record, which
/// has the 128 random bits of its correlation in it.
pub async fn tile(application: &Application, path: TilePath) -> Result<Option<Vec<u8>>, StoreError> {
    let sealed = application.seals.latest().await?.map_or(0, |seal| seal.position.0);
    if path.place.width(sealed) < path.width {
        return Ok(None);
    }
    let mut tiles = application.seals.tiles(&[path.place].into()).await?;
    let bytes = usize::try_from(path.width).unwrap_or(usize::MAX).saturating_mul(HASH);
    let hashes = tiles.remove(&path.place).filter(|hashes| hashes.len() >= bytes);
    let mut hashes = hashes.ok_or_else(|| StoreError::from(SealError::from(TreeError::MissingTile)))?;
    hashes.truncate(bytes);
    Ok(Some(hashes))
}

/// Proof that the decision at `position` is in the log that the last checkpoint was signed for.
pub async fn inclusion(application: &Application, principal: &Principal, position: Position) -> Result<Inclusion, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    let not_found = || Refusal::NotFound {
        kind: "sealed decision",
        id: position.to_string(),
    };
    let seal = application.seals.latest().await?.ok_or_else(not_found)?;
    inclusion_under(application, seal, position).await
}

/// The same by this checkpoint.
pub(crate) async fn inclusion_under(application: &Application, seal: Seal, position: Position) -> Result<Inclusion, Refusal> {
    let not_found = || Refusal::NotFound {
        kind: "sealed decision",
        id: position.to_string(),
    };
    let index = position
        .0
        .checked_sub(1)
        .filter(|_| seal.position >= position)
        .ok_or_else(not_found)?;
    let size = seal.position.0;
    let record = encoded(application, position).await?.ok_or_else(not_found)?;
    let proof = ask(&*application.seals, Question::Inclusion { size, index }).await;
    Ok(Inclusion {
        leaf: leaf(&record),
        record,
        proof: proof.map_err(StoreError::from)?,
        seal,
    })
}

/// The record of the decision at `position` in the encoding that leaves are made of.
pub(crate) async fn encoded(application: &Application, position: Position) -> Result<Option<Vec<u8>>, StoreError> {
    let before = Position(position.0.saturating_sub(1));
    let records = application.decision_records.records(before, 1).await?;
    let record = records.first().filter(|record| record.position == position.0);
    let encoded = record.map(DecisionRecord::encoding).transpose();
    encoded.map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// Proof that the log of the first `from` decisions became that of the first `to`, by appending alone; `to` is what is sealed now if not
/// given.
pub async fn consistency(
    application: &Application,
    principal: &Principal,
    from: Position,
    to: Option<Position>,
) -> Result<Grown, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    let sealed = application
        .seals
        .latest()
        .await?
        .map_or(Position::START, |seal| seal.position);
    let to = to.unwrap_or(sealed);
    if to > sealed {
        let what = format!("nothing is sealed after position {sealed}");
        return Err(Refusal::Invalid(vec![Fault::new("to", what)]));
    }
    grown(application, "from", from, to).await
}

/// The same up to a position that is sealed; `from` is called so by whoever asks.
pub(super) async fn grown(application: &Application, called: &str, from: Position, to: Position) -> Result<Grown, Refusal> {
    if from == Position::START || from > to {
        let what = format!("give a position of 1 to {to}");
        return Err(Refusal::Invalid(vec![Fault::new(called, what)]));
    }
    let question = Question::Consistency { from: from.0, to: to.0 };
    let proof = ask(&*application.seals, question).await.map_err(StoreError::from)?;
    Ok(Grown { from, to, proof })
}

/// At most `limit` records of the decision log after `after`.
pub async fn records(
    application: &Application,
    principal: &Principal,
    after: Position,
    limit: u32,
) -> Result<Vec<DecisionRecord>, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    Ok(application.decision_records.records(after, limit).await?)
}
