//! Tokens and accounts: to whom they were given, what they are for, and when they were last used.

use std::collections::BTreeMap;

use jiff::Timestamp;
use signpost_domain::{access::Access, identifier::PrincipalId};

use super::people::{Person, people};
use crate::{
    Application,
    authority::Principal,
    identity::Identity,
    ports::{Page, Paging, decision_log::Stream, people::TokenRecord},
    refusal::{Fault, Refusal},
};

/// A token without its secret, or an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// It.
    pub record: TokenRecord,
    /// Who holds it, by the id that they got first.
    pub person: PrincipalId,
    /// What they are called; `None` when that is forgotten.
    pub name: Option<String>,
    /// When it was last used, to the minute or so; `None` when it never was. Of tokens only.
    pub used_at: Option<Timestamp>,
}

/// All tokens, the latest first; without accounts.
pub async fn tokens(identity: &Identity, principal: &Principal) -> Result<Vec<Holding>, Refusal> {
    let mut tokens = holdings(identity, principal).await?;
    tokens.retain(|holding| !holding.record.signs_in);
    tokens.sort_by_key(|holding| std::cmp::Reverse(holding.record.issued_at));
    Ok(tokens)
}

/// Which of both something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A token.
    Token,
    /// An account.
    Account,
}

/// One, with its version.
pub async fn one(
    application: &Application,
    identity: &Identity,
    principal: &Principal,
    kind: Kind,
    id: &PrincipalId,
) -> Result<(Holding, u64), Refusal> {
    let all = holdings(identity, principal).await?;
    let is_account = kind == Kind::Account;
    let found = all
        .into_iter()
        .find(|holding| holding.record.id == *id && holding.record.signs_in == is_account);
    let found = found.ok_or_else(|| Refusal::NotFound {
        kind: if is_account { "account" } else { "token" },
        id: id.to_string(),
    })?;
    let stream: &dyn Stream<Access> = &*application.decisions;
    let version = stream.load(id.as_str()).await?.version;
    Ok((found, version))
}

/// Somebody, by their id or that of anything they hold.
pub async fn person(identity: &Identity, principal: &Principal, id: &PrincipalId) -> Result<Person, Refusal> {
    let everybody = people(&*identity.people, &*identity.names, principal).await?;
    let found = everybody.into_iter().find(|person| person.is_known_as(id));
    found.ok_or_else(|| Refusal::NotFound {
        kind: "person",
        id: id.to_string(),
    })
}

async fn holdings(identity: &Identity, principal: &Principal) -> Result<Vec<Holding>, Refusal> {
    let everybody = people(&*identity.people, &*identity.names, principal).await?;
    let uses = identity.uses.all().await?;
    Ok(everybody.into_iter().flat_map(|person| held_by(person, &uses)).collect())
}

/// What somebody holds.
pub fn held_by(person: Person, uses: &BTreeMap<String, Timestamp>) -> Vec<Holding> {
    let Person { id, name, tokens, .. } = person;
    let holding = |record: TokenRecord| Holding {
        used_at: uses.get(record.id.as_str()).copied(),
        person: id.clone(),
        name: name.clone(),
        record,
    };
    tokens.into_iter().map(holding).collect()
}

/// A part of what is not too long to be read whole; `id` is what the next part begins after.
pub fn part<T>(items: Vec<T>, paging: &Paging, id: impl Fn(&T) -> &str) -> Result<Page<T>, Refusal> {
    let begin = match &paging.cursor {
        None => 0,
        Some(cursor) => {
            let last = items.iter().position(|item| id(item) == cursor);
            let fault = || Refusal::Invalid(vec![Fault::new("cursor", "this is no cursor that a page before gave")]);
            last.ok_or_else(fault)? + 1
        }
    };
    let limit = usize::try_from(paging.limit).unwrap_or(usize::MAX);
    let more = items.len() > begin.saturating_add(limit);
    let items: Vec<T> = items.into_iter().skip(begin).take(limit).collect();
    let next = items.last().filter(|_| more).map(|last| id(last).to_owned());
    Ok(Page { items, next })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_part_by_part_to_its_end() {
        let of = |limit: u32, cursor: Option<&str>| {
            let paging = Paging {
                limit,
                cursor: cursor.map(str::to_owned),
            };
            part(vec!["a", "b", "c"], &paging, |item| item)
        };
        let first = of(2, None).unwrap();
        assert_eq!((first.items.len(), first.next.as_deref()), (2, Some("b")));
        let second = of(2, first.next.as_deref()).unwrap();
        assert_eq!((second.items, second.next), (vec!["c"], None));
        assert_eq!(of(3, None).unwrap().next, None);
        assert!(of(3, Some("x")).is_err());
    }
}
