//! `/admin/people/{id}/accounts/{account}`: what somebody who signs in may do, another password for them, and the end of it.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use signpost_application::{
    commands::{Expectation, change_grants::change_grants, change_password::renew_password, close_account::close_account},
    ports::StoreError,
    queries::tokens::{Holding, Kind, one},
};
use signpost_domain::{access::Grant, identifier::PrincipalId};

use super::{
    grants,
    secret::SecretPage,
    table::{Cell, Table},
};
use crate::{
    Shared,
    website::{
        Faults, Page, Posted, Section, Staff, Text, WebsiteError, done,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage},
    },
};

/// Somebody's accounts in a table.
pub(super) async fn table(api: &Shared, page: &Page, accounts: &[Holding]) -> Result<Table, StoreError> {
    let heads = ["login", "token-state", "grants", "account-opened", "account-acts"];
    let mut rows = vec![];
    for account in accounts {
        let record = &account.record;
        let kept = api.identity.accounts.of(&record.id).await?;
        let is_open = record.revoked_at.is_none();
        let path = format!("/admin/people/{}", record.id);
        // Who signs in elsewhere has no password here.
        let acts = [
            ("grants", "change-grants", true),
            ("password", "account-password", kept.is_some()),
            ("close", "account-close", true),
        ];
        let acts = acts.into_iter().filter(|(.., is_there)| is_open && *is_there);
        rows.push(vec![
            kept.map_or_else(
                || Cell::Code(record.id.to_string()),
                |kept| Cell::text(kept.login.to_string()),
            ),
            Cell::Standing {
                kind: if is_open { "good" } else { "over" },
                text: page.t(if is_open { "account-open" } else { "account-closed" }),
            },
            Cell::Lines(grants::listed(page.texts(), &record.grants)),
            Cell::time(page, record.issued_at),
            Cell::Links(acts.map(|(act, key, _)| (format!("{path}/{act}"), page.t(key))).collect()),
        ]);
    }
    Ok(Table::new(page, "person-accounts", &heads, "person-accounts-none").rows(rows))
}

/// The account that a path names.
async fn find(api: &Shared, staff: &Staff, id: &str) -> Result<(Holding, u64), WebsiteError> {
    let id: PrincipalId = id.parse().map_err(|_| WebsiteError::not_found(staff))?;
    let found = one(&api.application, &api.identity, staff.principal(), Kind::Account, &id).await;
    found.map_err(|refusal| WebsiteError::refused(staff, refusal))
}

fn page_of(staff: &Staff, key: &str, account: &Holding) -> Page {
    let mut page = Page::of(staff, Section::People, "section-people");
    let name = account.name.as_deref().unwrap_or_else(|| account.record.id.as_str());
    page.title = page.t1(key, "value", &name);
    page
}

/// Asks what somebody may do.
pub(super) async fn ask_grants(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, WebsiteError> {
    let (account, version) = find(&api, &staff, &id).await?;
    let held = account.record.grants.clone();
    form(&api, &staff, &account, &held, &version.to_string(), Again::first()).await
}

async fn form(
    api: &Shared,
    staff: &Staff,
    account: &Holding,
    held: &[Grant],
    version: &str,
    again: Again,
) -> Result<Response, WebsiteError> {
    let page = page_of(staff, "account-grants", account);
    let action = format!("/admin/people/{}/grants", account.record.id);
    let back = format!("/admin/people/{}", account.person);
    Ok(FormPage::new(&page, staff, &action, &back, &again.faults)
        .hidden("version", version)
        .wrong(again.wrong)
        .row(grants::field(api, staff, held).await?)
        .row(Field::reason(page.texts()))
        .answer(again.status))
}

/// Changes it.
pub(super) async fn change(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let (account, _) = find(&api, &staff, &id).await?;
    let version = fields.text("version");
    let held = match grants::read(&fields) {
        Ok(held) => held,
        Err(faults) => return form(&api, &staff, &account, &[], version, Again::faulty(faults)).await,
    };
    let expected = version.parse().map_or(Expectation::Exists, Expectation::Version);
    match change_grants(&api.application, &staff.caller, &account.record.id, expected, &held).await {
        Ok(()) => Ok(done(
            &api,
            &format!("/admin/people/{}", account.person),
            &Text::new("done-grants"),
        )),
        Err(refusal) => {
            let again = Again::of(&staff, refusal)?;
            form(&api, &staff, &account, &held, version, again).await
        }
    }
}

/// A page that asks whether something is to be done with an account.
fn sure(staff: &Staff, account: &Holding, key: &str, act: &str, path: &str) -> Response {
    let page = page_of(staff, key, account);
    let action = format!("/admin/people/{}/{path}", account.record.id);
    let back = format!("/admin/people/{}", account.person);
    let faults = Faults::default();
    let mut form = FormPage::new(&page, staff, &action, &back, &faults)
        .lead(page.t(&format!("{key}.lead")))
        .act(page.t(act));
    if path == "close" {
        form = form.danger().row(Field::reason(page.texts()));
    }
    form.answer(StatusCode::OK)
}

/// Asks whether somebody is to get another password.
pub(super) async fn ask_password(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, WebsiteError> {
    let (account, _) = find(&api, &staff, &id).await?;
    Ok(sure(&staff, &account, "account-password-new", "account-password", "password"))
}

/// Gives somebody another password, and shows it once.
pub(super) async fn renew(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, .. }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let (account, _) = find(&api, &staff, &id).await?;
    let renewed = renew_password(&api.application, &api.identity, &staff.caller, &account.record.id).await;
    let password = renewed.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    let page = Page::of(&staff, Section::People, "password-secret");
    let path = format!("/admin/people/{}", account.person);
    Ok(SecretPage::new(&page, "password-secret", &password, &path).answer())
}

/// Asks whether an account is to be closed.
pub(super) async fn ask_close(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let (account, _) = find(&api, &staff, &id).await?;
    Ok(sure(&staff, &account, "account-close-this", "account-close", "close"))
}

/// Closes it.
pub(super) async fn close(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, .. }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let (account, _) = find(&api, &staff, &id).await?;
    let id = &account.record.id;
    let closed = close_account(&api.application, &api.identity, &staff.caller, id, Expectation::Any).await;
    closed.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    Ok(done(
        &api,
        &format!("/admin/people/{}", account.person),
        &Text::new("done-closed"),
    ))
}
