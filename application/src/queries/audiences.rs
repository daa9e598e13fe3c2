//! Audiences as they are now.

use signpost_domain::identifier::AudienceName;

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{Page, Paging, catalogue::AudienceRecord},
    refusal::Refusal,
};

/// One audience that is in use.
pub async fn audience(application: &Application, principal: &Principal, name: &AudienceName) -> Result<AudienceRecord, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let found = application.catalogue.audience(name).await?;
    found
        .filter(|audience| audience.definition.is_some())
        .ok_or_else(|| Refusal::NotFound {
            kind: "audience",
            id: name.to_string(),
        })
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
