//! Forgetting a person: their name is removed for good, and nobody can act as them any more. What they decided stays, under an id that says nothing.

use signpost_domain::{
    access::{Access, AccessCommand, AccessError},
    identifier::PrincipalId,
};

use super::{Expectation, decide, revoke_token::revoke_token};
use crate::{
    Application,
    authority::Caller,
    ports::{decision_log::Stream, names::Names, people::People},
    queries,
    refusal::Refusal,
};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// Who, by the id that they got first.
    pub person: PrincipalId,
    /// Tokens that counted until now.
    pub revoked: usize,
    /// Whether there was a name left to be forgotten.
    pub had_name: bool,
}

/// Forgets the person known as `id`, which may be that of any token of theirs. Done again, or after it was interrupted, it does what is left to do.
pub async fn forget_person(
    application: &Application,
    people: &dyn People,
    names: &dyn Names,
    caller: &Caller,
    id: &PrincipalId,
) -> Result<Forgotten, Refusal> {
    let everybody = queries::people::people(people, names, &caller.principal).await?;
    let person = everybody.into_iter().find(|person| person.is_known_as(id));
    let person = person.ok_or_else(|| not_found(id))?;
    // First of all: as long as a token counts, its holder decides, and it should be known who that is.
    let counting = person.tokens.iter().filter(|token| token.revoked_at.is_none());
    let mut revoked = 0;
    for token in counting {
        revoke_token(application, caller, &token.id).await?;
        revoked += 1;
    }
    // Before it is decided: a decision says what is so, and a name that is there still can be forgotten by doing this again.
    // Somebody may be known to an identity provider and have no name.
    let tokens = person.tokens.iter().map(|token| token.id.clone());
    let all: Vec<PrincipalId> = person.named.iter().cloned().chain(tokens).collect();
    names.forget(&all).await?;
    // Whoever never had a token decided nothing, so nothing has to say that they are forgotten.
    if !person.tokens.is_empty() {
        let stream: &dyn Stream<Access> = &*application.decisions;
        decide(
            application,
            stream,
            person.id.as_str(),
            Expectation::Any,
            caller,
            |_| Ok(AccessCommand::ForgetPerson),
            |_: AccessError| not_found(id),
        )
        .await?;
    }
    Ok(Forgotten {
        person: person.id,
        revoked,
        had_name: !person.named.is_empty(),
    })
}

fn not_found(id: &PrincipalId) -> Refusal {
    Refusal::NotFound {
        kind: "person",
        id: id.to_string(),
    }
}
