//! What the use cases need of the world. Every port has its real counterparts in `infrastructure`.

pub mod accounts;
pub mod artwork;
pub mod authentication;
pub mod catalogue;
pub mod copying;
pub mod decision_log;
pub mod history;
pub mod idempotency;
pub mod identity_provider;
pub mod journal;
pub mod links;
pub mod markdown;
pub mod names;
pub mod passwords;
pub mod people;
pub mod proposals;
pub mod records;
pub mod retention;
pub mod scan_log;
pub mod seals;
pub mod sessions;
pub mod statistics;
pub mod stored_routes;
pub mod subjects;
pub mod surroundings;
pub mod tables;
pub mod token_uses;

/// A store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached or is busy; the same call may succeed later.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What is stored cannot be read.
    #[error("the store holds something this version cannot read: {0}")]
    Unreadable(String),
    /// Anything else.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// A part of a long list, and where the next part begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// What to ask for next; `None` at the end.
    pub next: Option<String>,
}

/// Which part of a long list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// Entries at most.
    pub limit: u32,
    /// What the part before said in `next`.
    pub cursor: Option<String>,
}
