//! Units as they are now.

use signpost_domain::identifier::UnitName;

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{Page, Paging, catalogue::UnitRecord},
    refusal::Refusal,
};

/// One unit.
pub async fn unit(application: &Application, principal: &Principal, name: &UnitName) -> Result<UnitRecord, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let found = application.catalogue.unit(name).await?;
    found.ok_or_else(|| Refusal::NotFound {
        kind: "unit",
        id: name.to_string(),
    })
}

/// All units.
pub async fn units(application: &Application, principal: &Principal, paging: &Paging) -> Result<Page<UnitRecord>, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    Ok(application.catalogue.units(paging).await?)
}
