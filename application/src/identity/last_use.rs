//! When each token was last used: kept beside the log, which holds decisions and not what was read, and written once a minute at
//! most for each token, so that a busy program costs no more than an idle one.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use signpost_domain::identifier::PrincipalId;

use crate::ports::{StoreError, token_uses::TokenUses};

/// How exactly it is known.
const WITHIN: Duration = Duration::from_mins(1);

/// Notes uses of tokens. One per process.
pub struct LastUse {
    kept: Arc<dyn TokenUses>,
    /// When this process last noted a use of each.
    noted: Mutex<HashMap<PrincipalId, Timestamp>>,
}

impl LastUse {
    /// Notes them in this table.
    pub fn new(kept: Arc<dyn TokenUses>) -> Self {
        Self {
            kept,
            noted: Mutex::default(),
        }
    }

    /// Whether a use at this moment is to be noted. Of many who ask at once, one is told so.
    pub fn is_news(&self, principal: &PrincipalId, at: Timestamp) -> bool {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back is believed, too.
        let is_known = noted
            .get(principal)
            .is_some_and(|last| at.duration_since(*last).unsigned_abs() < WITHIN);
        if !is_known {
            noted.insert(principal.clone(), at);
        }
        !is_known
    }

    /// Notes a use. What another process noted within the minute is left as it is.
    pub async fn note(&self, principal: &PrincipalId, at: Timestamp) -> Result<(), StoreError> {
        self.kept.note(principal, at, WITHIN).await
    }

    /// When tokens were last used, by their ids; without those that never were.
    pub async fn all(&self) -> Result<BTreeMap<String, Timestamp>, StoreError> {
        self.kept.all().await
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;

    struct Nowhere;

    #[async_trait]
    impl TokenUses for Nowhere {
        async fn note(&self, _: &PrincipalId, _: Timestamp, _: Duration) -> Result<(), StoreError> {
            Ok(())
        }

        async fn all(&self) -> Result<BTreeMap<String, Timestamp>, StoreError> {
            Ok(BTreeMap::new())
        }
    }

    #[test]
    fn a_use_is_news_once_a_minute_for_each_token() {
        let uses = LastUse::new(Arc::new(Nowhere));
        let at = |second: i64| Timestamp::from_second(1_800_000_000 + second).unwrap();
        let [one, other] = ["t-1", "t-2"].map(|id| id.parse().unwrap());
        assert!(uses.is_news(&one, at(0)));
        assert!(!uses.is_news(&one, at(59)));
        assert!(uses.is_news(&other, at(59)));
        assert!(uses.is_news(&one, at(60)));
        assert!(!uses.is_news(&one, at(30)), "noted a moment ago");
        assert!(uses.is_news(&one, at(-3600)), "the clock was set back");
    }
}
