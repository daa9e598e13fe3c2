//! Who there is: people, by the opaque ids that logs know them by, with their names where they are not forgotten.

use serde::Serialize;
use signpost_domain::identifier::PrincipalId;

use crate::{
    authority::{Action, Principal},
    ports::{
        StoreError,
        names::Names,
        people::{People, TokenRecord},
    },
    refusal::Refusal,
};

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The id that they got first.
    pub id: PrincipalId,
    /// Who that is; `None` when it is forgotten, or was left behind when everything else was copied.
    pub name: Option<String>,
    /// The tokens ever issued to them, the first one first. Of somebody to whom issuing one was interrupted, none.
    pub tokens: Vec<TokenRecord>,
    /// Everything that a name is kept under.
    #[serde(skip)]
    pub named: Vec<PrincipalId>,
}

impl Person {
    /// Whether this is who `id` means, be it the person's or that of one of their tokens.
    pub fn is_known_as(&self, id: &PrincipalId) -> bool {
        self.id == *id || self.named.contains(id) || self.tokens.iter().any(|token| token.id == *id)
    }
}

/// Everybody, whoever came first first.
pub async fn people(people: &dyn People, names: &dyn Names, principal: &Principal) -> Result<Vec<Person>, Refusal> {
    principal.must(Action::ManageAccess, None)?;
    Ok(everybody(people.tokens().await?, names.all().await?)?)
}

fn everybody(tokens: Vec<TokenRecord>, mut names: std::collections::BTreeMap<String, String>) -> Result<Vec<Person>, StoreError> {
    let mut everybody: Vec<Person> = Vec::new();
    for token in tokens {
        let place = everybody.iter().position(|person| person.id == token.person);
        let place = place.unwrap_or_else(|| {
            everybody.push(Person {
                id: token.person.clone(),
                name: None,
                tokens: vec![],
                named: vec![],
            });
            everybody.len() - 1
        });
        let person = &mut everybody[place];
        if let Some(name) = names.remove(token.id.as_str()) {
            person.named.push(token.id.clone());
            person.name.get_or_insert(name);
        }
        person.tokens.push(token);
    }
    // What is left was remembered for a token that then was not issued.
    for (id, name) in names {
        let id: PrincipalId = id.parse().map_err(|_| {
            let what = format!("the table of names has {id:?}, which is no id");
            StoreError::Unreadable(what)
        })?;
        let same = |person: &&mut Person| {
            let known = person.name.as_ref();
            known.is_some_and(|known| known.to_lowercase() == name.to_lowercase())
        };
        match everybody.iter_mut().find(same) {
            Some(person) => person.named.push(id),
            None => everybody.push(Person {
                id: id.clone(),
                name: Some(name),
                tokens: vec![],
                named: vec![id],
            }),
        }
    }
    Ok(everybody)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(id: &str, person: &str) -> TokenRecord {
        TokenRecord {
            id: id.parse().unwrap(),
            person: person.parse().unwrap(),
            signs_in: false,
            grants: vec![],
            issued_at: jiff::Timestamp::UNIX_EPOCH,
            expires_at: None,
            revoked_at: None,
        }
    }

    #[test]
    fn tokens_of_one_person_are_one_entry_and_no_name_is_left_out() {
        let tokens = vec![token("a", "a"), token("b", "b"), token("c", "a"), token("d", "d")];
        let names = [("a", "Ann"), ("b", "Ben"), ("c", "ann"), ("x", "ANN"), ("y", "Cid")];
        let names = names.map(|(id, name)| (id.to_owned(), name.to_owned())).into();
        let everybody = everybody(tokens, names).unwrap();
        let seen: Vec<_> = everybody
            .iter()
            .map(|person| {
                let under: Vec<&str> = person.named.iter().map(PrincipalId::as_str).collect();
                (person.id.as_str(), person.name.as_deref(), person.tokens.len(), under)
            })
            .collect();
        let expected = [
            ("a", Some("Ann"), 2, vec!["a", "c", "x"]),
            ("b", Some("Ben"), 1, vec!["b"]),
            ("d", None, 1, vec![]),
            ("y", Some("Cid"), 0, vec!["y"]),
        ];
        assert_eq!(seen, expected);
        assert!(everybody[0].is_known_as(&"c".parse().unwrap()));
        assert!(!everybody[0].is_known_as(&"b".parse().unwrap()));
    }
}
