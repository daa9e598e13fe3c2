//! Taking an audience out of use.

use axum::{extract::State, http::StatusCode, response::Response};
use signpost_application::{
    authority::Action,
    commands::{Expectation, withdraw_audience::withdraw_audience},
    queries::audiences::users,
};

use super::{find, path};
use crate::{
    Shared,
    website::{Faults, Page, Path, Posted, Section, Staff, Text, WebsiteError, done, draft::Fields, form_page::FormPage},
};

/// Asks whether it is to be withdrawn, or says why it cannot be.
pub(super) async fn ask(State(api): State<Shared>, staff: Staff, Path(name): Path<String>) -> Result<Response, WebsiteError> {
    form(&api, &staff, &name, StatusCode::OK).await
}

async fn form(api: &Shared, staff: &Staff, name: &str, status: StatusCode) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(staff, refusal);
    staff.principal().must(Action::ChangeAudiences, None).map_err(refused)?;
    let audience = find(api, staff, name).await?;
    let used = users(&api.application, staff.principal(), &audience.name).await;
    let used = used.map_err(refused)?.count;
    let mut page = Page::of(staff, Section::Audiences, "section-audiences");
    page.title = page.t1("audience-withdraw-this", "value", &audience.name);
    let back = path(&audience.name);
    let faults = Faults::default();
    Ok(FormPage::new(&page, staff, &format!("{back}/withdraw"), &back, &faults)
        .lead(page.t("audience-withdraw-this.lead"))
        .wrong((used > 0).then(|| page.t1("audience-is-used", "value", &used)))
        .hidden("version", &audience.version.to_string())
        .act(page.t("audience-withdraw"))
        .danger()
        .reason()
        .answer(status))
}

/// Withdraws it.
pub(super) async fn withdraw(
    State(api): State<Shared>,
    Path(name): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    use signpost_application::refusal::Refusal;
    let audience = find(&api, &staff, &name).await?;
    let expected = fields.text("version").parse();
    let expected = expected.map_or(Expectation::Exists, Expectation::Version);
    match withdraw_audience(&api.application, &staff.caller, &audience.name, expected).await {
        Ok(()) => Ok(done(&api, &path(&audience.name), &Text::new("done-audience-withdrawn"))),
        Err(Refusal::AudienceInUse { .. }) => form(&api, &staff, &name, StatusCode::CONFLICT).await,
        Err(refusal) => Err(WebsiteError::refused(&staff, refusal)),
    }
}
