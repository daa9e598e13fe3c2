//! Codes as they are now.

use signpost_domain::identifier::CodeId;

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{
        Page, Paging,
        catalogue::{CodeFilter, CodeRecord},
    },
    refusal::Refusal,
};

/// One code.
pub async fn code(application: &Application, principal: &Principal, id: &CodeId) -> Result<CodeRecord, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let found = application.catalogue.code(id).await?;
    found.ok_or_else(|| Refusal::NotFound {
        kind: "code",
        id: id.to_string(),
    })
}

/// Codes that fit a filter.
pub async fn codes(
    application: &Application,
    principal: &Principal,
    filter: &CodeFilter,
    paging: &Paging,
) -> Result<Page<CodeRecord>, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    Ok(application.catalogue.codes(filter, paging).await?)
}
