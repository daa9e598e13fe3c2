//! Audiences as they are now.

use signpost_domain::identifier::AudienceName;

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{
        Page, Paging,
        catalogue::{AudienceRecord, CodeRecord},
    },
    refusal::Refusal,
};

/// Codes that have rules for an audience.
#[derive(Debug, Clone, PartialEq)]
pub struct Users {
    /// How many.
    pub count: u64,
    /// Some of them, by id.
    pub some: Vec<CodeRecord>,
}

/// One audience that is in use.
pub async fn audience(application: &Application, principal: &Principal, name: &AudienceName) -> Result<AudienceRecord, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let found = ever(application, principal, name).await?;
    Some(found)
        .filter(|audience| audience.definition.is_some())
        .ok_or_else(|| unknown(name))
}

/// One audience, whether or not it was withdrawn.
pub async fn ever(application: &Application, principal: &Principal, name: &AudienceName) -> Result<AudienceRecord, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let found = application.catalogue.audience(name).await?;
    found.ok_or_else(|| unknown(name))
}

fn unknown(name: &AudienceName) -> Refusal {
    Refusal::NotFound {
        kind: "audience",
        id: name.to_string(),
    }
}

/// The codes that have rules for an audience.
pub async fn users(application: &Application, principal: &Principal, name: &AudienceName) -> Result<Users, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let (count, some) = application.catalogue.users_of(name).await?;
    let mut some = application.catalogue.these(&some).await?;
    some.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(Users { count, some })
}

/// Audiences in use.
pub async fn audiences(
    application: &Application,
    principal: &Principal,
    paging: &Paging,
) -> Result<Page<AudienceRecord>, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    Ok(application.catalogue.audiences(paging).await?)
}
