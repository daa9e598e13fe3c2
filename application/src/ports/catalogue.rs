//! Codes, audiences, units and designs as they are now.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use signpost_domain::{
    approval::Approval,
    audience::Definition,
    code::Code,
    design::Specification,
    identifier::{AudienceName, CodeId, DesignName, UnitName},
    unit::HostPolicy,
};

pub use signpost_domain::code::{CodeFilter, Standing};

use super::{Page, Paging, StoreError};

/// A code with its version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodeRecord {
    /// Its id.
    pub id: CodeId,
    /// The number of decisions on it.
    pub version: u64,
    /// When it was minted.
    pub minted_at: Timestamp,
    /// When something about it was last decided.
    pub changed_at: Timestamp,
    /// The series it was made in.
    pub batch: Option<String>,
    /// Everything else.
    pub code: Code,
}

/// An audience with its version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AudienceRecord {
    /// Its name.
    pub name: AudienceName,
    /// The number of decisions on it.
    pub version: u64,
    /// When something about it was last decided.
    pub changed_at: Timestamp,
    /// What it is called and how it is recognised; `None` once withdrawn.
    pub definition: Option<Definition>,
}

/// A unit with its version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitRecord {
    /// Its name.
    pub name: UnitName,
    /// The number of decisions on it.
    pub version: u64,
    /// When something about it was last decided.
    pub changed_at: Timestamp,
    /// Its name for people.
    pub label: String,
    /// Where its codes may lead.
    pub policy: HostPolicy,
    /// Whether another person must approve what sends the visitors of its codes elsewhere.
    #[serde(default, skip_serializing_if = "Approval::is_not_needed")]
    pub approval: Approval,
}

/// A design with its version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignRecord {
    /// Its name.
    pub name: DesignName,
    /// The number of decisions on it.
    pub version: u64,
    /// When something about it was last decided.
    pub changed_at: Timestamp,
    /// How it looks; `None` once withdrawn.
    pub specification: Option<Specification>,
}

/// A series of codes that were minted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRecord {
    /// Its id.
    pub id: String,
    /// When it was minted.
    pub minted_at: Timestamp,
    /// How many of its codes have which standing now, in the order of [`Standing::ALL`].
    pub codes: [u64; 4],
}

/// Reads what is now.
#[async_trait]
pub trait Catalogue: Send + Sync {
    /// One code.
    async fn code(&self, id: &CodeId) -> Result<Option<CodeRecord>, StoreError>;

    /// Codes that fit, by id.
    async fn codes(&self, filter: &CodeFilter, paging: &Paging) -> Result<Page<CodeRecord>, StoreError>;

    /// The codes that have these ids, in no order.
    async fn these(&self, ids: &[CodeId]) -> Result<Vec<CodeRecord>, StoreError>;

    /// Those of these ids that codes have.
    async fn taken(&self, ids: &[CodeId]) -> Result<Vec<CodeId>, StoreError>;

    /// One batch.
    async fn batch(&self, id: &str) -> Result<Option<BatchRecord>, StoreError>;

    /// Batches, by id.
    async fn batches(&self, paging: &Paging) -> Result<Page<BatchRecord>, StoreError>;

    /// One audience; also one that was withdrawn.
    async fn audience(&self, name: &AudienceName) -> Result<Option<AudienceRecord>, StoreError>;

    /// Audiences in use, by name.
    async fn audiences(&self, paging: &Paging) -> Result<Page<AudienceRecord>, StoreError>;

    /// How many codes have rules for this audience, and some of them.
    async fn users_of(&self, name: &AudienceName) -> Result<(u64, Vec<CodeId>), StoreError>;

    /// Whether a code that has rules for this audience demands approval, by itself or by its unit.
    async fn is_guarded(&self, name: &AudienceName) -> Result<bool, StoreError>;

    /// One unit.
    async fn unit(&self, name: &UnitName) -> Result<Option<UnitRecord>, StoreError>;

    /// Units, by name.
    async fn units(&self, paging: &Paging) -> Result<Page<UnitRecord>, StoreError>;

    /// Designs in use, by name: those of a unit, or all.
    async fn designs(&self, unit: Option<&UnitName>, paging: &Paging) -> Result<Page<DesignRecord>, StoreError>;
}
