//! The addresses that codes lead to, and whether somebody answers there. Seen and not decided, so in no log; it is not copied when everything else is, and
//! is known again when they are asked again.

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_domain::{identifier::CodeId, url::HttpUrl};

use super::{Page, Paging, StoreError};

/// What came of asking an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkAnswer {
    /// An answer with this status, at the end of all redirects.
    Status(u16),
    /// There is no such host, or nobody at it takes a connection.
    Unreachable,
    /// The host cannot prove that it is who it should be, which browsers warn of.
    Untrusted,
    /// It took too long.
    Silent,
    /// One redirect after the other, and no end, or one to where no browser goes.
    Astray,
    /// It lies, or leads, where this Signpost must not ask: in a network that is not everybody's.
    Private,
}

/// A failure that lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failing {
    /// When it was first found.
    pub since: Timestamp,
    /// How often in a row.
    pub times: u32,
}

/// An address, and what came of asking it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkCheck {
    /// The address.
    pub url: HttpUrl,
    /// What came of it.
    pub answer: LinkAnswer,
    /// When it was asked.
    pub checked_at: Timestamp,
    /// Since when it has failed, if it did.
    pub failing: Option<Failing>,
    /// Where it fails, some of the codes that led there then.
    pub codes: Vec<CodeId>,
}

impl LinkAnswer {
    /// How it is called in stores and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status(_) => "answered",
            Self::Unreachable => "unreachable",
            Self::Untrusted => "untrusted",
            Self::Silent => "silent",
            Self::Astray => "astray",
            Self::Private => "private",
        }
    }

    /// The status that was answered.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Status(status) => Some(status),
            _ => None,
        }
    }

    /// From what a store has of it.
    pub fn read(word: &str, status: Option<u16>) -> Option<Self> {
        Some(match (word, status) {
            ("answered", Some(status)) => Self::Status(status),
            ("unreachable", None) => Self::Unreachable,
            ("untrusted", None) => Self::Untrusted,
            ("silent", None) => Self::Silent,
            ("astray", None) => Self::Astray,
            ("private", None) => Self::Private,
            _ => return None,
        })
    }

    /// Whether a visitor would find nothing. What asks for a password, or does not like to be asked by a program, is there.
    pub fn fails(self) -> bool {
        match self {
            Self::Status(status) => matches!(status, 404 | 410) || status >= 500,
            Self::Unreachable | Self::Untrusted | Self::Silent | Self::Astray => true,
            Self::Private => false,
        }
    }

    /// Whether it says so for good, which need not be heard twice.
    fn is_final(self) -> bool {
        matches!(self, Self::Status(404 | 410))
    }
}

impl LinkCheck {
    /// Whether it is dead: gone, as it says itself, or failing again after a while.
    pub fn is_dead(&self) -> bool {
        self.failing
            .is_some_and(|failing| failing.times > 1 || self.answer.is_final())
    }
}

/// What is known of addresses.
#[async_trait]
pub trait Links: Send + Sync {
    /// Keeps what came of asking one, in the place of what was known of it.
    async fn keep(&self, check: &LinkCheck) -> Result<(), StoreError>;

    /// What is known of these, in no order.
    async fn of(&self, urls: &[HttpUrl]) -> Result<Vec<LinkCheck>, StoreError>;

    /// The dead ones that were asked at `since` or later, the latest to die first.
    async fn dead(&self, since: Timestamp, most: u32) -> Result<Vec<LinkCheck>, StoreError>;

    /// All that were asked, or the dead among them, by address.
    async fn list(&self, only_dead: bool, paging: &Paging) -> Result<Page<LinkCheck>, StoreError>;

    /// Forgets those that were last asked before.
    async fn forget(&self, before: Timestamp) -> Result<(), StoreError>;
}

/// Asks addresses.
#[async_trait]
pub trait LinkAsker: Send + Sync {
    /// Asks one, and follows where it leads. Comes back within a bounded time.
    async fn ask(&self, url: &HttpUrl) -> LinkAnswer;
}
