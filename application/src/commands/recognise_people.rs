//! Recognising people by tokens from before tokens said whose they are: each of those was somebody's own, so that whoever held two was two people, and
//! could approve what they had proposed themselves.

use std::collections::{BTreeMap, HashMap};

use signpost_domain::{
    Aggregate,
    access::{Access, AccessCommand, AccessError},
    decision::{DecisionEvent, Position, Source},
    identifier::PrincipalId,
};

use super::{Expectation, decide};
use crate::{
    Application,
    authority::{Caller, Principal},
    ports::{StoreError, decision_log::Stream, names::Names},
    refusal::Refusal,
};

/// Decides of all tokens and accounts of one name that they are one person's: whose the first of them is. Gives of how many that was not known.
/// Where it is known of all, as ever after, nothing is decided.
pub async fn recognise_people(application: &Application, names: &dyn Names) -> Result<usize, Refusal> {
    let names = names.all().await?;
    let mut called: HashMap<String, PrincipalId> = HashMap::new();
    let mut recognised = 0;
    for (holder, access) in holders(application, names.keys()).await? {
        let Some(name) = names.get(holder.as_str()) else { continue };
        let known = access.person.unwrap_or_else(|| holder.clone());
        let person = called.entry(name.to_lowercase()).or_insert_with(|| known.clone());
        if *person != known {
            recognise(application, &holder, person).await?;
            recognised += 1;
        }
    }
    Ok(recognised)
}

/// What these hold, whoever came first first; from the log, since read models may be behind when a node starts.
async fn holders(
    application: &Application,
    ids: impl Iterator<Item = &String>,
) -> Result<impl Iterator<Item = (PrincipalId, Access)>, StoreError> {
    let ids: Vec<&str> = ids.map(String::as_str).collect();
    let mut holders: BTreeMap<PrincipalId, (Position, Access)> = BTreeMap::new();
    for decision in application.decisions.decisions_on(Access::TYPE, &ids).await? {
        if let DecisionEvent::Access(id, event) = decision.event {
            let (_, access) = holders.entry(id).or_insert_with(|| (decision.position, Access::default()));
            access.apply(event);
        }
    }
    let mut holders: Vec<_> = holders.into_iter().collect();
    holders.sort_by_key(|(_, (first, _))| *first);
    Ok(holders.into_iter().map(|(id, (_, access))| (id, access)))
}

async fn recognise(application: &Application, holder: &PrincipalId, person: &PrincipalId) -> Result<(), Refusal> {
    let entropy = &application.entropy;
    // Nobody but Signpost decides this.
    let itself = Caller {
        principal: Principal::new("recogniser".parse().expect("ten letters make a name"), vec![]),
        source: Source::Program,
        reason: None,
        correlation: format!("{:016x}{:016x}", entropy.bits(), entropy.bits()),
    };
    let stream: &dyn Stream<Access> = &*application.decisions;
    let unknown = |_: AccessError| Refusal::NotFound {
        kind: "token",
        id: holder.to_string(),
    };
    let command = |_: &Access| Ok(AccessCommand::RecognisePerson(person.clone()));
    decide(
        application,
        stream,
        holder.as_str(),
        Expectation::Any,
        &itself,
        command,
        unknown,
    )
    .await
    .map(drop)
}
