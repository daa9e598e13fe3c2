//! Access: whoever holds which token may do what. Kept in rows and, on every node, in memory, so that no request asks the
//! database who is calling.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_application::{
    authority::Principal,
    ports::{StoreError, people::TokenRecord},
    progress::TOKENS,
};
use signpost_domain::{
    Aggregate,
    access::{Access, AccessEvent, TokenDigest},
    decision::{Decision, DecisionEvent, Position},
    identifier::PrincipalId,
};

use crate::runner::{ReadModel, TakeInError};

/// One principal's access.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessRow {
    /// Whose.
    pub principal: PrincipalId,
    /// Token and grants.
    pub access: Access,
    /// When a token was first issued.
    pub issued_at: Timestamp,
    /// When the token was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl From<AccessRow> for TokenRecord {
    fn from(row: AccessRow) -> Self {
        Self {
            person: row.access.person.unwrap_or_else(|| row.principal.clone()),
            id: row.principal,
            signs_in: row.access.signs_in,
            grants: row.access.grants,
            issued_at: row.issued_at,
            expires_at: row.access.expires_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// Folds a decision into a row.
pub fn fold(row: &mut Option<AccessRow>, principal: &PrincipalId, event: &AccessEvent, at: Timestamp) {
    let row = row.get_or_insert_with(|| AccessRow {
        principal: principal.clone(),
        access: Access::default(),
        issued_at: at,
        revoked_at: None,
    });
    row.access.apply(event.clone());
    if matches!(event, AccessEvent::TokenRevoked | AccessEvent::AccountClosed) {
        row.revoked_at = Some(at);
    }
}

/// Who holds which token, in memory.
#[derive(Debug, Default)]
pub struct Tokens {
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    position: Position,
    rows: HashMap<PrincipalId, Access>,
    holders: HashMap<TokenDigest, Holder>,
    accounts: HashMap<PrincipalId, Arc<Principal>>,
}

/// Who holds a token, and from when on no more.
#[derive(Debug)]
struct Holder {
    principal: Arc<Principal>,
    expires_at: Option<Timestamp>,
}

impl Tokens {
    /// A memory filled from the rows as they are at `position`.
    pub fn load(position: Position, rows: impl IntoIterator<Item = AccessRow>) -> Self {
        let tokens = Self::default();
        tokens.replace(position, rows);
        tokens
    }

    /// Puts the rows as they are at `position` in the place of all that was in the memory.
    pub fn replace(&self, position: Position, rows: impl IntoIterator<Item = AccessRow>) {
        let mut state = State {
            position,
            ..State::default()
        };
        for row in rows {
            state.rows.insert(row.principal.clone(), row.access);
            state.index(&row.principal);
        }
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// Whether nobody holds a token or may sign in.
    pub fn is_empty(&self) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.holders.is_empty() && state.accounts.is_empty()
    }

    /// Who signs in as `principal`.
    pub fn account(&self, principal: &PrincipalId) -> Option<Arc<Principal>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.accounts.get(principal).cloned()
    }

    /// Who holds the token behind `digest` at `now`.
    pub fn holder(&self, digest: &TokenDigest, now: Timestamp) -> Option<Arc<Principal>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let holder = state.holders.get(digest)?;
        let counts = holder.expires_at.is_none_or(|end| now < end);
        counts.then(|| holder.principal.clone())
    }
}

impl State {
    fn index(&mut self, id: &PrincipalId) {
        self.holders.retain(|_, holder| holder.principal.id != *id);
        self.accounts.remove(id);
        let Some(access) = self.rows.get(id).filter(|access| access.counts()) else {
            return;
        };
        let principal = Arc::new(Principal {
            id: id.clone(),
            person: access.person.as_ref().unwrap_or(id).clone(),
            grants: access.grants.clone(),
        });
        if access.account {
            self.accounts.insert(id.clone(), principal.clone());
        }
        if let Some(digest) = &access.token {
            let expires_at = access.expires_at;
            self.holders.insert(digest.clone(), Holder { principal, expires_at });
        }
    }
}

#[async_trait]
impl ReadModel<Decision> for Tokens {
    fn name(&self) -> &'static str {
        TOKENS
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        Ok(self.state.read().unwrap_or_else(PoisonError::into_inner).position)
    }

    async fn take_in(&self, _after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for decision in decisions {
            if let DecisionEvent::Access(id, event) = &decision.event {
                state.rows.entry(id.clone()).or_default().apply(event.clone());
                state.index(id);
            }
            state.position = decision.position;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_counts_until_it_expires_and_not_at_that_moment() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let digest = TokenDigest("ab".into());
        let mut row = None;
        let issued = AccessEvent::TokenIssued {
            digest: digest.clone(),
            person: None,
            expires_at: Some(at("2026-12-01T00:00:00Z")),
        };
        fold(&mut row, &"t-1".parse().unwrap(), &issued, at("2026-11-01T00:00:00Z"));
        let tokens = Tokens::load(Position(1), row);
        assert!(tokens.holder(&digest, at("2026-11-30T23:59:59Z")).is_some());
        assert!(tokens.holder(&digest, at("2026-12-01T00:00:00Z")).is_none());
        assert!(tokens.holder(&TokenDigest("cd".into()), at("2026-11-01T00:00:00Z")).is_none());
    }
}
